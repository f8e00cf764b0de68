// SPDX-License-Identifier: MPL-2.0

package role_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A role on a site that the organization does not list is a warning of the plan, which costs one look at the list.
func TestGroupRoleOnAnotherSite(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	const wrong = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a22"
	for _, group := range []any{org.Simulator.GroupID("contractors"), protocol.Unknown} {
		plan := server.PlanCreate(roleType, map[string]any{"group_id": group, "resource_id": wrong, "role": userRole})
		require.NoError(t, plan.Diagnostics.Err())
		require.Len(t, plan.Diagnostics.Warnings(), 1)
		warning := plan.Diagnostics.Warnings()[0]
		assert.Contains(t, warning, "The organization lists no such app or site: "+wrong+" is not among")
		assert.Contains(t, warning, "\n- "+confluenceARI+" (\"acme\")\n- ")
		assert.Contains(t, warning, "\n- "+jiraARI+" (\"acme\")")
		assert.Contains(t, warning, `AttributeName("resource_id")`)
	}
	for _, right := range []any{jiraARI, "ari:cloud:platform::org/" + org.Credentials.OrganizationID, protocol.Unknown} {
		assert.Empty(t, server.PlanCreate(roleType, map[string]any{"group_id": org.Simulator.GroupID("contractors"), "resource_id": right, "role": userRole}).Diagnostics)
	}
	assert.Equal(t, 1, org.Simulator.Requests()[workspacesOperation])

	org.Simulator.ResetRequests()
	unchanged := acctest.Server(t, org, nil)
	assert.Empty(t, unchanged.PlanUpdate(roleState(org, "engineering", wrong, userRole), roleValues(org, "engineering", wrong, userRole)).Diagnostics)
	assert.Empty(t, unchanged.PlanResource(roleType, roleState(org, "engineering", wrong, userRole), nil).Diagnostics)
	assert.Zero(t, org.Requests(), "%v", org.Simulator.Requests())
}

// Where the list cannot be read, no role is refused, and it is asked for once, however many roles there are.
func TestGroupRoleWithoutTheListOfSites(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	org.Simulator.Inject(simulator.Fault{Operation: workspacesOperation, Status: 403, Count: -1})
	server := acctest.Server(t, org, nil)
	var plans sync.WaitGroup
	for i := range 20 {
		plans.Go(func() {
			assert.Empty(t, server.PlanCreate(roleType, roleValues(org, "contractors", jiraARI, fmt.Sprintf("atlassian/role-%d", i))).Diagnostics)
		})
	}
	plans.Wait()
	assert.Empty(t, server.PlanCreate(roleType, roleValues(org, "engineering", jiraARI, adminRole)).Diagnostics)
	assert.Equal(t, 1, org.Simulator.Requests()[workspacesOperation], "%v", org.Simulator.Requests())
}
