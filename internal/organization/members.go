// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Member tells whether an account is in a group; in a group that is gone nobody is. Asked for one by one, accounts of one
// group travel in batches.
func (o *Organization) Member(ctx context.Context, key GroupKey, accountID string) (Account, bool, error) {
	member, ok, err := o.group(key).memberByID.get(ctx, accountID)
	if atlassian.IsNotFound(err) {
		return Account{}, false, o.goneWithGroup(ctx, key, err)
	}
	return member, ok, err
}

// goneWithGroup looks at an answer that says "not found" to who asked for a member: the group may be gone, and its members
// with it; or a wrong directory was asked, which only the group tells.
func (o *Organization) goneWithGroup(ctx context.Context, key GroupKey, err error) error {
	if _, groupErr := o.Group(ctx, key); IsNotFound(groupErr) {
		return nil
	}
	return err
}

// StillMember is [Organization.Member] for an account that was in the group before: where one answer lacks it, it is looked
// at once more, 10 accounts of a group to a request.
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

// Members lists the accounts in a group, with one read for the run. An empty answer is confirmed to be that of a group
// that exists, and has no members by its own count; otherwise it is a [ContradictionError].
func (o *Organization) Members(ctx context.Context, key GroupKey) ([]Account, error) {
	members, err := o.group(key).members.all(ctx)
	if err != nil || len(members) > 0 {
		return members, err
	}
	return o.doubtEmptiness(ctx, key)
}

// doubtEmptiness holds an empty list of members against the group's own count. Where the count says otherwise, the list is
// read once more, and then the count: that of the group's details, which come from no search. Unverified: that this count
// is up to date, and counts those whom the search shows.
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

// StillMembers is [Organization.Members] for who knows of accounts that were in the group before, by their IDs or their
// addresses. Those whom the answer lacks are looked at once more: 10 IDs to a request, or 100 addresses, or the whole list
// where that is cheaper.
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
// [Organization.Members] it shares nothing with other reads: it is for who may stop early.
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

// ProtectedMembers returns those protected accounts that are in a group. That one is not there is not believed at once:
// unless the group counts no members, it is asked for once more, and the search must show that it sees anybody at all;
// otherwise it is a [ContradictionError].
func (o *Organization) ProtectedMembers(ctx context.Context, key GroupKey) ([]string, error) {
	if len(o.protected) == 0 {
		return nil, nil
	}
	read, _ := o.group(key).members.content.known()
	found, err := o.group(key).memberByID.many(ctx, o.ProtectedAccountIDs())
	if atlassian.IsNotFound(err) {
		return nil, o.goneWithGroup(ctx, key, err)
	}
	if err != nil {
		return nil, err
	}
	missing := slices.DeleteFunc(o.ProtectedAccountIDs(), func(id string) bool { _, ok := found[id]; return ok })
	late, err := o.protectedAfterAll(ctx, key, missing, len(read) > 0)
	if IsNotFound(err) {
		return nil, nil // the group is gone, and nobody is in it
	}
	if err != nil {
		return nil, err
	}
	maps.Copy(found, late)
	return slices.Collect(maps.Keys(found)), nil
}

// protectedAfterAll looks once more for protected members of a group that has members. The list of a small group that was
// not read yet costs no more than that, and shows at once whether the search is blind; of a large one, a page shows it.
func (o *Organization) protectedAfterAll(ctx context.Context, key GroupKey, missing []string, listed bool) (map[string]Account, error) {
	if len(missing) == 0 {
		return nil, nil
	}
	counted, err := o.Group(ctx, key)
	sized := counted.Users != nil
	if err != nil || sized && *counted.Users == 0 {
		return nil, err
	}
	if sized && *counted.Users <= pageSize && !listed {
		members, err := o.Members(ctx, key)
		found := make(map[string]Account)
		for _, member := range members {
			if slices.Contains(missing, member.AccountID) {
				o.group(key).memberByID.learn(member)
				found[member.AccountID] = member
			}
		}
		return found, err
	}
	found, err := o.group(key).memberByID.again(ctx, missing)
	if err != nil || listed || len(found) > 0 || len(missing) < len(o.protected) {
		return found, err
	}
	for _, err := range o.SearchMembers(ctx, key) {
		return nil, err
	}
	return nil, nil
}
