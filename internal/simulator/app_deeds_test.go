// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestAppsOfTheSmallCompany(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	found := map[string]string{}
	for _, app := range b.Organization().Apps {
		found[app.Name] = app.ID
	}

	assert.Equal(t, map[string]string{
		"Orbit Boards":              boardsID,
		"Paperplane Forms":          "ari:cloud:ecosystem::app/com.paperplane.forms",
		"Acme Release Notes":        "ari:cloud:ecosystem::app/5e8a3c72-1f4d-4b96-a0d7-c32e6f81b459",
		"Calendar Bridge":           "ari:cloud:ecosystem::app/71c4e9b8-62d3-4f0a-95be-08a7d3f6c21e",
		"Atlassian Troubleshooting": "ari:cloud:ecosystem::app/com.atlassian.troubleshooting",
		"Ledger Export":             "ari:cloud:ecosystem::app/9d07f5a3-b8e2-4c61-8f39-1a6e4d2c705b",
	}, found)
	assert.Empty(t, b.AppInstallations("Ledger Export"))
	assert.Nil(t, b.AppInstallations("nothing"))
	assert.Equal(t, b.AppInstallations(boardsID), b.AppInstallations("com.orbit.boards"))
	assert.Equal(t, b.AppInstallations(boardsID), b.AppInstallations("orbit boards"))
}

func TestDefaultsOfApps(t *testing.T) {
	t.Parallel()

	org := many(0, 1)
	org.Workspaces = append(org.Workspaces, simulator.Workspace{ID: "ari:cloud:jira-servicedesk::site/07", Name: "desk"})
	org.Apps = []simulator.App{
		{Name: "A", Installations: []simulator.AppInstallation{{Context: "ari:cloud:jira-servicedesk::site/07", Environment: "mine", License: &simulator.AppLicense{TrialEndDate: "2026-03-01T00:00:00Z", SubscriptionEndDate: "2027-03-01T00:00:00Z"}}}},
		{Name: "B", Framework: "connect", Key: "b"},
		{Name: "C", Framework: "3lo"},
	}
	b := start(t, simulator.Options{Organization: org})

	apps := b.Organization().Apps
	assert.Equal(t, "forge", apps[0].Framework)
	assert.Equal(t, "PUBLIC", apps[0].DistributionStatus)
	assert.Equal(t, []simulator.AppVersion{{Version: "1.0.0"}}, apps[0].Versions)
	assert.Equal(t, "ari:cloud:jira::site/07", apps[0].Installations[0].Context, "a workspace stands for its context")
	assert.Equal(t, "2026-01-15T09:00:00Z", apps[0].Installations[0].InstalledAt)
	assert.Equal(t, "ari:cloud:ecosystem::app/b", apps[1].ID)
	assert.Empty(t, apps[2].Versions)

	got := b.inventory([]string{"ari:cloud:jira::site/07"}, nil)
	assert.Equal(t, object{"key": "mine", "type": "DEVELOPMENT"}, got.node(0, "installationsByContexts", "nodes", 0, "appEnvironment"))
	assert.Equal(t, object{
		"active": false, "type": nil, "trialEndDate": "2026-03-01T00:00:00Z", "subscriptionEndDate": "2027-03-01T00:00:00Z",
	}, got.node(0, "installationsByContexts", "nodes", 0, "license"))
}

