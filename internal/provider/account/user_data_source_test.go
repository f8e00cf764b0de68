// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestUser(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, seen())
	id := org.Simulator.AccountID(chen)
	server := acctest.Server(t, org, nil)
	for _, config := range []map[string]any{
		{"email": "Chen.LI@acme.example"},
		{"account_id": id},
		{"email": chen, "directory_id": org.Credentials.DirectoryID},
		{"email": chen, "expand": []any{"product_access"}},
		{"account_id": id, "expand": []any{"platform_roles", "groups"}, "directory_id": org.Credentials.DirectoryID},
	} {
		got, diagnostics := server.ReadDataSource("atlassian_user", config)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, id, got["account_id"])
		assert.True(t, strings.EqualFold(chen, got["email"].(string)))
		if config["email"] != nil {
			assert.Equal(t, config["email"], got["email"], "in the spelling of the configuration, or Terraform would refuse it")
		}
		assert.Equal(t, "managed", got["claim_status"])
		assert.Equal(t, config["directory_id"], got["directory_id"])
		expand, _ := config["expand"].([]any)
		for _, name := range []string{"groups", "platform_roles", "product_access"} {
			if slices.Contains(expand, any(name)) {
				assert.NotNil(t, got[name], name)
			} else {
				assert.Nil(t, got[name], name)
			}
		}
		if slices.Contains(expand, any("product_access")) {
			assert.Equal(t, "2026-03-01T08:00:00Z", got["last_active"])
		}
	}

	for name, c := range map[string]struct {
		config map[string]any
		says   string
	}{
		"neither":       {map[string]any{}, "one (and only one) of [account_id,email]"},
		"both":          {map[string]any{"account_id": id, "email": chen}, "one (and only one) of [account_id,email]"},
		"no address":    {map[string]any{"email": "chen"}, "email must be an e-mail address"},
		"nobody":        {map[string]any{"email": "nobody@acme.example"}, "Cannot find the user: An account nobody@acme.example does not exist; check the spelling, or invite the person to the organization first."},
		"no account":    {map[string]any{"account_id": "712020:nobody"}, "Cannot find the user: An account 712020:nobody does not exist; check the spelling, or invite the person to the organization first."},
		"any directory": {map[string]any{"email": chen, "directory_id": "-"}, "directory_id"},
		"elsewhere":     {map[string]any{"email": chen, "directory_id": "elsewhere"}, "Cannot find the user"},
	} {
		_, diagnostics := server.ReadDataSource("atlassian_user", c.config)
		require.ErrorContains(t, diagnostics.Err(), c.says, name)
	}
}

// An account may be in another directory than one that is named.
func TestUserOfSeveralDirectories(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	start.Directories = append(start.Directories, simulator.Directory{ID: "11111111-58c1-4f3a-8e20-91a4c6d3f5b8", Name: "Contractors"})
	start.Users = append(start.Users, simulator.User{Email: "nina@else.example", Directories: []string{"Contractors"}}, simulator.User{Email: "nobody.yet@acme.example", Status: "not_invited"})
	org := simulated.Start(t, simulated.WithStart(start))
	server := acctest.Server(t, org, nil)
	got, diagnostics := server.ReadDataSource("atlassian_user", map[string]any{"email": "nina@else.example"})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "unmanaged", got["claim_status"])
	_, diagnostics = server.ReadDataSource("atlassian_user", map[string]any{"email": "nina@else.example", "directory_id": org.Credentials.DirectoryID})
	require.ErrorContains(t, diagnostics.Err(), "An account nina@else.example in directory "+org.Credentials.DirectoryID+" does not exist")
	got, diagnostics = server.ReadDataSource("atlassian_user", map[string]any{"email": "nobody.yet@acme.example", "expand": []any{"groups"}})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "no_membership", got["membership_status"])

	found, diagnostics := server.ReadDataSource("atlassian_users", map[string]any{"directory_ids": []any{"11111111-58c1-4f3a-8e20-91a4c6d3f5b8"}, "expand": []any{"groups"}})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{"nina@else.example"}, column(found["users"], "email"))
	found, diagnostics = server.ReadDataSource("atlassian_users", map[string]any{})
	require.NoError(t, diagnostics.Err())
	assert.Len(t, found["users"], 15, "every directory, and the managed account that is in none")
}

func TestUsersOneByOne(t *testing.T) {
	t.Parallel()
	const people = 300
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Users: people})))
	server := acctest.Server(t, org, nil)
	var all sync.WaitGroup
	for i := range people {
		all.Go(func() {
			_, diagnostics := server.ReadDataSource("atlassian_user", map[string]any{"email": simulated.Email(i + 1)})
			assert.NoError(t, diagnostics.Err())
		})
	}
	all.Wait()
	assert.LessOrEqual(t, org.Simulator.Requests()[opSearchUsers], 6)

	org.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Status: http.StatusUnauthorized, Count: -1})
	_, diagnostics := acctest.Server(t, org, nil).ReadDataSource("atlassian_user", map[string]any{"email": simulated.Email(1)})
	require.ErrorContains(t, diagnostics.Err(), "Atlassian does not accept the API key")
}

func TestUserFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: acctest.Config(org, `
data "atlassian_user" "chen" {
  email  = "Chen.Li@acme.example"
  expand = ["groups"]
}

output "groups" {
  value = length(data.atlassian_user.chen.groups)
}
`),
		Check: resource.ComposeAggregateTestCheckFunc(
			resource.TestCheckResourceAttr("data.atlassian_user.chen", "account_id", org.Simulator.AccountID(chen)),
			resource.TestCheckOutput("groups", "3"),
		),
	}}})
}
