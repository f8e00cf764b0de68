// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"iter"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Member reports whether an account is in a group. A group that is gone has no members. Single look-ups of accounts of one group
// share requests.
func (o *Organization) Member(ctx context.Context, key GroupKey, accountID string) (Account, bool, error) {
	member, ok, err := o.group(key).memberByID.get(ctx, accountID)
	if atlassian.IsNotFound(err) {
		return Account{}, false, o.goneWithGroup(ctx, key, err)
	}
	return member, ok, err
}

// goneWithGroup explains a "not found" for a member: the group may be gone, and its members with it, or the directory is wrong. Only a
// look at the group shows which.
func (o *Organization) goneWithGroup(ctx context.Context, key GroupKey, err error) error {
	if _, groupErr := o.Group(ctx, key); IsNotFound(groupErr) {
		return nil
	}
	return err
}

// StillMember is [Organization.Member] for an account that was in the group before: if one answer lacks it, it looks
// once more, 10 accounts of a group to a request.
func (o *Organization) StillMember(ctx context.Context, key GroupKey, accountID string) (Account, bool, error) {
	member, is, err := o.Member(ctx, key, accountID)
	if err != nil || is {
		return member, is, err
	}
	found, err := o.group(key).memberByID.again(ctx, []string{accountID})
	if atlassian.IsNotFound(err) {
		return Account{}, false, o.goneWithGroup(ctx, key, err)
	}
	member, is = found[accountID]
	return member, is, err
}

// Members lists the accounts in a group, with one read for the run. For an empty answer, it checks that the group
// exists and counts no members. If the group counts some, that is a [ContradictionError].
func (o *Organization) Members(ctx context.Context, key GroupKey) ([]Account, error) {
	members, err := o.group(key).members.all(ctx)
	if err != nil || len(members) > 0 {
		return members, err
	}
	return o.doubtEmptiness(ctx, key)
}

// doubtEmptiness compares an empty list of members with the group's own count. If they differ, it reads the list once more, and then
// the count from the group's details, which do not come from a search. Unverified: that this count is up to date, and counts the
// members that the search shows.
func (o *Organization) doubtEmptiness(ctx context.Context, key GroupKey) ([]Account, error) {
	counted, err := o.Group(ctx, key)
	members := o.group(key).members
	if err != nil || counted.Users == nil || *counted.Users == 0 || members.changed() { // the run's own removals are newer than the count
		return nil, err
	}
	if err := members.again(ctx); err != nil {
		return nil, err
	}
	if all, err := members.all(ctx); err != nil || len(all) > 0 {
		return all, err
	}
	counted, err = o.client.Group(ctx, o.id, key.DirectoryID, key.GroupID)
	switch {
	case atlassian.IsNotFound(err):
		return nil, groupNotFound(key)
	case err != nil || counted.Users == nil || *counted.Users == 0:
		return nil, err
	}
	return nil, &ContradictionError{GroupID: key.GroupID, Users: *counted.Users}
}

// StillMembers is [Organization.Members] for a caller that knows accounts that were in the group before, by ID or by address. It looks
// once more at those that the answer lacks: 10 IDs to a request, or 100 addresses, or the whole list where that is cheaper.
func (o *Organization) StillMembers(ctx context.Context, key GroupKey, accountIDs, emails []string) ([]Account, error) {
	members, err := o.Members(ctx, key)
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
	if _, err := o.group(key).memberByID.again(ctx, missingIDs); err != nil {
		return nil, err
	}
	if _, err := o.group(key).memberByEmail.again(ctx, missingEmails); err != nil {
		return nil, err
	}
	return o.group(key).members.all(ctx)
}

// SearchMembers reads the accounts in a group page by page, each page only when the consumer wants more. Unlike
// [Organization.Members] it shares nothing with other reads. It is for a caller that may stop early.
func (o *Organization) SearchMembers(ctx context.Context, key GroupKey) iter.Seq2[Account, error] {
	return func(yield func(Account, error) bool) {
		empty := true
		for member, err := range o.client.SearchUsers(ctx, o.id, key.DirectoryID, atlassian.UserSearch{GroupIDs: []string{key.GroupID}}) {
			empty = false
			if !yield(member, err) {
				return
			}
		}
		if !empty {
			return
		}
		members, err := o.doubtEmptiness(ctx, key)
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
