// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan resolves the directory of a new group, refuses what Atlassian or the configuration would refuse, and says what
// happens to the group. An unchanged group, or a change of its protection alone, costs no request.
func (r *groupResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[groupModel](ctx, req, resp)
	if !ok {
		return
	}
	if p.Creates() {
		base.PlanDirectory(ctx, r.Organization, p.Config.DirectoryID, resp)
		r.planCreation(ctx, req, resp)
		return
	}
	if p.Destroys() && r.Organization != nil { // first of all: others wait to hear of it
		r.Organization.Claims.End(organization.GroupSubject(p.Prior.key()))
	}
	if p.Prior.nameless() {
		r.planNameless(ctx, p.Prior, req, resp)
		return
	}
	end := groupEnd{group: *p.Prior}
	if p.Destroys() {
		resp.Diagnostics.Append(end.diagnostics(ctx, r.Organization)...)
		resp.Diagnostics.Append(r.planEnd(ctx, p.Prior)...)
		return
	}
	end.moved = p.Prior.replacedBy(p.Planned)
	end.replaced = end.moved
	if end.replaced && r.Organization != nil && !r.Organization.Claims.Refreshed() {
		resp.Diagnostics.Append(movesAtApply(p.Prior, p.Planned))
		return
	}
	resp.Diagnostics.Append(writeReplaceable(ctx, resp.Private, p.Prior, end.replaced)...)
	resp.Diagnostics.Append(r.claimName(ctx, p.Planned, false, resp.Private)...)
	if end.replaced {
		resp.Diagnostics.Append(end.diagnostics(ctx, r.Organization)...)
	} else {
		resp.Diagnostics.Append(r.planRename(ctx, p.Prior, p.Planned)...)
	}
}

// diagnostics returns everything that a plan says about the deletion.
func (e groupEnd) diagnostics(ctx context.Context, o *organization.Organization) diag.Diagnostics {
	diags := e.refusals(ctx, o)
	if !diags.HasError() {
		diags.Append(e.losses(ctx, o)...)
	}
	return diags
}

// groupEnd is a group that a plan would delete, for good or to create another one in its place.
type groupEnd struct {
	group    groupModel
	replaced bool
	// moved is set if the new group is in another directory.
	moved bool
}

// verb says what the plan would do.
func (e groupEnd) verb() string {
	if e.replaced {
		return "replace"
	}
	return "destroy"
}

// reason explains a replacement.
func (e groupEnd) reason() string {
	if e.moved {
		return " A group cannot move to another directory, so a change of directory_id creates a new group, with a new ID, and deletes the old one."
	}
	return ""
}

// refusals says why the group cannot be deleted. The values of the state come first, because they cost nothing.
func (e groupEnd) refusals(ctx context.Context, o *organization.Organization) diag.Diagnostics {
	var diags diag.Diagnostics
	if e.group.DeletionProtection.ValueBool() {
		diags.Append(e.protectedFromDeletion())
	}
	if e.group.ExternalSynced.ValueBool() {
		diags.AddError("The group is synced from an identity provider", fmt.Sprintf(
			"The plan would %s group %q, but an identity provider keeps it (managed_by is %q), and Atlassian refuses to delete it.%s "+
				"Delete the group in the identity provider. To only stop managing it here, take it out of the state with a removed block (destroy = false).",
			e.verb(), e.group.Name.ValueString(), e.group.ManagedBy.ValueString(), e.reason()))
	}
	if diags.HasError() || o == nil {
		return diags
	}
	diags.Append(protectedMembers(ctx, o, &e.group, e.verb(), false)...)
	if found, err := o.Groups.Get(ctx, e.group.key()); err == nil && !found.Deletable && !diags.HasError() {
		diags.AddError("Atlassian does not allow the deletion of the group", fmt.Sprintf(
			"The plan would %s group %q, but Atlassian does not allow its deletion. This applies to groups that have the default role of an app or grant admin access.%s "+
				"Change that in Atlassian Administration first, or take the group out of the state with a removed block (destroy = false).",
			e.verb(), e.group.Name.ValueString(), e.reason()))
	}
	if !diags.HasError() {
		diags.Append(base.SparedByEndInPlan(ctx, o, e.group.key())...)
	}
	return diags
}

func (e groupEnd) protectedFromDeletion() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("deletion_protection"), "The group is protected from deletion", fmt.Sprintf(
		"The plan would %s group %q, which has deletion_protection = true.%s "+
			"If that is what you want, set deletion_protection = false and apply, without any other change to the group. Then %s it.",
		e.verb(), e.group.Name.ValueString(), e.reason(), e.verb()))
}

