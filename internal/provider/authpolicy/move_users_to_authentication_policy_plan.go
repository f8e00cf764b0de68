// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan refuses what the invocation would refuse. A check that fails is no refusal.
func (a *moveUsers) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var model moveUsersModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() || a.Organization == nil || model.PolicyID.IsUnknown() {
		return
	}
	wanted, err := a.Organization.People.Resolve(ctx, organization.Anywhere(), model.list().words, nil)
	if err != nil {
		tflog.Debug(ctx, "who moves stays unknown until the action is invoked", map[string]any{"error": err.Error()})
		return
	}
	resp.Diagnostics.Append(refuseJoining(a.Organization, model.PolicyID.ValueString(), wanted)...)
	resp.Diagnostics.Append(refuseDuplicates(wanted)...)
}
