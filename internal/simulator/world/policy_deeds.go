// SPDX-License-Identifier: MPL-2.0

package world

import (
	"errors"
	"fmt"
	"slices"
)

// AddAuthenticationPolicy adds a policy and returns its ID. Its members leave
// the policies that they are in.
func (w *World) AddAuthenticationPolicy(policy AuthenticationPolicy) (string, error) {
	now, leave := w.enter()
	defer leave()

	added, members, err := w.state.newPolicy(policy)
	if err != nil {
		return "", err
	}

	w.state.Policies = append(w.state.Policies, added)
	w.state.LogEvent(now, ActionPolicyCreated, w.state.adminActor(), policyObject(added))

	if policy.Default {
		w.state.makeDefault(added)
		w.state.LogEvent(now, ActionPolicyMadeDefault, w.state.adminActor(), policyObject(added))
	}

	for _, member := range members {
		w.state.moveTo(now, w.state.adminActor(), added, member)
	}

	return added.ID, nil
}

// AuthenticationSettingsChange is what an admin can change about an
// authentication policy. Nil changes nothing.
type AuthenticationSettingsChange struct {
	Name *string `json:"name"`
	// Default makes the policy the default one. There is always one. It stops
	// being the default when another policy becomes the default.
	Default                 *bool   `json:"default"`
	SingleSignOn            *string `json:"single_sign_on"`
	TwoStepVerification     *string `json:"two_step_verification"`
	MinimumPasswordStrength *string `json:"minimum_password_strength"`
	PasswordExpiryDays      *int    `json:"password_expiry_days"`
	IdleSessionMinutes      *int    `json:"idle_session_minutes"`
	UserAPITokens           *string `json:"user_api_tokens"`
	ThirdPartyLogin         *string `json:"third_party_login"`
}

// of returns the settings after the change.
func (c AuthenticationSettingsChange) of(settings AuthenticationSettings) AuthenticationSettings {
	replace(&settings.SingleSignOn, c.SingleSignOn)
	replace(&settings.TwoStepVerification, c.TwoStepVerification)
	replace(&settings.MinimumPasswordStrength, c.MinimumPasswordStrength)
	replace(&settings.PasswordExpiryDays, c.PasswordExpiryDays)
	replace(&settings.IdleSessionMinutes, c.IdleSessionMinutes)
	replace(&settings.UserAPITokens, c.UserAPITokens)
	replace(&settings.ThirdPartyLogin, c.ThirdPartyLogin)

	return settings
}

func replace[T any](old, wanted *T) {
	if wanted != nil {
		*old = *wanted
	}
}

// SetAuthenticationSettings changes a policy, given by ID or name. The audit
// log shows that the policy was changed, but not how. A change to the present
// values is no change.
func (w *World) SetAuthenticationSettings(policy string, change AuthenticationSettingsChange) error {
	now, leave := w.enter()
	defer leave()

	found, ok := w.state.Policy(policy)
	if !ok {
		return fmt.Errorf("authentication policy %q: %w", policy, ErrNotFound)
	}

	changed := change.of(found.Settings)
	if err := changed.check(); err != nil {
		return err
	}

	if change.Default != nil && !*change.Default && found.defaults {
		return fmt.Errorf("default: %q stays the default policy until another one becomes it", found.name)
	}

	old := *found

	if change.Name != nil {
		if err := w.state.namePolicy(found, *change.Name); err != nil {
			return err
		}
	}

	if found.Settings = changed; *found != old {
		w.state.LogEvent(now, ActionPolicyUpdated, w.state.adminActor(), policyObject(found))
	}

	if change.Default != nil && *change.Default && !found.defaults {
		w.state.makeDefault(found)
		w.state.LogEvent(now, ActionPolicyMadeDefault, w.state.adminActor(), policyObject(found))
	}

	return nil
}

// DeleteAuthenticationPolicy deletes a policy, given by ID or name. Its members
// move to the default policy. The default policy cannot be deleted.
func (w *World) DeleteAuthenticationPolicy(policy string) error {
	now, leave := w.enter()
	defer leave()

	found, ok := w.state.Policy(policy)
	if !ok {
		return fmt.Errorf("authentication policy %q: %w", policy, ErrNotFound)
	}

	if found.defaults {
		return fmt.Errorf("%q is the default policy, which cannot be deleted; make another one the default first", found.name)
	}

	for _, account := range w.state.Accounts {
		if account.policy == found {
			account.policy = nil
		}
	}

	w.state.Policies = slices.DeleteFunc(w.state.Policies, func(p *Policy) bool { return p == found })
	w.state.LogEvent(now, ActionPolicyDeleted, w.state.adminActor(), policyObject(found))

	return nil
}

// MoveToAuthenticationPolicy moves a user, given by account ID or email
// address, to a policy, given by ID or name.
func (w *World) MoveToAuthenticationPolicy(policy, user string) error {
	now, leave := w.enter()
	defer leave()

	found, ok := w.state.Policy(policy)
	if !ok {
		return fmt.Errorf("authentication policy %q: %w", policy, ErrNotFound)
	}

	if _, ok := w.state.Account(user); !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	moved, err := w.state.managedAccount(user)
	if err != nil {
		return err
	}

	w.state.moveTo(now, w.state.adminActor(), found, moved)

	return nil
}

// FailMoves makes every move of a user, given by account ID or email address,
// fail in its task. Nil ends that. The console can still move the user.
func (w *World) FailMoves(user string, failure *MoveFailure) error {
	_, leave := w.enter()
	defer leave()

	found, ok := w.state.Account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	if failure == nil {
		found.moveFailure = nil

		return nil
	}

	if failure.Status < 400 || failure.Status > 599 {
		return errors.New("status: a failure has one from 400 to 599")
	}

	// A copy, because the caller may change the original later.
	why := *failure
	found.moveFailure = &why

	return nil
}

// AuthenticationPolicyID is the ID of a policy, given by name. It is empty if
// there is no such policy.
func (w *World) AuthenticationPolicyID(name string) string {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.Policy(name); ok {
		return found.ID
	}

	return ""
}

// AuthenticationPolicyOf is the ID of the present policy of a user, given by
// account ID or email address. It is empty if there is none.
func (w *World) AuthenticationPolicyOf(user string) string {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.Account(user); ok {
		if policy := w.state.PolicyOf(found); policy != nil {
			return policy.ID
		}
	}

	return ""
}

// AuthenticationPolicyMembers lists the account IDs of the members of a policy,
// given by ID or name, in order of appearance.
func (w *World) AuthenticationPolicyMembers(policy string) []string {
	_, leave := w.enter()
	defer leave()

	found, ok := w.state.Policy(policy)
	if !ok {
		return nil
	}

	var members []string
	for _, member := range w.state.membersOf(found) {
		members = append(members, member.ID)
	}

	return members
}
