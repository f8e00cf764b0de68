// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

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

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const thisAttestation = attestationType + ".this"

func attestationConfig(org *simulated.Organization, policy string, lines ...string) string {
	return acctest.Config(org, fmt.Sprintf(`
resource "atlassian_authentication_policy_attestation" "this" {
  policy_id   = %q
  attested_by = "ada.okafor@acme.example"
  settings    = { two_step_verification = "required", minimum_password_strength = "strong", idle_session_minutes = 600 }
  %s
}
`, policy, strings.Join(lines, "\n  ")))
}

func attestationValue(name string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(thisAttestation, tfjsonpath.New(name), want)
}

func plannedAttestation(action plancheck.ResourceActionType, more ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: append(more, plancheck.ExpectResourceAction(thisAttestation, action))}
}

func TestAttestationLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := attestationConfig(org, staff)
	nobody := knownvalue.ListExact([]knownvalue.Check{})
	rfc3339 := knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`))
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{ // the framework insists on an empty plan after every step
			Config:           config,
			ConfigPlanChecks: plannedAttestation(plancheck.ResourceActionCreate, plancheck.ExpectUnknownValue(thisAttestation, tfjsonpath.New("attested_at"))),
			ConfigStateChecks: []statecheck.StateCheck{
				attestationValue("attested_at", rfc3339), attestationValue("expired", knownvalue.Bool(false)), attestationValue("valid_for_days", knownvalue.Int64Exact(180)),
				attestationValue("changes", nobody), attestationValue("without_two_step_verification", nobody), attestationValue("without_single_sign_on", knownvalue.Null()),
				attestationValue("watched_actions", texts("auth_policy_created", "auth_policy_deleted", "auth_policy_made_default", "auth_policy_updated")),
			},
		},
		{
			PreConfig: func() {
				assert.NoError(t, org.Simulator.SetAuthenticationSettings(staff, simulator.AuthenticationSettingsChange{TwoStepVerification: new("optional")}))
				assert.NoError(t, org.Simulator.ChangeUser(dana, simulator.UserChange{MFA: new(false)}))
			},
			Config: config, PlanOnly: true, ExpectNonEmptyPlan: true,
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(thisAttestation, plancheck.ResourceActionUpdate),
				acctest.Before{Address: thisAttestation, Attribute: "without_two_step_verification", Want: []any{dana}},
				lengthBefore{thisAttestation, "changes", 1},
				plancheck.ExpectKnownValue(thisAttestation, tfjsonpath.New("changes"), nobody),
				plancheck.ExpectKnownValue(thisAttestation, tfjsonpath.New("without_two_step_verification"), nobody),
				plancheck.ExpectUnknownValue(thisAttestation, tfjsonpath.New("attested_at")),
			}},
		},
		{
			PreConfig:         func() { assert.NoError(t, org.Simulator.ChangeUser(dana, simulator.UserChange{MFA: new(true)})) },
			Config:            attestationConfig(org, staff, `review = "2026-11-28: two-step verification is optional for a day"`),
			ConfigPlanChecks:  plannedAttestation(plancheck.ResourceActionUpdate, lengthBefore{thisAttestation, "changes", 1}),
			ConfigStateChecks: []statecheck.StateCheck{attestationValue("changes", nobody)},
		},
		{
			ResourceName: thisAttestation, ImportState: true, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "policy_id", ImportStateId: staff,
			ImportStateVerifyIgnore: []string{"settings", "attested_by", "review", "attested_at", "expired", "deleted", "changes", "watched_actions", "without_two_step_verification"},
		},
		{
			Config:           strings.Replace(attestationConfig(org, everyone), "required", "optional", 1),
			ConfigPlanChecks: plannedAttestation(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				attestationValue("policy_id", knownvalue.StringExact(everyone)), attestationValue("without_two_step_verification", knownvalue.Null()),
			},
		},
	}})
}

// What people read who sit in front of a terminal.
func TestAttestationInTheTerminal(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", `
resource "atlassian_authentication_policy_attestation" "staff" {
  policy_id   = "`+staff+`"
  attested_by = "Ada Okafor"
  settings    = { two_step_verification = "required" }
}

resource "atlassian_authentication_policy_members" "staff" {
  policy_id = atlassian_authentication_policy_attestation.staff.policy_id
  emails    = ["`+ada+`"]
}
`)
	assert.NotContains(t, w.MustRun("apply", "-auto-approve", "-no-color").Output, "look at the policy")
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
	hasTwoStep(t, org, chen, false)

	output := w.MustRun("plan", "-no-color").Output
	for _, part := range []string{
		`~ attested_at`, `(known after apply)`, `- action_name = "Updated authentication policy" -> null`, `"` + chen + `",`,
		`Warning: The policy was changed after its attestation`, `First, a person must look at the policy in Atlassian Administration`,
		`Warning: Members without two-step verification`, `As it is, apply will fail`, `Plan: 0 to add, 1 to change, 0 to destroy.`,
	} {
		assert.Contains(t, output, part)
	}
	assert.NotContains(t, output, "watched_actions", "which stays")
	destroyed := w.MustRun("destroy", "-auto-approve", "-no-color").Output
	assert.Contains(t, destroyed, "The policy and its settings stay in Atlassian")
	assert.Contains(t, destroyed, "has forgotten the attestation of authentication policy")
}
