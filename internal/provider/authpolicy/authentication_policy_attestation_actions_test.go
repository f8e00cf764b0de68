// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// withActions is the small company, whose audit log lists further actions.
func withActions(t *testing.T, actions ...simulator.EventAction) *simulated.Organization {
	t.Helper()
	start := simulator.SmallCompany()
	start.EventActions = actions
	return simulated.Start(t, simulated.WithStart(start), simulated.WithLiveForms())
}

// An action of which only the group speaks of policies, and whose group comes as a list, is watched.
func TestAttestationOfAGroupedAction(t *testing.T) {
	t.Parallel()
	org := withActions(t, simulator.EventAction{ID: "x1", Name: "Changed session length", Groups: []string{"Security", "Authentication policies"}})
	config := attested()
	state := attest(t, org, config)
	happened(t, org, simulator.Event{Action: "x1", Policy: "Staff"})
	read := refreshed(t, org, state)
	require.Len(t, read.Values["changes"], 1)
	assert.Equal(t, "Changed session length", read.Values["changes"].([]any)[0].(map[string]any)["action_name"])
	plan := acctest.Server(t, org, nil).PlanUpdate(read, config)
	assert.Empty(t, plan.Planned["changes"])
	assert.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "The policy was changed after its attestation")
}

// An action that says nothing of itself is watched, the plan says so, and a person may rule it out.
func TestAttestationOfASilentAction(t *testing.T) {
	t.Parallel()
	org := withActions(t, simulator.EventAction{ID: "x1"})
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(attestationType, attested())
	require.NoError(t, plan.Diagnostics.Err())
	require.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "Actions without a name are watched")
	state, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, append(policyActions[:4:4], "x1"), state.Values["watched_actions"])

	happened(t, org, simulator.Event{Action: "x1"})
	read := refreshed(t, org, state)
	assert.Equal(t, []string{"x1"}, changedActions(read))
	assert.Nil(t, read.Values["changes"].([]any)[0].(map[string]any)["action_name"])

	config := attested(map[string]any{"ignored_actions": []any{"x1"}})
	server = acctest.Server(t, org, nil)
	plan = server.PlanUpdate(read, config)
	assert.NotContains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "Actions without a name are watched")
	state, diagnostics = server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, policyActions, state.Values["watched_actions"])
	assert.Equal(t, protocol.NoOp, acctest.Server(t, org, nil).PlanUpdate(refreshed(t, org, state), config).Action)
}

// Where nearly nothing says what it is, neither plan nor apply nor refresh takes it for a log without changes.
func TestAttestationOfAListThatIsNotUnderstood(t *testing.T) {
	t.Parallel()
	state := attest(t, simulated.Start(t), attested())
	var silent []simulator.EventAction
	for n := range 11 {
		silent = append(silent, simulator.EventAction{ID: fmt.Sprintf("x%d", n)})
	}
	server := acctest.Server(t, withActions(t, silent...), nil)
	left, diagnostics := server.ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "neither a name nor a group")
	assert.Equal(t, state.Values, left.Values)
	require.ErrorContains(t, server.PlanCreate(attestationType, attested()).Diagnostics.Err(), "11 of the 37 actions")
}

// Which actions there are is Atlassian's to change, and no difference by itself, unless none is left.
func TestAttestationFollowsTheActions(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := attested(map[string]any{"ignored_actions": []any{"new_policy_action"}})
	state := attest(t, org, config)
	const updated = `{"id":"auth_policy_updated","type":"event-actions","attributes":{}}`
	const ignored = `{"id":"new_policy_action","type":"event-actions","attributes":{"groupDisplayName":"Authentication policies"}}`
	server := acctest.Server(t, listing(t, org, updated, ignored), nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, policyActions, read.Values["watched_actions"], "those that vanish are still asked for")
	plan := server.PlanUpdate(read, config)
	assert.Equal(t, protocol.NoOp, plan.Action)
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "no longer lists 3 actions among the actions about authentication policies: auth_policy_created, auth_policy_deleted, auth_policy_made_default")
	// It does not matter either that they change between plan and apply.
	plan = acctest.Server(t, org, nil).PlanUpdate(state, attested(map[string]any{"ignored_actions": config["ignored_actions"], "attested_by": "Bruno"}))
	_, diagnostics = server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())

	server = acctest.Server(t, listing(t, org, ignored), nil)
	read, diagnostics = server.ReadResource(state)
	require.NoError(t, diagnostics.Err(), "or else no plan could ever mend it")
	assert.Equal(t, policyActions, read.Values["watched_actions"])
	require.ErrorContains(t, server.PlanUpdate(read, config).Diagnostics.Err(), "Nothing is left to watch")
}