// protectedMembers refuses to delete a group that has a protected account as a member. In a plan, a check that fails is no refusal. In
// the deletion itself it is one, because no later check follows.
func protectedMembers(ctx context.Context, o *organization.Organization, g *groupModel, verb string, deletes bool) diag.Diagnostics {
	var diags diag.Diagnostics
	accounts, err := o.Groups.ProtectedMembers(ctx, g.key())
	switch {
	case err != nil && (deletes || meaning.IsContradiction(err)):
		diags.Append(protectionUnknown(err))
	case err != nil:
		tflog.Debug(ctx, "the group's protected members stay unknown", map[string]any{"error": err.Error()})
	}
	if len(accounts) > 0 {
		diags.AddError("A protected account is in the group", fmt.Sprintf(
			"The plan would %s group %q, which removes %s from it. protected_account_ids of the provider block lists that account, so no plan may remove it from a group. "+
				"Keep the group, or take the account out of protected_account_ids first.",
			verb, g.Name.ValueString(), strings.Join(accounts, ", ")))
	}
	return diags
}

// losses warns of the members and roles that end with the group. The refresh has read their numbers.
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
	text := fmt.Sprintf("Group %q (%s) has %s, which are lost with it. A member may keep access through other groups.%s",
		found.Name, found.ID, lost, e.reason())
	if e.replaced {
		text += " The new group starts without members and roles."
	}
	diags.AddWarning("The group's members and roles go with it", text)
	return diags
}

// losses describes the members and roles of a group. It is empty if there are none, or if their numbers are unknown.
func losses(g organization.Group) string {
	var parts []string
	if g.Users != nil && *g.Users > 0 {
		parts = append(parts, base.Quantity(*g.Users, "member", "members"))
	}
	if g.Resources != nil && *g.Resources > 0 {
		parts = append(parts, "roles on "+base.Quantity(*g.Resources, "app or site", "apps or sites"))
	}
	return strings.Join(parts, " and ")
}

// planCreation says what the replacement of a group takes away, and refuses a name that another group has.
func (r *groupResource) planCreation(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var planned groupModel
	resp.Diagnostics.Append(base.Get(ctx, resp.Plan, &planned)...)
	replaced, diags := readReplaceable(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || r.Organization == nil {
		return
	}
	if replaced.GroupID != "" && !replaced.Said {
		// Only this call shows that the plan replaces the group: -replace and replace_triggered_by do not change its values.
		resp.Diagnostics.Append(groupEnd{group: replaced.model(), replaced: true}.diagnostics(ctx, r.Organization)...)
	}
	resp.Diagnostics.Append(r.refuseTakenName(ctx, &planned, replaced.GroupID)...)
	resp.Diagnostics.Append(r.claimName(ctx, &planned, true, resp.Private)...)
}

// refuseTakenName checks whether a group that this configuration does not hold has the planned name. A check that fails is no refusal.
//
// A taken name is an error only in a run that refreshes groups. Terraform plans a creation once more while it applies, in a run that
// refreshes nothing. With create_before_destroy, the old group still has the name in that run, and an error would do harm: Terraform
// would keep the old group as a deposed object, and the next apply would destroy it. So a run that may be an apply only warns, and
// the creation fails.
func (r *groupResource) refuseTakenName(ctx context.Context, planned *groupModel, replaced string) diag.Diagnostics {
	var diags diag.Diagnostics
	if planned.Name.IsUnknown() || planned.DirectoryID.IsUnknown() {
		return diags
	}
	directoryID, name := planned.DirectoryID.ValueString(), planned.Name.ValueString()
	found, taken, err := r.Organization.Groups.Namesake(ctx, directoryID, name)
	if err != nil {
		tflog.Debug(ctx, "whether the group's name is taken stays unknown", map[string]any{"error": err.Error()})
		return diags
	}
	key := organization.GroupKey{DirectoryID: directoryID, GroupID: found.ID}
	if taken && r.Organization.Claims.Ends(organization.GroupSubject(key)) {
		return diag.Diagnostics{refuseRecreation(found.Name, found.ID)}
	}
	if !taken || found.ID == replaced || r.Organization.Claims.Known(organization.GroupSubject(key)) || r.Organization.Claims.Known(organization.UnidentifiedGroupSubject(directoryID, name)) {
		return diags
	}
	exists := base.Exists("atlassian_group", organization.GroupExists(key, found.Name))
	if r.Organization.Claims.Refreshed() {
		diags.AddError(exists.Summary(), exists.Detail()+"\n\nIf this configuration has the group under another address, write a moved block instead.")
	} else {
		diags.AddWarning(exists.Summary(), exists.Detail()+"\n\nThe apply fails as long as that group has the name.")
	}
	return diags
}

// existsAtApply is the refusal to adopt a group. The plan has not refused the name: it was free then, or it belonged to the replaced
// group.
func existsAtApply(err *meaning.ExistsError) diag.Diagnostic {
	exists := base.Exists("atlassian_group", err)
	return diag.NewErrorDiagnostic(exists.Summary(), exists.Detail()+"\n\n"+
		"If this apply replaces that group, create_before_destroy is the cause: the old group keeps the name until it is destroyed, so the new one cannot be created before. "+
		"Nothing was changed. Remove create_before_destroy from this resource, and from every resource that depends on it, because each of them forces it here as well. "+
		"Or keep the group, and change its name or description in place.")
}

// warnOfSecondCreation warns that somebody has deleted the group during its creation.
func warnOfSecondCreation(model *groupModel) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Somebody deleted the group while it was being created",
		"Atlassian acknowledged the creation of group "+base.Quoted(model.Name.ValueString())+", and the group was deleted before its ID was known. "+
			"It was created once more, and exists now. Find out who or what deletes it, or remove it from the configuration.")
}

