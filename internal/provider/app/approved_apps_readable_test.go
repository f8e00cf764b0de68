// SPDX-License-Identifier: MPL-2.0

package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// sixty are approvals of sixty apps, all of which are on two sites.
func sixty() map[string]any {
	approved := map[string]any{}
	for n := range 60 {
		approved[simulated.AppID(n+1)] = approval(map[string]any{"scopes": []any{"read:jira-work"}})
	}
	return map[string]any{"sites": []any{"site-1", "site-2"}, "approved": approved}
}

// listed are the lines of a message that list something.
func listed(message string) []string {
	var lines []string
	for line := range strings.Lines(message) {
		if text, is := strings.CutPrefix(line, "- "); is {
			lines = append(lines, strings.TrimSpace(text))
		}
	}
	return lines
}

// A plan of many approvals has one line for an app, whatever number of places it is in, and names what is missing.
func TestAPlanOfSixtyApprovals(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(simulated.Apps(60, 2)))
	state := reviewing(t, org, sixty())
	jira := func(site int) string { return "ari:cloud:jira::site/" + simulated.CloudID(site) }
	require.NoError(t, org.Simulator.ReleaseAppVersion("App 004", simulator.AppVersion{Version: "2.0.0", Scopes: []string{"read:jira-work", "write:jira-work"}}))
	for site := 1; site <= 2; site++ {
		installs(t, org, "App 004", jira(site))
		require.NoError(t, org.Simulator.UninstallApp("App 005", jira(site)))
	}

	server := acctest.Server(t, org, nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	require.Equal(t, []any{fmt.Sprintf("App 005 (%s)", simulated.AppID(5))}, read.Values["missing"])
	plan := server.PlanUpdate(read, sixty())
	warnings := plan.Diagnostics.Warnings()
	require.Len(t, warnings, 2)
	require.Equal(t, []string{`"App 004" by "Apps" (forge app 00000000-0000-4000-d000-000000000004), jira of site-1, jira of site-2: it has scopes that were not reviewed: write:jira-work`}, listed(warnings[0]))
	require.Equal(t, []string{fmt.Sprintf(`"App 005" (%s)`, simulated.AppID(5))}, listed(warnings[1]))
	_, diagnostics = server.ApplyResource(plan)
	require.Contains(t, diagnostics.Err().Error(), fmt.Sprintf(`"App 005" (%s)`, simulated.AppID(5)))

	// The name that a person writes comes first, and is all there is for an app that was never installed.
	named := sixty()
	named["approved"].(map[string]any)[simulated.AppID(5)] = approval(map[string]any{"name": "Five"})
	named["approved"].(map[string]any)["com.example.never"] = approval(map[string]any{"name": "Never"})
	named["approved"].(map[string]any)["com.example.nameless"] = approval()
	plan = acctest.Server(t, org, nil).PlanUpdate(read, named)
	require.Equal(t, []string{fmt.Sprintf(`"Five" (%s)`, simulated.AppID(5)), "com.example.nameless", `"Never" (com.example.never)`}, listed(plan.Diagnostics.Warnings()[1]))
}

// Of many findings, those that came since the last apply stand first.
func TestWhatIsNewStandsFirst(t *testing.T) {
	t.Parallel()
	start := simulated.Apps(40, 2)
	late := start.Apps[33]
	start.Apps[33].Installations = nil
	org := simulated.Start(t, simulated.WithStart(start))
	state, diagnostics := acctest.Server(t, org, nil).ImportByID(approvedAppsType, "site-1,site-2")
	require.NoError(t, diagnostics.Err())
	config := map[string]any{"sites": []any{"site-1", "site-2"}, "approved": map[string]any{}}
	said := func() []string {
		server := acctest.Server(t, org, nil)
		read, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		plan := server.PlanUpdate(read, config)
		require.Len(t, plan.Diagnostics.Warnings(), 1)
		state = read
		return listed(plan.Diagnostics.Warnings()[0])
	}
	before := said()
	require.Len(t, before, 21, "twenty apps, and how many more there are")
	require.NotContains(t, strings.Join(before, "\n"), "new: ")
	require.Equal(t, "and 19 more", before[20])

	installs(t, org, late.Name, late.Installations[1].Context)
	after := said()
	require.True(t, strings.HasPrefix(after[0], `new: "App 034" by "Apps"`), after[0])
	require.Equal(t, before[:19], after[1:20])
	require.NotContains(t, strings.Join(said(), "\n"), "new: ", "it is known now")
}

func TestMissingAppsHaveNamesInTheFunction(t *testing.T) {
	t.Parallel()
	value, err := protocol.New(t, provider.New("test")()).CallFunction("app_review", []any{}, map[string]any{"2": map[string]any{"name": "Two"}, "1": map[string]any{}})
	require.NoError(t, err)
	require.Equal(t, []any{"1", "Two (2)"}, value.(map[string]any)["missing"])
}
