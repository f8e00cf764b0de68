// SPDX-License-Identifier: MPL-2.0

package app_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	userAppsType    = "atlassian_user_installed_apps"
	acmeCloudID     = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	readsRule       = "POST /graphql ecosystem.userInstallationRules"
	writesRule      = "POST /graphql ecosystem.updateUserInstallationRules"
	workspacesQuery = "POST /admin/v2/orgs/{orgId}/workspaces"
)

// denying is a configuration that denies, with changes.
func denying(changes ...string) map[string]any {
	config := map[string]any{"site": "acme", "rule": "deny"}
	for pair := range slices.Chunk(changes, 2) {
		config[pair[0]] = pair[1]
	}
	return config
}

func TestUserInstalledAppsLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	start := simulator.SmallCompany()
	start.Workspaces = append(start.Workspaces, simulator.Workspace{ID: "ari:cloud:jira-software::site/0b6d", Name: "lab", HostURL: "https://acme-lab.atlassian.net"})
	org := simulated.Start(t, simulated.WithStart(start))
	const this = userAppsType + ".this"
	config := func(site, rule, more string) string {
		return acctest.Config(org, `
resource "atlassian_user_installed_apps" "this" {
  site = "`+site+`"
  rule = "`+rule+`"
  `+more+`
}
`)
	}
	planned := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(this, action)}}
	}
	rule := func(site, want string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			assert.Equal(t, want, org.Simulator.UserInstalledApps(site))
			return nil
		}
	}
	acctest.Test(t, resource.TestCase{
		CheckDestroy: rule("0b6d", "allow"),
		Steps: []resource.TestStep{
			{ // the framework insists on an empty plan after every step
				Config:           config("acme", "deny", ""),
				ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(this, tfjsonpath.New("cloud_id"), knownvalue.StringExact(acmeCloudID)),
					statecheck.ExpectKnownValue(this, tfjsonpath.New("on_destroy"), knownvalue.StringExact("keep")),
				},
				Check: rule("acme", "deny"),
			},
			{
				PreConfig: func() { assert.NoError(t, org.Simulator.SetUserInstalledApps("acme", "allow")) },
				Config:    config("acme", "deny", ""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(this, plancheck.ResourceActionUpdate), acctest.Before{Address: this, Attribute: "rule", Want: "allow"},
				}},
				Check: rule("acme", "deny"),
			},
			{ResourceName: this, ImportState: true, ImportStateVerify: true, ImportStateId: "acme", ImportStateVerifyIdentifierAttribute: "cloud_id"},
			{
				Config:           config("acme-lab", "deny", `on_destroy = "allow"`),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				Check:            resource.ComposeTestCheckFunc(rule("0b6d", "deny"), rule("acme", "deny")),
			},
		},
	})
}

func TestARuleIsAdoptedWithAWarning(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(userAppsType, denying())
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	require.Contains(t, plan.Diagnostics.Warnings()[0], `"allow" now; applying takes it over and changes it to "deny"`)
	require.Equal(t, acmeCloudID, plan.Planned["cloud_id"])

	plan = acctest.Server(t, org, nil).PlanCreate(userAppsType, denying("rule", "allow"))
	require.Contains(t, plan.Diagnostics.Warnings()[0], "leaves it so")
	_, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	require.Zero(t, org.Simulator.Requests()[writesRule], "there is nothing to write")
}

func TestRequestsForARule(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	state := server.Converge(t, userAppsType, denying())
	require.Equal(t, map[string]any{"organization_id": org.Credentials.OrganizationID, "cloud_id": acmeCloudID}, state.Identity)
	org.Simulator.ResetRequests()
	read, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	require.Equal(t, state.Values, read.Values)
	require.Equal(t, map[string]int{readsRule: 1}, org.Simulator.Requests(), "a refresh reads the rule, and nothing else")

	org.Simulator.ResetRequests()
	for _, name := range []string{"https://acme.atlassian.net", "ari:cloud:jira::site/" + acmeCloudID} {
		server = acctest.Server(t, org, nil)
		plan := server.PlanUpdate(state, denying("site", name))
		require.Equal(t, protocol.Update, plan.Action, name)
		require.Empty(t, plan.RequiresReplace, name)
		state = server.ConvergeFrom(t, state, denying("site", name))
	}
	require.Zero(t, org.Simulator.Requests()[writesRule], "another name is nothing to write")
}

