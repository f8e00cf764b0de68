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

const theseMembers = "atlassian_group_members.this"

// planned checks what a plan does to the members before it is applied.
func planned(kind plancheck.ResourceActionType, more ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: append(more, plancheck.ExpectResourceAction(theseMembers, kind))}
}

// texts is a list value.
func texts(values ...string) knownvalue.Check {
	checks := make([]knownvalue.Check, len(values))
	for i, value := range values {
		checks[i] = knownvalue.StringExact(value)
	}
	return knownvalue.ListExact(checks)
}

func membersConfig(org *simulated.Organization, group, body string) string {
	return acctest.Config(org, fmt.Sprintf("resource \"atlassian_group_members\" \"this\" {\n  group_id = %q\n%s\n}", org.Simulator.GroupID(group), body))
}

// really checks who is in a group, however the state words it.
func really(t *testing.T, org *simulated.Organization, group string, emails ...string) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		assert.ElementsMatch(t, accounts(org, emails...), org.Simulator.Members(group))
		return nil
	}
}

func TestGroupMembersLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	group := org.Simulator.GroupID("contractors")
	byID := func(*terraform.State) (string, error) { return group, nil }
	byEmail := membersConfig(org, "contractors", `emails = ["Milo.Rossi@contractor.example", "lena.fischer@contractor.example", "ada.okafor@acme.example"]`)
	acctest.Test(t, resource.TestCase{
		CheckDestroy: really(t, org, "contractors"),
		Steps: []resource.TestStep{
			{
				Config:      membersConfig(org, "contractors", `emails = ["lena.fischer@contractor.example", "nobody@acme.example", "nemo@acme.example"]`),
				ExpectError: regexp.MustCompile(`(?s)Addresses without an account.*has no account\s+for\s+2\s+addresses\s+of\s+the\s+list:\s+nobody@acme\.example,\s+nemo@acme\.example`),
			},
			{Config: byEmail, ConfigPlanChecks: planned(plancheck.ResourceActionCreate), Check: really(t, org, "contractors", ada, lena, milo)},
			{
				Config:           membersConfig(org, "contractors", `emails = ["ada.okafor@acme.example", "milo.rossi@contractor.example", "LENA.fischer@contractor.example"]`),
				ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
			},
			{
				Config:           membersConfig(org, "contractors", "emails = [\"milo.rossi@contractor.example\", \"bruno.keller@acme.example\"]\n  max_removals = 2"),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				Check:            really(t, org, "contractors", milo, bruno),
			},
			{
				Config:      membersConfig(org, "contractors", "emails = [\"ada.okafor@acme.example\"]\n  max_removals = 1"),
				ExpectError: regexp.MustCompile(`(?s)Too many members would be removed.*This would remove 2 members from group.*max_removals allows\s+1:\s+milo\.rossi@contractor\.example,\s+bruno\.keller@acme\.example`),
			},
			{
				Config:      membersConfig(org, "contractors", `emails = [for e in ["ada.okafor@acme.example"] : e if startswith(e, "z")]`),
				ExpectError: regexp.MustCompile(`(?s)An empty list would empty the group.*set\s+max_removals\s+to\s+at\s+least\s+2`),
			},
			{
				Config:           membersConfig(org, "contractors", fmt.Sprintf("account_ids = [%q, %q]", org.Simulator.AccountID(bruno), org.Simulator.AccountID(milo))),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				Check:            really(t, org, "contractors", milo, bruno),
			},
			{ResourceName: theseMembers, ImportState: true, ImportStateIdFunc: byID, ImportStateVerify: false, ImportStateCheck: func(states []*terraform.InstanceState) error {
				require.Len(t, states, 1)
				assert.Equal(t, "2", states[0].Attributes["account_ids.#"])
				assert.Equal(t, group, states[0].Attributes["group_id"])
				return nil
			}},
			{ResourceName: theseMembers, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: byID},
			{ResourceName: theseMembers, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: org.Credentials.DirectoryID + "/" + group},
			{
				Config:           membersConfig(org, "engineering", "emails = [\"chen.li@acme.example\", \"ada.okafor@acme.example\"]\n  max_removals = 2"),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				Check: resource.ComposeTestCheckFunc(
					really(t, org, "contractors"),
					really(t, org, "engineering", chen, ada),
				),
			},
		},
	})
}

func TestGroupMembersDrift(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := membersConfig(org, "engineering", `emails = ["chen.li@acme.example", "dana.novak@acme.example", "gus.moreau@acme.dev"]`)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig: func() {
				require.NoError(t, org.Simulator.AddMember("engineering", milo))
				require.NoError(t, org.Simulator.RemoveMember("engineering", dana))
			},
			Config: config,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate,
				acctest.Before{Address: theseMembers, Attribute: "emails", Want: []any{chen, gus, milo}},
				plancheck.ExpectKnownValue(theseMembers, tfjsonpath.New("emails"), texts(chen, dana, gus)),
			),
			Check: really(t, org, "engineering", chen, dana, gus),
		},
		{
			// A list in another order than the state's is still the same.
			PreConfig:        func() { require.NoError(t, org.Simulator.AddMember("engineering", milo)) },
			Config:           membersConfig(org, "engineering", `emails = ["gus.moreau@acme.dev", "dana.novak@acme.example", "milo.rossi@contractor.example", "chen.li@acme.example"]`),
			ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
		},
	}})
}

func TestGroupMembersDisappear(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := acctest.Config(org, `
resource "atlassian_group" "this" {
  name = "Platform"
}

resource "atlassian_group_members" "this" {
  group_id     = atlassian_group.this.id
  emails       = ["chen.li@acme.example"]
  max_removals = 0
}`)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config, Check: really(t, org, "Platform", chen)},
		{
			PreConfig:        func() { require.NoError(t, org.Simulator.DeleteGroup("Platform")) },
			Config:           config,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			Check:            really(t, org, "Platform", chen),
		},
		// The group goes in the same plan, so the limit has nothing left to protect.
		{Config: config, Destroy: true},
	}})
	t.Cleanup(func() { assert.Empty(t, org.Simulator.GroupID("Platform")) })
}

// A creation that fails in part leaves the resource tainted. What follows must neither take away what was given nor
// forget what is missing.
func TestGroupMembersAfterAPartialCreation(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.SetSeats(jiraARI, len(org.Simulator.Members("jira-users"))))
	config := membersConfig(org, "engineering", `emails = ["chen.li@acme.example", "gus.moreau@acme.dev", "emil.sorensen@acme.example", "milo.rossi@contractor.example"]`)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      config,
			ExpectError: regexp.MustCompile(`(?s)Some members could not be changed.*1 of 2 changes failed.*milo\.rossi@contractor\.example.*Removals were not tried`),
		},
		{
			PreConfig: func() {
				assert.ElementsMatch(t, accounts(org, chen, dana, gus, emil), org.Simulator.Members("engineering"))
				require.NoError(t, org.Simulator.SetSeats(jiraARI, -1))
				org.Simulator.ResetRequests()
			},
			Config:           config,
			ConfigPlanChecks: planned(plancheck.ResourceActionReplace),
			Check: resource.ComposeTestCheckFunc(
				really(t, org, "engineering", chen, gus, emil, milo),
				func(*terraform.State) error {
					assert.Equal(t, 1, org.Simulator.Requests()[addMemberOperation], "who is in the group keeps the access all along")
					assert.Equal(t, 1, org.Simulator.Requests()[removeMemberOperation])
					return nil
				},
			),
		},
		{Config: config, Destroy: true},
		{Config: acctest.Config(org, ""), Check: really(t, org, "engineering")},
	}})
}
