// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"testing"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// reviewChecks look for each kind of finding by itself, so that one that is lost is not made up for by another.
func reviewChecks() []check {
	return []check{
		reviewRead("organization_admins"), reviewRead("dormant"), reviewRead("unmanaged"), reviewRead("without_two_step_verification"),
		reviewRead("outside_verified_domains"), reviewRead("suspended_with_roles"), reviewRead("not_reviewed_since"), reviewRead("stale_tokens"),
	}
}

// reviewRead is the check of the findings of a kind in a review of two people, one of whom has every finding that a person can have. An
// unknown takes the place of a finding that nobody can make any more.
func reviewRead(kind string) check {
	const of = "atlassian_access_review"
	start := company()
	software := start.Workspaces[0].ID
	start.Users = start.Users[:2]
	start.AuthenticationPolicies = nil
	start.Users[0].LastActive = map[string]time.Time{software: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
	sloppy := &start.Users[1]
	sloppy.Email, sloppy.MFA = bruno+".example", false
	sloppy.LastActive = map[string]time.Time{software: time.Date(2025, 3, 1, 8, 0, 0, 0, time.UTC)}
	sloppy.ClaimStatus = "managed"
	switch kind {
	case "unmanaged":
		sloppy.ClaimStatus = kind
	case "suspended_with_roles":
		sloppy.Status = "suspended"
	}
	organization := "ari:cloud:platform::org/" + start.ID
	sloppy.Roles = []simulator.Role{{Resource: organization, Role: "atlassian/org-admin"}}
	start.Groups[0].Members = []string{ada, sloppy.Email}
	used := time.Date(2025, 3, 1, 8, 0, 0, 0, time.UTC)
	start.APITokens = []simulator.APIToken{{ID: "token-1", User: sloppy.Email, Label: "laptop", CreatedAt: used, LastActiveAt: used}}
	config := map[string]any{"as_of": "2026-03-02T00:00:00Z", "reviewed": map[string]any{ada: "2026-03-01", sloppy.Email: "2025-10-01"}}
	if kind == "stale_tokens" {
		config["include"] = []any{"api_tokens", "authentication_policies"}
	}
	return check{kind: "data", of: of, finds: kind, start: start, all: true, prepare: func(t *testing.T, _ *world) look {
		t.Helper()
		return func(server *protocol.Server) verdict {
			values, diagnostics := server.ReadDataSource(of, config)
			v := verdict{err: diagnostics.Err(), state: text(values)}
			findings, _ := values["findings"].([]any)
			for _, one := range findings {
				// Of an account that is not managed, two-step verification is never known.
				finding, _ := one.(map[string]any)
				if finding["kind"] == kind || finding["kind"] == "unknown" && (kind != "unmanaged" || finding["subject"] != "mfa_enabled") {
					v.found = append(v.found, text(finding))
				}
			}
			return v
		}
	}}
}
