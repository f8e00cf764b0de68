// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"testing"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Operations, as the simulator counts them.
const (
	opSearchUsers = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/search"
	opCountUsers  = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/count"
)

const (
	site       = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	jira       = "ari:cloud:jira-software::site/" + site
	confluence = "ari:cloud:confluence::site/" + site

	ada  = "ada.okafor@acme.example"
	chen = "chen.li@acme.example"
	emil = "emil.sorensen@acme.example"
	lena = "lena.fischer@contractor.example"
)

var lastActive = time.Date(2026, 3, 1, 8, 0, 0, 936941226, time.UTC)

// seen is the small company, in which Chen was active in Jira, and a day before in Confluence.
func seen() simulated.Option {
	start := simulator.SmallCompany()
	for i := range start.Users {
		if user := &start.Users[i]; user.Email == chen {
			user.LastActive = map[string]time.Time{jira: lastActive, confluence: lastActive.Add(-24 * time.Hour)}
			user.JobTitle, user.Department, user.Organization, user.Location, user.TimeZone = "Engineer", "Platform", "Acme", "Berlin", "Europe/Berlin"
		}
	}
	return simulated.WithStart(start)
}

// edited changes every account that searches answer with.
func edited(t *testing.T, on *simulated.Organization, edit func(account map[string]any)) *simulated.Organization {
	t.Helper()
	return on.Edited(t, "/users/search", func(body any) any {
		page, _ := body.(map[string]any)
		accounts, _ := page["data"].([]any)
		for _, one := range accounts {
			account, _ := one.(map[string]any)
			edit(account)
		}
		return body
	})
}

func column(users any, name string) []any {
	list, _ := users.([]any)
	values := make([]any, len(list))
	for i, one := range list {
		values[i] = one.(map[string]any)[name]
	}
	return values
}
