// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan refuses what the invocation would refuse. A check that fails is no refusal.
func (a *changeAccess) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var model changeAccessModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() || a.Organization == nil || model.DirectoryID.IsUnknown() {
		return
	}
	directoryID := base.PlannedDirectory(ctx, a.Organization, model.DirectoryID, &resp.Diagnostics)
	words, known := model.Users.Strings()
	if resp.Diagnostics.HasError() || directoryID.IsUnknown() || !known {
		return
	}
	people, err := a.Organization.People.Resolve(ctx, organization.InDirectory(directoryID.ValueString()).Still(), words, nil)
	if err != nil {
		tflog.Debug(ctx, "whose access changes stays unknown until the action is invoked", map[string]any{"error": err.Error()})
		return
	}
	resp.Diagnostics.Append(refusePeople(people, directoryID.ValueString())...)
	if a.suspends {
		resp.Diagnostics.Append(base.SparedInPlan(ctx, a.Organization, organization.LossOfAccess, accountIDs(people)...)...)
	}
}
