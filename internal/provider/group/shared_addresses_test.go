// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// sharing is the organization as Atlassian may show it: one person has the address of another one, in capitals.
func sharing(t *testing.T, org *simulated.Organization, email, of string) *simulated.Organization {
	t.Helper()
	id := org.Simulator.AccountID(email)
	return org.Edited(t, "/users/search", func(body any) any {
		answer, _ := body.(map[string]any)
		users, _ := answer["data"].([]any)
		for _, user := range users {
			if user, _ := user.(map[string]any); user["accountId"] == id {
				user["email"] = strings.ToUpper(of)
			}
		}
		return body
	})
}

// Two members with one address are two. A list of addresses cannot say which of them stays, and a list of IDs can.
func TestGroupMembersOfOneAddress(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("engineering")
	listed := func(emails ...string) map[string]any {
		return map[string]any{"group_id": group, "emails": anys(emails)}
	}
	state := acctest.Server(t, org, nil).Converge(t, membersType, listed(ada, bruno, chen))
	shared, ids := sharing(t, org, bruno, ada), anys(accounts(org, ada, bruno))
	server := acctest.Server(t, shared, nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.ElementsMatch(t, append(ids, chen), read.Values["emails"])

	const summary = "Several accounts have this address"
	unsure := server.PlanUpdate(read, listed(ada, chen))
	require.ErrorContains(t, unsure.Diagnostics.Err(), summary)
	require.ErrorContains(t, unsure.Diagnostics.Err(), org.Simulator.AccountID(bruno))
	require.ErrorContains(t, acctest.Server(t, shared, nil).PlanCreate(membersType, listed(ada, chen)).Diagnostics.Err(), summary)

	// From IDs to addresses.
	byID := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"group_id": group, "account_ids": anys(accounts(org, ada, bruno, chen))})
	require.ErrorContains(t, acctest.Server(t, shared, nil).PlanUpdate(byID, listed(ada, chen)).Diagnostics.Err(), summary)

	// The address became that of two after the plan.
	for _, planned := range []map[string]any{listed(ada, chen)} {
		creation := acctest.Server(t, org, nil).PlanCreate(membersType, planned)
		require.NoError(t, creation.Diagnostics.Err())
		_, diagnostics = acctest.Server(t, shared, nil).ApplyResource(creation)
		require.ErrorContains(t, diagnostics.Err(), summary)
		update := acctest.Server(t, org, nil).PlanUpdate(byID, planned)
		require.NoError(t, update.Diagnostics.Err())
		_, diagnostics = acctest.Server(t, shared, nil).ApplyResource(update)
		require.ErrorContains(t, diagnostics.Err(), summary)
	}
	assert.ElementsMatch(t, accounts(org, ada, bruno, chen), org.Simulator.Members(group))

	server = acctest.Server(t, shared, nil)
	plan := server.PlanUpdate(read, map[string]any{"group_id": group, "account_ids": anys(accounts(org, ada, chen))})
	require.NoError(t, plan.Diagnostics.Err())
	_, diagnostics = server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.ElementsMatch(t, accounts(org, ada, chen), org.Simulator.Members(group))
}

// Both who share an address leave the group if neither is listed, and the state has shown both.
func TestGroupMembersRemovesBothOfOneAddress(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("engineering")
	state := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"group_id": group, "emails": anys([]string{ada, bruno, chen})})
	server := acctest.Server(t, sharing(t, org, bruno, ada), nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	plan := server.PlanUpdate(read, map[string]any{"group_id": group, "emails": []any{chen}})
	require.NoError(t, plan.Diagnostics.Err())
	_, diagnostics = server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, accounts(org, chen), org.Simulator.Members(group))
}
