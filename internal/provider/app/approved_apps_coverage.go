// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// contextsType is the type of the places of one site, as ARIs.
var contextsType = types.ListType{ElemType: types.StringType}

func coverageValue(covered apps.Coverage) types.Map {
	values := make(map[string]attr.Value, len(covered))
	for site, contexts := range covered {
		values[site] = base.StringList(contexts)
	}
	return types.MapValueMust(contextsType, values)
}

// coverageFrom reads a coverage from a state or a plan. It is empty where there is none.
func coverageFrom(value types.Map) apps.Coverage {
	covered := make(apps.Coverage)
	for site, element := range value.Elements() {
		contexts, ok := element.(types.List)
		if !ok {
			continue
		}
		for _, one := range contexts.Elements() {
			if text, ok := one.(types.String); ok {
				covered[site] = append(covered[site], text.ValueString())
			}
		}
	}
	return covered
}

// seen is everything that reviews have covered so far, according to the state.
func (m *approvedAppsModel) seen() apps.Coverage {
	return coverageFrom(m.Covered).And(coverageFrom(m.Uncovered))
}

// coverage finds out which places a review of the sites covers. It warns of a site that the review does not cover in full.
func coverage(ctx context.Context, o *organization.Organization, of unordered.ListValue) (covered apps.Coverage, known bool, diags diag.Diagnostics) {
	names, known := of.Strings()
	if !known {
		return nil, false, nil
	}
	sites, err := o.Sites.Resolve(ctx, names)
	if err != nil {
		return nil, true, diag.Diagnostics{base.FailedAt(path.Root("sites"), cannotReview, err)}
	}
	for _, site := range sites {
		if len(site.Unasked) > 0 {
			diags.AddAttributeWarning(path.Root("sites"), "A site is not covered in full", fmt.Sprintf(
				"These workspaces belong to the site %q, and their IDs do not say in which context their apps are installed:%s\n\nNothing can ask for apps there: look at them in %s.",
				site.Reference, base.BulletList(quoted(site.Unasked)), appsConsole))
		}
	}
	return apps.CoverageOf(sites), true, diags
}

// refreshCoverage notes which places the review covers now, and which it no longer covers.
func (r *approvedAppsResource) refreshCoverage(ctx context.Context, state *approvedAppsModel) diag.Diagnostics {
	now, _, diags := coverage(ctx, r.Organization, state.Sites)
	if !diags.HasError() {
		state.Uncovered = coverageValue(state.seen().Lost(now))
		state.Covered = coverageValue(now)
	}
	return diags
}

// planCoverage plans that every covered place stays covered, so that a lost place shows as drift. A name that belongs to no site
// is an error, even if the plan changes nothing else: see readUnresolved.
func (r *approvedAppsResource) planCoverage(ctx context.Context, plan, prior *approvedAppsModel, replaced bool) diag.Diagnostics {
	plan.Uncovered = coverageValue(nil)
	kept := !replaced && !prior.Covered.IsNull()
	plan.Covered = types.MapUnknown(contextsType)
	if kept {
		plan.Covered = prior.Covered
	}
	if r.Organization == nil || replaced { // of a replacement, Terraform asks again, for a creation
		return nil
	}
	now, known, diags := coverage(ctx, r.Organization, plan.Sites)
	if kept {
		return diags.Errors() // a refresh has said the rest
	}
	if known && !diags.HasError() {
		plan.Covered = coverageValue(now)
	}
	return diags
}

// applyCoverage compares the present coverage with the plan and with the earlier coverage. Changed holds errors that stop the
// apply before it does anything. Lost holds errors that let the apply fail at its end.
func (r *approvedAppsResource) applyCoverage(ctx context.Context, plan, prior *approvedAppsModel) (changed, lost diag.Diagnostics) {
	now, known, diags := coverage(ctx, r.Organization, plan.Sites)
	switch {
	case diags.HasError() || !known: // of unknown sites, the review says more
		return diags, nil
	case !plan.Covered.IsUnknown() && !coverageFrom(plan.Covered).Equal(now):
		diags.AddAttributeError(path.Root("covered"), "Other places are covered than the plan shows",
			"Since the plan was made, the organization has got, lost or renamed a site or a product. Plan again, so that a person sees which places are reviewed.")
		return diags, nil
	}
	plan.Covered = coverageValue(now)
	if gone := prior.seen().Lost(now); len(gone) > 0 {
		lost.AddAttributeError(path.Root("uncovered"), lostSummary, lostDetail(gone, now))
	}
	return nil, lost
}

const lostSummary = "Places are not reviewed any more"

// lostWarning warns in the plan of lost places, for which the apply is going to fail.
func lostWarning(prior *approvedAppsModel) diag.Diagnostics {
	gone := coverageFrom(prior.Uncovered)
	if len(gone) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("uncovered"), lostSummary, "As it is, apply will fail, unless it replaces the resource. "+lostDetail(gone, coverageFrom(prior.Covered)))}
}

func lostDetail(gone, now apps.Coverage) string {
	var lines []string
	for _, site := range slices.Sorted(maps.Keys(gone)) {
		line := fmt.Sprintf("%q no longer covers %s", site, strings.Join(gone[site], ", "))
		if other := gone.Other(site, now); other != "" {
			line += ": the name means another site now, " + other
		}
		lines = append(lines, line)
	}
	return fmt.Sprintf("An earlier review of these sites covered places that this one does not see:%s\n\n"+
		"An app that is installed there is not found. Look in Atlassian Administration whether the product was taken off the site, or the site was renamed. If another site has the name now, name the one that you mean by its cloud ID. "+
		"If the smaller coverage is right, review what is left anew: terraform apply -replace=ADDRESS, with the address of this resource. That changes nothing in Atlassian.", base.BulletList(lines))
}

// quoted quotes texts of a server for a message.
func quoted(texts []string) []string {
	lines := make([]string, len(texts))
	for i, text := range texts {
		lines[i] = fmt.Sprintf("%q", text)
	}
	return lines
}

// readUnresolved refreshes a state with a name that belongs to no site any more, for example after somebody renamed the site. A
// refresh reads the names of the state, even if the configuration has other names already or Terraform destroys the resource. An
// error would leave no way out, so the refresh warns, and shows the places of that name as uncovered. The plan is an error as
// long as sites has the name.
func (r *approvedAppsResource) readUnresolved(ctx context.Context, state *approvedAppsModel) (unresolved bool, diags diag.Diagnostics) {
	names, _ := state.Sites.Strings()
	known, failed, err := r.Organization.Sites.ResolveKnown(ctx, names)
	if err != nil || len(failed) == 0 {
		return false, nil // the review says the error
	}
	for _, one := range failed {
		diags.AddAttributeWarning(path.Root("sites"), "A site is not reviewed any more", base.Capitalized(base.Escaped(one.Error()))+
			".\n\nSo no app was read, and the state keeps what the last refresh found. Look in Atlassian Administration whether the site was renamed, and change sites: a plan is an error until then.")
	}
	now := apps.CoverageOf(known)
	state.Uncovered = coverageValue(state.seen().Lost(now))
	state.Covered = coverageValue(now)
	return true, diags
}
