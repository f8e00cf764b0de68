// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

func TestGroupNames(t *testing.T) {
	t.Parallel()
	server := acctest.Server(t, simulated.Start(t), nil)
	for name, want := range map[string]string{
		"":                       `"" is not a name`,
		"  ":                     `"  " is not a name`,
		"team ":                  `The name "team " has blanks or line breaks around it. Remove them, or wrap the expression in trimspace().`,
		"\nteam":                 `The name "\nteam" has blanks`,
		"te\nam":                 `The name "te\nam" has a line break or another invisible character`,
		"te\x00am":               `The name "te\x00am" has`,
		"te\u202eam":             `The name "te\u202eam" has`,
		strings.Repeat("é", 256): "… (256 characters) is too long: a group's name has at most 255 characters.",
	} {
		err := server.ValidateResourceConfig("atlassian_group", map[string]any{"name": name}).Err()
		if assert.ErrorContains(t, err, want, "%q", name) {
			assert.ErrorContains(t, err, "Invalid name of a group")
		}
	}
	for _, name := range []any{"team", "Team: one/two (3) é", strings.Repeat("é", 255), protocol.Unknown} {
		assert.NoError(t, server.ValidateResourceConfig("atlassian_group", map[string]any{"name": name}).Err())
	}
}

// An empty description counts as none, in a configuration and in an answer.
func TestGroupWithAnEmptyDescription(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	empty := map[string]any{"name": "team", "description": ""}
	require.NoError(t, server.ValidateResourceConfig("atlassian_group", empty).Err())
	state, diagnostics := server.ApplyResource(server.PlanCreate("atlassian_group", empty))
	require.NoError(t, diagnostics.Err())
	state, diagnostics = server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Empty(t, state.Values["description"])
	assert.Equal(t, protocol.NoOp, server.PlanUpdate(state, empty).Action)

	// To leave it out instead, or after an import, is an update that sends nothing.
	id := org.Simulator.GroupID("team")
	for _, one := range []struct {
		state  *protocol.State
		config map[string]any
	}{{state, map[string]any{"name": "team"}}, {groupState(org, "team", nil), empty}} {
		org.Simulator.ResetRequests()
		server.Walk()
		plan := server.PlanUpdate(one.state, one.config)
		require.NoError(t, plan.Diagnostics.Err())
		assert.Equal(t, protocol.Update, plan.Action)
		assert.Empty(t, plan.RequiresReplace)
		assert.Empty(t, plan.Diagnostics, "nothing is lost")
		after, diagnostics := server.ApplyResource(plan)
		require.NoError(t, diagnostics.Err())
		assert.Zero(t, org.Requests(), "%v", org.Simulator.Requests())
		assert.Equal(t, protocol.NoOp, server.PlanUpdate(after, one.config).Action)
	}
	assert.Equal(t, id, org.Simulator.GroupID("team"))
}
