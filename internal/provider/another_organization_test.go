// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// sisterOf is an organization in which the people of another one are, with the same accounts, and all of them are organization admins.
func sisterOf(t *testing.T, first *simulated.Organization) *simulated.Organization {
	t.Helper()
	start := simulator.SmallCompany()
	start.ID = "11111111-2e64-4b8d-a1f9-0d6e8b4c2a75"
	start.Directories = []simulator.Directory{{ID: "22222222-58c1-4f3a-8e20-91a4c6d3f5b8", Name: "Sister"}}
	start.Groups, start.BackupPolicies, start.Apps, start.MarketplaceListings = nil, nil, nil, nil
	for i := range start.Users {
		start.Users[i].AccountID = first.Simulator.AccountID(start.Users[i].Email)
		start.Users[i].Roles = []simulator.Role{{Resource: "ari:cloud:platform::org/" + start.ID, Role: "atlassian/org-admin"}}
	}
	return simulated.Start(t, simulated.WithStart(start))
}

// The key of another organization beside a state, as a wrong variable file brings it, changes nothing there: neither for what the configuration has,
// nor for what is no longer in it.
func TestAnotherOrganizationIsNotMended(t *testing.T) {
	t.Parallel()
	first := simulated.Start(t)
	second := sisterOf(t, first)
	w := cli.New(t, first)
	const admins = `
resource "atlassian_organization_admin" "gus" {
  email = "gus.moreau@acme.dev"
}
resource "atlassian_user_role_assignment" "gus" {
  email   = "gus.moreau@acme.dev"
  site    = "acme"
  product = "confluence"
  role    = "atlassian/user"
}
`
	w.Write("main.tf", admins)
	w.MustRun("apply", "-auto-approve")
	gus := first.Simulator.AccountID("gus.moreau@acme.dev")
	before := second.Simulator.UserRoles(gus)
	point := func(org *simulated.Organization) {
		w.Setenv("ATLASSIAN_BASE_URL", org.URL)
		w.Setenv("ATLASSIAN_ORG_ID", org.Credentials.OrganizationID)
		w.Setenv("ATLASSIAN_ORG_API_KEY", org.Credentials.APIKey)
	}
	point(second)
	for _, config := range []string{admins, ""} {
		w.Write("main.tf", config)
		for _, command := range [][]string{{"plan"}, {"apply", "-auto-approve", "-refresh=false"}, {"destroy", "-auto-approve"}} {
			refused := w.Run(command...)
			assert.Equal(t, 1, refused.ExitCode, "%v with %q", command, config)
			assert.Contains(t, refused.Output, "The state is of another organization", "%v with %q", command, config)
		}
	}
	require.NotEmpty(t, before)
	assert.Equal(t, before, second.Simulator.UserRoles(gus))
	assert.True(t, slices.ContainsFunc(first.Simulator.UserRoles(gus), func(role simulator.Role) bool { return role.Role == "atlassian/org-admin" }))

	point(first)
	w.Write("main.tf", admins)
	assert.Contains(t, w.MustRun("plan").Output, "No changes", "the state is as it was")
}
