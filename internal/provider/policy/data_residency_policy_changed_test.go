// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Somebody changes a data residency policy after the plan: no data moves where the plan has not said it.
func TestResidencyThatIsChangedAfterThePlan(t *testing.T) {
	t.Parallel()
	window := map[string]any{"migration_window": farWeekend}
	plans := map[string]map[string]any{
		"a rename":       europe([]any{jiraARI, confluenceARI}, map[string]any{"name": "Union", "migration_window": farWeekend}),
		"a product more": europe([]any{jiraARI, confluenceARI, serviceARI}, window),
		"a product less": europe([]any{jiraARI}, window),
	}
	for deed, test := range map[string]struct {
		change func(*simulator.OrganizationPolicy)
		says   string
	}{
		"another region": {func(p *simulator.OrganizationPolicy) { p.In = []string{"US"} }, "region was EU, and is US now"},
		"turned off":     {func(p *simulator.OrganizationPolicy) { p.Status = simulator.PolicyDisabled }, "enabled was true, and is false now"},
		"another window": {func(p *simulator.OrganizationPolicy) {
			for i := range p.Resources {
				if p.Resources[i].ID == jiraARI {
					p.Resources[i].MigrationEnd = "2099-12-09T00:00:00Z"
				}
			}
		}, "the migration window of " + jiraARI + ` was "from 2099-12-05T22:00:00Z to 2099-12-06T06:00:00Z", and is "from 2099-12-05T22:00:00Z to 2099-12-09T00:00:00Z" now`},
		"a product taken away": {func(p *simulator.OrganizationPolicy) {
			p.Resources = slices.DeleteFunc(p.Resources, func(r simulator.PolicyResource) bool { return r.ID == jiraARI })
		}, "resources was " + jiraARI},
	} {
		for plan, config := range plans {
			t.Run(deed+" before "+plan, func(t *testing.T) {
				t.Parallel()
				org := simulated.Start(t)
				server := acctest.Server(t, org, nil)
				state := server.Converge(t, residencyType, europe([]any{jiraARI, confluenceARI}, window))
				planned := server.PlanUpdate(state, config)
				require.NoError(t, planned.Diagnostics.Err())
				inResidencyConsole(t, org, "Europe", test.change)
				was, _ := residencyPolicy(org, "Europe")
				org.Simulator.ResetRequests()
				after, diagnostics := server.ApplyResource(planned)
				require.Len(t, diagnostics.Errors(), 1)
				assert.Contains(t, diagnostics.Errors()[0], `Cannot change the data residency policy: Policy "Europe" was changed since the plan, in what the plan leaves as it is, so nothing was sent: `+test.says)
				assert.Equal(t, state.Values, after.Values)
				is, _ := residencyPolicy(org, "Europe")
				assert.Equal(t, was, is)
				onlyReads(t, org)
			})
		}
	}
}
