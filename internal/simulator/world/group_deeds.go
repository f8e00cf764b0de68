// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"slices"
	"time"
)

// CreateGroup adds a group, which may be a synced one, and returns its ID.
func (w *World) CreateGroup(group Group) (string, error) {
	now, leave := w.enter()
	defer leave()

	id, err := w.state.addGroup(group)
	if err == nil {
		w.state.LogEvent(now, ActionGroupCreated, w.state.adminActor(), GroupObject(w.state.Truth.ByID[id].GroupRecord))
	}

	return id, err
}

// UpdateGroup renames a group, given by ID or name, or changes its description,
// as a person does in the console. It also changes synced groups, as their
// identity provider does.
func (w *World) UpdateGroup(group string, change GroupChange) error {
	now, leave := w.enter()
	defer leave()

	found, ok := w.state.group(group)
	if !ok {
		return fmt.Errorf("group %q: %w", group, ErrNotFound)
	}

	if err := change.Check(); err != nil {
		return err
	}

	if w.state.NameTaken(found, change) {
		return fmt.Errorf("name: there is a group %q already (case does not matter)", *change.Name)
	}

	w.state.UpdateGroup(now, found, change, w.state.adminActor(), w.state.changeAtOnce)

	return nil
}

// DeleteGroup deletes a group, given by ID or name, whatever it grants.
func (w *World) DeleteGroup(group string) error {
	return w.changeGroup(group, func(now time.Time, found *GroupView) (func(*View), error) {
		w.state.LogEvent(now, ActionGroupDeleted, w.state.adminActor(), GroupObject(found.GroupRecord))

		return func(v *View) { v.DeleteGroup(found.ID) }, nil
	})
}

// AddMember adds a user, given by account ID or email address, to a group,
// given by ID or name. It checks no limit and also changes synced groups.
func (w *World) AddMember(group, user string) error {
	return w.changeGroup(group, func(now time.Time, found *GroupView) (func(*View), error) {
		member, err := w.state.memberOf(found.Directory, user)
		if err != nil {
			return nil, err
		}

		w.state.LogEvent(now, ActionMemberAdded, w.state.adminActor(), GroupObject(found.GroupRecord), UserObject(member))

		return func(v *View) { v.AddMember(found.ID, member) }, nil
	})
}

// RemoveMember removes a user, given by account ID or email address, from a
// group, given by ID or name.
func (w *World) RemoveMember(group, user string) error {
	return w.changeGroup(group, func(now time.Time, found *GroupView) (func(*View), error) {
		member, ok := w.state.Account(user)
		if !ok || !found.HasMember(member) {
			return nil, fmt.Errorf("member %q of group %q: %w", user, found.Name, ErrNotFound)
		}

		w.state.LogEvent(now, ActionMemberRemoved, w.state.adminActor(), GroupObject(found.GroupRecord), UserObject(member))

		return func(v *View) { v.RemoveMember(found.ID, member) }, nil
	})
}

// AssignRole gives a role on a resource to a group, given by ID or name.
func (w *World) AssignRole(group, resourceID, role string) error {
	return w.changeGroup(group, func(now time.Time, found *GroupView) (func(*View), error) {
		granted := Role{Resource: resourceID, Role: role}
		if err := w.state.checkRole(granted); err != nil {
			return nil, err
		}

		w.state.LogEvent(now, ActionGroupRoleAssigned, w.state.adminActor(), GroupObject(found.GroupRecord), RoleObject(granted))

		return func(v *View) { v.AssignRole(found.ID, granted) }, nil
	})
}

// RevokeRole removes a role on a resource from a group, given by ID or name.
func (w *World) RevokeRole(group, resourceID, role string) error {
	return w.changeGroup(group, func(now time.Time, found *GroupView) (func(*View), error) {
		granted := Role{Resource: resourceID, Role: role}
		if !slices.ContainsFunc(found.Roles, func(r Role) bool { return compareRoles(r, granted) == 0 }) {
			return nil, fmt.Errorf("role %q of group %q on %q: %w", role, found.Name, resourceID, ErrNotFound)
		}

		w.state.LogEvent(now, ActionGroupRoleRevoked, w.state.adminActor(), GroupObject(found.GroupRecord), RoleObject(granted))

		return func(v *View) { v.RevokeRole(found.ID, granted) }, nil
	})
}

func (w *World) changeGroup(group string, plan func(time.Time, *GroupView) (func(*View), error)) error {
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

// GroupID is the ID of a group, given by name. It is empty if there is no such
// group.
func (w *World) GroupID(name string) string {
	_, leave := w.enter()
	defer leave()

	if group, ok := w.state.group(name); ok {
		return group.ID
	}

	return ""
}

// Members lists the account IDs of the present members of a group, given by ID
// or name, whatever the searches show.
func (w *World) Members(group string) []string {
	_, leave := w.enter()
	defer leave()

	var members []string

	if found, ok := w.state.group(group); ok {
		for _, member := range found.Members {
			members = append(members, member.ID)
		}
	}

	return members
}

// Roles lists the present roles of a group, given by ID or name, whatever the
// searches show.
func (w *World) Roles(group string) []Role {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.group(group); ok {
		return slices.Clone(found.Roles)
	}

	return nil
}

// SetSeats limits how many users may have access to a resource. A negative
// limit removes the limit.
func (w *World) SetSeats(resourceID string, limit int) error {
	if limit < 0 {
		return w.LimitSeats(map[string]*int{resourceID: nil})
	}

	return w.LimitSeats(map[string]*int{resourceID: &limit})
}

// LimitSeats limits how many users may have access to resources. Nil removes a
// limit.
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
