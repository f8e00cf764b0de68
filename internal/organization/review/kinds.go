// SPDX-License-Identifier: MPL-2.0

package review

import "cmp"

// Kind is a kind of finding.
type Kind string

// The kinds of findings, in the order in which a review lists them.
const (
	// Admin: the person is an organization admin.
	Admin Kind = "organization_admins"
	// Dormant: the person can use the organization's apps, and was not active for long, or never.
	Dormant Kind = "dormant"
	// Unmanaged: the organization does not manage the account.
	Unmanaged Kind = "unmanaged"
	// WithoutTwoStep: two-step verification is off.
	WithoutTwoStep Kind = "without_two_step_verification"
	// Outside: the address is at no verified domain.
	Outside Kind = "outside_verified_domains"
	// SuspendedWithRoles: the person cannot use the organization's apps, and has groups, roles or apps all the same.
	SuspendedWithRoles Kind = "suspended_with_roles"
	// StaleToken: an API token of the person was not used for long, or never.
	StaleToken Kind = "stale_tokens"
	// NotReviewed: nobody has reviewed the person lately.
	NotReviewed Kind = "not_reviewed_since"
	// Unknown: Atlassian does not say what a review has to know, or contradicts itself.
	Unknown Kind = "unknown"
)

// Kinds are all of them, in their order.
func Kinds() []Kind {
	return []Kind{Admin, Dormant, Unmanaged, WithoutTwoStep, Outside, SuspendedWithRoles, StaleToken, NotReviewed, Unknown}
}

// rank is the place of each kind in the order of [Kinds].
var rank = func() map[Kind]int {
	places := make(map[Kind]int)
	for i, kind := range Kinds() {
		places[kind] = i
	}
	return places
}()

func byKind(a, b Kind) int { return cmp.Compare(rank[a], rank[b]) }

// Finding is something about a person that somebody has to decide on.
type Finding struct {
	Kind Kind
	// AccountID is whose it is. Email and Name may be empty.
	AccountID, Email, Name string
	// Subject is what it is about where one person can have several findings of the kind: the ID of an app or of a token, or the
	// attribute that is not known. It may be empty.
	Subject string
	// Reason says why, in one or more sentences. It has dates, and nothing that changes from day to day.
	Reason string
}
