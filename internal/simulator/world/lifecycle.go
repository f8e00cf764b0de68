// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"time"
)

// GracePeriod is how long after its deletion an account can be restored.
const GracePeriod = 14 * 24 * time.Hour

// lifecycleState are the deletions to come.
type lifecycleState struct {
	deletions map[*Account]time.Time
}

var lifecyclePart = part{
	seed: func(s *State, _ Organization) error {
		s.deletions = map[*Account]time.Time{}

		return nil
	},
	settle: (*State).settleDeletions,
}

// settleDeletions deletes the accounts whose grace period is over. Unverified:
// what searches show of a deleted account. Here it is gone.
func (s *State) settleDeletions(now time.Time) {
	for account, due := range s.deletions {
		if !due.After(now) {
			delete(s.deletions, account)
			s.dropAccount(account)
		}
	}
}

// LifecycleError is why an account is not eligible for a step of its life. The
// codes are unverified: Atlassian documents none.
type LifecycleError struct{ Code, Message string }

var (
	errDeletionScheduled = &LifecycleError{"accountScheduledForDeletion", "The deletion of the account must be canceled first."}
	errAccountClosed     = &LifecycleError{"accountClosed", "The account is closed."}
)

// Deactivate deactivates an account. An account that is deactivated already
// stays so. Unverified: that Atlassian does not refuse it.
func (s *State) Deactivate(now time.Time, a *Account, message string) *LifecycleError {
	return s.setLifecycle(now, a, LifecycleDeactivated, func() { a.deactivationMessage = message })
}

// Activate activates an account that is deactivated. An account that is active
// already stays so. Unverified: that Atlassian does not refuse it.
func (s *State) Activate(now time.Time, a *Account) *LifecycleError {
	return s.setLifecycle(now, a, LifecycleActive, func() { a.deactivationMessage = "" })
}

func (s *State) setLifecycle(now time.Time, a *Account, wanted string, then func()) *LifecycleError {
	switch a.Lifecycle {
	case LifecycleForDeletion:
		return errDeletionScheduled
	case LifecycleClosed:
		return errAccountClosed
	}

	then()

	action := ActionUserActivated
	if wanted == LifecycleDeactivated {
		action = ActionUserDeactivated
	}

	s.LogEvent(now, action, s.KeyActor(), UserObject(a))
	s.ChangePerson(now, a, func(p *Person) { p.Lifecycle = wanted })

	return nil
}

// ScheduleDeletion deletes an account after the grace period. Until then it is
// deactivated.
func (s *State) ScheduleDeletion(now time.Time, a *Account) *LifecycleError {
	if a.Lifecycle == LifecycleClosed {
		return errAccountClosed
	}

	if _, scheduled := s.deletions[a]; !scheduled {
		s.deletions[a] = now.Add(GracePeriod)
	}

	s.ChangePerson(now, a, func(p *Person) { p.Lifecycle = LifecycleForDeletion })

	return nil
}

// CancelDeletion restores and activates an account whose deletion is scheduled.
// It reports whether one was.
func (s *State) CancelDeletion(now time.Time, a *Account) bool {
	if a.Lifecycle != LifecycleForDeletion {
		return false
	}

	delete(s.deletions, a)
	a.deactivationMessage = ""
	s.ChangePerson(now, a, func(p *Person) { p.Lifecycle = LifecycleActive })

	return true
}

// ScheduleDeletion deletes a user, given by account ID or email address, after
// the grace period.
func (w *World) ScheduleDeletion(user string) error {
	now, leave := w.enter()
	defer leave()

	found, ok := w.state.account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	if refused := w.state.ScheduleDeletion(now, found); refused != nil {
		return fmt.Errorf("user %q: %s", user, refused.Message)
	}

	w.state.catchUp(len(w.state.pending))

	return nil
}

// BlockByExportControl deactivates a user, given by account ID or email address,
// as US export control does: no API can activate the account. False lifts the
// block and leaves the account deactivated.
func (w *World) BlockByExportControl(user string, blocked bool) error {
	_, leave := w.enter()
	defer leave()

	found, ok := w.state.account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	found.exportControl = blocked
	if blocked {
		w.state.setStatus(found, LifecycleDeactivated)
	}

	return nil
}

// DeactivationMessage is the message with which a user, given by account ID or
// email address, was deactivated by the API. No API reads it.
func (w *World) DeactivationMessage(user string) string {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.account(user); ok {
		return found.deactivationMessage
	}

	return ""
}