// A plan that does not change the rule sets none, even if somebody has changed the rule since. The next plan shows that.
func TestARuleThatThePlanDoesNotChange(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, userAppsType, denying())
	config := denying("on_destroy", "allow", "site", acmeCloudID)
	plan := acctest.Server(t, org, nil).PlanUpdate(state, config)
	require.NoError(t, plan.Diagnostics.Err())
	require.NoError(t, org.Simulator.SetUserInstalledApps("acme", "allow"))
	org.Simulator.ResetRequests()
	state, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	require.Equal(t, "allow", org.Simulator.UserInstalledApps("acme"))
	require.Zero(t, org.Simulator.Requests()[writesRule]+org.Simulator.Requests()[readsRule])

	server := acctest.Server(t, org, nil)
	state, diagnostics = server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	require.Equal(t, protocol.Update, server.PlanUpdate(state, config).Action)
}

func TestImportingARule(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	for _, id := range []string{acmeCloudID, "acme", "https://acme.atlassian.net", "ari:cloud:jira::site/" + acmeCloudID} {
		state, diagnostics := server.ImportByID(userAppsType, id)
		require.NoError(t, diagnostics.Err(), id)
		require.Equal(t, map[string]any{"site": id, "rule": "allow", "on_destroy": "keep", "cloud_id": acmeCloudID}, state.Values)
	}
	state, diagnostics := server.ImportByIdentity(userAppsType, map[string]any{"cloud_id": acmeCloudID})
	require.NoError(t, diagnostics.Err())
	require.Equal(t, acmeCloudID, state.Values["site"])
	_, diagnostics = server.ImportByID(userAppsType, "nowhere")
	require.Error(t, diagnostics.Err())
}

func TestWhatBecomesOfARule(t *testing.T) {
	t.Parallel()
	for onDestroy, want := range map[string]string{"keep": "deny", "allow": "allow"} {
		org := simulated.Start(t)
		server := acctest.Server(t, org, nil)
		state := server.Converge(t, userAppsType, denying("on_destroy", onDestroy))
		plan := server.PlanDelete(state)
		require.Equal(t, onDestroy == "keep", len(plan.Diagnostics.Warnings()) == 1, onDestroy)
		gone, diagnostics := server.ApplyResource(plan)
		require.NoError(t, diagnostics.Err())
		require.Nil(t, gone)
		require.Equal(t, want, org.Simulator.UserInstalledApps("acme"), onDestroy)
		require.Equal(t, onDestroy == "keep", strings.Contains(strings.Join(diagnostics.Warnings(), ""), "it stays"), onDestroy)
	}
}

func TestRulesInTrouble(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault simulator.Fault
		says  string // empty where it works all the same
		rule  string
	}{
		"not allowed to write":   {simulator.Fault{Operation: writesRule, Status: 403}, "administer every site", "allow"},
		"unauthorized":           {simulator.Fault{Operation: writesRule, Status: 401}, "user_api_token", "allow"},
		"broken on the way":      {simulator.Fault{Operation: writesRule, Status: 500}, "status 500", "allow"},
		"lost on the way back":   {simulator.Fault{Operation: writesRule, LoseAnswer: true}, "", "deny"},
		"errors after the write": {simulator.Fault{Operation: writesRule, GraphQLErrors: "odd"}, "", "deny"},
		"not read for a moment":  {simulator.Fault{Operation: readsRule, Status: 503}, "", "deny"},
		"errors beside the rule": {simulator.Fault{Operation: readsRule, GraphQLErrors: "odd"}, "odd", "allow"},
	} {
		org := simulated.Start(t)
		plan := acctest.PacedServer(t, org, acctest.Impatient).PlanCreate(userAppsType, denying())
		require.NoError(t, plan.Diagnostics.Err(), name)
		org.Simulator.Inject(c.fault)
		state, diagnostics := acctest.PacedServer(t, org, acctest.Impatient).ApplyResource(plan)
		require.Equal(t, c.rule, org.Simulator.UserInstalledApps("acme"), name)
		if c.says == "" {
			require.NoError(t, diagnostics.Err(), name)
			require.Equal(t, "deny", state.Values["rule"], name)
			continue
		}
		require.Len(t, diagnostics.Errors(), 1, name)
		require.Contains(t, diagnostics.Errors()[0], c.says, name)
	}
}

