// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	approvedApps  = "atlassian_approved_apps"
	userApps      = "atlassian_user_installed_apps"
	installedApps = "atlassian_installed_apps"
	appReview     = "app_review"
)

// orbit is an app that is approved.
func orbit() simulator.App {
	return simulator.App{
		ID: boards, Key: "com.orbit.boards", Name: "Orbit Boards", Vendor: "Orbit Apps",
		Versions:      []simulator.AppVersion{{Version: "2.0.0", Scopes: []string{"read:jira-work"}, Egress: []string{"*.orbit.example"}}},
		Installations: []simulator.AppInstallation{{Context: jira, License: &simulator.AppLicense{Active: true, Type: "COMMERCIAL"}}},
	}
}

// export is an app that nobody has approved.
func export(changes ...func(*simulator.App)) simulator.App {
	app := simulator.App{
		ID: ledger, Name: "Ledger Export", Vendor: "Ledgerly",
		Versions: []simulator.AppVersion{{Version: "3.0.0", Scopes: []string{"write:jira-work"}, Egress: []string{"api.ledgerly.example"}}},
	}
	for _, change := range changes {
		change(&app)
	}
	return app
}

func connect(app *simulator.App) {
	app.ID, app.Key, app.Framework = "", "com.ledgerly.export", "connect"
	app.Versions = []simulator.AppVersion{{Version: "3.0.0", Scopes: []string{"WRITE"}}}
}

func threeLeggedOAuth(app *simulator.App) { app.Framework, app.Versions = "3lo", nil }

func privately(app *simulator.App) {
	app.DistributionStatus, app.Key = "DEVELOPMENT", "com.trusted.export"
}

// approving is a configuration. No approval has to be answered, so that an app which vanishes leaves nothing else behind.
func approving(sites []any, more map[string]any) map[string]any {
	approved := map[string]any{"com.orbit.boards": approval(nil)}
	maps.Copy(approved, more)
	return map[string]any{"sites": sites, "approved": approved}
}

func approval(restrictions map[string]any) map[string]any {
	one := map[string]any{"reviewed_by": "Ada", "reviewed_at": "2026-11-26", "required": false}
	maps.Copy(one, restrictions)
	return one
}

// installs lets somebody install the app that nobody has approved.
func installs(w *world) error {
	return w.org.Simulator.InstallApp("Ledger Export", simulator.AppInstallation{Context: jira})
}

// grows lets the approved app ask for more, and an admin consent.
func grows(version simulator.AppVersion) func(*world) error {
	return func(w *world) error {
		if err := w.org.Simulator.ReleaseAppVersion("Orbit Boards", version); err != nil {
			return fmt.Errorf("releasing a version: %w", err)
		}
		return w.org.Simulator.InstallApp("Orbit Boards", simulator.AppInstallation{Context: jira})
	}
}

func appChecks() []check {
	byName, byProduct := []any{"acme"}, []any{jira}
	exceeding := func(name string, restrictions map[string]any, version simulator.AppVersion) check {
		config := map[string]any{"sites": byProduct, "approved": map[string]any{boards: approval(restrictions)}}
		return check{of: approvedApps, finds: name, start: company(orbit()), prepare: drifting(approvedApps, always(config), grows(version))}
	}
	unapproved := func(name string, sites []any, app simulator.App, more map[string]any) check {
		return check{of: approvedApps, finds: name, start: company(orbit(), app), prepare: drifting(approvedApps, always(approving(sites, more)), installs)}
	}
	return []check{
		unapproved("a Forge app", byName, export(), nil),
		unapproved("a Connect app", byProduct, export(connect), nil),
		unapproved("a 3LO app", byProduct, export(threeLeggedOAuth), nil),
		unapproved("a private app with the key of an approved one", byProduct, export(privately), map[string]any{"com.trusted.export": approval(nil)}),
		exceeding("more scopes", map[string]any{"scopes": []any{"read:jira-work"}}, simulator.AppVersion{Version: "2.1.0", Scopes: []string{"read:jira-work", "write:jira-work"}}),
		exceeding("more addresses", map[string]any{"egress": []any{"*.orbit.example"}}, simulator.AppVersion{Version: "2.1.0", Scopes: []string{"read:jira-work"}, Egress: []string{"*.orbit.example", "collect.example"}}),
		exceeding("a newer version", map[string]any{"max_version": "2.0"}, simulator.AppVersion{Version: "3.0.0", Scopes: []string{"read:jira-work"}}),
		{of: approvedApps, finds: "an approved app that is missing", start: company(orbit()), prepare: drifting(
			approvedApps, always(map[string]any{"sites": byProduct, "approved": map[string]any{boards: map[string]any{"reviewed_by": "Ada", "reviewed_at": "2026-11-26"}}}),
			func(w *world) error { return w.org.Simulator.UninstallApp("Orbit Boards", jira) },
		)},
		{of: userApps, finds: "allowed in the console", start: company(), prepare: drifting(
			userApps, always(map[string]any{"site": "acme", "rule": "deny"}), func(w *world) error { return w.org.Simulator.SetUserInstalledApps("acme", "allow") },
		)},
		{kind: "data", of: installedApps, finds: "both apps", start: company(orbit(), export()), all: true, prepare: func(t *testing.T, w *world) look {
			t.Helper()
			require.NoError(t, installs(w))
			return func(server *protocol.Server) verdict {
				values, diagnostics := server.ReadDataSource(installedApps, map[string]any{"sites": byName})
				return verdict{err: diagnostics.Err(), warned: len(diagnostics.Warnings()) > 0, found: rows(values, "apps"), state: text(values)}
			}
		}},
		{kind: "function", of: appReview, finds: "of the inventory", start: company(orbit(), export()), prepare: func(t *testing.T, w *world) look {
			t.Helper()
			require.NoError(t, installs(w))
			approved := map[string]any{"com.orbit.boards": approval(nil)}
			return func(server *protocol.Server) verdict {
				values, diagnostics := server.ReadDataSource(installedApps, map[string]any{"sites": byProduct})
				if err := diagnostics.Err(); err != nil {
					return verdict{err: err}
				}
				reviewed, err := server.CallFunction(appReview, values["apps"], approved)
				if err != nil {
					return verdict{err: err}
				}
				result, _ := reviewed.(map[string]any)
				if result["compliant"] == true {
					return verdict{}
				}
				return verdict{found: append(rows(result, "unapproved"), rows(result, "exceeding")...), state: text(values)}
			}
		}},
	}
}
