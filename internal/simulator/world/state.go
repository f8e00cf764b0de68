// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// State is the present organization. Only [World.Do] gives access to it. The
// fields that every subject needs are declared here. Each subject declares its
// own.
type State struct {
	ID   string
	Name string

	Key       APIKey
	UserToken UserAPIToken

	parts    []part
	lag      time.Duration
	sequence int // the last number given to an account or a domain

	directoryState
	domainState
	accountState
	lifecycleState
	policyState
	moveState
	workspaceState
	seatState
	groupState
	eventState
	appState
	uninstallationState
	userRuleState
	listingState
	invitationState
	accessState
	credentialState
	settingState
	levelState
	backupState
}

// part is what one subject adds to an organization. A function may be nil. A
// new subject embeds its fields in State, adds its part to the list, and edits
// no other subject.
type part struct {
	// seed builds the start state that a description asks for.
	seed func(*State, Organization) error
	// settle makes happen what is due at a time.
	settle func(*State, time.Time)
	// describe puts the present state into a description.
	describe func(*State, *Organization)
}

// parts lists all subjects in the order in which they are seeded: users need
// their directories, and groups need their members.
func parts() []part {
	return []part{
		directoryPart, domainPart, accountPart, lifecyclePart, policyPart, movePart, workspacePart, activityPart, groupPart, userRolePart, seatPart, eventPart,
		appPart, uninstallationPart, userRulePart, listingPart, invitationPart, credentialPart, settingPart, levelPart, backupPart,
	}
}

// newState builds the state that a description asks for.
func newState(org Organization, lag time.Duration) (*State, error) {
	s := &State{ID: org.ID, Name: org.Name, Key: org.APIKey, UserToken: org.UserAPIToken, parts: parts(), lag: lag}

	s.Name = cmp.Or(s.Name, "Simulated")
	s.ID = cmp.Or(s.ID, Derive("organization", s.Name))
	s.Key.Scopes = slices.Clone(s.Key.Scopes)
	s.UserToken.Sites = slices.Clone(s.UserToken.Sites)
	// Words instead of random characters, so that neither a reader nor a secret
	// scanner takes it for a real key.
	s.Key.Value = cmp.Or(s.Key.Value, "simulated-organization-api-key")
	s.UserToken.Value = cmp.Or(s.UserToken.Value, "simulated-user-api-token")

	if !IsUUID(s.ID) {
		return nil, fmt.Errorf("id: %q is not a UUID, as the IDs of organizations are", s.ID)
	}

	s.Truth = newView()
	if s.Index = s.Truth; s.lag > 0 {
		s.Index = newView()
	}

	for _, subject := range s.parts {
		if subject.seed == nil {
			continue
		}

		if err := subject.seed(s, org); err != nil {
			return nil, err
		}
	}

	if admin := s.firstAdmin(); admin != nil {
		s.UserToken.Email = cmp.Or(s.UserToken.Email, admin.Email)
	}

	s.UserToken.Email = cmp.Or(s.UserToken.Email, "admin@simulated.example")

	return s, nil
}

// settle makes everything happen that is due at a time.
func (s *State) settle(now time.Time) {
	for _, subject := range s.parts {
		if subject.settle != nil {
			subject.settle(s, now)
		}
	}
}

// describe is the present state in the format of [Load].
func (s *State) describe() Organization {
	org := Organization{ID: s.ID, Name: s.Name, UserAPIToken: s.UserToken}
	org.UserAPIToken.Sites = slices.Clone(s.UserToken.Sites)

	for _, subject := range s.parts {
		if subject.describe != nil {
			subject.describe(s, &org)
		}
	}

	return org
}
