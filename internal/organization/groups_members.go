// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Member reports whether an account is in a group. A group that is gone has no members. Single look-ups of accounts of one group
// share requests.
func (g *Groups) Member(ctx context.Context, key GroupKey, accountID string) (Account, bool, error) {
	member, ok, err := g.group(key).memberByID.Get(ctx, accountID)
	if atlassian.IsNotFound(err) {
		return Account{}, false, g.goneWithGroup(ctx, key, err)
	}
	return member, ok, err
}

// goneWithGroup explains a "not found" for a member: the group may be gone, and its members with it, or the directory is wrong. Only a
// look at the group shows which.
func (g *Groups) goneWithGroup(ctx context.Context, key GroupKey, err error) error {
	if _, groupErr := g.Get(ctx, key); meaning.IsNotFound(groupErr) {
		return nil
	}
	return err
}

// StillMember is [Groups.Member] for an account that was in the group before: if one answer lacks it, it looks
// once more, 10 accounts of a group to a request.
func (g *Groups) StillMember(ctx context.Context, key GroupKey, accountID string) (Account, bool, error) {
	member, is, err := g.Member(ctx, key, accountID)
	if err != nil || is {
		return member, is, err
	}
	found, err := g.group(key).memberByID.Again(ctx, []string{accountID})
	if atlassian.IsNotFound(err) {
		return Account{}, false, g.goneWithGroup(ctx, key, err)
	}
	member, is = found[accountID]
	return member, is, err
}

// StillAdded is [Groups.StillMember] for an account that another run has added a moment ago: Atlassian has acknowledged that, and the
// search may lag. So it looks until the search shows the member, as long as a run waits for its own additions, counted from when the
// account was added. Then the search is right, and the account is no member.
func (g *Groups) StillAdded(ctx context.Context, key GroupKey, accountID string, added time.Time) (Account, bool, error) {
	member, is, err := g.StillMember(ctx, key, accountID)
	patience := min(g.pace.Visible-time.Since(added), g.pace.Visible) // the clock that has noted the time may be ahead of this one
	if err != nil || is || patience <= 0 {
		return member, is, err
	}
	of := g.group(key)
	member, err = of.memberWatch.WaitAtMost(ctx, patience, accountID, func(_ Account, shown bool) (bool, error) { return shown, nil })
	switch {
	case errors.Is(err, reading.ErrNotYet):
		return Account{}, false, nil
	case atlassian.IsNotFound(err):
		return Account{}, false, g.goneWithGroup(ctx, key, err)
	case err != nil:
		return Account{}, false, err
	}
	of.memberByID.Found(member)
	return member, true, nil
}

// Members lists the accounts in a group, with one read for the run. For an empty answer, it checks that the group
// exists and counts no members. If the group counts some, that is a [meaning.ContradictionError].
func (g *Groups) Members(ctx context.Context, key GroupKey) ([]Account, error) {
	members, err := g.group(key).members.All(ctx)
	if err != nil || len(members) > 0 {
		return members, err
	}
	return g.doubtEmptiness(ctx, key)
}

// doubtEmptiness compares an empty list of members with the group's own count. If they differ, it reads the list once more, and then
// the count from the group's details, which do not come from a search. Unverified: that this count is up to date, and counts the
// members that the search shows.
func (g *Groups) doubtEmptiness(ctx context.Context, key GroupKey) ([]Account, error) {
	counted, err := g.Get(ctx, key)
	members := g.group(key).members
	if err != nil || counted.Users == nil || *counted.Users == 0 || members.Changed() { // the run's own removals are newer than the count
		return nil, err
	}
	if err := members.Again(ctx); err != nil {
		return nil, err
	}
	if all, err := members.All(ctx); err != nil || len(all) > 0 {
		return all, err
	}
	counted, err = g.client.Group(ctx, g.id, key.DirectoryID, key.GroupID)
	switch {
	case atlassian.IsNotFound(err):
		return nil, groupNotFound(key)
	case err != nil || counted.Users == nil || *counted.Users == 0:
		return nil, err
	}
	return nil, &meaning.ContradictionError{GroupID: key.GroupID, Users: *counted.Users}
}

// StillMembers is [Groups.Members] for a caller that knows accounts that were in the group before, by ID or by address. It looks
// once more at those that the answer lacks: 10 IDs to a request, or 100 addresses, or the whole list where that is cheaper.
func (g *Groups) StillMembers(ctx context.Context, key GroupKey, accountIDs, emails []string) ([]Account, error) {
	members, err := g.Members(ctx, key)
	if err != nil {
		return nil, err
	}
	shown := make(map[string]bool, 2*len(members))
	for _, member := range members {
		shown[member.AccountID], shown[sameAddress(member.Email)] = true, true
	}
	missing := func(words []string, keyOf func(string) string) []string {
		var missing []string
		for _, word := range words {
			if word = keyOf(word); !shown[word] {
				missing = append(missing, word)
			}
		}
		return missing
	}
	missingIDs, missingEmails := missing(accountIDs, func(id string) string { return id }), missing(emails, sameAddress)
	if len(missingIDs)+len(missingEmails) == 0 {
		return members, nil
	}
	if _, err := g.group(key).memberByID.Again(ctx, missingIDs); err != nil {
		return nil, err
	}
	if _, err := g.group(key).memberByEmail.Again(ctx, missingEmails); err != nil {
		return nil, err
	}
	return g.group(key).members.All(ctx)
}

// SearchMembers reads the accounts in a group page by page, each page only when the consumer wants more. Unlike
// [Groups.Members] it shares nothing with other reads. It is for a caller that may stop early.
func (g *Groups) SearchMembers(ctx context.Context, key GroupKey) iter.Seq2[Account, error] {
	return func(yield func(Account, error) bool) {
		empty := true
		for member, err := range g.client.SearchUsers(ctx, g.id, key.DirectoryID, atlassian.UserSearch{GroupIDs: []string{key.GroupID}}) {
			empty = false
			if !yield(member, err) {
				return
			}
		}
		if !empty {
			return
		}
		members, err := g.doubtEmptiness(ctx, key)
		if err != nil {
			yield(Account{}, err)
		}
		for _, member := range members {
			if !yield(member, nil) {
				return
			}
		}
	}
}
