// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// state is the organization as it is now. Only [World.Do] hands it out. What
// every subject needs stands here. All else stands with its subject.
type state struct {
	id   string
	name string

	key       APIKey
	userToken UserAPIToken

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
	seed func(*state, Organization) error
	// settle brings the state to where it is at a time.
	settle func(*state, time.Time)
	// describe puts the present state into a description.
	describe func(*state, *Organization)
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
func newState(org Organization, lag time.Duration) (*state, error) {
	s := &state{id: org.ID, name: org.Name, key: org.APIKey, userToken: org.UserAPIToken, parts: parts(), lag: lag}

	s.name = cmp.Or(s.name, "Simulated")
	s.id = cmp.Or(s.id, derive("organization", s.name))
	s.key.Scopes = slices.Clone(s.key.Scopes)
	s.userToken.Sites = slices.Clone(s.userToken.Sites)
	// Words instead of random characters: no reader, and no secret scanner, shall take it for a real key.
	s.key.Value = cmp.Or(s.key.Value, "simulated-organization-api-key")
	s.userToken.Value = cmp.Or(s.userToken.Value, "simulated-user-api-token")

	if !isUUID(s.id) {
		return nil, fmt.Errorf("id: %q is not a UUID, as the IDs of organizations are", s.id)
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
		s.userToken.Email = cmp.Or(s.userToken.Email, admin.email)
	}

	s.userToken.Email = cmp.Or(s.userToken.Email, "admin@simulated.example")

	return s, nil
}

// settle brings everything that takes its time to where it is at a time.
func (s *state) settle(now time.Time) {
	for _, subject := range s.parts {
		if subject.settle != nil {
			subject.settle(s, now)
		}
	}
}

// describe is the present state in the format of [Load].
func (s *state) describe() Organization {
	org := Organization{ID: s.id, Name: s.name, APIKey: s.key, UserAPIToken: s.userToken}
	org.APIKey.Scopes = slices.Clone(s.key.Scopes)
	org.UserAPIToken.Sites = slices.Clone(s.userToken.Sites)

	for _, subject := range s.parts {
		if subject.describe != nil {
			subject.describe(s, &org)
		}
	}

	return org
}
