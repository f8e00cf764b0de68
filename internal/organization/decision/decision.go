// SPDX-License-Identifier: MPL-2.0

// Package decision compares who has access to an organization with what a reviewer has decided: who keeps it, who was to lose it, and
// which groups and roles were reviewed as a whole. It changes nothing.
package decision

import (
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/standing"
)

// Account is a person or an app, with groups, platform roles and product access.
type Account = atlassian.User

// Key is an API key of the organization.
type Key = atlassian.APIKey

// Written is what a reviewer has written.
type Written struct {
	// Keep, Remove and KeepSuspended have a reason for each account ID or address.
	Keep, Remove, KeepSuspended map[string]string
	// KeepAPIKeys has a reason for each ID of a key.
	KeepAPIKeys map[string]string
	// Groups has a reason for each ID of a group that was reviewed as a whole.
	Groups map[string]string
	// AppRoles are the roles that were reviewed as a whole, by [AppRole.Key].
	AppRoles []AppRole
}

// AppRole is a role on an app.
type AppRole struct{ ResourceID, Role string }

// Key names the role in a record.
func (r AppRole) Key() string { return r.ResourceID + "/" + r.Role }

// Record is what is kept of a review: whom its words meant, and who was covered as part of a whole. Lists are sorted.
type Record struct {
	// Kept and Removed have the account ID behind each word of [Written.Keep] and [Written.Remove].
	Kept, Removed map[string]string
	// Groups and AppRoles have the accounts with access that were in each group, or had each role.
	Groups, AppRoles map[string][]string
	// WithoutAccess are the accounts that had no access at the review, or that somebody has seen without access since.
	WithoutAccess []string
}

// Seen is what the organization shows now.
type Seen struct {
	// Accounts are all of them, with access or without.
	Accounts []Account
	// Groups have the names of those groups that exist, by their IDs, of the groups that were asked for.
	Groups map[string]string
	// Holders have the IDs of the accounts that have a role, by [AppRole.Key], of the roles that were asked for.
	Holders map[string][]string
	// Keys are the API keys. KeysRead is unset if nobody has asked for them.
	Keys     []Key
	KeysRead bool
}

// suspended is Atlassian's word for an account, or a membership, whose access is suspended.
const suspended = "suspended"

// HasAccess reports whether an account has access, for all that is known. A status that contradicts its two parts, or that nobody has
// heard of, counts as access.
func HasAccess(a Account) bool { return standing.Possible(a) }

// isSuspended reports whether the access of an account is suspended, for all that is known: one of two words that say so is enough.
func isSuspended(a Account) bool {
	return strings.EqualFold(a.Status, suspended) || strings.EqualFold(a.MembershipStatus, suspended)
}

// look is what a comparison needs to know of the accounts, with nothing to search for twice.
type look struct {
	byID    map[string]Account
	byEmail map[string][]string // lower case
}

func (s Seen) look() look {
	l := look{byID: make(map[string]Account, len(s.Accounts)), byEmail: make(map[string][]string, len(s.Accounts))}
	for _, a := range s.Accounts {
		l.byID[a.AccountID] = a
		if a.Email != "" {
			key := strings.ToLower(a.Email)
			l.byEmail[key] = append(l.byEmail[key], a.AccountID)
		}
	}
	return l
}

// has reports whether an account that is known by its ID has access. An account that is not there has none.
func (l look) has(accountID string) bool {
	a, there := l.byID[accountID]
	return there && HasAccess(a)
}

// behind are the accounts behind a word.
func (l look) behind(word string) []string {
	if strings.Contains(word, "@") {
		return l.byEmail[strings.ToLower(word)]
	}
	if _, there := l.byID[word]; there {
		return []string{word}
	}
	return nil
}

// set is a set of IDs.
type set map[string]struct{}

func (s set) add(ids ...string) {
	for _, id := range ids {
		s[id] = struct{}{}
	}
}

func (s set) has(id string) bool {
	_, is := s[id]
	return is
}

func (s set) sorted() []string {
	ids := make([]string, 0, len(s))
	for id := range s {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
