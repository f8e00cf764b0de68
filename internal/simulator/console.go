// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ErrNotFound is returned where there is no such object to change.
var ErrNotFound = errors.New("not found")

// AddDomain lists a domain. An empty claim type is dns, an empty status verified.
func (w *World) AddDomain(name, claimType, status string) error {
	now, leave := w.enter()
	defer leave()

	return w.state.listDomain(now, Domain{Name: name, ClaimType: claimType, ClaimStatus: status})
}

// PutDomain lists a domain, or changes the claim of a listed one. What is empty
// stays as it is.
func (w *World) PutDomain(wanted Domain) error {
	now, leave := w.enter()
	defer leave()

	listed, ok := w.state.domain(wanted.Name)
	if !ok {
		return w.state.listDomain(now, wanted)
	}

	claimType, status := cmp.Or(wanted.ClaimType, listed.claimType), cmp.Or(wanted.ClaimStatus, listed.status)

	if err := errors.Join(oneOf("claim_type", claimType, "dns", "http"), oneOf("claim_status", status, claimStatuses...)); err != nil {
		return err
	}

	w.state.changeClaim(now, listed, claimType, status)

	return nil
}

// SetDomainClaim changes the claim status of a domain.
func (w *World) SetDomainClaim(name, status string) error {
	if err := oneOf("claim_status", status, claimStatuses...); err != nil {
		return err
	}

	now, leave := w.enter()
	defer leave()

	domain, ok := w.state.domain(name)
	if !ok {
		return fmt.Errorf("domain %q: %w", name, ErrNotFound)
	}

	w.state.changeClaim(now, domain, domain.claimType, status)

	return nil
}

// RemoveDomain takes a domain off the list.
func (w *World) RemoveDomain(name string) error {
	now, leave := w.enter()
	defer leave()

	found, ok := w.state.domain(name)
	if !ok {
		return fmt.Errorf("domain %q: %w", name, ErrNotFound)
	}

	w.state.domains = slices.DeleteFunc(w.state.domains, func(d *domain) bool { return d == found })
	w.state.releaseUnmanaged()
	w.state.record(now, ActionDomainRemoved, w.state.adminActor(), domainObject(found))

	return nil
}

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

// CreateGroup adds a group, synced ones included, and returns its ID.
func (w *World) CreateGroup(group Group) (string, error) {
	now, leave := w.enter()
	defer leave()

	id, err := w.state.addGroup(group)
	if err == nil {
		w.state.record(now, ActionGroupCreated, w.state.adminActor(), groupObject(w.state.truth.byID[id].groupRecord))
	}

	return id, err
}

// DeleteGroup deletes a group, given by ID or name, whatever it grants.
func (w *World) DeleteGroup(group string) error {
	return w.changeGroup(group, func(now time.Time, found *groupView) (func(*view), error) {
		w.state.record(now, ActionGroupDeleted, w.state.adminActor(), groupObject(found.groupRecord))

		return func(v *view) { v.deleteGroup(found.id) }, nil
	})
}

// AddMember adds a user, given by account ID or email address, to a group,
// given by ID or name. It looks at no limit, and changes synced groups too.
func (w *World) AddMember(group, user string) error {
	return w.changeGroup(group, func(_ time.Time, found *groupView) (func(*view), error) {
		member, err := w.state.memberOf(found.directory, user)
		if err != nil {
			return nil, err
		}

		return func(v *view) { v.addMember(found.id, member) }, nil
	})
}

// RemoveMember takes a user, given by account ID or email address, out of a
// group, given by ID or name.
func (w *World) RemoveMember(group, user string) error {
	return w.changeGroup(group, func(_ time.Time, found *groupView) (func(*view), error) {
		member, ok := w.state.account(user)
		if !ok || !found.hasMember(member) {
			return nil, fmt.Errorf("member %q of group %q: %w", user, found.name, ErrNotFound)
		}

		return func(v *view) { v.removeMember(found.id, member) }, nil
	})
}

// AssignRole gives a role on a resource to a group, given by ID or name.
func (w *World) AssignRole(group, resourceID, role string) error {
	return w.changeGroup(group, func(_ time.Time, found *groupView) (func(*view), error) {
		granted := Role{Resource: resourceID, Role: role}

		return func(v *view) { v.assignRole(found.id, granted) }, w.state.checkRole(granted)
	})
}

// RevokeRole takes a role on a resource from a group, given by ID or name.
func (w *World) RevokeRole(group, resourceID, role string) error {
	return w.changeGroup(group, func(_ time.Time, found *groupView) (func(*view), error) {
		granted := Role{Resource: resourceID, Role: role}
		if !slices.ContainsFunc(found.roles, func(r Role) bool { return compareRoles(r, granted) == 0 }) {
			return nil, fmt.Errorf("role %q of group %q on %q: %w", role, found.name, resourceID, ErrNotFound)
		}

		return func(v *view) { v.revokeRole(found.id, granted) }, nil
	})
}

func (w *World) changeGroup(group string, plan func(time.Time, *groupView) (func(*view), error)) error {
	now, leave := w.enter()
	defer leave()

	found, ok := w.state.group(group)
	if !ok {
		return fmt.Errorf("group %q: %w", group, ErrNotFound)
	}

	apply, err := plan(now, found)
	if err != nil {
		return err
	}

	w.state.changeAtOnce(apply)

	return nil
}

// SetSeats limits how many users may have access to a resource; a negative
// limit is none.
func (w *World) SetSeats(resourceID string, limit int) error {
	if limit < 0 {
		return w.LimitSeats(map[string]*int{resourceID: nil})
	}

	return w.LimitSeats(map[string]*int{resourceID: &limit})
}

// LimitSeats limits how many users may have access to resources; nil lifts the limit.
func (w *World) LimitSeats(limits map[string]*int) error {
	_, leave := w.enter()
	defer leave()

	for resource, limit := range limits {
		if err := w.state.setSeats(resource, limit); err != nil {
			return err
		}
	}

	return nil
}
