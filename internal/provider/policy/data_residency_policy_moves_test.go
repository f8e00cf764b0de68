// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A move that takes longer than the apply may is no error: it may take days.
func TestAMoveThatTakesLong(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	s := acctest.Server(t, org, nil)
	require.NoError(t, org.Simulator.EndPolicyResource(jiraARI, simulator.ResourceApplying))
	config := europe([]any{jiraARI}, map[string]any{"timeouts": map[string]any{"create": acctest.Soon, "update": acctest.Soon}})
	plan := s.PlanCreate(residencyType, config)
	state, diagnostics := s.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	require.Len(t, diagnostics.Warnings(), 1)
	assert.Contains(t, diagnostics.Warnings()[0], "Data is still moving: ")
	assert.Contains(t, diagnostics.Warnings()[0], "\n- "+jiraARI+": applying")
	residencyAgain(t, s, state, config)
	state = residencyUpdated(t, s, state, europe([]any{jiraARI}, map[string]any{"region": "US", "timeouts": config["timeouts"]}), "Data is still moving: ")
	assert.Equal(t, "US", state.Values["region"])
}

// residencyAgain refreshes a state, and plans nothing.
func residencyAgain(t *testing.T, s *protocol.Server, state *protocol.State, config map[string]any) *protocol.State {
	t.Helper()
	s.Walk()
	refreshed, diagnostics := s.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	plan := s.PlanUpdate(refreshed, config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.NoOp, plan.Action, "%v", plan.Planned)
	return refreshed
}

// residencyUpdated applies another configuration, which warns.
func residencyUpdated(t *testing.T, s *protocol.Server, state *protocol.State, config map[string]any, warns string) *protocol.State {
	t.Helper()
	s.Walk()
	plan := s.PlanUpdate(state, config)
	require.NoError(t, plan.Diagnostics.Err())
	state, diagnostics := s.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	require.Len(t, diagnostics.Warnings(), 1)
	assert.Contains(t, diagnostics.Warnings()[0], warns)
	return state
}

// A move that is scheduled is not waited for.
func TestAScheduledMoveIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	s := acctest.Server(t, org, nil)
	config := europe([]any{jiraARI}, map[string]any{"migration_window": farWeekend})
	state, diagnostics := s.ApplyResource(s.PlanCreate(residencyType, config))
	require.NoError(t, diagnostics.Err())
	assert.Empty(t, diagnostics)
	residencyAgain(t, s, state, config)
}

// A move that fails leaves a true state, is named, shows as drift, and is asked for again.
func TestAMoveThatFails(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	s := acctest.Server(t, org, nil)
	require.NoError(t, org.Simulator.EndPolicyResource(confluenceARI, simulator.ResourceFailed))
	config := europe([]any{jiraARI, confluenceARI}, nil)
	state, diagnostics := s.ApplyResource(s.PlanCreate(residencyType, config))
	require.NoError(t, diagnostics.Err(), "an error would taint the policy, and the next apply replace it")
	require.Len(t, diagnostics.Warnings(), 1)
	assert.Contains(t, diagnostics.Warnings()[0], confluenceARI+": failed")
	s.Walk()
	state, diagnostics = s.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{map[string]any{"resource_id": confluenceARI, "status": "failed"}}, state.Values["not_applied"])

	plan := s.PlanUpdate(state, config)
	assert.Equal(t, protocol.Update, plan.Action)
	assert.Contains(t, residencyWarnings(t, plan), "the data of 1 product in one region. It moves to EU:\n- confluence of \"acme\"")
	failed, diagnostics := s.ApplyResource(plan)
	require.Error(t, diagnostics.Err(), "it fails again")
	assert.Contains(t, diagnostics.Err().Error(), confluenceARI+": failed")
	assert.Equal(t, state.Values, failed.Values)

	require.NoError(t, org.Simulator.EndPolicyResource(confluenceARI, ""))
	s.Walk()
	state, diagnostics = s.ApplyResource(s.PlanUpdate(failed, config))
	require.NoError(t, diagnostics.Err())
	residencyAgain(t, s, state, config)
}

// Before a region changes, each product that stays has the window of its move, and no product moves that leaves.
func TestNoDataMovesBeforeItsWindow(t *testing.T) {
	t.Parallel()
	for _, keeps := range []bool{false, true} {
		t.Run(fmt.Sprintf("an update keeps resources: %t", keeps), func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			org.Simulator.SetPolicyHabits(simulator.PolicyHabits{KeepsResources: keeps})
			s := acctest.Server(t, org, nil)
			state := s.Converge(t, residencyType, europe([]any{jiraARI, confluenceARI}, nil))
			s.Walk()
			org.Simulator.ResetRequests()
			state = s.ConvergeFrom(t, state, europe([]any{jiraARI, serviceARI}, map[string]any{"region": "US", "migration_window": farWeekend}))
			policy, _ := residencyPolicy(org, "Europe")
			assert.Equal(t, []string{"US"}, policy.In)
			require.Len(t, policy.Resources, 2)
			for _, one := range policy.Resources {
				assert.NotEqual(t, confluenceARI, one.ID)
				assert.Equal(t, simulator.ResourceScheduled, one.ApplicationStatus, one.ID)
				assert.Equal(t, farWeekend["start"], one.MigrationStart)
			}
			requests := org.Simulator.Requests()
			assert.Equal(t, 1, requests["PUT /admin/v1/orgs/{orgId}/policies/{policyId}"])
			assert.Zero(t, requests["GET /admin/v1/orgs/{orgId}/policies/{policyId}/validate"])

			// The window of data that has moved is not sent again.
			inResidencyConsole(t, org, "Europe", func(p *simulator.OrganizationPolicy) {
				for i := range p.Resources {
					p.Resources[i].ApplicationStatus = simulator.ResourceApplied
				}
			})
			s.Walk()
			org.Simulator.ResetRequests()
			s.ConvergeFrom(t, state, europe([]any{jiraARI, serviceARI}, map[string]any{"region": "US", "migration_window": farWeek}))
			policy, _ = residencyPolicy(org, "Europe")
			for _, one := range policy.Resources {
				assert.Equal(t, simulator.ResourceApplied, one.ApplicationStatus, one.ID)
			}
			for operation := range org.Simulator.Requests() {
				assert.Contains(t, operation, "GET ", "nothing is written")
			}
		})
	}
}

