// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestGroupResourceRefreshRequests(t *testing.T) {
	t.Parallel()
	const groups, most = 500, 20
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Groups: groups})))
	server := acctest.Server(t, org, nil)
	var read atomic.Int64
	acctest.TenAtOnce(groups, func(i int) {
		state, diagnostics := server.ReadResource(groupState(org, simulated.GroupName(i+1), nil))
		if assert.NoError(t, diagnostics.Err()) && assert.NotNil(t, state) {
			assert.Equal(t, simulated.GroupID(i+1), state.Values["id"])
			read.Add(1)
		}
		// An unchanged group is planned in the same walk.
		assert.Empty(t, server.PlanUpdate(state, map[string]any{"name": simulated.GroupName(i + 1)}).Diagnostics)
	})
	assert.EqualValues(t, groups, read.Load())
	assert.LessOrEqual(t, org.Requests(), most, "%v", org.Simulator.Requests())
}

// counted counts the requests of one plan.
type counted struct {
	org    *simulated.Organization
	verify func(requests map[string]int, total int)
}

func (c counted) CheckPlan(_ context.Context, _ plancheck.CheckPlanRequest, _ *plancheck.CheckPlanResponse) {
	c.verify(c.org.Simulator.Requests(), c.org.Requests())
	c.org.Simulator.ResetRequests()
}

func TestGroupResourceRefreshRequestsThroughTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	const groups, most = 60, 3 // the proportion of 500 to 20, rounded up
	org := simulated.Start(t, simulated.WithStart(simulator.Organization{Name: "Empty"}))
	planned := false
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: acctest.Config(org, fmt.Sprintf(`
resource "atlassian_group" "many" {
  count = %d
  name  = "team-${count.index}"
}`, groups)),
		// After the apply the framework plans twice. Between these two checks lies the second plan, and nothing else.
		ConfigPlanChecks: resource.ConfigPlanChecks{
			PostApplyPreRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan(), counted{org, func(map[string]int, int) {}}},
			PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan(), counted{org, func(requests map[string]int, total int) {
				assert.LessOrEqual(t, total, most, "%v", requests)
				assert.NotZero(t, total)
				planned = true
			}}},
		},
	}}})
	t.Cleanup(func() { assert.True(t, planned) })
}
