// SPDX-License-Identifier: MPL-2.0

package base

import (
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// EmailAddress is the form of an address, as far as telling it from an account ID or a slip of the pen takes.
var EmailAddress = regexp.MustCompile(`^[^\s@]+@[^\s@]+$`)

// AccountReference is the form of an account ID: Atlassian calls it an opaque string.
var AccountReference = regexp.MustCompile(`^[^\s@/]+$`)

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

// AccountIDs are the validators of a list of account IDs, whose attribute is named account_ids beside one named emails.
func AccountIDs() []validator.List {
	return []validator.List{
		unordered.NoDuplicates(false),
		unordered.Each(AccountReference, "an account ID", "E-mail addresses belong into the attribute emails."),
	}
}

// Emails are the validators of a list of e-mail addresses, whose attribute is named emails beside one named account_ids.
func Emails() []validator.List {
	return []validator.List{
		unordered.NoDuplicates(true),
		unordered.Each(EmailAddress, "an e-mail address", "Account IDs belong into the attribute account_ids."),
	}
}
