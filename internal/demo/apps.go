// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// The second chapter: who and what it is about, all of it in examples/approved-apps or in the simulator's company.
const (
	approvedApps = "examples/approved-apps"

	uninvited = "Ledger Export" // an app that nobody has approved
	vendor    = "Ledgerly"
	growing   = "Orbit Boards" // an approved app
	newScope  = "write:jira-work"
	oldScopes = `scopes      = ["read:jira-user", "read:jira-work"]`
	newScopes = `scopes      = ["read:jira-user", "read:jira-work", "` + newScope + `"]`
)

// What the plan must find of it, and nothing else.
var appDrift = []string{"update atlassian_approved_apps.acme: exceeding 1 -> 0 entries, unapproved 1 -> 0 entries"}

// chapter is the directory of the second configuration.
func (w *workshop) chapter() string { return filepath.Join(w.directory, "approved-apps") }

func (s *story) approve(ctx context.Context) error {
	policy, err := os.ReadFile(filepath.Join(approvedApps, "main.tf"))
	if err != nil {
		return fmt.Errorf("cannot read the example: %w", err)
	}

	if err := os.Mkdir(s.shop.chapter(), 0o750); err != nil {
		return fmt.Errorf("cannot copy the example: %w", err)
	}

	if err := write(filepath.Join(s.shop.chapter(), "main.tf"), string(policy)); err != nil {
		return err
	}

	s.cli.enter(s.shop.chapter())
	s.command("init")

	if _, err := s.cli.expect(ctx, 0, "init", "-no-color"); err != nil {
		return err
	}

	return s.settled(ctx)
}

func (s *story) installApps(ctx context.Context) error {
	return s.happen(ctx, []happening{
		{"a user installs " + uninvited + ", by " + vendor, http.MethodPut, "apps/Ledger%20Export/installations", `{"context": "ari:cloud:jira::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"}`},
		{
			"a new version of " + growing + " asks for the scope " + newScope, http.MethodPost, "apps/Orbit%20Boards/versions",
			`{"version": "3.0.0", "scopes": ["read:jira-user", "read:jira-work", "` + newScope + `"], "egress": ["*.orbit.example"]}`,
		},
		{"an admin consents, and it is updated", http.MethodPut, "apps/Orbit%20Boards/installations", `{"context": "ari:cloud:jira::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"}`},
	})
}

func (s *story) planApps(ctx context.Context) error {
	readable, changes, err := s.planned(ctx, "apps.tfplan")
	if err != nil {
		return err
	}

	s.quote(warnings(readable))

	if err := exactly(changes, appDrift); err != nil {
		return err
	}

	text := strings.Join(strings.Fields(warnings(readable)), " ")
	for _, needed := range []string{uninvited, vendor, growing, newScope, "acme"} {
		if !strings.Contains(text, needed) {
			return fmt.Errorf("the plan does not say %q", needed)
		}
	}

	s.asTold("exit code 2; it names both apps, their vendors, the site, and the scope that nobody has reviewed")

	return nil
}

func (s *story) review(ctx context.Context) error {
	if err := s.happen(ctx, []happening{
		{"a person reviews both: nobody needs " + uninvited + ", so it is uninstalled in the console", http.MethodDelete, "apps/Ledger%20Export/installations", `{"context": "ari:cloud:jira::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"}`},
		{"what " + growing + " does with " + newScope + " is fine, so the scope is added to its approval", "", "", ""},
	}); err != nil {
		return err
	}

	file := filepath.Join(s.shop.chapter(), "main.tf")

	policy, err := os.ReadFile(file) //nolint:gosec // a path of our own
	if err != nil {
		return fmt.Errorf("cannot read the policy: %w", err)
	}

	widened := strings.Replace(string(policy), oldScopes, newScopes, 1)
	if widened == string(policy) {
		return fmt.Errorf("%s has no line %s", approvedApps, oldScopes)
	}

	if err := write(file, widened); err != nil {
		return err
	}

	if err := s.settled(ctx); err != nil {
		return err
	}

	return s.checkViolations(ctx)
}

// warnings are the warnings of a plan, in Terraform's words.
func warnings(readable string) string {
	var (
		kept  strings.Builder
		begun bool
	)

	for line := range strings.Lines(readable) {
		begun = begun || strings.HasPrefix(line, "Warning: ") || strings.HasPrefix(line, "╷")
		if strings.HasPrefix(line, "Saved the plan to") || strings.HasPrefix(line, "─") {
			begun = false
		}

		if begun {
			kept.WriteString(line)
		}
	}

	return kept.String()
}
