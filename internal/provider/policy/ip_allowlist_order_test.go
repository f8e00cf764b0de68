// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A change that shuts somebody out is not meant for the products that leave the policy, so they leave it first. Whatever fails on the way,
// none of them is restricted to the new addresses.
func TestIPAllowlistLetsGoOfProductsBeforeItNarrows(t *testing.T) {
	t.Parallel()
	wide, narrow := list("192.0.2.0/24", "198.51.100.0/24"), list("192.0.2.0/24")
	for name, test := range map[string]struct {
		before, after map[string]any
		fault         simulator.Fault
		says          string
		status        string
		in            []string
		resources     []string
	}{
		"shrinks, and the removal fails": {
			allowing("addresses", wide, "resource_ids", list(confluence, jira)), allowing("addresses", narrow),
			simulator.Fault{Operation: removeResource, Status: http.StatusBadRequest},
			"Removing " + jira,
			"enabled",
			[]string{"192.0.2.0/24", "198.51.100.0/24"},
			[]string{confluence, jira},
		},
		"is turned on, and the removal fails": {
			allowing("enabled", false, "addresses", narrow, "resource_ids", list(confluence, jira)), allowing("addresses", narrow),
			simulator.Fault{Operation: removeResource, Status: http.StatusBadRequest},
			"Removing " + jira,
			"disabled",
			[]string{"192.0.2.0/24"},
			[]string{confluence, jira},
		},
		"shrinks, and the addition fails": {
			allowing("addresses", wide), allowing("addresses", narrow, "resource_ids", list(jira)),
			simulator.Fault{Operation: addResource, Status: http.StatusBadRequest},
			"Adding " + jira,
			"enabled",
			[]string{"192.0.2.0/24"},
			nil,
		},
		"shrinks, and the change fails": {
			allowing("addresses", wide, "resource_ids", list(confluence, jira)), allowing("addresses", narrow),
			simulator.Fault{Operation: updatePolicy, Status: http.StatusBadRequest},
			"Cannot change the IP allowlist",
			"enabled",
			[]string{"192.0.2.0/24", "198.51.100.0/24"},
			[]string{confluence},
		},
		"grows, and the removal fails": {
			allowing("addresses", narrow, "resource_ids", list(confluence, jira)), allowing("addresses", wide),
			simulator.Fault{Operation: removeResource, Status: http.StatusBadRequest},
			"Removing " + jira,
			"enabled",
			[]string{"192.0.2.0/24", "198.51.100.0/24"},
			[]string{confluence, jira},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			state := acctest.Server(t, org, nil).Converge(t, allowlistType, test.before)
			server := acctest.Server(t, org, nil)
			plan := server.PlanUpdate(state, test.after)
			require.NoError(t, plan.Diagnostics.Err())
			org.Simulator.Inject(test.fault)
			after, diagnostics := server.ApplyResource(plan)
			require.Len(t, diagnostics.Errors(), 1)
			assert.Contains(t, diagnostics.Errors()[0], test.says)
			holds(t, org, test.status, test.in, test.resources...)
			org.Simulator.ClearFaults()
			read, diagnostics := acctest.Server(t, org, nil).ReadResource(after)
			require.NoError(t, diagnostics.Err())
			acctest.Server(t, org, nil).ConvergeFrom(t, read, test.after)
		})
	}
}

// Somebody adds a product after the plan. The plan has not said that the apply opens it, so it stays, and the apply says so.
func TestIPAllowlistKeepsAProductThatIsAddedAfterThePlan(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, allowlistType, allowing())
	server := acctest.Server(t, org, nil)
	config := allowing("name", "Headquarters")
	plan := server.PlanUpdate(state, config)
	require.Empty(t, plan.Diagnostics)
	behind(t, org, func(p *simulator.OrganizationPolicy) {
		p.Resources = append(p.Resources, simulator.PolicyResource{ID: jira})
	})
	after, diagnostics := server.ApplyResource(plan)
	require.Len(t, diagnostics.Errors(), 1)
	assert.Contains(t, diagnostics.Errors()[0], "\n- "+jira+": Atlassian lists it among the resources of the policy, and the configuration does not name it")
	holds(t, org, "enabled", []string{"192.0.2.0/24", "2001:db8::1"}, confluence, jira)
	plan = acctest.Server(t, org, nil).PlanUpdate(after, config)
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "Products become reachable from every address")
	acctest.Server(t, org, nil).ConvergeFrom(t, after, config)
	holds(t, org, "enabled", []string{"192.0.2.0/24", "2001:db8::1"}, confluence)
}

// The same goes for a product of a data residency policy, whose data would no longer be kept in the region.
func TestResidencyKeepsAProductThatIsAddedAfterThePlan(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, residencyType, europe([]any{jiraARI}, nil))
	server := acctest.Server(t, org, nil)
	plan := server.PlanUpdate(state, europe([]any{jiraARI}, map[string]any{"name": "Union"}))
	require.Empty(t, plan.Diagnostics)
	for _, policy := range org.Simulator.Organization().OrganizationPolicies {
		if policy.Name == "Europe" {
			policy.Resources = append(policy.Resources, simulator.PolicyResource{ID: confluenceARI})
			require.NoError(t, org.Simulator.PutOrganizationPolicy(policy))
		}
	}
	org.Simulator.ResetRequests()
	_, diagnostics := server.ApplyResource(plan)
	require.Len(t, diagnostics.Errors(), 1)
	assert.Contains(t, diagnostics.Errors()[0], confluenceARI+": Atlassian lists it among the resources of the policy, and the configuration does not name it")
	assert.Zero(t, org.Simulator.Requests()[removeResource])
}
