// SPDX-License-Identifier: MPL-2.0

package base

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// AccountModel is an account in a data source.
type AccountModel struct {
	AccountID   types.String `tfsdk:"account_id"`
	Email       types.String `tfsdk:"email"`
	Name        types.String `tfsdk:"name"`
	Status      types.String `tfsdk:"status"`
	ClaimStatus types.String `tfsdk:"claim_status"`
	MFAEnabled  types.Bool   `tfsdk:"mfa_enabled"`
}

// AccountModels converts several accounts. A value that Atlassian leaves out stays null.
func AccountModels(accounts []organization.Account) []AccountModel {
	models := make([]AccountModel, len(accounts))
	for i, account := range accounts {
		models[i] = AccountModel{
			AccountID:   types.StringValue(account.AccountID),
			Email:       StringOrNull(account.Email),
			Name:        StringOrNull(account.Name),
			Status:      StringOrNull(account.Status),
			ClaimStatus: StringOrNull(account.ClaimStatus),
			MFAEnabled:  types.BoolPointerValue(account.MFAEnabled),
		}
	}
	return models
}

// AccountList is the computed attribute of a data source that holds [AccountModels].
func AccountList(description string) schema.Attribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: description,
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"account_id": schema.StringAttribute{
				MarkdownDescription: "ID of the account.",
				Computed:            true,
			},
			"email": schema.StringAttribute{
				MarkdownDescription: "E-mail address of the account. Null if Atlassian does not return it.",
				Computed:            true,
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Full name of the person or app. Null if Atlassian does not return it.",
				Computed:            true,
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "Status of the account in the organization. Atlassian documents `active`, `suspended`, `not_invited`, `deactivated` and `for_deletion`.",
				Computed:            true,
			},
			"claim_status": schema.StringAttribute{
				MarkdownDescription: "Whether the organization manages the account. Atlassian documents `managed` and `unmanaged`.",
				Computed:            true,
			},
			"mfa_enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether two-step verification is on. Null if Atlassian does not return it, as for unmanaged accounts. It may be off for a good reason if people sign in by single sign-on.",
				Computed:            true,
			},
		}},
	}
}

// RefuseSharedAddresses refuses addresses of emails that several of the accounts have. Nobody knows which of them is meant, and a change
// could remove the wrong one.
func RefuseSharedAddresses(words []string, accounts []organization.Account) diag.Diagnostics {
	shared := organization.SharedAddresses(accounts)
	var said []string
	for _, word := range words {
		if ids := shared[organization.WordKey(word)]; len(ids) > 0 {
			slices.Sort(ids)
			said = append(said, fmt.Sprintf("%s (%s)", word, strings.Join(ids, ", ")))
		}
	}
	if len(said) == 0 {
		return nil
	}
	slices.Sort(said)
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("emails"), "Several accounts have this address", fmt.Sprintf(
		"Atlassian shows one address for several accounts, so the provider cannot tell which of them emails means, and changes nobody: %s. "+
			"List the people by account_ids instead of emails, or correct the addresses in Atlassian Administration, and plan again.", ShortList(slices.Compact(said))))}
}
