// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
)

// quotedElsewhere are texts that other tests provoke, which quote them too.
var quotedElsewhere = map[string]string{
	"Access would be lost for a moment":          "TestAPlanThatKnewTooLateIsRefused",
	"Cannot tell the ID of the new group":        "TestGroupResourceLostCreationThroughTheCLI",
	"Cannot tell whether the person was invited": "TestUserInvitationLost",
	"The invitation is not visible yet":          "TestUserInvitedIntoAnotherDirectory",
	"The review is not known":                    "TestADecisionThatIsNotKnown",
}

const (
	jiraOfAcme  = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	searchGroup = `data "atlassian_group" "engineering" { name = "engineering" }`
)

// mishap is something that goes wrong, and the texts that the guide quotes of it.
type mishap struct {
	quotes  []string
	provoke func(t *testing.T) string
}

var mishaps = map[string]mishap{
	"a group that exists": {[]string{"It exists already"}, existing},
	"accounts that keep their access": {
		[]string{"A protected account would lose access", "The last organization admin would lose access", "The person of the user API token would lose access", "would lose access"},
		keeping,
	},
	"the role of an admin":   {[]string{"would lose the role of an organization admin"}, lastAdmin},
	"two resources":          {[]string{"Two resources claim the same thing"}, claimedTwice},
	"a synced group":         {[]string{"The group is synced from an identity provider"}, synced},
	"another address":        {[]string{"The address of the person has changed"}, readdressed},
	"what cannot be managed": {[]string{"The organization cannot change this", "The organization does not manage the account"}, unmanaged},
	"no seat": {
		[]string{
			"Cannot add the member", "the user limit of an app the group grants is reached", "Some members could not be changed", "Cannot assign the role", "user limit",
			"Atlassian documents this answer for an exceeded user limit of the app", "Cannot invite the person", "raise the user limit of the app, or free a seat first",
			"The person did not get everything",
		},
		full,
	},
	"no subscription":        {[]string{"Look under Billing in Atlassian Administration"}, unpaid},
	"a group elsewhere":      {[]string{"The group does not exist", "Cannot find the group", "Cannot import non-existent remote object"}, elsewhere},
	"a withdrawn capability": {[]string{"Atlassian has withdrawn an operation"}, withdrawn},
	"a key with scopes":      {[]string{"The API key has scopes", "The API key may lack a scope"}, scoped},
	"a wrong key": {[]string{"Atlassian does not accept the API key"}, func(t *testing.T) string {
		t.Helper()
		return planning(t, simulated.Start(t), searchGroup, map[string]string{"ATLASSIAN_ORG_API_KEY": "wrong"})
	}},
	"several directories": {[]string{"Set directory_id here or in the provider block"}, func(t *testing.T) string {
		t.Helper()
		return planning(t, simulated.Start(t, simulated.WithStart(inTwoDirectories())), searchGroup, nil)
	}},
	"too many requests": {[]string{"Atlassian limits the rate of requests"}, func(t *testing.T) string {
		t.Helper()
		org := simulated.Start(t)
		org.Simulator.Inject(simulator.Fault{Status: http.StatusTooManyRequests, RetryAfter: 3 * time.Hour})
		return planning(t, org, searchGroup, nil)
	}},
	"nobody listens": {[]string{"Cannot reach Atlassian", "If this machine needs a proxy, set HTTPS_PROXY"}, func(t *testing.T) string {
		t.Helper()
		server := httptest.NewServer(http.NotFoundHandler())
		server.Close()
		return planning(t, simulated.Start(t), "provider \"atlassian\" {\n  max_retries = 0\n}\n"+searchGroup, map[string]string{"ATLASSIAN_BASE_URL": server.URL})
	}},
	"another authority": {[]string{"This machine does not trust the server's certificate"}, func(t *testing.T) string {
		t.Helper()
		server := httptest.NewTLSServer(http.NotFoundHandler())
		t.Cleanup(server.Close)
		return planning(t, simulated.Start(t), searchGroup, map[string]string{"ATLASSIAN_BASE_URL": server.URL})
	}},
	"a sign-in page": {[]string{"Atlassian's API does not answer with HTML pages"}, func(t *testing.T) string {
		t.Helper()
		org := simulated.Start(t)
		org.Simulator.Inject(simulator.Fault{HTML: true, Count: -1})
		return planning(t, org, searchGroup, nil)
	}},
	"the log": {[]string{"request to Atlassian"}, logged},
}

// failing runs terraform, which has to fail.
func failing(t *testing.T, w *cli.Workspace, args ...string) string {
	t.Helper()
	result := w.Run(append(args, "-no-color", "-input=false")...)
	assert.Equal(t, 1, result.ExitCode, result.Output)
	return result.Output
}

// planning is a plan that fails, with other variables.
func planning(t *testing.T, org *simulated.Organization, config string, variables map[string]string) string {
	t.Helper()
	w := cli.New(t, org)
	for name, value := range variables {
		w.Setenv(name, value)
	}
	w.Write("main.tf", config)
	return failing(t, w, "plan")
}

// existing creates a group that is there.
func existing(t *testing.T) string {
	t.Helper()
	org := simulated.Start(t)
	_, err := org.Simulator.CreateGroup(simulator.Group{Name: "Platform Team", ID: "4e1f5a0c-0b7d-4c1e-9a53-6d2f8e7b1c40"})
	require.NoError(t, err)
	w := cli.New(t, org)
	w.Write("main.tf", `resource "atlassian_group" "platform_team" { name = "Platform Team" }`)
	return failing(t, w, "apply", "-auto-approve")
}

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
	w := cli.New(t, org)
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
	w := cli.New(t, org)
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
	w := cli.New(t, org)
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
	for _, log := range []string{string(debug), string(trace)} {
		for _, field := range []string{"operation=searchDirectoryGroups", "method=POST", "status=200", "duration_ms=", "request_id="} {
			assert.Contains(t, log, field)
		}
		assert.NotContains(t, log, org.Credentials.APIKey)
		assert.NotContains(t, log, org.Credentials.UserAPIToken)
	}
	assert.Greater(t, len(trace), 5*len(debug))
	return string(debug)
}
