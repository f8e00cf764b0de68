// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"fmt"
	"slices"
	"strings"
)

// AddUser adds a person and returns the account ID.
func (w *World) AddUser(user User) (string, error) {
	_, leave := w.enter()
	defer leave()

	added, err := w.state.addAccount(user)
	if err != nil {
		return "", err
	}

	return added.id, nil
}

// UserChange is what a person or an admin can change about a user; nil leaves it.
type UserChange struct {
	Status      *string `json:"status"`
	MFA         *bool   `json:"mfa"`
	ClaimStatus *string `json:"claim_status"`
}

// ChangeUser changes a user, given by account ID or email address.
func (w *World) ChangeUser(user string, change UserChange) error {
	_, leave := w.enter()
	defer leave()

	found, ok := w.state.account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	if change.Status != nil {
		if err := oneOf("status", *change.Status, statusActive, statusSuspended, statusDeactivated, statusForDeletion); err != nil {
			return err
		}
	}

	if change.ClaimStatus != nil {
		if err := oneOf("claim_status", *change.ClaimStatus, managed, unmanaged); err != nil {
			return err
		}

		found.claim = *change.ClaimStatus
		w.state.releaseUnmanaged()
	}

	if change.Status != nil {
		found.status = *change.Status
	}

	if change.MFA != nil {
		found.mfa = *change.MFA
	}

	return nil
}

// RemoveUser removes a user, given by account ID or email address, and all memberships.
func (w *World) RemoveUser(user string) error {
	_, leave := w.enter()
	defer leave()

	found, ok := w.state.account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	w.state.changeAtOnce(func(v *view) { v.removeAccount(found) })
	delete(w.state.byAccount, found.id)
	delete(w.state.byEmail, strings.ToLower(found.email))
	w.state.accounts = slices.DeleteFunc(w.state.accounts, func(a *account) bool { return a == found })

	return nil
}

// AccountID finds a user by email address; empty where there is none.
func (w *World) AccountID(email string) string {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.byEmail[strings.ToLower(email)]; ok {
		return found.id
	}

	return ""
}
