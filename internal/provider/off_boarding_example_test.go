// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// Who is suspended, who is removed, and whom Terraform only forgets: as the page of the example says. Nobody else loses anything.
func TestOffBoardingExample(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	terraform := example(t, w, "off-boarding")
	before := w.Run("-chdir=off-boarding/before", "apply", "-auto-approve", "-no-color", "-state=../terraform.tfstate")
	require.Zero(t, before.ExitCode, before.Output)
	for _, email := range []string{"chen.li@acme.example", "dana.novak@acme.example", "emil.sorensen@acme.example", "gus.moreau@acme.dev"} {
		require.Equal(t, "active", org.Simulator.UserStatus(email), email)
		require.Contains(t, emails(org, "engineering"), email)
	}
	applied := terraform("apply", "-auto-approve")
	require.Zero(t, applied.ExitCode, applied.Output)
	assert.Contains(t, applied.Output, "0 added, 0 changed, 5 destroyed", "two people with their memberships, and a contractor")
	for email, status := range map[string]string{
		"chen.li@acme.example":            "active",
		"dana.novak@acme.example":         "suspended", // removed, destroy = true
		"gus.moreau@acme.dev":             "suspended", // a block that was deleted
		"emil.sorensen@acme.example":      "active",    // removed, destroy = false
		"lena.fischer@contractor.example": "active",
		"milo.rossi@contractor.example":   "not_invited", // an entry that was deleted, on_destroy = "remove"
	} {
		assert.Equal(t, status, org.Simulator.UserStatus(email), email)
	}
	assert.ElementsMatch(t, []string{"chen.li@acme.example", "emil.sorensen@acme.example"}, emails(org, "engineering"))
	state, err := os.ReadFile(filepath.Join(w.Dir, "off-boarding/terraform.tfstate"))
	require.NoError(t, err)
	assert.NotContains(t, string(state), "emil.sorensen@acme.example", "Terraform has forgotten him")
	again := terraform("plan", "-detailed-exitcode")
	assert.Zero(t, again.ExitCode, again.Output)
}

// emails are the addresses of the members of a group.
func emails(org *simulated.Organization, group string) []string {
	byID := make(map[string]string)
	start := org.Simulator.Organization()
	for _, user := range start.Users {
		byID[user.AccountID] = user.Email
	}
	var members []string
	for _, id := range org.Simulator.Members(group) {
		members = append(members, byID[id])
	}
	return members
}
