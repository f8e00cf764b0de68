// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/keys"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var tokenRevocation = revocation{
	thing: "API token", id: "api_token_id", own: "provider_api_token_id",
	console: "Atlassian Administration under Security > User API tokens",
	replace: "First set user_api_token of the provider to another API token, of this or another person.",
}

// accountForm requires an address or an account ID.
var accountForm = base.Matching("an e-mail address or an account ID", regexp.MustCompile(`^([^\s@/]+@[^\s@/]+|[0-9A-Za-z_:.-]*[0-9A-Za-z][0-9A-Za-z_:.-]*)$`), "")

// ModifyPlan refuses what the invocation would refuse, and warns what it revokes. A check that fails is no refusal.
func (a *revokeUserAPIToken) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var model revokeUserAPITokenModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() || a.Organization == nil || model.Account.IsUnknown() || model.APITokenID.IsUnknown() || model.ProviderAPITokenID.IsUnknown() {
		return
	}
	found, err := a.find(ctx, &model)
	switch refused := tokenRevocation.refusal(err); {
	case refused != nil:
		resp.Diagnostics.Append(refused)
	case err != nil:
		tflog.Debug(ctx, "whether the API token may be revoked stays unknown until the action is invoked", map[string]any{"error": err.Error()})
	default:
		resp.Diagnostics.AddAttributeWarning(path.Root("api_token_id"), "An API token will be revoked", fmt.Sprintf(
			"Invoking the action revokes %s. Every script that uses it stops working. You cannot undo this.", found.described()))
	}
}

// foundToken is the token of the action, and its owner.
type foundToken struct {
	// word is the owner as the configuration has it.
	word               string
	accountID, address string
	token              keys.ManagedAPIToken
}

// find finds the token, and refuses it if it must not be revoked.
func (a *revokeUserAPIToken) find(ctx context.Context, model *revokeUserAPITokenModel) (foundToken, error) {
	word := model.Account.ValueString()
	person, err := a.Organization.People.ResolveOne(ctx, organization.Everywhere().Still(), word)
	if err != nil {
		return foundToken{}, fmt.Errorf("looking up the account: %w", err)
	}
	if person.AccountID == "" {
		return foundToken{}, &meaning.NotFoundError{What: "an account with the address " + base.Word(word), Hint: "check the spelling"}
	}
	found := foundToken{word: word, accountID: person.AccountID, address: person.Email}
	found.token, err = a.Organization.Keys.TokenToRevoke(ctx, found.accountID, found.address, model.APITokenID.ValueString(), model.ProviderAPITokenID.ValueString())
	return found, err
}

// described says which token it is, whose, and when it was last used.
func (f foundToken) described() string {
	used := "without a known use"
	if !f.token.LastActiveAt.IsZero() {
		used = "last used at " + written(f.token.LastActiveAt).ValueString()
	}
	return fmt.Sprintf("API token %s (%s) of %s, %s", base.Word(f.token.ID), base.Quoted(f.token.Label), base.Word(f.word), used)
}
