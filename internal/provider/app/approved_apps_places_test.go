// SPDX-License-Identifier: MPL-2.0

package app_test

import (
	"encoding/json"
	"maps"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// eachMember lets a function change every member of that name, however deep in an answer.
func eachMember(value any, name string, change func(any) any) any {
	switch value := value.(type) {
	case map[string]any:
		for member := range value {
			value[member] = eachMember(value[member], name, change)
			if member == name {
				value[member] = change(value[member])
			}
		}
	case []any:
		for i := range value {
			value[i] = eachMember(value[i], name, change)
		}
	}
	return value
}

// saying is the same organization, whose gateway says something else of every app.
func saying(t *testing.T, org *simulated.Organization, name string, change func(any) any) *simulated.Organization {
	t.Helper()
	return org.Edited(t, "/graphql", func(body any) any { return eachMember(body, name, change) })
}

// An unapproved app is found wherever Atlassian says it is, and wherever it says nothing.
func TestAnUnapprovedAppIsFoundInAnyPlace(t *testing.T) {
	t.Parallel()
	cloudID := strings.TrimPrefix(acmeJira, "ari:cloud:jira::site/")
	for name, c := range map[string]struct {
		sites         string
		context       any
		site, product any
		says          string
	}{
		"null":          {"acme", nil, nil, nil, "place unknown"},
		"capitals":      {"acme", strings.ToUpper(acmeJira), "acme", "jira", "jira of acme"},
		"a project":     {"acme", acmeJira + "/project/10000", "acme", "jira", "jira of acme"},
		"another owner": {"acme", "ari:cloud:platform::site/" + cloudID, "acme", "platform", "platform of acme"},
		"no product":    {"acme", cloudID, "acme", nil, "unknown product of acme"},
		"unknown site":  {"acme", "ari:cloud:jira::site/b-site\n\nNo changes.", nil, nil, `place unknown (Atlassian says "ari:cloud:jira::site/b-site\n\nNo changes.")`},
		"an ARI":        {strings.ToUpper(acmeJira), acmeJira, strings.ToUpper(acmeJira), "jira", "jira of ARI:CLOUD:JIRA"},
	} {
		org := simulated.Start(t)
		config := reviewed(t, org, map[string]any{"sites": []any{c.sites}})
		if c.sites != "acme" {
			config = without(config, "com.paperplane.forms")
		}
		state := reviewing(t, org, config)
		installs(t, org, "Ledger Export", acmeJira)
		said := saying(t, org, "installationContext", func(any) any { return c.context })
		server := acctest.Server(t, said, nil)
		read, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err(), name)
		require.Contains(t, attributesOf(read, "unapproved", "name"), "Ledger Export", name)
		require.Equal(t, []any{c.site, c.product}, []any{attributesOf(read, "unapproved", "site")[0], attributesOf(read, "unapproved", "product")[0]}, name)
		plan := server.PlanUpdate(read, config)
		require.Equal(t, protocol.Update, plan.Action, name)
		require.Contains(t, strings.Join(plan.Diagnostics.Warnings(), ""), c.says, name)
		require.NotContains(t, strings.Join(plan.Diagnostics.Warnings(), ""), "\nNo changes.", name)
	}
}

// Null is not none: what an approval restricts and Atlassian does not say counts as exceeding.
func TestWhatIsNotSaidExceeds(t *testing.T) {
	t.Parallel()
	to := func(value any) func(any) any { return func(any) any { return value } }
	for name, c := range map[string]struct {
		member string
		change func(any) any
		says   string
	}{
		"no permissions":        {"permissions", to(nil), "which scopes"},
		"empty permissions":     {"permissions", to([]any{}), "which addresses"},
		"a permission of null":  {"permissions", to([]any{nil}), "which addresses"},
		"no scopes":             {"scopes", to(nil), "which scopes"},
		"a scope of null":       {"scopes", to([]any{nil}), "which scopes"},
		"no key":                {"key", to(nil), "which scopes"},
		"no egress":             {"egress", to(nil), "which addresses"},
		"an egress of null":     {"egress", to([]any{nil}), "which addresses"},
		"no addresses":          {"addresses", to(nil), "which addresses"},
		"no address":            {"addresses", to([]any{}), "which addresses"},
		"an address of null":    {"addresses", to([]any{nil}), "which addresses"},
		"one address, and null": {"addresses", func(known any) any { return append(known.([]any), nil) }, "which addresses"},
		"an address of no text": {"addresses", to([]any{""}), "which addresses"},
	} {
		org := simulated.Start(t)
		config := reviewed(t, org)
		state := reviewing(t, org, config)
		server := acctest.Server(t, saying(t, org, c.member, c.change), nil)
		read, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err(), name)
		require.Contains(t, attributesOf(read, "exceeding", "name"), "Orbit Boards", name)
		require.Equal(t, protocol.Update, server.PlanUpdate(read, config).Action, name)
		require.Contains(t, strings.Join(server.PlanUpdate(read, config).Diagnostics.Warnings(), ""), "Atlassian does not say "+c.says, name)
	}
}

