// SPDX-License-Identifier: MPL-2.0

package base

import (
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// Each is the validator that demands the form of every element of a list.
func (f Form) Each() validator.List { return unordered.EachChecked(f.what, f.Check) }

// AccountIDs are the validators of a list of account IDs, whose attribute is named account_ids beside one named emails.
func AccountIDs() []validator.List {
	return []validator.List{
		unordered.NoDuplicates(false),
		AccountID.With("Use the attribute emails for e-mail addresses. " + opaque).Each(),
	}
}

// Emails are the validators of a list of e-mail addresses, whose attribute is named emails beside one named account_ids.
func Emails() []validator.List {
	return []validator.List{
		unordered.NoDuplicates(true),
		EmailAddress.With("Use the attribute account_ids for account IDs.").Each(),
	}
}
