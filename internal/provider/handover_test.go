// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	addMember      = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/memberships"
	removeMember   = "DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/memberships/{accountId}"
	revokeRole     = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/role-assignments/revoke"
	revokeUserRole = "POST /admin/v1/orgs/{orgId}/users/{userId}/roles/revoke"
	revokeAdmin    = "POST /admin/v1/orgs/{orgId}/users/{userId}/role-assignments/revoke"
	deleteGroup    = "DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}"
	addUsers       = "POST /admin/control/v1/orgs/{orgId}/auth-policy/{policyId}/add-users"
)

// emptyPlan checks that a workspace has nothing left to do.
func emptyPlan(t *testing.T, w *cli.Workspace) {
	t.Helper()
	again := w.Run("plan", "-detailed-exitcode", "-no-color")
	assert.Zero(t, again.ExitCode, again.Output)
}

// folded is a command's output on one line, because Terraform wraps its messages.
func folded(r cli.Result) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(r.Output)), " ")
}

// From single memberships to the whole list of members, and back, each in one apply. Nobody who is in both leaves for a moment,
// in whichever order Terraform walks.
func TestMembersAreHandedOver(t *testing.T) {
	t.Parallel()
	for _, parallelism := range []string{"-parallelism=10", "-parallelism=1"} {
		t.Run(parallelism, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			group := org.Simulator.GroupID("engineering")
			single := fmt.Sprintf(`
resource "atlassian_group_membership" "one" {
  for_each = toset(["chen.li@acme.example", "dana.novak@acme.example", "gus.moreau@acme.dev", "ada.okafor@acme.example"])
  group_id = %q
  email    = each.key
}`, group)
			listed := fmt.Sprintf(`
resource "atlassian_group_members" "all" {
  group_id     = %q
  emails       = ["chen.li@acme.example", "dana.novak@acme.example", "gus.moreau@acme.dev", "ada.okafor@acme.example", "emil.sorensen@acme.example"]
  max_removals = 1
}`, group)
			w := cli.New(t, org).Keep()
			w.Write("main.tf", single)
			w.MustRun("apply", "-auto-approve", parallelism)
			four := org.Simulator.Members("engineering")
			require.Len(t, four, 4)

			hand := func(config, old string) {
				t.Helper()
				org.Simulator.ResetRequests()
				w.Write("main.tf", config)
				handed := w.Run("apply", "-auto-approve", "-no-color", parallelism)
				if handed.ExitCode == 0 {
					return
				}
				// One after the other, Terraform may plan the end first. Then it is an error, and the way out takes nobody away.
				require.Equal(t, "-parallelism=1", parallelism, handed.Output)
				require.Regexp(t, "Access would be lost for a moment|Too many members would be removed", folded(handed))
				require.Zero(t, org.Simulator.Requests()[removeMember], "nothing was changed")
				w.Write("main.tf", config+"\nremoved {\n  from = "+old+"\n  lifecycle {\n    destroy = false\n  }\n}\n")
				w.MustRun("apply", "-auto-approve", "-no-color", parallelism)
				w.Write("main.tf", config)
			}
			hand(listed, "atlassian_group_membership.one")
			assert.ElementsMatch(t, append(four, org.Simulator.AccountID("emil.sorensen@acme.example")), org.Simulator.Members("engineering"))
			assert.Zero(t, org.Simulator.Requests()[removeMember])
			emptyPlan(t, w)

			hand(single, "atlassian_group_members.all")
			for _, account := range four {
				assert.Contains(t, org.Simulator.Members("engineering"), account)
			}
			assert.LessOrEqual(t, org.Simulator.Requests()[removeMember], 1, "none but the member whom no membership keeps")
			if parallelism == "-parallelism=10" {
				assert.Len(t, org.Simulator.Members("engineering"), 4)
			}
			emptyPlan(t, w)
		})
	}
}

