// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Whatever passes, passes: the members converge, and the next plan is empty.
func TestMembersConvergeInTrouble(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]simulator.Fault{
		"a lost answer":         {{Operation: moveOperation, LoseAnswer: true}},
		"dropped requests":      {{Operation: moveOperation, Drop: true, Count: 3}},
		"a dropped request":     {{Operation: moveOperation, Drop: true}},
		"a gateway in between":  {{Operation: moveOperation, Status: 504, Count: 2}},
		"a task that is hidden": {{Operation: taskOperation, Status: 503, Count: 4}},
		"a task that is gone":   {{Operation: taskOperation, Status: 404, Count: -1}},
		"a limit":               {{Operation: moveOperation, Status: 429, Reset: simulator.ResetSecond}, {Operation: fetchOperation, Status: 429, Reset: simulator.ResetNone}},
		"a look that fails":     {{Operation: fetchOperation, Status: 503, Skip: 1, Count: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				org := simulated.Virtual(t)
				for _, fault := range faults {
					org.Simulator.Inject(fault)
				}
				acctest.PacedServer(t, org, acctest.Impatient).Converge(t, membersType, map[string]any{"policy_id": staff, "emails": []any{ada, emil, gus}})
				inPolicy(t, org, staff, emil, gus)
				if name == "a task that is gone" {
					assert.Equal(t, 1, org.Simulator.Requests()[taskOperation], "what is gone is not asked for again")
				} else {
					assert.Empty(t, org.Simulator.Faults(), "every fault has happened")
				}
			})
		})
	}
}

// A list that Atlassian finds too long is asked for by halves.
func TestPoliciesAreAskedForByHalves(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{PolicyMembers: 100})))
	org.Simulator.Inject(simulator.Fault{Operation: fetchOperation, Status: 400, Count: 2})
	words := each(1, 100, simulated.AccountID)
	state, diagnostics := acctest.Server(t, org, nil).ReadResource(&protocol.State{
		TypeName: membersType, Identity: identity(org, simulated.PolicyID), Values: map[string]any{"policy_id": simulated.PolicyID, "account_ids": words, "exclusive": false},
	})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, words, state.Values["account_ids"])
	assert.Equal(t, 5, org.Simulator.Requests()[fetchOperation], "100, 50, 25, 25, 50")

	org.Simulator.Inject(simulator.Fault{Operation: fetchOperation, Status: 400, Count: -1})
	_, diagnostics = acctest.Server(t, org, nil).ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "status 400")
}

// So are people whom Atlassian does not move at once. What it goes on refusing fails, for those who were asked for.
func TestPeopleAreMovedByHalves(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		const people = 100
		org := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: people})))
		org.Simulator.Inject(simulator.Fault{Operation: moveOperation, Status: 400, Count: 2})
		config := map[string]any{"policy_id": simulated.PolicyID, "account_ids": each(1, people, simulated.AccountID)}
		acctest.PacedServer(t, org, acctest.Impatient).Converge(t, membersType, config)
		assert.Equal(t, 5, org.Simulator.Requests()[moveOperation], "100, 50, 25, 25, 50")

		org = simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: people})))
		org.Simulator.Inject(simulator.Fault{Operation: moveOperation, Status: 400, Count: -1})
		server := acctest.PacedServer(t, org, acctest.Impatient)
		_, diagnostics := server.ApplyResource(server.PlanCreate(membersType, config))
		require.ErrorContains(t, diagnostics.Err(), "100 of 100 people could not be moved")
		assert.LessOrEqual(t, org.Simulator.Requests()[moveOperation], 31)
	})
}

// What Atlassian refuses as a whole moves nobody, and leaves nothing behind.
func TestARefusedMove(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		config := map[string]any{"policy_id": "00000000-0000-4000-8000-00000000dead", "emails": []any{ada, emil}}
		server := acctest.PacedServer(t, org, acctest.Impatient)
		state, diagnostics := server.ApplyResource(server.PlanCreate(membersType, config))
		require.ErrorContains(t, diagnostics.Err(), "2 of 2 people could not be moved")
		require.ErrorContains(t, diagnostics.Err(), "Check that the policy's ID is right")
		assert.Nil(t, state)
		inPolicy(t, org, staff, ada)
		inPolicy(t, org, everyone, emil)
	})
}

