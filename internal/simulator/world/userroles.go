// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Roles that mean more than access to one app.
const (
	RoleOrgAdmin   = "atlassian/org-admin"
	RoleSiteAdmin  = "atlassian/site-admin"
	RoleUserAdmin  = "atlassian/user-access-admin"
	roleAdminOfApp = "atlassian/admin"
)

// Methods are how a person comes to a role, as "Get user role assignments"
// names them.
const (
	MethodInferred = "inferred"
	MethodDirect   = "direct"
	MethodGroup    = "group_direct"
)

// HeldRole is a role that a person has, with the one way by which the person
// has it. A person who has a role in several ways has several of these.
type HeldRole struct {
	Role

	Method string
	// Directory is that of the group, if the role comes by one.
	Directory string
}

// userRolePart are the roles that people have without a group. It is seeded
// after users, workspaces and groups.
var userRolePart = part{seed: (*State).seedUserRoles, describe: (*State).describeUserRoles}

func (s *State) seedUserRoles(org Organization) error {
	for i, user := range org.Users {
		if err := s.checkUserRoles(user.Roles); err != nil {
			return fmt.Errorf("users[%d]: %w", i, err)
		}

		s.giveRoles(s.Accounts[i], user.Roles)
	}

	return nil
}

func (s *State) describeUserRoles(org *Organization) {
	for i, account := range s.Accounts {
		org.Users[i].Roles = slices.Clone(s.Truth.Direct[account])
	}
}

func (s *State) checkUserRoles(roles []Role) error {
	for _, role := range roles {
		if err := s.checkUserRole(role); err != nil {
			return fmt.Errorf("roles: %w", err)
		}
	}

	return nil
}

// checkUserRole says why the console does not let an admin give a role to a
// person.
func (s *State) checkUserRole(role Role) error {
	if role.Default {
		return fmt.Errorf("%s on %s: only groups give a role to new users", role.Role, role.Resource)
	}

	if cloudID, ok := strings.CutPrefix(role.Resource, platformSite); ok && s.KnowsSite(cloudID) {
		return oneOf("role", role.Role, RoleSiteAdmin, RoleUserAdmin)
	}

	return s.checkRole(role)
}

func (s *State) giveRoles(account *Account, roles []Role) {
	for _, role := range roles {
		s.changeAtOnce(func(v *View) { v.GiveRole(account, role) })
	}
}

// platformSite begins the ID of a site as a whole, which is the resource of a
// site admin. Unverified: Atlassian's documents give it as an example of a
// resource of a role only, and lists of workspaces do not have it.
const platformSite = "ari:cloud:platform::site/"

// KnowsSite reports whether a workspace is on the site with a cloud ID.
func (s *State) KnowsSite(cloudID string) bool {
	return cloudID != "" && slices.ContainsFunc(s.Workspaces, func(w Workspace) bool { return CloudID(w.ID) == cloudID })
}

// IsPlatform reports whether a resource is the organization or a site as a
// whole, whose roles belong to no directory.
func (s *State) IsPlatform(resource string) bool {
	return resource == organizationARI(s.ID) || strings.HasPrefix(resource, platformSite)
}

// OrgAdmin is the role of an organization admin.
func (s *State) OrgAdmin() Role { return Role{Resource: organizationARI(s.ID), Role: RoleOrgAdmin} }

// GiveRole shows a role that a person has directly.
func (v *View) GiveRole(member *Account, role Role) {
	roles := v.Direct[member]
	if at, found := slices.BinarySearchFunc(roles, role, compareRoles); !found {
		v.Direct[member] = slices.Insert(roles, at, role)
	}
}

// TakeRole hides a role that a person has directly.
func (v *View) TakeRole(member *Account, role Role) {
	roles := v.Direct[member]
	if at, found := slices.BinarySearchFunc(roles, role, compareRoles); found {
		v.Direct[member] = slices.Delete(roles, at, at+1)
	}

	if len(v.Direct[member]) == 0 {
		delete(v.Direct, member)
	}
}