// A resource whose address changes without a moved block ends under the old address and begins under the new one.
func TestAnAddressThatChangesTakesNothingAway(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := func(name string) string {
		return strings.NewReplacer("NAME", name, "GROUP", org.Simulator.GroupID("contractors")).Replace(`
resource "atlassian_group_membership" "NAME" {
  group_id = "GROUP"
  email    = "fatima.haddad@acme.example"
}

resource "atlassian_group_role_assignment" "NAME" {
  group_id    = "GROUP"
  resource_id = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
  role        = "atlassian/user"
}

resource "atlassian_authentication_policy_members" "NAME" {
  policy_id          = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  fallback_policy_id = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"
  emails             = ["emil.sorensen@acme.example"]
}

resource "atlassian_user" "NAME" {
  email = "gus.moreau@acme.dev"
}

resource "atlassian_user_installed_apps" "NAME" {
  site       = "acme"
  rule       = "deny"
  on_destroy = "allow"
}

resource "atlassian_user_role_assignment" "NAME" {
  email       = "lena.fischer@contractor.example"
  resource_id = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
  role        = "atlassian/user"
}

resource "atlassian_organization_admin" "NAME" {
  email = "chen.li@acme.example"
}`)
	}
	w := cli.New(t, org).Keep()
	w.Write("main.tf", config("old"))
	w.MustRun("apply", "-auto-approve")
	members, roles, policy := org.Simulator.Members("contractors"), org.Simulator.Roles("contractors"), org.Simulator.AuthenticationPolicyMembers("Staff")
	for _, name := range []string{"new", "newer"} {
		org.Simulator.ResetRequests()
		w.Write("main.tf", config(name))
		w.MustRun("apply", "-auto-approve", "-no-color")
		assert.Equal(t, members, org.Simulator.Members("contractors"))
		assert.Equal(t, roles, org.Simulator.Roles("contractors"))
		assert.Equal(t, policy, org.Simulator.AuthenticationPolicyMembers("Staff"))
		assert.Equal(t, "deny", org.Simulator.UserInstalledApps("acme"))
		assert.Empty(t, org.Simulator.AccessChanges())
		assert.Len(t, org.Simulator.UserRoles("lena.fischer@contractor.example"), 1)
		assert.Len(t, org.Simulator.UserRoles("chen.li@acme.example"), 1)
		for _, operation := range []string{removeMember, revokeRole, addUsers, "POST /graphql ecosystem.updateUserInstallationRules", revokeUserRole, revokeAdmin} {
			assert.Zero(t, org.Simulator.Requests()[operation], operation)
		}
		emptyPlan(t, w)
	}
}

