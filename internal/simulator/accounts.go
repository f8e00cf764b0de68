// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"slices"
	"strings"
)

// Statuses of a user, as "Search for users in an organization" documents them.
const (
	statusActive      = "active"
	statusSuspended   = "suspended"
	statusNotInvited  = "not_invited"
	statusDeactivated = "deactivated"
	statusForDeletion = "for_deletion"
)

const (
	managed   = "managed"
	unmanaged = "unmanaged"
)

// Types of an account, as "Get managed accounts in an organization" documents
// them, without customer. Unverified: that the searches have accounts of apps,
// too, and give them no address.
const (
	typePerson = "atlassian"
	typeApp    = "app"
)

// account is the account of a person or an app.
type account struct {
	seq         int // grows in order of appearance
	id          string
	kind        string
	email       string // empty: has none, or hides it
	name        string
	nickname    string
	claim       string // empty: follows the domain
	source      string
	mfa         bool
	status      string
	directories []string
	policy      *authenticationPolicy // nil: the default one, if the account is managed
	moveFailure *MoveFailure          // what becomes of moves by the API; nil: they succeed
}

func (a *account) emailDomain() string {
	_, host, _ := strings.Cut(strings.ToLower(a.email), "@")

	return host
}

// claimStatus is managed while the domain of the account is claimed.
// Unverified: that a domain whose token went missing keeps its accounts.
func (s *state) claimStatus(a *account) string {
	if a.claim != "" {
		return a.claim
	}

	host := a.emailDomain()
	for _, domain := range s.domains {
		if domain.name == host && (domain.status == claimVerified || domain.status == claimMissingToken) {
			return managed
		}
	}

	return unmanaged
}

// accountStatus is the lifecycle status of the account. Unverified: that an
// account waiting for its deletion is inactive.
func (a *account) accountStatus() string {
	if a.status == statusDeactivated || a.status == statusForDeletion {
		return "inactive"
	}

	return "active"
}

// membershipStatus is the status of the account in the directories.
func (a *account) membershipStatus() string {
	switch {
	case len(a.directories) == 0:
		return "no_membership"
	case a.status == statusSuspended:
		return "suspended"
	default:
		return "active"
	}
}

// visible says whether a search in that directory finds the account. A search
// in all directories finds managed accounts that are in none, too.
func (s *state) visible(a *account, directoryID string) bool {
	if directoryID != allDirectories {
		return slices.Contains(a.directories, directoryID)
	}

	return len(a.directories) > 0 || s.claimStatus(a) == managed
}
