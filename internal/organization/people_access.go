// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/invitations"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// What Atlassian says of an account that has access, and of one whose access is suspended. Other words may come.
const (
	StatusActive    = "active"
	StatusSuspended = "suspended"
)

// IsSuspended reports whether the access of an account is suspended, even where its status says that it is deactivated as well.
func IsSuspended(account Account) bool {
	return strings.EqualFold(account.Status, StatusSuspended) || strings.EqualFold(account.MembershipStatus, StatusSuspended)
}

// Member finds an account of a directory by its ID. It looks once more at one that an answer lacks. Asked for one by one, IDs travel in
// batches, until the list of the directory is cheaper.
//
// Atlassian calls an account suspended if it is so in all its directories. So for an account in several directories, the status is that
// of the person's roles in this directory, at the cost of a request for that person. It is empty where Atlassian does not tell.
func (p *People) Member(ctx context.Context, directoryID, accountID string) (account Account, there bool, err error) {
	found, err := p.inDirectory.Get(directoryID).accountsByID.Still(ctx, []string{accountID})
	if err != nil {
		return Account{}, false, err
	}
	account, there = found[accountID]
	return p.member(ctx, directoryID, account, there)
}

// MemberByEmail is [People.Member] by address, in any case.
func (p *People) MemberByEmail(ctx context.Context, directoryID, email string) (account Account, there bool, err error) {
	found, err := p.accountsByEmail(ctx, InDirectory(directoryID).Still(), []string{email})
	if err != nil {
		return Account{}, false, err
	}
	account, there = found[email]
	return p.member(ctx, directoryID, account, there)
}

// MemberToInvite is [People.MemberByEmail] right before an invitation. People who are invited together cost searches only, as long as none
// of them is there.
func (p *People) MemberToInvite(ctx context.Context, directoryID, email string) (account Account, there bool, err error) {
	of, key := p.inDirectory.Get(directoryID), sameAddress(email)
	if _, own := of.accountsByEmail.OwnWrite(key); own {
		return p.MemberByEmail(ctx, directoryID, email)
	}
	found, err := of.newcomers.Still(ctx, []string{key})
	if err != nil {
		return Account{}, false, err
	}
	account, there = found[key]
	return p.member(ctx, directoryID, account, there)
}

// member completes what is known of an account.
func (p *People) member(ctx context.Context, directoryID string, account Account, there bool) (Account, bool, error) {
	_, own := p.inDirectory.Get(directoryID).accountsByID.OwnWrite(account.AccountID)
	if !there || own {
		return account, there, nil
	}
	if account.Status = cmp.Or(account.Status, composedStatus(account)); account.Status == "" {
		return account, true, &UnsaidStatusError{AccountID: account.AccountID}
	}
	if !strings.EqualFold(account.Status, StatusActive) && !strings.EqualFold(account.MembershipStatus, StatusActive) {
		return account, true, nil
	}
	several, err := p.inSeveral(ctx, directoryID, account.AccountID)
	if err != nil || !several {
		return account, there, err
	}
	status, err := p.statusByRoles(ctx, directoryID, account.AccountID)
	return withMembership(account, status), true, err
}

// composedStatus is the status that Atlassian documents for the two of which it is composed. It is empty where they leave it open.
func composedStatus(account Account) string {
	if strings.EqualFold(account.AccountStatus, StatusActive) && !strings.EqualFold(account.MembershipStatus, "no_membership") {
		return account.MembershipStatus
	}
	return ""
}

// UnsaidStatusError says that an answer leaves open whether an account has access.
type UnsaidStatusError struct {
	// AccountID is the account.
	AccountID string
}

// Error says what is missing.
func (e *UnsaidStatusError) Error() string {
	return fmt.Sprintf("Atlassian's answer does not say which status account %s has, so the provider cannot tell whether the access is suspended: try again, and report it to Atlassian if that does not help", Word(e.AccountID))
}

// withMembership is an account whose membership has a status. A status that is not known is empty.
func withMembership(account Account, status string) Account {
	if account.Status == "" || strings.EqualFold(account.Status, StatusActive) || strings.EqualFold(account.Status, StatusSuspended) {
		account.Status = status
	}
	account.MembershipStatus = status
	return account
}

// inSeveral reports whether an account of a directory is in another one, too.
func (p *People) inSeveral(ctx context.Context, directoryID, accountID string) (bool, error) {
	all, err := p.directories.List(ctx)
	if err != nil {
		return false, err
	}
	for _, other := range all {
		if strings.EqualFold(other.ID, directoryID) {
			continue
		}
		_, there, err := p.inDirectory.Get(other.ID).accountsByID.Get(ctx, accountID)
		if err != nil || there {
			return there, err
		}
	}
	return false, nil
}

// statusByRoles is the status of an account in one of its directories. Only the roles of a person say it, so it is empty where the person
// has none there.
func (p *People) statusByRoles(ctx context.Context, directoryID, accountID string) (string, error) {
	for assignment, err := range p.client.UserRoleAssignments(ctx, p.id, directoryID, accountID) {
		if err != nil {
			return "", err
		}
		if strings.EqualFold(assignment.DirectoryID, directoryID) && assignment.DirectoryStatus != "" {
			return assignment.DirectoryStatus, nil
		}
	}
	return "", nil
}

