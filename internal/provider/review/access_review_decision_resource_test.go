// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const thisDecision = decisionType + ".this"

// decided is a configuration that decides on everybody in the small company. More are lines of the resource.
func decided(org *simulated.Organization, more ...string) string {
	return fmt.Sprintf(`
resource "atlassian_access_review_decision" "this" {
  quarter     = "2026-Q4"
  reviewed_by = "Ada Okafor"
  groups      = { %q = "reviewed by Dana", %q = "reviewed by Dana" }
  app_roles   = [{ site = "acme", product = "confluence", role = "atlassian/user" }]
  keep = {
    "Ada.Okafor@acme.example" = "owns the organization"
    %q                        = "stands in for Ada"
    "fatima.haddad@acme.example"      = "answers requests"
    "ivan.petrov@acme.dev"            = "on call"
    "milo.rossi@contractor.example"   = "until the end of the project"
    # more
  }
  %s
}
`, org.Simulator.GroupID("jira-users"), org.Simulator.GroupID("engineering"), org.Simulator.AccountID(bruno), strings.Join(more, "\n  "))
}

// keeping adds people to a configuration.
func keeping(config string, lines ...string) string {
	return strings.Replace(config, "# more", strings.Join(lines, "\n    "), 1)
}

// much lets everything happen that a review finds.
func much(t *testing.T, org *simulated.Organization) {
	t.Helper()
	_, err := org.Simulator.AddUser(simulator.User{Email: "nina.weber@acme.example", Name: "Nina Weber"})
	assert.NoError(t, err)
	assert.NoError(t, org.Simulator.AddMember("engineering", "nina.weber@acme.example"))
	assert.NoError(t, org.Simulator.Restore(julia, ""))
	assert.NoError(t, org.Simulator.Suspend(chen, ""))
	assert.NoError(t, org.Simulator.CreateAPIKey(simulator.APIKey{ID: "key-2", Label: "reports", CreatedBy: ada, ExpiresAt: time.Now().Add(20 * 24 * time.Hour)}))
}

func TestDecisionLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := start(t)
	config := acctest.Config(org, decided(org))
	none := knownvalue.ListExact([]knownvalue.Check{})
	planned := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
		checks := []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(thisDecision, action), plancheck.ExpectKnownValue(thisDecision, tfjsonpath.New("expired"), knownvalue.Bool(false)),
		}
		for _, list := range []string{"undecided", "suspended_with_roles", "expiring_api_keys", "missing_groups"} {
			checks = append(checks, plancheck.ExpectKnownValue(thisDecision, tfjsonpath.New(list), none))
		}
		return resource.ConfigPlanChecks{PreApply: checks}
	}
	answered := acctest.Config(org, keeping(decided(org, `keep_suspended = { "chen.li@acme.example" = "on leave" }`, `keep_api_keys = { "key-2" = "not needed any more" }`),
		`"nina.weber@acme.example" = "hired on Monday"`, `"julia.santos@acme.example" = "came back"`))
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{ // the framework insists on an empty plan after every step
			Config:           config,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(thisDecision, tfjsonpath.New("undecided"), none),
				statecheck.ExpectKnownValue(thisDecision, tfjsonpath.New("valid_for_days"), knownvalue.Int64Exact(100)),
				statecheck.ExpectKnownValue(thisDecision, tfjsonpath.New("kept_accounts").AtMapKey("Ada.Okafor@acme.example"), knownvalue.StringExact(org.Simulator.AccountID(ada))),
				statecheck.ExpectKnownValue(thisDecision, tfjsonpath.New("group_members").AtMapKey(org.Simulator.GroupID("engineering")), knownvalue.ListSizeExact(3)),
				statecheck.ExpectKnownValue(thisDecision, tfjsonpath.New("app_role_holders").AtMapKey(confluence+"/atlassian/user"), knownvalue.ListSizeExact(4)),
			},
		},
		{
			PreConfig: func() { much(t, org) },
			Config:    config, PlanOnly: true, ExpectNonEmptyPlan: true,
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: planned(plancheck.ResourceActionUpdate).PreApply},
		},
		{Config: answered, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
		{ // nothing is decided then
			ResourceName: thisDecision, ImportState: true, ImportStateId: org.Credentials.OrganizationID, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "expired",
			ImportStateVerifyIgnore: []string{
				"quarter", "reviewed_by", "reviewed_at", "valid_for_days", "key_expiry_days", "keep", "groups", "app_roles", "keep_suspended", "keep_api_keys",
				"undecided", "suspended_with_roles", "expiring_api_keys", "kept_accounts", "group_members", "app_role_holders", "removed_accounts", "without_access",
			},
		},
		{ // another scope is another review
			Config:           strings.Replace(answered, `quarter  `, fmt.Sprintf("directory_ids = [%q]\n  quarter", org.Credentials.DirectoryID), 1),
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
		},
		{
			Config:           strings.Replace(answered, `quarter     = "2026-Q4"`, fmt.Sprintf("directory_ids = [%q]\n  quarter = \"2027-Q1\"", org.Credentials.DirectoryID), 1),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
		},
	}})
}

