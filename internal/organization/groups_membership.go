// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// maxLostMemberships bounds how often a change of one member is sent whose answer is lost.
const maxLostMemberships = 5

// Addition is what became of the addition of a member.
type Addition struct {
	// Already is true where Atlassian answers with a conflict and shows the account as a member.
	Already bool
	// Unseen is true where Atlassian has acknowledged the addition, and its search has not shown the member yet: see [Groups.StillAdded].
	Unseen bool
}

// AddMember adds an account to a group, and waits until the search shows it. A conflict without the account among the members is a
// [meaning.SeatLimitError]. A [meaning.NotVisibleError] is a success that could not be read back.
func (g *Groups) AddMember(ctx context.Context, key GroupKey, accountID string) (Addition, error) {
	added, err := g.sendAddition(ctx, key, accountID, &g.group(key).memberWatch.Arrivals)
	if err != nil {
		return added, err
	}
	err = g.confirmMember(ctx, key, accountID, true)
	added.Unseen = err != nil
	return added, err
}

// AddMemberUnseen is [Groups.AddMember], but does not wait for the search if Atlassian has acknowledged the addition, so that a caller with
// many to add need not wait for each. Of the account it takes the address, too, if that is known: the run then knows more of it already.
// Where only reading tells what became of the addition, it reads, and waits.
func (g *Groups) AddMemberUnseen(ctx context.Context, key GroupKey, account Account) (Addition, error) {
	var look reading.Arrivals // of nobody else
	awaiting := &look
	if account.Email == "" {
		awaiting = g.inDirectory.Get(key.DirectoryID).accountsByID.Arrivals()
	}
	added, err := g.sendAddition(ctx, key, account.AccountID, awaiting)
	if err != nil {
		return added, err
	}
	g.noteMember(key, account, true)
	if added.Unseen {
		if known, ok := g.known(ctx, key.DirectoryID, account); ok {
			g.noteMember(key, known, true)
			return added, nil
		}
	}
	// The search shows a member with name and address.
	err = g.confirmMember(ctx, key, account.AccountID, true)
	added.Unseen = err != nil
	return added, err
}

// known is an account with name and address, as the directory shows it.
func (g *Groups) known(ctx context.Context, directoryID string, account Account) (Account, bool) {
	d := g.inDirectory.Get(directoryID)
	if account.Email != "" {
		if found, ok, err := d.accountsByEmail.Get(ctx, sameAddress(account.Email)); err == nil && ok && found.AccountID == account.AccountID {
			return found, true
		}
	}
	found, ok, err := d.accountsByID.Get(ctx, account.AccountID)
	return found, err == nil && ok
}

// RemoveMember removes an account from a group; one that is not in it is fine. A [meaning.NotVisibleError] is a success that
// could not be read back, or which the search contradicts even after the wait: see [meaning.IsContradicted].
func (g *Groups) RemoveMember(ctx context.Context, key GroupKey, accountID string) error {
	arrived := g.group(key).memberWatch.Expect()
	defer arrived()
	sent := g.dropMember(ctx, key, accountID)
	arrived()
	if err := g.settleLost(ctx, key, accountID, false, sent); err != nil {
		return err
	}
	return g.confirmMember(ctx, key, accountID, false)
}

// sendAddition is [Groups.sendMember], and settles an addition whose answer was lost every time. It announces itself to the read that its
// caller needs next.
func (g *Groups) sendAddition(ctx context.Context, key GroupKey, accountID string, to *reading.Arrivals) (Addition, error) {
	added, err := g.sendMember(ctx, key, accountID, to)
	return added, g.settleLost(ctx, key, accountID, true, err)
}

