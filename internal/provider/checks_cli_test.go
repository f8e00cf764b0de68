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
)

// flat is an output without the frames and line breaks of messages.
func flat(output string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(output)), " ")
}

// What a plan and an import say of addresses, sites and IDs that are wrong, as a user sees it.
func TestChecksThroughTheCLI(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", `
resource "atlassian_group" "team" {
  name = "team"
}

resource "atlassian_group_members" "team" {
  group_id = atlassian_group.team.id
  emails   = ["ada.okafor@acme.example", "mlio.rossi@contractor.example"]
}

resource "atlassian_group_role_assignment" "team" {
  group_id    = atlassian_group.team.id
  resource_id = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a22"
  role        = "atlassian/user"
}`)
	planned := flat(w.MustRun("plan", "-no-color").Output)
	assert.Contains(t, planned, "Warning: Addresses without an account")
	assert.Contains(t, planned, "has no account for 1 address of emails: mlio.rossi@contractor.example.")
	assert.Contains(t, planned, "Warning: The organization lists no such app or site")
	assert.Contains(t, planned, "- ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21 (\"acme\")")

	// What is unknown while the configuration is validated is refused as soon as it is known, and before anything is done.
	w.Write("main.tf", `
resource "terraform_data" "policy" {
  input = ".."
}

resource "atlassian_authentication_policy_members" "staff" {
  policy_id   = terraform_data.policy.output
  account_ids = ["712020:01066225-70e0-5566-b699-36f400a25144"]
}`)
	w.MustRun("plan", "-no-color")
	org.Simulator.ResetRequests()
	applied := w.Run("apply", "-no-color", "-auto-approve")
	require.NotZero(t, applied.ExitCode)
	assert.Contains(t, flat(applied.Output), `policy_id must be the ID of an authentication policy, and ".." is not.`)
	imported := w.Run("import", "-no-color", "atlassian_authentication_policy_members.staff", "..")
	require.NotZero(t, imported.ExitCode, imported.Output)
	assert.Contains(t, flat(imported.Output), "Invalid import ID")
	assert.Zero(t, org.Requests(), "%v", org.Simulator.Requests())

	hiding := org.Edited(t, "/users/search", func(body any) any {
		found, _ := body.(map[string]any)["data"].([]any)
		for _, one := range found {
			if user, ok := one.(map[string]any); ok && user["email"] == "milo.rossi@contractor.example" {
				delete(user, "email")
			}
		}
		return body
	})
	w.Setenv("ATLASSIAN_BASE_URL", hiding.URL)
	group := org.Simulator.GroupID("contractors")
	w.Write("main.tf", fmt.Sprintf(`
import {
  to = atlassian_group_members.contractors
  id = %q
}

resource "atlassian_group_members" "contractors" {
  group_id = %q
  emails   = ["lena.fischer@contractor.example", "milo.rossi@contractor.example"]
}`, group, group))
	planned = flat(w.MustRun("plan", "-no-color").Output)
	assert.Contains(t, planned, "Warning: Members without a visible address")
	assert.Contains(t, planned, org.Simulator.AccountID("milo.rossi@contractor.example")+` ("Milo Rossi"). No address in emails can match them`)
	assert.Contains(t, planned, "list the members of this group by account_ids instead of emails.")
}
