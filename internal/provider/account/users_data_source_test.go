// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestUsers(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, seen(), simulated.AsDocumented())
	server := acctest.Server(t, org, nil)
	got, diagnostics := server.ReadDataSource("atlassian_users", map[string]any{
		"emails": []any{"Chen.Li@acme.example", lena, "nobody@acme.example"}, "expand": []any{"groups", "platform_roles", "product_access"},
	})
	require.NoError(t, diagnostics.Err())
	groupsOf := func(names ...string) []any {
		groups := make([]any, len(names))
		for i, name := range names {
			groups[i] = map[string]any{"id": org.Simulator.GroupID(name), "name": name}
		}
		return groups
	}
	assert.Equal(t, []any{
		map[string]any{
			"account_id": org.Simulator.AccountID(chen), "email": chen, "name": "Chen Li", "nickname": "Chen Li", "account_type": "atlassian", "status": "active",
			"account_status": "active", "membership_status": "active", "claim_status": "managed", "management_source": "invited", "mfa_enabled": true, "email_verified": true,
			"job_title": "Engineer", "department": "Platform", "organization": "Acme", "location": "Berlin", "time_zone": "Europe/Berlin",
			"added_to_org": "2024-01-15T09:00:00Z", "last_active": "2026-03-01T08:00:00Z",
			"groups":         groupsOf("confluence-users", "engineering", "jira-users"),
			"platform_roles": []any{},
			"product_access": []any{
				map[string]any{"resource_id": jira, "key": "jira-software", "last_active": "2026-03-01T08:00:00Z"},
				map[string]any{"resource_id": confluence, "key": "confluence", "last_active": "2026-02-28T08:00:00Z"},
			},
		},
		map[string]any{
			"account_id": org.Simulator.AccountID(lena), "email": lena, "name": "Lena Fischer", "nickname": "Lena Fischer", "account_type": "atlassian", "status": "active",
			"account_status": "active", "membership_status": "active", "claim_status": "unmanaged", "management_source": nil, "mfa_enabled": nil, "email_verified": true,
			"job_title": nil, "department": nil, "organization": nil, "location": nil, "time_zone": nil,
			"added_to_org": "2024-01-15T09:00:00Z", "last_active": nil,
			"groups":         groupsOf("contractors", "jira-users"),
			"platform_roles": []any{},
			"product_access": []any{map[string]any{"resource_id": jira, "key": "jira-software", "last_active": nil}},
		},
	}, got["users"])
	assert.Equal(t, []any{"nobody@acme.example"}, got["not_found"])
}

func TestUsersByFilters(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, seen())
	group := org.Simulator.GroupID("engineering")
	for name, c := range map[string]struct {
		config map[string]any
		want   []any
	}{
		"all":                  {map[string]any{}, nil},
		"one group":            {map[string]any{"group_ids": []any{group}}, []any{chen, "dana.novak@acme.example", "gus.moreau@acme.dev"}},
		"a group and a domain": {map[string]any{"group_ids": []any{group}, "email_domains": []any{"acme.dev"}}, []any{"gus.moreau@acme.dev"}},
		"a role":               {map[string]any{"role_ids": []any{"atlassian/org-admin"}}, []any{ada, "bruno.keller@acme.example"}},
		"a role on a resource": {map[string]any{"role_ids": []any{"atlassian/org-admin"}, "resource_ids": []any{confluence}}, []any{}},
		"a resource":           {map[string]any{"resource_ids": []any{confluence}}, []any{ada, "bruno.keller@acme.example", chen, "fatima.haddad@acme.example", "hana.sato@acme.dev"}},
		"not managed":          {map[string]any{"claim_status": "unmanaged"}, []any{lena, "milo.rossi@contractor.example"}},
		"no second step, used": {map[string]any{"mfa_enabled": false, "status": []any{"active"}}, []any{emil, "ivan.petrov@acme.dev"}},
		"suspended":            {map[string]any{"membership_status": []any{"suspended"}}, []any{"julia.santos@acme.example"}},
		"deactivated":          {map[string]any{"account_status": []any{"inactive", "closed"}}, []any{"kofi.mensah@acme.example"}},
		"a term":               {map[string]any{"search_term": "okafor"}, []any{ada}},
		"a directory":          {map[string]any{"directory_ids": []any{org.Credentials.DirectoryID}, "search_term": "okafor"}, []any{ada}},
		"accounts":             {map[string]any{"account_ids": []any{org.Simulator.AccountID(emil), org.Simulator.AccountID(ada)}}, []any{ada, emil}},
		"addresses, suspended": {map[string]any{"emails": []any{ada, "julia.santos@acme.example"}, "status": []any{"suspended"}}, []any{"julia.santos@acme.example"}},
		"an account's address": {map[string]any{"emails": []any{ada}, "account_ids": []any{org.Simulator.AccountID(emil)}}, []any{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diagnostics := acctest.Server(t, org, nil).ReadDataSource("atlassian_users", c.config)
			require.NoError(t, diagnostics.Err())
			if c.want == nil {
				assert.Len(t, got["users"], 13)
			} else {
				assert.Equal(t, c.want, column(got["users"], "email"))
			}
			assert.Empty(t, got["not_found"])
			for _, name := range []string{"groups", "platform_roles", "product_access", "last_active"} {
				for _, value := range column(got["users"], name) {
					assert.Nil(t, value, "%s was not asked for", name)
				}
			}
		})
	}
}