// What people read who sit in front of a terminal: an apply that fails, replacements in both orders, and the end.
func TestDecisionInTheTerminal(t *testing.T) {
	t.Parallel()
	for name, lifecycle := range map[string]string{"delete first": "", "create first": "lifecycle {\n    create_before_destroy = true\n  }"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := start(t)
			w := cli.New(t, org).Keep()
			w.Write("main.tf", decided(org, lifecycle))
			created := w.MustRun("apply", "-auto-approve", "-no-color")
			assert.Contains(t, created.Output, `group "engineering" (`)
			assert.Contains(t, strings.Join(strings.Fields(created.Output), " "), "3 accounts: "+chen+", "+dana+", "+gus)
			again := w.Run("plan", "-detailed-exitcode", "-no-color")
			assert.Zero(t, again.ExitCode, again.Output)

			replaced := w.MustRun("apply", "-auto-approve", "-no-color", "-replace="+thisDecision)
			assert.NotContains(t, replaced.Output, "has forgotten", "a new decision follows")
			w.MustRun("taint", thisDecision)
			w.MustRun("apply", "-auto-approve", "-no-color")

			much(t, org)
			drifted := w.Run("plan", "-detailed-exitcode", "-no-color")
			assert.Equal(t, 2, drifted.ExitCode)
			output := strings.Join(strings.Fields(drifted.Output), " ")
			for _, part := range []string{
				`- email = "nina.weber@acme.example" -> null`, `- email = "julia.santos@acme.example" -> null`, `- email = "chen.li@acme.example" -> null`, `- label = "reports" -> null`,
				"Warning: Accounts have access, and nobody has decided on it", "Warning: Suspended accounts have roles", "Warning: API keys expire", "As it is, apply will fail.", "Plan: 0 to add, 1 to change, 0 to destroy.",
			} {
				assert.Contains(t, output, part)
			}
			failed := w.Run("apply", "-auto-approve", "-no-color")
			assert.Equal(t, 1, failed.ExitCode)
			assert.Contains(t, failed.Output, `"nina.weber@acme.example" = "REASON"`)
			assert.Equal(t, 2, w.Run("plan", "-detailed-exitcode", "-no-color").ExitCode, "nothing is cleared")

			cleared := w.Run("apply", "-auto-approve", "-no-color", "-replace="+thisDecision)
			assert.Equal(t, 1, cleared.ExitCode, "Nina is in engineering, which a new decision would cover")
			assert.Contains(t, cleared.Output, "A new decision would cover accounts that nobody has decided on")
			w.Write("main.tf", strings.Replace(decided(org, lifecycle), `"this"`, `"other"`, 1))
			moved := w.Run("apply", "-auto-approve", "-no-color")
			assert.Equal(t, 1, moved.ExitCode, "neither does one at another address")
			assert.Contains(t, strings.Join(strings.Fields(moved.Output), " "), "write a moved block")

			w.Write("main.tf", keeping(decided(org, lifecycle, `keep_suspended = { "chen.li@acme.example" = "on leave" }`, `keep_api_keys = { "key-2" = "not needed any more" }`),
				`"nina.weber@acme.example" = "hired on Monday"`, `"julia.santos@acme.example" = "came back"`))
			w.MustRun("apply", "-auto-approve", "-no-color", "-replace="+thisDecision)
			again = w.Run("plan", "-detailed-exitcode", "-no-color")
			assert.Zero(t, again.ExitCode, again.Output)
			assert.Contains(t, w.MustRun("destroy", "-auto-approve", "-no-color").Output, "Access stays as it is")
		})
	}
}
