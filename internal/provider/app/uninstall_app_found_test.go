// SPDX-License-Identifier: MPL-2.0

package app_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A product is the same in upper and lower case: the app goes.
func TestUninstallAppIgnoresTheCaseOfAProduct(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	installs(t, org, "Orbit Boards", acmeConfluence)
	_, diagnostics := allowing(t, org).InvokeAction("atlassian_uninstall_app", going("com.orbit.boards", "product", "Jira"))
	require.NoError(t, diagnostics.Err())
	left := org.Simulator.AppInstallations("Orbit Boards")
	require.Len(t, left, 1)
	require.Equal(t, acmeConfluence, left[0].Context)
}

// Where the app is not in the product that is named, the action says where it is instead, and does nothing.
func TestUninstallAppSaysWhereTheAppIs(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	for says, config := range map[string]map[string]any{
		"com.orbit.boards is not installed in confluence of acme, but is here: jira of acme":      going("com.orbit.boards", "product", "confluence"),
		`com.orbit.boards is not installed in "Jira Software" of acme, but is here: jira of acme`: going("com.orbit.boards", "product", "Jira Software"),
		"No app called com.example.gone is installed in jira, or any other product, of acme":      going("com.example.gone", "product", "jira"),
		"No app called com.example.gone is installed on acme":                                     going("com.example.gone"),
	} {
		progress, diagnostics := allowing(t, org).InvokeAction("atlassian_uninstall_app", config)
		require.NoError(t, diagnostics.Err(), says)
		require.Contains(t, strings.Join(diagnostics.Warnings(), "\n"), says)
		require.Contains(t, progress[0], says)
		require.Contains(t, progress[0], "nothing to do")
	}
	require.Zero(t, org.Simulator.Requests()[uninstallOperation])
}

// The key of a private app does not say which app is meant, so that is no "nothing to do".
func TestUninstallAppByTheKeyOfAPrivateApp(t *testing.T) {
	t.Parallel()
	org := withApp(t, simulator.App{Key: "com.acme.own", Name: "Own", Vendor: "Acme", DistributionStatus: "DEVELOPMENT"})
	id := idOf(t, org, "Own")
	_, diagnostics := allowing(t, org).InvokeAction("atlassian_uninstall_app", going("com.acme.own"))
	require.Len(t, diagnostics.Errors(), 1)
	require.Contains(t, diagnostics.Errors()[0], "A private app has this key")
	require.Contains(t, diagnostics.Errors()[0], id)
	require.Zero(t, org.Simulator.Requests()[uninstallOperation])
	_, diagnostics = allowing(t, org).InvokeAction("atlassian_uninstall_app", going(id))
	require.NoError(t, diagnostics.Err())
	require.Empty(t, org.Simulator.AppInstallations("Own"))
}
