// SPDX-License-Identifier: MPL-2.0

package review

import (
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Words of Atlassian that mean something to a review. Any other word is one that it does not know.
const (
	suspended      = "suspended"
	notInvited     = "not_invited"
	deactivated    = "deactivated"
	forDeletion    = "for_deletion"
	inactive       = "inactive"
	closed         = "closed"
	noMembership   = "no_membership"
	claimManaged   = "managed"
	typeApp        = "app"
	typeCustomer   = "customer"
	claimUnmanaged = "unmanaged"
)

func is(word, known string) bool { return strings.EqualFold(word, known) }

func isAny(word string, known ...string) bool {
	return slices.ContainsFunc(known, func(one string) bool { return is(word, one) })
}

// said shows a word of an answer.
func said(word string) string {
	if word == "" {
		return "not said"
	}
	return atlassian.Word(word)
}

// barredAs says in words how an account cannot be used.
func barredAs(account atlassian.User) string {
	switch {
	case isAny(account.Status, deactivated, forDeletion) || isAny(account.AccountStatus, inactive, closed):
		return "The account is deactivated"
	case is(account.Status, suspended) || is(account.MembershipStatus, suspended):
		return "The access is suspended"
	case is(account.Status, notInvited) || is(account.MembershipStatus, noMembership):
		return "The account is in no directory"
	}
	return "It is not known whether the account can be used"
}

// judgedAsPerson reports whether an account is judged as that of a person. An app is not. A customer is if the account has anything that
// only people of the organization have. A type that is not known is that of a person, because more can be wrong with people.
func judgedAsPerson(account atlassian.User) bool {
	switch {
	case is(account.AccountType, typeApp):
		return false
	case is(account.AccountType, typeCustomer):
		return hasAnything(account)
	}
	return true
}

// hasAnything reports whether an account has a group, a role or an app.
func hasAnything(account atlassian.User) bool {
	return len(account.Groups)+len(account.PlatformRoles)+len(account.ProductAccess) > 0
}
