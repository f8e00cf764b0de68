// SPDX-License-Identifier: MPL-2.0

package base

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// idForms is the form of an attribute by its name, or the form of every element of a list with that name. A test over all types
// checks that every attribute with the name of an ID has a form.
var idForms = map[string]Form{
	organizationID:       OrganizationID,
	"directory_id":       DirectoryID,
	"directory_ids":      DirectoryID,
	"policy_id":          PolicyID,
	"fallback_policy_id": PolicyID,
	"group_id":           GroupID,

	"intended_authentication_policy_ids": PolicyID,
	"single_sign_on_policy_ids":          PolicyID,

	"account_id":            AccountID,
	"account_ids":           AccountID,
	"exempt_account_ids":    AccountID,
	"protected_account_ids": ProtectedAccountID,
	"cloud_id":              CloudID,
	"resource_id":           ARI,
	"resource_ids":          ARI,
	"level_id":              LevelID,
	"level_ids":             LevelID,
	"api_key_id":            CredentialID,
	"provider_api_key_id":   CredentialID,
	"api_token_id":          CredentialID,
	"provider_api_token_id": CredentialID,
}

// CheckIDs reports the IDs of a configuration that have a wrong form. The validators have checked the values that were known at
// that time. Plans and actions check again, because an ID may have become known since.
func CheckIDs(config tfsdk.Config) diag.Diagnostics {
	var diags diag.Diagnostics
	var attributes map[string]tftypes.Value
	if config.Raw.IsNull() || !config.Raw.IsKnown() || config.Raw.As(&attributes) != nil {
		return diags // nothing is configured, as in the plan of a deletion
	}
	for name, value := range attributes {
		form, ok := idForms[name]
		if !ok || value.IsNull() || !value.IsKnown() {
			continue
		}
		at := path.Root(name)
		var elements []tftypes.Value
		if value.As(&elements) == nil {
			for i, element := range elements {
				diags.Append(form.known(at.AtListIndex(i), element)...)
			}
			continue
		}
		diags.Append(form.known(at, value)...)
	}
	return diags
}

// check reports a part of an imported identity that has a wrong form. An optional part may be missing.
func (p IdentityPart) check(value string) diag.Diagnostics {
	form, ok := idForms[p.Name]
	if p.Form != nil {
		form, ok = *p.Form, true
	}
	if !ok || value == "" && p.Optional {
		return nil
	}
	var diags diag.Diagnostics
	if !form.matches(value) {
		diags.AddError("Invalid import", form.demand(p.Name, value))
	}
	return diags
}

// known is [Form.At] for a value of the protocol, which may be unknown.
func (f Form) known(at path.Path, value tftypes.Value) diag.Diagnostics {
	var text string
	if value.IsNull() || !value.IsKnown() || value.As(&text) != nil {
		return nil
	}
	return f.At(at, text)
}
