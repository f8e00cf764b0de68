// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const membershipType = "atlassian_group_membership"

// created plans objects ten at a time, applies these plans in another process, and returns the states.
func created(t *testing.T, org *simulated.Organization, typeName string, n int, config func(i int) map[string]any) []*protocol.State {
	t.Helper()
	planner := acctest.Server(t, org, nil)
	plans, states := make([]*protocol.Plan, n), make([]*protocol.State, n)
	acctest.TenAtOnce(n, func(i int) {
		plans[i] = planner.PlanCreate(typeName, config(i))
		assert.Empty(t, plans[i].Diagnostics)
	})
	server := acctest.Server(t, org, nil)
	acctest.TenAtOnce(n, func(i int) {
		state, diagnostics := server.ApplyResource(plans[i])
		assert.Empty(t, diagnostics)
		states[i] = state
	})
	return states
}

// staggered makes each of n writes take another time, as on a real network, so that those who write at once are not done at once.
func staggered(org *simulated.Organization, operation string, n int) {
	for i := range n {
		org.Simulator.Inject(simulator.Fault{Operation: operation, Delay: time.Duration(1+i%4) * 5 * time.Millisecond})
	}
}

func TestGroupMembershipCreationRequests(t *testing.T) {
	t.Parallel()
	members := thorough.Part(1000, 200)
	for name, c := range map[string]struct {
		groups int
		config func(i int) map[string]any
	}{
		"one group, by ID":           {1, func(i int) map[string]any { return map[string]any{"account_id": simulated.AccountID(i + 1)} }},
		"one group, by address":      {1, func(i int) map[string]any { return map[string]any{"email": simulated.Email(i + 1)} }},
		"several groups, by ID":      {10, func(i int) map[string]any { return map[string]any{"account_id": simulated.AccountID(i + 1)} }},
		"several groups, by address": {10, func(i int) map[string]any { return map[string]any{"email": simulated.Email(i + 1)} }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 2 * members, Groups: 10})))
			staggered(org, addMemberOperation, members)
			states := created(t, org, membershipType, members, func(i int) map[string]any {
				config := c.config(i)
				config["group_id"] = simulated.GroupID(1 + i%c.groups)
				return config
			})
			assert.LessOrEqual(t, org.Requests(), members*115/100, "%v", org.Simulator.Requests())
			for i, state := range states {
				if assert.NotNil(t, state) {
					assert.Equal(t, simulated.AccountID(i+1), state.Values["account_id"])
					assert.Equal(t, simulated.Email(i+1), state.Values["email"])
				}
			}
		})
	}
}

func TestGroupCreationRequests(t *testing.T) {
	t.Parallel()
	groups := thorough.Part(2000, 400)
	org := simulated.Start(t, simulated.WithStart(simulator.Organization{Name: "Empty"}))
	staggered(org, createOperation, groups)
	states := created(t, org, "atlassian_group", groups, func(i int) map[string]any { return map[string]any{"name": simulated.GroupName(i + 1)} })
	assert.LessOrEqual(t, org.Requests(), groups*13/10, "%v", org.Simulator.Requests())
	for i, state := range states {
		if assert.NotNil(t, state) {
			assert.Equal(t, org.Simulator.GroupID(simulated.GroupName(i+1)), state.Values["id"])
		}
	}
}
