// SPDX-License-Identifier: MPL-2.0

package app_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// renamed is what the workspaces of a site say that has another name now.
func renamed() func(map[string]any) bool {
	return as("", map[string]any{"hostUrl": "https://acme-new.atlassian.net", "name": "acme-new"})
}

// A name that means no site any more is an error of the plan, and a finding of the refresh, until the configuration has another one.
// The refresh is no error: it asks about the name in the state, so that no other configuration could ever be planned.
func TestANameThatMeansNoSiteAnyMore(t *testing.T) {
	t.Parallel()
	org, edit := hosted(t, simulated.Start(t), as("", nil))
	config := reviewed(t, org)
	state := reviewing(t, org, config)
	old := *state
	edit(renamed())

	server := acctest.Server(t, org, nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	require.Len(t, diagnostics.Warnings(), 1)
	require.Contains(t, diagnostics.Warnings()[0], `Site "acme" does not exist`)
	require.Equal(t, map[string]any{}, read.Values["covered"])
	require.Equal(t, map[string]any{"acme": []any{acmeConfluence, acmeJira}}, read.Values["uncovered"])
	for what, from := range map[string]*protocol.State{"refreshed": read, "not refreshed": &old} {
		diagnostics = acctest.Server(t, org, nil).PlanUpdate(from, config).Diagnostics
		require.Len(t, diagnostics.Errors(), 1, what)
		require.Contains(t, diagnostics.Errors()[0], `Site "acme" does not exist`, what)
	}

	plan := server.PlanUpdate(read, reviewed(t, org, map[string]any{"sites": []any{"acme-new"}}))
	require.NoError(t, plan.Diagnostics.Err())
	require.Equal(t, protocol.Replace, plan.Action)
	replaced, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	require.Equal(t, map[string]any{"acme-new": []any{acmeConfluence, acmeJira}}, replaced.Values["covered"])

	edit(as("", nil))
	back := reviewedAgain(t, org, read)
	require.Equal(t, []any{map[string]any{"acme": []any{acmeConfluence, acmeJira}}, map[string]any{}}, []any{back.Values["covered"], back.Values["uncovered"]})

	edit(renamed())
	_, diagnostics = acctest.Server(t, org, nil).ImportByID(approvedAppsType, "acme")
	require.Len(t, diagnostics.Errors(), 1, "an import begins with sites that there are")
}

// What people do in front of a terminal after a site was renamed.
func TestARenamedSiteInTheTerminal(t *testing.T) {
	t.Parallel()
	org, edit := hosted(t, simulated.Start(t), as("", nil))
	w := cli.New(t, org).Keep()
	w.Write("main.tf", policy(t, org, "acme", reviewedScopes))
	w.MustRun("apply", "-auto-approve", "-no-color")
	edit(renamed())
	drifted := w.Run("plan", "-detailed-exitcode", "-no-color")
	require.Equal(t, 1, drifted.ExitCode, drifted.Output)
	require.Contains(t, strings.Join(strings.Fields(drifted.Output), " "), "and change sites: a plan is an error until then.")
	w.Write("main.tf", policy(t, org, "acme-new", reviewedScopes))
	w.MustRun("apply", "-auto-approve", "-no-color")
	require.Zero(t, w.Run("plan", "-detailed-exitcode", "-no-color").ExitCode)
	edit(as("", nil))
	w.Write("main.tf", "")
	w.MustRun("apply", "-auto-approve", "-no-color")
}
