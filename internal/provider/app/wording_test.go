// SPDX-License-Identifier: MPL-2.0

package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

func TestApprovedAppsErrorsInFull(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := reviewed(t, org)
	state := reviewing(t, org, config)
	installs(t, org, "Ledger Export", acmeJira)
	grows(t, org)
	server := acctest.Server(t, org, nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	left, diagnostics := server.ApplyResource(server.PlanUpdate(read, config))
	require.Equal(t, []string{
		`Apps are installed that nobody has approved: No approval names:
- "Ledger Export" by "Ledgerly" (forge app 9d07f5a3-b8e2-4c61-8f39-1a6e4d2c705b), jira of acme

Review each, and add it to approved (a private app by its ID, or by its key with private = true); or uninstall it: in Atlassian Administration, in the list of apps that are connected to the site (Connected apps). (at AttributeName("unapproved"))`,
		`Apps go beyond what was reviewed: These apps go beyond their approval:
- "Orbit Boards" by "Orbit Apps" (forge app 2b6f0d1e-94c7-4a35-8e12-7d0c5b9fa364), jira of acme: it has scopes that were not reviewed: write:jira-work; it may call addresses that were not reviewed: collect.tracker.example

Review what is new, and widen the approval; or uninstall the app, or speak to its vendor: in Atlassian Administration, in the list of apps that are connected to the site (Connected apps). (at AttributeName("exceeding"))`,
	}, diagnostics.Errors())
	require.Equal(t, []any{"Ledger Export"}, attributesOf(left, "unapproved", "name"), "a failed apply keeps what was found")
	require.NoError(t, org.Simulator.UninstallApp("Ledger Export", acmeJira))
	server = acctest.Server(t, org, nil)
	read, diagnostics = server.ReadResource(left)
	require.NoError(t, diagnostics.Err())
	_, diagnostics = server.ApplyResource(server.PlanUpdate(read, config))
	require.Len(t, diagnostics.Errors(), 1)
	require.Contains(t, diagnostics.Errors()[0], "Apps go beyond what was reviewed: ")

	_, diagnostics = server.ImportByID(approvedAppsType, "acme,")
	require.Equal(t, []string{`Invalid import ID: an import ID is the names of the sites with commas between them, such as "acme,acme-lab"`}, diagnostics.Errors())
}

func TestSiteErrorsInFull(t *testing.T) {
	t.Parallel()
	server := acctest.Server(t, simulated.Start(t), nil)
	_, diagnostics := server.ReadDataSource("atlassian_installed_apps", map[string]any{"sites": []any{"two words"}})
	require.Equal(t, []string{`Invalid site: "two words" is not the name (acme), URL (https://acme.atlassian.net) or cloud ID of a site, which means all products on it, ` +
		`or the ARI of one product on it (ari:cloud:jira::site/CLOUD_ID). (at AttributeName("sites").ElementKeyInt(0))`}, diagnostics.Errors())
	require.Equal(t, []string{`Cannot find the site: Site "nowhere" does not exist; the organization's workspaces name no such site; write the name (acme), URL (https://acme.atlassian.net) ` +
		`or cloud ID of a site, which means all products on it, or the ARI of one product on it (ari:cloud:jira::site/CLOUD_ID). (at AttributeName("site"))`},
		server.PlanCreate(userAppsType, denying("site", "nowhere")).Diagnostics.Errors())
	require.Equal(t, []string{`Invalid Attribute Value Match: Attribute rule value must be one of: ["allow" "deny"], got: "block" (at AttributeName("rule"))`},
		server.ValidateResourceConfig(userAppsType, denying("rule", "block")).Errors())
}
