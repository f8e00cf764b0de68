// SPDX-License-Identifier: MPL-2.0

package domain_test

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
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

const this = verification + ".this"

// verify is a configuration with one verification.
func verify(org *simulated.Organization, domain string, lines ...string) string {
	return acctest.Config(org, fmt.Sprintf(`
resource "atlassian_domain_verification" "this" {
  domain = %q
  %s
}
`, domain, strings.Join(lines, "\n  ")))
}

// planned checks what the plan of a step does with the verification.
func planned(action plancheck.ResourceActionType, more ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: append([]plancheck.PlanCheck{plancheck.ExpectResourceAction(this, action)}, more...)}
}

func value(name, want string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(this, tfjsonpath.New(name), knownvalue.StringExact(want))
}

// The life of a verification, with the real CLI. What its messages say is told in process.
func TestVerificationFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	id := org.Simulator.DomainID("acme.example")
	drift := planned(plancheck.ResourceActionUpdate, plancheck.ExpectKnownValue(this, tfjsonpath.New("status"), knownvalue.StringExact("verified")))
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{ // the framework insists on an empty plan after every step
			Config:            verify(org, "acme.example"),
			ConfigPlanChecks:  planned(plancheck.ResourceActionCreate, plancheck.ExpectKnownValue(this, tfjsonpath.New("status"), knownvalue.StringExact("verified"))),
			ConfigStateChecks: []statecheck.StateCheck{value("domain", "acme.example"), value("id", id), value("claim_type", "dns"), value("status", "verified")},
		},
		{ResourceName: this, ImportState: true, ImportStateVerify: true, ImportStateId: "acme.example"},
		{ResourceName: this, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: id},
		{
			PreConfig: func() {
				require.NoError(t, org.Simulator.SetDomainClaim("acme.example", "missing_token"))
				// Once for the refresh, once for the plan's, and then for the wait.
				onceAsked(t, org, 2, func() { assert.NoError(t, org.Simulator.SetDomainClaim("acme.example", "verified")) })
			},
			Config:            verify(org, "ACME.example", `expected_claim_type = "dns"`, `timeouts = { update = "20s" }`),
			ConfigPlanChecks:  drift,
			ConfigStateChecks: []statecheck.StateCheck{value("status", "verified"), value("claim_type", "dns"), value("domain", "acme.example")},
		},
		{
			PreConfig:          func() { require.NoError(t, org.Simulator.RemoveDomain("acme.example")) },
			Config:             verify(org, "acme.example"),
			PlanOnly:           true,
			ExpectNonEmptyPlan: true,
			ConfigPlanChecks:   resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectResourceAction(this, plancheck.ResourceActionCreate)}},
		},
		{
			PreConfig:         func() { require.NoError(t, org.Simulator.AddDomain("acme.example", "http", "verified")) },
			Config:            verify(org, "Acme.Dev"),
			ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{value("domain", "Acme.Dev"), value("id", org.Simulator.DomainID("acme.dev")), value("claim_type", "http")},
		},
	}})
}
