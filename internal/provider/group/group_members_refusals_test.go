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

func TestGroupMembersLimits(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("engineering")
	server := acctest.Server(t, org, nil)
	config := func(emails []any, more map[string]any) map[string]any {
		return merged(map[string]any{"group_id": group, "emails": emails}, more)
	}
	limited := func(n int) map[string]any { return map[string]any{"max_removals": n} }
	state := membersOf(org, group, chen, dana, gus)
	const tooMany, empties = "Too many members would be removed: ", "An empty list would empty the group: "
	for name, test := range map[string]struct {
		config map[string]any
		want   string // the beginning of the error, if any
	}{
		"within the limit":              {config([]any{chen, dana}, limited(1)), ""},
		"over the limit":                {config([]any{chen}, limited(1)), tooMany + "This would remove 2 members from group " + group + ", but max_removals allows 1: " + dana + ", " + gus},
		"none":                          {config([]any{chen, dana}, limited(0)), tooMany + "This would remove 1 member "},
		"only additions":                {config([]any{chen, dana, gus, ada}, limited(0)), ""},
		"without a limit":               {config([]any{ada}, nil), ""},
		"an empty list":                 {config([]any{}, nil), empties + "emails is empty, and this would remove 3 members from group " + group},
		"an empty list, too low":        {config([]any{}, limited(2)), tooMany},
		"an empty list, allowed":        {config([]any{}, limited(3)), ""},
		"an unknown limit":              {config([]any{chen}, map[string]any{"max_removals": protocol.Unknown}), ""},
		"an unknown element":            {config([]any{chen, protocol.Unknown}, limited(1)), ""},
		"one unknown element of many":   {config([]any{protocol.Unknown}, limited(1)), tooMany + "This would remove 2 members"},
		"an unknown list":               {map[string]any{"group_id": group, "emails": protocol.Unknown, "max_removals": 0}, ""},
		"in other words":                {map[string]any{"group_id": group, "account_ids": anys(accounts(org, chen)), "max_removals": 1}, tooMany + "This would remove 2 members"},
		"in other words, but the same":  {map[string]any{"group_id": group, "account_ids": anys(accounts(org, chen, dana, gus)), "max_removals": 0}, ""},
		"another group":                 {map[string]any{"group_id": org.Simulator.GroupID("contractors"), "emails": []any{lena, milo}, "max_removals": 2}, tooMany + "This would remove 3 members from group " + group},
		"an empty list in other words":  {map[string]any{"group_id": group, "account_ids": []any{}}, empties + "account_ids is empty"},
		"an unknown list in other form": {map[string]any{"group_id": group, "account_ids": protocol.Unknown, "max_removals": 0}, ""},
	} {
		server.Walk()
		err := server.PlanUpdate(state, test.config).Diagnostics.Err()
		if test.want == "" {
			assert.NoError(t, err, name)
		} else {
			assert.ErrorContains(t, err, test.want, name)
		}
	}

	// The end of the resource is held to the limit in its state.
	server.Walk()
	state.Values["max_removals"] = int64(2)
	err := server.PlanDelete(state).Diagnostics.Err()
	require.ErrorContains(t, err, tooMany+"This would remove 3 members")
	require.ErrorContains(t, err, "raise max_removals to at least 3 and apply that first")
	state.Values["max_removals"] = int64(3)
	require.NoError(t, server.PlanDelete(state).Diagnostics.Err())

	// An empty list for a group without members is nothing special.
	empty, makeErr := org.Simulator.CreateGroup(simulator.Group{Name: "empty"})
	require.NoError(t, makeErr)
	acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"group_id": empty, "emails": []any{}})
	require.ErrorContains(t, server.PlanCreate(membersType, config([]any{}, nil)).Diagnostics.Err(), empties)
}

func TestGroupMembersRefusals(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group, synced := org.Simulator.GroupID("engineering"), org.Simulator.GroupID("idp-employees")
	ids := accounts(org, chen, dana, gus)
	server := acctest.Server(t, org, map[string]any{"protected_account_ids": []any{ids[0], org.Simulator.AccountID(ada)}})
	create := func(config map[string]any) error {
		server.Walk()
		return server.PlanCreate(membersType, config).Diagnostics.Err()
	}
	update := func(state *protocol.State, config map[string]any) error {
		server.Walk()
		return server.PlanUpdate(state, config).Diagnostics.Err()
	}
	destroy := func(state *protocol.State) error {
		server.Walk()
		return server.PlanDelete(state).Diagnostics.Err()
	}
	const protects, syncs = "A protected account would be removed: This would remove account ", "The group is synced from an identity provider: "
	byID, byEmail := membersOf(org, group, ids...), membersOf(org, group, "Chen.Li@acme.example", dana, gus)
	for _, state := range []*protocol.State{byID, byEmail} {
		require.ErrorContains(t, destroy(state), protects+ids[0])
		require.ErrorContains(t, update(state, map[string]any{"group_id": group, "emails": []any{dana, gus}}), protects+ids[0])
		require.ErrorContains(t, update(state, map[string]any{"group_id": group, "account_ids": []any{ids[1]}}), protects+ids[0])
		require.ErrorContains(t, update(state, map[string]any{"group_id": org.Simulator.GroupID("contractors"), "emails": []any{chen}}), protects+ids[0])
		require.NoError(t, update(state, map[string]any{"group_id": group, "emails": []any{chen}}))
	}
	require.ErrorContains(t, create(map[string]any{"group_id": group, "emails": []any{dana}}), protects+ids[0])
	require.NoError(t, create(map[string]any{"group_id": group, "emails": []any{protocol.Unknown}}), "it may be the protected one")

	require.ErrorContains(t, create(map[string]any{"group_id": synced, "emails": []any{dana}}), syncs)
	require.ErrorContains(t, create(map[string]any{"group_id": synced, "emails": []any{dana}}), "change it in the identity provider")
	kept := membersOf(org, synced, "hana.sato@acme.dev", "ivan.petrov@acme.dev")
	require.ErrorContains(t, destroy(kept), syncs)
	require.ErrorContains(t, update(kept, map[string]any{"group_id": synced, "emails": []any{"hana.sato@acme.dev"}}), syncs)
	require.NoError(t, update(kept, map[string]any{"group_id": synced, "emails": []any{"hana.sato@acme.dev", "ivan.petrov@acme.dev"}, "max_removals": 1}),
		"who is in it does not change")
	require.ErrorContains(t, create(map[string]any{"group_id": org.Credentials.DirectoryID, "emails": []any{dana}}), "The group does not exist: ")

	// A check that cannot be made is no refusal.
	org.Simulator.Inject(simulator.Fault{Status: 403, Count: -1})
	blind := acctest.Server(t, org, map[string]any{"directory_id": org.Credentials.DirectoryID})
	require.NoError(t, blind.PlanCreate(membersType, map[string]any{"group_id": synced, "emails": []any{ada}, "max_removals": 0}).Diagnostics.Err())
	require.NoError(t, blind.PlanUpdate(byID, map[string]any{"group_id": group, "emails": []any{ada}, "max_removals": 0}).Diagnostics.Err())
}
