// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// AddAuthenticationPolicy adds a policy and returns its ID. Its members come
// out of the policies that they are in.
func (s *Simulator) AddAuthenticationPolicy(policy AuthenticationPolicy) (string, error) {
	now, leave := s.enter()
	defer leave()

	added, members, err := s.state.newPolicy(policy)
	if err != nil {
		return "", err
	}

	s.state.policies = append(s.state.policies, added)
	s.state.record(now, ActionPolicyCreated, s.state.adminActor(), policyObject(added))

	if policy.Default {
		s.state.makeDefault(added)
		s.state.record(now, ActionPolicyMadeDefault, s.state.adminActor(), policyObject(added))
	}

	for _, member := range members {
		s.state.moveTo(now, s.state.adminActor(), added, member)
	}

	return added.id, nil
}

// AuthenticationSettingsChange is what an admin can change about an
// authentication policy; nil leaves it.
type AuthenticationSettingsChange struct {
	Name *string `json:"name"`
	// Default makes the policy the default one. There is always one: it stops
	// being the default when another one becomes it.
	Default                 *bool   `json:"default"`
	SingleSignOn            *string `json:"single_sign_on"`
	TwoStepVerification     *string `json:"two_step_verification"`
	MinimumPasswordStrength *string `json:"minimum_password_strength"`
	PasswordExpiryDays      *int    `json:"password_expiry_days"`
	IdleSessionMinutes      *int    `json:"idle_session_minutes"`
	UserAPITokens           *string `json:"user_api_tokens"`
	ThirdPartyLogin         *string `json:"third_party_login"`
}

// of gives the settings as they are after the change.
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
// log tells that it was changed, and not what; a change to what is there
// already is none.
func (s *Simulator) SetAuthenticationSettings(policy string, change AuthenticationSettingsChange) error {
	now, leave := s.enter()
	defer leave()

	found, ok := s.state.policy(policy)
	if !ok {
		return fmt.Errorf("authentication policy %q: %w", policy, ErrNotFound)
	}

	changed := change.of(found.settings)
	if err := changed.check(); err != nil {
		return err
	}

	if change.Default != nil && !*change.Default && found.defaults {
		return fmt.Errorf("default: %q stays the default policy until another one becomes it", found.name)
	}

	old := *found

	if change.Name != nil {
		if err := s.state.namePolicy(found, *change.Name); err != nil {
			return err
		}
	}

	if found.settings = changed; *found != old {
		s.state.record(now, ActionPolicyUpdated, s.state.adminActor(), policyObject(found))
	}

	if change.Default != nil && *change.Default && !found.defaults {
		s.state.makeDefault(found)
		s.state.record(now, ActionPolicyMadeDefault, s.state.adminActor(), policyObject(found))
	}

	return nil
}

// DeleteAuthenticationPolicy deletes a policy, given by ID or name. Its members
// land in the default one, which itself cannot be deleted.
func (s *Simulator) DeleteAuthenticationPolicy(policy string) error {
	now, leave := s.enter()
	defer leave()

	found, ok := s.state.policy(policy)
	if !ok {
		return fmt.Errorf("authentication policy %q: %w", policy, ErrNotFound)
	}

	if found.defaults {
		return fmt.Errorf("%q is the default policy, which cannot be deleted; make another one the default first", found.name)
	}

	for _, account := range s.state.accounts {
		if account.policy == found {
			account.policy = nil
		}
	}

	s.state.policies = slices.DeleteFunc(s.state.policies, func(p *authenticationPolicy) bool { return p == found })
	s.state.record(now, ActionPolicyDeleted, s.state.adminActor(), policyObject(found))

	return nil
}

// MoveToAuthenticationPolicy moves a user, given by account ID or email
// address, to a policy, given by ID or name.
func (s *Simulator) MoveToAuthenticationPolicy(policy, user string) error {
	now, leave := s.enter()
	defer leave()

	found, ok := s.state.policy(policy)
	if !ok {
		return fmt.Errorf("authentication policy %q: %w", policy, ErrNotFound)
	}

	if _, ok := s.state.account(user); !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	moved, err := s.state.managedAccount(user)
	if err != nil {
		return err
	}

	s.state.moveTo(now, s.state.adminActor(), found, moved)

	return nil
}

// FailMoves makes every move of a user, given by account ID or email address,
// fail in its task; nil lifts that. The console moves the user all the same.
func (s *Simulator) FailMoves(user string, failure *MoveFailure) error {
	_, leave := s.enter()
	defer leave()

	found, ok := s.state.account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	if failure == nil {
		found.moveFailure = nil

		return nil
	}

	if failure.Status < http.StatusBadRequest || failure.Status > 599 {
		return errors.New("status: a failure has one from 400 to 599")
	}

	// A copy: the caller may go on changing his own.
	why := *failure
	found.moveFailure = &why

	return nil
}

// AuthenticationPolicyID finds a policy by name; empty where there is none.
func (s *Simulator) AuthenticationPolicyID(name string) string {
	_, leave := s.enter()
	defer leave()

	if found, ok := s.state.policy(name); ok {
		return found.id
	}

	return ""
}

// AuthenticationPolicyOf is the ID of the policy that a user, given by account
// ID or email address, is in as it really is; empty where there is none.
func (s *Simulator) AuthenticationPolicyOf(user string) string {
	_, leave := s.enter()
	defer leave()

	if found, ok := s.state.account(user); ok {
		if policy := s.state.policyOf(found); policy != nil {
			return policy.id
		}
	}

	return ""
}

// AuthenticationPolicyMembers lists the account IDs of all who are in a policy,
// given by ID or name, in order of appearance.
func (s *Simulator) AuthenticationPolicyMembers(policy string) []string {
	_, leave := s.enter()
	defer leave()

	found, ok := s.state.policy(policy)
	if !ok {
		return nil
	}

	var members []string
	for _, member := range s.state.membersOf(found) {
		members = append(members, member.id)
	}

	return members
}
