// SPDX-License-Identifier: MPL-2.0

package app_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestFindingsAreDrift(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := reviewed(t, org)
	state := reviewing(t, org, config)
	for _, list := range []string{"unapproved", "exceeding", "missing"} {
		require.Empty(t, state.Values[list], list)
	}
	installs(t, org, "Ledger Export", acmeConfluence)
	grows(t, org)
	require.NoError(t, org.Simulator.UninstallApp("Calendar Bridge", acmeJira))

	server := acctest.Server(t, org, nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	require.Equal(t, []any{"Ledger Export"}, attributesOf(read, "unapproved", "name"))
	require.Equal(t, []any{"Ledgerly"}, attributesOf(read, "unapproved", "vendor"))
	require.Equal(t, []any{"acme"}, attributesOf(read, "unapproved", "site"))
	require.Equal(t, []any{"confluence"}, attributesOf(read, "unapproved", "product"))
	require.Equal(t, []any{"Orbit Boards"}, attributesOf(read, "exceeding", "name"))
	require.Equal(t, []any{[]any{"write:jira-work"}}, attributesOf(read, "exceeding", "new_scopes"))
	require.Equal(t, []any{[]any{"collect.tracker.example"}}, attributesOf(read, "exceeding", "new_egress"))
	require.Equal(t, []any{"Calendar Bridge (" + idOf(t, org, "Calendar Bridge") + ")"}, read.Values["missing"])

	org.Simulator.ResetRequests()
	plan := server.PlanUpdate(read, config)
	require.NoError(t, plan.Diagnostics.Err())
	require.Equal(t, protocol.Update, plan.Action)
	require.Empty(t, org.Simulator.Requests(), "the refresh has read it all")
	for _, list := range []string{"unapproved", "exceeding", "missing"} {
		require.Empty(t, plan.Planned[list], list)
	}
	warned := strings.Join(plan.Diagnostics.Warnings(), "\n")
	for _, part := range []string{`"Ledger Export" by "Ledgerly"`, "confluence of acme", `"Orbit Boards" by "Orbit Apps"`, "write:jira-work", "collect.tracker.example", idOf(t, org, "Calendar Bridge"), "Connected apps"} {
		assert.Contains(t, warned, part)
	}

	kept, diagnostics := server.ApplyResource(plan)
	require.Len(t, diagnostics.Errors(), 3, "one for each kind")
	failed := strings.Join(diagnostics.Errors(), "\n")
	for _, part := range []string{"Ledger Export", "Ledgerly", "write:jira-work", "Connected apps", idOf(t, org, "Calendar Bridge"), "required = false"} {
		assert.Contains(t, failed, part)
	}
	require.Equal(t, read.Values, kept.Values, "what was found stays")
	require.Len(t, org.Simulator.AppInstallations("Ledger Export"), 1, "reporting uninstalls nothing")

	// A person reviews.
	require.NoError(t, org.Simulator.UninstallApp("Ledger Export", acmeConfluence))
	widened := without(config, idOf(t, org, "Calendar Bridge"))
	widened["approved"].(map[string]any)["com.orbit.boards"] = approval(map[string]any{
		"scopes": []any{"read:jira-work", "read:jira-user", "write:jira-work"}, "egress": []any{"*.orbit.example", "*.tracker.example"},
	})
	reviewing(t, org, widened)
}

// A creation says in its plan what it is going to fail for, and leaves no state.
func TestACreationWithFindings(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	config := without(reviewed(t, org), "com.orbit.boards")
	plan := server.PlanCreate(approvedAppsType, config)
	require.NoError(t, plan.Diagnostics.Err())
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	require.Contains(t, plan.Diagnostics.Warnings()[0], `"Orbit Boards" by "Orbit Apps"`)
	state, diagnostics := server.ApplyResource(plan)
	require.Nil(t, state)
	require.Len(t, diagnostics.Errors(), 1)
	require.Contains(t, diagnostics.Errors()[0], "Orbit Boards")
}

// An approval that is taken back shows in the plan, and fails the apply.
func TestAnApprovalTakenBack(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := reviewing(t, org, reviewed(t, org))
	server := acctest.Server(t, org, nil)
	plan := server.PlanUpdate(state, without(reviewed(t, org), "com.paperplane.forms"))
	require.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "Paperplane Forms")
	kept, diagnostics := server.ApplyResource(plan)
	require.Error(t, diagnostics.Err())
	require.Equal(t, state.Values, kept.Values)
}

func TestWhatIsNotRestrictedAndNotRequired(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := reviewed(t, org)
	approved := config["approved"].(map[string]any)
	approved["com.orbit.boards"] = approval()
	approved["com.example.later"] = approval(map[string]any{"required": false})
	state := reviewing(t, org, config)
	grows(t, org)
	require.Empty(t, reviewedAgain(t, org, state).Values["exceeding"], "nothing is restricted")
	require.Empty(t, reviewedAgain(t, org, state).Values["missing"])
}

