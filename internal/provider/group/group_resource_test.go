// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const thisGroup = "atlassian_group.this"

func action(kind plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(thisGroup, kind)}}
}

func attribute(name string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(thisGroup, tfjsonpath.New(name), value)
}

func TestGroupResourceLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := func(description, protection string) string {
		return acctest.Config(org, fmt.Sprintf(`
resource "atlassian_group" "this" {
  name                = "Platform"
  description         = %q
  deletion_protection = %s
}`, description, protection))
	}
	byID := func(*terraform.State) (string, error) { return org.Simulator.GroupID("Platform"), nil }
	var first string
	acctest.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			assert.Zero(t, named(org, "Platform"), "it is deleted")
			return nil
		},
		Steps: []resource.TestStep{
			{
				Config: config("Builds the platform", "true"),
				ConfigStateChecks: []statecheck.StateCheck{
					attribute("name", knownvalue.StringExact("Platform")),
					attribute("description", knownvalue.StringExact("Builds the platform")),
					attribute("directory_id", knownvalue.StringExact(org.Credentials.DirectoryID)),
					attribute("managed_by", knownvalue.StringExact("admins")),
					attribute("external_synced", knownvalue.Bool(false)),
					attribute("deletion_protection", knownvalue.Bool(true)),
				},
				Check: resource.TestCheckResourceAttrWith(thisGroup, "id", func(id string) error {
					first = id
					assert.Equal(t, org.Simulator.GroupID("Platform"), id)
					return nil
				}),
			},
			{
				PreConfig:        org.Simulator.ResetRequests,
				Config:           config("Builds the platform", "false"),
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
				Check: func(*terraform.State) error {
					for operation := range org.Simulator.Requests() {
						assert.Contains(t, []string{searchOperation}, operation, "an update of the protection writes nothing")
					}
					return nil
				},
			},
			{ResourceName: thisGroup, ImportState: true, ImportStateIdFunc: byID, ImportStateVerify: true},
			{ResourceName: thisGroup, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: "name:Platform"},
			{
				Config:           config("Builds the platform", "false"),
				Taint:            []string{thisGroup},
				ConfigPlanChecks: action(plancheck.ResourceActionReplace),
				Check: resource.TestCheckResourceAttrWith(thisGroup, "id", func(id string) error {
					assert.NotEqual(t, first, id)
					assert.Equal(t, org.Simulator.GroupID("Platform"), id)
					return nil
				}),
			},
			{ // exactly the description drifts; the case of the name does not
				PreConfig: func() {
					require.NoError(t, org.Simulator.UpdateGroup("Platform", simulator.GroupChange{Name: new("platform"), Description: new("Changed in the console")}))
				},
				Config: config("Builds the platform", "false"), PlanOnly: true, ExpectNonEmptyPlan: true,
				ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(thisGroup, plancheck.ResourceActionUpdate), drifted{"description", "Changed in the console", "Builds the platform"},
				}},
			},
			{ // disappears
				PreConfig:         func() { require.NoError(t, org.Simulator.DeleteGroup("Platform")) },
				Config:            config("Builds the platform", "false"),
				ConfigPlanChecks:  action(plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{attribute("name", knownvalue.StringExact("Platform"))},
			},
		},
	})
}

// drifted checks that a plan changes one attribute and no other that is known.
type drifted struct{ name, from, to string }

func (d drifted) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, rc := range req.Plan.ResourceChanges {
		before, _ := rc.Change.Before.(map[string]any)
		after, _ := rc.Change.After.(map[string]any)
		for name := range before {
			if value, known := after[name]; known && value != before[name] && (name != d.name || before[name] != d.from || value != d.to) {
				resp.Error = fmt.Errorf("%s: %v becomes %v", name, before[name], value)
			}
		}
		if after[d.name] == before[d.name] {
			resp.Error = fmt.Errorf("%s does not change", d.name)
		}
	}
}
