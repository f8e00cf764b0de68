// SPDX-License-Identifier: MPL-2.0

// Package rows joins what a search says of one account in several rows. No row may hide what another one says.
package rows

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Joined are the accounts of some rows, each once, where it comes first. The lists of an account have what any of its rows has. If two rows
// of an account differ otherwise, nothing says which of them is right: that is an error.
func Joined(rows []atlassian.User) ([]atlassian.User, error) {
	at := make(map[string]int, len(rows))
	all := make([]atlassian.User, 0, len(rows))
	for _, row := range rows {
		i, again := at[row.AccountID]
		if !again {
			at[row.AccountID] = len(all)
			all = append(all, row)
			continue
		}
		if statuses(all[i]) != statuses(row) {
			return nil, &TwoStatusesError{Account: cmp.Or(row.Email, row.AccountID), Before: statuses(all[i]), Then: statuses(row)}
		}
		differ := append(Differing(all[i], row), silent(all[i], row)...)
		if len(differ) > 0 {
			return nil, &TwoRowsError{Account: cmp.Or(row.Email, row.AccountID), Attributes: differ}
		}
		all[i] = WithLists(all[i], row)
	}
	return all, nil
}

// Once is a search that shows each account once: see [Joined]. It reads the search to its end first.
func Once(search iter.Seq2[atlassian.User, error]) iter.Seq2[atlassian.User, error] {
	return func(yield func(atlassian.User, error) bool) {
		var all []atlassian.User
		for row, err := range search {
			if err != nil {
				yield(atlassian.User{}, err)
				return
			}
			all = append(all, row)
		}
		all, err := Joined(all)
		if err != nil {
			yield(atlassian.User{}, err)
			return
		}
		for _, account := range all {
			if !yield(account, nil) {
				return
			}
		}
	}
}

// Differing are the names of what two rows of an account say differently of who has access, and how, apart from lists. Case carries no meaning
// in addresses, nor in Atlassian's words. Unverified: that a search over all directories shows an account in one row. Rows of two directories
// may differ in the rest, such as the time at which the account was added, so that is no contradiction.
func Differing(a, b atlassian.User) []string {
	var names []string
	for _, one := range []struct {
		name string
		same bool
	}{
		{"email", strings.EqualFold(a.Email, b.Email)},
		{"account_type", strings.EqualFold(a.AccountType, b.AccountType)},
		{"status", strings.EqualFold(a.Status, b.Status)},
		{"account_status", strings.EqualFold(a.AccountStatus, b.AccountStatus)},
		{"membership_status", strings.EqualFold(a.MembershipStatus, b.MembershipStatus)},
		{"claim_status", strings.EqualFold(a.ClaimStatus, b.ClaimStatus)},
		{"mfa_enabled", same(a.MFAEnabled, b.MFAEnabled)},
	} {
		if !one.same {
			names = append(names, one.name)
		}
	}
	return names
}

// silent are the lists that one row has and the other one does not say: null is not none.
func silent(a, b atlassian.User) []string {
	var names []string
	for _, one := range []struct {
		name string
		same bool
	}{
		{"groups", (a.Groups == nil) == (b.Groups == nil)},
		{"platform_roles", (a.PlatformRoles == nil) == (b.PlatformRoles == nil)},
		{"product_access", (a.ProductAccess == nil) == (b.ProductAccess == nil)},
	} {
		if !one.same {
			names = append(names, one.name)
		}
	}
	return names
}

// WithLists is an account with what the lists of another row of it have as well. It leaves both rows as they are, because others share them.
func WithLists(a, b atlassian.User) atlassian.User {
	a.Groups = with(a.Groups, b.Groups, func(x, y atlassian.UserGroup) bool { return x == y })
	a.PlatformRoles = with(a.PlatformRoles, b.PlatformRoles, func(x, y string) bool { return x == y })
	a.ProductAccess = with(a.ProductAccess, b.ProductAccess, func(x, y atlassian.ProductAccess) bool {
		return x.ResourceID == y.ResourceID && x.Key == y.Key
	})
	for i := range a.ProductAccess {
		for _, app := range b.ProductAccess {
			own := &a.ProductAccess[i]
			// Both rows say when somebody was active, so the later time is the last one.
			if app.ResourceID == own.ResourceID && app.Key == own.Key && app.LastActive != nil && (own.LastActive == nil || app.LastActive.After(*own.LastActive)) {
				own.LastActive = app.LastActive
			}
		}
	}
	return a
}

// with is a new list of what two lists have. It is nil if both are.
func with[V any](list, more []V, same func(a, b V) bool) []V {
	if list == nil && more == nil {
		return nil
	}
	joined := append([]V{}, list...)
	for _, one := range more {
		if !slices.ContainsFunc(joined, func(has V) bool { return same(has, one) }) {
			joined = append(joined, one)
		}
	}
	return joined
}

// same reports whether two answers are the same. No answer is one of its own.
func same(a, b *bool) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// statuses are what an account says of whether it can be used.
func statuses(a atlassian.User) string {
	return strings.ToLower(fmt.Sprintf("status %q, account_status %q, membership_status %q", a.Status, a.AccountStatus, a.MembershipStatus))
}

// TwoStatusesError says that a search has shown an account twice, with access and without it, for all that is known: neither may be left out.
type TwoStatusesError struct{ Account, Before, Then string }

// Error shows both.
func (e *TwoStatusesError) Error() string {
	return fmt.Sprintf("Atlassian's search shows the account %s twice, with %s and with %s, so the provider cannot tell whether it can be used; try again, and report it if that does not help", atlassian.Word(e.Account), e.Before, e.Then)
}

// Contradicts says that two answers contradict each other.
func (*TwoStatusesError) Contradicts() bool { return true }

// TwoRowsError says that a search has shown an account twice, and not with the same facts.
type TwoRowsError struct {
	// Account is its address or ID.
	Account string
	// Attributes are the names of what differs.
	Attributes []string
}

// Error names what differs.
func (e *TwoRowsError) Error() string {
	return fmt.Sprintf("Atlassian's search shows the account %s twice, with another %s each time, so the provider cannot tell what is true; try again, and report it if that does not help", atlassian.Word(e.Account), strings.Join(e.Attributes, ", "))
}

// Contradicts says that two answers contradict each other.
func (*TwoRowsError) Contradicts() bool { return true }
