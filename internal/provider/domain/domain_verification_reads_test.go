// SPDX-License-Identifier: MPL-2.0

package domain_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func manyDomains(count int, status string) simulator.Organization {
	var start simulator.Organization
	for n := range count {
		start.Domains = append(start.Domains, simulator.Domain{Name: fmt.Sprintf("d%02d.example", n), ClaimType: "dns", ClaimStatus: status})
	}
	return start
}

// each does something with many domains at a time, as Terraform does.
func each(count int, do func(n int, config map[string]any)) {
	var all sync.WaitGroup
	for n := range count {
		all.Go(func() { do(n, map[string]any{"domain": fmt.Sprintf("D%02d.example", n)}) })
	}
	all.Wait()
}

func TestFiftyVerificationsRefreshWithOneRead(t *testing.T) {
	t.Parallel()
	const count = 50
	org := simulated.Start(t, simulated.WithStart(manyDomains(count, "verified")))
	server := configured(t, org)
	states := make([]*protocol.State, count)
	each(count, func(n int, config map[string]any) {
		plan := server.PlanCreate(verification, config)
		assert.Empty(t, plan.Diagnostics)
		state, diagnostics := server.ApplyResource(plan)
		assert.Empty(t, diagnostics)
		states[n] = state
	})

	org.Simulator.ResetRequests()
	server = configured(t, org)
	each(count, func(n int, config map[string]any) {
		refreshed, diagnostics := server.ReadResource(states[n])
		assert.Empty(t, diagnostics)
		plan := server.PlanUpdate(refreshed, config)
		assert.Equal(t, protocol.NoOp, plan.Action)
		assert.Empty(t, plan.Diagnostics)
	})
	assert.Equal(t, map[string]int{listing: 1}, org.Simulator.Requests())
}

func TestManyVerificationsWaitTogether(t *testing.T) {
	t.Parallel()
	const count = 20
	org := simulated.Start(t, simulated.WithStart(manyDomains(count, "unverified")))
	server := configured(t, org)
	plans := make([]*protocol.Plan, count)
	each(count, func(n int, config map[string]any) { plans[n] = server.PlanCreate(verification, config) })
	assert.Equal(t, map[string]int{listing: 1}, org.Simulator.Requests(), "all plans look into one listing")

	org.Simulator.ResetRequests()
	onceAsked(t, org, 1, func() {
		for n := range count {
			assert.NoError(t, org.Simulator.SetDomainClaim(fmt.Sprintf("d%02d.example", n), "verified"))
		}
	})
	each(count, func(n int, _ map[string]any) {
		state, diagnostics := server.ApplyResource(plans[n])
		if assert.Empty(t, diagnostics) {
			assert.Equal(t, "verified", state.Values["status"])
			assert.True(t, strings.HasPrefix(state.Values["domain"].(string), "D"))
		}
	})
	// Each alone would have read twice: once to find its domain unverified, once to find it verified.
	assert.LessOrEqual(t, org.Requests(), count/2)
}

// One answer that looks away takes no domain out of the state, and one more look serves all of them.
func TestOneAnswerThatLooksAwayDropsNoDomain(t *testing.T) {
	t.Parallel()
	const count = 5
	org := simulated.Start(t, simulated.WithStart(manyDomains(count, "verified")))
	server := configured(t, org)
	states := make([]*protocol.State, count)
	each(count, func(n int, config map[string]any) {
		states[n], _ = server.ApplyResource(server.PlanCreate(verification, config))
	})
	org.Simulator.ResetRequests()
	org.Simulator.Inject(simulator.Fault{Operation: listing, Empty: true})
	server = configured(t, org)
	each(count, func(n int, _ map[string]any) {
		refreshed, diagnostics := server.ReadResource(states[n])
		assert.Empty(t, diagnostics)
		assert.Equal(t, states[n], refreshed)
	})
	assert.Equal(t, map[string]int{listing: 2}, org.Simulator.Requests())
}
