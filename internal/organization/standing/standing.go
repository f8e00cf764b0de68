// SPDX-License-Identifier: MPL-2.0

// Package standing says whether an account can be used in the organization. All areas ask it, so that one answer means the same to each.
package standing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Words of Atlassian that mean something here. Any other word is one that is not known.
const (
	active       = "active"
	suspended    = "suspended"
	notInvited   = "not_invited"
	deactivated  = "deactivated"
	forDeletion  = "for_deletion"
	inactive     = "inactive"
	closed       = "closed"
	noMembership = "no_membership"
)

// Standing is whether an account can be used. An account of which that is not known counts as both: what can be wrong with accounts in use
// is looked for, and what can be wrong with others.
type Standing struct {
	InUse, Barred bool
	// Doubt says why it is not known. It is empty if it is known.
	Doubt string
}

// Of reads the status of an account. Atlassian composes it of the status of the account itself and of the membership, and an answer may
// lack or contradict each of them. Each word for an account that cannot be used is documented for one of these two: suspended and
// not_invited say something of the membership, and deactivated of the account. So does for_deletion, because the end of a deletion activates
// the account. If that one says that all is well, and the other one does not say otherwise, then the words contradict each other.
func Of(account atlassian.User) Standing {
	barred := isAny(account.AccountStatus, inactive, closed) || isAny(account.MembershipStatus, suspended, noMembership)
	accountActive, member := isAny(account.AccountStatus, active), isAny(account.MembershipStatus, active)
	words := fmt.Sprintf("status is %s, account_status is %s and membership_status is %s", said(account.Status), said(account.AccountStatus), said(account.MembershipStatus))
	contradiction := Standing{true, true, "Atlassian contradicts itself: " + words + ". So it is not known whether the account can be used."}
	switch {
	case isAny(account.Status, active):
		if barred {
			return contradiction
		}
		return Standing{InUse: true}
	case isAny(account.Status, suspended, notInvited):
		if member && !barred {
			return contradiction
		}
		return Standing{Barred: true}
	case isAny(account.Status, deactivated, forDeletion):
		if accountActive && !barred {
			return contradiction
		}
		return Standing{Barred: true}
	case account.Status == "" && barred != (accountActive && member):
		return Standing{InUse: !barred, Barred: barred}
	}
	return Standing{true, true, "Atlassian does not say in known words whether the account can be used: " + words + "."}
}

// Certain reports whether an account is known to be in use.
func Certain(account atlassian.User) bool {
	stands := Of(account)
	return stands.InUse && !stands.Barred
}

// Possible reports whether an account is in use, for all that is known. A status that is missing counts as one in use, whatever else the
// answer says.
func Possible(account atlassian.User) bool { return account.Status == "" || Of(account).InUse }

// isAny reports whether a word is one of those that are known, in any case.
func isAny(word string, known ...string) bool {
	return slices.ContainsFunc(known, func(one string) bool { return strings.EqualFold(word, one) })
}

// said shows a word of an answer.
func said(word string) string {
	if word == "" {
		return "not said"
	}
	return atlassian.Word(word)
}
