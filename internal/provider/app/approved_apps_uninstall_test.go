// SPDX-License-Identifier: MPL-2.0

package app_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

var uninstalling = map[string]any{"on_unapproved": "uninstall"}

// allowing is a provider that may uninstall apps.
func allowing(t *testing.T, org *simulated.Organization) *protocol.Server {
	t.Helper()
	return acctest.PacedServer(t, org, acctest.Impatient)
}

func TestUnapprovedAppsAreUninstalled(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := reviewed(t, org, uninstalling)
	state := allowing(t, org).Converge(t, approvedAppsType, config)
	installs(t, org, "Ledger Export", acmeJira)
	installs(t, org, "Ledger Export", acmeConfluence)

	server := allowing(t, org)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	plan := server.PlanUpdate(read, config)
	require.NoError(t, plan.Diagnostics.Err())
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	for _, part := range []string{"uninstalls 1 app that nobody has approved, from 2 places", `"Ledger Export" by "Ledgerly"`, "jira of acme", "confluence of acme", "billing", "experimental"} {
		require.Contains(t, plan.Diagnostics.Warnings()[0], part)
	}
	require.Zero(t, org.Simulator.Requests()[uninstallOperation], "a plan changes nothing")

	applied, diagnostics := allowing(t, org).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	require.Empty(t, applied.Values["unapproved"])
	require.Empty(t, org.Simulator.AppInstallations("Ledger Export"))
	require.Equal(t, 2, org.Simulator.Requests()[uninstallOperation])
	require.Len(t, org.Simulator.AppInstallations("Orbit Boards"), 1)
	require.Equal(t, protocol.NoOp, allowing(t, org).PlanUpdate(applied, config).Action)
}

// A creation cannot have shown anything as drift: it notes what is there, and the next apply uninstalls it. So does an apply
// that takes an approval back.
func TestWhatIsNotShownAsDriftIsNotedFirst(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	installs(t, org, "Ledger Export", acmeJira)
	config := reviewed(t, org, uninstalling)
	noted := func(plan *protocol.Plan, name string) *protocol.State {
		t.Helper()
		require.NoError(t, plan.Diagnostics.Err())
		require.Len(t, plan.Diagnostics.Warnings(), 1)
		require.Contains(t, plan.Diagnostics.Warnings()[0], name)
		require.Contains(t, plan.Diagnostics.Warnings()[0], "only notes them")
		state, diagnostics := allowing(t, org).ApplyResource(plan)
		require.NoError(t, diagnostics.Err())
		require.Contains(t, strings.Join(diagnostics.Warnings(), ""), name)
		require.Equal(t, []any{name}, attributesOf(state, "unapproved", "name"))
		require.Len(t, org.Simulator.AppInstallations(name), 1)
		return state
	}
	uninstalled := func(state *protocol.State, config map[string]any, name string) *protocol.State {
		t.Helper()
		plan := allowing(t, org).PlanUpdate(state, config)
		require.Equal(t, protocol.Update, plan.Action)
		require.Contains(t, strings.Join(plan.Diagnostics.Warnings(), ""), "uninstalls 1 app ")
		applied, diagnostics := allowing(t, org).ApplyResource(plan)
		require.NoError(t, diagnostics.Err())
		require.Empty(t, org.Simulator.AppInstallations(name))
		return applied
	}
	state := noted(allowing(t, org).PlanCreate(approvedAppsType, config), "Ledger Export")
	state = uninstalled(state, config, "Ledger Export")
	fewer := without(config, "com.orbit.boards")
	state = noted(allowing(t, org).PlanUpdate(state, fewer), "Orbit Boards")
	state = uninstalled(state, fewer, "Orbit Boards")
	installs(t, org, "Orbit Boards", acmeJira)

	// Where a plan shows one as drift and takes other approvals back at once, its apply uninstalls none.
	installs(t, org, "Ledger Export", acmeJira)
	state = reviewedAgain(t, org, state)
	noted(allowing(t, org).PlanUpdate(state, reviewed(t, org, uninstalling)), "Ledger Export")
}

// A person who approves a plan approves what it shows. What came later is left alone, also where Terraform plans again while it
// applies.
func TestWhatThePlanHasNotShownStays(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := reviewed(t, org, uninstalling)
	state := allowing(t, org).Converge(t, approvedAppsType, config)
	installs(t, org, "Ledger Export", acmeJira)
	read := reviewedAgain(t, org, state)
	plan := allowing(t, org).PlanUpdate(read, config)
	installs(t, org, "Ledger Export", acmeConfluence)
	_, diagnostics := allowing(t, org).ApplyKnown(plan, config)
	require.Len(t, diagnostics.Errors(), 1)
	require.Contains(t, diagnostics.Errors()[0], "the plan did not show it as drift")
	left := org.Simulator.AppInstallations("Ledger Export")
	require.Len(t, left, 1)
	require.Equal(t, acmeConfluence, left[0].Context)
}