// A list that is not all there is an error, and never fewer apps.
func TestAListOfAppsThatIsNotAllThere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(any) any
		says   string
	}{
		"null":      {func(any) any { return nil }, "no list of apps"},
		"empty":     {func(any) any { return []any{} }, "counts 4 apps (totalCount), and lists 0"},
		"one less":  {func(edges any) any { return edges.([]any)[1:] }, "counts 4 apps (totalCount), and lists 3"},
		"one twice": {func(edges any) any { return append([]any{edges.([]any)[1]}, edges.([]any)[1:]...) }, "counts 4 apps (totalCount), and lists 3"},
		"[null]":    {func(any) any { return []any{nil} }, "an app without any facts"},
	} {
		org := simulated.Start(t)
		state := reviewing(t, org, reviewed(t, org))
		server := acctest.Server(t, saying(t, org, "edges", c.change), nil)
		_, diagnostics := server.ReadResource(state)
		require.Len(t, diagnostics.Errors(), 1, name)
		require.Contains(t, diagnostics.Errors()[0], c.says, name)
		_, diagnostics = server.ReadDataSource(installedAppsType, map[string]any{"sites": []any{"acme"}})
		require.Len(t, diagnostics.Errors(), 1, name)
		require.Contains(t, diagnostics.Errors()[0], c.says, name)
	}
}

// hosted is the same organization, whose workspaces are edited by a function that a test may exchange.
func hosted(t *testing.T, org *simulated.Organization, edit func(workspace map[string]any) bool) (*simulated.Organization, func(func(workspace map[string]any) bool)) {
	t.Helper()
	var now atomic.Pointer[func(map[string]any) bool]
	now.Store(&edit)
	return org.Edited(t, "/workspaces", func(body any) any {
		answer := body.(map[string]any)
		var kept []any
		for _, item := range answer["data"].([]any) {
			if (*now.Load())(item.(map[string]any)) {
				kept = append(kept, item)
			}
		}
		answer["data"] = kept
		if meta, ok := answer["meta"].(map[string]any); ok {
			meta["total"] = len(kept)
		}
		return answer
	}), func(other func(map[string]any) bool) { now.Store(&other) }
}

// as changes what a workspace of a type is said to have, and keeps it.
func as(key string, changes map[string]any) func(map[string]any) bool {
	return func(workspace map[string]any) bool {
		attributes := workspace["attributes"].(map[string]any)
		if attributes["type"] == key || key == "" {
			maps.Copy(attributes, changes)
		}
		return true
	}
}

// A site is reviewed in full, also where a product of it has a host of its own, or none.
func TestProductsWithOtherHostsAreReviewed(t *testing.T) {
	t.Parallel()
	for name, host := range map[string]any{"its own": "https://wiki.acme.example", "none": nil} {
		org, _ := hosted(t, simulated.Start(t), as("confluence", map[string]any{"hostUrl": host, "name": "wiki"}))
		state := reviewing(t, org, reviewed(t, org))
		require.Equal(t, map[string]any{"acme": []any{acmeConfluence, acmeJira}}, state.Values["covered"], name)
		installs(t, org, "Ledger Export", acmeConfluence)
		require.Equal(t, []any{"Ledger Export"}, attributesOf(reviewedAgain(t, org, state), "unapproved", "name"), name)
		read, diagnostics := acctest.Server(t, org, nil).ReadDataSource(installedAppsType, map[string]any{"sites": []any{"acme"}})
		require.NoError(t, diagnostics.Err())
		require.Equal(t, map[string]any{"acme": []any{acmeConfluence, acmeJira}}, read["covered"], name)
	}
}

