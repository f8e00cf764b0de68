// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// State is the organization as it is now. Only [World.Do] hands it out. What
// every subject needs stands here. All else stands with its subject.
type State struct {
	ID   string
	Name string

	Key       APIKey
	UserToken UserAPIToken

	parts    []part
	lag      time.Duration
	sequence int // numbers what comes into being

	directoryState
	domainState
	accountState
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
}

// part is what one subject adds to an organization. What it leaves out does
// nothing. A new subject has its fields embedded in state, adds its part to the
// list, and edits none of the others.
type part struct {
	// seed builds the start state that a description asks for.
	seed func(*State, Organization) error
	// settle brings the state to where it is at a time.
	settle func(*State, time.Time)
	// describe puts the present state into a description.
	describe func(*State, *Organization)
}

// parts are all subjects, in the order in which they are seeded: users need their
// directories, groups need their members.
func parts() []part {
	return []part{
		directoryPart, domainPart, accountPart, policyPart, movePart, workspacePart, groupPart, seatPart, eventPart,
		appPart, uninstallationPart, userRulePart, listingPart,
	}
}

// newState builds the state that a description asks for.
func newState(org Organization, lag time.Duration) (*State, error) {
	s := &State{ID: org.ID, Name: org.Name, Key: org.APIKey, UserToken: org.UserAPIToken, parts: parts(), lag: lag}

	s.Name = cmp.Or(s.Name, "Simulated")
	s.ID = cmp.Or(s.ID, Derive("organization", s.Name))
	s.Key.Scopes = slices.Clone(s.Key.Scopes)
	s.UserToken.Sites = slices.Clone(s.UserToken.Sites)
	// Words instead of random characters: no reader, and no secret scanner, shall take it for a real key.
	s.Key.Value = cmp.Or(s.Key.Value, "simulated-organization-api-key")
	s.UserToken.Value = cmp.Or(s.UserToken.Value, "simulated-user-api-token")

	if !IsUUID(s.ID) {
		return nil, fmt.Errorf("id: %q is not a UUID, as the IDs of organizations are", s.ID)
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

// settle brings everything that takes its time to where it is at a time.
func (s *State) settle(now time.Time) {
	for _, subject := range s.parts {
		if subject.settle != nil {
			subject.settle(s, now)
		}
	}
}

// describe is the present state in the format of [Load].
func (s *State) describe() Organization {
	org := Organization{ID: s.ID, Name: s.Name, APIKey: s.Key, UserAPIToken: s.UserToken}
	org.APIKey.Scopes = slices.Clone(s.Key.Scopes)
	org.UserAPIToken.Sites = slices.Clone(s.UserToken.Sites)

	for _, subject := range s.parts {
		if subject.describe != nil {
			subject.describe(s, &org)
		}
	}

	return org
}
