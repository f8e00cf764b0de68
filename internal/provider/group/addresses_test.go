// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const misspelt = "mlio.rossi@contractor.example"

// hiding is the same organization, whose searches do not give the address of an account.
func hiding(t *testing.T, org *simulated.Organization, email string) *simulated.Organization {
	t.Helper()
	return org.Edited(t, "/users/search", func(body any) any {
		found, _ := body.(map[string]any)["data"].([]any)
		for _, one := range found {
			if user, ok := one.(map[string]any); ok && user["email"] == email {
				delete(user, "email")
			}
		}
		return body
	})
}

// A misspelt address is a warning of the plan: the person may be invited in the same run.
func TestGroupMembersWithMisspeltAddresses(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := func() *protocol.Server { return acctest.Server(t, org, nil) }
	group := org.Simulator.GroupID("contractors")
	warned := func(plan *protocol.Plan) {
		t.Helper()
		require.NoError(t, plan.Diagnostics.Err())
		require.Len(t, plan.Diagnostics.Warnings(), 1)
		assert.Contains(t, plan.Diagnostics.Warnings()[0], "Addresses without an account: Directory "+org.Credentials.DirectoryID+" has no account for 1 address of emails: "+misspelt+". Check the spelling.")
		assert.Contains(t, plan.Diagnostics.Warnings()[0], `AttributeName("emails")`)
	}
	wrong := []any{lena, milo, misspelt}
	warned(server().PlanCreate(membersType, map[string]any{"group_id": group, "emails": wrong}))
	warned(server().PlanCreate(membersType, map[string]any{"group_id": protocol.Unknown, "emails": append([]any{protocol.Unknown}, wrong...)}))
	warned(server().PlanUpdate(membersOf(org, group, lena, milo), map[string]any{"group_id": group, "emails": wrong}))
	ids := accounts(org, lena, milo)
	warned(server().PlanUpdate(membersOf(org, group, ids...), map[string]any{"group_id": group, "emails": wrong}))

	for _, config := range []map[string]any{
		{"group_id": group, "emails": protocol.Unknown}, {"group_id": group, "emails": []any{lena, milo}}, {"group_id": group, "account_ids": []any{ids[0], ids[1], "712020:a"}},
	} {
		assert.Empty(t, server().PlanCreate(membersType, config).Diagnostics)
	}
	org.Simulator.ResetRequests()
	unchanged := server().PlanUpdate(membersOf(org, group, lena, milo), map[string]any{"group_id": group, "emails": []any{milo, lena}})
	assert.Empty(t, unchanged.Diagnostics)
	assert.Zero(t, org.Requests())

	// A look-up that fails is no refusal.
	org.Simulator.Inject(simulator.Fault{Operation: searchUsersOperation, Status: 403, Count: -1})
	assert.Empty(t, server().PlanUpdate(membersOf(org, group, lena, milo), map[string]any{"group_id": group, "emails": wrong}).Diagnostics)
}

func TestGroupMembershipWithAMisspeltAddress(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	for _, group := range []any{org.Simulator.GroupID("contractors"), protocol.Unknown} {
		plan := server.PlanCreate("atlassian_group_membership", map[string]any{"group_id": group, "email": misspelt})
		require.NoError(t, plan.Diagnostics.Err())
		require.Len(t, plan.Diagnostics.Warnings(), 1)
		assert.Contains(t, plan.Diagnostics.Warnings()[0], "No account has this e-mail address: Directory "+org.Credentials.DirectoryID+" has no account with the address "+misspelt+". Check the spelling.")
		assert.Equal(t, protocol.Unknown, plan.Planned["account_id"])
	}
}

// A member whose address Atlassian hides shows by account ID, and no address can stand for it.
func TestGroupMembersWithoutAVisibleAddress(t *testing.T) {
	t.Parallel()
	org := hiding(t, simulated.Start(t), milo)
	server := acctest.Server(t, org, nil)
	group, id := org.Simulator.GroupID("contractors"), org.Simulator.AccountID(milo)
	const advice = "list the members of this group by account_ids instead of emails."

	state, diagnostics := server.ReadResource(membersOf(org, group, lena, milo))
	require.NoError(t, diagnostics.Err())
	require.Equal(t, []any{lena, id}, state.Values["emails"])
	hidden := "Members without a visible address: Atlassian shows no e-mail address for 1 member of group " + group + ": " + id + ` ("Milo Rossi").`

	// The configuration names the hidden address: nobody has it, as far as can be seen, and the apply says who it may be.
	both := map[string]any{"group_id": group, "emails": []any{lena, milo}}
	plan := server.PlanUpdate(state, both)
	require.NoError(t, plan.Diagnostics.Err())
	require.Len(t, plan.Diagnostics.Warnings(), 2)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "of emails: "+milo+".")
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "They may also belong to members whose address Atlassian hides")
	assert.Contains(t, plan.Diagnostics.Warnings()[1], hidden)
	assert.Contains(t, plan.Diagnostics.Warnings()[1], advice)
	_, diagnostics = server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "Addresses without an account")
	require.ErrorContains(t, diagnostics.Err(), "Atlassian shows no e-mail address for 1 member of the group: "+id+". If an address of the list belongs to one of them, you need not invite that person: "+advice)

	// It does not name it: the removal is said to be one.
	plan = server.PlanUpdate(state, map[string]any{"group_id": group, "emails": []any{lena}})
	require.NoError(t, plan.Diagnostics.Err())
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], hidden)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "so the plan shows them by account ID and removes them from the group")

	// After an import, and for the first time.
	server.Walk()
	plan = server.PlanUpdate(membersOf(org, group, accounts(org, lena, milo)...), both)
	require.Len(t, plan.Diagnostics.Warnings(), 2)
	assert.Contains(t, plan.Diagnostics.Warnings()[1], hidden)
	server.Walk()
	plan = server.PlanCreate(membersType, both)
	require.Len(t, plan.Diagnostics.Warnings(), 3)
	assert.Contains(t, plan.Diagnostics.Warnings()[2], hidden)
	_, diagnostics = server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), advice)
	assert.ElementsMatch(t, accounts(org, lena, milo), org.Simulator.Members(group), "nobody was removed")

	// By account ID nothing is to be said.
	assert.Empty(t, server.PlanUpdate(membersOf(org, group, accounts(org, lena, milo)...), map[string]any{"group_id": group, "account_ids": anys(accounts(org, milo))}).Diagnostics)
}