func TestOrderOfListsIsNoDrift(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	sites := map[string]any{"sites": []any{acmeJira, acmeConfluence}}
	state := reviewing(t, org, reviewed(t, org, sites))
	turned := reviewed(t, org, map[string]any{"sites": []any{acmeConfluence, acmeJira}})
	turned["approved"].(map[string]any)["com.orbit.boards"].(map[string]any)["scopes"] = []any{"read:jira-user", "read:jira-work"}
	plan := acctest.Server(t, org, nil).PlanUpdate(state, turned)
	require.NoError(t, plan.Diagnostics.Err())
	require.Equal(t, protocol.NoOp, plan.Action)
}

func TestOtherSitesAreAnotherReview(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := reviewing(t, org, reviewed(t, org))
	require.Equal(t, map[string]any{"organization_id": org.Credentials.OrganizationID, "sites": "acme"}, state.Identity)
	server := acctest.Server(t, org, nil)
	plan := server.PlanUpdate(state, without(reviewed(t, org, map[string]any{"sites": []any{acmeJira}}), "com.paperplane.forms"))
	require.Equal(t, protocol.Replace, plan.Action)
	replaced, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	require.Equal(t, acmeJira, replaced.Identity["sites"])
}

// What is not known yet is no reason to fail, and is looked at when it is.
func TestApprovalsThatAreNotKnownYet(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	for name, unknown := range map[string]map[string]any{
		"approvals": {"approved": protocol.Unknown},
		"sites":     {"sites": protocol.Unknown},
	} {
		server := acctest.Server(t, org, nil)
		plan := server.PlanCreate(approvedAppsType, reviewed(t, org, unknown))
		require.NoError(t, plan.Diagnostics.Err(), name)
		require.Empty(t, plan.Diagnostics.Warnings(), name)
		state, diagnostics := server.ApplyKnown(plan, reviewed(t, org))
		require.NoError(t, diagnostics.Err(), name)
		require.NotNil(t, state, name)
	}
	for name, unknown := range map[string]any{
		"an approval": protocol.Unknown,
		"a scope":     approval(map[string]any{"scopes": []any{protocol.Unknown}}),
		"a version":   approval(map[string]any{"max_version": protocol.Unknown}),
	} {
		plan := acctest.Server(t, org, nil).PlanCreate(approvedAppsType, reviewed(t, org, map[string]any{"approved": map[string]any{"com.orbit.boards": unknown}}))
		require.NoError(t, plan.Diagnostics.Err(), name)
		require.Empty(t, plan.Diagnostics.Warnings(), name)
	}
}

func TestBadApprovals(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	with := func(change map[string]any) map[string]any {
		return map[string]any{"sites": []any{"acme"}, "approved": map[string]any{"com.orbit.boards": approval(change)}}
	}
	for says, config := range map[string]map[string]any{
		"at least 1":                         {"sites": []any{}, "approved": map[string]any{}},
		"is not the name (acme)":             {"sites": []any{"two words"}, "approved": map[string]any{}},
		"not the ARI of a product on a site": {"sites": []any{"ari:cloud:jira::project/1"}, "approved": map[string]any{}},
		"is at positions 0 and 1":            {"sites": []any{"acme", "acme"}, "approved": map[string]any{}},
		"without spaces":                     {"sites": []any{"acme"}, "approved": map[string]any{"Orbit Boards": approval()}},
		"must name who reviewed":             with(map[string]any{"reviewed_by": " "}),
		"a date such as":                     with(map[string]any{"reviewed_at": "yesterday"}),
		"a version such as":                  with(map[string]any{"max_version": "newest"}),
		"is not a framework":                 with(map[string]any{"frameworks": []any{"plugin"}}),
		"is not a scope":                     with(map[string]any{"scopes": []any{"read all"}}),
		"is not an address":                  with(map[string]any{"egress": []any{""}}),
		"value must be one of":               {"sites": []any{"acme"}, "approved": map[string]any{}, "on_unapproved": "delete"},
	} {
		diagnostics := acctest.Server(t, org, nil).ValidateResourceConfig(approvedAppsType, config)
		require.Len(t, diagnostics.Errors(), 1, says)
		require.Contains(t, diagnostics.Errors()[0], says)
	}
	for _, good := range []string{"2026-11-26", "2026-11-26T10:00:00Z", "2026-11-26T10:00:00+01:00"} {
		require.NoError(t, acctest.Server(t, org, nil).ValidateResourceConfig(approvedAppsType, with(map[string]any{"reviewed_at": good})).Err())
	}
}

