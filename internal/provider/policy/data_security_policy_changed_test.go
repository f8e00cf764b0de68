// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Somebody edits a draft after the plan: its rules and its description stay.
func TestDataSecurityPolicyThatIsChangedAfterThePlan(t *testing.T) {
	t.Parallel()
	config := func(name string, more ...string) map[string]any {
		values := secured(name, "CLASSIFICATION", exports("block"))
		if len(more) > 0 {
			values["resource_ids"] = list(more...)
		}
		return values
	}
	for deed, test := range map[string]struct {
		before, after map[string]any
		change        func(*simulator.DataSecurityPolicy)
		says          string
	}{
		"one rule more":       {secured("No export", "ORG", exports("block")), secured("Keep it", "ORG", exports("block")), func(p *simulator.DataSecurityPolicy) { p.Rules["publicLinks"] = "block" }, "the rule publicLinks was none, and is block now"},
		"another rule":        {config("No export"), config("Keep it"), func(p *simulator.DataSecurityPolicy) { p.Rules["export"] = "allow" }, "the rule export was block, and is allow now"},
		"a description":       {config("No export"), config("Keep it"), func(p *simulator.DataSecurityPolicy) { p.Description = "By a person" }, `description was none, and is "By a person" now`},
		"another coverage":    {config("No export"), config("Keep it"), func(p *simulator.DataSecurityPolicy) { p.Coverage = "WORKSPACE" }, "coverage was CLASSIFICATION, and is WORKSPACE now"},
		"another name":        {config("No export"), secured("No export", "CLASSIFICATION", exports("allow")), func(p *simulator.DataSecurityPolicy) { p.Name = "Mine" }, `name was "No export", and is Mine now`},
		"what it covers":      {config("No export", jira), config("Keep it", jira), func(p *simulator.DataSecurityPolicy) { p.Resources = []string{confluence} }, "resource_ids was " + jira + ", and is " + confluence + " now"},
		"what is not managed": {config("No export"), config("Keep it"), func(p *simulator.DataSecurityPolicy) { p.Resources = []string{confluence} }, ""},
	} {
		t.Run(deed, func(t *testing.T) {
			t.Parallel()
			start := simulator.SmallCompany()
			if test.before["coverage"] != "ORG" { // it needs something to override
				start.DataSecurityPolicies = []simulator.DataSecurityPolicy{{ID: "1", Name: "All", Rules: map[string]string{"export": "allow"}}}
			}
			var configured map[string]any
			if test.before["resource_ids"] != nil {
				start.DataSecurityPublish = true
				configured = map[string]any{"experimental": list("data_security_publish")}
			}
			org := simulated.Start(t, simulated.WithStart(start))
			server := acctest.Server(t, org, configured)
			state, diagnostics := server.ApplyResource(server.PlanCreate(dataSecurityType, test.before))
			require.NoError(t, diagnostics.Err())
			server.Walk()
			plan := server.PlanUpdate(state, test.after)
			require.NoError(t, plan.Diagnostics.Err())
			require.Equal(t, protocol.Update, plan.Action)
			id, _ := state.Values["id"].(string)
			for _, policy := range securing(org) {
				if policy.ID == id {
					test.change(&policy)
					require.NoError(t, org.Simulator.PutDataSecurityPolicy(policy))
				}
			}
			was := securing(org)
			org.Simulator.ResetRequests()
			after, diagnostics := server.ApplyResource(plan)
			if test.says == "" {
				require.NoError(t, diagnostics.Err())
				return
			}
			require.Len(t, diagnostics.Errors(), 1)
			assert.Contains(t, diagnostics.Errors()[0], "was changed since the plan, in what the plan leaves as it is, so nothing was sent: "+test.says)
			assert.Equal(t, state.Values, after.Values)
			assert.Equal(t, was, securing(org))
			onlyReads(t, org)
		})
	}
}
