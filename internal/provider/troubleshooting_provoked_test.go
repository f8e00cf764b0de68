// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
)

// suspending is the resource of a person who is there, and whom it suspends.
func suspending(name string) string {
	return fmt.Sprintf(`
import {
  to = atlassian_user.%[1]s
  id = "%[2]s@acme.example"
}
resource "atlassian_user" %[1]q {
  email  = "%[2]s@acme.example"
  status = "suspended"
}
`, strings.ReplaceAll(name, ".", "_"), name)
}

func keeping(t *testing.T) string {
	t.Helper()
	org := simulated.Start(t)
	protecting := fmt.Sprintf("provider \"atlassian\" {\n  protected_account_ids = [%q]\n}\n", org.Simulator.AccountID("chen.li@acme.example"))
	first := planning(t, org, protecting+suspending("chen.li")+suspending("ada.okafor"), nil)
	return first + planning(t, org, suspending("ada.okafor")+suspending("bruno.keller"), map[string]string{"ATLASSIAN_USER_EMAIL": "", "ATLASSIAN_USER_API_TOKEN": ""})
}

// lastAdmin empties the group of the admins, who have their role by nothing else.
func lastAdmin(t *testing.T) string {
	t.Helper()
	start := simulator.SmallCompany()
	for i := range start.Users {
		start.Users[i].Roles = nil
	}
	org := simulated.Start(t, simulated.WithStart(start))
	return planning(t, org, fmt.Sprintf(`
import {
  to = atlassian_group_members.admins
  id = %[1]q
}
resource "atlassian_group_members" "admins" {
  group_id = %[1]q
  emails   = []

  max_removals = 2
}
`, org.Simulator.GroupID("org-admins")), nil)
}

func claimedTwice(t *testing.T) string {
	t.Helper()
	org := simulated.Start(t)
	return planning(t, org, fmt.Sprintf(`
resource "atlassian_group_members" "all" {
  group_id = %[1]q
  emails   = ["chen.li@acme.example"]
}
resource "atlassian_group_membership" "one" {
  group_id = %[1]q
  email    = "dana.novak@acme.example"
}
`, org.Simulator.GroupID("engineering")), nil)
}

// synced has each way that the guide names to change a synced group.
func synced(t *testing.T) string {
	t.Helper()
	org := simulated.Start(t)
	output := planning(t, org, fmt.Sprintf(`
resource "atlassian_group_membership" "one" {
  group_id = %[1]q
  email    = "chen.li@acme.example"
}
resource "atlassian_user" "invited" {
  email  = "nora.lind@partner.example"
  groups = [%[1]q]
}
import {
  to = atlassian_group_members.all
  id = %[1]q
}
resource "atlassian_group_members" "all" {
  group_id = %[1]q
  emails   = ["chen.li@acme.example"]
}
import {
  to = atlassian_group.renamed
  id = %[1]q
}
resource "atlassian_group" "renamed" {
  name = "another"
}
`, org.Simulator.GroupID("idp-employees")), nil)
	assert.Equal(t, 4, strings.Count(flat(output), "Error: The group is synced from an identity provider"), output)
	return output
}

func readdressed(t *testing.T) string {
	t.Helper()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", `resource "atlassian_user" "emil" { email = "emil.sorensen@acme.example" }`)
	w.MustRun("apply", "-auto-approve")
	require.NoError(t, org.Simulator.ChangeProfile("emil.sorensen@acme.example", simulator.ProfileChange{Email: new("emil.berg@acme.example")}))
	return failing(t, w, "plan")
}

// managing is the resource of a managed account that is to have another name.
func managing(org *simulated.Organization, label, email string) string {
	return fmt.Sprintf("resource \"atlassian_managed_account\" %q {\n  account_id = %q\n  name       = \"Another Name\"\n}\n", label, org.Simulator.AccountID(email))
}

func unmanaged(t *testing.T) string {
	t.Helper()
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.Lock("hana.sato@acme.dev", "name", "externalDirectory.scim"))
	return planning(t, org, managing(org, "hana", "hana.sato@acme.dev")+managing(org, "lena", "lena.fischer@contractor.example"), nil)
}

// full has each way to take a seat of an app that has none left.
func full(t *testing.T) string {
	t.Helper()
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.SetSeats(jiraOfAcme, 7))
	w := cli.New(t, org).Keep()
	w.Write("main.tf", strings.NewReplacer("ENGINEERING", org.Simulator.GroupID("engineering"), "CONTRACTORS", org.Simulator.GroupID("contractors"),
		"USERS", org.Simulator.GroupID("jira-users"), "JIRA", jiraOfAcme).Replace(`
resource "atlassian_group_membership" "milo" {
  group_id = "ENGINEERING"
  email    = "milo.rossi@contractor.example"
}
resource "atlassian_group_members" "users" {
  group_id = "USERS"
  emails = [
    "ada.okafor@acme.example", "bruno.keller@acme.example", "chen.li@acme.example", "dana.novak@acme.example", "emil.sorensen@acme.example",
    "gus.moreau@acme.dev", "lena.fischer@contractor.example", "fatima.haddad@acme.example",
  ]
}
resource "atlassian_group_role_assignment" "contractors" {
  group_id    = "CONTRACTORS"
  resource_id = "JIRA"
  role        = "atlassian/user"
}
resource "atlassian_user_role_assignment" "ivan" {
  email       = "ivan.petrov@acme.dev"
  resource_id = "JIRA"
  role        = "atlassian/user"
}
resource "atlassian_user" "by_group" {
  email  = "nora.lind@partner.example"
  groups = ["ENGINEERING"]
}
resource "atlassian_user" "by_role" {
  email  = "olaf.lund@partner.example"
  groups = ["CONTRACTORS"]
  roles  = [{ resource_id = "JIRA", role = "atlassian/user" }]
}
`))
	output := failing(t, w, "apply", "-auto-approve")
	assert.Equal(t, 6, strings.Count(output, "Error: "), output)
	return output
}

