// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"time"
)

// activity is when an account was last active in each app, by resource ID. An
// app in which it never was is missing.
type activity map[string]time.Time

// LastActive is when the account was last active in an app. It is false if that
// never happened.
func (a *Account) LastActive(resource string) (time.Time, bool) {
	at, ever := a.activity[resource]

	return at, ever
}

// activityPart is a part of its own, because users come before the workspaces.
var activityPart = part{seed: (*State).checkActivity}

// checkActivity checks that the users were active in apps of the organization.
func (s *State) checkActivity(org Organization) error {
	for i, user := range org.Users {
		if err := s.checkActivityOf(user); err != nil {
			return fmt.Errorf("users[%d]: %w", i, err)
		}
	}

	return nil
}

func (s *State) checkActivityOf(user User) error {
	for resource := range user.LastActive {
		if !s.KnowsResource(resource) {
			return fmt.Errorf("last_active: %q is not the ID of a workspace of this organization", resource)
		}
	}

	return nil
}

// Activity is when a person was last active in an app.
type Activity struct {
	// Resource is the ID of a workspace.
	Resource string `json:"resource"`
	// At is null for a person who was never active there.
	At *time.Time `json:"at"`
}

// SetActivity changes when a user, given by account ID or email address, was
// last active in an app.
func (w *World) SetActivity(user string, change Activity) error {
	_, leave := w.enter()
	defer leave()

	found, ok := w.state.account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	if !w.state.KnowsResource(change.Resource) {
		return fmt.Errorf("resource: %q is not the ID of a workspace of this organization", change.Resource)
	}

	if change.At == nil {
		delete(found.activity, change.Resource)

		return nil
	}

	if found.activity == nil {
		found.activity = activity{}
	}

	found.activity[change.Resource] = *change.At

	return nil
}