func TestUsersRefusals(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	for name, c := range map[string]struct {
		config map[string]any
		says   string
	}{
		"no addresses": {map[string]any{"emails": []any{}}, "Empty filter: emails is an empty list, so nobody could match it, and a check of the result would always pass. " +
			"To search without this filter, leave it out or set it to null. If you may have nobody to look for, set count = 0 on the data source in that case."},
		"no statuses": {map[string]any{"status": []any{}}, "Empty filter: status is an empty list"},
		"null":        {map[string]any{"account_ids": []any{nil}}, "Null in a filter: Element 0 of account_ids is null, so the provider cannot tell what to look for. Leave it out."},
		"no address":  {map[string]any{"emails": []any{"ada"}}, `emails must be an e-mail address, and "ada" is not`},
		"a term, too": {map[string]any{"emails": []any{ada}, "search_term": "ada"}, `"search_term"`},
		"no term":     {map[string]any{"search_term": ""}, "search_term"},
		"no status":   {map[string]any{"status": []any{"supended"}}, "status"},
		"no expand":   {map[string]any{"expand": []any{"everything"}}, "expand"},
		"no domain":   {map[string]any{"email_domains": []any{"acme"}}, "must be an e-mail domain such as example.com"},
		"no role":     {map[string]any{"role_ids": []any{"admin"}}, "must be a role ID such as atlassian/user"},
		"no ARI":      {map[string]any{"resource_ids": []any{"acme"}}, "is not an Atlassian Resource Identifier"},
		"no group": {map[string]any{"group_ids": []any{"00000000-0000-4000-8000-00000000dead"}}, "Cannot search for users: Group 00000000-0000-4000-8000-00000000dead does not exist; " +
			"nobody would be found in it, so correct or remove its ID."},
		"no directory": {map[string]any{"directory_ids": []any{org.Credentials.DirectoryID, "elsewhere"}}, "Cannot search for users: Directory elsewhere does not exist; " +
			"the data source atlassian_directories lists the directories that the API key can manage."},
	} {
		_, diagnostics := acctest.Server(t, org, nil).ReadDataSource("atlassian_users", c.config)
		require.ErrorContains(t, diagnostics.Err(), c.says, name)
	}
	org.Simulator.Inject(simulator.Fault{Operation: opCountUsers, Status: http.StatusForbidden, Count: -1})
	_, diagnostics := acctest.Server(t, org, nil).ReadDataSource("atlassian_users", map[string]any{})
	require.ErrorContains(t, diagnostics.Err(), "Cannot search for users", "without the count, it is not known whether somebody is missing")
}

// A filter by what does not exist finds nobody, and a check over nobody passes.
func TestUsersOnAResourceThatIsNotListed(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := map[string]any{"resource_ids": []any{confluence, "ari:cloud:confluence::site/mispelt"}}
	got, diagnostics := acctest.Server(t, org, nil).ReadDataSource("atlassian_users", config)
	require.NoError(t, diagnostics.Err())
	assert.Len(t, got["users"], 5)
	assert.Equal(t, []string{"The organization lists no such app or site: ari:cloud:confluence::site/mispelt is not among the apps and sites of the organization. " +
		"If the ID is misspelled, the result has nobody for it, and a check of the result passes. The data source atlassian_workspaces lists them. " +
		"The list may lack some kinds of resources: if you know that this one exists, you can ignore this warning. (at AttributeName(\"resource_ids\").ElementKeyInt(1))"}, diagnostics.Warnings())

	org.Simulator.Inject(simulator.Fault{Operation: "POST /admin/v2/orgs/{orgId}/workspaces", Status: http.StatusForbidden, Count: -1})
	_, diagnostics = acctest.Server(t, org, nil).ReadDataSource("atlassian_users", config)
	require.NoError(t, diagnostics.Err())
	assert.Empty(t, diagnostics.Warnings(), "a check that cannot be made says nothing")
}

