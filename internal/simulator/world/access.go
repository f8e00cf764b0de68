// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"slices"
	"time"
)

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

	found, ok := w.state.account(user)
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

	if found, ok := w.state.account(user); ok {
		return w.state.Truth.UserStatus(found)
	}

	return ""
}
