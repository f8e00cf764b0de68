// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// PolicyMove is accounts to be moved into a policy.
type PolicyMove struct {
	// PolicyID is where they go.
	PolicyID string
	// From, unless empty, is the policy that they must still be in. An account that this run has moved elsewhere, or that an object of
	// the configuration claims, stays where it is.
	From string
	// Accounts are named by address and ID: Atlassian moves by the address, and reports by the ID.
	Accounts []PolicyMember
	// Progress, unless nil, is called with the number of accounts that the move is done with.
	Progress func(done, total int)
}

// PolicyMoved is what became of a move.
type PolicyMoved struct {
	// Moved are the accounts that are in the policy now.
	Moved []string
	// Left are those that another object of the configuration holds, or that another move of this run has taken elsewhere.
	Left []string
	// Failed are those that are not in the policy, each with the reason.
	Failed map[string]error
	// Unconfirmed is set where Atlassian's task reports a success that its reads do not show yet.
	Unconfirmed error
}

// MoveRefusedError is the reason that a task gives for an account that it could not move.
type MoveRefusedError struct {
	// Status, Title and Detail are Atlassian's words.
	Status, Title, Detail string
}

// Error is Atlassian's own words.
func (e *MoveRefusedError) Error() string {
	var words []string
	for _, word := range []string{e.Title, e.Detail} {
		if word = Escaped(strings.TrimSuffix(strings.TrimSpace(word), "."), ""); word != "" && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		words = append(words, "Atlassian gives no reason")
	}
	if e.Status != "" {
		return fmt.Sprintf("%s (status %s)", strings.Join(words, ": "), Word(e.Status))
	}
	return strings.Join(words, ": ")
}

// maxLostMoves bounds how often a move is sent whose answer is lost while not all of its accounts are in the policy.
const maxLostMoves = 5

// Move moves accounts into a policy: one request for every 100 addresses, a task for each of them to wait for, and
// one look for every 100 accounts at the end. Only that look shows which accounts are in the policy now. Moves of one run wait for each
// other, so that of two about the same account the later one is the last. Protected accounts are not moved.
func (p *Policies) Move(ctx context.Context, move PolicyMove) PolicyMoved {
	moved := PolicyMoved{Failed: make(map[string]error)}
	if len(move.Accounts) == 0 {
		return moved
	}
	select {
	case p.moving <- struct{}{}:
		defer func() { <-p.moving }()
	case <-ctx.Done():
		for _, account := range move.Accounts {
			moved.Failed[account.AccountID] = ctx.Err()
		}
		return moved
	}
	protected, err := p.people.protectedAddresses(ctx, move.Accounts)
	if err != nil {
		for _, account := range move.Accounts {
			moved.Failed[account.AccountID] = err
		}
		return moved
	}
	going, left := p.admit(move, protected, &moved)
	defer left()
	states := p.send(ctx, move, going)
	p.confirmMoves(ctx, move, states, &moved)
	return moved
}

// admit leaves out the accounts that this move must not touch. A move may have waited long for the moves before it, so admit checks once
// more whether another object holds an account that is to leave. An object that claims the account later waits until the move has ended.
func (p *Policies) admit(move PolicyMove, protected map[string]string, moved *PolicyMoved) (admitted []PolicyMember, left func()) {
	left, unheld := func() {}, map[string]bool(nil)
	if move.From != "" {
		parts := make(map[string][]claims.Subject, len(move.Accounts))
		for _, account := range move.Accounts {
			parts[account.AccountID] = []claims.Subject{PolicySubject(account.AccountID)}
		}
		unheld, left = p.claims.LeaveUnheld(PolicyMembersSubject(move.From), parts)
	}
	sharing := make(map[string]int, len(move.Accounts))
	for _, account := range move.Accounts {
		sharing[sameAddress(account.Email)]++
	}
	going := make([]PolicyMember, 0, len(move.Accounts))
	for _, account := range move.Accounts {
		switch {
		case len(p.people.Protected(account.AccountID)) > 0:
			moved.Failed[account.AccountID] = errProtected
		case protected[sameAddress(account.Email)] != "": // Atlassian would move the account that has the address
			moved.Failed[account.AccountID] = fmt.Errorf("Atlassian gives it the address of account %s, which is protected by protected_account_ids of the provider block, and moves accounts by address only", protected[sameAddress(account.Email)]) //nolint:staticcheck // the name of a company
		case account.Email == "":
			moved.Failed[account.AccountID] = errors.New("Atlassian gives no address of the account, and moves accounts by address only") //nolint:staticcheck // the name of a company
		case sharing[sameAddress(account.Email)] > 1:
			moved.Failed[account.AccountID] = errors.New("Atlassian gives the same address of several accounts, and moves accounts by address only") //nolint:staticcheck // the name of a company
		case move.From != "" && (!unheld[account.AccountID] || p.takenFrom(move.From, account.AccountID)):
			moved.Left = append(moved.Left, account.AccountID)
		default:
			going = append(going, account)
		}
	}
	return going, left
}