// An inventory that cannot be read in full is an error, wherever it is read, and changes no state.
func TestAnUnreadableInventory(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault simulator.Fault
		says  []string
	}{
		"unauthorized":       {simulator.Fault{Status: 401}, []string{"user_api_token", "id.atlassian.com/manage-profile/security/api-tokens"}},
		"forbidden":          {simulator.Fault{Status: 403}, []string{"administer every site", "user_api_token"}},
		"errors beside data": {simulator.Fault{GraphQLErrors: "half of it"}, []string{"half of it", "the provider used nothing of the answer"}},
		"a broken page":      {simulator.Fault{Status: 500}, []string{"status 500"}},
	} {
		org := simulated.Start(t)
		state := reviewing(t, org, reviewed(t, org))
		c.fault.Operation, c.fault.Count = inventoryOperation, -1
		org.Simulator.Inject(c.fault)
		server := acctest.Server(t, org, nil)

		read, refreshing := server.ReadResource(state)
		require.Equal(t, state.Values, read.Values, name)
		creating := server.PlanCreate(approvedAppsType, reviewed(t, org)).Diagnostics
		for what, diagnostics := range map[string]protocol.Diagnostics{"refresh": refreshing, "plan": creating} {
			require.Len(t, diagnostics.Errors(), 1, "%s: %s", name, what)
			for _, part := range c.says {
				require.Contains(t, diagnostics.Errors()[0], part, "%s: %s", name, what)
			}
		}

		org.Simulator.ClearFaults()
		plan := server.PlanUpdate(state, without(reviewed(t, org), "com.orbit.boards"))
		require.NoError(t, plan.Diagnostics.Err())
		org.Simulator.Inject(c.fault)
		kept, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
		require.Len(t, diagnostics.Errors(), 1, name)
		require.Equal(t, state.Values, kept.Values, name)
	}
}

func TestApprovalsWithoutAToken(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, map[string]any{"user_email": nil, "user_api_token": nil})
	diagnostics := server.PlanCreate(approvedAppsType, reviewed(t, org)).Diagnostics
	require.Len(t, diagnostics.Errors(), 1)
	for _, part := range []string{"user_email", "user_api_token", "ATLASSIAN_USER_EMAIL", "ATLASSIAN_USER_API_TOKEN", "https://id.atlassian.com/manage-profile/security/api-tokens"} {
		require.Contains(t, diagnostics.Errors()[0], part)
	}
	_, diagnostics = server.ReadDataSource("atlassian_domains", map[string]any{})
	require.NoError(t, diagnostics.Err(), "everything else works")
}

func TestImportingApprovals(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	byID, diagnostics := server.ImportByID(approvedAppsType, acmeJira+", "+acmeConfluence)
	require.NoError(t, diagnostics.Err())
	byIdentity, diagnostics := server.ImportByIdentity(approvedAppsType, map[string]any{"sites": acmeConfluence + "," + acmeJira})
	require.NoError(t, diagnostics.Err())
	require.Equal(t, byID.Identity, byIdentity.Identity)
	require.Equal(t, acmeConfluence+","+acmeJira, byID.Identity["sites"])
	require.Equal(t, []any{"Acme Release Notes", "Calendar Bridge", "Orbit Boards", "Paperplane Forms"}, attributesOf(byID, "unapproved", "name"), "nothing is approved yet")

	plan := server.PlanUpdate(byID, reviewed(t, org, map[string]any{"sites": []any{acmeJira, acmeConfluence}}))
	require.Equal(t, protocol.Update, plan.Action)
	_, diagnostics = server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())

	for _, bad := range []string{"acme,", " ", "two words"} {
		_, diagnostics := server.ImportByID(approvedAppsType, bad)
		require.Error(t, diagnostics.Err(), bad)
	}
}

func TestForgettingApprovals(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := reviewing(t, org, reviewed(t, org))
	server := acctest.Server(t, org, nil)
	org.Simulator.ResetRequests()
	plan := server.PlanResource(approvedAppsType, state, nil)
	require.Contains(t, strings.Join(plan.Diagnostics.Warnings(), ""), "Installed apps stay as they are")
	gone, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	require.Nil(t, gone)
	require.Contains(t, strings.Join(diagnostics.Warnings(), ""), "has forgotten")
	require.Empty(t, org.Simulator.Requests())
}

// Whatever number of resources and data sources ask about the same sites, they are read once.
func TestAllTypesShareOneInventory(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(simulated.Apps(thorough.Part(300, 60), 5)))
	sites := []any{"site-1", "site-2", "site-3", "site-4", "site-5"}
	approved := map[string]any{}
	for _, app := range org.Simulator.Organization().Apps {
		approved[app.ID] = approval()
	}
	config := map[string]any{"sites": sites, "approved": approved}
	server := acctest.Server(t, org, nil)
	org.Simulator.ResetRequests()
	for range 3 {
		state := server.Converge(t, approvedAppsType, config)
		_, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		_, diagnostics = server.ReadDataSource("atlassian_installed_apps", map[string]any{"sites": sites})
		require.NoError(t, diagnostics.Err())
		_, diagnostics = server.ReadDataSource("atlassian_installed_apps", map[string]any{"sites": sites[:2]})
		require.NoError(t, diagnostics.Err())
	}
	require.Equal(t, map[string]int{"POST /admin/v2/orgs/{orgId}/workspaces": 1, inventoryOperation: thorough.Part(6, 2)}, org.Simulator.Requests())
}
