// SPDX-License-Identifier: MPL-2.0

package page

import (
	"cmp"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// apps are the apps that the page shows.
type apps struct {
	table

	Rows []app
}

// app is one app, installed or not.
type app struct {
	At string // its row

	named

	Vendor, Framework, Latest string
	Places                    []place
	// Others are the contexts in which the app is not installed.
	Others []named
}

// place is where an app is installed.
type place struct {
	named // the context

	Version string
}

func appsOf(s *world.State) apps {
	shown := apps{table: table{All: len(s.Apps)}}
	contexts := s.Contexts()

	for _, one := range s.Apps {
		if shown.note() {
			shown.Rows = append(shown.Rows, appOf(s, one, contexts))
		}
	}

	return shown
}

func appOf(s *world.State, one *world.KnownApp, contexts []string) app {
	latest, _ := one.Version("")
	row := app{At: "app-" + one.ID, named: named{one.ID, one.Name}, Vendor: one.Vendor, Framework: one.Framework, Latest: latest.Version}

	for _, installation := range firstOf(one.Installations, minNames) {
		row.Places = append(row.Places, place{named{installation.Context, resourceText(s, installation.Context)}, cmp.Or(installation.Version, "no version")})
	}

	for _, context := range contexts {
		in := func(i *world.AppInstallation) bool { return i.Context == context }
		if len(row.Others) < minNames && !slices.ContainsFunc(one.Installations, in) {
			row.Others = append(row.Others, named{context, resourceText(s, context)})
		}
	}

	return row
}
