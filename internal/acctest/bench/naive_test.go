// SPDX-License-Identifier: MPL-2.0

package bench_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// atOnce is how many objects Terraform visits at a time.
const atOnce = 10

// request is what a reader asks that knows one object. The path begins after the organization's, and DIRECTORY stands for that of the directory.
type request struct{ method, path, body string }

// naive reads objects as a provider does that shares nothing: a request for each, as many at a time as Terraform visits objects.
func naive(b *testing.B, org *simulated.Organization, objects int, one func(n int) request) time.Duration {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: atOnce}}
	defer client.CloseIdleConnections()
	begun := time.Now()
	reads, ctx := errgroup.WithContext(b.Context())
	reads.SetLimit(atOnce)
	for n := range objects {
		reads.Go(func() error {
			asked := one(n + 1)
			path := strings.NewReplacer("ORG", org.Credentials.OrganizationID, "DIRECTORY", org.Credentials.DirectoryID).Replace(asked.path)
			sent, err := http.NewRequestWithContext(ctx, asked.method, org.URL+path, strings.NewReader(asked.body))
			if err != nil {
				return fmt.Errorf("making a request: %w", err)
			}
			sent.Header.Set("Authorization", "Bearer "+org.Credentials.APIKey)
			if asked.body != "" {
				sent.Header.Set("Content-Type", "application/json")
			}
			answer, err := client.Do(sent)
			if err != nil {
				return fmt.Errorf("sending a request: %w", err)
			}
			defer answer.Body.Close()
			if text, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != http.StatusOK {
				return fmt.Errorf("%s %s: status %d, %w: %s", asked.method, path, answer.StatusCode, err, text)
			}
			return nil
		})
	}
	if err := reads.Wait(); err != nil {
		b.Fatal(err)
	}
	return time.Since(begun)
}

const directory = "/admin/v2/orgs/ORG/directories/DIRECTORY"

func askMember(n int) request {
	return request{http.MethodPost, directory + "/users/search", fmt.Sprintf(`{"groupIds":[%q],"accountIds":[%q]}`, simulated.CrowdID, simulated.AccountID(n))}
}

func askGroup(n int) request {
	return request{http.MethodGet, directory + "/groups/" + simulated.GroupID(n), ""}
}

func askUser(n int) request {
	return request{http.MethodPost, directory + "/users/search", fmt.Sprintf(`{"emails":[%q]}`, simulated.Email(n))}
}

func askPerson(n int) request {
	return request{http.MethodPost, directory + "/users/search", fmt.Sprintf(`{"accountIds":[%q],"expand":["groups","productAccess","platformRoles"]}`, simulated.AccountID(n))}
}

func askPolicy(n int) request {
	return request{http.MethodPost, "/admin/control/v1/orgs/ORG/users/auth-policies/bulk-fetch", fmt.Sprintf(`{"accountIds":[%q]}`, simulated.AccountID(n))}
}
