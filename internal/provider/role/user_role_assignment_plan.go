// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan finds the person and the resource, says whether the person has the role already, and refuses two resources for one role.
func (r *userRoleAssignmentResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[userRoleAssignmentModel](ctx, req, resp)
	if !ok || r.Organization == nil {
		return
	}
	if p.Destroys() {
		p.Prior.personal(r.Organization).planEnd(ctx, resp)
		return
	}
	ctx, made := r.Organization.Claims.Plan(ctx)
	defer made()
	planned := p.Planned
	var placed *place
	var before *who
	if p.Updates() {
		placed, before = new(p.Prior.place()), new(p.Prior.who())
	}
	planPlace(ctx, r.Organization, p.Config.place(), placed, resp)
	resp.Diagnostics.Append(base.Get(ctx, resp.Plan, planned)...)
	if resp.Diagnostics.HasError() {
		return
	}
	planned.setWho(p.Config.who().plan(ctx, r.Organization, before, &resp.Diagnostics))
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.Plan, planned)...)
	one := planned.personal(r.Organization)
	resp.Diagnostics.Append(one.claim(ctx, resp.Private)...)
	switch { // after the claim: others wait for it while this one looks
	case p.Creates():
		resp.Diagnostics.Append(one.planCreation(ctx, resp.Private)...)
	case one.planChange(ctx, p.Prior.personal(r.Organization), resp):
		resp.RequiresReplace.Append(path.Root("account_id"), path.Root("resource_id"), path.Root("role"))
	}
	if p.Creates() || !p.Config.ResourceID.Equal(p.Prior.ResourceID) {
		resp.Diagnostics.Append(warnOfResource(ctx, r.Organization, p.Config.ResourceID)...)
	}
}

// settle finds the person and the resource in an apply whose plan did not know them.
func (r *userRoleAssignmentResource) settle(ctx context.Context, model *userRoleAssignmentModel) diag.Diagnostics {
	found, diags := model.who().settle(ctx, r.Organization)
	model.setWho(found)
	if diags.HasError() {
		return diags
	}
	resourceID, more := model.place().settle(ctx, r.Organization, cannotAssign)
	model.ResourceID = resourceID
	return append(diags, more...)
}
