// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	group          = "atlassian_group"
	groupMembers   = "atlassian_group_members"
	membership     = "atlassian_group_membership"
	roleAssignment = "atlassian_group_role_assignment"
	user           = "atlassian_user"
	verification   = "atlassian_domain_verification"
)

func accessChecks() []check {
	members := func(config map[string]any) func(*world) map[string]any {
		return func(w *world) map[string]any {
			all := map[string]any{"group_id": w.org.Simulator.GroupID("engineering")}
			maps.Copy(all, config)
			return all
		}
	}
	byID := members(map[string]any{"account_ids": []any{accounts[ada], accounts[bruno]}})
	byEmail := members(map[string]any{"emails": []any{ada, bruno}})
	joins := func(w *world) error { return w.org.Simulator.AddMember("engineering", emil) }
	leaves := func(w *world) error { return w.org.Simulator.RemoveMember("engineering", bruno) }
	return []check{
		{of: groupMembers, finds: "by ID, somebody joins", start: company(), prepare: drifting(groupMembers, byID, joins)},
		{of: groupMembers, finds: "by address, somebody joins", start: company(), prepare: drifting(groupMembers, byEmail, joins)},
		{of: groupMembers, finds: "by ID, somebody leaves", start: company(), prepare: drifting(groupMembers, byID, leaves)},
		{of: groupMembers, finds: "by address, somebody leaves", start: company(), prepare: drifting(groupMembers, byEmail, leaves)},
		{of: membership, finds: "somebody leaves", start: company(), prepare: drifting(
			membership, members(map[string]any{"account_id": accounts[bruno]}), leaves,
		)},
		{of: user, finds: "somebody suspended", start: company(), prepare: drifting(
			user, always(map[string]any{"email": emil}), func(w *world) error { return w.org.Simulator.Suspend(emil, "") },
		)},
		{of: user, finds: "somebody restored", start: company(), prepare: drifting(
			user, always(map[string]any{"email": emil, "status": "suspended"}), func(w *world) error { return w.org.Simulator.Restore(emil, "") },
		)},
		{of: user, finds: "somebody gone", start: company(), prepare: drifting(
			user, func(w *world) map[string]any {
				return map[string]any{"email": emil, "groups": []any{w.org.Simulator.GroupID("engineering")}}
			}, func(w *world) error { return w.org.Simulator.LeaveDirectory(emil, "") },
		)},
		{of: group, finds: "described otherwise", start: company(), prepare: func(t *testing.T, w *world) look {
			t.Helper()
			config := map[string]any{"name": "auditors", "description": "They look"}
			state := converged(t, w, group, config)
			other := "They look away"
			require.NoError(t, w.org.Simulator.UpdateGroup("auditors", simulator.GroupChange{Description: &other}))
			return refreshing(state, config)
		}},
		{of: roleAssignment, finds: "a revoked role", start: company(), prepare: drifting(
			roleAssignment, members(map[string]any{"resource_id": confluence, "role": "atlassian/user"}),
			func(w *world) error { return w.org.Simulator.RevokeRole("engineering", confluence, "atlassian/user") },
		)},
		{of: roleAssignment, finds: "a revoked role by site and product", start: company(), prepare: drifting(
			roleAssignment, members(map[string]any{"site": "acme", "product": "confluence", "role": "atlassian/user"}),
			func(w *world) error { return w.org.Simulator.RevokeRole("engineering", confluence, "atlassian/user") },
		)},
		{of: verification, finds: "a lost token", start: company(), prepare: drifting(
			verification, always(map[string]any{"domain": "acme.example"}), func(w *world) error { return w.org.Simulator.SetDomainClaim("acme.example", "missing_token") },
		)},
	}
}

// rows are the elements of a list, as texts.
func rows(values map[string]any, name string) []string {
	list, _ := values[name].([]any)
	found := make([]string, len(list))
	for i, one := range list {
		found[i] = text(one)
	}
	return found
}

// reads is the check of a data source that lists: it finds as many as there are.
func reads(of, list string, config func(*world) map[string]any) check {
	return check{kind: "data", of: of, finds: list, start: company(), all: true, prepare: func(t *testing.T, w *world) look {
		t.Helper()
		written := config(w)
		return func(server *protocol.Server) verdict {
			values, diagnostics := server.ReadDataSource(of, written)
			return verdict{err: diagnostics.Err(), found: rows(values, list), state: text(values)}
		}
	}}
}

// backedUp gives the organization of a check two backup policies.
func backedUp(c check) check {
	c.start.BackupPolicies = []simulator.BackupPolicy{
		{Name: "acme Jira", Site: "acme", LastBackupAt: time.Date(2026, time.November, 27, 2, 0, 0, 0, time.UTC), AvailableBackups: 28},
		{Name: "acme Confluence", Site: "acme", Product: "CONFLUENCE", Status: "INACTIVE"},
	}
	return c
}

// policed gives the organization of a check a policy of each type that Atlassian documents.
func policed(c check) check {
	c.start.OrganizationPolicies = []simulator.OrganizationPolicy{
		{Name: "Office", Type: simulator.PolicyIPAllowlist, In: []string{"192.0.2.0/24"}, Resources: []simulator.PolicyResource{{ID: c.start.Workspaces[0].ID}}},
		{Name: "EU", Type: simulator.PolicyDataResidency, In: []string{"EU"}},
	}
	c.start.DataSecurityPolicies = []simulator.DataSecurityPolicy{{Name: "No export", Rules: map[string]string{"export": "block"}}}
	return c
}

func dataChecks() []check {
	engineering := func(w *world) map[string]any {
		return map[string]any{"group_id": w.org.Simulator.GroupID("engineering")}
	}
	return []check{
		reads("atlassian_group_members", "account_ids", engineering),
		reads("atlassian_authentication_policy_members", "account_ids", always(map[string]any{"policy_id": staff})),
		reads("atlassian_groups", "groups", always(map[string]any{})),
		reads("atlassian_domains", "domains", always(map[string]any{})),
		reads("atlassian_directories", "directories", always(map[string]any{})),
		reads("atlassian_workspaces", "workspaces", always(map[string]any{"site": "acme"})),
		policed(reads("atlassian_policies", "policies", always(map[string]any{}))),
		backedUp(reads("atlassian_backup_policies", "policies", always(map[string]any{}))),
	}
}