// A place that is not covered any more shows as drift, until it is covered again or a person begins a new review.
func TestAShrinkingCoverageIsDrift(t *testing.T) {
	t.Parallel()
	whole := as("", nil)
	for name, c := range map[string]struct {
		edit    func(map[string]any) bool
		covered []any
		lost    []any
		says    []string
	}{
		"a product is gone": {
			func(workspace map[string]any) bool {
				return workspace["attributes"].(map[string]any)["type"] != "confluence"
			},
			[]any{acmeJira},
			[]any{acmeConfluence},
			[]string{`"acme" no longer covers ` + acmeConfluence + "\n", "-replace=ADDRESS"},
		},
		"another site has the name": {
			func(workspace map[string]any) bool {
				workspace["id"] = strings.Replace(workspace["id"].(string), "8f2b1c9e", "99999999", 1)
				return true
			},
			[]any{strings.Replace(acmeConfluence, "8f2b1c9e", "99999999", 1), strings.Replace(acmeJira, "8f2b1c9e", "99999999", 1)},
			[]any{acmeConfluence, acmeJira},
			[]string{"the name means another site now, 99999999-6a57-4d43-9b0e-3c1d5e7f9a21", "by its cloud ID"},
		},
	} {
		org, edit := hosted(t, simulated.Start(t), whole)
		config := without(reviewed(t, org), "com.paperplane.forms")
		require.NoError(t, org.Simulator.UninstallApp("Paperplane Forms", acmeConfluence))
		state := reviewing(t, org, config)
		require.Equal(t, map[string]any{}, state.Values["uncovered"], name)

		edit(c.edit)
		// Of the site that has taken the name over, the gateway says what it says of the other one.
		gateway := org
		if name == "another site has the name" {
			gateway = asking(t, org, "99999999", "8f2b1c9e")
		}
		server := acctest.Server(t, gateway, nil)
		read, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err(), name)
		require.Equal(t, map[string]any{"acme": c.covered}, read.Values["covered"], name)
		require.Equal(t, map[string]any{"acme": c.lost}, read.Values["uncovered"], name)
		plan := server.PlanUpdate(read, config)
		require.NoError(t, plan.Diagnostics.Err(), name)
		require.Equal(t, protocol.Update, plan.Action, name)
		require.Equal(t, map[string]any{}, plan.Planned["uncovered"], name)
		kept, diagnostics := acctest.Server(t, gateway, nil).ApplyResource(plan)
		require.Equal(t, read.Values, kept.Values, "a failed apply keeps what was found")
		require.Len(t, diagnostics.Errors(), 1, name)
		for _, said := range [][]string{plan.Diagnostics.Warnings(), diagnostics.Errors()} {
			for _, part := range append(c.says, "Places are not reviewed any more") {
				require.Contains(t, strings.Join(said, ""), part, name)
			}
		}
		again, diagnostics := acctest.Server(t, gateway, nil).ReadResource(kept)
		require.NoError(t, diagnostics.Err(), name)
		require.Equal(t, read.Values, again.Values, "the next refresh still knows")

		fresh := acctest.Server(t, gateway, nil).Converge(t, approvedAppsType, config)
		require.Equal(t, []any{map[string]any{"acme": c.covered}, map[string]any{}}, []any{fresh.Values["covered"], fresh.Values["uncovered"]}, "a new review begins with what is there")

		edit(whole)
		back := reviewedAgain(t, org, kept)
		require.Equal(t, map[string]any{"acme": []any{acmeConfluence, acmeJira}}, back.Values["covered"], name)
		if name == "a product is gone" {
			require.Equal(t, map[string]any{}, back.Values["uncovered"], name)
		}
	}
}

