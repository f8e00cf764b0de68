// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"maps"
	"slices"
	"strings"
)

// A word names an account in a configuration or a state: it is an e-mail address or an account ID.

// IsAddress reports whether a word is an e-mail address. No account ID contains the character.
func IsAddress(word string) bool { return strings.Contains(word, "@") }

// SameEmail reports whether two spellings are one address: Atlassian's search by address ignores case.
func SameEmail(a, b string) bool { return strings.EqualFold(a, b) }

// WordKey is the same for two spellings of a word: case carries no meaning in addresses, and does in account IDs.
func WordKey(word string) string {
	if IsAddress(word) {
		return sameAddress(word)
	}
	return word
}

// WordFor is the word for an account in a list: its address, or its ID where Atlassian gives none.
func WordFor(account Account, byEmail bool) string {
	return wordFor(account.AccountID, account.Email, byEmail)
}

// WordsFor is [WordFor] of several accounts. An account whose address another one of them has as well goes by its ID: the address would
// hide one of the two.
func WordsFor(accounts []Account, byEmail bool) []string {
	words := make([]string, len(accounts))
	shared := SharedAddresses(accounts)
	for i, account := range accounts {
		words[i] = WordFor(account, byEmail && len(shared[WordKey(account.Email)]) == 0)
	}
	return words
}

// SharedAddresses are the addresses that several of the accounts have, by [WordKey], each with the IDs of these accounts.
func SharedAddresses(accounts []Account) map[string][]string {
	behind := make(map[string][]string, len(accounts))
	for _, account := range accounts {
		if key := WordKey(account.Email); key != "" && !slices.Contains(behind[key], account.AccountID) {
			behind[key] = append(behind[key], account.AccountID)
		}
	}
	maps.DeleteFunc(behind, func(_ string, ids []string) bool { return len(ids) < 2 })
	return behind
}

func wordFor(accountID, email string, byEmail bool) string {
	if byEmail && email != "" {
		return email
	}
	return accountID
}

// Memo has the account IDs behind addresses that an earlier run has found, by [WordKey]. Such an address needs no look-up.
type Memo map[string]string

// AccountID is the account ID behind a word, as far as it is known without a request. It is empty where it is not.
func (m Memo) AccountID(word string) string {
	if IsAddress(word) {
		return m[WordKey(word)]
	}
	return word
}

// MemoOf is the account IDs behind the addresses of some people.
func MemoOf(people []Person) Memo {
	memo := Memo{}
	for _, p := range people {
		if IsAddress(p.Word) && p.AccountID != "" {
			memo[WordKey(p.Word)] = p.AccountID
		}
	}
	return memo
}
