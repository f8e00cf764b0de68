// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"maps"
	"slices"
)

// CanonicalRoles are the role IDs that Atlassian documents for the filters of
// users and groups.
var CanonicalRoles = map[string]bool{
	"atlassian/user": true, "atlassian/admin": true, "atlassian/guest": true, "atlassian/customer": true,
	"atlassian/user-access-admin": true, "atlassian/contributor": true, "atlassian/basic": true, "atlassian/stakeholder": true,
	"atlassian/org-admin": true, "atlassian/site-admin": true, "atlassian/ai-access": true,
	// Documented for "Grant access to group" only.
	"atlassian/viewer": true,
}

// adminRoles make their holders admins of an app, a site or the organization.
var adminRoles = map[string]bool{"atlassian/admin": true, "atlassian/site-admin": true, "atlassian/org-admin": true}

// RefusesOrgAdmins reports whether the group takes no new members, because it
// is the group of the organization's admins. Since the rollout of Units, a role
// assignment makes admins instead. Atlassian documents that adding a member
// "will return an error". Unverified: which error (a 403 without a body, as
// other writes have it), and how Atlassian recognizes the group.
func (s *State) RefusesOrgAdmins(group *GroupView) bool {
	return s.units && slices.ContainsFunc(group.Roles, func(role Role) bool { return role.Role == "atlassian/org-admin" })
}

// seatState holds how many users may have access to a resource.
type seatState struct {
	seats map[string]int // by resource ID
}

var seatPart = part{
	seed:     (*State).seedSeats,
	describe: func(s *State, org *Organization) { org.Seats = maps.Clone(s.seats) },
}

func (s *State) seedSeats(org Organization) error {
	s.seats = map[string]int{}

	for resource, limit := range org.Seats {
		if err := s.setSeats(resource, &limit); err != nil {
			return fmt.Errorf("seats: %w", err)
		}
	}

	return nil
}

func (s *State) setSeats(resource string, limit *int) error {
	if !s.KnowsResource(resource) {
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

// takesSeat are the billable roles. Atlassian describes the other roles as not
// billable.
var takesSeat = map[string]bool{"atlassian/user": true, "atlassian/admin": true}

// SeatsExceededBy reports whether a resource has too few seats to give these
// roles to these people.
func (s *State) SeatsExceededBy(roles []Role, people ...*Account) bool {
	for _, role := range roles {
		if limit, limited := s.seats[role.Resource]; limited && takesSeat[role.Role] && !s.haveSeats(role.Resource, limit, people) {
			return true
		}
	}

	return false
}

// haveSeats reports whether these people have a seat or can get one.
func (s *State) haveSeats(resource string, limit int, people []*Account) bool {
	granting := s.groupsGranting(resource)

	// An upper bound without counting people. It is enough in most cases.
	bound := len(people)
	for _, group := range granting {
		bound += len(group.Members)
	}

	direct := s.seatedDirectly(resource)
	bound += len(direct)

	if bound <= limit {
		return true
	}

	seated := map[*Account]bool{}

	for _, group := range granting {
		for _, member := range group.Members {
			if s.Truth.UsesSeatIn(member, group.Directory) {
				seated[member] = true
			}
		}
	}

	for _, person := range direct {
		seated[person] = true
	}

	before := len(seated)

	for _, person := range people {
		if status := s.Truth.UserStatus(person); status == StatusActive || status == statusNotInvited {
			seated[person] = true
		}
	}

	return len(seated) <= limit || len(seated) == before
}

// seatedDirectly are the active people who have a seat without a group.
func (s *State) seatedDirectly(resource string) []*Account {
	var seated []*Account

	for person, roles := range s.Truth.Direct {
		if s.Truth.UsesSeatIn(person, s.DirectoryOf(resource)) && slices.ContainsFunc(roles, func(r Role) bool { return r.Resource == resource && takesSeat[r.Role] }) {
			seated = append(seated, person)
		}
	}

	return seated
}

func (s *State) groupsGranting(resource string) []*GroupView {
	var granting []*GroupView

	for _, group := range s.Truth.Sorted {
		for _, role := range group.Roles {
			if role.Resource == resource && takesSeat[role.Role] {
				granting = append(granting, group)

				break
			}
		}
	}

	return granting
}
