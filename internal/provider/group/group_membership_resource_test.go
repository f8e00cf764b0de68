// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"fmt"
	"regexp"
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
		CheckDestroy: really(t, org, "contractors", lena, milo),
		Steps: []resource.TestStep{
			{
				Config:      membershipConfig(org, "contractors", "email", "nobody@acme.example"),
				ExpectError: regexp.MustCompile(`(?s)No account has this e-mail address.*has\s+the\s+address\s+nobody@acme\.example.*Invite\s+the\s+person.*write\s+account_id`),
			},
			{
				Config: membershipConfig(org, "contractors", "email", "Ada.Okafor@acme.example"),
				ConfigPlanChecks: membershipPlan(plancheck.ResourceActionCreate,
					plancheck.ExpectKnownValue(thisMembership, tfjsonpath.New("account_id"), knownvalue.StringExact(org.Simulator.AccountID(ada)))),
				Check: really(t, org, "contractors", ada, lena, milo),
			},
			{Config: membershipConfig(org, "contractors", "email", ada), ConfigPlanChecks: membershipPlan(plancheck.ResourceActionNoop)},
			{Config: membershipConfig(org, "contractors", "account_id", org.Simulator.AccountID(ada)), ConfigPlanChecks: membershipPlan(plancheck.ResourceActionNoop)},
			{ResourceName: thisMembership, ImportState: true, ImportStateIdFunc: byID, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"email"}, ImportStateVerifyIdentifierAttribute: "account_id"},
			{ResourceName: thisMembership, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: byID},
			{
				// As imported, but configured by the address.
				Config:       membershipConfig(org, "contractors", "email", "ADA.okafor@acme.example"),
				ResourceName: thisMembership, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: byID,
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
			{
				Config:      membershipConfig(org, "idp-employees", "email", bruno),
				ExpectError: regexp.MustCompile(`(?s)The group is synced from an identity provider.*change\s+it\s+in\s+the\s+identity\s+provider`),
			},
		},
	})
}

func TestGroupMembershipDrift(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := membershipConfig(org, "contractors", "email", ada)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig:        func() { require.NoError(t, org.Simulator.RemoveMember("contractors", ada)) },
			Config:           config,
			ConfigPlanChecks: membershipPlan(plancheck.ResourceActionCreate),
			Check:            really(t, org, "contractors", ada, lena, milo),
		},
		{
			PreConfig:   func() { readdress(t, org, ada, "ada.keller@acme.example", "contractors") },
			Config:      config,
			ExpectError: regexp.MustCompile(`(?s)No account has this e-mail address.*has\s+the\s+address\s+ada\.keller@acme\.example.*write\s+the\s+new\s+address`),
		},
		{
			Config:           membershipConfig(org, "contractors", "email", "ada.keller@acme.example"),
			ConfigPlanChecks: membershipPlan(plancheck.ResourceActionNoop, acctest.Before{Address: thisMembership, Attribute: "email", Want: "ada.keller@acme.example"}),
		},
	}})
}

func TestGroupMembershipDisappears(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := acctest.Config(org, `
resource "atlassian_group" "this" {
  name = "Platform"
}

resource "atlassian_group_membership" "this" {
  group_id = atlassian_group.this.id
  email    = "chen.li@acme.example"
}

data "atlassian_group_members" "this" {
  group_id   = atlassian_group_membership.this.group_id
  depends_on = [atlassian_group_membership.this]
}

output "members" {
  value = join(",", data.atlassian_group_members.this.members[*].email)
}`)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config, Check: resource.ComposeTestCheckFunc(really(t, org, "Platform", chen), resource.TestCheckOutput("members", chen))},
		{
			PreConfig:        func() { require.NoError(t, org.Simulator.DeleteGroup("Platform")) },
			Config:           config,
			ConfigPlanChecks: membershipPlan(plancheck.ResourceActionCreate),
			Check:            really(t, org, "Platform", chen),
		},
		{
			Config:  config,
			Destroy: true,
		},
	}})
	t.Cleanup(func() { assert.Empty(t, org.Simulator.GroupID("Platform")) })
}

func TestGroupMembershipOfAProtectedAccount(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	block := fmt.Sprintf("protected_account_ids = [%q]", org.Simulator.AccountID(chen))
	config := func(email, line string) string {
		return acctest.Config(org, fmt.Sprintf("resource \"atlassian_group_membership\" \"this\" {\n  group_id = %q\n  email    = %q\n}", org.Simulator.GroupID("contractors"), email), line)
	}
	refused := regexp.MustCompile(`(?s)A protected account would be removed.*protected_account_ids\s+of\s+the\s+provider\s+block`)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config(chen, block)},
		{Config: config(ada, block), ExpectError: refused},
		{Config: config(chen, block), Destroy: true, ExpectError: refused},
		// A replacement of the same membership takes nothing away, so nothing prevents it.
		{Config: config(chen, block), Taint: []string{thisMembership}, Check: really(t, org, "contractors", chen, lena, milo)},
		{Config: config(chen, ""), Check: really(t, org, "contractors", chen, lena, milo)},
	}})
}
