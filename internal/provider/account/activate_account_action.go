// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ action.Action               = (*activateAccount)(nil)
	_ action.ActionWithConfigure  = (*activateAccount)(nil)
	_ action.ActionWithModifyPlan = (*activateAccount)(nil)
)

// newActivateAccount makes an action atlassian_activate_account.
func newActivateAccount() action.Action { return &activateAccount{} }

// activateAccount is the action atlassian_activate_account.
type activateAccount struct{ base.Action }

type activateAccountModel struct {
	Accounts unordered.ListValue `tfsdk:"accounts"`
	Timeouts timeouts.Value      `tfsdk:"timeouts"`
}

// Metadata names the type.
func (*activateAccount) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_activate_account"
}

// Schema describes the attributes.
func (*activateAccount) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: activateAccountPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"accounts": accountsAttribute(),
			"timeouts": base.InvokeTimeout(ctx, "How long the change may take, as a duration such as `90s` or `2h`. Default: `30m`."),
		},
	}
}

// Invoke activates the accounts that are not active.
func (a *activateAccount) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model activateAccountModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Invoke, changeTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	accountChange{organization: a.Organization, active: true}.carryOut(ctx, model.Accounts, resp)
}
