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

func TestGroupMembershipRefusals(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	engineering, contractors, synced := org.Simulator.GroupID("engineering"), org.Simulator.GroupID("contractors"), org.Simulator.GroupID("idp-employees")
	protected := org.Simulator.AccountID(chen)
	server := acctest.Server(t, org, map[string]any{"protected_account_ids": []any{protected}})
	const protects = "A protected account would be removed: "
	state := membership(org, engineering, protected, chen)

	diagnostics := server.PlanDelete(state).Diagnostics
	require.ErrorContains(t, diagnostics.Err(), protects)
	require.ErrorContains(t, diagnostics.Err(), protected)
	require.ErrorContains(t, diagnostics.Err(), "protected_account_ids of the provider block")
	for name, change := range map[string]map[string]any{
		"another group":   {"group_id": contractors, "email": chen},
		"another address": {"group_id": engineering, "email": ada},
		"another account": {"group_id": engineering, "account_id": org.Simulator.AccountID(ada)},
	} {
		server.Walk()
		plan := server.PlanUpdate(state, change)
		assert.Equal(t, protocol.Update, plan.Action, name)
		assert.ErrorContains(t, plan.Diagnostics.Err(), protects, name)
	}
	for name, change := range map[string]map[string]any{
		"an unknown group":   {"group_id": protocol.Unknown, "email": chen},
		"an unknown address": {"group_id": engineering, "email": protocol.Unknown},
	} {
		server.Walk()
		plan := server.PlanUpdate(state, change)
		assert.Equal(t, protocol.Update, plan.Action, name)
		assert.NoError(t, plan.Diagnostics.Err(), "%s may turn out to be the same", name)
		_, diagnostics := server.ApplyKnown(plan, map[string]any{"group_id": contractors, "email": ada})
		assert.ErrorContains(t, diagnostics.Err(), protects, name)
	}
	assert.Contains(t, org.Simulator.Members("engineering"), protected)
	assert.NotContains(t, org.Simulator.Members("contractors"), org.Simulator.AccountID(ada))
	// -replace is planned as a creation, so that only the removal itself is left to refuse.
	plan := server.PlanDelete(membership(org, engineering, org.Simulator.AccountID(dana), dana))
	plan.Prior = state
	left, diagnostics := server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), protects)
	assert.NotNil(t, left)
	assert.Contains(t, org.Simulator.Members("engineering"), protected)

	const syncs = "The group is synced from an identity provider: "
	require.ErrorContains(t, server.PlanCreate("atlassian_group_membership", map[string]any{"group_id": synced, "email": ada}).Diagnostics.Err(), syncs)
	require.ErrorContains(t, server.PlanDelete(membership(org, synced, org.Simulator.AccountID("hana.sato@acme.dev"), "hana.sato@acme.dev")).Diagnostics.Err(), "change it in the identity provider")
	require.ErrorContains(t, server.PlanUpdate(membership(org, synced, org.Simulator.AccountID("hana.sato@acme.dev"), "hana.sato@acme.dev"),
		map[string]any{"group_id": contractors, "email": "hana.sato@acme.dev"}).Diagnostics.Err(), syncs)
	require.ErrorContains(t, server.PlanCreate("atlassian_group_membership", map[string]any{"group_id": org.Credentials.DirectoryID, "email": ada}).Diagnostics.Err(), "The group does not exist: ")

	// A check that cannot be made is no refusal.
	org.Simulator.Inject(simulator.Fault{Status: 403, Count: -1})
	blind := acctest.Server(t, org, map[string]any{"directory_id": org.Credentials.DirectoryID})
	require.NoError(t, blind.PlanCreate("atlassian_group_membership", map[string]any{"group_id": synced, "email": ada}).Diagnostics.Err())
	require.NoError(t, blind.PlanUpdate(state, map[string]any{"group_id": engineering, "email": ada}).Diagnostics.Err())
}
