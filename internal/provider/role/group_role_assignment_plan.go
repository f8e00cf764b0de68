// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan resolves the directory of a new assignment, and the resource that a site and a product name, says whether the group has the role already, and refuses two resources
// for one role.
func (r *groupRoleAssignmentResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[groupRoleAssignmentModel](ctx, req, resp)
	if !ok || r.Organization == nil {
		return
	}
	if p.Destroys() {
		r.Organization.Claims.Know(p.Prior.subject())
		held := r.leave(ctx, p.Prior)
		if !held {
			resp.Diagnostics.Append(base.RefuseEnd(ctx, resp.Private, r.Organization, r.refuseEnd(ctx, p.Prior), p.Prior.subject())...)
		}
		resp.Diagnostics.Append(base.NoteEnd(ctx, resp.Private, r.Organization, held)...)
		return
	}
	ctx, made := r.Organization.Claims.Plan(ctx)
	defer made()
	planned := p.Planned
	var before *place
	if p.Creates() {
		base.PlanDirectory(ctx, r.Organization, p.Config.DirectoryID, resp)
	} else {
		before = new(p.Prior.place())
	}
	planPlace(ctx, r.Organization, p.Config.place(), before, resp)
	resp.Diagnostics.Append(base.Get(ctx, resp.Plan, planned)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.claim(ctx, planned, resp.Private)...)
	switch { // after the claim: others wait for it while this one looks
	case p.Creates():
		resp.Diagnostics.Append(base.NoteCreation(ctx, resp.Private, noteRole(planned))...)
		resp.Diagnostics.Append(r.refuseExisting(ctx, planned, resp.Private)...)
	case planned.partial() || planned.subject() != p.Prior.subject():
		if r.Organization.Claims.Refreshed() && !resp.Diagnostics.HasError() {
			r.planLeaving(ctx, p.Prior, resp)
		}
	}
	if p.Creates() || !p.Config.ResourceID.Equal(p.Prior.ResourceID) {
		resp.Diagnostics.Append(warnOfResource(ctx, r.Organization, p.Config.ResourceID)...)
	}
}

// leave notes that the plan takes the role away, and reports whether another resource of the configuration holds it.
func (r *groupRoleAssignmentResource) leave(ctx context.Context, prior *groupRoleAssignmentModel) (held bool) {
	return r.Organization.Claims.AwaitHeld(ctx, prior.key().String(), prior.subject()) || r.Organization.Claims.PlanLeave(prior.named(), prior.subject())
}

// planLeaving replaces an assignment that moves away from a role which another resource of the configuration takes over.
// Terraform does not tell an update what its plan has seen, so the update would revoke the role before that resource assigns it.
// Terraform tells a deletion.
func (r *groupRoleAssignmentResource) planLeaving(ctx context.Context, prior *groupRoleAssignmentModel, resp *resource.ModifyPlanResponse) {
	held := r.leave(ctx, prior)
	resp.Diagnostics.Append(base.NoteLeaving(ctx, resp.Private, r.Organization, held)...)
	if !held {
		resp.Diagnostics.Append(r.refuseEnd(ctx, prior)...)
		return
	}
	resp.RequiresReplace.Append(path.Root("directory_id"), path.Root("group_id"), path.Root("resource_id"), path.Root("role"))
}

// refuseEnd says why the group must keep the role: a member would lose the role of an organization admin, and must be spared that.
func (r *groupRoleAssignmentResource) refuseEnd(ctx context.Context, prior *groupRoleAssignmentModel) diag.Diagnostics {
	if !organization.IsOrganizationAdminRole(prior.Role.ValueString()) {
		return nil
	}
	return base.SparedByEndInPlan(ctx, r.Organization, prior.key())
}

// refuseExisting says that the group has the role already. In a run that has refreshed something, which is a plan, this is an error unless
// the state of this configuration holds the role. In other runs it is a warning, because the role may belong to the object that this
// one replaces: with create_before_destroy, Terraform does not say so in the apply.
func (r *groupRoleAssignmentResource) refuseExisting(ctx context.Context, planned *groupRoleAssignmentModel, private base.Private) diag.Diagnostics {
	if planned.partial() {
		return nil
	}
	moves, diags := base.Leaving(ctx, private, r.Organization) // as an update it would take the role over, too
	if moves || diags.HasError() {
		return diags
	}
	has, err := r.Organization.Groups.HasRole(ctx, planned.key(), planned.grant())
	if err != nil {
		tflog.Debug(ctx, "whether the group has the role stays unknown until apply", map[string]any{"error": err.Error()})
		return nil
	}
	if !has || r.Organization.Claims.AwaitKnown(ctx, planned.subject()) {
		return nil
	}
	exists := base.Exists("atlassian_group_role_assignment", organization.GroupRoleExists(planned.key(), planned.grant()))
	if r.Organization.Claims.Refreshed() {
		return diag.Diagnostics{exists}
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("The group has the role already", exists.Detail()+
		"\n\nWithout the import, applying takes the role over, and destroying this resource revokes it. "+
		"If this resource replaces one of this configuration that holds the role, you need to do nothing.")}
}

// claim notes that the configuration holds the role. It is an error if another resource holds it, too.
func (r *groupRoleAssignmentResource) claim(ctx context.Context, planned *groupRoleAssignmentModel, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	if planned.partial() {
		return diags
	}
	diags.Append(base.Conflicts(ctx, r.Organization, r.Organization.Claims.Claim(holder, claims.Claim{Of: planned.subject(), By: planned.named()}))...)
	return diags
}
