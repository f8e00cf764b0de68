// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan resolves the site, and warns about the rule that a creation takes over.
func (r *userInstalledAppsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[userInstalledAppsModel](ctx, req, resp)
	if !ok || r.Organization == nil {
		return
	}
	if p.Destroys() {
		held := r.leave(ctx, p.Prior)
		if !held {
			resp.Diagnostics.Append(keepWarning(p.Prior, "will only forget")...)
		}
		resp.Diagnostics.Append(base.NoteEnd(ctx, resp.Private, r.Organization, held)...)
		return
	}
	ctx, made := r.Organization.Claims.Plan(ctx)
	defer made()
	var state userInstalledAppsModel
	fresh, plan := p.Creates(), *p.Planned
	if !fresh {
		state = *p.Prior
	}
	if plan.Site.IsUnknown() {
		if fresh {
			resp.Diagnostics.Append(base.NoteCreation(ctx, resp.Private, "")...)
		}
		return
	}
	if !fresh && plan.Site.Equal(state.Site) && !state.CloudID.IsNull() {
		resp.Diagnostics.Append(r.sameSite(ctx, &state)...)
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("cloud_id"), state.CloudID)...)
		resp.Diagnostics.Append(r.claim(ctx, &state, resp.Private)...)
		return
	}
	cloudID, err := r.cloudID(ctx, plan.Site.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("site"), "Cannot find the site", err))
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("cloud_id"), cloudID)...)
	plan.CloudID = types.StringValue(cloudID)
	if fresh {
		resp.Diagnostics.Append(base.NoteCreation(ctx, resp.Private, cloudID)...)
	}
	if fresh || state.CloudID.ValueString() != cloudID {
		resp.Diagnostics.Append(r.warnOfTakeOver(ctx, &plan, cloudID)...)
	}
	resp.Diagnostics.Append(r.claim(ctx, &plan, resp.Private)...)
	if !fresh && state.CloudID.ValueString() != cloudID && r.Organization.Claims.Refreshed() { // after the claim: two that change places wait for each other's
		held := r.leave(ctx, &state)
		resp.Diagnostics.Append(base.NoteLeaving(ctx, resp.Private, r.Organization, held)...)
		if held { // an update is not told what its plan has seen; a deletion is
			resp.RequiresReplace.Append(path.Root("site"))
		}
	}
}

// sameSite checks that an unchanged name of a site still means the site of the state. It is an error if the name means another
// site now: the rule of that site would not be managed, although the configuration says so, and a move would change rules on two
// sites without anybody asking for it.
func (r *userInstalledAppsResource) sameSite(ctx context.Context, state *userInstalledAppsModel) diag.Diagnostics {
	name, before := state.Site.ValueString(), state.CloudID.ValueString()
	if strings.EqualFold(name, before) {
		return nil
	}
	now, err := r.cloudID(ctx, name)
	switch {
	case err != nil:
		return diag.Diagnostics{base.FailedAt(path.Root("site"), "Cannot find the site", err)}
	case strings.EqualFold(now, before):
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("site"), "The name of the site means another site now", fmt.Sprintf(
		"Terraform manages the rule of site %s, which %q meant when it was last applied. That name means site %s now, so the site was renamed, and another site has taken its name over. "+
			"To go on with the first site, write site = %q. To manage the rule of the other site in its place, write site = %q.", before, name, now, before, now))}
}

// leave notes that the rule goes back to Atlassian's default, and reports whether another resource manages it.
func (r *userInstalledAppsResource) leave(ctx context.Context, state *userInstalledAppsModel) (held bool) {
	if r.Organization.Claims.AwaitHeld(ctx, state.CloudID.ValueString(), state.subject()) {
		return true
	}
	if state.OnDestroy.ValueString() != apps.UserAppsAllowed {
		_, held = r.Organization.Claims.Held(state.subject())
		return held
	}
	return r.Organization.Claims.PlanLeave(state.named(), state.subject())
}

// claim notes that the configuration manages the rule of the site. It is an error if another resource manages it, too.
func (r *userInstalledAppsResource) claim(ctx context.Context, model *userInstalledAppsModel, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	diags.Append(base.Conflicts(ctx, r.Organization, r.Organization.Claims.Claim(holder, claims.Claim{Of: model.subject(), By: model.named()}))...)
	return diags
}

// warnOfTakeOver warns what the rule of the site is now. It is an error if the rule cannot be read, because a creation could not
// tell either whether it has anything to do.
func (r *userInstalledAppsResource) warnOfTakeOver(ctx context.Context, plan *userInstalledAppsModel, cloudID string) diag.Diagnostics {
	now, err := r.Organization.Apps.UserInstalledApps(ctx, cloudID)
	if err != nil {
		return diag.Diagnostics{base.FailedAt(path.Root("site"), cannotReadRule, err)}
	}
	becomes := fmt.Sprintf("changes it to %q", plan.Rule.ValueString())
	switch {
	case plan.Rule.IsUnknown():
		becomes = "sets what is not known yet"
	case plan.Rule.ValueString() == now:
		becomes = "leaves it so"
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("rule"), "The rule exists already", fmt.Sprintf(
		"Every site has a rule for apps that users install. That of %s is %q now; applying takes it over and %s. From then on, Terraform keeps it.", base.Word(plan.Site.ValueString()), now, becomes))}
}

// keepWarning warns that the rule stays when its resource is destroyed.
func keepWarning(state *userInstalledAppsModel, does string) diag.Diagnostics {
	if state.OnDestroy.ValueString() == apps.UserAppsAllowed {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("The rule for apps that users install stays", fmt.Sprintf(
		"Terraform %s the rule of %s: it stays as it is. With on_destroy = \"allow\", applied before, it goes back to Atlassian's default.", does, base.Word(state.Site.ValueString())))}
}