// Nobody leaves when somebody could not join.
func TestNobodyLeavesWhenSomebodyCannotJoin(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		server := func() *protocol.Server { return acctest.PacedServer(t, org, acctest.Impatient) }
		state := server().Converge(t, membersType, map[string]any{"policy_id": staff, "emails": []any{ada, bruno}, "fallback_policy_id": everyone})
		require.NoError(t, org.Simulator.FailMoves(emil, &simulator.MoveFailure{Status: 400, Title: "Bad request"}))
		config := map[string]any{"policy_id": staff, "emails": []any{bruno, emil, gus}, "fallback_policy_id": everyone}
		one := server()
		state, diagnostics := one.ApplyResource(one.PlanUpdate(state, config))
		require.ErrorContains(t, diagnostics.Err(), "1 of 2 people could not be moved")
		require.ErrorContains(t, diagnostics.Err(), "Because of that, nobody was moved to the fallback policy. These people are still in policy "+staff+": "+ada)
		assert.ElementsMatch(t, []any{bruno, gus, ada}, state.Values["emails"])
		inPolicy(t, org, staff, ada, bruno, gus)
		require.NoError(t, org.Simulator.FailMoves(emil, nil))
		state = server().ConvergeFrom(t, state, config)
		inPolicy(t, org, everyone, ada)

		// Who cannot leave stays in the state.
		require.NoError(t, org.Simulator.FailMoves(gus, &simulator.MoveFailure{Status: 400, Title: "Bad request"}))
		one = server()
		state, diagnostics = one.ApplyResource(one.PlanUpdate(state, map[string]any{"policy_id": staff, "emails": []any{bruno}, "fallback_policy_id": everyone}))
		require.ErrorContains(t, diagnostics.Err(), "1 of 2 people could not be moved")
		assert.ElementsMatch(t, []any{bruno, gus}, state.Values["emails"])
		one = server()
		left, diagnostics := one.ApplyResource(one.PlanDelete(state))
		require.ErrorContains(t, diagnostics.Err(), gus+": Bad request")
		require.NotNil(t, left)
		assert.Equal(t, []any{gus}, left.Values["emails"])
		inPolicy(t, org, everyone, bruno)
	})
}

// A task that reports a success that nobody can see yet: a warning, and the state as Atlassian reports it.
func TestAMoveThatIsNotVisible(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		org.Simulator.Inject(simulator.Fault{Operation: fetchOperation, Status: 503, Skip: 1, Count: -1})
		pace := acctest.Impatient
		pace.Visible = 50 * time.Millisecond
		server := acctest.PacedServer(t, org, pace)
		plan := server.PlanCreate(membersType, map[string]any{"policy_id": staff, "account_ids": anys(accounts(org, emil))})
		require.NoError(t, plan.Diagnostics.Err())
		state, diagnostics := server.ApplyResource(plan)
		require.NoError(t, diagnostics.Err())
		require.Len(t, diagnostics.Warnings(), 1)
		assert.Contains(t, diagnostics.Warnings()[0], "Not all of the change is visible yet")
		assert.Equal(t, anys(accounts(org, emil)), state.Values["account_ids"])
		state, diagnostics = server.ReadResource(state)
		require.NoError(t, diagnostics.Err(), "what the run has done itself it need not ask for")
		assert.Equal(t, anys(accounts(org, emil)), state.Values["account_ids"])
	})
}

// A task that takes its time is waited for, and a time that is over ends the wait, with what was done in the state.
func TestMembersWaitForTheirTask(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t, simulated.WithLag(500*time.Millisecond))
		pace := acctest.Impatient
		pace.Visible = 5 * time.Second
		server := acctest.PacedServer(t, org, pace)
		server.Converge(t, membersType, map[string]any{"policy_id": staff, "emails": []any{emil, gus, fatima}})
		assert.Greater(t, org.Simulator.Requests()[taskOperation], 1)
		inPolicy(t, org, staff, emil, gus, fatima)

		slow := simulated.Virtual(t, simulated.WithLag(time.Hour))
		plan := server.PlanCreate(membersType, map[string]any{"policy_id": staff, "emails": []any{ada, emil}, "timeouts": map[string]any{"create": acctest.Soon}})
		plan.Diagnostics = nil // of the other organization
		state, diagnostics := acctest.PacedServer(t, slow, acctest.Impatient).ApplyResource(plan)
		require.ErrorContains(t, diagnostics.Err(), emil+": the end of task")
		require.ErrorContains(t, diagnostics.Err(), "1 of its accounts are still in progress")
		require.NotNil(t, state)
		assert.Equal(t, []any{ada}, state.Values["emails"], "who was in the policy is kept")
	})
}
