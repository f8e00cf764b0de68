// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Operations, as the simulator counts them.
const (
	opSearchUsers = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/search"
	opCountUsers  = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/count"
	opDomains     = "GET /admin/v1/orgs/{orgId}/domains"
	opTokens      = "GET /admin/api-access/v1/orgs/{orgId}/api-tokens"
	opTokenCount  = "GET /admin/api-access/v1/orgs/{orgId}/api-tokens/count"
	opBulkFetch   = "POST /admin/control/v1/orgs/{orgId}/users/auth-policies/bulk-fetch"
)

const (
	reviewType = "atlassian_access_review"
	asOf       = "2026-03-02T00:00:00Z"
)

var juliaKeepsAccess = regexp.MustCompile(`^julia\.santos@acme\.example: The access is suspended, and keeps 1 group \(\S+\), 1 app \(jira-software\)\.$`)

// sloppy is the small company, in which Chen works, Ada did months ago, and Julia kept a group when her access was suspended.
func sloppy() simulated.Option {
	start := simulator.SmallCompany()
	at := func(month time.Month, day, year int) time.Time {
		return time.Date(year, month, day, 8, 0, 0, 0, time.UTC)
	}
	for i := range start.Users {
		switch user := &start.Users[i]; user.Email {
		case chen:
			user.LastActive = map[string]time.Time{jira: at(3, 1, 2026), confluence: at(12, 24, 2025)}
		case ada:
			user.LastActive = map[string]time.Time{jira: at(11, 30, 2025)}
		}
	}
	for i := range start.Groups {
		if start.Groups[i].Name == "jira-users" {
			start.Groups[i].Members = append(start.Groups[i].Members, "julia.santos@acme.example")
		}
	}
	start.APITokens = []simulator.APIToken{
		{ID: "token-1", User: chen, Label: "laptop", CreatedAt: at(1, 2, 2025), LastActiveAt: at(3, 1, 2026), ExpiresAt: at(1, 2, 2027)},
		{ID: "token-2", User: chen, Label: "old laptop", CreatedAt: at(1, 1, 2025), LastActiveAt: at(6, 1, 2025)},
		{ID: "token-3", User: "kofi.mensah@acme.example", Label: "script", CreatedAt: at(1, 1, 2025)},
	}
	return simulated.WithStart(start)
}

// row is the row of a person.
func row(t *testing.T, review map[string]any, email string) map[string]any {
	t.Helper()
	for _, one := range review["people"].([]any) {
		if person := one.(map[string]any); person["email"] == email {
			return person
		}
	}
	require.Fail(t, "there is no row of "+email)
	return nil
}

// reasons are those of the findings about a person, after their subjects.
func reasons(review map[string]any, email string) []string {
	found := []string{}
	for _, one := range review["findings"].([]any) {
		finding := one.(map[string]any)
		if finding["email"] != email {
			continue
		}
		text := finding["reason"].(string)
		if subject, is := finding["subject"].(string); is {
			text = subject + ": " + text
		}
		found = append(found, text)
	}
	return found
}
