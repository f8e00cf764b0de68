// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"fmt"
	"maps"
)

// seatState are the limits of users.
type seatState struct {
	seats map[string]int // by resource ID
}

var seatPart = part{
	seed:     (*state).seedSeats,
	describe: func(s *state, org *Organization) { org.Seats = maps.Clone(s.seats) },
}

func (s *state) seedSeats(org Organization) error {
	s.seats = map[string]int{}

	for resource, limit := range org.Seats {
		if err := s.setSeats(resource, &limit); err != nil {
			return fmt.Errorf("seats: %w", err)
		}
	}

	return nil
}

func (s *state) setSeats(resource string, limit *int) error {
	if !s.knowsResource(resource) {
		return fmt.Errorf("%q is not the ID of a workspace of this organization", resource)
	}

	if limit == nil {
		delete(s.seats, resource)

		return nil
	}

	if *limit < 0 {
		return fmt.Errorf("%d seats for %s: a limit cannot be negative", *limit, resource)
	}

	s.seats[resource] = *limit

	return nil
}

// takesSeat says whether a person with the role is billed for. Atlassian
// describes the other roles as not billable.
var takesSeat = map[string]bool{"atlassian/user": true, "atlassian/admin": true}

// seatsExceededBy says whether some resource has too few seats for these roles
// in the hands of these people.
func (s *state) seatsExceededBy(roles []Role, people ...*account) bool {
	for _, role := range roles {
		if limit, limited := s.seats[role.Resource]; limited && takesSeat[role.Role] && !s.haveSeats(role.Resource, limit, people) {
			return true
		}
	}

	return false
}

// haveSeats says whether these people have a seat, or could get one.
func (s *state) haveSeats(resource string, limit int, people []*account) bool {
	granting := s.groupsGranting(resource)

	// A bound that needs no counting of people: it is enough most of the time.
	bound := len(people)
	for _, group := range granting {
		bound += len(group.members)
	}

	if bound <= limit {
		return true
	}

	seated := map[*account]bool{}

	for _, group := range granting {
		for _, member := range group.members {
			if member.status == statusActive {
				seated[member] = true
			}
		}
	}

	before := len(seated)

	for _, person := range people {
		if person.status == statusActive {
			seated[person] = true
		}
	}

	return len(seated) <= limit || len(seated) == before
}

func (s *state) groupsGranting(resource string) []*groupView {
	var granting []*groupView

	for _, group := range s.truth.sorted {
		for _, role := range group.roles {
			if role.Resource == resource && takesSeat[role.Role] {
				granting = append(granting, group)

				break
			}
		}
	}

	return granting
}
