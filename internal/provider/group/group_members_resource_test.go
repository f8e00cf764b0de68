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
	two := membersConfig(org, "contractors", "emails = [\"milo.rossi@contractor.example\", \"bruno.keller@acme.example\"]\n  max_removals = 2")
	acctest.Test(t, resource.TestCase{
		CheckDestroy: really(t, org, "contractors"),
		Steps: []resource.TestStep{
			{
				Config:           membersConfig(org, "contractors", `emails = ["Milo.Rossi@contractor.example", "lena.fischer@contractor.example", "ada.okafor@acme.example"]`),
				ConfigPlanChecks: planned(plancheck.ResourceActionCreate), Check: really(t, org, "contractors", ada, lena, milo),
			},
			{Config: two, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: really(t, org, "contractors", milo, bruno)},
			{
				PreConfig: func() {
					require.NoError(t, org.Simulator.AddMember("contractors", chen))
					require.NoError(t, org.Simulator.RemoveMember("contractors", bruno))
				},
				Config: two,
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate,
					acctest.Before{Address: theseMembers, Attribute: "emails", Want: []any{milo, chen}},
					plancheck.ExpectKnownValue(theseMembers, tfjsonpath.New("emails"), texts(milo, bruno)),
				),
				Check: really(t, org, "contractors", milo, bruno),
			},
			{
				// A list in another order than the state's is still the same.
				PreConfig: func() { require.NoError(t, org.Simulator.AddMember("contractors", ada)) },
				Config: membersConfig(org, "contractors",
					"emails = [\"ADA.okafor@acme.example\", \"bruno.keller@acme.example\", \"milo.rossi@contractor.example\"]\n  max_removals = 2"),
				ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
			},
			{ResourceName: theseMembers, ImportState: true, ImportStateIdFunc: byID, ImportStateVerify: false, ImportStateCheck: func(states []*terraform.InstanceState) error {
				require.Len(t, states, 1)
				assert.Equal(t, "3", states[0].Attributes["account_ids.#"])
				assert.Equal(t, group, states[0].Attributes["group_id"])
				return nil
			}},
			{
				Config:       membersConfig(org, "contractors", fmt.Sprintf("account_ids = [%q, %q, %q]", org.Simulator.AccountID(bruno), org.Simulator.AccountID(milo), org.Simulator.AccountID(ada))),
				ResourceName: theseMembers, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: byID,
			},
			{
				Config:           membersConfig(org, "engineering", "emails = [\"chen.li@acme.example\", \"ada.okafor@acme.example\"]\n  max_removals = 3"),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				Check: resource.ComposeTestCheckFunc(
					really(t, org, "contractors"),
					really(t, org, "engineering", chen, ada),
				),
			},
		},
	})
}

// The groups go, and what they hold with them; all of it is planned anew. At the end all of it goes in the same plan, so that no limit has
// anything left to protect.
func TestWhatAGroupHoldsDisappearsWithIt(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := acctest.Config(org, fmt.Sprintf(`
resource "atlassian_group" "all" {
  name = "Platform"
}

resource "atlassian_group_members" "this" {
  group_id     = atlassian_group.all.id
  emails       = ["chen.li@acme.example"]
  max_removals = 0
}

resource "atlassian_group" "this" {
  name = "On call"
}

resource "atlassian_group_membership" "this" {
  group_id = atlassian_group.this.id
  email    = "chen.li@acme.example"
}

resource "atlassian_group_role_assignment" "this" {
  group_id     = atlassian_group.this.id
  directory_id = atlassian_group.this.directory_id
  resource_id  = %q
  role         = "atlassian/user"
}

data "atlassian_group_members" "this" {
  group_id   = atlassian_group_membership.this.group_id
  depends_on = [atlassian_group_membership.this]
}

output "members" {
  value = join(",", data.atlassian_group_members.this.members[*].email)
}`, jiraARI))
	all := resource.ComposeTestCheckFunc(
		really(t, org, "Platform", chen), really(t, org, "On call", chen), resource.TestCheckOutput("members", chen),
		func(*terraform.State) error {
			assert.True(t, hasRole(org, "On call", jiraARI, "atlassian/user"))
			return nil
		},
	)
	var created []plancheck.PlanCheck
	for _, address := range []string{theseMembers, thisGroup, thisMembership, roleType + ".this"} {
		created = append(created, plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate))
	}
	acctest.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.ImpatientFactories(t, org), Steps: []resource.TestStep{
		{Config: config, Check: all},
		{
			PreConfig: func() {
				require.NoError(t, org.Simulator.DeleteGroup("Platform"))
				require.NoError(t, org.Simulator.DeleteGroup("On call"))
			},
			Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: created}, Check: all,
		},
		{Config: config, Destroy: true},
	}})
	t.Cleanup(func() {
		assert.Empty(t, org.Simulator.GroupID("Platform"))
		assert.Empty(t, org.Simulator.GroupID("On call"))
	})
}

// A creation that fails in part leaves the resource tainted. What follows must neither take away what was given nor
// forget what is missing.
func TestGroupMembersAfterAPartialCreation(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.SetSeats(jiraARI, len(org.Simulator.Members("jira-users"))))
	config := membersConfig(org, "engineering", `emails = ["chen.li@acme.example", "gus.moreau@acme.dev", "emil.sorensen@acme.example", "milo.rossi@contractor.example"]`)
	acctest.Test(t, resource.TestCase{CheckDestroy: really(t, org, "engineering"), Steps: []resource.TestStep{
		{
			Config:      config,
			ExpectError: regexp.MustCompile(`(?s)Some members could not be changed.*1 of 2 changes failed.*milo\.rossi@contractor\.example.*The provider did not try the removals`),
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
	}})
}