func TestUsersOfWhomAtlassianDoesNotSay(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, seen())
	silent := edited(t, org, func(account map[string]any) {
		if account["email"] == chen {
			delete(account, "productAccess")
		}
	})
	_, diagnostics := acctest.Server(t, silent, nil).ReadDataSource("atlassian_users", map[string]any{"expand": []any{"product_access"}})
	require.EqualError(t, diagnostics.Err(), "Cannot search for users: Atlassian did not return the product access of these accounts, or only in part. "+
		"So the provider cannot tell whether they have any: "+chen+"; try again, and report it if that does not help.")
	got, diagnostics := acctest.Server(t, silent, nil).ReadDataSource("atlassian_users", map[string]any{})
	require.NoError(t, diagnostics.Err())
	assert.Len(t, got["users"], 13)

	null := edited(t, org, func(account map[string]any) {
		for _, field := range []string{"status", "claimStatus", "emailVerified", "mfaEnabled", "name", "addedToOrg"} {
			account[field] = nil
		}
	})
	got, diagnostics = acctest.Server(t, null, nil).ReadDataSource("atlassian_users", map[string]any{"emails": []any{chen}})
	require.NoError(t, diagnostics.Err())
	for _, field := range []string{"status", "claim_status", "email_verified", "mfa_enabled", "name", "added_to_org"} {
		assert.Equal(t, []any{nil}, column(got["users"], field), field)
	}

	dated := edited(t, org, func(account map[string]any) { account["addedToOrg"] = "15 January" })
	got, diagnostics = acctest.Server(t, dated, nil).ReadDataSource("atlassian_users", map[string]any{"emails": []any{chen}})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{"15 January"}, column(got["users"], "added_to_org"))
}

// Ten thousand rows take the framework a few seconds, so the rows are lists.
func TestTenThousandUsers(t *testing.T) {
	t.Parallel()
	people := thorough.Part(10_000, 500)
	start := simulated.Large(simulated.Size{Members: people})
	start.Workspaces = []simulator.Workspace{{ID: confluence, Name: "large", Type: "confluence", TypeKey: "confluence"}}
	start.Groups[0].Roles = []simulator.Role{{Resource: confluence, Role: "atlassian/user"}}
	for i := range start.Users {
		start.Users[i].LastActive = map[string]time.Time{confluence: lastActive}
	}
	org := simulated.Start(t, simulated.WithStart(start))
	got, diagnostics := acctest.Server(t, org, nil).ReadDataSource("atlassian_users", map[string]any{"expand": []any{"groups", "product_access"}})
	require.NoError(t, diagnostics.Err())
	require.Len(t, got["users"], people)
	assert.Equal(t, map[string]int{opSearchUsers: people / 100, opCountUsers: 1}, org.Simulator.Requests())
}

func TestUsersFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t, seen())
	config := func(cutoff string) string {
		return acctest.Config(org, fmt.Sprintf(`
data "atlassian_users" "all" {
  status = ["active"]
  expand = ["groups", "product_access"]
}

data "atlassian_users" "some" {
  emails = [%q, "nobody@acme.example"]
}

locals {
  awake = [for user in data.atlassian_users.all.users : user.email if user.last_active == null ? false : timecmp(user.last_active, %q) >= 0]
}

resource "terraform_data" "groups" {
  input = length(flatten(data.atlassian_users.all.users[*].groups))
}

output "awake" {
  value = join(" ", local.awake)
}

output "not_found" {
  value = join(" ", data.atlassian_users.some.not_found)
}
`, chen, cutoff))
	}
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config("2026-01-01T00:00:00Z"),
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckOutput("awake", chen),
				resource.TestCheckOutput("not_found", "nobody@acme.example"),
				resource.TestCheckResourceAttr("terraform_data.groups", "output", "20"),
			),
		},
		{Config: config("2026-01-01T00:00:00Z"), PlanOnly: true},
		{Config: config("2026-04-01T00:00:00Z"), Check: resource.TestCheckOutput("awake", "")},
		{
			PreConfig: func() {
				at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
				require.NoError(t, org.Simulator.SetActivity(emil, simulator.Activity{Resource: jira, At: &at}))
			},
			Config: config("2026-04-01T00:00:00Z"),
			Check:  resource.TestCheckOutput("awake", emil),
		},
	}})
}