// Two resources for one thing are refused in the plan, with both of them named, before anything is changed.
func TestTwoResourcesForOneThingAreRefused(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("engineering")
	account := org.Simulator.AccountID("ada.okafor@acme.example")
	membership := func(name, who string) string {
		return fmt.Sprintf("resource \"atlassian_group_membership\" %q {\n  group_id = %q\n  %s\n}\n", name, group, who)
	}
	members := func(name string) string {
		return fmt.Sprintf("resource \"atlassian_group_members\" %q {\n  group_id = %q\n  emails   = [\"chen.li@acme.example\"]\n}\n", name, group)
	}
	role := func(name string) string {
		return fmt.Sprintf("resource \"atlassian_group_role_assignment\" %q {\n  group_id    = %q\n  resource_id = \"ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21\"\n  role        = \"atlassian/admin\"\n}\n", name, group)
	}
	user := func(name, email string) string {
		return fmt.Sprintf("resource \"atlassian_user\" %q {\n  email = %q\n}\n", name, email)
	}
	personal := func(name, who string) string {
		return fmt.Sprintf("resource \"atlassian_user_role_assignment\" %q {\n  %s\n  site = \"acme\"\n  product = \"confluence\"\n  role = \"atlassian/admin\"\n}\n", name, who)
	}
	admin := func(name, who string) string {
		return fmt.Sprintf("resource \"atlassian_organization_admin\" %q {\n  %s\n}\n", name, who)
	}
	admins := func(name string) string {
		return fmt.Sprintf("resource \"atlassian_organization_admins\" %q {\n  emails = [\"chen.li@acme.example\"]\n}\n", name)
	}
	named := func(name, text string) string {
		return fmt.Sprintf("resource \"atlassian_group\" %q {\n  name = %q\n}\n", name, text)
	}
	w := cli.New(t, org).Keep()
	for name, test := range map[string]struct {
		config string
		wants  []string
	}{
		"one person, twice": {
			membership("a", `email = "ada.okafor@acme.example"`) + membership("b", fmt.Sprintf("account_id = %q", account)),
			[]string{"atlassian_group_membership of ada.okafor@acme.example in group " + group, "atlassian_group_membership of " + account + " in group " + group},
		},
		"two lists":           {members("a") + members("b"), []string{"Two resources for atlassian_group_members of group " + group}},
		"a list and a member": {members("a") + membership("b", `email = "ada.okafor@acme.example"`), []string{"atlassian_group_members of group " + group, "atlassian_group_membership of ada.okafor@acme.example in group " + group}},
		"one role, twice":     {role("a") + role("b"), []string{"Two resources for atlassian_group_role_assignment of role atlassian/admin"}},
		"one role of a person, twice": {
			personal("a", `email = "ada.okafor@acme.example"`) + personal("b", fmt.Sprintf("account_id = %q", account)),
			[]string{"atlassian_user_role_assignment of role atlassian/admin to ada.okafor@acme.example", "atlassian_user_role_assignment of role atlassian/admin to " + account},
		},
		"one admin, twice": {
			admin("a", `email = "chen.li@acme.example"`) + admin("b", `email = "Chen.Li@acme.example"`),
			[]string{"atlassian_organization_admin of chen.li@acme.example"},
		},
		"all admins and one":        {admins("a") + admin("b", `email = "chen.li@acme.example"`), []string{"atlassian_organization_admins", "atlassian_organization_admin of chen.li@acme.example"}},
		"all admins, twice":         {admins("a") + admins("b"), []string{"Two resources for atlassian_organization_admins"}},
		"one user in two spellings": {user("a", "ada.okafor@acme.example") + user("b", "Ada.Okafor@acme.example"), []string{"atlassian_user of ada.okafor@acme.example"}},
		"one name in two spellings": {named("a", "Platform") + named("b", "PLATFORM"), []string{`tlassian_group named "Platform"`, `tlassian_group named "PLATFORM"`}},
	} {
		w.Write("main.tf", test.config)
		org.Simulator.ResetRequests()
		refused := w.Run("apply", "-auto-approve", "-no-color")
		assert.Equal(t, 1, refused.ExitCode, name)
		said := folded(refused)
		assert.Contains(t, said, "Two resources claim the same thing", name)
		for _, want := range test.wants {
			assert.Contains(t, strings.ToLower(said), strings.ToLower(want), name)
		}
		assert.Zero(t, org.Simulator.Requests()[addMember]+org.Simulator.Requests()[removeMember], name)
	}
}

// A team is dissolved with its group: the limit on removals has nothing left to protect.
func TestATeamIsDissolvedWithItsGroup(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 60, Groups: 1})))
	emails := make([]string, 40)
	for i := range emails {
		emails[i] = fmt.Sprintf("%q", simulated.Email(i+1))
	}
	team := `
resource "atlassian_group" "team" {
  name = "Team"
}

resource "atlassian_group_members" "team" {
  group_id     = atlassian_group.team.id
  emails       = [` + strings.Join(emails, ", ") + `]
  max_removals = 5
}
`
	w := cli.New(t, org).Keep()
	w.Write("main.tf", team)
	for way, dissolve := range map[string]func() cli.Result{
		"destroy":                  func() cli.Result { return w.Run("destroy", "-auto-approve", "-no-color") },
		"out of the configuration": func() cli.Result { w.Write("main.tf", ""); return w.Run("apply", "-auto-approve", "-no-color") },
	} {
		w.Write("main.tf", team)
		w.MustRun("apply", "-auto-approve")
		require.Len(t, org.Simulator.Members("Team"), 40)
		dissolved := dissolve()
		assert.Zero(t, dissolved.ExitCode, "%s:\n%s", way, dissolved.Output)
		assert.Empty(t, org.Simulator.GroupID("Team"))
	}

	// Without the group, the limit holds.
	w.Write("main.tf", team)
	w.MustRun("apply", "-auto-approve")
	group, _, _ := strings.Cut(team, `resource "atlassian_group_members"`)
	w.Write("main.tf", group)
	kept := w.Run("apply", "-auto-approve", "-no-color")
	assert.Equal(t, 1, kept.ExitCode)
	assert.Contains(t, folded(kept), "Too many members would be removed")
	assert.Len(t, org.Simulator.Members("Team"), 40)
}

