// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// company is a simulated organization: the provider's own binary, run as `simulate`.
type company struct {
	process *exec.Cmd
	stderr  bytes.Buffer
	access  access
}

// access is the line that `simulate` prints.
type access struct {
	BaseURL        string `json:"base_url"`
	OrganizationID string `json:"organization_id"`
	APIKey         string `json:"api_key"`
	UserEmail      string `json:"user_email"`
	UserAPIToken   string `json:"user_api_token"`
}

// variables are what the provider reads.
func (a access) variables() []string {
	return []string{
		"ATLASSIAN_BASE_URL=" + a.BaseURL, "ATLASSIAN_ORG_ID=" + a.OrganizationID, "ATLASSIAN_ORG_API_KEY=" + a.APIKey,
		"ATLASSIAN_USER_EMAIL=" + a.UserEmail, "ATLASSIAN_USER_API_TOKEN=" + a.UserAPIToken,
	}
}

func startCompany(ctx context.Context, binary string) (*company, error) {
	// It must outlive an interrupt for as long as Terraform may still be writing down what it did.
	c := &company{process: exec.CommandContext(context.WithoutCancel(ctx), binary, "simulate")}
	c.process.Stderr = &c.stderr

	stdout, err := c.process.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("cannot start the simulator: %w", err)
	}

	if err := c.process.Start(); err != nil {
		return nil, fmt.Errorf("cannot start the simulator: %w", err)
	}

	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &c.access)
	}

	if err != nil {
		c.stop()

		return nil, fmt.Errorf("the simulator did not say where it is: %w\n%s", err, c.stderr.String())
	}

	return c, nil
}

// stop ends the simulator.
func (c *company) stop() {
	if err := c.process.Process.Signal(os.Interrupt); err != nil {
		_ = c.process.Process.Kill() // Windows knows no interrupt
	}

	_ = c.process.Wait()
}

// control does what no API of Atlassian can do, and reads the answer into a value where one is given.
func (c *company) control(ctx context.Context, method, path, body string, answer any) error {
	request, err := http.NewRequestWithContext(ctx, method, c.access.BaseURL+"/_simulator/"+path, strings.NewReader(body))
	if err != nil {
		return fmt.Errorf("cannot ask the simulator: %w", err)
	}

	request.Header.Set("Content-Type", "application/json")

	client := &http.Client{Timeout: 10 * time.Second}

	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("cannot ask the simulator: %w", err)
	}

	defer func() { _ = response.Body.Close() }()

	content, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("cannot read the simulator's answer: %w", err)
	}

	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("the simulator refuses %s %s: %s", method, path, content)
	}

	if answer == nil {
		return nil
	}

	if err := json.Unmarshal(content, answer); err != nil {
		return fmt.Errorf("cannot read the simulator's answer: %w", err)
	}

	return nil
}

// overview is the present state, as far as the demo looks at it.
type overview struct {
	Name    string            `json:"name"`
	Domains []json.RawMessage `json:"domains"`
	Users   []struct {
		AccountID string `json:"account_id"`
		Email     string `json:"email"`
		Status    string `json:"status"`
	} `json:"users"`
	Groups []struct {
		Name    string   `json:"name"`
		Members []string `json:"members"`
	} `json:"groups"`
	Policies []struct {
		Name    string   `json:"name"`
		Members []string `json:"members"`
	} `json:"authentication_policies"`
}

func (c *company) overview(ctx context.Context) (overview, error) {
	var state overview

	return state, c.control(ctx, http.MethodGet, "organization", "", &state)
}

// isMember says whether a group has somebody, given by email address, as a member.
func (o overview) isMember(group, email string) bool {
	for _, candidate := range o.Groups {
		if candidate.Name == group {
			return o.lists(candidate.Members, email)
		}
	}

	return false
}

// isPolicyMember says whether somebody was put into an authentication policy.
func (o overview) isPolicyMember(policy, email string) bool {
	for _, candidate := range o.Policies {
		if candidate.Name == policy {
			return o.lists(candidate.Members, email)
		}
	}

	return false
}

// lists says whether somebody is among members, who are given by account ID or email address.
func (o overview) lists(members []string, email string) bool {
	names := []string{email}

	for _, user := range o.Users {
		if user.Email == email {
			names = append(names, user.AccountID)
		}
	}

	return slices.ContainsFunc(members, func(member string) bool { return slices.Contains(names, member) })
}