// A window that leaves the configuration stays in Atlassian, and the plan says so.
func TestAWindowCannotBeTakenBack(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	s := acctest.Server(t, org, nil)
	state := s.Converge(t, residencyType, europe([]any{jiraARI}, map[string]any{"migration_window": farWeekend}))
	s.Walk()
	plan := s.PlanUpdate(state, europe([]any{jiraARI}, nil))
	assert.Contains(t, residencyWarnings(t, plan), "Atlassian keeps the migration windows: ")
	assert.Equal(t, map[string]any{jiraARI: farWeekend}, plan.Planned["migrations"])
	state, diagnostics := s.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	residencyAgain(t, s, state, europe([]any{jiraARI}, nil))
}

// An import has everything that Atlassian tells, windows included.
func TestImportOfADataResidencyPolicy(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	start.OrganizationPolicies = []simulator.OrganizationPolicy{
		{ID: "one", Name: "Europe", Type: "data-residency", In: []string{"eu"}, Resources: []simulator.PolicyResource{
			{ID: jiraARI, ApplicationStatus: simulator.ResourceScheduled, MigrationStart: "2099-12-05T22:00:00Z", MigrationEnd: "2099-12-06T06:00:00Z"}, {ID: confluenceARI},
		}},
		{ID: "two", Name: "Office", Type: "ip-allowlist", In: []string{"192.0.2.1"}},
	}
	org := simulated.Start(t, simulated.WithStart(start))
	s := acctest.Server(t, org, nil)
	state, diagnostics := s.ImportByID(residencyType, "one")
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, map[string]any{jiraARI: farWeekend}, state.Values["migrations"])
	residencyAgain(t, s, state, europe([]any{confluenceARI, jiraARI}, map[string]any{"region": "EU"}))
	residencyAgain(t, s, state, europe([]any{confluenceARI, jiraARI}, map[string]any{"region": "eu"}))
	s.Walk()
	windowed := s.PlanUpdate(state, europe([]any{jiraARI, confluenceARI}, map[string]any{"region": "EU", "migration_windows": map[string]any{jiraARI: farWeekend}}))
	assert.NotContains(t, residencyWarnings(t, windowed), "going to move")

	_, diagnostics = s.ImportByID(residencyType, "two")
	require.Error(t, diagnostics.Err())
	assert.Contains(t, diagnostics.Err().Error(), "The policy is no data residency policy: Atlassian says that policy two (\"Office\") has the type ip-allowlist.")
	_, diagnostics = s.ImportByID(residencyType, "none")
	require.Error(t, diagnostics.Err())

	found, diagnostics := s.ListResource(residencyType, nil, protocol.ListOptions{IncludeResource: true})
	require.NoError(t, diagnostics.Err())
	require.Len(t, found, 1)
	assert.Equal(t, "Europe", found[0].DisplayName)
	assert.Equal(t, "eu", found[0].Resource["region"])
}

// A hundred policies are refreshed with one request for each page of the list. Where the list leaves out what they apply to, which it does
// not do as far as is known, each takes a request of its own.
func TestManyDataResidencyPoliciesAreReadTogether(t *testing.T) {
	t.Parallel()
	const many = 100
	const list, one = "GET /admin/v1/orgs/{orgId}/policies", "GET /admin/v1/orgs/{orgId}/policies/{policyId}"
	for name, test := range map[string]struct {
		habits simulator.PolicyHabits
		want   map[string]int
	}{
		"the list tells all":            {simulator.PolicyHabits{}, map[string]int{list: 1}},
		"the list leaves resources out": {simulator.PolicyHabits{ListsNoResources: true}, map[string]int{list: 1, one: many}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := simulator.SmallCompany()
			start.PolicyHabits = test.habits
			for i := range many {
				start.OrganizationPolicies = append(start.OrganizationPolicies, simulator.OrganizationPolicy{
					ID: fmt.Sprintf("policy-%d", i), Name: fmt.Sprintf("Policy %d", i), Type: "data-residency", In: []string{"eu"}, Resources: []simulator.PolicyResource{{ID: jiraARI}},
				})
			}
			org := simulated.Start(t, simulated.WithStart(start))
			s := acctest.Server(t, org, nil)
			var states []*protocol.State
			for i := range many {
				state, diagnostics := s.ImportByID(residencyType, fmt.Sprintf("policy-%d", i))
				require.NoError(t, diagnostics.Err())
				states = append(states, state)
			}
			s.Walk()
			org.Simulator.ResetRequests()
			for _, state := range states {
				refreshed, diagnostics := s.ReadResource(state)
				require.NoError(t, diagnostics.Err())
				assert.Equal(t, []any{jiraARI}, refreshed.Values["resources"])
				plan := s.PlanUpdate(refreshed, map[string]any{"name": refreshed.Values["name"], "region": "eu", "resource_ids": []any{jiraARI}})
				assert.Equal(t, protocol.NoOp, plan.Action)
			}
			assert.Equal(t, test.want, org.Simulator.Requests(), "an unchanged policy costs no request of its own")
		})
	}
}