func TestARuleThatCannotBeRead(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, userAppsType, denying())
	for name, fault := range map[string]simulator.Fault{"unauthorized": {Status: 401}, "forbidden": {Status: 403}, "errors beside data": {GraphQLErrors: "odd"}, "broken": {Status: 500}} {
		fault.Operation = readsRule
		org.Simulator.Inject(fault)
		read, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
		require.Len(t, diagnostics.Errors(), 1, name)
		require.Equal(t, state.Values, read.Values, name)
	}
	poor := acctest.Server(t, org, map[string]any{"user_email": nil})
	diagnostics := poor.PlanCreate(userAppsType, denying()).Diagnostics
	require.Len(t, diagnostics.Errors(), 1)
	require.Contains(t, diagnostics.Errors()[0], "ATLASSIAN_USER_EMAIL")
}

func TestASiteThatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	config := denying()
	config["site"] = protocol.Unknown
	plan := server.PlanCreate(userAppsType, config)
	require.NoError(t, plan.Diagnostics.Err())
	state, diagnostics := server.ApplyKnown(plan, denying())
	require.NoError(t, diagnostics.Err())
	require.Equal(t, acmeCloudID, state.Values["cloud_id"])
	require.Contains(t, org.Simulator.Requests(), workspacesQuery)
}

// A site's name that another site has taken over is an error, and changes no rule. A cloud ID and an ARI always mean the same.
func TestANameThatAnotherSiteHasTakenOver(t *testing.T) {
	t.Parallel()
	org, edit := hosted(t, simulated.Start(t), as("", nil))
	for name, c := range map[string]struct {
		site     string
		edit     func(map[string]any) bool
		says     string
		requests int
	}{
		"taken over":        {"acme", movedTo("99999999"), `write site = "` + acmeCloudID + `"`, 1},
		"given up":          {"acme", as("", map[string]any{"hostUrl": "https://other.atlassian.net"}), `Site "acme" does not exist`, 1},
		"the same":          {"acme", as("", nil), "", 1},
		"in capitals":       {"acme", func(w map[string]any) bool { w["id"] = strings.ToUpper(w["id"].(string)); return true }, "", 1},
		"named by an ARI":   {acmeJira, movedTo("99999999"), "", 0},
		"named by cloud ID": {acmeCloudID, movedTo("99999999"), "", 0},
	} {
		edit(as("", nil))
		config := denying("site", c.site)
		state := acctest.Server(t, org, nil).Converge(t, userAppsType, config)
		edit(c.edit)
		server := acctest.Server(t, org, nil)
		read, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err(), name)
		org.Simulator.ResetRequests()
		plan := server.PlanUpdate(read, config)
		require.Equal(t, c.requests, org.Simulator.Requests()[workspacesQuery], name)
		if c.says == "" {
			require.NoError(t, plan.Diagnostics.Err(), name)
			require.Equal(t, protocol.NoOp, plan.Action, name)
			continue
		}
		require.Len(t, plan.Diagnostics.Errors(), 1, name)
		require.Contains(t, plan.Diagnostics.Errors()[0], c.says, name)
		require.NoError(t, server.PlanDelete(read).Diagnostics.Err(), "it can be forgotten all the same")
	}
}

// movedTo gives the workspaces to a site with another cloud ID.
func movedTo(instead string) func(map[string]any) bool {
	return func(workspace map[string]any) bool {
		workspace["id"] = strings.Replace(workspace["id"].(string), "8f2b1c9e", instead, 1)
		return true
	}
}
