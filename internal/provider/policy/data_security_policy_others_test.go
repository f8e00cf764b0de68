// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A rule that this version does not know is never silent: every plan warns of it, also one that changes nothing. One that has appeared
// between plan and apply disturbs nothing, and the next plan warns of it.
func TestDataSecurityPolicyWithARuleThatIsNotKnown(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	start.DataSecurityPolicies = []simulator.DataSecurityPolicy{{ID: "1", Name: "All", Status: "draft", Rules: map[string]string{"export": "block"}}}
	org := simulated.Start(t, simulated.WithStart(start))
	var more atomic.Bool
	edited := org.Edited(t, "/control/v2/", func(body any) any {
		list, ok := body.(map[string]any)["data"].([]any)
		if !ok {
			list = []any{body.(map[string]any)["data"]}
		}
		for _, one := range list {
			if more.Load() {
				one.(map[string]any)["attributes"].(map[string]any)["rule"].(map[string]any)["copying"] = map[string]any{"effect": "allow"}
			}
		}
		return body
	})
	config := secured("All", "ORG", exports("block"))
	refreshed := func(state *protocol.State) (*protocol.Server, *protocol.State) {
		server := acctest.Server(t, edited, nil)
		read, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		return server, read
	}
	warns := func(state *protocol.State) string {
		server, read := refreshed(state)
		plan := server.PlanUpdate(read, config)
		require.NoError(t, plan.Diagnostics.Err())
		assert.Equal(t, protocol.NoOp, plan.Action)
		return strings.Join(plan.Diagnostics.Warnings(), "\n")
	}
	const unknown = "has rules that this version of the provider does not know: copying. Terraform leaves them as they are"
	state, diagnostics := acctest.Server(t, edited, nil).ImportByID(dataSecurityType, "1")
	require.NoError(t, diagnostics.Err())
	_, state = refreshed(state)
	assert.NotContains(t, warns(state), unknown)

	renamed := securing(org)[0]
	renamed.Name = "Renamed"
	require.NoError(t, org.Simulator.PutDataSecurityPolicy(renamed))
	server, read := refreshed(state)
	plan := server.PlanUpdate(read, config)
	require.NoError(t, plan.Diagnostics.Err())
	renamed.Name = "All" // and somebody has renamed it back, and added a rule
	require.NoError(t, org.Simulator.PutDataSecurityPolicy(renamed))
	more.Store(true)
	after, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Contains(t, warns(after), unknown)
}