func unpaid(t *testing.T) string {
	t.Helper()
	org := simulated.Start(t)
	org.Simulator.SetPaidPlan(false)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", fmt.Sprintf("resource \"atlassian_user\" \"nora\" {\n  email  = \"nora.lind@partner.example\"\n  groups = [%q]\n}\n", org.Simulator.GroupID("contractors")))
	return failing(t, w, "apply", "-auto-approve")
}

// elsewhere looks for a group that is in another directory.
func elsewhere(t *testing.T) string {
	t.Helper()
	org := simulated.Start(t, simulated.WithStart(inTwoDirectories()))
	return planning(t, org, searchGroup+fmt.Sprintf(`
resource "atlassian_group_membership" "chen" {
  group_id = %[1]q
  email    = "chen.li@acme.example"
}
import {
  to = atlassian_group.imported
  id = %[1]q
}
resource "atlassian_group" "imported" {
  name = "engineering"
}
`, org.Simulator.GroupID("engineering")), map[string]string{"ATLASSIAN_DIRECTORY_ID": secondDirectory})
}

// nowhere asks for a directory that the organization does not have. What is in the state stays there.
func nowhere(t *testing.T) string {
	t.Helper()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", `resource "atlassian_group" "team" { name = "Team" }`)
	w.MustRun("apply", "-auto-approve")
	state, err := os.ReadFile(filepath.Join(w.Dir, "terraform.tfstate"))
	require.NoError(t, err)
	elsewhere := strings.ReplaceAll(string(state), org.Credentials.DirectoryID, secondDirectory)
	w.Write("terraform.tfstate", elsewhere)
	w.Setenv("ATLASSIAN_DIRECTORY_ID", secondDirectory)
	w.Write("groups.tf", `data "atlassian_groups" "all" {}`)
	output := failing(t, w, "apply", "-auto-approve")
	assert.Contains(t, flat(output), "with status 404")
	kept, err := os.ReadFile(filepath.Join(w.Dir, "terraform.tfstate"))
	require.NoError(t, err)
	assert.Equal(t, elsewhere, string(kept))
	return output
}

// renamed plans a group that somebody has renamed.
func renamed(t *testing.T) string {
	t.Helper()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", `resource "atlassian_group" "team" { name = "old" }`)
	w.MustRun("apply", "-auto-approve")
	require.NoError(t, org.Simulator.UpdateGroup("old", simulator.GroupChange{Name: new("new")}))
	output := w.MustRun("plan", "-no-color").Output
	assert.Regexp(t, `~ name += "new" -> "old"`, output)
	return output
}

const secondDirectory = "fb44f9c8-c94d-474f-8471-cf9560495bb8"

// inTwoDirectories is the small company with a second directory, in which nobody is.
func inTwoDirectories() simulator.Organization {
	start := simulator.SmallCompany()
	start.Directories = append(start.Directories, simulator.Directory{ID: secondDirectory, Name: "Second"})
	return start
}

func withdrawn(t *testing.T) string {
	t.Helper()
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.Withdraw("GET /admin/v1/orgs/{orgId}/domains", wire.WithdrawnGone))
	return planning(t, org, `data "atlassian_domains" "all" {}`, nil)
}

func scoped(t *testing.T) string {
	t.Helper()
	start := simulator.SmallCompany()
	start.APIKey.Scopes = []string{"read:groups:admin"}
	org := simulated.Start(t, simulated.WithStart(start))
	return planning(t, org, "data \"atlassian_domains\" \"all\" {}\n"+managing(org, "hana", "hana.sato@acme.dev"), nil)
}

// logged is the log that the guide asks for. It has no secret.
func logged(t *testing.T) string {
	t.Helper()
	org := simulated.Start(t)
	w := cli.New(t, org)
	w.Write("main.tf", searchGroup+"\ndata \"atlassian_installed_apps\" \"acme\" { sites = [\"acme\"] }\n")
	result := w.Shell(inLanguage(blocksOf(t, troubleshooting), "shell")[1] + "TF_LOG_PROVIDER=TRACE TF_LOG_PATH=trace.log terraform plan\n")
	require.Zero(t, result.ExitCode, result.Output)
	debug, err := os.ReadFile(filepath.Join(w.Dir, "provider.log"))
	require.NoError(t, err)
	trace, err := os.ReadFile(filepath.Join(w.Dir, "trace.log"))
	require.NoError(t, err)
	for _, written := range []string{string(debug), string(trace)} {
		for _, field := range []string{"operation=searchDirectoryGroups", "method=POST", "status=200", "duration_ms=", "request_id="} {
			assert.Contains(t, written, field)
		}
		assert.NotContains(t, written, org.Credentials.APIKey)
		assert.NotContains(t, written, org.Credentials.UserAPIToken)
	}
	assert.Greater(t, len(trace), 5*len(debug))
	return string(debug)
}
