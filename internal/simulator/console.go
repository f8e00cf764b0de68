// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ErrNotFound is returned where there is no such object to change.
var ErrNotFound = errors.New("not found")

// enter waits for its turn, and lets happen first what is due by now: a user
// whom a task has moved by then was moved before the console changed anything.
func (s *Simulator) enter() (now time.Time, leave func()) {
	s.mu.Lock()

	now = s.now()
	s.state.settle(now)

	return now, s.mu.Unlock
}

// AddDomain lists a domain. An empty claim type is dns, an empty status verified.
func (s *Simulator) AddDomain(name, claimType, status string) error {
	now, leave := s.enter()
	defer leave()

	return s.state.listDomain(now, Domain{Name: name, ClaimType: claimType, ClaimStatus: status})
}

// SetDomainClaim changes the claim status of a domain.
func (s *Simulator) SetDomainClaim(name, status string) error {
	if err := oneOf("claim_status", status, claimStatuses...); err != nil {
		return err
	}

	now, leave := s.enter()
	defer leave()

	domain, ok := s.state.domain(name)
	if !ok {
		return fmt.Errorf("domain %q: %w", name, ErrNotFound)
	}

	s.state.changeClaim(now, domain, domain.claimType, status)

	return nil
}

// RemoveDomain takes a domain off the list.
func (s *Simulator) RemoveDomain(name string) error {
	now, leave := s.enter()
	defer leave()

	found, ok := s.state.domain(name)
	if !ok {
		return fmt.Errorf("domain %q: %w", name, ErrNotFound)
	}

	s.state.domains = slices.DeleteFunc(s.state.domains, func(d *domain) bool { return d == found })
	s.state.releaseUnmanaged()
	s.state.record(now, ActionDomainRemoved, s.state.adminActor(), domainObject(found))

	return nil
}

// AddUser adds a person and returns the account ID.
func (s *Simulator) AddUser(user User) (string, error) {
	_, leave := s.enter()
	defer leave()

	added, err := s.state.addAccount(user)
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
func (s *Simulator) ChangeUser(user string, change UserChange) error {
	_, leave := s.enter()
	defer leave()

	found, ok := s.state.account(user)
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
		s.state.releaseUnmanaged()
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
func (s *Simulator) RemoveUser(user string) error {
	_, leave := s.enter()
	defer leave()

	found, ok := s.state.account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	s.state.changeAtOnce(func(v *view) { v.removeAccount(found) })
	delete(s.state.byAccount, found.id)
	delete(s.state.byEmail, strings.ToLower(found.email))
	s.state.accounts = slices.DeleteFunc(s.state.accounts, func(a *account) bool { return a == found })

	return nil
}

// CreateGroup adds a group, synced ones included, and returns its ID.
func (s *Simulator) CreateGroup(group Group) (string, error) {
	now, leave := s.enter()
	defer leave()

	id, err := s.state.addGroup(group)
	if err == nil {
		s.state.record(now, ActionGroupCreated, s.state.adminActor(), groupObject(s.state.truth.byID[id].groupRecord))
	}

	return id, err
}

// DeleteGroup deletes a group, given by ID or name, whatever it grants.
func (s *Simulator) DeleteGroup(group string) error {
	return s.changeGroup(group, func(found *groupView) (func(*view), error) {
		s.state.record(s.now(), ActionGroupDeleted, s.state.adminActor(), groupObject(found.groupRecord))

		return func(v *view) { v.deleteGroup(found.id) }, nil
	})
}

// AddMember adds a user, given by account ID or email address, to a group,
// given by ID or name. It looks at no limit, and changes synced groups too.
func (s *Simulator) AddMember(group, user string) error {
	return s.changeGroup(group, func(found *groupView) (func(*view), error) {
		member, err := s.state.memberOf(found.directory, user)
		if err != nil {
			return nil, err
		}

		return func(v *view) { v.addMember(found.id, member) }, nil
	})
}

// RemoveMember takes a user, given by account ID or email address, out of a
// group, given by ID or name.
func (s *Simulator) RemoveMember(group, user string) error {
	return s.changeGroup(group, func(found *groupView) (func(*view), error) {
		member, ok := s.state.account(user)
		if !ok || !found.hasMember(member) {
			return nil, fmt.Errorf("member %q of group %q: %w", user, found.name, ErrNotFound)
		}

		return func(v *view) { v.removeMember(found.id, member) }, nil
	})
}

// AssignRole gives a role on a resource to a group, given by ID or name.
func (s *Simulator) AssignRole(group, resourceID, role string) error {
	return s.changeGroup(group, func(found *groupView) (func(*view), error) {
		granted := Role{Resource: resourceID, Role: role}

		return func(v *view) { v.assignRole(found.id, granted) }, s.state.checkRole(granted)
	})
}

// RevokeRole takes a role on a resource from a group, given by ID or name.
func (s *Simulator) RevokeRole(group, resourceID, role string) error {
	return s.changeGroup(group, func(found *groupView) (func(*view), error) {
		granted := Role{Resource: resourceID, Role: role}
		if !slices.ContainsFunc(found.roles, func(r Role) bool { return compareRoles(r, granted) == 0 }) {
			return nil, fmt.Errorf("role %q of group %q on %q: %w", role, found.name, resourceID, ErrNotFound)
		}

		return func(v *view) { v.revokeRole(found.id, granted) }, nil
	})
}

func (s *Simulator) changeGroup(group string, plan func(*groupView) (func(*view), error)) error {
	s.mu.Lock()
	defer s.mu.Unlock()

	found, ok := s.state.group(group)
	if !ok {
		return fmt.Errorf("group %q: %w", group, ErrNotFound)
	}

	apply, err := plan(found)
	if err != nil {
		return err
	}

	s.state.changeAtOnce(apply)

	return nil
}

// SetSeats limits how many users may have access to a resource; a negative
// limit is none.
func (s *Simulator) SetSeats(resourceID string, limit int) error {
	s.mu.Lock()
	defer s.mu.Unlock()

	if limit < 0 {
		return s.state.setSeats(resourceID, nil)
	}

	return s.state.setSeats(resourceID, &limit)
}
