// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// each makes a word for every user from one number to another.
func each(from, to int, word func(int) string) []any {
	var words []any
	for n := from; n <= to; n++ {
		words = append(words, word(n))
	}
	return words
}

// asked are the counts of some operations; whatever else was asked is counted as one.
func asked(org *simulated.Organization, operations ...string) []int {
	requests := maps.Clone(org.Simulator.Requests())
	counts := make([]int, 0, len(operations)+1)
	for _, operation := range operations {
		counts = append(counts, requests[operation])
		delete(requests, operation)
	}
	rest := 0
	for _, n := range requests {
		rest += n
	}
	return append(counts, rest)
}

func TestMembersRefreshRequests(t *testing.T) {
	t.Parallel()
	members := thorough.Part(10_000, 300)
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{PolicyMembers: members})))
	for list, words := range map[string][]any{"account_ids": each(1, members, simulated.AccountID), "emails": each(1, members, simulated.Email)} {
		state := &protocol.State{
			TypeName: membersType, Identity: identity(org, simulated.PolicyID),
			Values: map[string]any{"policy_id": simulated.PolicyID, list: words, "exclusive": false},
		}
		if list == "emails" { // an earlier refresh has found the accounts behind the addresses
			first, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
			require.NoError(t, diagnostics.Err())
			state = first
		}
		org.Simulator.ResetRequests()
		server := acctest.Server(t, org, nil)
		refreshed, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, words, refreshed.Values[list])
		plan := server.PlanUpdate(refreshed, map[string]any{"policy_id": simulated.PolicyID, list: words})
		require.NoError(t, plan.Diagnostics.Err())
		assert.Equal(t, protocol.NoOp, plan.Action)
		assert.LessOrEqual(t, org.Simulator.Requests()[fetchOperation], members/100+2, list)
		assert.Equal(t, []int{members / 100, 0}, asked(org, fetchOperation), "%s: that, and nothing else", list)
	}
}

func TestMoveRequests(t *testing.T) {
	t.Parallel()
	people := thorough.Part(1000, 400)
	chunks := people / 100
	large := simulated.Large(simulated.Size{Users: 3 * people})
	config := map[string]any{"policy_id": simulated.PolicyID, "account_ids": each(1, people, simulated.AccountID)}

	// In one run, what the plan has learnt serves the apply: requests to move, one look at each task (they are done at
	// once), and one look for every 100 people at the end.
	org := simulated.Start(t, simulated.WithStart(large))
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(membersType, config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, []int{chunks, 0}, asked(org, fetchOperation), "who is elsewhere, and their addresses")
	org.Simulator.ResetRequests()
	_, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []int{chunks, chunks, chunks, 0}, asked(org, moveOperation, taskOperation, fetchOperation))
	assert.Len(t, org.Simulator.AuthenticationPolicyMembers(simulated.PolicyID), people)

	// A run of its own, as the CLI starts one for the apply, asks again who is elsewhere.
	org = simulated.Start(t, simulated.WithStart(large))
	plan = acctest.Server(t, org, nil).PlanCreate(membersType, config)
	org.Simulator.ResetRequests()
	_, diagnostics = acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []int{chunks, chunks, 2 * chunks, 0}, asked(org, moveOperation, taskOperation, fetchOperation))

	// By address, their accounts are looked up, 100 to a request. Half of them are there already, and are not moved.
	half := simulated.Large(simulated.Size{Users: 3 * people, PolicyMembers: people / 2})
	org = simulated.Start(t, simulated.WithStart(half))
	plan = acctest.Server(t, org, nil).PlanCreate(membersType, map[string]any{"policy_id": simulated.PolicyID, "emails": each(1, people, simulated.Email)})
	org.Simulator.ResetRequests()
	_, diagnostics = acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	moves, tasks, fetches := org.Simulator.Requests()[moveOperation], org.Simulator.Requests()[taskOperation], org.Simulator.Requests()[fetchOperation]
	assert.Equal(t, []int{chunks / 2, chunks / 2, chunks + chunks/2}, []int{moves, tasks, fetches})
	assert.LessOrEqual(t, org.Requests()-moves-tasks-fetches, chunks+2, "%v", org.Simulator.Requests())
}

