// SPDX-License-Identifier: MPL-2.0

package app

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// place names an app in one place, as an element of unapproved does.
type place struct{ appID, site, product string }

func placeOf(app organization.InstalledApp) place { return place{app.AppID, app.Site, app.Product} }

// shown tells which unapproved apps a plan has shown: those that the refresh before it has found. Applying uninstalls no
// other: one that came after the plan was never shown to whoever approved that. The state is asked for it, and neither the
// plan nor private state, because Terraform plans again while it applies, and would let the provider forget what it said. It
// counts, because an app may be in one place from several environments, which the state does not name.
func (m *approvedAppsModel) shown() map[place]int { return inPlaces(m.unapproved()) }

func inPlaces(apps []organization.InstalledApp) map[place]int {
	counts := make(map[place]int)
	for _, app := range apps {
		counts[placeOf(app)]++
	}
	return counts
}

// unapproved are the unapproved apps of a state, with what a message says of them; none where there is no state.
func (m *approvedAppsModel) unapproved() []organization.InstalledApp {
	var apps []organization.InstalledApp
	for _, element := range m.Unapproved.Elements() {
		at := textsOf(element)
		app := organization.InstalledApp{
			AppID: at("app_id"), Name: at("name"), Vendor: at("vendor"), Framework: at("framework"), Site: at("site"), Product: at("product"),
		}
		object, _ := element.(types.Object)
		if private, _ := object.Attributes()["private"].(types.Bool); !private.ValueBool() {
			app.DistributionStatus = "PUBLIC"
		}
		apps = append(apps, app)
	}
	return apps
}

// notesFirst tells whether applying only notes unapproved apps, for the next plan to show. That is so where they are to be
// uninstalled, and this plan cannot have shown all of them as drift, because there was no review yet, or other approvals; or where
// the last apply, or an import, was not for uninstalling any. What is not known in a plan may turn out to be as it was: see unforeseen.
func (m *approvedAppsModel) notesFirst(prior *approvedAppsModel) bool {
	return m.OnUnapproved.ValueString() == uninstall && (!m.Approved.Equal(prior.Approved) || !m.OnUnapproved.Equal(prior.OnUnapproved))
}

// unforeseen is about a plan that cannot say whether its apply uninstalls apps. Where it is not known whether it may, that is an
// error: the plan would say that apply fails. Where the approvals are not known, they may turn out not to have changed.
func (m *approvedAppsModel) unforeseen(prior *approvedAppsModel, notes reviewNotes, known, allowed bool) diag.Diagnostics {
	found := prior.unapproved()
	switch {
	case !allowed:
		return nil
	case m.OnUnapproved.IsUnknown():
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("on_unapproved"), "It is not known whether apps are going to be uninstalled",
			"on_unapproved is not known yet, and the provider block allows apps to be uninstalled. A plan must show which apps go. Give on_unapproved a value that is known in the plan.")}
	case known || m.OnUnapproved.ValueString() != uninstall || len(found) == 0:
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("unapproved"), "Apps may be uninstalled", fmt.Sprintf(
		"approved is not known yet. If it turns out not to have changed, applying uninstalls these apps, as far as they can be uninstalled from here:%s\n\nThat can delete the data of an app, and cannot be undone. "+
			"To see first which apps go, apply what approved depends on, and plan again.", base.Listed(notes.lines(unapprovedFindings(found, nil)))))}
}
