// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/keys"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var keyRevocation = revocation{
	thing: "API key", id: "api_key_id", own: "provider_api_key_id",
	console: "Atlassian Administration under Organization settings > API keys",
	replace: "Create another API key in Atlassian Administration under Organization settings > API keys, and use it for the provider.",
}

// ModifyPlan refuses what the invocation would refuse, and warns what it revokes. A check that fails is no refusal.
func (a *revokeAPIKey) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var model revokeAPIKeyModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() || a.Organization == nil || model.APIKeyID.IsUnknown() || model.ProviderAPIKeyID.IsUnknown() {
		return
	}
	key, err := a.Organization.Keys.KeyToRevoke(ctx, model.APIKeyID.ValueString(), model.ProviderAPIKeyID.ValueString())
	switch refused := keyRevocation.refusal(err); {
	case refused != nil:
		resp.Diagnostics.Append(refused)
	case err != nil:
		tflog.Debug(ctx, "whether the API key may be revoked stays unknown until the action is invoked", map[string]any{"error": err.Error()})
	default:
		resp.Diagnostics.AddAttributeWarning(path.Root("api_key_id"), "An API key will be revoked", fmt.Sprintf(
			"Invoking the action revokes %s. Everything that uses it stops working. You cannot undo this.", describedKey(key)))
	}
}

// describedKey says which key it is, whose, and when it was last used.
func describedKey(key keys.APIKey) string {
	said := []string{fmt.Sprintf("API key %s (%s)", base.Word(key.ID), base.Quoted(key.Label))}
	if by := firstOf(key.CreatedBy.Email, key.CreatedBy.Name, key.CreatedBy.AccountID); by != "" {
		said = append(said, "created by "+base.Word(by))
	}
	used := "without a known use"
	if !key.LastActiveAt.IsZero() {
		used = "last used at " + written(key.LastActiveAt).ValueString()
	}
	return strings.Join(append(said, used), ", ")
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
