// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// assignableRoles are the role IDs that "Grant access to group" documents.
var assignableRoles = map[string]bool{
	"atlassian/user": true, "atlassian/user-access-admin": true, "atlassian/admin": true, "atlassian/guest": true,
	"atlassian/contributor": true, "atlassian/customer": true, "atlassian/basic": true, "atlassian/stakeholder": true,
	"atlassian/viewer": true,
}

// filterRoles is the enumeration of the roleIds filters.
var filterRoles = slices.DeleteFunc(slices.Sorted(maps.Keys(canonicalRoles)), func(role string) bool { return role == "atlassian/viewer" })

var roleFields = []parameter{{name: "resourceId", required: true}, {name: "roleId", required: true}}

var roleParameters = []parameter{
	{name: "cursor"},
	limitOf100,
	{name: "directoryIds", kind: kindTexts, minItems: 1, maximum: 10},
	{name: "resourceOwners", kind: kindTexts, minItems: 1, maximum: 10},
	{name: "resourceIds", kind: kindTexts, minItems: 1, maximum: 20},
	{name: "roleIds", kind: kindTexts, minItems: 1, maximum: 10, enum: filterRoles},
}

type wireRoleAssignment struct {
	ResourceID    string   `json:"resourceId"`
	ResourceOwner string   `json:"resourceOwner"`
	Roles         []string `json:"roles"`
	DefaultRole   *string  `json:"defaultRole"`
}

// roleFilter selects roles; an absent list selects all.
type roleFilter struct {
	ResourceIDs    []string `json:"resourceIds"`
	ResourceOwners []string `json:"resourceOwners"`
	RoleIDs        []string `json:"roleIds"`
}

func (f roleFilter) empty() bool {
	return f.ResourceIDs == nil && f.ResourceOwners == nil && f.RoleIDs == nil
}

func (f roleFilter) match(role Role) bool {
	if f.ResourceIDs != nil && !slices.Contains(f.ResourceIDs, role.Resource) || f.RoleIDs != nil && !slices.Contains(f.RoleIDs, role.Role) {
		return false
	}

	if f.ResourceOwners == nil {
		return true
	}

	owner, err := resourceOwner(role.Resource)

	return err == nil && slices.Contains(f.ResourceOwners, owner)
}

func (f roleFilter) matchAny(roles []Role) bool {
	return f.empty() || slices.ContainsFunc(roles, f.match)
}

// roleOperations are the operations about the roles of groups.
func roleOperations(w *World) []*operation {
	return []*operation{
		{
			method: "GET", path: pathGroup + "/role-assignments",
			scope: "read:groups:admin",
			query: roleParameters, serve: within(w, (*call).listGroupRoles, knownOrg, knownDirectory),
			family: familyV2,
			lists:  true, live: livePage(nil),
		},
		{
			method: "POST", path: pathGroup + "/role-assignments/assign",
			change: true,
			body:   roleFields, serve: within(w, (*call).assignRole, knownOrg, knownDirectory),
			family: familyBare,
		},
		{
			method: "POST", path: pathGroup + "/role-assignments/revoke",
			change: true,
			body:   roleFields, serve: within(w, (*call).revokeRole, knownOrg, knownDirectory),
			family: familyBare,
		},
	}
}

// listGroupRoles gives the roles as the index has them: a change takes its time.
func (c *call) listGroupRoles() answer {
	group, refusal := c.group()
	if refusal != nil {
		return *refusal
	}

	at, err := c.page(20)
	if err != nil {
		return c.invalidCursor()
	}

	filter, err := decode[struct {
		roleFilter
		DirectoryIDs []string `json:"directoryIds"`
	}](at.Query)
	if err != nil {
		return c.invalidCursor()
	}

	var found []wireRoleAssignment
	if indexed, ok := c.state.index.byID[group.id]; ok && (filter.DirectoryIDs == nil || slices.Contains(filter.DirectoryIDs, group.directory)) {
		found = assignments(indexed.roles, filter.roleFilter)
	}

	page, next := slicePage(found, func(a wireRoleAssignment) string { return a.ResourceID }, at)

	return succeed(wirePage[wireRoleAssignment]{Data: page, Links: cursorLinks(at, next)})
}

// assignments gathers roles by resource.
func assignments(roles []Role, filter roleFilter) []wireRoleAssignment {
	var found []wireRoleAssignment

	for _, role := range roles {
		if !filter.match(role) {
			continue
		}

		if len(found) == 0 || found[len(found)-1].ResourceID != role.Resource {
			owner, _ := resourceOwner(role.Resource)
			found = append(found, wireRoleAssignment{ResourceID: role.Resource, ResourceOwner: owner})
		}

		last := &found[len(found)-1]
		last.Roles = append(last.Roles, role.Role)

		if role.Default {
			last.DefaultRole = &role.Role
		}
	}

	return found
}

// assignRole gives a role to a group. A role that is there already is given
// again without complaint.
func (c *call) assignRole() answer {
	group, role, refusal := c.groupAndRole()
	if refusal != nil {
		return *refusal
	}

	if grantsNothing(role.Resource) {
		return only(http.StatusOK)
	}

	if c.state.seatsExceededBy([]Role{role}, group.members...) {
		return fail(http.StatusConflict, codeLicense, "License limit exceeded", "You've exceeded your user limit for the app.")
	}

	c.state.change(c.now, func(v *view) { v.assignRole(group.id, role) })

	return only(http.StatusOK)
}

// revokeRole takes a role from a group. Unverified: that a role which the
// group does not have is no failure.
func (c *call) revokeRole() answer {
	group, role, refusal := c.groupAndRole()
	if refusal != nil {
		return *refusal
	}

	c.state.change(c.now, func(v *view) { v.revokeRole(group.id, role) })

	return only(http.StatusNoContent)
}

// grantsNothing tells the resource IDs that Atlassian accepts without granting
// anything: Jira's owner must read jira-software. Unverified: seen by others,
// not documented.
func grantsNothing(resource string) bool {
	return strings.HasPrefix(resource, "ari:cloud:jira::site/")
}

func (c *call) groupAndRole() (*groupView, Role, *answer) {
	group, refusal := c.group()
	if refusal != nil {
		return nil, Role{}, refusal
	}

	role := Role{Resource: c.text("resourceId"), Role: c.text("roleId")}

	if _, err := resourceOwner(role.Resource); err != nil {
		return nil, role, new(fail(http.StatusBadRequest, codeInvalidBody, "Invalid request body", err.Error()))
	}

	if !assignableRoles[role.Role] {
		return nil, role, new(fail(http.StatusBadRequest, codeInvalidBody, "Invalid request body", role.Role+" is not a role that a group can be given."))
	}

	if !c.state.knowsResource(role.Resource) && !grantsNothing(role.Resource) {
		return nil, role, new(fail(http.StatusNotFound, codeUnknownResource, "Unknown Resource", "There is no resource "+role.Resource+" in this organization."))
	}

	return group, role, nil
}