// sendMember adds, and settles what the answer leaves open.
func (g *Groups) sendMember(ctx context.Context, key GroupKey, accountID string, to *reading.Arrivals) (added Addition, err error) {
	defer func() { err = g.explainAdmins(ctx, key, accountID, err) }()
	sent := 0
	arrived := to.Expect()
	defer arrived()
	err = reading.Settle(ctx, g.sendingMembers(), func(ctx context.Context) error {
		sent++
		return g.client.AddGroupMember(ctx, g.id, key.DirectoryID, key.GroupID, accountID)
	}, nil) // adding twice adds once: the second one is told "conflict"
	arrived()
	if !atlassian.IsConflict(err) {
		return Addition{Unseen: err == nil}, err
	}
	// Either a member, or a seat limit: only reading tells. After a lost answer the run itself may have added the member, too
	// recently for the search, so then it gets the time that the search may lag.
	lost := sent > 1
	member, readErr := g.settleMember(ctx, key, accountID, lost)
	switch {
	case readErr != nil:
		return Addition{}, fmt.Errorf("%w (and reading the group to settle it failed: %w)", err, readErr)
	case !member:
		return Addition{}, &meaning.SeatLimitError{AccountID: accountID, Err: err}
	}
	return Addition{Already: !lost}, nil
}

// sendingMembers is how a change of one member is sent. Only the answer to another one shows what became of a lost one, or
// [Groups.settleLost] at the end.
func (g *Groups) sendingMembers() reading.Sending {
	return reading.Sending{Tries: maxLostMemberships, Lost: atlassian.IsOutcomeUnknown, Pauses: g.waits.Tries()}
}

// conflictLooks is how often settleMember asks the search whether a conflict means that the account is a member. One answer may miss the
// member, and a membership must not be reported as a seat limit.
const conflictLooks = 2

func (g *Groups) settleMember(ctx context.Context, key GroupKey, accountID string, lagging bool) (bool, error) {
	if lagging {
		err := g.awaitMember(ctx, key, accountID, true)
		if meaning.IsContradicted(err) && ctx.Err() == nil {
			return false, nil
		}
		return err == nil, err
	}
	member, looks := false, 0
	_, err := g.group(key).memberWatch.Wait(ctx, accountID, func(_ Account, shown bool) (bool, error) {
		member = shown
		looks++
		return shown || looks == conflictLooks, nil
	})
	return member, err
}

// settleLost reads whether a change took effect whose answer was lost every time. It returns nil if it did. It waits less than for an
// acknowledged change, because the change may never come. It returns every other error as it is.
func (g *Groups) settleLost(ctx context.Context, key GroupKey, accountID string, member bool, lost error) error {
	if !atlassian.IsOutcomeUnknown(lost) {
		return lost
	}
	err := g.awaitMemberAtMost(ctx, g.pace.Visible/4, key, accountID, member)
	switch {
	case err == nil:
		return nil
	case meaning.IsContradicted(err) && member:
		return fmt.Errorf("%w; Atlassian's search does not show account %s in group %s", lost, accountID, key.GroupID)
	case meaning.IsContradicted(err):
		return fmt.Errorf("%w; Atlassian's search still shows account %s in group %s", lost, accountID, key.GroupID)
	}
	return lost
}

// dropMember removes, and settles a lost answer: removing twice removes once, so it sends the request again. It never removes a protected
// account: the search may not have shown to the plan to which account an address belongs.
func (g *Groups) dropMember(ctx context.Context, key GroupKey, accountID string) error {
	if len(g.people.Protected(accountID)) > 0 {
		return errProtected
	}
	if err := g.spareMember(ctx, key, accountID); err != nil {
		return err
	}
	err := reading.Settle(ctx, g.sendingMembers(), func(ctx context.Context) error {
		return g.client.RemoveGroupMember(ctx, g.id, key.DirectoryID, key.GroupID, accountID)
	}, nil)
	if atlassian.IsNotFound(err) {
		return nil
	}
	return err
}

