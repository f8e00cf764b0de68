// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

const thisMembership = "atlassian_group_membership.this"

// membershipPlan checks what a plan does to the membership before it is applied.
func membershipPlan(kind plancheck.ResourceActionType, more ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: append(more, plancheck.ExpectResourceAction(thisMembership, kind))}
}

func membershipConfig(org *simulated.Organization, group, attribute, value string) string {
	return acctest.Config(org, fmt.Sprintf(`
resource "atlassian_group_membership" "this" {
  group_id = %q
  %s = %q
}`, org.Simulator.GroupID(group), attribute, value))
}

func TestGroupMembershipLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	byID := func(*terraform.State) (string, error) {
		return org.Simulator.GroupID("contractors") + "/" + org.Simulator.AccountID(ada), nil
	}
	acctest.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ImpatientFactories(t, org),
		CheckDestroy:             really(t, org, "contractors", lena, milo),
		Steps: []resource.TestStep{
			{
				Config: membershipConfig(org, "contractors", "email", "Ada.Okafor@acme.example"),
				ConfigPlanChecks: membershipPlan(plancheck.ResourceActionCreate,
					plancheck.ExpectKnownValue(thisMembership, tfjsonpath.New("account_id"), knownvalue.StringExact(org.Simulator.AccountID(ada)))),
				Check: really(t, org, "contractors", ada, lena, milo),
			},
			{ResourceName: thisMembership, ImportState: true, ImportStateIdFunc: byID, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"email"}, ImportStateVerifyIdentifierAttribute: "account_id"},
			{
				// As imported, but configured by the address.
				Config:       membershipConfig(org, "contractors", "email", "ADA.okafor@acme.example"),
				ResourceName: thisMembership, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: byID,
			},
			{ // disappears
				PreConfig:        func() { require.NoError(t, org.Simulator.RemoveMember("contractors", ada)) },
				Config:           membershipConfig(org, "contractors", "account_id", org.Simulator.AccountID(ada)),
				ConfigPlanChecks: membershipPlan(plancheck.ResourceActionCreate),
				Check:            really(t, org, "contractors", ada, lena, milo),
			},
			{
				Config:           membershipConfig(org, "contractors", "email", bruno),
				ConfigPlanChecks: membershipPlan(plancheck.ResourceActionUpdate),
				Check:            really(t, org, "contractors", bruno, lena, milo),
			},
			{
				Config:           membershipConfig(org, "engineering", "email", bruno),
				ConfigPlanChecks: membershipPlan(plancheck.ResourceActionUpdate),
				Check: resource.ComposeTestCheckFunc(
					really(t, org, "contractors", lena, milo),
					really(t, org, "engineering", bruno, chen, dana, gus),
				),
			},
		},
	})
}

// A replacement of the same membership takes nothing away, so no protection prevents it.
func TestGroupMembershipOfAProtectedAccount(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	block := fmt.Sprintf("protected_account_ids = [%q]", org.Simulator.AccountID(chen))
	config := func(line string) string {
		return acctest.Config(org, fmt.Sprintf("resource \"atlassian_group_membership\" \"this\" {\n  group_id = %q\n  email    = %q\n}", org.Simulator.GroupID("contractors"), chen), line)
	}
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config(block)},
		{Config: config(block), Taint: []string{thisMembership}, Check: really(t, org, "contractors", chen, lena, milo)},
		{Config: config(""), Check: really(t, org, "contractors", chen, lena, milo)},
	}})
}
