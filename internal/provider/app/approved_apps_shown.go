// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// place names an app in one place, as an element of unapproved does.
type place struct{ appID, site, product string }

func placeOf(app organization.InstalledApp) place { return place{app.AppID, app.Site, app.Product} }

// shown tells which unapproved apps a plan has shown: those that the refresh before it has found. Applying uninstalls no
// other: one that came after the plan was never shown to whoever approved that. The state is asked for it, and neither the
// plan nor private state, because Terraform plans again while it applies, and would let the provider forget what it said.
func (m *approvedAppsModel) shown(ctx context.Context) (map[place]bool, diag.Diagnostics) {
	shown := make(map[place]bool)
	if m.Unapproved.IsNull() { // there is no state
		return shown, nil
	}
	var elements []types.Object
	diags := m.Unapproved.ElementsAs(ctx, &elements, false)
	for _, element := range elements {
		at := func(name string) string {
			text, ok := element.Attributes()[name].(types.String)
			if !ok {
				return ""
			}
			return text.ValueString()
		}
		shown[place{at("app_id"), at("site"), at("product")}] = true
	}
	return shown, diags
}

// notesFirst tells whether applying only notes unapproved apps, for the next plan to show. That is so where they are to be
// uninstalled, and this plan cannot have shown all of them as drift: because there was no review yet, or other approvals.
// It depends on nothing that may change between a plan and its apply.
func (m *approvedAppsModel) notesFirst(prior *approvedAppsModel) bool {
	return m.OnUnapproved.ValueString() == uninstall && !m.Approved.Equal(prior.Approved)
}
