// SPDX-License-Identifier: MPL-2.0

package app_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// going is the configuration of an action that uninstalls an app of the small company.
func going(app string, more ...string) map[string]any {
	config := map[string]any{"site": "acme", "app": app, "confirm": app}
	for pair := range slices.Chunk(more, 2) {
		config[pair[0]] = pair[1]
	}
	return config
}

func TestUninstallApp(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	installs(t, org, "Ledger Export", acmeJira)
	installs(t, org, "Ledger Export", acmeConfluence)
	id := idOf(t, org, "Ledger Export")

	progress, diagnostics := allowing(t, org).InvokeAction("atlassian_uninstall_app", going(id, "product", "confluence"))
	require.NoError(t, diagnostics.Err())
	require.Len(t, progress, 2)
	require.Contains(t, progress[0], `Uninstalling "Ledger Export" by "Ledgerly"`)
	require.Contains(t, strings.Join(diagnostics.Warnings(), ""), "billing")
	left := org.Simulator.AppInstallations("Ledger Export")
	require.Len(t, left, 1)
	require.Equal(t, acmeJira, left[0].Context)

	_, diagnostics = allowing(t, org).InvokeAction("atlassian_uninstall_app", going(id))
	require.NoError(t, diagnostics.Err())
	require.Empty(t, org.Simulator.AppInstallations("Ledger Export"))
	require.Equal(t, 2, org.Simulator.Requests()[uninstallOperation])

	// Again: nothing to do.
	progress, diagnostics = allowing(t, org).InvokeAction("atlassian_uninstall_app", going(id))
	require.NoError(t, diagnostics.Err())
	require.Contains(t, strings.Join(diagnostics.Warnings(), ""), "not installed")
	require.Contains(t, progress[0], "nothing to do")
	require.Equal(t, 2, org.Simulator.Requests()[uninstallOperation])
	require.Len(t, org.Simulator.AppInstallations("Orbit Boards"), 1)
}

func TestUninstallAppIsRefused(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	start.Apps = append(start.Apps, simulator.App{
		Name: "Looks Official", Vendor: "Atlassian", Key: "com.looks.official", Versions: []simulator.AppVersion{{Version: "1.0.0"}}, Installations: []simulator.AppInstallation{{Context: acmeJira}},
	})
	org := simulated.Start(t, simulated.WithStart(start))
	for says, config := range map[string]map[string]any{
		`confirm must repeat the value of app, "com.orbit.boards", and is "yes"`: going("com.orbit.boards", "confirm", "yes"),
		"a Connect app":           going("com.paperplane.forms"),
		"its vendor is Atlassian": going("com.looks.official"),
		`Site "nowhere"`:          going("com.orbit.boards", "site", "nowhere"),
		"without spaces":          going("Orbit Boards"),
	} {
		_, diagnostics := allowing(t, org).InvokeAction("atlassian_uninstall_app", config)
		require.Len(t, diagnostics.Errors(), 1, says)
		require.Contains(t, diagnostics.Errors()[0], says)
	}
	for says, settings := range map[string]map[string]any{
		"allow_app_uninstall":      nil,
		"ATLASSIAN_USER_API_TOKEN": {"user_api_token": nil, "allow_app_uninstall": true},
	} {
		_, diagnostics := acctest.Server(t, org, settings).InvokeAction("atlassian_uninstall_app", going("com.orbit.boards"))
		require.Len(t, diagnostics.Errors(), 1, says)
		require.Contains(t, diagnostics.Errors()[0], says)
	}
	require.Zero(t, org.Simulator.Requests()[uninstallOperation])
}

func TestUninstallAppInTrouble(t *testing.T) {
	t.Parallel()
	reason := "the app refuses to go"
	for name, c := range map[string]struct {
		trouble func(*simulated.Organization) error
		says    string // empty where it works all the same
	}{
		"in its task":     {func(org *simulated.Organization) error { return org.Simulator.FailUninstalls("Orbit Boards", &reason) }, reason},
		"by a refusal":    {fault(simulator.Fault{Operation: uninstallOperation, Status: 403}), "administer every site"},
		"on the way back": {fault(simulator.Fault{Operation: uninstallOperation, LoseAnswer: true}), ""},
		// The first one is that of the plan, which lets it pass.
		"without an inventory": {fault(simulator.Fault{Operation: inventoryOperation, Status: 500, Count: 2}), "status 500"},
	} {
		org := simulated.Start(t)
		require.NoError(t, c.trouble(org), name)
		_, diagnostics := allowing(t, org).InvokeAction("atlassian_uninstall_app", going("com.orbit.boards"))
		if c.says == "" {
			require.NoError(t, diagnostics.Err(), name)
			require.Empty(t, org.Simulator.AppInstallations("Orbit Boards"), name)
			continue
		}
		require.Len(t, diagnostics.Errors(), 1, name)
		require.Contains(t, diagnostics.Errors()[0], c.says, name)
		require.Len(t, org.Simulator.AppInstallations("Orbit Boards"), 1, name)
	}
}
