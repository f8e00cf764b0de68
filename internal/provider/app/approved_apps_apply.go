// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// uninstallTimeout is how long uninstalling may take unless the configuration says otherwise.
const uninstallTimeout = 15 * time.Minute

// Create reviews what is installed. One that fails leaves no state: it has changed nothing in Atlassian, so there is nothing
// to track.
func (r *approvedAppsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan approvedAppsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var notes reviewNotes
	resp.Diagnostics.Append(r.apply(ctx, &plan, &approvedAppsModel{}, &notes)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(notes.keep(ctx, resp.Private)...)
	resp.Diagnostics.Append(approvedAppsIdentity.Set(ctx, resp.Identity, r.Organization, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// Update reviews what is installed. One that fails keeps the state as it was refreshed, so that the next plan shows what is
// left.
func (r *approvedAppsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, prior approvedAppsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	timeout, diags := plan.Timeouts.Update(ctx, uninstallTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(approvedAppsIdentity.Set(ctx, resp.Identity, r.Organization, plan.identity())...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	notes := readNotes(ctx, req.Private)
	resp.Diagnostics.Append(r.apply(ctx, &plan, &prior, &notes)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(notes.keep(ctx, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// apply uninstalls what it may, and fails where anything is left to find, unless it is only to note that. The prior state is
// empty where there is none. The notes learn from it.
func (r *approvedAppsResource) apply(ctx context.Context, plan, prior *approvedAppsModel, notes *reviewNotes) diag.Diagnostics {
	review, known, diags := r.review(ctx, plan)
	if diags.HasError() {
		return diags
	}
	if !known {
		return diag.Diagnostics{diag.NewErrorDiagnostic(cannotReview, "Terraform has left a value unknown in the apply. This is a bug in Terraform or in the provider: please report it.")}
	}
	changed, lost := r.applyCoverage(ctx, plan, prior)
	if changed.HasError() {
		return changed
	}
	reasons := make(map[place]string)
	if plan.OnUnapproved.ValueString() == uninstall && !plan.notesFirst(prior) {
		reasons = r.uninstall(ctx, review.Unapproved, prior.shown())
		if review, _, diags = r.review(ctx, plan); diags.HasError() {
			return diags
		}
	}
	approvals, _, _ := plan.approvals(ctx)
	notes.learn(review, approvals)
	plan.show(review, *notes)
	if plan.notesFirst(prior) && len(review.Unapproved) > 0 {
		diags.Append(noted(notes.lines(unapprovedFindings(review.Unapproved, nil))))
		review.Unapproved = nil
	}
	return append(append(diags, lost...), failures(review, *notes, reasons)...)
}

// uninstall uninstalls what the plan has shown and what can be, one app after the other, and tells of the others why not.
func (r *approvedAppsResource) uninstall(ctx context.Context, unapproved []organization.InstalledApp, shown map[place]int) map[place]string {
	reasons, now := make(map[place]string), inPlaces(unapproved)
	for _, app := range unapproved {
		name := placeOf(app)
		if refusal := r.Organization.Apps.UninstallRefusal(app); refusal != nil {
			reasons[name] = fmt.Sprintf("it cannot be uninstalled from here, because %s", refusal)
			continue
		}
		if now[name] > shown[name] {
			reasons[name] = "the plan did not show it as drift, so it is left alone: plan again"
			continue
		}
		if err := r.Organization.Apps.Uninstall(ctx, app); err != nil {
			reasons[name] = fmt.Sprintf("uninstalling it has failed: %s", err)
		}
	}
	return reasons
}

// failures are the errors of an apply that leaves something to find.
func failures(review organization.AppReview, notes reviewNotes, reasons map[place]string) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(review.Unapproved) > 0 {
		lines := notes.lines(unapprovedFindings(review.Unapproved, reasons))
		diags.AddAttributeError(path.Root("unapproved"), "Apps are installed that nobody has approved", fmt.Sprintf("No approval names:%s\n\n%s", base.Listed(lines), whereToAct))
	}
	if len(review.Exceeding) > 0 {
		diags.AddAttributeError(path.Root("exceeding"), "Apps go beyond what was reviewed", fmt.Sprintf(
			"These apps go beyond their approval:%s\n\n%s", base.Listed(notes.lines(exceedingFindings(review.Exceeding))), whereToReview))
	}
	if len(review.Missing) > 0 {
		diags.AddAttributeError(path.Root("missing"), "Approved apps are not installed", fmt.Sprintf(
			"No installed app has the ID or key of:%s\n\n%s", base.Listed(notes.missingLines(review.Missing)), whereToMiss))
	}
	return diags
}

// Read reviews what is installed.
func (r *approvedAppsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state approvedAppsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.NoteRefresh()
	resp.Diagnostics.Append(approvedAppsIdentity.Set(ctx, resp.Identity, r.Organization, state.identity())...)
	unresolved, diags := r.readUnresolved(ctx, &state)
	if resp.Diagnostics.Append(diags...); unresolved {
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
		return
	}
	review, _, diags := r.review(ctx, &state)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(r.refreshCoverage(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	notes := readNotes(ctx, req.Private)
	notes.compare(state.knownFindings(), review)
	approvals, _, _ := state.approvals(ctx)
	notes.learn(review, approvals)
	state.show(review, notes)
	resp.Diagnostics.Append(notes.keep(ctx, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Delete forgets the approvals. Where a new review of the same sites follows, there is nothing to warn of.
func (r *approvedAppsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state approvedAppsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	var created string
	ending, diags := base.ReadEnding(ctx, req.Private, r.Organization, &created)
	resp.Diagnostics.Append(diags...)
	if !resp.Diagnostics.HasError() && (!ending.Replaced || created != state.identity()) {
		resp.Diagnostics.Append(forgetting("has forgotten"))
	}
}
