// SPDX-License-Identifier: MPL-2.0

package domain_test

import (
	"fmt"
	"regexp"
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

func TestVerificationFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	id := org.Simulator.DomainID("acme.example")
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{ // the framework insists on an empty plan after every step
			Config:            verify(org, "acme.example"),
			ConfigPlanChecks:  planned(plancheck.ResourceActionCreate, plancheck.ExpectKnownValue(this, tfjsonpath.New("status"), knownvalue.StringExact("verified"))),
			ConfigStateChecks: []statecheck.StateCheck{value("domain", "acme.example"), value("id", id), value("claim_type", "dns"), value("status", "verified")},
		},
		{ResourceName: this, ImportState: true, ImportStateVerify: true, ImportStateId: "acme.example"},
		{ResourceName: this, ImportState: true, ImportStateVerify: true, ImportStateId: id},
		{ResourceName: this, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: "acme.example"},
		{ResourceName: this, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: id},
		{
			Config:            verify(org, "ACME.example"),
			ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			ConfigStateChecks: []statecheck.StateCheck{value("domain", "acme.example")},
		},
		{
			Config:           verify(org, "acme.example", `expected_claim_type = "dns"`, `timeouts = { update = "10s" }`),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
		},
		{
			Config:            verify(org, "Acme.Dev"),
			ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{value("domain", "Acme.Dev"), value("id", org.Simulator.DomainID("acme.dev")), value("claim_type", "http")},
		},
	}})
}

func TestVerificationWaitsInTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		PreConfig: func() {
			// Plan reads once; apply reads once for its own plan, and then once for the wait, which finds it unverified.
			onceAsked(t, org, 3, func() { assert.NoError(t, org.Simulator.SetDomainClaim("acme-labs.example", "verified")) })
		},
		Config:            verify(org, "acme-labs.example"),
		ConfigStateChecks: []statecheck.StateCheck{value("status", "verified")},
	}}})
}

func TestVerificationDriftInTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := verify(org, "acme.example", `timeouts = { update = "1s" }`)
	drift := planned(plancheck.ResourceActionUpdate, plancheck.ExpectKnownValue(this, tfjsonpath.New("status"), knownvalue.StringExact("verified")))
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig:        func() { require.NoError(t, org.Simulator.SetDomainClaim("acme.example", "missing_token")) },
			Config:           config,
			ConfigPlanChecks: drift,
			ExpectError:      regexp.MustCompile(`The domain is not verified(.|\n)*missing_token(.|\n)*atlassian-domain-verification=<token>`),
		},
		{ // the state still knows it
			Config:             config,
			PlanOnly:           true,
			ExpectNonEmptyPlan: true,
		},
		{
			PreConfig: func() {
				// Once for the refresh, once for the plan's, and then for the wait.
				onceAsked(t, org, 2, func() { assert.NoError(t, org.Simulator.SetDomainClaim("acme.example", "verified")) })
			},
			Config:            verify(org, "acme.example", `timeouts = { update = "20s" }`),
			ConfigStateChecks: []statecheck.StateCheck{value("status", "verified"), value("claim_type", "dns")},
		},
	}})
}

func TestVerificationDisappearsInTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: verify(org, "acme.example")},
		{
			PreConfig:          func() { require.NoError(t, org.Simulator.RemoveDomain("acme.example")) },
			Config:             verify(org, "acme.example"),
			PlanOnly:           true,
			ExpectNonEmptyPlan: true,
		},
		{
			Config:           verify(org, "acme.example"),
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ExpectError:      regexp.MustCompile(`The domain is not listed(.|\n)*Directory\s*>\s*Domains`),
		},
		{
			PreConfig:         func() { require.NoError(t, org.Simulator.AddDomain("acme.example", "http", "verified")) },
			Config:            verify(org, "acme.example"),
			ConfigPlanChecks:  planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{value("claim_type", "http")},
		},
	}})
}

func TestVerificationErrorsInTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: verify(org, "acme.test"), ExpectError: regexp.MustCompile(`The organization has no domain acme.test`)},
		{Config: verify(org, "acme/test"), ExpectError: regexp.MustCompile(`Invalid domain name`)},
		{
			Config:      verify(org, "acme.dev", `expected_claim_type = "dns"`),
			ExpectError: regexp.MustCompile(`claim\s+type\s+"dns",\s+but\s+its\s+claim\s+type\s+is\s+"http"`),
		},
		{
			Config:      verify(org, "acme-labs.example", `timeouts = { create = "1s" }`),
			ExpectError: regexp.MustCompile(`(?s)is\s+"unverified"\s+\(claim\s+type\s+dns\)\s+after\s+a\s+wait\s+of\s+1s`),
		},
	}})
}