func TestInstallingApps(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := start(t, simulator.Options{Now: now.Now})

	require.NoError(t, b.InstallApp("Ledger Export", simulator.AppInstallation{Context: jiraSite}))
	installed := b.AppInstallations("Ledger Export")
	require.Len(t, installed, 1)
	assert.Equal(t, inJira, installed[0].Context)
	assert.Equal(t, "3.0.0", installed[0].Version)
	assert.Equal(t, "2026-01-01T10:02:20Z", installed[0].InstalledAt)
	assert.Contains(t, b.inventory([]string{inJira}, nil).names(), "Ledger Export")

	require.NoError(t, b.ReleaseAppVersion("Orbit Boards", simulator.AppVersion{Version: "3.0.0", Scopes: []string{"write:jira-work"}}))
	filter := object{"filters": []object{{"type": "NAME", "values": []string{"Orbit"}}}}
	version := func() any {
		return b.inventory([]string{inJira}, filter).node(0, "installationsByContexts", "nodes", 0, "appEnvironmentVersion")
	}
	before, _ := version().(map[string]any)
	assert.Equal(t, "2.0.0", before["version"], "it waits for consent")
	assert.Equal(t, false, before["isLatest"])

	old := b.AppInstallations("Orbit Boards")[0]
	require.NoError(t, b.InstallApp("Orbit Boards", simulator.AppInstallation{Context: inJira}))
	after, _ := version().(map[string]any)
	assert.Equal(t, "3.0.0", after["version"])
	assert.Equal(t, true, after["isLatest"])

	updated := b.AppInstallations("Orbit Boards")[0]
	assert.Equal(t, old.ID, updated.ID)
	assert.Equal(t, old.License, updated.License)

	require.NoError(t, b.InstallApp("Orbit Boards", simulator.AppInstallation{Context: inJira, Version: "2.0.0", License: &simulator.AppLicense{Type: "TRIAL"}}))
	assert.Equal(t, "2.0.0", b.AppInstallations("Orbit Boards")[0].Version)
	assert.Equal(t, "TRIAL", b.AppInstallations("Orbit Boards")[0].License.Type)
	require.NoError(t, b.InstallApp("Orbit Boards", simulator.AppInstallation{Context: inJira, Version: "2.0.0"}), "nothing changes")

	require.NoError(t, b.UninstallApp("Ledger Export", jiraSite))
	assert.Empty(t, b.AppInstallations("Ledger Export"))
	require.NoError(t, b.InstallApp("Ledger Export", simulator.AppInstallation{Context: inJira}))
	assert.NotEqual(t, installed[0].ID, b.AppInstallations("Ledger Export")[0].ID, "another installation")

	assert.Equal(t, []string{
		simulator.ActionAppInstalled, simulator.ActionAppUninstalled, simulator.ActionAppUpdated, simulator.ActionAppUpdated, simulator.ActionAppInstalled,
	}, b.actions())

	require.ErrorIs(t, b.InstallApp("nothing", simulator.AppInstallation{Context: inJira}), simulator.ErrNotFound)
	require.ErrorIs(t, b.UninstallApp("Ledger Export", inConfluence), simulator.ErrNotFound)
	require.ErrorContains(t, b.UninstallApp("Ledger Export", "x"), "is no product on a site")
	require.ErrorContains(t, b.InstallApp("Ledger Export", simulator.AppInstallation{Context: "x"}), "is no product on a site")
	require.ErrorContains(t, b.InstallApp("Orbit Boards", simulator.AppInstallation{Context: inJira, Version: "9"}), `no version "9"`)
	require.ErrorContains(t, b.InstallApp("Calendar Bridge", simulator.AppInstallation{Context: inJira, Version: "9"}), "no versions")
	require.ErrorContains(t, b.ReleaseAppVersion("Calendar Bridge", simulator.AppVersion{Version: "1"}), "no versions")
	require.ErrorContains(t, b.ReleaseAppVersion("Orbit Boards", simulator.AppVersion{Version: "2.0.0"}), "already")
	require.ErrorIs(t, b.ReleaseAppVersion("nothing", simulator.AppVersion{Version: "1"}), simulator.ErrNotFound)
	require.ErrorIs(t, b.FailUninstalls("nothing", nil), simulator.ErrNotFound)
}

