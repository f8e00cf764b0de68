// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan refuses what the invocation would refuse. A check that fails is no refusal.
func (a *activateAccount) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var model activateAccountModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if !resp.Diagnostics.HasError() && a.Organization != nil {
		accountChange{organization: a.Organization, active: true}.plan(ctx, model.Accounts, resp)
	}
}
