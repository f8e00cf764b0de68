// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"slices"
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

	found, ok := w.state.Account(user)
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

	found, ok := w.state.Account(user)
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

	if found, ok := w.state.Account(user); ok {
		return found.deactivationMessage
	}

	return ""
}

// AccessChange is a change of a person's access to a directory, by the API.
type AccessChange struct {
	AccountID, Directory string
	Change               string // suspend, restore or remove
}

// accessState is who was suspended, restored and removed by the API, so that a
// test sees what was done twice.
type accessState struct {
	AccessChanges []AccessChange
}

// SetAccess suspends or restores a person in a directory. Searches show it
// after the lag. Roles and groups stay, and a suspended person takes no seat.
// Unverified: a restored person can take a seat beyond the limit.
func (s *State) SetAccess(now time.Time, a *Account, directoryID string, suspended bool) {
	word := "restore"
	if suspended {
		word = "suspend"
	}

	s.logAccess(now, a, suspended, s.KeyActor())
	s.AccessChanges = append(s.AccessChanges, AccessChange{a.ID, directoryID, word})
	s.Change(now, func(v *View) { v.SetSuspended(a, directoryID, suspended) })
}

// logAccess records that a person was suspended or restored.
func (s *State) logAccess(now time.Time, a *Account, suspended bool, by Actor) {
	action := ActionUserRestored
	if suspended {
		action = ActionUserSuspended
	}

	s.LogEvent(now, action, by, UserObject(a))
}

// RemoveLater removes a person from a directory when the lag is over: Atlassian
// queues removals. An invitation in the meantime does not stop it. Unverified.
func (s *State) RemoveLater(now time.Time, a *Account, directoryID string) {
	s.AccessChanges = append(s.AccessChanges, AccessChange{a.ID, directoryID, "remove"})
	s.LogEvent(now, ActionUserRemoved, s.KeyActor(), UserObject(a))

	remove := func(v *View) {
		s.leave(v, a, directoryID)

		if v != s.Truth {
			s.leave(s.Truth, a, directoryID)
		}
	}

	if s.Index == s.Truth {
		remove(s.Truth)

		return
	}

	s.pending = append(s.pending, change{now.Add(s.lag), remove})
}

// AccessChanges are all changes of access by the API since the start.
func (w *World) AccessChanges() []AccessChange {
	_, leave := w.enter()
	defer leave()

	return slices.Clone(w.state.AccessChanges)
}

// Suspend suspends a user, given by account ID or email address, in a
// directory, given by ID or name, as an admin does in the console.
func (w *World) Suspend(user, directory string) error { return w.setAccess(user, directory, true) }

// Restore ends a suspension as an admin does in the console.
func (w *World) Restore(user, directory string) error { return w.setAccess(user, directory, false) }

func (w *World) setAccess(user, reference string, suspended bool) error {
	return w.inDirectory(user, reference, func(now time.Time, found *Account, directoryID string) {
		w.state.logAccess(now, found, suspended, w.state.adminActor())
		w.state.changeAtOnce(func(v *View) { v.SetSuspended(found, directoryID, suspended) })
	})
}

// LeaveDirectory removes a user, given by account ID or email address, from a
// directory, given by ID or name, as an admin does in the console.
func (w *World) LeaveDirectory(user, directory string) error {
	return w.inDirectory(user, directory, func(now time.Time, found *Account, directoryID string) {
		w.state.LogEvent(now, ActionUserRemoved, w.state.adminActor(), UserObject(found))
		w.state.changeAtOnce(func(v *View) { w.state.leave(v, found, directoryID) })
	})
}

// inDirectory does something about a member of a directory.
func (w *World) inDirectory(user, reference string, deed func(now time.Time, found *Account, directoryID string)) error {
	now, leave := w.enter()
	defer leave()

	found, ok := w.state.Account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	directory, ok := w.state.directory(reference)
	if !ok {
		return fmt.Errorf("directory %q: %w", reference, ErrNotFound)
	}

	if _, member := w.state.Truth.MembershipIn(found, directory.ID); !member {
		return fmt.Errorf("user %q in directory %q: %w", user, reference, ErrNotFound)
	}

	deed(now, found, directory.ID)

	return nil
}

// UserStatus is the status of a user, given by account ID or email address, at
// present, whatever the searches show. It is empty if there is no such user.
func (w *World) UserStatus(user string) string {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.Account(user); ok {
		return w.state.Truth.UserStatus(found)
	}

	return ""
}
