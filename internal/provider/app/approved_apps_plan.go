// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan plans empty findings, and warns about the present ones. An inventory that it cannot read is an error, because a plan
// without findings would look like a review without findings.
func (r *approvedAppsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[approvedAppsModel](ctx, req, resp)
	if !ok {
		return
	}
	if p.Destroys() {
		resp.Diagnostics.Append(forgetWarning("will only forget"))
		if r.Organization != nil {
			resp.Diagnostics.Append(base.NoteEnd(ctx, resp.Private, r.Organization, false)...)
		}
		return
	}
	var prior approvedAppsModel
	plan := *p.Planned
	if p.Creates() {
		resp.Diagnostics.Append(base.NoteCreation(ctx, resp.Private, plan.identity())...)
	} else {
		prior = *p.Prior
	}
	plan.planComputed(&prior)
	resp.Diagnostics.Append(r.planCoverage(ctx, &plan, &prior, len(resp.RequiresReplace) > 0)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.Plan, &plan)...)
	if r.Organization == nil || resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 {
		return // of a replacement, Terraform asks again, for a creation
	}
	if plan.OnUnapproved.ValueString() == uninstall && !r.Organization.Apps.UninstallAllowed() {
		resp.Diagnostics.Append(notAllowed())
		return
	}
	if resp.Plan.Raw.Equal(req.State.Raw) {
		return // nothing to apply, so there is nothing to say
	}
	resp.Diagnostics.Append(lostWarning(&prior)...)
	review, known, diags := r.review(ctx, &plan)
	resp.Diagnostics.Append(diags...)
	notes := readNotes(ctx, req.Private)
	resp.Diagnostics.Append(plan.refuseUnknownUninstalls(&prior, notes, known, r.Organization.Apps.UninstallAllowed())...)
	if !known || resp.Diagnostics.HasError() {
		return
	}
	approvals, _, _ := plan.approvals(ctx)
	notes.update(review, approvals)
	resp.Diagnostics.Append(r.warnings(review, notes, &plan, &prior)...)
}

// review reads the inventory and compares it with the approvals. Known is false if sites or approvals are not known yet.
func (r *approvedAppsResource) review(ctx context.Context, m *approvedAppsModel) (review apps.Findings, known bool, diags diag.Diagnostics) {
	sites, known := m.Sites.Strings()
	if !known {
		return review, false, nil
	}
	approvals, known, diags := m.approvals(ctx)
	if !known || diags.HasError() {
		return review, false, diags
	}
	installed, err := r.Organization.Apps.Installed(ctx, sites)
	if err != nil {
		return review, true, diag.Diagnostics{base.FailedAt(path.Root("sites"), cannotReview, err)}
	}
	return apps.Review(installed, approvals), true, nil
}

// warnings warns about everything for which the apply is going to fail, or which it uninstalls.
func (r *approvedAppsResource) warnings(review apps.Findings, notes reviewNotes, plan, prior *approvedAppsModel) diag.Diagnostics {
	var diags diag.Diagnostics
	going, staying := r.splitUnapproved(review.Unapproved, plan.OnUnapproved.ValueString() == uninstall)
	switch {
	case plan.notesFirst(prior) && len(review.Unapproved) > 0:
		diags.Append(notedWarning(notes.lines(append(going, staying...))))
		staying = nil
	case len(going) > 0:
		lines := notes.lines(going)
		diags.AddAttributeWarning(path.Root("unapproved"), "Apps are going to be uninstalled", fmt.Sprintf(
			"Applying uninstalls %s that nobody has approved, from %s:%s\n\nThat can delete the data of an app, and cannot be undone. What it does to the billing of a paid app is not documented: look at its subscription in Atlassian Administration under Billing. "+
				"Uninstalling is experimental.", base.Quantity(len(lines), "app", "apps"), base.Quantity(len(going), "place", "places"), base.BulletList(lines)))
	}
	if len(staying) > 0 {
		diags.AddAttributeWarning(path.Root("unapproved"), "Apps are installed that nobody has approved", fmt.Sprintf(
			"As it is, apply will fail. No approval names:%s\n\n%s", base.BulletList(notes.lines(staying)), whereToAct))
	}
	if len(review.Exceeding) > 0 {
		diags.AddAttributeWarning(path.Root("exceeding"), "Apps go beyond what was reviewed", fmt.Sprintf(
			"As it is, apply will fail. These apps go beyond their approval:%s\n\n%s", base.BulletList(notes.lines(exceedingFindings(review.Exceeding))), whereToReview))
	}
	if len(review.Missing) > 0 {
		diags.AddAttributeWarning(path.Root("missing"), "Approved apps are not installed", fmt.Sprintf(
			"As it is, apply will fail. No installed app has the ID or key of:%s\n\n%s", base.BulletList(notes.missingLines(review.Missing)), whereToMiss))
	}
	return diags
}

const (
	whereToAct = "Review each, and add it to approved (a private app by its ID, or by its key with private = true); or uninstall it: in " + appsConsole + "."
	// whereToReview is about apps that exceed their approval.
	whereToReview = "Review what is new, and widen the approval; or uninstall the app, or speak to its vendor: in " + appsConsole + "."
	whereToMiss   = "Install them, take them out of approved, or approve them with required = false."
)

// notedWarning warns about apps that a later apply uninstalls, as far as it can.
func notedWarning(lines []string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("unapproved"), "Apps are installed that nobody has approved", fmt.Sprintf(
		"No approval names:%s\n\nThis apply only notes them. The next plan shows them as drift, and applying that uninstalls them, as far as they can be uninstalled from here.", base.BulletList(lines)))
}

// splitUnapproved separates the unapproved apps that the apply uninstalls from those that it leaves alone, with the reason.
func (r *approvedAppsResource) splitUnapproved(unapproved []apps.App, uninstalls bool) (going, staying []finding) {
	for _, app := range unapproved {
		switch refusal := r.Organization.Apps.UninstallRefusal(app); {
		case !uninstalls:
			staying = append(staying, finding{app: app})
		case refusal != nil:
			staying = append(staying, finding{app: app, why: fmt.Sprintf("cannot be uninstalled from here, because %s", refusal)})
		default:
			going = append(going, finding{app: app})
		}
	}
	return going, staying
}

func notAllowed() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("on_unapproved"), "Apps may not be uninstalled",
		"on_unapproved is \"uninstall\", but the provider block does not allow it. Set allow_app_uninstall = true there, or leave on_unapproved at \"report\". Uninstalling is experimental, can delete the data of an app, and what it does to billing is not documented.")
}

// forgetWarning warns that the end of the approvals changes no app.
func forgetWarning(does string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Installed apps stay as they are",
		"Terraform "+does+" the approvals: nobody is told any more when an app is installed that was not reviewed. To uninstall an app, use "+appsConsole+".")
}

// refuseUnknownUninstalls is about a plan that cannot say whether its apply uninstalls apps. If on_unapproved is unknown, this is
// an error, because the plan would say that the apply fails. If approvals are unknown, they may turn out unchanged, and this is a
// warning.
func (m *approvedAppsModel) refuseUnknownUninstalls(prior *approvedAppsModel, notes reviewNotes, known, allowed bool) diag.Diagnostics {
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
			"To see first which apps go, apply what approved depends on, and plan again.", base.BulletList(notes.lines(unapprovedFindings(found, nil)))))}
}