func TestUninstallingMustBeAllowed(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	installs(t, org, "Ledger Export", acmeJira)
	diagnostics := acctest.Server(t, org, nil).PlanCreate(approvedAppsType, reviewed(t, org, uninstalling)).Diagnostics
	require.Len(t, diagnostics.Errors(), 1)
	require.Contains(t, diagnostics.Errors()[0], "allow_app_uninstall = true")
	allowed := acctest.Server(t, org, map[string]any{"allow_app_uninstall": true})
	require.NoError(t, allowed.PlanCreate(approvedAppsType, reviewed(t, org, uninstalling)).Diagnostics.Err())
	require.Zero(t, org.Simulator.Requests()[uninstallOperation])
}

// Connect apps, apps of Atlassian, and approved apps that exceed their approval stay, and fail the apply.
func TestWhatStaysAfterUninstalling(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	start.Apps = append(start.Apps, simulator.App{
		Name: "Looks Official", Vendor: "Atlassian Labs", Versions: []simulator.AppVersion{{Version: "1.0.0"}}, Installations: []simulator.AppInstallation{{Context: acmeJira}},
	})
	org := simulated.Start(t, simulated.WithStart(start))
	config := without(reviewed(t, org, uninstalling), "com.paperplane.forms")
	installs(t, org, "Ledger Export", acmeJira)
	server := allowing(t, org)
	state, diagnostics := server.ApplyResource(server.PlanCreate(approvedAppsType, config))
	require.NoError(t, diagnostics.Err())
	grows(t, org)
	state = reviewedAgain(t, org, state)
	server = allowing(t, org)
	plan := server.PlanUpdate(state, config)
	warned := plan.Diagnostics.Warnings()
	require.Len(t, warned, 3)
	require.Contains(t, warned[0], "Ledger Export")
	require.NotContains(t, warned[0], "Paperplane")
	require.Contains(t, warned[1], "a Connect app")
	require.Contains(t, warned[1], "its vendor is Atlassian")

	_, diagnostics = server.ApplyResource(plan)
	require.Len(t, diagnostics.Errors(), 2)
	require.Contains(t, diagnostics.Errors()[0], "a Connect app")
	require.Contains(t, diagnostics.Errors()[0], "its vendor is Atlassian")
	require.NotContains(t, diagnostics.Errors()[0], "Ledger Export")
	require.Contains(t, diagnostics.Errors()[1], "write:jira-work")
	require.Empty(t, org.Simulator.AppInstallations("Ledger Export"), "what could be done is done")
	for _, app := range []string{"Paperplane Forms", "Looks Official", "Orbit Boards"} {
		require.Len(t, org.Simulator.AppInstallations(app), 1, app)
	}
	require.Equal(t, 1, org.Simulator.Requests()[uninstallOperation])
}

func TestUninstallingThatFails(t *testing.T) {
	t.Parallel()
	reason := "the app refuses to go"
	for name, c := range map[string]struct {
		trouble func(*simulated.Organization) error
		says    string
		gone    bool
	}{
		"in its task":      {func(org *simulated.Organization) error { return org.Simulator.FailUninstalls("Ledger Export", &reason) }, reason, false},
		"by a refusal":     {fault(simulator.Fault{Operation: uninstallOperation, Status: 403}), "status 403", false},
		"on the way":       {fault(simulator.Fault{Operation: uninstallOperation, Drop: true}), "not known whether", false},
		"on the way back":  {fault(simulator.Fault{Operation: uninstallOperation, LoseAnswer: true}), "", true},
		"in looking at it": {fault(simulator.Fault{Operation: taskOperation, Status: 500, Count: 2}), "", true},
	} {
		org := simulated.Start(t)
		config := reviewed(t, org, uninstalling)
		state := allowing(t, org).Converge(t, approvedAppsType, config)
		installs(t, org, "Ledger Export", acmeJira)
		read := reviewedAgain(t, org, state)
		server := allowing(t, org)
		plan := server.PlanUpdate(read, config)
		require.NoError(t, c.trouble(org), name)
		kept, diagnostics := server.ApplyResource(plan)
		require.Equal(t, c.gone, len(org.Simulator.AppInstallations("Ledger Export")) == 0, name)
		if c.gone {
			require.NoError(t, diagnostics.Err(), name)
			continue
		}
		require.Len(t, diagnostics.Errors(), 1, name)
		require.Contains(t, diagnostics.Errors()[0], c.says, name)
		require.Contains(t, diagnostics.Errors()[0], "Ledger Export", name)
		require.Equal(t, read.Values, kept.Values, name)
	}
}