// takenFrom reports whether the run itself has moved an account out of a policy.
func (p *Policies) takenFrom(policyID, accountID string) bool {
	own, written := p.ofAccount.OwnWrite(accountID)
	return written && !SamePolicy(own.Value.PolicyID, policyID)
}

// moveState is what is known of one account's move.
type moveState struct {
	account PolicyMember
	// acknowledged is set where a task has reported the account's success.
	acknowledged bool
	// err is why it may not have been moved; reading decides.
	err error
	// refused is set where Atlassian gave err as its definite reason.
	refused bool
}

// send asks for the moves, some chunks at a time, and waits for their tasks.
func (p *Policies) send(ctx context.Context, move PolicyMove, going []PolicyMember) []*moveState {
	states := make([]*moveState, len(going))
	for i, account := range going {
		states[i] = &moveState{account: account}
	}
	progress := newMoveProgress(move, len(move.Accounts)-len(going))
	var chunks errgroup.Group
	chunks.SetLimit(parallelMoves)
	for chunk := range slices.Chunk(states, emailsPerMove) {
		chunks.Go(func() error {
			err := reading.Guarded(func() error {
				p.sendChunk(ctx, move.PolicyID, chunk, progress)
				return nil
			})()
			for _, state := range chunk {
				if err != nil && !state.acknowledged && state.err == nil {
					state.err = err
				}
			}
			return nil
		})
	}
	_ = chunks.Wait() // failures are kept by account
	return states
}

// sendChunk sends one request, and settles a lost answer by reading who is in the policy. Moving an account twice moves it once, so the
// request goes out again for the accounts that are not.
func (p *Policies) sendChunk(ctx context.Context, policyID string, chunk []*moveState, progress *moveProgress) {
	_ = reading.Halving(chunk, minPerRequest, func(pending []*moveState) (tooMany []*moveState, err error) { // failures are kept by account
		var task string
		var lost error
		settled := reading.Sending{Tries: maxLostMoves, Lost: atlassian.IsOutcomeUnknown}
		err = reading.Settle(ctx, settled, func(ctx context.Context) (err error) {
			emails := make([]string, len(pending))
			for i, s := range pending {
				emails[i] = s.account.Email
			}
			task, err = p.client.AddUsersToAuthenticationPolicy(ctx, p.id, policyID, emails)
			lost = err
			return err
		}, func(ctx context.Context) bool {
			pending = p.notArrived(ctx, policyID, pending, lost, progress)
			return len(pending) == 0
		})
		switch {
		case err == nil && len(pending) > 0:
			p.followTask(ctx, task, pending, progress)
		case atlassian.IsBadRequest(err) && len(pending) > minPerRequest: // the list may be too long
			return pending, err
		case err != nil && !atlassian.IsOutcomeUnknown(err):
			for _, s := range pending {
				s.err, s.refused = err, true
			}
			progress.add(len(pending))
		}
		return nil, nil
	})
}

// notArrived reads which moves took effect though their answer was lost, and returns the others, with the loss as their error.
func (p *Policies) notArrived(ctx context.Context, policyID string, pending []*moveState, lost error, progress *moveProgress) []*moveState {
	arrived, _ := p.awaitMoves(ctx, policyID, pending, p.pace.Visible/4)
	for _, s := range pending {
		s.acknowledged, s.err = arrived[s.account.AccountID], lost
	}
	missing := slices.DeleteFunc(slices.Clone(pending), func(s *moveState) bool { return s.acknowledged })
	progress.add(len(pending) - len(missing))
	return missing
}

// followTask waits until a task is over, and notes what it says of each account.
func (p *Policies) followTask(ctx context.Context, taskID string, chunk []*moveState, progress *moveProgress) {
	task, err := p.awaitTask(ctx, taskID, progress)
	progress.add(len(chunk))
	if err != nil {
		for _, s := range chunk {
			s.err = fmt.Errorf("the end of task %s was not seen: %w", taskID, err)
		}
		return
	}
	byEmail := make(map[string]*moveState, len(chunk))
	for _, s := range chunk {
		byEmail[sameAddress(s.account.Email)] = s
	}
	named := 0
	for _, failure := range task.Failures {
		for _, email := range failure.Emails {
			if s, ok := byEmail[sameAddress(email)]; ok && !s.refused {
				named++
				s.err, s.refused = &MoveRefusedError{Status: failure.Status, Title: failure.Title, Detail: failure.Detail}, true
			}
		}
	}
	for _, s := range chunk {
		switch {
		case s.refused:
		case named < task.Failed:
			s.err = fmt.Errorf("task %s failed for %d of %d accounts, and does not name all of them", taskID, task.Failed, len(chunk))
		default:
			s.acknowledged = true
		}
	}
}

