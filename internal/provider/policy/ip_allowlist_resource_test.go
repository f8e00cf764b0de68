// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
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

func TestIPAllowlistLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	const this = allowlistType + ".this"
	config := func(name, addresses, more string) string {
		return acctest.Config(org, fmt.Sprintf(`
resource "atlassian_ip_allowlist" "this" {
  name      = %q
  addresses = [%s]
  %s
}
`, name, addresses, more))
	}
	planned := func(action plancheck.ResourceActionType, checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: append(checks, plancheck.ExpectResourceAction(this, action))}
	}
	check := func(status string, in []string, resources ...string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			holds(t, org, status, in, resources...)
			return nil
		}
	}
	value := func(attribute string, want knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(this, tfjsonpath.New(attribute), want)
	}
	const placed = `products = [{ site = "acme", product = "confluence" }]`
	both := `resource_ids = ["` + jira + `"]
  ` + placed + `
  must_allow = ["198.51.100.7/32"]`
	acctest.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			assert.Empty(t, allowlists(org))
			return nil
		},
		Steps: []resource.TestStep{
			{ // the framework insists on an empty plan after every step
				Config:           config("Office", `"192.0.2.0/24", "2001:DB8:0::1"`, placed),
				ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					value("enabled", knownvalue.Bool(true)), value("allow_mobile_bypass", knownvalue.Null()),
					value("resources", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact(confluence)})),
					value("not_applied", knownvalue.ListSizeExact(0)),
				},
				Check: check("enabled", []string{"192.0.2.0/24", "2001:db8::1"}, confluence),
			},
			{ // another spelling, and another order
				Config:             config("Office", `"2001:db8::1/128", "192.0.2.0/24"`, placed),
				PlanOnly:           true,
				ExpectNonEmptyPlan: false,
			},
			{ // every attribute
				Config:           config("Headquarters", `"192.0.2.0/24", "198.51.100.0/28"`, "allow_mobile_bypass = true\n  "+both),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					value("name", knownvalue.StringExact("Headquarters")), value("allow_mobile_bypass", knownvalue.Bool(true)),
					value("resources", knownvalue.ListSizeExact(2)),
				},
				Check: check("enabled", []string{"192.0.2.0/24", "198.51.100.0/28"}, jira, confluence),
			},
			{ // what must stay inside
				Config:      config("Headquarters", `"192.0.2.0/24"`, both),
				ExpectError: regexp.MustCompile(`(?s)would shut out an address that has to\s+stay inside.*its addresses do\s+not\s+cover\s+198\.51\.100\.7/32`),
			},
			{ // drift of everything
				PreConfig: func() {
					behind(t, org, func(p *simulator.OrganizationPolicy) {
						p.Name, p.Status, p.In, p.AllowMobileBypass = "Open", simulator.PolicyDisabled, []string{"203.0.113.0/24"}, new(false)
						p.Resources = p.Resources[:1]
					})
				},
				Config: config("Headquarters", `"192.0.2.0/24", "198.51.100.0/28"`, "allow_mobile_bypass = true\n  "+both),
				ConfigPlanChecks: planned(
					plancheck.ResourceActionUpdate,
					acctest.Before{Address: this, Attribute: "name", Want: "Open"}, acctest.Before{Address: this, Attribute: "enabled", Want: false},
					acctest.Before{Address: this, Attribute: "addresses", Want: []any{"203.0.113.0/24"}}, acctest.Before{Address: this, Attribute: "allow_mobile_bypass", Want: false},
				),
				Check: check("enabled", []string{"192.0.2.0/24", "198.51.100.0/28"}, jira, confluence),
			},
			{ResourceName: this, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"must_allow", "products", "resource_ids"}},
			{ // disappears
				PreConfig: func() { require.NoError(t, org.Simulator.RemoveOrganizationPolicy("Headquarters")) },
				Config:    config("Headquarters", `"192.0.2.0/24"`, placed), ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
				Check: check("enabled", []string{"192.0.2.0/24"}, confluence),
			},
		},
	})
}
