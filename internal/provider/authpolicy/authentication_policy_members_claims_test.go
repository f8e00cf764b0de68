// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// Whom a replacement drops from the list goes to the fallback policy, as with an update. Whom it keeps stays where they are.
func TestAReplacementDropsWhoIsNotListedAnyMore(t *testing.T) {
	t.Parallel()
	for name, kept := range map[string]func(*simulated.Organization) map[string]any{
		"by the same words": func(*simulated.Organization) map[string]any { return map[string]any{"emails": []any{emil}} },
		"by the account IDs": func(org *simulated.Organization) map[string]any {
			return map[string]any{"account_ids": anys(accounts(org, emil))}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			server := acctest.Server(t, org, nil)
			more := map[string]any{"policy_id": staff, "fallback_policy_id": glass}
			both := maps.Clone(more)
			both["emails"] = []any{emil, fatima}
			state := server.Converge(t, membersType, both)
			inPolicy(t, org, staff, emil, fatima)
			config := kept(org)
			maps.Copy(config, more)
			plan := server.PlanUpdate(state, config)
			require.NoError(t, plan.Diagnostics.Err())
			plan.Action = protocol.Replace
			before := len(movesLogged(t, org))
			_, diagnostics := server.ApplyResource(plan)
			require.NoError(t, diagnostics.Err())
			inPolicy(t, org, staff, emil)
			inPolicy(t, org, glass, fatima)
			assert.Len(t, movesLogged(t, org), before+1)
		})
	}
}

func TestAnAccountInTwoPoliciesOfOneConfiguration(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	first := server.PlanCreate(membersType, map[string]any{"policy_id": staff, "emails": []any{ada, emil}})
	require.NoError(t, first.Diagnostics.Err())
	again := server.PlanCreate(membersType, map[string]any{"policy_id": staff, "emails": []any{emil}})
	require.ErrorContains(t, again.Diagnostics.Err(), "An account is listed by two resources")
	require.ErrorContains(t, again.Diagnostics.Err(), "into policy "+staff+": "+emil)
	second := server.PlanCreate(membersType, map[string]any{"policy_id": glass, "account_ids": anys(accounts(org, gus, emil))})
	require.ErrorContains(t, second.Diagnostics.Err(), "An account is put into two policies")
	require.ErrorContains(t, second.Diagnostics.Err(), "into policy "+glass+", as here, and into policy "+staff+": "+accounts(org, emil)[0])

	// Lists that did not change count as well.
	state := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"policy_id": staff, "emails": []any{ada, emil}})
	server = acctest.Server(t, org, nil)
	require.NoError(t, server.PlanUpdate(state, map[string]any{"policy_id": staff, "emails": []any{ada, emil}}).Diagnostics.Err())
	require.ErrorContains(t, server.PlanCreate(membersType, map[string]any{"policy_id": glass, "emails": []any{emil}}).Diagnostics.Err(), "An account is put into two policies")
}

// An exclusive list moves everybody away whom it does not list, so another list of the same policy would be undone at every apply.
func TestAnExclusiveListSharesItsPolicyWithNobody(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	shared := map[string]any{"policy_id": staff, "emails": []any{emil}}
	exclusive := map[string]any{"policy_id": staff, "emails": []any{ada, bruno}, "exclusive": true, "fallback_policy_id": everyone}
	elsewhere := map[string]any{"policy_id": glass, "emails": []any{gus}, "exclusive": true, "fallback_policy_id": everyone}
	for name, pair := range map[string][2]map[string]any{
		"the exclusive one first": {exclusive, shared}, "the shared one first": {shared, exclusive},
		"both exclusive": {exclusive, {"policy_id": strings.ToUpper(staff), "emails": []any{emil}, "exclusive": true, "fallback_policy_id": everyone}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := acctest.Server(t, org, nil)
			require.NoError(t, server.PlanCreate(membersType, pair[0]).Diagnostics.Err())
			require.NoError(t, server.PlanCreate(membersType, elsewhere).Diagnostics.Err())
			require.ErrorContains(t, server.PlanCreate(membersType, pair[1]).Diagnostics.Err(), "An exclusive list shares its policy")
		})
	}
}

// A person goes from one list to another in one run: whichever resource comes first, the person ends where the
// configuration says.
func TestAPersonGoesFromOneResourceToAnother(t *testing.T) {
	t.Parallel()
	for _, leavesFirst := range []bool{true, false} {
		org := simulated.Start(t)
		left := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"policy_id": staff, "emails": []any{ada, emil}, "fallback_policy_id": everyone})
		joined := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"policy_id": glass, "emails": []any{gus}, "fallback_policy_id": everyone})
		server := acctest.Server(t, org, nil)
		leave := server.PlanUpdate(left, map[string]any{"policy_id": staff, "emails": []any{ada}, "fallback_policy_id": everyone})
		join := server.PlanUpdate(joined, map[string]any{"policy_id": glass, "emails": []any{gus, emil}, "fallback_policy_id": everyone})
		plans := []*protocol.Plan{leave, join}
		if !leavesFirst {
			slices.Reverse(plans)
		}
		org.Simulator.ResetRequests()
		for _, plan := range plans {
			require.NoError(t, plan.Diagnostics.Err())
			_, diagnostics := server.ApplyResource(plan)
			require.NoError(t, diagnostics.Err())
		}
		assert.Equal(t, 1, org.Simulator.Requests()[moveOperation], "who goes on to another policy does not go to the fallback policy first")
		inPolicy(t, org, glass, emil, gus)
		inPolicy(t, org, staff, ada)
	}
}