// awaitTask asks for a task until nothing of it is in progress.
func (p *Policies) awaitTask(ctx context.Context, taskID string, progress *moveProgress) (task atlassian.PolicyTask, err error) {
	err = p.waits.UntilOver(ctx, func(ctx context.Context) (bool, string, error) {
		seen, err := p.client.AuthenticationPolicyTask(ctx, p.id, taskID)
		if err != nil {
			return false, "", err
		}
		task = seen
		if task.InProgress > 0 {
			progress.underWay(task.Succeeded + task.Failed)
		}
		return task.InProgress == 0, fmt.Sprintf("%d of its accounts are still in progress", task.InProgress), nil
	})
	return task, err
}

// confirmMoves reads which accounts are in the policy, and sorts them by that. A definite refusal needs no look. An account that is still
// seen in its old policy after the wait has not left it, whatever the task reports.
func (p *Policies) confirmMoves(ctx context.Context, move PolicyMove, states []*moveState, moved *PolicyMoved) {
	var open []*moveState
	acknowledged := false
	for _, s := range states {
		if s.refused {
			moved.Failed[s.account.AccountID] = s.err
			continue
		}
		open = append(open, s)
		acknowledged = acknowledged || s.acknowledged
	}
	limit := p.pace.Visible
	if !acknowledged {
		limit /= 4 // no move is known to take effect
	}
	policyID := move.PolicyID
	arrived, elsewhere := p.awaitMoves(ctx, policyID, open, limit)
	unseen := 0
	for _, s := range open {
		id := s.account.AccountID
		switch {
		case arrived[id]:
			moved.Moved = append(moved.Moved, id)
		case s.acknowledged && move.From != "" && SamePolicy(elsewhere[id], move.From):
			moved.Failed[id] = &meaning.NotVisibleError{What: fmt.Sprintf("the move of account %s out of policy %s", id, move.From), Contradicted: true}
		case s.acknowledged:
			unseen++
			moved.Moved = append(moved.Moved, id)
			p.ofAccount.Wrote(PolicyMember{AccountID: id, Email: s.account.Email, PolicyID: policyID})
		default:
			moved.Failed[id] = s.err
		}
	}
	if unseen > 0 {
		moved.Unconfirmed = &meaning.NotVisibleError{What: fmt.Sprintf("the move of %d accounts into policy %s", unseen, policyID)}
	}
}

// awaitMoves waits until all accounts are in the policy, no longer than a limit. What cannot be read counts as not there. Elsewhere has the
// policies in which the last look has seen the others.
func (p *Policies) awaitMoves(ctx context.Context, policyID string, open []*moveState, limit time.Duration) (arrived map[string]bool, elsewhere map[string]string) {
	arrived, elsewhere = make(map[string]bool, len(open)), make(map[string]string)
	pending := make([]string, len(open))
	for i, s := range open {
		pending[i] = s.account.AccountID
	}
	if len(pending) == 0 {
		return arrived, elsewhere
	}
	_ = p.waits.UntilShown(ctx, limit, func(ctx context.Context) bool { // the accounts that have arrived by the end are the answer, however the wait ends
		members, err := p.read(ctx, pending)
		if err == nil {
			pending = slices.DeleteFunc(pending, func(id string) bool {
				elsewhere[id] = members[id].PolicyID
				arrived[id] = SamePolicy(members[id].PolicyID, policyID)
				return arrived[id]
			})
		}
		return len(pending) == 0
	})
	return arrived, elsewhere
}

// moveProgress adds up what chunks have done.
type moveProgress struct {
	report func(done, total int)
	total  int

	mu   sync.Mutex
	done int
}

func newMoveProgress(move PolicyMove, done int) *moveProgress {
	return &moveProgress{report: move.Progress, total: len(move.Accounts), done: done}
}

// add counts accounts that are done with.
func (p *moveProgress) add(n int) { p.advance(n, 0) }

// underWay reports how far a chunk is that goes on.
func (p *moveProgress) underWay(n int) { p.advance(0, n) }

func (p *moveProgress) advance(n, underWay int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done += n
	if p.report != nil {
		p.report(p.done+underWay, p.total)
	}
}
