// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ action.Action               = (*revokeAPIKey)(nil)
	_ action.ActionWithConfigure  = (*revokeAPIKey)(nil)
	_ action.ActionWithModifyPlan = (*revokeAPIKey)(nil)
)

// newRevokeAPIKey makes an action atlassian_revoke_api_key.
func newRevokeAPIKey() action.Action { return &revokeAPIKey{} }

// revokeAPIKey is the action atlassian_revoke_api_key.
type revokeAPIKey struct{ base.Action }

type revokeAPIKeyModel struct {
	APIKeyID         types.String   `tfsdk:"api_key_id"`
	ProviderAPIKeyID types.String   `tfsdk:"provider_api_key_id"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

// revokeTimeout is how long a revocation may take by default.
const revokeTimeout = 5 * time.Minute

// Metadata names the type.
func (*revokeAPIKey) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_revoke_api_key"
}

// Schema describes the attributes.
func (*revokeAPIKey) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: revokeAPIKeyPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"api_key_id": schema.StringAttribute{
				MarkdownDescription: "ID of the API key to revoke. The data source `atlassian_api_keys` lists them.",
				Required:            true,
				Validators:          []validator.String{base.CredentialID},
			},
			"provider_api_key_id": schema.StringAttribute{
				MarkdownDescription: "ID of the API key that the provider itself runs with. The action never revokes this key. Set it if several keys may be the provider's own. **A wrong ID locks the provider out.** Default: the provider finds out, or refuses.",
				Optional:            true,
				Validators:          []validator.String{base.CredentialID},
			},
			"timeouts": base.InvokeTimeout(ctx, "How long the revocation may take, as a duration such as `90s` or `10m`. Default: `5m`."),
		},
	}
}

// Invoke revokes the key.
func (a *revokeAPIKey) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model revokeAPIKeyModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Invoke, revokeTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	id, own := model.APIKeyID.ValueString(), model.ProviderAPIKeyID.ValueString()
	key, err := a.Organization.Keys.KeyToRevoke(ctx, id, own)
	if err != nil {
		resp.Diagnostics.Append(keyRevocation.outcome(err))
		return
	}
	say := func(format string, args ...any) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, args...)})
	}
	say("Revoking %s", describedKey(key))
	if err := a.Organization.Keys.RevokeAPIKey(ctx, id, own); err != nil {
		resp.Diagnostics.Append(keyRevocation.outcome(err))
		return
	}
	say("Revoked API key %s", base.Word(id))
}