func TestUserInstalledAppsOfASite(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	for _, name := range []string{site, "ACME", "https://acme.atlassian.net", "acme.atlassian.net", "https://acme.atlassian.net/wiki/"} {
		require.NoError(t, b.SetUserInstalledApps(name, "deny"))
		assert.Equal(t, "deny", b.UserInstalledApps(site), name)
		require.NoError(t, b.SetUserInstalledApps(site, "allow"))
		assert.Equal(t, "allow", b.UserInstalledApps(name))
	}

	require.ErrorIs(t, b.SetUserInstalledApps("elsewhere", "deny"), simulator.ErrNotFound)
	require.ErrorContains(t, b.SetUserInstalledApps("acme", "perhaps"), "none of allow, deny")
	assert.Empty(t, b.UserInstalledApps("elsewhere"))
}

func TestControlApps(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	made := b.control("POST", "apps", object{
		"name": "a/b", "vendor": "V", "distribution_status": "SHARING", "versions": []object{{"version": "1", "scopes": []string{"s"}, "egress": []string{"e"}}},
	})
	require.Equal(t, http.StatusCreated, made.status, made.raw)
	assert.Contains(t, made.body["id"], "ari:cloud:ecosystem::app/")
	assert.Equal(t, http.StatusBadRequest, b.control("POST", "apps", object{"name": "a/b"}).status)
	assert.Equal(t, http.StatusBadRequest, b.control("POST", "apps", object{"name": "x", "scopes": []string{}}).status)

	assert.Equal(t, http.StatusNoContent, b.control("POST", "apps/a%2Fb/versions", object{"version": "2"}).status)
	assert.Equal(t, http.StatusBadRequest, b.control("POST", "apps/a%2Fb/versions", object{"version": "2"}).status)
	assert.Equal(t, http.StatusNotFound, b.control("POST", "apps/nothing/versions", object{"version": "2"}).status)

	install := object{"context": inJira, "version": "1", "environment": "staging", "license": object{"active": true}}
	assert.Equal(t, http.StatusNoContent, b.control("PUT", "apps/a%2Fb/installations", install).status)
	assert.Equal(t, "1", b.AppInstallations("a/b")[0].Version)
	assert.Equal(t, "staging", b.AppInstallations("a/b")[0].Environment)
	assert.Equal(t, http.StatusBadRequest, b.control("PUT", "apps/a%2Fb/installations", object{"context": "x"}).status)
	assert.Equal(t, http.StatusBadRequest, b.control("PUT", "apps/a%2Fb/installations", object{"where": "x"}).status)

	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "apps/a%2Fb/installations", object{"context": inJira}).status)
	assert.Empty(t, b.AppInstallations("a/b"))
	assert.Equal(t, http.StatusNotFound, b.control("DELETE", "apps/a%2Fb/installations", object{"context": inJira}).status)
	assert.Equal(t, http.StatusBadRequest, b.control("DELETE", "apps/a%2Fb/installations", nil).status)

	assert.Equal(t, http.StatusNoContent, b.control("PUT", "apps/com.orbit.boards/uninstall-failure", object{"message": "no"}).status)
	input := object{"appId": boardsID, "environmentKey": "production", "installationContext": inJira}
	failed, _ := b.task(b.uninstall(input)["taskId"]).(map[string]any)
	assert.Equal(t, []any{object{"message": "no"}}, failed["errors"])
	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "apps/com.orbit.boards/uninstall-failure", nil).status)
	b.uninstall(input)
	assert.Empty(t, b.AppInstallations("Orbit Boards"))
	assert.Equal(t, http.StatusBadRequest, b.control("PUT", "apps/com.orbit.boards/uninstall-failure", `{`).status)

	assert.Equal(t, http.StatusNoContent, b.control("PUT", "sites/acme/user-installed-apps", object{"rule": "deny"}).status)
	assert.Equal(t, "deny", b.UserInstalledApps(site))
	assert.Equal(t, http.StatusNotFound, b.control("PUT", "sites/elsewhere/user-installed-apps", object{"rule": "deny"}).status)
	assert.Equal(t, http.StatusBadRequest, b.control("PUT", "sites/acme/user-installed-apps", object{"rules": "deny"}).status)
}