// Invite invites a person, and waits until the directory shows the account: see [invitations.Invitations.Invite].
func (p *People) Invite(ctx context.Context, directoryID, email string, invitation invitations.Invitation) (Account, error) {
	return p.invitations.Invite(ctx, directoryID, email, invitation)
}

// awaitInvitee waits until the directory shows an account with an address, and lays it over what the run has read. Where the account is
// known and no search by address shows it, it looks for the account, whose address Atlassian may hide.
func (p *People) awaitInvitee(ctx context.Context, limit time.Duration, directoryID, email, accountID string) (Account, error) {
	of := p.inDirectory.Get(directoryID)
	is := func(_ Account, shown bool) (bool, error) { return shown, nil }
	account, err := of.inviteeWatch.WaitAtMost(ctx, limit, sameAddress(email), is)
	if accountID != "" && errors.Is(err, reading.ErrNotYet) {
		account, err = of.accountWatch.WaitAtMost(ctx, limit/4, accountID, is)
		account.Email = email // the next refresh shows another one as drift
	}
	if err == nil {
		p.noteMember(directoryID, account)
		p.noteMember(everyDirectory, account)
	}
	return account, err
}

// accessChange is a change of one person's access to a directory.
type accessChange struct {
	p                      *People
	directoryID, accountID string
	// what names the change in an error.
	what string
	send func(ctx context.Context, organizationID, directoryID, accountID string) error
	// shown reports whether an account, or that there is none, is what the change makes.
	shown func(account Account, there bool) bool
	// limit is how long the change may take to show.
	limit time.Duration
}

// maxAccessTries bounds how often a change is sent whose answer is lost while nothing of it shows.
const maxAccessTries = 3

// Suspend suspends a person's access to a directory, and waits until it shows. Already is true where the access was suspended before:
// then it sends nothing. A [meaning.NotVisibleError] is a success that could not be read back.
func (p *People) Suspend(ctx context.Context, directoryID, accountID string) (already bool, err error) {
	return p.change(ctx, &accessChange{
		p: p, directoryID: directoryID, accountID: accountID, limit: p.pace.Visible,
		what: "the suspension of account %s in directory %s", send: p.client.SuspendUser,
		shown: func(account Account, there bool) bool { return there && IsSuspended(account) },
	})
}

// Restore gives a suspended person access to a directory again: see [People.Suspend].
func (p *People) Restore(ctx context.Context, directoryID, accountID string) (already bool, err error) {
	return p.change(ctx, &accessChange{
		p: p, directoryID: directoryID, accountID: accountID, limit: p.pace.Visible,
		what: "the restored access of account %s to directory %s", send: p.client.RestoreUser,
		shown: func(account Account, there bool) bool {
			return there && !IsSuspended(account) && cmp.Or(account.Status, account.MembershipStatus) != ""
		},
	})
}

// removalLags is how many times longer than other changes a removal may take, because Atlassian queues it. Unverified.
const removalLags = 3

// Remove removes a person from a directory, and waits until the search does not show the person any more. Who is not there is fine.
func (p *People) Remove(ctx context.Context, directoryID, accountID string) error {
	_, err := p.change(ctx, &accessChange{
		p: p, directoryID: directoryID, accountID: accountID, limit: removalLags * p.pace.Visible,
		what: "the removal of account %s from directory %s", send: p.client.RemoveUser,
		shown: func(_ Account, there bool) bool { return !there },
	})
	return err
}

// change checks first, and sends nothing if the access is so already.
func (p *People) change(ctx context.Context, c *accessChange) (already bool, err error) {
	account, there, err := p.Member(ctx, c.directoryID, c.accountID)
	switch {
	case err != nil:
		return false, err
	case c.shown(account, there):
		return true, nil
	case !there:
		return false, accountNotFound(c.accountID, c.directoryID)
	case !c.shown(Account{MembershipStatus: StatusActive}, true) && len(p.Protected(c.accountID)) > 0: // it takes access away
		return false, errProtected
	}
	if already, err = c.carryOut(ctx); err != nil {
		return false, err
	}
	return already, c.confirm(ctx, account)
}

// carryOut sends the change, and settles a lost answer by reading, and a refusal, too: what Atlassian answers where the access is so
// already is not documented, and an earlier change whose answer was lost is a reason for it.
func (c *accessChange) carryOut(ctx context.Context) (already bool, err error) {
	sent := 0
	err = reading.Settle(ctx, reading.Sending{Tries: maxAccessTries, Lost: atlassian.IsOutcomeUnknown}, func(ctx context.Context) error {
		sent++
		return c.send(ctx, c.p.id, c.directoryID, c.accountID)
	}, func(ctx context.Context) bool { return c.await(ctx, c.p.pace.Visible/4) == nil })
	refused := atlassian.IsBadRequest(err) || atlassian.IsConflict(err) || atlassian.IsNotFound(err)
	if refused && c.await(ctx, c.p.pace.Visible/4) == nil {
		return sent == 1, nil
	}
	return false, err
}

