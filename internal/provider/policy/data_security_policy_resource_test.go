// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"fmt"
	"regexp"
	"slices"
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

const dataSecurityType = "atlassian_data_security_policy"

// securing are the data security policies that are not deleted.
func securing(org *simulated.Organization) []simulator.DataSecurityPolicy {
	return slices.DeleteFunc(org.Simulator.Organization().DataSecurityPolicies, func(p simulator.DataSecurityPolicy) bool {
		return p.Status == simulator.DataSecurityDeleted
	})
}

// publishing is an organization that serves the operations whose forms are guesses.
func publishing(t *testing.T) *simulated.Organization {
	t.Helper()
	start := simulator.SmallCompany()
	start.DataSecurityPublish = true
	return simulated.Start(t, simulated.WithStart(start))
}

const allowPublishing = `experimental = ["data_security_publish"]`

func TestDataSecurityPolicyLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	const this = dataSecurityType + ".this"
	config := func(name, rules, more string) string {
		return acctest.Config(org, fmt.Sprintf(`
resource "atlassian_data_security_policy" "this" {
  name     = %q
  coverage = "ORG"
  rules    = { %s }
  %s
}
`, name, rules, more))
	}
	planned := func(action plancheck.ResourceActionType, checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: append(checks, plancheck.ExpectResourceAction(this, action))}
	}
	value := func(attribute string, want knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(this, tfjsonpath.New(attribute), want)
	}
	var id string
	holds := func(want simulator.DataSecurityPolicy) resource.TestCheckFunc {
		return func(*terraform.State) error {
			found := securing(org)
			if assert.Len(t, found, 1) {
				id, want.ID = found[0].ID, found[0].ID
				assert.Equal(t, want, found[0])
			}
			return nil
		}
	}
	blocked := map[string]string{"export": "block", "publicLinks": "block"}
	acctest.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			assert.Empty(t, securing(org))
			return nil
		},
		Steps: []resource.TestStep{
			{
				Config:            config("No export", `export = "block"`, ""),
				ConfigPlanChecks:  planned(plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{value("status", knownvalue.StringExact("draft")), value("published", knownvalue.Bool(false))},
				Check:             holds(simulator.DataSecurityPolicy{Name: "No export", Status: "draft", Coverage: "ORG", Rules: map[string]string{"export": "block"}}),
			},
			{
				Config:           config("Keep it", `export = "block", public_links = "block"`, `description = "D"`),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				Check:            holds(simulator.DataSecurityPolicy{Name: "Keep it", Description: "D", Status: "draft", Coverage: "ORG", Rules: blocked}),
			},
			{ // drift of everything
				PreConfig: func() {
					require.NoError(t, org.Simulator.PutDataSecurityPolicy(simulator.DataSecurityPolicy{
						ID: id, Name: "Open", Description: "E", Status: "draft", Coverage: "UNASSIGNED", Rules: map[string]string{"export": "allow", "anonymousAccess": "allow"},
					}))
				},
				Config: config("Keep it", `export = "block", public_links = "block"`, `description = "D"`),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate,
					acctest.Before{Address: this, Attribute: "name", Want: "Open"}, acctest.Before{Address: this, Attribute: "description", Want: "E"},
					acctest.Before{Address: this, Attribute: "coverage", Want: "UNASSIGNED"},
					acctest.Before{Address: this, Attribute: "rules", Want: map[string]any{
						"export": "allow", "anonymous_access": "allow", "public_links": nil, "attachment_download": nil, "app_access": nil,
					}}),
				Check: holds(simulator.DataSecurityPolicy{Name: "Keep it", Description: "D", Status: "draft", Coverage: "ORG", Rules: blocked}),
			},
			{ResourceName: this, ImportState: true, ImportStateVerify: true},
			{ // a person publishes it: that is no drift to mend
				PreConfig: func() {
					require.NoError(t, org.Simulator.PutDataSecurityPolicy(simulator.DataSecurityPolicy{ID: id, Name: "Keep it", Description: "D", Rules: blocked}))
				},
				Config:            config("Keep it", `export = "block", public_links = "block"`, `description = "D"`),
				ConfigStateChecks: []statecheck.StateCheck{value("published", knownvalue.Bool(true)), value("status", knownvalue.StringExact("active"))},
			},
			{ // it changes only when it is published anew
				Config:      config("Keep it", `export = "allow", public_links = "block"`, `description = "D"`),
				ExpectError: regexp.MustCompile(`(?s)is\s+published,\s+and\s+a\s+published\s+policy\s+changes\s+only\s+when\s+it\s+is\s+published\s+anew,\s+so\s+nothing\s+was\s+changed`),
			},
			{ // and somebody takes it back
				PreConfig: func() {
					require.NoError(t, org.Simulator.PutDataSecurityPolicy(simulator.DataSecurityPolicy{ID: id, Name: "Keep it", Description: "D", Status: "draft", Rules: blocked}))
				},
				Config:      config("Keep it", `export = "block", public_links = "block"`, `description = "D"`),
				ExpectError: regexp.MustCompile(`(?s)A draft is not in force.*A person\s+must\s+publish\s+it`),
			},
			{ // disappears: it can still be read
				PreConfig: func() {
					require.NoError(t, org.Simulator.PutDataSecurityPolicy(simulator.DataSecurityPolicy{ID: id, Name: "Keep it", Status: "deleted", Rules: blocked}))
				},
				Config:           config("Keep it", `export = "block"`, ""),
				ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
				Check:            holds(simulator.DataSecurityPolicy{Name: "Keep it", Status: "draft", Coverage: "ORG", Rules: map[string]string{"export": "block"}}),
			},
		},
	})
}