// A site that grows is reviewed in full at once, and is no finding by itself.
func TestAGrowingCoverageIsNoDrift(t *testing.T) {
	t.Parallel()
	org, edit := hosted(t, simulated.Start(t), func(workspace map[string]any) bool {
		return workspace["attributes"].(map[string]any)["type"] != "confluence"
	})
	config := without(reviewed(t, org), "com.paperplane.forms")
	state := reviewing(t, org, config)
	require.NoError(t, org.Simulator.UninstallApp("Paperplane Forms", acmeConfluence))
	edit(as("", nil))
	server := acctest.Server(t, org, nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	require.Equal(t, map[string]any{"acme": []any{acmeConfluence, acmeJira}}, read.Values["covered"])
	require.Equal(t, protocol.NoOp, server.PlanUpdate(read, config).Action)
}

// What is applied covers what the plan has shown.
func TestACoverageThatChangesAfterThePlan(t *testing.T) {
	t.Parallel()
	org, edit := hosted(t, simulated.Start(t), func(workspace map[string]any) bool {
		return workspace["attributes"].(map[string]any)["type"] != "confluence"
	})
	config := without(reviewed(t, org), "com.paperplane.forms")
	plan := acctest.Server(t, org, nil).PlanCreate(approvedAppsType, config)
	require.NoError(t, plan.Diagnostics.Err())
	require.Equal(t, map[string]any{"acme": []any{acmeJira}}, plan.Planned["covered"])
	edit(as("", nil))
	state, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.Nil(t, state)
	require.Len(t, diagnostics.Errors(), 1)
	require.Contains(t, diagnostics.Errors()[0], "Other places are covered than the plan shows")
}

// A workspace of the site whose apps cannot be asked for is said in every refresh.
func TestASiteThatIsNotCoveredInFull(t *testing.T) {
	t.Parallel()
	org, _ := hosted(t, simulated.Start(t), func(workspace map[string]any) bool {
		if workspace["attributes"].(map[string]any)["type"] == "confluence" {
			workspace["id"] = "ari:cloud:confluence::workspace/7"
		}
		return true
	})
	config := without(reviewed(t, org), "com.paperplane.forms")
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(approvedAppsType, config)
	state, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	_, diagnostics = server.ReadResource(state)
	for _, said := range [][]string{plan.Diagnostics.Warnings(), diagnostics.Warnings()} {
		require.Contains(t, strings.Join(said, ""), `"ari:cloud:confluence::workspace/7"`)
		require.Contains(t, strings.Join(said, ""), "A site is not covered in full")
	}
}

// What people read who sit in front of a terminal, and how they begin a new review.
func TestAShrinkingCoverageInTheTerminal(t *testing.T) {
	t.Parallel()
	org, edit := hosted(t, simulated.Start(t), as("", nil))
	w := cli.New(t, org).Keep()
	w.Write("main.tf", policy(t, org, "acme", reviewedScopes))
	w.MustRun("apply", "-auto-approve", "-no-color")
	require.NoError(t, org.Simulator.UninstallApp("Paperplane Forms", acmeConfluence))
	edit(func(workspace map[string]any) bool {
		return workspace["attributes"].(map[string]any)["type"] != "confluence"
	})
	drifted := w.Run("plan", "-detailed-exitcode", "-no-color")
	require.Equal(t, 2, drifted.ExitCode, drifted.Output)
	for _, part := range []string{"Warning: Places are not reviewed any more", `"acme" no longer covers ` + acmeConfluence, "As it is, apply will fail"} {
		require.Contains(t, strings.Join(strings.Fields(drifted.Output), " "), part)
	}
	require.NotZero(t, w.Run("apply", "-auto-approve", "-no-color").ExitCode)
	require.Equal(t, 2, w.Run("plan", "-detailed-exitcode", "-no-color").ExitCode, "nobody has looked at it")
	replaced := w.MustRun("apply", "-auto-approve", "-no-color", "-replace="+theseApps)
	require.NotContains(t, replaced.Output, "has forgotten", "a new review follows")
	require.Contains(t, strings.Join(strings.Fields(replaced.Output), " "), "apply will fail, unless it replaces the resource")
	again := w.Run("plan", "-detailed-exitcode", "-no-color")
	require.Zero(t, again.ExitCode, again.Output)
	w.Write("main.tf", strings.Replace(policy(t, org, "acme", reviewedScopes), `"acme"`, `"https://acme.atlassian.net"`, 1))
	require.Contains(t, w.MustRun("apply", "-auto-approve", "-no-color").Output, "has forgotten", "it may be other sites")
	require.Contains(t, w.MustRun("destroy", "-auto-approve", "-no-color").Output, "has forgotten")
}

// A state of an earlier version knows no coverage: the next refresh notes it, and that is no drift.
func TestACoverageOfAnEarlierState(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := reviewed(t, org)
	state := reviewing(t, org, config)
	old := maps.Clone(state.Values)
	delete(old, "covered")
	delete(old, "uncovered")
	stored, err := json.Marshal(old)
	require.NoError(t, err)
	server := acctest.Server(t, org, nil)
	upgraded, diagnostics := server.UpgradeResourceState(approvedAppsType, 0, string(stored))
	require.NoError(t, diagnostics.Err())
	require.Nil(t, upgraded.Values["covered"])
	read, diagnostics := server.ReadResource(upgraded)
	require.NoError(t, diagnostics.Err())
	require.Equal(t, state.Values, read.Values)
	require.Equal(t, protocol.NoOp, server.PlanUpdate(read, config).Action)
	require.Equal(t, map[string]any{"acme": []any{acmeConfluence, acmeJira}}, server.PlanUpdate(upgraded, config).Planned["covered"], "also without a refresh")
}

// A plan does not keep what it has covered. An apply does, also one without changes, so that a product that is lost later shows.
func TestAnApplyWithoutChangesKeepsTheCoverage(t *testing.T) {
	t.Parallel()
	part := func(workspace map[string]any) bool {
		return workspace["attributes"].(map[string]any)["type"] != "confluence"
	}
	org, edit := hosted(t, simulated.Start(t), part)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", policy(t, org, "acme", reviewedScopes))
	w.MustRun("apply", "-auto-approve", "-no-color")
	for _, kept := range []bool{false, true} {
		edit(as("", nil))
		require.Zero(t, w.Run("plan", "-detailed-exitcode", "-no-color").ExitCode)
		if kept {
			w.MustRun("apply", "-auto-approve", "-no-color")
		}
		edit(part)
		require.Equal(t, map[bool]int{false: 0, true: 2}[kept], w.Run("plan", "-detailed-exitcode", "-no-color").ExitCode)
	}
}