// confirm lays the change over what the run has read, and waits until it shows.
func (c *accessChange) confirm(ctx context.Context, account Account) error {
	of := c.p.inDirectory.Get(c.directoryID)
	switch {
	case c.shown(Account{}, false):
		of.accountList.Removed(c.accountID)
		of.accountsByID.Removed(c.accountID)
		of.accountsByEmail.Removed(sameAddress(account.Email))
	case c.shown(Account{MembershipStatus: StatusSuspended}, true):
		c.p.noteMember(c.directoryID, withMembership(account, StatusSuspended))
	default:
		c.p.noteMember(c.directoryID, withMembership(account, StatusActive))
	}
	err := c.await(ctx, c.limit)
	if err == nil {
		return nil
	}
	unseen := &meaning.NotVisibleError{What: fmt.Sprintf(c.what, Word(c.accountID), c.directoryID), Err: err}
	if !errors.Is(err, reading.ErrNotYet) {
		return unseen
	}
	unseen.Err = nil
	if several, err := c.p.inSeveral(ctx, c.directoryID, c.accountID); err == nil && !several {
		unseen.Contradicted = true
		of.accountList.Forget(c.accountID)
		of.accountsByID.Forget(c.accountID)
		of.accountsByEmail.Forget(sameAddress(account.Email))
	}
	return unseen
}

// noteMember makes an account the answer of a directory for the rest of the run.
func (p *People) noteMember(directoryID string, account Account) {
	d := p.inDirectory.Get(directoryID)
	d.accountList.Wrote(account)
	d.accountsByID.Wrote(account)
	d.accountsByEmail.Wrote(account)
}

// await waits until the change shows. Changes of many people share their reads, except those of people in several directories.
func (c *accessChange) await(ctx context.Context, limit time.Duration) error {
	removes := c.shown(Account{}, false)
	several := false
	if !removes {
		var err error
		if several, err = c.p.inSeveral(ctx, c.directoryID, c.accountID); err != nil {
			return err
		}
	}
	if several {
		return c.p.waits.UntilShown(ctx, limit, func(ctx context.Context) bool {
			status, err := c.p.statusByRoles(ctx, c.directoryID, c.accountID)
			return err == nil && c.shown(Account{MembershipStatus: status}, true)
		})
	}
	_, err := c.p.inDirectory.Get(c.directoryID).accountWatch.WaitAtMost(ctx, limit, c.accountID, func(account Account, there bool) (bool, error) {
		return c.shown(account, there), nil
	})
	return err
}

// AccessResult is what became of one account of [People.SuspendAll].
type AccessResult struct {
	// AccountID is the account.
	AccountID string
	// Already is set where nothing had to be done.
	Already bool
	// Err is why it failed.
	Err error
}

// SuspendAll is [People.Suspend] for several people, several at a time. It tells done of each account as soon as that is over, one after
// the other, and returns all results in the order of the IDs.
func (p *People) SuspendAll(ctx context.Context, directoryID string, accountIDs []string, done func(AccessResult)) []AccessResult {
	return p.changeAll(ctx, directoryID, accountIDs, p.Suspend, done)
}

// RestoreAll is [People.Restore] for several people: see [People.SuspendAll].
func (p *People) RestoreAll(ctx context.Context, directoryID string, accountIDs []string, done func(AccessResult)) []AccessResult {
	return p.changeAll(ctx, directoryID, accountIDs, p.Restore, done)
}

func (p *People) changeAll(
	ctx context.Context, directoryID string, accountIDs []string, change func(context.Context, string, string) (bool, error), done func(AccessResult),
) []AccessResult {
	// One look for all of them. Where it fails, each change looks itself, and says what is wrong.
	_, _ = p.inDirectory.Get(directoryID).accountsByID.Still(ctx, accountIDs)
	var mu sync.Mutex
	results := make(map[string]AccessResult, len(accountIDs))
	failed := make(map[string]error)
	each(ctx, accountIDs, failed, func(ctx context.Context, id string) error {
		already, err := change(ctx, directoryID, id)
		mu.Lock()
		defer mu.Unlock()
		results[id] = AccessResult{AccountID: id, Already: already, Err: err}
		done(results[id])
		return err
	})
	all := make([]AccessResult, len(accountIDs))
	for i, id := range accountIDs {
		all[i] = AccessResult{AccountID: id, Already: results[id].Already, Err: failed[id]}
	}
	return all
}

// SearchDirectory lists the accounts of a directory page by page, as they are asked for.
func (p *People) SearchDirectory(ctx context.Context, directoryID string) iter.Seq2[Account, error] {
	return func(yield func(Account, error) bool) {
		for account, err := range p.client.SearchUsers(ctx, p.id, directoryID, atlassian.UserSearch{}) {
			account.Status = cmp.Or(account.Status, composedStatus(account))
			if !yield(account, err) {
				return
			}
		}
	}
}