func fault(one simulator.Fault) func(*simulated.Organization) error {
	return func(org *simulated.Organization) error {
		org.Simulator.Inject(one)
		return nil
	}
}

// A plan says which apps its apply uninstalls, or may uninstall, also where something is not known yet.
func TestUninstallingIsForeseen(t *testing.T) {
	t.Parallel()
	allowed := map[string]any{"allow_app_uninstall": true}
	org := simulated.Start(t)
	config := reviewed(t, org, map[string]any{"on_unapproved": "uninstall"})
	state := acctest.Server(t, org, allowed).Converge(t, approvedAppsType, config)
	unknown := map[string]any{"approved": protocol.Unknown}
	require.Empty(t, acctest.Server(t, org, allowed).PlanUpdate(state, reviewed(t, org, config, unknown)).Diagnostics.Warnings(), "there is nothing to uninstall")
	installs(t, org, "Ledger Export", acmeConfluence)
	server := acctest.Server(t, org, allowed)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())

	plan := server.PlanUpdate(read, reviewed(t, org, config, unknown))
	require.NoError(t, plan.Diagnostics.Err())
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	for _, part := range []string{"Apps may be uninstalled", `"Ledger Export" by "Ledgerly" (forge app 9d07f5a3-b8e2-4c61-8f39-1a6e4d2c705b), confluence of acme`, "plan again"} {
		require.Contains(t, plan.Diagnostics.Warnings()[0], part)
	}

	plan = server.PlanUpdate(read, reviewed(t, org, map[string]any{"on_unapproved": protocol.Unknown}))
	require.Len(t, plan.Diagnostics.Errors(), 1)
	require.Contains(t, plan.Diagnostics.Errors()[0], "Give on_unapproved a value that is known in the plan")
	plan = acctest.Server(t, org, nil).PlanUpdate(read, reviewed(t, org, map[string]any{"on_unapproved": protocol.Unknown}))
	require.NoError(t, plan.Diagnostics.Err(), "nothing is uninstalled where it is not allowed")
}

// An app that came to a place from a second environment after the plan was never shown to anybody.
func TestASecondEnvironmentAfterThePlan(t *testing.T) {
	t.Parallel()
	allowed := map[string]any{"allow_app_uninstall": true}
	org := simulated.Start(t)
	config := reviewed(t, org, map[string]any{"on_unapproved": "uninstall"})
	state := acctest.Server(t, org, allowed).Converge(t, approvedAppsType, config)
	installs(t, org, "Ledger Export", acmeConfluence)
	server := acctest.Server(t, org, allowed)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	plan := server.PlanUpdate(read, config)

	org = saying(t, org, "nodes", func(nodes any) any {
		all := nodes.([]any)
		for _, one := range nodes.([]any) {
			second := maps.Clone(one.(map[string]any))
			second["id"], second["appEnvironment"] = "second", map[string]any{"key": "development", "type": "DEVELOPMENT"}
			all = append(all, second)
		}
		return all
	})
	_, diagnostics = acctest.Server(t, org, allowed).ApplyResource(plan)
	require.Len(t, diagnostics.Errors(), 1)
	require.Contains(t, diagnostics.Errors()[0], "confluence of acme, confluence of acme (environment development): the plan did not show it as drift")
	require.Len(t, org.Simulator.AppInstallations("Ledger Export"), 1)
}

// The first apply after an import uninstalls nothing, and neither does the one that turns uninstalling on: both only note what there is.
func TestTurningUninstallingOnOnlyNotes(t *testing.T) {
	t.Parallel()
	allowed := map[string]any{"allow_app_uninstall": true}
	org := simulated.Start(t)
	server := acctest.Server(t, org, allowed)
	state, diagnostics := server.ImportByID(approvedAppsType, "acme")
	require.NoError(t, diagnostics.Err())
	plan := server.PlanUpdate(state, map[string]any{"sites": []any{"acme"}, "approved": map[string]any{}, "on_unapproved": "uninstall"})
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	require.Contains(t, plan.Diagnostics.Warnings()[0], "This apply only notes them")
	noted, diagnostics := acctest.Server(t, org, allowed).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	require.Equal(t, state.Values["unapproved"], noted.Values["unapproved"])
	require.Zero(t, org.Simulator.Requests()[uninstallOperation])
	next := acctest.Server(t, org, allowed).PlanUpdate(noted, plan.Config)
	require.Contains(t, next.Diagnostics.Warnings()[0], "Apps are going to be uninstalled")
}
