// SPDX-License-Identifier: MPL-2.0

package base

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// SameEmail tells whether two spellings are one address: Atlassian's search by address ignores case.
func SameEmail(a, b string) bool { return strings.EqualFold(a, b) }

// IsAddress tells an address from the account ID that stands for a member without one.
func IsAddress(word string) bool { return strings.Contains(word, "@") }

// WordFor is the word for an account in a list: its address, or its ID where Atlassian gives none.
func WordFor(account organization.Account, byEmail bool) string {
	if byEmail && account.Email != "" {
		return account.Email
	}
	return account.AccountID
}

// WordsFor is [WordFor] of several accounts.
func WordsFor(accounts []organization.Account, byEmail bool) []string {
	words := make([]string, len(accounts))
	for i, account := range accounts {
		words[i] = WordFor(account, byEmail)
	}
	return words
}

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
