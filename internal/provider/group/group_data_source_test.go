// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"maps"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

func TestGroupDataSource(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id := org.Simulator.GroupID("engineering")
	server := acctest.Server(t, org, nil)
	want := map[string]any{
		"id": id, "directory_id": org.Credentials.DirectoryID, "name": "engineering", "description": "Everyone who ships",
		"managed_by": "admins", "external_synced": false, "member_count": int64(3), "resource_count": int64(1),
	}
	for _, config := range []map[string]any{{"id": id}, {"name": "engineering"}, {"id": id, "directory_id": org.Credentials.DirectoryID}} {
		got, diagnostics := server.ReadDataSource("atlassian_group", config)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, want, got)
	}
	got, diagnostics := server.ReadDataSource("atlassian_group", map[string]any{"name": "IDP-Employees"})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "IDP-Employees", got["name"], "in the spelling of the configuration, or Terraform would refuse it")
	assert.Equal(t, true, got["external_synced"])

	for name, test := range map[string]struct {
		config map[string]any
		says   string
	}{
		"neither":       {map[string]any{}, "one (and only one) of [id,name]"},
		"both":          {map[string]any{"id": id, "name": "engineering"}, "one (and only one) of [id,name]"},
		"no such name":  {map[string]any{"name": "nobody"}, `Cannot find the group: Group "nobody" of directory`},
		"no such ID":    {map[string]any{"id": "00000000-0000-4000-8000-00000000dead"}, "does not exist"},
		"no ID":         {map[string]any{"id": "engineering"}, "set name instead"},
		"any directory": {map[string]any{"id": id, "directory_id": "-"}, "directory_id"},
		"wrong place":   {map[string]any{"id": id, "directory_id": "00000000-0000-4000-8000-00000000dead"}, "Cannot find the group"},
	} {
		_, diagnostics := server.ReadDataSource("atlassian_group", test.config)
		if assert.Error(t, diagnostics.Err(), name) {
			assert.Regexp(t, "(?i)"+regexp.QuoteMeta(test.says), diagnostics.Err().Error(), name)
		}
	}
}

// Names are unique, for all that Atlassian documents. If they are not, a name means none of the groups.
func TestGroupDataSourceOfAnAmbiguousName(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id, other := org.Simulator.GroupID("engineering"), org.Simulator.GroupID("contractors")
	config := map[string]any{"name": "engineering"}
	for _, twin := range []string{"engineering", "Engineering"} {
		for _, first := range []bool{true, false} {
			shown := withTwin(t, org, id, other, twin, first)
			server := acctest.Server(t, shown, nil)
			_, diagnostics := server.ReadDataSource("atlassian_group", config)
			require.ErrorContains(t, diagnostics.Err(), "Cannot find the group: 2 groups of directory")
			require.ErrorContains(t, diagnostics.Err(), id+` ("engineering")`)
			require.ErrorContains(t, diagnostics.Err(), other+` ("`+twin+`")`)
			got, diagnostics := server.ReadDataSource("atlassian_group", map[string]any{"id": id})
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, id, got["id"])
			_, diagnostics = acctest.Server(t, shown, nil).ImportByID("atlassian_group", "name:engineering")
			require.ErrorContains(t, diagnostics.Err(), "Cannot import the group: 2 groups of directory")
		}
	}

	// The search may show a group under a name that it does not have any more. Its details say so.
	for _, first := range []bool{true, false} {
		got, diagnostics := acctest.Server(t, withTwin(t, org, id, other, "", first), nil).ReadDataSource("atlassian_group", config)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, id, got["id"])
	}
}

// withTwin is the organization as Atlassian may show it: a search for one group shows another one of its name beside it. Named is the
// name of that one; if it is empty, only the search shows the other one under the name.
func withTwin(t *testing.T, org *simulated.Organization, id, other, named string, first bool) *simulated.Organization {
	t.Helper()
	return org.Edited(t, "/groups", func(body any) any {
		answer, _ := body.(map[string]any)
		for _, group := range []any{answer, answer["data"]} { // its details
			if group, _ := group.(map[string]any); group["id"] == other && named != "" {
				group["name"] = named
			}
		}
		groups, _ := answer["data"].([]any)
		for _, group := range groups {
			group, _ := group.(map[string]any)
			if group["id"] != id {
				continue
			}
			twin := maps.Clone(group)
			twin["id"] = other
			if named != "" {
				twin["name"] = named
			}
			answer["data"] = []any{group, twin}
			if first {
				answer["data"] = []any{twin, group}
			}
		}
		return body
	})
}

func TestGroupDataSourceRequests(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Groups: 300})))
	server := acctest.Server(t, org, map[string]any{"directory_id": org.Credentials.DirectoryID})
	acctest.TenAtOnce(300, func(i int) {
		_, diagnostics := server.ReadDataSource("atlassian_group", map[string]any{"name": simulated.GroupName(i + 1)})
		assert.NoError(t, diagnostics.Err())
	})
	assert.LessOrEqual(t, org.Requests(), 3+1+3, "%v", org.Simulator.Requests())
}

func TestGroupsDataSource(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	names := func(config map[string]any) []string {
		t.Helper()
		got, diagnostics := server.ReadDataSource("atlassian_groups", config)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, org.Credentials.DirectoryID, got["directory_id"])
		names := []string{}
		for _, one := range got["groups"].([]any) {
			group := one.(map[string]any)
			assert.Equal(t, org.Simulator.GroupID(group["name"].(string)), group["id"])
			names = append(names, group["name"].(string))
		}
		return names
	}
	all := []string{"confluence-users", "contractors", "engineering", "idp-employees", "jira-users", "org-admins"}
	assert.Equal(t, all, names(map[string]any{}))
	assert.Equal(t, []string{"confluence-users", "jira-users"}, names(map[string]any{"search_term": "users"}))
	assert.Equal(t, []string{"confluence-users", "engineering", "jira-users"}, names(map[string]any{"account_ids": []any{org.Simulator.AccountID("chen.li@acme.example")}}))
	assert.Equal(t, []string{"engineering", "jira-users"}, names(map[string]any{"resource_ids": []any{jiraARI}}))
	assert.Equal(t, []string{"org-admins"}, names(map[string]any{"role_ids": []any{"atlassian/org-admin"}}))
	assert.Equal(t, []string{"engineering"}, names(map[string]any{"search_term": "eng", "resource_ids": []any{jiraARI}}))
	assert.Equal(t, []string{}, names(map[string]any{"search_term": "nobody"}), "none is an empty list")

	eleven := make([]any, 11)
	for i := range eleven {
		eleven[i] = simulated.AccountID(i)
	}
	for name, config := range map[string]map[string]any{
		"account_ids":  {"account_ids": eleven},
		"role_ids":     {"role_ids": []any{"user"}},
		"resource_ids": {"resource_ids": []any{"ari:cloud:jira::site/1"}},
		"search_term":  {"search_term": ""},
	} {
		_, diagnostics := server.ReadDataSource("atlassian_groups", config)
		assert.ErrorContains(t, diagnostics.Err(), name)
	}
}

func TestGroupDataSourcesThroughTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: acctest.Config(org, `
data "atlassian_group" "this" {
  name = "Engineering"
}

data "atlassian_groups" "all" {}

output "members" {
  value = data.atlassian_group.this.member_count
}

output "groups" {
  value = join(",", data.atlassian_groups.all.groups[*].name)
}`),
		Check: resource.ComposeTestCheckFunc(
			resource.TestCheckOutput("members", "3"),
			resource.TestCheckOutput("groups", "confluence-users,contractors,engineering,idp-employees,jira-users,org-admins"),
		),
	}}})
}
