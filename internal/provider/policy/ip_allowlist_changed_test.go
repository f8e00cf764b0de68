// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// onlyReads insists that nothing was written.
func onlyReads(t *testing.T, org *simulated.Organization) {
	t.Helper()
	for operation := range org.Simulator.Requests() {
		assert.True(t, strings.HasPrefix(operation, "GET ") || operation == queryWorkspaces, operation)
	}
}

// Somebody changes an allowlist after the plan. The plan has not shown that the apply would undo it, so the apply sends nothing.
func TestIPAllowlistThatIsChangedAfterThePlan(t *testing.T) {
	t.Parallel()
	both := list(confluence, jira)
	configured := allowing("resource_ids", both, "allow_mobile_bypass", false)
	with := func(changes ...any) map[string]any {
		return allowing(append([]any{"resource_ids", both, "allow_mobile_bypass", false}, changes...)...)
	}
	third := "ari:cloud:jira-servicedesk::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	plans := map[string]map[string]any{
		"a rename":       with("name", "Headquarters"),
		"must_allow":     with("must_allow", list("192.0.2.7")),
		"a product more": with("resource_ids", list(confluence, jira, third)),
	}
	for deed, test := range map[string]struct {
		change func(*simulator.OrganizationPolicy)
		says   string
	}{
		"turned off":           {func(p *simulator.OrganizationPolicy) { p.Status = simulator.PolicyDisabled }, "enabled was true, and is false now"},
		"one address more":     {func(p *simulator.OrganizationPolicy) { p.In = append(p.In, "198.51.100.0/24") }, "addresses was 192.0.2.0/24, 2001:db8::1, and is 198.51.100.0/24, 192.0.2.0/24, 2001:db8::1 now"},
		"the mobile bypass":    {func(p *simulator.OrganizationPolicy) { p.AllowMobileBypass = new(true) }, "allow_mobile_bypass was false, and is true now"},
		"a product taken away": {func(p *simulator.OrganizationPolicy) { p.Resources = p.Resources[:1] }, "resources was " + jira + ", " + confluence + ", and is " + confluence + " now"},
	} {
		for plan, config := range plans {
			t.Run(deed+" before "+plan, func(t *testing.T) {
				t.Parallel()
				org := simulated.Start(t)
				server := acctest.Server(t, org, nil)
				state := server.Converge(t, allowlistType, configured)
				planned := server.PlanUpdate(state, config)
				require.NoError(t, planned.Diagnostics.Err())
				behind(t, org, test.change)
				was := only(t, org)
				org.Simulator.ResetRequests()
				after, diagnostics := server.ApplyResource(planned)
				require.Len(t, diagnostics.Errors(), 1)
				assert.Contains(t, diagnostics.Errors()[0], `Cannot change the IP allowlist: Policy "Office" was changed since the plan, in what the plan leaves as it is, so nothing was sent: `+
					test.says+". Plan again, with a refresh: the new plan shows the change.")
				assert.Equal(t, state.Values, after.Values)
				assert.Equal(t, was, only(t, org))
				onlyReads(t, org)

				read, diagnostics := acctest.Server(t, org, nil).ReadResource(after)
				require.NoError(t, diagnostics.Err())
				acctest.Server(t, org, nil).ConvergeFrom(t, read, config)
			})
		}
	}
}

// A change that the plan makes is no obstacle, whatever somebody has made of the same attribute.
func TestIPAllowlistWhoseChangedAttributeIsChangedAfterThePlan(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	state := server.Converge(t, allowlistType, allowing())
	plan := server.PlanUpdate(state, allowing("addresses", list("192.0.2.7")))
	behind(t, org, func(p *simulator.OrganizationPolicy) { p.In = []string{"203.0.113.0/24"} })
	_, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	holds(t, org, "enabled", []string{"192.0.2.7"}, confluence)
}

// must_allow is only in Terraform: to change it alone sends nothing.
func TestMustAllowAloneIsNoWrite(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	state := server.Converge(t, allowlistType, allowing())
	plan := server.PlanUpdate(state, allowing("must_allow", list("192.0.2.7")))
	org.Simulator.ResetRequests()
	_, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	onlyReads(t, org)
}

// What Atlassian does not tell right before the write cannot be compared, so nothing is sent.
func TestIPAllowlistThatCannotBeComparedWithThePlan(t *testing.T) {
	t.Parallel()
	for says, change := range map[string]func(attributes map[string]any){
		"Atlassian does not tell whether it is enabled of policy":         func(a map[string]any) { delete(a, "status") },
		"Atlassian does not tell which addresses it lets in of policy":    func(a map[string]any) { delete(a, "rule") },
		"Atlassian does not tell what it applies to of policy \"Office\"": func(a map[string]any) { delete(a, "resources") },
	} {
		org := simulated.Start(t)
		state := acctest.Server(t, org, nil).Converge(t, allowlistType, allowing())
		server := acctest.Server(t, org.Edited(t, "/policies/", func(body any) any { return attributesOf(body, change) }), nil)
		plan := server.PlanUpdate(state, allowing("name", "Headquarters"))
		require.NoError(t, plan.Diagnostics.Err())
		org.Simulator.ResetRequests()
		_, diagnostics := server.ApplyResource(plan)
		require.Len(t, diagnostics.Errors(), 1)
		assert.Contains(t, diagnostics.Errors()[0], says)
		onlyReads(t, org)
	}
}