// A key that turns out to be another one moves people: they join there before they leave here, and where they cannot join, they
// stay. A second apply goes on where the first one stopped.
func TestAKeyThatTurnsOutToBeAnother(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	s := org.Simulator
	w := cli.New(t, org).Keep()
	config := func(listed, single, policy string) string {
		return fmt.Sprintf(`
resource "terraform_data" "keys" {
  triggers_replace = [%[1]q, %[2]q, %[3]q]
  input            = { listed = %[1]q, single = %[2]q, policy = %[3]q }
}

resource "atlassian_group_members" "this" {
  group_id     = terraform_data.keys.output.listed
  emails       = ["chen.li@acme.example", "dana.novak@acme.example", "gus.moreau@acme.dev"]
  max_removals = 3
}

resource "atlassian_group_membership" "this" {
  group_id = terraform_data.keys.output.single
  email    = "fatima.haddad@acme.example"
}

resource "atlassian_group_role_assignment" "this" {
  group_id    = terraform_data.keys.output.single
  resource_id = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
  role        = "atlassian/user"
}

resource "atlassian_authentication_policy_members" "this" {
  policy_id          = terraform_data.keys.output.policy
  fallback_policy_id = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"
  emails             = ["emil.sorensen@acme.example"]
}`, listed, single, policy)
	}
	const staff, glass = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045", "e5f7a926-3c81-4d0b-9f47-81b2d6c3e05a"
	for _, name := range []string{"There", "Elsewhere"} {
		_, err := s.CreateGroup(simulator.Group{Name: name})
		require.NoError(t, err)
	}
	w.Write("main.tf", config(s.GroupID("engineering"), s.GroupID("contractors"), staff))
	w.MustRun("apply", "-auto-approve")
	listed, single := s.Members("engineering"), s.AccountID("fatima.haddad@acme.example")

	w.Write("main.tf", config(s.GroupID("There"), s.GroupID("Elsewhere"), glass))
	for _, operation := range []string{addMember, strings.Replace(revokeRole, "revoke", "assign", 1), addUsers} {
		s.Inject(simulator.Fault{Operation: operation, Status: 403, Count: -1})
	}
	s.ResetRequests()
	failed := w.Run("apply", "-auto-approve", "-no-color")
	assert.Equal(t, 1, failed.ExitCode)
	assert.Zero(t, s.Requests()[removeMember]+s.Requests()[revokeRole], "who cannot join there does not leave here")
	assert.Equal(t, listed, s.Members("engineering"))
	assert.Contains(t, s.Members("contractors"), single)
	assert.Len(t, s.Roles("contractors"), 1)

	s.ClearFaults()
	w.MustRun("apply", "-auto-approve", "-no-color")
	assert.Equal(t, listed, s.Members("There"))
	assert.Empty(t, s.Members("engineering"))
	assert.Equal(t, []string{single}, s.Members("Elsewhere"))
	assert.NotContains(t, s.Members("contractors"), single)
	assert.Empty(t, s.Roles("contractors"))
	assert.Len(t, s.Roles("Elsewhere"), 1)
	assert.Equal(t, glass, s.AuthenticationPolicyOf("emil.sorensen@acme.example"))
	emptyPlan(t, w)
}