// claimName notes that the configuration has a group of the name. It is an error if another resource has the same name.
func (r *groupResource) claimName(ctx context.Context, planned *groupModel, creates bool, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	if r.Organization == nil || planned.Name.IsUnknown() || planned.DirectoryID.IsUnknown() {
		return diags
	}
	claim := claims.Claim{
		Of:   planned.nameSubject(),
		Weak: !creates,
		By:   "atlassian_group named " + base.Quoted(planned.Name.ValueString()),
	}
	list := []claims.Claim{claim}
	if id := planned.ID.ValueString(); id != "" { // what belongs to the group need not wonder whether it goes
		list = append(list, claims.Claim{Of: organization.GroupSubject(planned.key()), By: claim.By})
	}
	diags.Append(base.Conflicts(ctx, r.Organization, r.Organization.Claims.Claim(holder, list...))...)
	return diags
}

// planEnd notes that the plan deletes the group. It refuses to delete a group that the configuration has under another address, imported
// there, and one that the same plan would create again, empty, because the resource has only changed its address.
func (r *groupResource) planEnd(ctx context.Context, prior *groupModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if r.Organization == nil {
		return diags
	}
	now, unread := base.UpToDate("group "+base.Quoted(prior.Name.ValueString()), prior, func(now *groupModel) error {
		found, err := r.Organization.Groups.Get(ctx, now.key())
		if err == nil {
			now.Name = types.StringValue(found.Name)
		}
		return err
	})
	group := organization.GroupSubject(prior.key())
	names := []claims.Subject{prior.nameSubject(), now.nameSubject()} // a resource at another address may have either
	by, subjects := "atlassian_group named "+base.Quoted(now.Name.ValueString()), append(slices.Clone(names), group)
	if !r.Organization.Claims.AwaitHeld(ctx, prior.key().String(), subjects...) && !r.Organization.Claims.PlanLeave(by, subjects...) {
		return unread
	}
	if _, held := r.Organization.Claims.Held(group); held {
		return diag.Diagnostics{refuseEndOfHeld(now.Name.ValueString(), prior.ID.ValueString())}
	}
	for i, named := range []*groupModel{prior, now} {
		if r.Organization.Claims.HeldStrongly(names[i]) {
			return diag.Diagnostics{refuseRecreation(named.Name.ValueString(), prior.ID.ValueString())}
		}
	}
	return diags
}

// refuseEndOfHeld is the refusal to delete a group that another resource of the configuration has.
func refuseEndOfHeld(name, id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The group would be deleted, and another resource has it", fmt.Sprintf(
		"The plan deletes group %s (%s) for a resource that is no longer in this configuration, and another resource of it is the same group. Its members and roles would be lost. "+
			"If the resource has only changed its address, write a moved block instead of an import block:\n\n"+
			"moved {\n  from = atlassian_group.OLD_NAME\n  to   = atlassian_group.NEW_NAME\n}\n\n"+
			"If the state has the group under both addresses already, take it out of the state under the old one, without a change in Atlassian:\n\n"+
			"removed {\n  from = atlassian_group.OLD_NAME\n  lifecycle {\n    destroy = false\n  }\n}", base.Quoted(name), id))
}

// refuseRecreation is the refusal to delete a group and to create it again under another address of the configuration.
func refuseRecreation(name, id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The group would be deleted and made again", fmt.Sprintf(
		"The plan deletes group %s (%s), and creates a group of the same name for another resource of this configuration. Its members and roles would be lost. "+
			"If the resource has only changed its address, write a moved block, which keeps the group:\n\n"+
			"moved {\n  from = atlassian_group.OLD_NAME\n  to   = atlassian_group.NEW_NAME\n}\n\n"+
			"To replace the group on purpose, destroy it first, and create the other one in another apply.", base.Quoted(name), id))
}

const anotherDirectoryText = "Another directory replaces the group."

// anotherDirectory replaces a group for another directory. A directory that is not known yet may turn out to be the same one, and a
// replacement would delete the group with its members.
func anotherDirectory(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = differs(req.StateValue, req.PlanValue)
}

// movesAtApply is the refusal to replace a group in a run that has refreshed nothing. Such a run applies a plan that did not know
// the directory yet, and so did not show a replacement; or it plans without a refresh.
func movesAtApply(prior, planned *groupModel) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("directory_id"), "The group would move to another directory", fmt.Sprintf(
		"Group %s is in directory %s, and directory_id is %s now. A group cannot move, so this would delete it and create another one, without members and roles. "+
			"The plan has not shown that, and nothing was changed. Plan again, with refresh, to see what a replacement takes away. To keep the group, write its own directory_id.",
		base.Quoted(planned.Name.ValueString()), prior.DirectoryID.ValueString(), planned.DirectoryID.ValueString()))
}
