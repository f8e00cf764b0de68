// SPDX-License-Identifier: MPL-2.0

package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Words of Atlassian that mean something to a review. Any other word is one that it does not know.
const (
	active         = "active"
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

// standing is whether an account can be used in the organization. An account of which that is not known counts as both: what can be wrong
// with accounts in use is looked for, and what can be wrong with others.
type standing struct {
	inUse, barred bool
	// doubt says why it is not known. It is empty if it is known.
	doubt string
}

// standingOf reads the status of an account. Atlassian composes it of the status of the account itself and of the membership, and an answer
// may lack or contradict each of them.
func standingOf(account atlassian.User) standing {
	parts := standing{
		barred: isAny(account.AccountStatus, inactive, closed) || isAny(account.MembershipStatus, suspended, noMembership),
		inUse:  is(account.AccountStatus, active) && is(account.MembershipStatus, active),
	}
	words := fmt.Sprintf("status is %s, account_status is %s and membership_status is %s", said(account.Status), said(account.AccountStatus), said(account.MembershipStatus))
	contradiction := standing{true, true, "Atlassian contradicts itself: " + words + ". So it is not known whether the account can be used."}
	switch {
	case is(account.Status, active):
		if parts.barred {
			return contradiction
		}
		return standing{inUse: true}
	case isAny(account.Status, suspended, notInvited, deactivated):
		if parts.inUse {
			return contradiction
		}
		return standing{barred: true}
	case is(account.Status, forDeletion):
		return standing{barred: true}
	case account.Status == "" && parts.inUse != parts.barred:
		return parts
	}
	return standing{true, true, "Atlassian does not say in known words whether the account can be used: " + words + "."}
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
