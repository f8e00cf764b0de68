// SPDX-License-Identifier: MPL-2.0

package evidence_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	workspacesType  = "atlassian_workspaces"
	workspaceSearch = "POST /admin/v2/orgs/{orgId}/workspaces"
	acmeSite        = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	acmeJira        = "ari:cloud:jira-software::site/" + acmeSite
)

// company is the small company with another site and a workspace on none.
func company() simulated.Option {
	start := simulator.SmallCompany()
	start.Workspaces = append(
		start.Workspaces,
		simulator.Workspace{
			ID: "ari:cloud:confluence::site/2", Name: "lab", Type: "confluence", HostURL: "https://acme-lab.atlassian.net/wiki", Status: "offline", Sandbox: "CHILD",
			Regions: []string{"us", "eu"}, Capacity: 50, CreatedBy: "ari:cloud:identity::user/1", Entitlements: []simulator.Entitlement{},
		},
		simulator.Workspace{ID: "ari:cloud:bitbucket::workspace/3", Name: "code", Type: "bitbucket", HostURL: "https://bitbucket.org/acme", Usage: 5},
	)
	return simulated.WithStart(start)
}

// ids are those of the workspaces in an answer, in its order.
func ids(answer map[string]any) []string {
	all := []string{}
	for _, one := range answer["workspaces"].([]any) {
		all = append(all, one.(map[string]any)["id"].(string))
	}
	return all
}

func TestWorkspaces(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, company())
	server := acctest.Server(t, org, nil)
	acme := []string{"ari:cloud:confluence::site/" + acmeSite, "ari:cloud:jira-servicedesk::site/" + acmeSite, acmeJira}
	const lab, code = "ari:cloud:confluence::site/2", "ari:cloud:bitbucket::workspace/3"
	for _, c := range []struct {
		config map[string]any
		want   []string
	}{
		{map[string]any{}, append(append([]string{}, acme...), code, lab)},
		{map[string]any{"site": "acme"}, acme},
		{map[string]any{"site": "https://ACME.atlassian.net"}, acme},
		{map[string]any{"site": acmeSite}, acme},
		{map[string]any{"site": "acme-lab"}, []string{lab}},
		{map[string]any{"resource_id": acmeJira}, []string{acmeJira}},
		{map[string]any{"site": "acme", "type_keys": []any{"Confluence", "trello"}}, acme[:1]},
		{map[string]any{"type_keys": []any{"confluence"}, "statuses": []any{"offline"}}, []string{lab}},
		{map[string]any{"type_keys": []any{"trello"}}, []string{}},
	} {
		answer, diagnostics := server.ReadDataSource(workspacesType, c.config)
		require.NoError(t, diagnostics.Err(), c.config)
		assert.Equal(t, c.want, ids(answer), c.config)
	}
	assert.Equal(t, map[string]int{workspaceSearch: 1}, org.Simulator.Requests(), "one read of the list serves the whole run")
}

func TestWhatWorkspacesSay(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, company())
	answer, diagnostics := acctest.Server(t, org, nil).ReadDataSource(workspacesType, map[string]any{})
	require.NoError(t, diagnostics.Err())
	at := func(n int) map[string]any { return answer["workspaces"].([]any)[n].(map[string]any) }
	jira, code, lab := at(2), at(3), at(4)
	assert.Equal(t, []any{map[string]any{"key": "jira-software", "plan": "Standard", "plan_key": "standard"}}, jira["entitlements"])
	assert.Equal(t, []any{map[string]any{"key": "confluence", "plan": nil, "plan_key": nil}}, at(0)["entitlements"], "a plan that is not said survives")
	assert.Equal(t, map[string]any{
		"id": acmeJira, "cloud_id": acmeSite, "name": "acme", "host_url": "https://acme.atlassian.net", "type": "jira-software", "type_key": "jira-software",
		"status": "online", "status_details": nil, "capacity": nil, "usage": nil, "entitlements": jira["entitlements"], "regions": []any{"eu"}, "realm": "multi-region",
		"labels": nil, "sandbox": jira["sandbox"], "owner": nil, "created_at": "2023-05-02T08:00:00Z", "created_by": nil,
	}, jira)
	assert.Nil(t, code["cloud_id"], "it is on no site")
	assert.EqualValues(t, 5, code["usage"])
	assert.EqualValues(t, 50, lab["capacity"])
	assert.Equal(t, []any{"eu", "us"}, lab["regions"])
	assert.Equal(t, "CHILD", lab["sandbox"])
	assert.Equal(t, []any{}, lab["entitlements"], "none is said, which is not unsaid")
}

func TestWorkspacesThatThereAreNot(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	for _, id := range []string{"1", "2"} {
		start.Workspaces = append(start.Workspaces, simulator.Workspace{ID: "ari:cloud:confluence::site/" + id, Name: "twin", Type: "confluence"})
	}
	org := simulated.Start(t, simulated.WithStart(start))
	server := acctest.Server(t, org, nil)
	for want, config := range map[string]map[string]any{
		"There is no such site: The organization lists no site \"nowhere\". It lists these:\n- \"acme\"\n- \"twin\" (at AttributeName(\"site\"))":                                 {"site": "nowhere"},
		"Several sites have this name: \"twin\" names several sites. Write the cloud ID of one of them:\n- \"1\"\n- \"2\" (at AttributeName(\"site\"))":                           {"site": "twin"},
		"There is no such workspace: Workspace ari:cloud:trello::site/1 does not exist; the organization lists ari:cloud:confluence::site/1. (at AttributeName(\"resource_id\"))": {"site": "1", "resource_id": "ari:cloud:trello::site/1"},
	} {
		_, diagnostics := server.ReadDataSource(workspacesType, config)
		require.Equal(t, []string{want}, diagnostics.Errors())
	}
	_, diagnostics := server.ReadDataSource(workspacesType, map[string]any{"resource_id": "acme"})
	require.ErrorContains(t, diagnostics.Err(), "resource_id must be an Atlassian Resource Identifier")

	org.Simulator.Inject(simulator.Fault{Operation: workspaceSearch, Status: http.StatusForbidden, Count: -1})
	_, diagnostics = acctest.Server(t, org, nil).ReadDataSource(workspacesType, map[string]any{})
	require.ErrorContains(t, diagnostics.Err(), "Cannot list the workspaces")

	unread := simulated.Start(t).Edited(t, "/workspaces", func(body any) any {
		body.(map[string]any)["data"].([]any)[1].(map[string]any)["id"] = "UNHEARD_OF"
		return body
	})
	answer, diagnostics := acctest.Server(t, unread, nil).ReadDataSource(workspacesType, map[string]any{})
	require.NoError(t, diagnostics.Err())
	assert.Len(t, ids(answer), 3)
	_, diagnostics = acctest.Server(t, unread, nil).ReadDataSource(workspacesType, map[string]any{"site": "acme"})
	require.ErrorContains(t, diagnostics.Err(), "UNHEARD_OF", "it may be on this site")
}

func TestWorkspacesFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t, company())
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: acctest.Config(org, `
data "atlassian_workspaces" "jira" {
  site      = "acme"
  type_keys = ["jira-software"]
}

output "resource_id" {
  value = one(data.atlassian_workspaces.jira.workspaces[*].id)
}`),
		Check: resource.TestCheckOutput("resource_id", acmeJira),
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue("data.atlassian_workspaces.jira",
			tfjsonpath.New("workspaces").AtSliceIndex(0).AtMapKey("entitlements").AtSliceIndex(0).AtMapKey("plan"), knownvalue.StringExact("Standard"))},
	}}})
}
