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
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const theseMembers = "atlassian_authentication_policy_members.this"

// planned checks what a plan does to the members before it is applied.
func planned(kind plancheck.ResourceActionType, more ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: append(more, plancheck.ExpectResourceAction(theseMembers, kind))}
}

func membersConfig(org *simulated.Organization, policy, body string) string {
	return acctest.Config(org, fmt.Sprintf("resource \"atlassian_authentication_policy_members\" \"this\" {\n  policy_id = %q\n%s\n}", policy, body))
}

func texts(values ...string) knownvalue.Check {
	checks := make([]knownvalue.Check, len(values))
	for i, value := range values {
		checks[i] = knownvalue.StringExact(value)
	}
	return knownvalue.ListExact(checks)
}

func TestMembersLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	const fallback = "  fallback_policy_id = \"" + everyone + "\"\n"
	acctest.Test(t, resource.TestCase{
		CheckDestroy: really(t, org, everyone, emil, gus, fatima),
		Steps: []resource.TestStep{
			{
				Config:           membersConfig(org, staff, fallback+`emails = ["Emil.Sorensen@acme.example", "gus.moreau@acme.dev", "ada.okafor@acme.example"]`),
				ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
				Check:            really(t, org, staff, emil, gus, ada, bruno),
			},
			{
				Config:           membersConfig(org, staff, fallback+"  emails = [\"emil.sorensen@acme.example\", \"fatima.haddad@acme.example\"]\n  max_removals = 2"),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				Check:            resource.ComposeTestCheckFunc(really(t, org, staff, emil, fatima, bruno), really(t, org, everyone, ada, gus)),
			},
			{
				ResourceName: theseMembers, ImportState: true,
				ImportStateId: staff + "/" + strings.Join(accounts(org, emil, fatima), ","), ImportStateVerify: false,
				ImportStateCheck: func(states []*terraform.InstanceState) error {
					require.Len(t, states, 1)
					assert.Equal(t, "2", states[0].Attributes["account_ids.#"])
					assert.Equal(t, staff, states[0].Attributes["policy_id"])
					return nil
				},
			},
			{
				// Another policy: the people go there, and stay nowhere in between.
				Config:           membersConfig(org, glass, fallback+"  emails = [\"emil.sorensen@acme.example\", \"fatima.haddad@acme.example\"]\n  max_removals = 2"),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				Check: resource.ComposeTestCheckFunc(really(t, org, glass, emil, fatima), func(*terraform.State) error {
					assert.Len(t, movesLogged(t, org), 2+1+2+2, "no detour by way of the fallback policy")
					return nil
				}),
			},
		},
	})
}

func TestMembersDriftOnTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := membersConfig(org, staff, fmt.Sprintf("  emails = [%q, %q]\n  account_ids = [%q]", ada, emil, org.Simulator.AccountID(gus)))
	acctest.Test(t, resource.TestCase{
		CheckDestroy: really(t, org, staff, ada, emil, gus), // forgotten, and still there
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() {
					require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(everyone, ada))
					require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(glass, gus))
				},
				Config: config,
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate,
					acctest.Before{Address: theseMembers, Attribute: "emails", Want: []any{emil}},
					acctest.Before{Address: theseMembers, Attribute: "account_ids", Want: []any{}},
					plancheck.ExpectKnownValue(theseMembers, tfjsonpath.New("emails"), texts(ada, emil)),
				),
				Check: really(t, org, staff, ada, emil, gus),
			},
			{
				// Everybody is gone, and the policy as well for all that can be seen: the resource stays, and mends it.
				PreConfig: func() {
					for _, email := range []string{ada, emil, gus} {
						require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(everyone, email))
					}
				},
				Config:           config,
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				Check:            really(t, org, staff, ada, emil, gus),
			},
		},
	})
}

// A creation that fails for 3 of 200 leaves 197 in the state. What follows moves those three, and nobody else.
func TestMembersAfterAPartialCreation(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	const people = 200
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Users: people})))
	bad := []string{simulated.Email(3), simulated.Email(30), simulated.Email(130)}
	for _, email := range bad {
		require.NoError(t, org.Simulator.FailMoves(email, &simulator.MoveFailure{Status: 409, Title: "Conflict", Detail: "Try later"}))
	}
	config := membersConfig(org, simulated.PolicyID, fmt.Sprintf(
		"  emails = [for n in range(1, %d) : format(\"user-%%04d@large.example\", n)]\n  fallback_policy_id = %q", people+1, simulated.DefaultPolicyID))
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config,
			ExpectError: regexp.MustCompile(`(?s)Some people could not be moved.*3 of 200 people could not be moved.*user-0003@large\.example: Conflict:\s+Try\s+later\s+\(status\s+409\)` +
				`.*user-0030@large\.example.*user-0130@large\.example`),
		},
		{
			PreConfig: func() {
				assert.Len(t, org.Simulator.AuthenticationPolicyMembers(simulated.PolicyID), people-3)
				assert.Len(t, movesLogged(t, org), people-3)
				for _, email := range bad {
					require.NoError(t, org.Simulator.FailMoves(email, nil))
				}
			},
			Config: config,
			ConfigPlanChecks: planned(plancheck.ResourceActionReplace, lengthBefore{theseMembers, "emails", people - 3},
				plancheck.ExpectKnownValue(theseMembers, tfjsonpath.New("emails"), knownvalue.ListSizeExact(people))),
			Check: func(*terraform.State) error {
				assert.Len(t, movesLogged(t, org), people, "who is in the policy stays there all along")
				return nil
			},
		},
	}})
}