// HeldRoles are all roles of a person as a view has them, by resource and role.
//
// Unverified: that the roles of an organization admin are inferred on every
// workspace, and are that of an admin of the app. Since the rollout of Units,
// the group of the organization's admins makes nobody an organization admin.
func (s *State) HeldRoles(v *View, a *Account) []HeldRole {
	var held []HeldRole

	for _, role := range v.Direct[a] {
		held = append(held, HeldRole{Role: role, Method: MethodDirect})
	}

	for _, group := range v.GroupsOf[a] {
		for _, role := range group.Roles {
			if s.units && role.Role == RoleOrgAdmin {
				continue
			}

			held = append(held, HeldRole{Role: role, Method: MethodGroup, Directory: group.Directory})
		}
	}

	if slices.ContainsFunc(held, func(role HeldRole) bool { return role.Role.Role == RoleOrgAdmin }) {
		for _, workspace := range s.Workspaces {
			held = append(held, HeldRole{Role: Role{Resource: workspace.ID, Role: roleAdminOfApp}, Method: MethodInferred})
		}
	}

	slices.SortStableFunc(held, func(x, y HeldRole) int { return compareRoles(x.Role, y.Role) })

	return held
}

// RolesOf yields the roles of a person in the index, which the searches read,
// in whichever way the person has them.
func (s *State) RolesOf(a *Account) iter.Seq[Role] {
	return func(yield func(Role) bool) {
		for _, held := range s.HeldRoles(s.Index, a) {
			if !yield(held.Role) {
				return
			}
		}
	}
}

// GrantedRoles yields the roles of a person that somebody has given, to the
// person or to a group. Inferred roles are missing: they give no access to an app.
func (s *State) GrantedRoles(a *Account) iter.Seq[Role] {
	return func(yield func(Role) bool) {
		for _, held := range s.HeldRoles(s.Index, a) {
			if held.Method != MethodInferred && !yield(held.Role) {
				return
			}
		}
	}
}

// GiveUserRole gives a role on a resource to a user, given by account ID or
// email address. It checks no limit.
func (w *World) GiveUserRole(user, resourceID, role string) error {
	return w.changeUserRole(user, ActionUserRoleAssigned, Role{Resource: resourceID, Role: role}, func(found *Account, granted Role) (func(*View), error) {
		return func(v *View) { v.GiveRole(found, granted) }, w.state.checkUserRole(granted)
	})
}

// TakeUserRole removes a role that a user, given by account ID or email
// address, has directly on a resource.
func (w *World) TakeUserRole(user, resourceID, role string) error {
	return w.changeUserRole(user, ActionUserRoleRevoked, Role{Resource: resourceID, Role: role}, func(found *Account, granted Role) (func(*View), error) {
		if _, has := slices.BinarySearchFunc(w.state.Truth.Direct[found], granted, compareRoles); !has {
			return nil, fmt.Errorf("role %q of user %q on %q: %w", role, user, resourceID, ErrNotFound)
		}

		return func(v *View) { v.TakeRole(found, granted) }, nil
	})
}

// changeUserRole changes the roles of a user, and records the action. Without a
// resource, the role is on the organization.
func (w *World) changeUserRole(user, action string, role Role, plan func(*Account, Role) (func(*View), error)) error {
	now, leave := w.enter()
	defer leave()

	found, ok := w.state.Account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	if role.Resource == "" {
		role.Resource = organizationARI(w.state.ID)
	}

	apply, err := plan(found, role)
	if err != nil {
		return err
	}

	w.state.LogEvent(now, action, w.state.adminActor(), UserObject(found), RoleObject(role))
	w.state.changeAtOnce(apply)

	return nil
}

// UserRoles lists the roles that a user, given by account ID or email address,
// has directly at present, whatever the searches show.
func (w *World) UserRoles(user string) []Role {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.Account(user); ok {
		return slices.Clone(w.state.Truth.Direct[found])
	}

	return nil
}