// With the experiment, apply publishes, and what is not published shows as drift.
func TestDataSecurityPolicyIsPublished(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := publishing(t)
	config := func(effect, resources string) string {
		return acctest.Config(org, fmt.Sprintf(`
resource "atlassian_data_security_policy" "all" {
  name     = "All"
  coverage = "ORG"
  rules = {
    export     = %q
    app_access = { effect = "block", subject_id = "all_apps" }
  }
}

resource "atlassian_data_security_policy" "part" {
  name         = "Part"
  coverage     = "WORKSPACE"
  rules        = { export = "allow" }
  resource_ids = [%s]
  depends_on   = [atlassian_data_security_policy.all]
}
`, effect, resources), allowPublishing)
	}
	const all, part = dataSecurityType + ".all", dataSecurityType + ".part"
	published := []statecheck.StateCheck{
		statecheck.ExpectKnownValue(all, tfjsonpath.New("published"), knownvalue.Bool(true)),
		statecheck.ExpectKnownValue(part, tfjsonpath.New("published"), knownvalue.Bool(true)),
	}
	of := func(name string) simulator.DataSecurityPolicy {
		found := securing(org)
		at := slices.IndexFunc(found, func(p simulator.DataSecurityPolicy) bool { return p.Name == name })
		require.GreaterOrEqual(t, at, 0, name)
		return found[at]
	}
	acctest.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			assert.Empty(t, securing(org))
			return nil
		},
		Steps: []resource.TestStep{
			{
				Config: config("block", `"`+jira+`"`), ConfigStateChecks: published,
				Check: func(*terraform.State) error {
					assert.Equal(t, []string{jira}, of("Part").Resources)
					assert.Equal(t, "all_apps", of("All").AppSubject)
					return nil
				},
			},
			{ // what a published policy says, and what it covers
				Config: config("allow", `"`+confluence+`"`), ConfigStateChecks: published,
				Check: func(*terraform.State) error {
					assert.Equal(t, []string{confluence}, of("Part").Resources)
					assert.Equal(t, "active, allow", of("All").Status+", "+of("All").Rules["export"])
					return nil
				},
			},
			{ // somebody takes the publication back, and covers something else
				PreConfig: func() {
					whole, some := of("All"), of("Part")
					whole.Status, some.Resources = simulator.DataSecurityDraft, []string{jira, confluence}
					require.NoError(t, org.Simulator.PutDataSecurityPolicy(whole))
					require.NoError(t, org.Simulator.PutDataSecurityPolicy(some))
				},
				Config: config("allow", `"`+confluence+`"`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.Before{Address: all, Attribute: "published", Want: false},
					acctest.Before{Address: part, Attribute: "resource_ids", Want: []any{confluence, jira}},
				}},
				ConfigStateChecks: published,
				Check: func(*terraform.State) error {
					assert.Equal(t, []string{confluence}, of("Part").Resources)
					assert.Equal(t, simulator.DataSecurityActive, of("All").Status)
					return nil
				},
			},
		},
	})
}
