// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
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

const thisResidency = "atlassian_data_residency_policy.this"

// residencyConfig keeps the data of products of acme in a region, in a window that is far away.
func residencyConfig(org *simulated.Organization, name, region, more string) string {
	return acctest.Config(org, fmt.Sprintf(`
resource "atlassian_data_residency_policy" "this" {
  name   = %q
  region = %q
  %s
}`, name, region, more))
}

func residencyAction(kind plancheck.ResourceActionType, more ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: append([]plancheck.PlanCheck{plancheck.ExpectResourceAction(thisResidency, kind)}, more...)}
}

func residencyValue(name string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(thisResidency, tfjsonpath.New(name), value)
}

func exactTexts(all ...string) knownvalue.Check {
	checks := make([]knownvalue.Check, len(all))
	for i, one := range all {
		checks[i] = knownvalue.StringExact(one)
	}
	return knownvalue.ListExact(checks)
}

// residencyPolicy is a policy of the simulated organization, by its name.
func residencyPolicy(org *simulated.Organization, name string) (found simulator.OrganizationPolicy, ok bool) {
	for _, one := range org.Simulator.Organization().OrganizationPolicies {
		if one.Name == name {
			return one, true
		}
	}
	return found, false
}

// inResidencyConsole changes a policy as a person would in the console.
func inResidencyConsole(t *testing.T, org *simulated.Organization, name string, change func(*simulator.OrganizationPolicy)) {
	t.Helper()
	policy, ok := residencyPolicy(org, name)
	require.True(t, ok, "there is no policy %s", name)
	change(&policy)
	require.NoError(t, org.Simulator.PutOrganizationPolicy(policy))
}

func TestDataResidencyPolicyLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	const (
		one  = `products = [{ site = "acme", product = "jira-software" }]`
		both = `products = [{ site = "acme", product = "jira-software" }]
  resource_ids = ["` + confluenceARI + `"]
  migration_window = { start = "2099-12-05T22:00:00Z", end = "2099-12-06T06:00:00Z" }`
	)
	var id string
	afterwards := resource.TestStep{Config: residencyConfig(org, "Europe and beyond", "US", both), ConfigPlanChecks: residencyAction(plancheck.ResourceActionNoop)}
	drift := func(change func(*simulator.OrganizationPolicy)) resource.TestStep {
		return resource.TestStep{
			PreConfig:        func() { inResidencyConsole(t, org, "Europe and beyond", change) },
			Config:           residencyConfig(org, "Europe and beyond", "US", both),
			ConfigPlanChecks: residencyAction(plancheck.ResourceActionUpdate),
		}
	}
	acctest.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			_, is := residencyPolicy(org, "Europe and beyond")
			assert.False(t, is, "it is deleted")
			return nil
		},
		Steps: []resource.TestStep{
			{
				Config: residencyConfig(org, "Europe", "EU", one),
				ConfigPlanChecks: residencyAction(plancheck.ResourceActionCreate,
					plancheck.ExpectKnownValue(thisResidency, tfjsonpath.New("resources"), exactTexts(jiraARI))),
				ConfigStateChecks: []statecheck.StateCheck{
					residencyValue("name", knownvalue.StringExact("Europe")),
					residencyValue("region", knownvalue.StringExact("EU")),
					residencyValue("enabled", knownvalue.Bool(true)),
					residencyValue("resources", exactTexts(jiraARI)),
					residencyValue("not_applied", knownvalue.ListExact(nil)),
					residencyValue("migrations", knownvalue.MapExact(nil)),
				},
				Check: resource.TestCheckResourceAttrWith(thisResidency, "id", func(found string) error {
					id = found
					return nil
				}),
			},
			{
				Config: residencyConfig(org, "Europe and beyond", "US", both), ConfigPlanChecks: residencyAction(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					residencyValue("region", knownvalue.StringExact("US")),
					residencyValue("migrations", knownvalue.MapSizeExact(2)),
				},
				Check: resource.TestCheckResourceAttrWith(thisResidency, "id", func(found string) error {
					assert.Equal(t, id, found, "it is the same policy")
					policy, _ := residencyPolicy(org, "Europe and beyond")
					assert.Equal(t, []string{"US"}, policy.In)
					for _, one := range policy.Resources {
						assert.Equal(t, simulator.ResourceScheduled, one.ApplicationStatus)
						assert.Equal(t, "2099-12-06T06:00:00Z", one.MigrationEnd)
					}
					return nil
				}),
			},
			afterwards,
			{ResourceName: thisResidency, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"products", "resource_ids", "resources", "migration_window"}},
			drift(func(p *simulator.OrganizationPolicy) { p.In = []string{"EU"} }),
			drift(func(p *simulator.OrganizationPolicy) { p.Status = "disabled" }),
			drift(func(p *simulator.OrganizationPolicy) { p.Resources = p.Resources[:1] }),
			drift(func(p *simulator.OrganizationPolicy) {
				p.Resources = append(p.Resources, simulator.PolicyResource{ID: serviceARI})
			}),
			drift(func(p *simulator.OrganizationPolicy) { p.Resources[0].MigrationEnd = "2099-12-07T06:00:00Z" }),
			drift(func(p *simulator.OrganizationPolicy) { p.Resources[0].ApplicationStatus = simulator.ResourceFailed }),
			afterwards,
			{ // disappears
				PreConfig:        func() { require.NoError(t, org.Simulator.RemoveOrganizationPolicy("Europe and beyond")) },
				Config:           residencyConfig(org, "Europe and beyond", "US", both),
				ConfigPlanChecks: residencyAction(plancheck.ResourceActionCreate),
			},
			{ // a tainted policy is replaced
				Config: residencyConfig(org, "Europe and beyond", "US", both), Taint: []string{thisResidency},
				ConfigPlanChecks: residencyAction(plancheck.ResourceActionReplace),
			},
			afterwards,
		},
	})
}
