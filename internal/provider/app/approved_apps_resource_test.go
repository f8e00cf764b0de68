// SPDX-License-Identifier: MPL-2.0

package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

const theseApps = approvedAppsType + ".this"

// policy is a configuration that approves what is installed in the small company. Scopes are those of Orbit Boards.
func policy(t *testing.T, org *simulated.Organization, site, scopes string) string {
	t.Helper()
	return fmt.Sprintf(`
resource "atlassian_approved_apps" "this" {
  sites = [%q]
  approved = {
    "com.orbit.boards"     = { scopes = [%s], egress = ["*.orbit.example"], reviewed_by = "Ada", reviewed_at = "2026-11-26", reason = "roadmaps" }
    "com.paperplane.forms" = { reviewed_by = "Ada", reviewed_at = "2026-11-26", required = false }
    %q                     = { egress = [], reviewed_by = "Ada", reviewed_at = "2026-11-26" }
    %q                     = { frameworks = ["3lo"], reviewed_by = "Ada", reviewed_at = "2026-11-26" }
  }
}
`, site, scopes, idOf(t, org, "Acme Release Notes"), idOf(t, org, "Calendar Bridge"))
}

const (
	reviewedScopes = `"read:jira-user", "read:jira-work"`
	widenedScopes  = reviewedScopes + `, "write:jira-work"`
)

func TestApprovedAppsLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := acctest.Config(org, policy(t, org, "acme", reviewedScopes))
	none := knownvalue.ListExact([]knownvalue.Check{})
	planned := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(theseApps, action),
			plancheck.ExpectKnownValue(theseApps, tfjsonpath.New("unapproved"), none), plancheck.ExpectKnownValue(theseApps, tfjsonpath.New("exceeding"), none),
		}}
	}
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{ // the framework insists on an empty plan after every step
			Config:           config,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(theseApps, tfjsonpath.New("unapproved"), none),
				statecheck.ExpectKnownValue(theseApps, tfjsonpath.New("on_unapproved"), knownvalue.StringExact("report")),
			},
		},
		{
			PreConfig: func() {
				installs(t, org, "Ledger Export", acmeJira)
				grows(t, org)
			},
			Config: config, PlanOnly: true, ExpectNonEmptyPlan: true,
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: planned(plancheck.ResourceActionUpdate).PreApply},
		},
		{ // the person widens the approval
			PreConfig:        func() { assert.NoError(t, org.Simulator.UninstallApp("Ledger Export", acmeJira)) },
			Config:           strings.Replace(acctest.Config(org, policy(t, org, "acme", widenedScopes)), `"*.orbit.example"`, `"*.orbit.example", "*.tracker.example"`, 1),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
		},
		{
			ResourceName: theseApps, ImportState: true, ImportStateVerify: true, ImportStateId: "acme", ImportStateVerifyIdentifierAttribute: "on_unapproved",
			ImportStateVerifyIgnore: []string{"approved", "unapproved"},
		},
		{
			Config:           strings.Replace(acctest.Config(org, policy(t, org, acmeJira, widenedScopes)), `"*.orbit.example"`, `"*.orbit.example", "*.tracker.example"`, 1),
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
		},
	}})
}

// What people read who sit in front of a terminal.
func TestApprovedAppsInTheTerminal(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", policy(t, org, "https://acme.atlassian.net", reviewedScopes))
	w.MustRun("apply", "-auto-approve", "-no-color")
	again := w.Run("plan", "-detailed-exitcode", "-no-color")
	assert.Zero(t, again.ExitCode, again.Output)

	installs(t, org, "Ledger Export", acmeConfluence)
	grows(t, org)
	drifted := w.Run("plan", "-detailed-exitcode", "-no-color")
	assert.Equal(t, 2, drifted.ExitCode)
	output := strings.Join(strings.Fields(drifted.Output), " ")
	for _, part := range []string{
		`- name = "Ledger Export" -> null`, `- vendor = "Ledgerly" -> null`, `- site = "https://acme.atlassian.net" -> null`, `- "write:jira-work",`,
		`Warning: Apps are installed that nobody has approved`, `Warning: Apps go beyond what was reviewed`, `As it is, apply will fail`, `Plan: 0 to add, 1 to change, 0 to destroy.`,
	} {
		assert.Contains(t, output, part)
	}
	destroyed := w.MustRun("destroy", "-auto-approve", "-no-color").Output
	assert.Contains(t, destroyed, "Installed apps stay as they are")
	assert.Len(t, org.Simulator.AppInstallations("Ledger Export"), 1)
}
