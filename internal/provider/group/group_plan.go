// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan finds the directory of a new group, refuses what Atlassian or the configuration would refuse, and says what happens to
// the group. An unchanged group, or one whose protection alone changes, costs no request.
func (r *groupResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if resp.Diagnostics.Append(base.CheckIDs(req.Config)...); resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		planDirectory(ctx, r.Organization, req, resp)
		r.planCreation(ctx, req, resp)
		return
	}
	var prior groupModel
	if resp.Diagnostics.Append(req.State.Get(ctx, &prior)...); resp.Diagnostics.HasError() {
		return
	}
	if req.Plan.Raw.IsNull() && r.Organization != nil { // first of all: others wait to hear of it
		r.Organization.Claims.End(organization.GroupSubject(prior.key()))
	}
	end := groupEnd{group: prior}
	switch {
	case prior.nameless():
		r.planNameless(ctx, &prior, req, resp)
		return
	case !req.Plan.Raw.IsNull():
		var planned groupModel
		resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
		if resp.Diagnostics.HasError() {
			return
		}
		end.moved = prior.replacedBy(&planned)
		end.replaced = end.moved
		if end.replaced && r.Organization != nil && !r.Organization.Claims.Refreshed() {
			resp.Diagnostics.Append(movesAtApply(&prior, &planned))
			return
		}
		resp.Diagnostics.Append(writeReplaceable(ctx, resp.Private, &prior, end.replaced)...)
		resp.Diagnostics.Append(r.claimName(ctx, &planned, false, resp.Private)...)
		if !end.replaced {
			resp.Diagnostics.Append(r.planRename(ctx, &prior, &planned)...)
			return
		}
	}
	resp.Diagnostics.Append(end.said(ctx, r.Organization)...)
	if req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(r.endName(ctx, &prior)...)
	}
}

// said is all that a plan says about the deletion.
func (e groupEnd) said(ctx context.Context, o *organization.Organization) diag.Diagnostics {
	diags := e.refusals(ctx, o)
	if !diags.HasError() {
		diags.Append(e.losses(ctx, o)...)
	}
	return diags
}

// planDirectory fills in the directory of an object to be created.
func planDirectory(ctx context.Context, o *organization.Organization, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var configured types.String
	at := path.Root("directory_id")
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, at, &configured)...)
	if o == nil || !configured.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, at, plannedDirectory(ctx, o, configured, &resp.Diagnostics))...)
}

// groupEnd is a group that a plan would delete, for good or to create another one in its place.
type groupEnd struct {
	group    groupModel
	replaced bool
	// moved is set where it is replaced for another directory.
	moved bool
}

// verb is what the plan would do.
func (e groupEnd) verb() string {
	if e.replaced {
		return "replace"
	}
	return "destroy"
}

// why explains a replacement.
func (e groupEnd) why() string {
	if e.moved {
		return " A group cannot move to another directory, so a change of directory_id creates a new group, with a new ID, and deletes the old one."
	}
	return ""
}

// refusals says why the end cannot be. What the state tells comes first and costs nothing.
func (e groupEnd) refusals(ctx context.Context, o *organization.Organization) diag.Diagnostics {
	var diags diag.Diagnostics
	if e.group.DeletionProtection.ValueBool() {
		diags.Append(e.protectedFromDeletion())
	}
	if e.group.ExternalSynced.ValueBool() {
		diags.AddError("The group is synced from an identity provider", fmt.Sprintf(
			"The plan would %s group %q, but an identity provider keeps it (managed_by is %q), and Atlassian refuses to delete it.%s "+
				"Delete the group in the identity provider. To only stop managing it here, take it out of the state with a removed block (destroy = false).",
			e.verb(), e.group.Name.ValueString(), e.group.ManagedBy.ValueString(), e.why()))
	}
	if diags.HasError() || o == nil {
		return diags
	}
	diags.Append(protectedMembers(ctx, o, &e.group, e.verb(), false)...)
	if found, err := o.Groups.Get(ctx, e.group.key()); err == nil && !found.Deletable && !diags.HasError() {
		diags.AddError("Atlassian does not allow to delete the group", fmt.Sprintf(
			"The plan would %s group %q, but Atlassian says that it cannot be deleted, as is the case with groups that hold the default role of an app or grant admin access.%s "+
				"Change that in Atlassian Administration first, or take the group out of the state with a removed block (destroy = false).",
			e.verb(), e.group.Name.ValueString(), e.why()))
	}
	return diags
}

func (e groupEnd) protectedFromDeletion() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("deletion_protection"), "The group is protected from deletion", fmt.Sprintf(
		"The plan would %s group %q, whose deletion_protection is true.%s "+
			"If that is what you want, set deletion_protection = false and apply, without any other change to the group; then %s it.",
		e.verb(), e.group.Name.ValueString(), e.why(), e.verb()))
}

// protectedMembers refuses to delete a group that has a protected account as a member. In a plan, a check that fails is no refusal. In
// the deletion itself it is one, because no later check follows.
func protectedMembers(ctx context.Context, o *organization.Organization, g *groupModel, verb string, deletes bool) diag.Diagnostics {
	var diags diag.Diagnostics
	accounts, err := o.Groups.ProtectedMembers(ctx, g.key())
	switch {
	case err != nil && (deletes || organization.IsContradiction(err)):
		diags.Append(protectionUnknown(err))
	case err != nil:
		tflog.Debug(ctx, "the group's protected members stay unknown", map[string]any{"error": err.Error()})
	}
	if len(accounts) > 0 {
		diags.AddError("A protected account is in the group", fmt.Sprintf(
			"To %s group %q would remove %s from it, and protected_account_ids of the provider block lists that account: no plan may remove it from a group. "+
				"Keep the group, or take the account out of protected_account_ids first.",
			verb, g.Name.ValueString(), strings.Join(accounts, ", ")))
	}
	return diags
}

// losses warns of the members and roles that go with the group. The counts come with what the refresh has read.
func (e groupEnd) losses(ctx context.Context, o *organization.Organization) diag.Diagnostics {
	var diags diag.Diagnostics
	if o == nil {
		return diags
	}
	found, err := o.Groups.Get(ctx, e.group.key())
	if err != nil {
		tflog.Debug(ctx, "the group's counts stay unknown", map[string]any{"error": err.Error()})
		return diags
	}
	lost := losses(found)
	if lost == "" {
		return diags
	}
	text := fmt.Sprintf("Group %q (%s) has %s, which end with it. A member may keep access through other groups.%s",
		found.Name, found.ID, lost, e.why())
	if e.replaced {
		text += " The new group starts without members and roles."
	}
	diags.AddWarning("The group's members and roles go with it", text)
	return diags
}

// losses counts in words; it is empty where nothing is lost or the counts are not known.
func losses(g organization.Group) string {
	var parts []string
	if g.Users != nil && *g.Users > 0 {
		parts = append(parts, base.Counted(*g.Users, "member", "members"))
	}
	if g.Resources != nil && *g.Resources > 0 {
		parts = append(parts, "roles on "+base.Counted(*g.Resources, "app or site", "apps or sites"))
	}
	return strings.Join(parts, " and ")
}

// keepSpelling is the plan modifier of a group's name: a change of case alone is none, because Atlassian takes both
// spellings for the same name and would refuse to create the one beside the other.
type keepSpelling struct{}

// Description says what the modifier does.
func (keepSpelling) Description(context.Context) string { return "Case carries no meaning." }

// MarkdownDescription says what the modifier does.
func (k keepSpelling) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

// PlanModifyString plans the prior spelling where it means the same name.
func (keepSpelling) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	if organization.SameGroupName(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
