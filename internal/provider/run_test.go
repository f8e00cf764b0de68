// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// wholeRun is a configuration of every kind of object.
const wholeRun = `
data "atlassian_domains" "all" {}

resource "atlassian_domain_verification" "acme" {
  domain = "acme.example"
}

resource "atlassian_authentication_policy_members" "staff" {
  policy_id          = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  fallback_policy_id = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"
  emails             = ["ada.okafor@acme.example", "emil.sorensen@acme.example", "gus.moreau@acme.dev"]
}

data "atlassian_authentication_policies" "in_use" {}

resource "atlassian_authentication_policy_attestation" "staff" {
  policy_id   = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  attested_by = "Ada"
  settings    = { minimum_password_strength = "strong" }
}

data "atlassian_installed_apps" "acme" {
  sites = ["acme"]
}

data "atlassian_marketplace_app" "boards" {
  key = "com.orbit.boards"
}

resource "atlassian_approved_apps" "acme" {
  sites = ["acme"]
  approved = {
    for app in data.atlassian_installed_apps.acme.apps : app.app_id => { scopes = app.scopes, reviewed_by = "Ada", reviewed_at = "2026-11-26" }
  }
}

resource "atlassian_user_installed_apps" "acme" {
  site = "acme"
  rule = "deny"
}

resource "atlassian_group" "team" {
  count       = 6
  name        = "team-${count.index}"
  description = "Team number ${count.index}"
}

resource "atlassian_group_members" "team" {
  group_id = atlassian_group.team[0].id
  emails   = ["chen.li@acme.example", "dana.novak@acme.example", "emil.sorensen@acme.example"]
}

resource "atlassian_group_membership" "lead" {
  count    = 5
  group_id = atlassian_group.team[count.index + 1].id
  email    = "fatima.haddad@acme.example"
}

resource "atlassian_group_role_assignment" "wiki" {
  count       = 2
  group_id    = atlassian_group.team[count.index].id
  resource_id = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
  role        = "atlassian/user"
}
`

func TestAWholeRunShowsNoSecret(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org)
	log := filepath.Join(w.Dir, "trace.log")
	w.Setenv("TF_LOG", "TRACE")
	w.Setenv("TF_LOG_PATH", log)
	w.Write("main.tf", wholeRun)

	w.MustRun("plan", "-out=plan.bin")
	w.MustRun("show", "-json", "plan.bin")
	w.MustRun("apply", "-auto-approve", "plan.bin")
	again := w.Run("plan", "-detailed-exitcode")
	require.Zero(t, again.ExitCode, again.Output)
	w.MustRun("destroy", "-auto-approve")

	// The workspace itself looks for keys and tokens in all that was printed and written: see cli.Workspace.
	for _, left := range []string{"plan.bin", "terraform.tfstate", "terraform.tfstate.backup"} {
		require.FileExists(t, filepath.Join(w.Dir, left))
	}
	trace, err := os.ReadFile(log)
	require.NoError(t, err)
	require.Contains(t, string(trace), "searchDirectoryUsers", "the log has the client's requests")
	require.Contains(t, string(trace), "appsInstalledInContexts", "and those of the person")
}

// trouble is everything that goes wrong with a network and an API under load.
func trouble(s *simulator.Simulator) {
	const directory = " /admin/v2/orgs/{orgId}/directories/{directoryId}"
	const policies = " /admin/control/v1/orgs/{orgId}"
	group := directory + "/groups/{groupId}"
	for _, fault := range []simulator.Fault{
		{Status: 429, Reset: simulator.ResetMinute, Skip: 3, Count: 2},
		{Status: 429, Reset: simulator.ResetSecond, ResetIn: time.Second, Skip: 30},
		{Status: 429, Reset: simulator.ResetNone, Skip: 60},
		{Operation: "POST" + directory + "/groups/search", Status: 503, Skip: 1, Count: 2},
		{Operation: "POST" + directory + "/groups/search", Drop: true, Skip: 5},
		{Operation: "POST" + directory + "/users/search", LoseAnswer: true},
		{Operation: "POST" + directory + "/groups", LoseAnswer: true},
		{Operation: "POST" + directory + "/groups", Drop: true, Skip: 1},
		{Operation: "POST" + directory + "/groups", Status: 504, Skip: 2},
		{Operation: "GET" + group, Status: 502},
		{Operation: "POST" + group + "/memberships", LoseAnswer: true, Count: 2},
		{Operation: "POST" + group + "/memberships", Drop: true, Skip: 2},
		{Operation: "POST" + group + "/role-assignments/assign", LoseAnswer: true},
		{Operation: "DELETE" + group + "/memberships/{accountId}", LoseAnswer: true, Count: 2},
		{Operation: "POST" + group + "/role-assignments/revoke", Drop: true},
		{Operation: "DELETE" + group, LoseAnswer: true, Count: 2},
		{Operation: "POST" + policies + "/users/auth-policies/bulk-fetch", Status: 503, Skip: 2},
		{Operation: "POST" + policies + "/auth-policy/{policyId}/add-users", LoseAnswer: true},
		{Operation: "POST" + policies + "/auth-policy/{policyId}/add-users", Status: 504},
		{Operation: "GET" + policies + "/auth-policy/task/{taskId}", Status: 503, Count: 2},
		{Operation: "POST /graphql ecosystem.appsInstalledInContexts", Status: 503, Skip: 1},
		{Operation: "POST /graphql ecosystem.appsInstalledInContexts", Status: 429, Reset: simulator.ResetNone},
		{Operation: "POST /graphql ecosystem.updateUserInstallationRules", LoseAnswer: true},
		{Operation: "POST /graphql ecosystem.userInstallationRules", Drop: true},
		{Operation: "GET /rest/2/addons/{addonKey}", Status: 502},
		{Operation: "GET /admin/v1/orgs/{orgId}/events", Status: 429, Reset: simulator.ResetSecond, Skip: 1},
	} {
		s.Inject(fault)
	}
}

func TestAWholeRunConvergesInTrouble(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithLag(1200*time.Millisecond))
	w := cli.New(t, org)
	w.Write("main.tf", wholeRun)

	trouble(org.Simulator)
	w.MustRun("apply", "-auto-approve")
	again := w.Run("plan", "-detailed-exitcode")
	require.Zero(t, again.ExitCode, "the second plan is empty:\n%s", again.Output)
	require.Empty(t, remaining(org.Simulator, "memberships/", "revoke", "DELETE", "add-users", "/task/"), "every fault has happened")

	teams := 0
	for _, g := range org.Simulator.Organization().Groups {
		if strings.HasPrefix(g.Name, "team-") {
			teams++
		}
	}
	require.Equal(t, 6, teams, "nothing is created twice")
	require.Len(t, org.Simulator.Members("team-0"), 3)

	w.MustRun("destroy", "-auto-approve")
	require.Empty(t, remaining(org.Simulator), "every fault has happened")
	for _, g := range org.Simulator.Organization().Groups {
		require.NotContains(t, g.Name, "team-")
	}
}

// remaining lists the faults that have not happened, but for those of operations to come.
func remaining(s *simulator.Simulator, but ...string) []string {
	var left []string
	for _, fault := range s.Faults() {
		later := fault.Operation == ""
		for _, part := range but {
			later = later || strings.Contains(fault.Operation, part)
		}
		if !later {
			left = append(left, fault.Operation)
		}
	}
	return left
}
