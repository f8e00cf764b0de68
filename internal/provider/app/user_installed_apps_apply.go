// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

const (
	cannotReadRule = "Cannot read the rule for apps that users install"
	cannotSetRule  = "Cannot set the rule for apps that users install"
)

// ModifyPlan finds out which site is meant, and warns about the rule that a creation takes over.
func (r *userInstalledAppsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		var state userInstalledAppsModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if resp.Diagnostics.HasError() || r.Organization == nil {
			return
		}
		held := r.Organization.Claims.AwaitHeld(ctx, state.CloudID.ValueString(), state.subject()) || r.leave(&state)
		if !held {
			resp.Diagnostics.Append(kept(&state, "will only forget")...)
		}
		resp.Diagnostics.Append(base.NoteEnd(ctx, resp.Private, r.Organization, held)...)
		return
	}
	var plan, state userInstalledAppsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if r.Organization != nil {
		var made func()
		ctx, made = r.Organization.Claims.Plan(ctx)
		defer made()
	}
	fresh := req.State.Raw.IsNull()
	if !fresh {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() || r.Organization == nil {
		return
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
		resp.Diagnostics.Append(r.adopts(ctx, &plan, cloudID)...)
	}
	resp.Diagnostics.Append(r.claim(ctx, &plan, resp.Private)...)
	if !fresh && state.CloudID.ValueString() != cloudID && r.Organization.Claims.Refreshed() { // after the claim: two that change places wait for each other's
		held := r.Organization.Claims.AwaitHeld(ctx, state.CloudID.ValueString(), state.subject()) || r.leave(&state)
		resp.Diagnostics.Append(base.NoteLeaving(ctx, resp.Private, r.Organization, held)...)
		if held { // an update is not told what its plan has seen; a deletion is
			resp.RequiresReplace.Append(path.Root("site"))
		}
	}
}

// leave notes that the rule goes back to Atlassian's default, and reports whether another resource manages it.
func (r *userInstalledAppsResource) leave(state *userInstalledAppsModel) (held bool) {
	if state.OnDestroy.ValueString() != organization.UserAppsAllowed {
		_, held = r.Organization.Claims.Held(state.subject())
		return held
	}
	return r.Organization.Claims.PlanLeave(state.named(), state.subject())
}

func (m *userInstalledAppsModel) subject() organization.Subject {
	return organization.UserInstalledAppsSubject(m.CloudID.ValueString())
}

// claim notes that the configuration manages the rule of the site. It is an error if another resource manages it, too.
func (r *userInstalledAppsResource) claim(ctx context.Context, model *userInstalledAppsModel, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	diags.Append(base.Conflicts(ctx, r.Organization, r.Organization.Claims.Claim(holder, organization.Claim{Of: model.subject(), By: model.named()}))...)
	return diags
}

// named is the rule in a message.
func (m *userInstalledAppsModel) named() string {
	return "atlassian_user_installed_apps of site " + m.CloudID.ValueString()
}

// adopts warns what the rule of the site is now. That it cannot be read is an error already: a creation could not tell
// either whether there is anything to do.
func (r *userInstalledAppsResource) adopts(ctx context.Context, plan *userInstalledAppsModel, cloudID string) diag.Diagnostics {
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

// Create takes the rule over.
func (r *userInstalledAppsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.write(ctx, req.Plan, &resp.State, resp.Identity, &resp.Diagnostics)
}

// Update sets the rule. If the site changes, Update sets the rule of the new site first, and then treats that of the old site as
// on_destroy says.
func (r *userInstalledAppsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, now userInstalledAppsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	r.write(ctx, req.Plan, &resp.State, resp.Identity, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Get(ctx, &now)...)
	if resp.Diagnostics.HasError() || prior.subject() == now.subject() {
		return
	}
	left, held := r.Organization.Claims.Leave(ctx, prior.CloudID.ValueString(), prior.subject())
	defer left()
	if held {
		return
	}
	resp.Diagnostics.Append(r.end(ctx, &prior)...)
	if resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, &prior)...) // the next plan shows the same change again
	}
}