// confirmMember lays an acknowledged change over the run's reads and waits until the search shows it, so that the next
// run reads what this one wrote. The change was acknowledged, so whatever fails from here on is a [meaning.NotVisibleError].
func (g *Groups) confirmMember(ctx context.Context, key GroupKey, accountID string, member bool) error {
	g.noteMember(key, Account{AccountID: accountID}, member)
	err := g.awaitMember(ctx, key, accountID, member)
	if !member && meaning.IsContradicted(err) {
		g.forgetRemoval(key, accountID)
	}
	return err
}

// forgetRemoval takes back a removal from what the run knows, because the reads contradict it.
func (g *Groups) forgetRemoval(key GroupKey, accountID string) {
	of := g.group(key)
	of.members.Forget(accountID)
	of.memberByID.Forget(accountID)
}

func (g *Groups) awaitMember(ctx context.Context, key GroupKey, accountID string, member bool) error {
	return g.awaitMemberAtMost(ctx, g.pace.Visible, key, accountID, member)
}

func (g *Groups) awaitMemberAtMost(ctx context.Context, limit time.Duration, key GroupKey, accountID string, member bool) error {
	contradicted := false
	account, err := g.group(key).memberWatch.WaitAtMost(ctx, limit, accountID, func(_ Account, shown bool) (bool, error) {
		contradicted = shown != member
		return shown == member, nil
	})
	if err == nil {
		if member {
			g.noteMember(key, account, true) // now with name and address
		}
		return nil
	}
	change := "the removal of account %s from group %s"
	if member {
		change = "the addition of account %s to group %s"
	}
	invisible := &meaning.NotVisibleError{What: fmt.Sprintf(change, accountID, key.GroupID), Err: err, Contradicted: contradicted}
	if errors.Is(err, reading.ErrNotYet) {
		invisible.Err = nil // it only took too long
	}
	return invisible
}

func (g *Groups) noteMember(key GroupKey, account Account, member bool) {
	of := g.group(key)
	if member {
		of.members.Wrote(account)
		of.memberByID.Wrote(account)
	} else {
		of.members.Removed(account.AccountID)
		of.memberByID.Removed(account.AccountID)
	}
}

func (g *Groups) group(key GroupKey) *group {
	return g.inDirectory.Get(key.DirectoryID).groups.Get(key.GroupID)
}

// AdminsError says that Atlassian refused to add an account to what seems to be the group of the organization's
// admins.
type AdminsError struct {
	// AccountID is the account to be added.
	AccountID string
	// Group is the group.
	Group Group
	// Err is Atlassian's answer.
	Err error
}

// Error says why Atlassian may refuse it, and what Atlassian answered.
func (e *AdminsError) Error() string {
	return fmt.Sprintf("account %s cannot join the group %q, which seems to be the group of the organization's admins: since its Units rollout, Atlassian refuses additions to it (%v)",
		e.AccountID, e.Group.Name, e.Err)
}

// Unwrap returns Atlassian's answer.
func (e *AdminsError) Unwrap() error { return e.Err }

// IsAdminsRefusal reports whether an error is an [AdminsError].
func IsAdminsRefusal(err error) bool {
	_, is := errors.AsType[*AdminsError](err)
	return is
}

// explainAdmins names the reason why Atlassian may have refused to add an account to a group. It looks at the group only after a
// refusal, and shares that read with others.
func (g *Groups) explainAdmins(ctx context.Context, key GroupKey, accountID string, err error) error {
	refused, ok := errors.AsType[*atlassian.Error](err)
	if !ok || !meaning.MayRefuseAdmins(refused) {
		return err
	}
	found, readErr := g.Get(ctx, key)
	if readErr != nil || !isAdminsGroup(found) {
		return err
	}
	return &AdminsError{AccountID: accountID, Group: found, Err: err}
}

// isAdminsGroup recognizes the group of the organization's admins by its name, which an organization cannot change. Unverified:
// Atlassian's API does not say which group it is, its documentation calls it org-admin, and organizations have org-admins.
func isAdminsGroup(group Group) bool {
	return slices.Contains([]string{"org-admin", "org-admins"}, strings.ToLower(group.Name))
}
