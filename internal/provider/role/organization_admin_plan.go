// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan finds the person, says whether the person is an organization admin already, and refuses to take the role from an account
// that must keep it.
func (r *organizationAdminResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[organizationAdminModel](ctx, req, resp)
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
	var before *who
	if p.Updates() {
		before = new(p.Prior.who())
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
		resp.RequiresReplace.Append(accountPath)
	}
}

// settle finds the person in an apply whose plan did not know the account.
func (r *organizationAdminResource) settle(ctx context.Context, model *organizationAdminModel) diag.Diagnostics {
	found, diags := model.who().settle(ctx, r.Organization)
	model.setWho(found)
	return diags
}
