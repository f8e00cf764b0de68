// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"testing"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func userChecks() []check {
	all := map[string]any{"expand": []any{"groups", "platform_roles", "product_access"}}
	everybody := func(map[string]any) bool { return true }
	return []check{
		usersRead("everybody", all, everybody),
		usersRead("by address", map[string]any{"emails": []any{ada, bruno}, "expand": []any{"product_access"}}, everybody),
		usersRead("by ID, and another filter", map[string]any{"account_ids": []any{accounts[ada], accounts[bruno]}, "claim_status": "managed"}, everybody),
		usersRead("by domain", map[string]any{"email_domains": []any{"acme.example"}, "mfa_enabled": true}, everybody),
		usersRead("not seen lately", all, func(user map[string]any) bool {
			last, seen := user["last_active"].(string)
			return !seen || last < "2026-01-01T00:00:00Z"
		}),
		usersRead("without two-step verification", all, func(user map[string]any) bool { return user["mfa_enabled"] != true }),
		usersRead("in a group", all, func(user map[string]any) bool {
			groups, said := user["groups"].([]any)
			return !said || len(groups) > 0
		}),
	}
}

// usersRead is the check of a search for people: it finds as many as there are of a kind, or says who was not found.
func usersRead(finds string, config map[string]any, kind func(user map[string]any) bool) check {
	const of = "atlassian_users"
	start := company()
	jira := start.Workspaces[0].ID
	start.Users[0].LastActive = map[string]time.Time{jira: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
	start.Users[1].LastActive = map[string]time.Time{jira: time.Date(2025, 3, 1, 8, 0, 0, 0, time.UTC)}
	start.Users[1].MFA = finds == "by domain"
	start.Groups[0].Roles = append(start.Groups[0].Roles, simulator.Role{Resource: confluence, Role: "atlassian/user"})
	return check{kind: "data", of: of, finds: finds, start: start, all: true, prepare: func(t *testing.T, _ *world) look {
		t.Helper()
		return func(server *protocol.Server) verdict {
			values, diagnostics := server.ReadDataSource(of, config)
			found := rows(values, "not_found")
			users, _ := values["users"].([]any)
			for _, one := range users {
				if user, is := one.(map[string]any); is && kind(user) {
					found = append(found, text(user["account_id"]))
				}
			}
			return verdict{err: diagnostics.Err(), found: found, state: text(values)}
		}
	}}
}
