// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// ModifyPlan refuses what the invocation would refuse. A check that fails is no refusal.
func (a *deactivateAccount) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var model deactivateAccountModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if !resp.Diagnostics.HasError() && a.Organization != nil {
		accountChange{organization: a.Organization}.plan(ctx, model.Accounts, resp)
	}
}

// plan refuses a list that the invocation would refuse.
func (c accountChange) plan(ctx context.Context, list unordered.ListValue, resp *action.ModifyPlanResponse) {
	_, diags, err := c.look(ctx, list)
	if err != nil {
		tflog.Debug(ctx, "which accounts change stays unknown until the action is invoked", map[string]any{"error": err.Error()})
		return
	}
	resp.Diagnostics.Append(diags...)
}
