// SPDX-License-Identifier: MPL-2.0

package app_test

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const installedAppsType = "atlassian_installed_apps"

func TestInstalledApps(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	read, diagnostics := acctest.Server(t, org, nil).ReadDataSource(installedAppsType, map[string]any{"sites": []any{"https://acme.atlassian.net"}})
	require.NoError(t, diagnostics.Err())
	rows := make(map[string]map[string]any)
	for _, row := range read["apps"].([]any) {
		one := row.(map[string]any)
		rows[one["name"].(string)] = one
		delete(one, "installation_id")
		delete(one, "installed_at")
	}
	require.Len(t, rows, 4, "Atlassian's own apps are left out")
	require.Equal(t, map[string]any{
		"app_id": idOf(t, org, "Orbit Boards"), "key": "com.orbit.boards", "name": "Orbit Boards", "vendor": "Orbit Apps", "framework": "forge",
		"private": false, "distribution_status": "PUBLIC", "system": false, "site": "https://acme.atlassian.net", "product": "jira", "context": acmeJira,
		"environment": "production", "version": "2.0.0", "latest": true, "scopes": []any{"read:jira-user", "read:jira-work"}, "egress": []any{"*.orbit.example"},
		"license": map[string]any{"active": true, "type": "COMMERCIAL", "trial_end_date": nil, "subscription_end_date": nil},
	}, rows["Orbit Boards"])
	require.Equal(t, map[string]any{
		"app_id": idOf(t, org, "Paperplane Forms"), "key": "com.paperplane.forms", "name": "Paperplane Forms", "vendor": "Paperplane", "framework": "connect",
		"private": false, "distribution_status": "PUBLIC", "system": false, "site": "https://acme.atlassian.net", "product": "confluence", "context": acmeConfluence,
		"environment": nil, "version": "1.4.2-AC", "latest": nil, "scopes": []any{"READ", "WRITE"}, "egress": []any{"*"}, "license": nil,
	}, rows["Paperplane Forms"])
	require.Equal(t, true, rows["Acme Release Notes"]["private"])
	require.Equal(t, []any{}, rows["Acme Release Notes"]["egress"], "none, as Atlassian says")
	require.Equal(t, "3lo", rows["Calendar Bridge"]["framework"])
	for _, unsaid := range []string{"scopes", "egress", "version", "key"} {
		require.Nil(t, rows["Calendar Bridge"][unsaid], unsaid)
	}
}

func TestInstalledAppsOfOneProduct(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	read, diagnostics := acctest.Server(t, org, nil).ReadDataSource(installedAppsType, map[string]any{"sites": []any{acmeConfluence}})
	require.NoError(t, diagnostics.Err())
	require.Len(t, read["apps"], 1)
	require.Equal(t, map[string]int{inventoryOperation: 1}, org.Simulator.Requests(), "an ARI says it all")
}

func TestInstalledAppsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for says, c := range map[string]struct {
		sites    []any
		settings map[string]any
		fault    *simulator.Fault
	}{
		`Site "nowhere" does not exist`:                 {sites: []any{"nowhere"}},
		"ATLASSIAN_USER_API_TOKEN":                      {settings: map[string]any{"user_api_token": nil}},
		"does not accept user_email and user_api_token": {settings: map[string]any{"user_api_token": "a-token-of-somebody-else"}},
		"must administer every site":                    {fault: &simulator.Fault{Status: 403}},
		"half of it":                                    {fault: &simulator.Fault{GraphQLErrors: "half of it"}},
		"status 500":                                    {fault: &simulator.Fault{Status: 500}},
	} {
		org := simulated.Start(t)
		if c.fault != nil {
			c.fault.Operation = inventoryOperation
			org.Simulator.Inject(*c.fault)
		}
		if c.sites == nil {
			c.sites = []any{"acme"}
		}
		read, diagnostics := acctest.Server(t, org, c.settings).ReadDataSource(installedAppsType, map[string]any{"sites": c.sites})
		require.Len(t, diagnostics.Errors(), 1, says)
		require.Contains(t, diagnostics.Errors()[0], says)
		require.Nil(t, read["apps"], says)
	}
}

func TestAPageThatFailsMidway(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(simulated.Apps(120, 1)))
	org.Simulator.Inject(simulator.Fault{Operation: inventoryOperation, Skip: 1, Status: 500})
	server := acctest.Server(t, org, nil)
	_, diagnostics := server.ReadDataSource(installedAppsType, map[string]any{"sites": []any{"site-1"}})
	require.Error(t, diagnostics.Err())
	read, diagnostics := server.ReadDataSource(installedAppsType, map[string]any{"sites": []any{"site-1"}})
	require.NoError(t, diagnostics.Err())
	require.Len(t, read["apps"], 120)
}

func TestMarketplaceApp(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	// The simulator takes every credential that is sent to the Marketplace for a violation.
	server := acctest.Server(t, org, map[string]any{"user_email": nil, "user_api_token": nil})
	read, diagnostics := server.ReadDataSource("atlassian_marketplace_app", map[string]any{"key": "com.orbit.boards"})
	require.NoError(t, diagnostics.Err())
	require.Equal(t, "Orbit Boards", read["name"])
	require.Equal(t, "Orbit Apps", read["vendor"])
	require.Equal(t, []any{true, "approved", true, "approved"}, []any{read["cloud_fortified"], read["cloud_fortified_status"], read["bug_bounty"], read["bug_bounty_status"]})
	require.NotNil(t, read["latest_cloud_version"])
	require.NotNil(t, read["latest_cloud_version_released_at"])
	require.Equal(t, []any{true, true, "APP_DOES_NOT_SUPPORT_DR", true, []any{"Nimbus Hosting"}},
		[]any{read["stores_data_outside_atlassian"], read["processes_data_outside_atlassian"], read["data_residency"], read["shares_data_with_third_parties"], read["third_parties"]})
	var answers map[string]any
	require.NoError(t, json.Unmarshal([]byte(read["privacy_and_security"].(string)), &answers))
	require.Contains(t, answers, "security")

	silent, diagnostics := server.ReadDataSource("atlassian_marketplace_app", map[string]any{"key": "com.paperplane.forms"})
	require.NoError(t, diagnostics.Err())
	for _, unsaid := range []string{"privacy_and_security", "stores_data_outside_atlassian", "data_residency", "third_parties"} {
		require.Nil(t, silent[unsaid], unsaid)
	}
	require.Equal(t, false, silent["cloud_fortified"])

	_, diagnostics = server.ReadDataSource("atlassian_marketplace_app", map[string]any{"key": "com.example.nothing"})
	require.Len(t, diagnostics.Errors(), 1)
	require.Contains(t, diagnostics.Errors()[0], `App "com.example.nothing" of the Marketplace does not exist`)
	_, diagnostics = server.ReadDataSource("atlassian_marketplace_app", map[string]any{"key": "a/b"})
	require.Error(t, diagnostics.Err())
}

func TestAppDataSourcesFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: acctest.Config(org, `
data "atlassian_installed_apps" "this" { sites = ["acme"] }
data "atlassian_marketplace_app" "this" { key = "com.orbit.boards" }
output "names" { value = join(",", data.atlassian_installed_apps.this.apps[*].name) }
output "vendor" { value = data.atlassian_marketplace_app.this.vendor }
`),
			Check: resource.ComposeTestCheckFunc(
				resource.TestCheckOutput("names", "Acme Release Notes,Calendar Bridge,Orbit Boards,Paperplane Forms"),
				resource.TestCheckOutput("vendor", "Orbit Apps"),
			),
		},
	}})
}
