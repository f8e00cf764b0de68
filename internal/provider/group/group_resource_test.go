// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"context"
	"fmt"
	"regexp"
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
			{Config: config("Builds the platform", "true"), Destroy: true, ExpectError: regexp.MustCompile(`(?s)The group is protected from deletion.*would destroy group "Platform".*set\s+deletion_protection\s+=\s+false`)},
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
			{ResourceName: thisGroup, ImportState: true, ImportStateId: org.Credentials.DirectoryID + "/name:platform", ImportStateVerify: true},
			{ResourceName: thisGroup, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: byID},
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
			{
				// Spelled in another case it is the same name: nothing to do, now and later.
				Config: acctest.Config(org, `
resource "atlassian_group" "this" {
  name        = "PLATFORM"
  description = "Builds the platform"
}`),
				ConfigPlanChecks:  action(plancheck.ResourceActionNoop),
				ConfigStateChecks: []statecheck.StateCheck{attribute("name", knownvalue.StringExact("Platform"))},
			},
		},
	})
}

func TestGroupResourceDrift(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := acctest.Config(org, `
resource "atlassian_group" "this" {
  name        = "Platform"
  description = "Builds the platform"
}`)
	edited := func() {
		require.NoError(t, org.Simulator.UpdateGroup("Platform", simulator.GroupChange{Name: new("platform"), Description: new("Changed in the console")}))
	}
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{ // disappears
			PreConfig:        func() { require.NoError(t, org.Simulator.DeleteGroup("Platform")) },
			Config:           config,
			ConfigPlanChecks: action(plancheck.ResourceActionCreate),
		},
		{ // exactly the description drifts; the case of the name does not
			PreConfig:   edited,
			Config:      config,
			ExpectError: regexp.MustCompile(`Cannot change the group`), // it is not allowed to
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(thisGroup, plancheck.ResourceActionUpdate),
				drifted{"description", "Changed in the console", "Builds the platform"},
			}},
		},
	}})
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

func TestGroupResourceIsNeverAdopted(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: acctest.Config(org, `resource "atlassian_group" "this" { name = "Engineering" }`),
		ExpectError: regexp.MustCompile(`(?s)It exists already.*import \{\s+to = atlassian_group\.engineering # or this resource's own address\s+id = "` +
			org.Credentials.DirectoryID + "/" + org.Simulator.GroupID("engineering") + `"`),
	}}})
}

// A group that was tainted, or given to -replace, is planned as a new one; its protections hold all the same.
func TestGroupResourceProtectionHoldsWithoutAPlan(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := acctest.Config(org, `
resource "atlassian_group" "this" {
  name                = "Platform"
  deletion_protection = true
}`)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{Config: config, Taint: []string{thisGroup}, ExpectError: regexp.MustCompile(`The group is protected from deletion`)},
		{Config: acctest.Config(org, `resource "atlassian_group" "this" { name = "Platform" }`), PreConfig: func() {
			require.NoError(t, org.Simulator.DeleteGroup("Platform")) // the only way on, so that the test can clean up
		}},
	}})
}

func TestGroupResourceImportErrors(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := acctest.Config(org, `resource "atlassian_group" "this" { name = "Engineering" }`)
	wrong := func(id, said string) resource.TestStep {
		return resource.TestStep{Config: config, ResourceName: thisGroup, ImportState: true, ImportStateId: id, ExpectError: regexp.MustCompile(said)}
	}
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		wrong("engineering", `(?s)Invalid import ID.*name:NAME`),
		wrong("name:nobody", `(?s)Cannot import the group.*Group\s+"nobody"\s+of\s+directory\s+\S+\s+does\s+not\s+exist`),
		wrong("00000000-0000-4000-8000-00000000dead", `Cannot import non-existent remote object`),
	}})
}
