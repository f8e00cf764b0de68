// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const thisAccount = "atlassian_managed_account.this"

func accountConfig(org *simulated.Organization, attributes string) string {
	return acctest.Config(org, `
resource "atlassian_managed_account" "this" {
`+attributes+`
}`)
}

func accountPlan(kind plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(thisAccount, kind)}}
}

func TestManagedAccountLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	id := org.Simulator.AccountID(emil)
	is := func(name, email, lifecycle string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			profile := org.Simulator.Profile(id)
			require.Equal(t, name+" "+email, profile.Name+" "+profile.Email)
			for _, user := range org.Simulator.Organization().Users {
				if user.AccountID == id {
					require.Equal(t, lifecycle, user.Status)
				}
			}
			return nil
		}
	}
	acctest.Test(t, resource.TestCase{
		CheckDestroy: is("Emil", "emil@acme.dev", "active"), // destroy forgets
		Steps: []resource.TestStep{
			{
				Config:           accountConfig(org, `email = "emil.sorensen@acme.example"`+"\n"+`active = true`+"\n"+`name = "Emil"`),
				ConfigPlanChecks: accountPlan(plancheck.ResourceActionCreate),
				Check:            is("Emil", emil, "active"),
			},
			{ResourceName: thisAccount, ImportState: true, ImportStateId: id, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "account_id"},
			{
				Config:           accountConfig(org, `email = "emil@acme.dev"`+"\n"+`active = false`+"\n"+`name = "Emil"`),
				ConfigPlanChecks: accountPlan(plancheck.ResourceActionUpdate),
				Check:            is("Emil", "emil@acme.dev", "deactivated"),
			},
			{ // drift: somebody activates the account, and renames it
				PreConfig: func() {
					require.NoError(t, org.Simulator.ChangeUser(id, simulator.UserChange{Status: new("active")}))
					require.NoError(t, org.Simulator.ChangeProfile(id, simulator.ProfileChange{Name: new("Other")}))
				},
				Config:           accountConfig(org, `email = "emil@acme.dev"`+"\n"+`active = false`+"\n"+`name = "Emil"`),
				ConfigPlanChecks: accountPlan(plancheck.ResourceActionUpdate),
				Check:            is("Emil", "emil@acme.dev", "deactivated"),
			},
			{ // a scheduled deletion is canceled
				PreConfig:        func() { require.NoError(t, org.Simulator.ScheduleDeletion(id)) },
				Config:           accountConfig(org, `email = "emil@acme.dev"`+"\n"+`active = true`+"\n"+`name = "Emil"`),
				ConfigPlanChecks: accountPlan(plancheck.ResourceActionUpdate),
				Check:            is("Emil", "emil@acme.dev", "active"),
			},
			{ // disappears
				PreConfig: func() {
					require.NoError(t, org.Simulator.ChangeUser(id, simulator.UserChange{ClaimStatus: new("unmanaged")}))
				},
				Config:      accountConfig(org, `account_id = "`+id+`"`),
				ExpectError: regexp.MustCompile("The organization does not manage the account"),
			},
		},
	})
}
