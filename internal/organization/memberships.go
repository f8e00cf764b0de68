// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Member tells whether an account is in a group; in a group that is gone nobody is. Asked for one by one, accounts of one
// group travel in batches.
func (o *Organization) Member(ctx context.Context, key GroupKey, accountID string) (Account, bool, error) {
	member, ok, err := o.group(key).memberByID.get(ctx, accountID)
	if atlassian.IsNotFound(err) {
		// The group may be gone, and its members with it; or a wrong directory was asked, which only the group tells.
		_, groupErr := o.Group(ctx, key)
		if IsNotFound(groupErr) {
			return Account{}, false, nil
		}
		return Account{}, false, err
	}
	return member, ok, err
}

// Members lists the accounts in a group, with one read for the run. An empty answer is confirmed to be that of a group
// that exists.
func (o *Organization) Members(ctx context.Context, key GroupKey) ([]Account, error) {
	members, err := o.group(key).members.all(ctx)
	if err != nil {
		return nil, err
	}
	if len(members) == 0 {
		if _, err := o.Group(ctx, key); err != nil {
			return nil, err
		}
	}
	return members, nil
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
		if _, err := o.Group(ctx, key); err != nil {
			yield(Account{}, err)
		}
	}
}

// ProtectedMembers returns those protected accounts that are in a group.
func (o *Organization) ProtectedMembers(ctx context.Context, key GroupKey) ([]string, error) {
	if len(o.protected) == 0 {
		return nil, nil
	}
	found, err := o.group(key).memberByID.many(ctx, o.ProtectedAccountIDs())
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(found))
	for id := range found {
		ids = append(ids, id)
	}
	return ids, nil
}

// lostMemberships bounds how often an addition is sent again after its answer was lost and the member did not appear.
const lostMemberships = 5

// AddMember adds an account to a group. It was the account's membership already (already is true) where Atlassian says
// conflict and shows the account as a member; a conflict without that is a [SeatLimitError]. A [NotVisibleError] is a
// success that could not be read back.
func (o *Organization) AddMember(ctx context.Context, key GroupKey, accountID string) (already bool, err error) {
	already, err = o.sendMember(ctx, key, accountID)
	if err != nil {
		return already, err
	}
	return already, o.confirmMember(ctx, key, accountID, true)
}

// RemoveMember removes an account from a group; one that is not in it is fine. A [NotVisibleError] is a success that
// could not be read back.
func (o *Organization) RemoveMember(ctx context.Context, key GroupKey, accountID string) error {
	if err := o.dropMember(ctx, key, accountID); err != nil {
		return err
	}
	return o.confirmMember(ctx, key, accountID, false)
}

// sendMember adds, and settles what the answer leaves open.
func (o *Organization) sendMember(ctx context.Context, key GroupKey, accountID string) (already bool, err error) {
	defer func() { err = o.explainAdmins(ctx, key, accountID, err) }()
	lost := false
	for try := 1; ; try++ {
		err = o.client.AddGroupMember(ctx, o.id, key.DirectoryID, key.GroupID, accountID)
		switch {
		case err == nil:
			return false, nil
		case atlassian.IsConflict(err):
			// Either a member, or a seat limit: only reading tells. After a lost answer the member may be ours and too
			// new for the search, so then it gets the time that the search may lag.
			member, readErr := o.settleMember(ctx, key, accountID, lost)
			switch {
			case readErr != nil:
				return false, fmt.Errorf("%w (and reading the group to settle it failed: %w)", err, readErr)
			case !member:
				return false, &SeatLimitError{AccountID: accountID, Err: err}
			}
			return !lost, nil
		case !atlassian.IsOutcomeUnknown(err):
			return false, err
		}
		// Adding twice adds once: the second one is told "conflict". So a lost addition may be sent again.
		lost = true
		if try == lostMemberships || o.pause(ctx, try) != nil {
			return false, err
		}
	}
}

func (o *Organization) settleMember(ctx context.Context, key GroupKey, accountID string, lagging bool) (bool, error) {
	if lagging {
		err := o.awaitMember(ctx, key, accountID, true)
		var invisible *NotVisibleError
		if errors.As(err, &invisible) && ctx.Err() == nil && invisible.Err == nil {
			return false, nil
		}
		return err == nil, err
	}
	found, err := collect(o.client.SearchUsers(ctx, o.id, key.DirectoryID, atlassian.UserSearch{GroupIDs: []string{key.GroupID}, AccountIDs: []string{accountID}}))
	return len(found) > 0, err
}

// dropMember removes, and settles a lost answer: removing twice removes once, so it is simply asked again.
func (o *Organization) dropMember(ctx context.Context, key GroupKey, accountID string) error {
	var err error
	for try := range lostMemberships {
		if try > 0 && o.pause(ctx, try) != nil {
			break
		}
		err = o.client.RemoveGroupMember(ctx, o.id, key.DirectoryID, key.GroupID, accountID)
		if err == nil || atlassian.IsNotFound(err) {
			return nil
		}
		if !atlassian.IsOutcomeUnknown(err) || ctx.Err() != nil {
			break
		}
	}
	return err
}

// confirmMember lays an acknowledged change over the run's reads and waits until the search shows it, so that the next
// run reads what this one wrote. The change has happened, so whatever fails from here on is a [NotVisibleError].
func (o *Organization) confirmMember(ctx context.Context, key GroupKey, accountID string, member bool) error {
	o.noteMember(key, Account{AccountID: accountID}, member)
	return o.awaitMember(ctx, key, accountID, member)
}

func (o *Organization) awaitMember(ctx context.Context, key GroupKey, accountID string, member bool) error {
	account, err := o.group(key).memberWatch.waitAtMost(ctx, o.pace.Visible, accountID, func(_ Account, shown bool) (bool, error) {
		return shown == member, nil
	})
	if err == nil {
		if member {
			o.noteMember(key, account, true) // now with name and address
		}
		return nil
	}
	invisible := &NotVisibleError{What: fmt.Sprintf("the change of account %s in group %s", accountID, key.GroupID), Err: err}
	if errors.Is(err, errNotYet) {
		invisible.Err = nil // it only took too long
	}
	return invisible
}

func (o *Organization) noteMember(key GroupKey, account Account, member bool) {
	g := o.group(key)
	if member {
		g.members.wrote(account)
		g.memberByID.wrote(account)
	} else {
		g.members.removed(account.AccountID)
		g.memberByID.removed(account.AccountID)
	}
}

func (o *Organization) group(key GroupKey) *group {
	return o.directories.get(key.DirectoryID).groups.get(key.GroupID)
}
