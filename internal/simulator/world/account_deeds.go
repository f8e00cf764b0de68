// SPDX-License-Identifier: MPL-2.0

package world

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// AddUser adds a person and returns the account ID.
func (w *World) AddUser(user User) (string, error) {
	_, leave := w.enter()
	defer leave()

	if err := errors.Join(w.state.checkUserRoles(user.Roles), w.state.checkActivityOf(user)); err != nil {
		return "", err
	}

	added, err := w.state.addAccount(user)
	if err != nil {
		return "", err
	}

	w.state.giveRoles(added, user.Roles)

	return added.ID, nil
}

// UserChange is what a person or an admin can change about a user. Nil changes
// nothing.
type UserChange struct {
	Status      *string `json:"status"`
	MFA         *bool   `json:"mfa"`
	ClaimStatus *string `json:"claim_status"`
}

// ChangeUser changes a user, given by account ID or email address.
func (w *World) ChangeUser(user string, change UserChange) error {
	_, leave := w.enter()
	defer leave()

	found, ok := w.state.Account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	if change.Status != nil {
		if err := oneOf("status", *change.Status, StatusActive, statusSuspended, statusDeactivated, StatusForDeletion, LifecycleClosed); err != nil {
			return err
		}
	}

	if change.ClaimStatus != nil {
		if err := oneOf("claim_status", *change.ClaimStatus, Managed, Unmanaged); err != nil {
			return err
		}

		found.claim = *change.ClaimStatus
		w.state.releaseUnmanaged()
	}

	if change.Status != nil {
		w.state.setStatus(found, *change.Status)
	}

	if change.MFA != nil {
		found.MFA = *change.MFA
	}

	return nil
}

// setStatus changes the part of the status that a word is about: the lifecycle,
// or, for active and suspended, both the lifecycle and all memberships.
func (s *State) setStatus(a *Account, status string) {
	if status != StatusActive && status != statusSuspended {
		s.changePerson(a, func(p *Person) { p.Lifecycle = status }, s.changeAtOnce)

		return
	}

	s.changePerson(a, func(p *Person) { p.Lifecycle = LifecycleActive }, s.changeAtOnce)

	s.changeAtOnce(func(v *View) {
		for _, membership := range v.Memberships(a) {
			v.SetSuspended(a, membership.Directory, status == statusSuspended)
		}
	})
}

// RemoveUser removes a user, given by account ID or email address, from the
// organization and from all groups.
func (w *World) RemoveUser(user string) error {
	_, leave := w.enter()
	defer leave()

	found, ok := w.state.Account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	w.state.dropAccount(found)

	return nil
}

// dropAccount removes an account from everything.
func (s *State) dropAccount(found *Account) {
	s.changeAtOnce(func(v *View) { v.removeAccount(found) })
	delete(s.deletions, found)
	delete(s.ByAccount, found.ID)
	delete(s.ByEmail, strings.ToLower(found.Email))
	s.Accounts = slices.DeleteFunc(s.Accounts, func(a *Account) bool { return a == found })
}

// AccountID is the ID of a user, given by email address. It is empty if there
// is no such user.
func (w *World) AccountID(email string) string {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.ByEmail[strings.ToLower(email)]; ok {
		return found.ID
	}

	return ""
}
