// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ action.Action               = (*revokeUserAPIToken)(nil)
	_ action.ActionWithConfigure  = (*revokeUserAPIToken)(nil)
	_ action.ActionWithModifyPlan = (*revokeUserAPIToken)(nil)
)

// newRevokeUserAPIToken makes an action atlassian_revoke_user_api_token.
func newRevokeUserAPIToken() action.Action { return &revokeUserAPIToken{} }

// revokeUserAPIToken is the action atlassian_revoke_user_api_token.
type revokeUserAPIToken struct{ base.Action }

type revokeUserAPITokenModel struct {
	Account            types.String   `tfsdk:"account"`
	APITokenID         types.String   `tfsdk:"api_token_id"`
	ProviderAPITokenID types.String   `tfsdk:"provider_api_token_id"`
	Timeouts           timeouts.Value `tfsdk:"timeouts"`
}

// Metadata names the type.
func (*revokeUserAPIToken) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_revoke_user_api_token"
}

// Schema describes the attributes.
func (*revokeUserAPIToken) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: revokeUserAPITokenPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"account": schema.StringAttribute{
				MarkdownDescription: "E-mail address or ID of the managed account that owns the token.",
				Required:            true,
				Validators:          []validator.String{accountForm},
			},
			"api_token_id": schema.StringAttribute{
				MarkdownDescription: "ID of the API token to revoke. The data source `atlassian_api_tokens` lists them.",
				Required:            true,
				Validators:          []validator.String{base.CredentialID},
			},
			"provider_api_token_id": schema.StringAttribute{
				MarkdownDescription: "ID of the API token that the provider itself runs with as `user_api_token`. The action never revokes this token. Set it to revoke another token of the person of `user_email`. " +
					"**A wrong ID locks the provider out** of what it does with that token. Default: the provider finds out, or refuses.",
				Optional:   true,
				Validators: []validator.String{base.CredentialID},
			},
			"timeouts": base.InvokeTimeout(ctx, "How long the revocation may take, as a duration such as `90s` or `10m`. Default: `5m`."),
		},
	}
}

// Invoke revokes the token.
func (a *revokeUserAPIToken) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model revokeUserAPITokenModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Invoke, revokeTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	found, err := a.find(ctx, &model)
	if err != nil {
		resp.Diagnostics.Append(tokenRevocation.outcome(err))
		return
	}
	say := func(format string, args ...any) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, args...)})
	}
	say("Revoking %s", found.described())
	if err := a.Organization.Keys.RevokeAPIToken(ctx, found.accountID, found.address, found.token.ID, model.ProviderAPITokenID.ValueString()); err != nil {
		resp.Diagnostics.Append(tokenRevocation.outcome(err))
		return
	}
	say("Revoked API token %s", base.Word(found.token.ID))
}
