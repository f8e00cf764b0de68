// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A hundred allowlists are refreshed by the list of all policies, once, and planned with nothing more.
func TestRequestsForManyIPAllowlists(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	const many = 100
	for i := range many {
		start.OrganizationPolicies = append(start.OrganizationPolicies, simulator.OrganizationPolicy{
			ID: fmt.Sprintf("allowlist-%d", i), Name: fmt.Sprintf("Office %d", i), Type: simulator.PolicyIPAllowlist,
			In: []string{fmt.Sprintf("192.0.2.%d", i)}, Resources: []simulator.PolicyResource{{ID: confluence}},
		})
	}
	org := simulated.Start(t, simulated.WithStart(start))
	server := acctest.Server(t, org, nil)
	config := func(i int) map[string]any {
		return allowing("name", fmt.Sprintf("Office %d", i), "addresses", list(fmt.Sprintf("192.0.2.%d", i)))
	}
	states := make([]*protocol.State, many)
	for i := range states {
		state, diagnostics := server.ImportByID(allowlistType, fmt.Sprintf("allowlist-%d", i))
		require.NoError(t, diagnostics.Err())
		states[i] = state
	}
	server.Walk()
	org.Simulator.ResetRequests()
	var group errgroup.Group
	for i, state := range states {
		group.Go(func() error {
			read, diagnostics := server.ReadResource(state)
			if diagnostics.Err() != nil {
				return diagnostics.Err()
			}
			plan := server.PlanWalked(allowlistType, read, config(i))
			assert.Equal(t, protocol.NoOp, plan.Action)
			return plan.Diagnostics.Err()
		})
	}
	require.NoError(t, group.Wait())
	// The simulated Atlassian has 100 to a page, and a data residency policy besides.
	assert.Equal(t, map[string]int{listPolicies: 2}, org.Simulator.Requests())
}

// A life costs no more than it must.
func TestRequestsForAnIPAllowlist(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.AsDocumented())
	counted := func(what string, want map[string]int) {
		t.Helper()
		assert.Equal(t, want, org.Simulator.Requests(), what)
		org.Simulator.ResetRequests()
	}
	server := acctest.Server(t, org, nil)
	placed := allowing("resource_ids", nil, "products", []any{map[string]any{"site": "acme", "product": "confluence"}})
	plan := server.PlanCreate(allowlistType, placed)
	require.NoError(t, plan.Diagnostics.Err())
	counted("the plan of a creation", map[string]int{listPolicies: 1, queryWorkspaces: 1})
	server.Walk()
	state, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	counted("a creation", map[string]int{listPolicies: 1, createPolicy: 1, getPolicy: 1})
	server.Walk()
	state, diagnostics = server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	counted("a refresh", map[string]int{listPolicies: 1})
	require.Equal(t, protocol.NoOp, server.PlanUpdate(state, placed).Action)
	counted("a plan without a change", map[string]int{queryWorkspaces: 1})
	server.Walk()
	plan = server.PlanUpdate(state, allowing("addresses", list("192.0.2.7")))
	counted("the plan of a change", map[string]int{})
	server.Walk()
	state, diagnostics = server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	counted("a change", map[string]int{getPolicy: 5, updatePolicy: 1})
	server.Walk()
	plan = server.PlanDelete(state)
	counted("the refresh before a deletion", map[string]int{listPolicies: 1})
	gone, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	require.Nil(t, gone)
	counted("a deletion", map[string]int{deletePolicy: 1, getPolicy: 1})
}