// An update takes over from its plan which accounts are behind new addresses.
func TestAddressesAreLookedUpOnce(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"policy_id": staff, "emails": []any{ada}})
	org.Simulator.ResetRequests()
	plan := acctest.Server(t, org, nil).PlanUpdate(state, map[string]any{"policy_id": staff, "emails": []any{ada, emil}})
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, []int{1, 1, 0}, asked(org, searchOperation, fetchOperation))
	org.Simulator.ResetRequests()
	_, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []int{0, 2, 1, 1, 0}, asked(org, searchOperation, fetchOperation, moveOperation, taskOperation))
	inPolicy(t, org, staff, ada, emil)
}

// The walk that finds strangers is made once, whatever number of resources needs it.
func TestExclusiveRefreshRequests(t *testing.T) {
	t.Parallel()
	const users = 1000
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Users: users, PolicyMembers: 300})))
	server := acctest.Server(t, org, nil)
	for range 3 {
		state, diagnostics := server.ReadResource(&protocol.State{
			TypeName: membersType, Identity: identity(org, simulated.PolicyID), Values: map[string]any{
				"policy_id": simulated.PolicyID, "account_ids": each(1, 299, simulated.AccountID), "exclusive": true, "fallback_policy_id": simulated.DefaultPolicyID,
			},
		})
		require.NoError(t, diagnostics.Err())
		assert.Len(t, state.Values["account_ids"], 300)
	}
	counts := asked(org, fetchOperation, searchOperation, countOperation)
	assert.LessOrEqual(t, counts[0], users/100+3, "the listed ones first, then the others")
	assert.Equal(t, []int{users / 100, 1, 0}, counts[1:])
}

// What is moved is moved, whatever happens on the way, and what failed is named with Atlassian's own reason.
func TestATaskThatFailsForSome(t *testing.T) {
	t.Parallel()
	const people = 200
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Users: people})))
	bad := []string{simulated.Email(7), simulated.Email(107), simulated.Email(200)}
	for _, email := range bad {
		require.NoError(t, org.Simulator.FailMoves(email, &simulator.MoveFailure{Status: 409, Title: "Conflict", Detail: "The account is being deactivated."}))
	}
	config := map[string]any{"policy_id": simulated.PolicyID, "emails": each(1, people, simulated.Email)}
	server := acctest.Server(t, org, nil)
	state, diagnostics := server.ApplyResource(server.PlanCreate(membersType, config))
	require.ErrorContains(t, diagnostics.Err(), "3 of 200 people could not be moved")
	for _, email := range bad {
		require.ErrorContains(t, diagnostics.Err(), email+": Conflict: The account is being deactivated (status 409)")
	}
	require.Len(t, state.Values["emails"], people-3)
	for _, email := range bad {
		assert.NotContains(t, state.Values["emails"], email)
	}

	// The next plan adds those three, and its apply asks for nobody else.
	state, diagnostics = acctest.Server(t, org, nil).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	require.Len(t, state.Values["emails"], people-3)
	require.NoError(t, org.Simulator.FailMoves(bad[0], nil))
	moved := len(movesLogged(t, org))
	server = acctest.Server(t, org, nil)
	plan := server.PlanUpdate(state, config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Update, plan.Action)
	state, diagnostics = server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "2 of 3 people could not be moved")
	require.Len(t, state.Values["emails"], people-2)
	assert.Len(t, movesLogged(t, org), moved+1)
	for _, email := range bad[1:] {
		require.NoError(t, org.Simulator.FailMoves(email, nil))
	}
	acctest.Server(t, org, nil).ConvergeFrom(t, state, config)
	assert.Len(t, movesLogged(t, org), moved+3)
}