// write sets the rule where it is another. What fails after that leaves the rule tracked, as it was last seen.
func (r *userInstalledAppsResource) write(ctx context.Context, planned tfsdk.Plan, state *tfsdk.State, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics) {
	var plan userInstalledAppsModel
	diags.Append(planned.Get(ctx, &plan)...)
	if diags.HasError() {
		return
	}
	cloudID := plan.CloudID.ValueString()
	if cloudID == "" { // the site was not known in the plan
		found, err := r.cloudID(ctx, plan.Site.ValueString())
		if err != nil {
			diags.Append(base.FailedAt(path.Root("site"), "Cannot find the site", err))
			return
		}
		cloudID = found
		plan.CloudID = types.StringValue(cloudID)
	}
	diags.Append(userInstalledAppsIdentity.Set(ctx, identity, r.Organization, cloudID)...)
	r.Organization.Claims.AwaitLeft(ctx, plan.subject())
	now, err := r.Organization.Apps.UserInstalledApps(ctx, cloudID)
	if err != nil {
		diags.Append(base.Failed(cannotReadRule, err))
		return
	}
	wanted := plan.Rule.ValueString()
	if now != wanted {
		if err := r.Organization.Apps.SetUserInstalledApps(ctx, cloudID, wanted); err != nil {
			diags.Append(base.FailedAt(path.Root("rule"), cannotSetRule, err))
			plan.Rule = types.StringValue(now)
			if !organization.IsAcknowledged(err) {
				return // it was refused, so there is nothing new to keep
			}
		}
	}
	diags.Append(state.Set(ctx, &plan)...)
}

// Read looks the rule up.
func (r *userInstalledAppsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state userInstalledAppsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.NoteRefresh()
	read := base.Reading(ctx, r.Organization, resp.Private, state.subject())
	resp.Diagnostics.Append(userInstalledAppsIdentity.Set(ctx, resp.Identity, r.Organization, state.CloudID.ValueString())...)
	rule, err := r.Organization.Apps.UserInstalledApps(ctx, state.CloudID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("site"), cannotReadRule, err))
		return
	}
	state.Rule = types.StringValue(rule)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(read(false)...)
}

// Delete leaves the rule, or goes back to Atlassian's default. It leaves a rule as it is that another object of the configuration
// manages.
func (r *userInstalledAppsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state userInstalledAppsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	var created string
	ending, diags := base.ReadEnding(ctx, req.Private, r.Organization, &created)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	stays := base.Stays(fmt.Sprintf("The rule of site %s for apps that users install stays", base.Word(state.CloudID.ValueString())), "set it by hand")
	switch {
	case ending.Replaced && created == "":
		resp.Diagnostics.Append(stays)
		return
	case ending.Replaced && created == state.CloudID.ValueString(), ending.Held:
		return
	}
	left, held := r.Organization.Claims.Leave(ctx, state.CloudID.ValueString(), state.subject())
	defer left()
	switch {
	case held, ending.Deposed && ending.Twin:
		return
	case ending.Deposed:
		if state.OnDestroy.ValueString() == organization.UserAppsAllowed {
			resp.Diagnostics.Append(stays)
		}
		return
	}
	resp.Diagnostics.Append(r.end(ctx, &state)...)
}

// end does what on_destroy says.
func (r *userInstalledAppsResource) end(ctx context.Context, state *userInstalledAppsModel) diag.Diagnostics {
	if state.OnDestroy.ValueString() != organization.UserAppsAllowed {
		return kept(state, "has forgotten")
	}
	if state.Rule.ValueString() == organization.UserAppsAllowed {
		return nil
	}
	if err := r.Organization.Apps.SetUserInstalledApps(ctx, state.CloudID.ValueString(), organization.UserAppsAllowed); err != nil {
		return diag.Diagnostics{base.Failed(cannotSetRule, err)}
	}
	return nil
}

// kept warns that a rule outlives its resource.
func kept(state *userInstalledAppsModel, does string) diag.Diagnostics {
	if state.OnDestroy.ValueString() == organization.UserAppsAllowed {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("The rule for apps that users install stays", fmt.Sprintf(
		"Terraform %s the rule of %s: it stays %q. With on_destroy = \"allow\", applied before, it goes back to Atlassian's default.", does, base.Word(state.Site.ValueString()), state.Rule.ValueString()))}
}
