// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// assignableRoles are the role IDs that "Grant access to group" documents.
var assignableRoles = map[string]bool{
	"atlassian/user": true, "atlassian/user-access-admin": true, "atlassian/admin": true, "atlassian/guest": true,
	"atlassian/contributor": true, "atlassian/customer": true, "atlassian/basic": true, "atlassian/stakeholder": true,
	"atlassian/viewer": true,
}

// filterRoles are the values that the roleIds filters accept.
var filterRoles = slices.DeleteFunc(slices.Sorted(maps.Keys(world.CanonicalRoles)), func(role string) bool { return role == "atlassian/viewer" })

var roleFields = []wire.Parameter{{Name: "resourceId", Required: true}, {Name: "roleId", Required: true}}

var roleParameters = []wire.Parameter{
	{Name: "cursor"},
	wire.LimitOf100,
	{Name: "directoryIds", Kind: wire.KindStrings, MinItems: 1, Max: 10},
	{Name: "resourceOwners", Kind: wire.KindStrings, MinItems: 1, Max: 10},
	{Name: "resourceIds", Kind: wire.KindStrings, MinItems: 1, Max: 20},
	{Name: "roleIds", Kind: wire.KindStrings, MinItems: 1, Max: 10, Enum: filterRoles},
}

type wireRoleAssignment struct {
	ResourceID    string   `json:"resourceId"`
	ResourceOwner string   `json:"resourceOwner"`
	Roles         []string `json:"roles"`
	DefaultRole   *string  `json:"defaultRole"`
}

// roleFilter selects roles. A missing list selects all.
type roleFilter struct {
	ResourceIDs    []string `json:"resourceIds"`
	ResourceOwners []string `json:"resourceOwners"`
	RoleIDs        []string `json:"roleIds"`
}

func (f roleFilter) empty() bool {
	return f.ResourceIDs == nil && f.ResourceOwners == nil && f.RoleIDs == nil
}

func (f roleFilter) match(role world.Role) bool {
	if f.ResourceIDs != nil && !slices.Contains(f.ResourceIDs, role.Resource) || f.RoleIDs != nil && !slices.Contains(f.RoleIDs, role.Role) {
		return false
	}

	if f.ResourceOwners == nil {
		return true
	}

	owner, err := world.ResourceOwner(role.Resource)

	return err == nil && slices.Contains(f.ResourceOwners, owner)
}

func (f roleFilter) matchAny(roles []world.Role) bool {
	return f.empty() || slices.ContainsFunc(roles, f.match)
}

// roleOperations are the operations about the roles of groups.
func roleOperations(w *world.World) []*wire.Operation {
	return []*wire.Operation{
		{
			Method: "GET", Path: pathGroup + "/role-assignments",
			Scope: "read:groups:admin",
			Query: roleParameters, Serve: within(w, (*call).listGroupRoles, knownOrg, knownDirectory),
			Family: wire.FamilyV2,
			Lists:  true, Live: wire.LivePage(nil),
		},
		{
			Method: "POST", Path: pathGroup + "/role-assignments/assign",
			Change: true,
			Body:   roleFields, Serve: within(w, (*call).assignRole, knownOrg, knownDirectory),
			Family: wire.FamilyBare,
		},
		{
			Method: "POST", Path: pathGroup + "/role-assignments/revoke",
			Change: true,
			Body:   roleFields, Serve: within(w, (*call).revokeRole, knownOrg, knownDirectory),
			Family: wire.FamilyBare,
		},
	}
}

// listGroupRoles lists the roles in the index, which lags behind.
func (c *call) listGroupRoles() wire.Answer {
	group, refusal := c.group()
	if refusal != nil {
		return *refusal
	}

	at, err := c.Page(20)
	if err != nil {
		return c.InvalidCursor()
	}

	filter, err := wire.Decode[struct {
		roleFilter
		DirectoryIDs []string `json:"directoryIds"`
	}](at.Query)
	if err != nil {
		return c.InvalidCursor()
	}

	var found []wireRoleAssignment
	if indexed, ok := c.state.Index.ByID[group.ID]; ok && (filter.DirectoryIDs == nil || slices.Contains(filter.DirectoryIDs, group.Directory)) {
		found = assignments(indexed.Roles, filter.roleFilter)
	}

	page, next := wire.SlicePage(found, func(a wireRoleAssignment) string { return a.ResourceID }, at)

	return wire.OK(wire.Page[wireRoleAssignment]{Data: page, Links: wire.CursorLinks(at, next)})
}

// assignments groups roles by resource.
func assignments(roles []world.Role, filter roleFilter) []wireRoleAssignment {
	var found []wireRoleAssignment

	for _, role := range roles {
		if !filter.match(role) {
			continue
		}

		if len(found) == 0 || found[len(found)-1].ResourceID != role.Resource {
			owner, _ := world.ResourceOwner(role.Resource)
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

// assignRole gives a role to a group. Assigning a role that the group has
// already is no error.
func (c *call) assignRole() wire.Answer {
	group, role, refusal := c.groupAndRole()
	if refusal != nil {
		return *refusal
	}

	if grantsNothing(role.Resource) {
		return wire.NoBody(http.StatusOK)
	}

	if c.state.SeatsExceededBy([]world.Role{role}, group.Members...) {
		return wire.Fail(http.StatusConflict, wire.CodeLicense, "License limit exceeded", "You've exceeded your user limit for the app.")
	}

	c.state.LogEvent(c.now, world.ActionGroupRoleAssigned, c.state.KeyActor(), world.GroupObject(group.GroupRecord), world.RoleObject(role))
	c.state.Change(c.now, func(v *world.View) { v.AssignRole(group.ID, role) })

	return wire.NoBody(http.StatusOK)
}

// revokeRole removes a role from a group. Unverified: revoking a role that the
// group does not have is no error.
func (c *call) revokeRole() wire.Answer {
	group, role, refusal := c.groupAndRole()
	if refusal != nil {
		return *refusal
	}

	c.state.LogEvent(c.now, world.ActionGroupRoleRevoked, c.state.KeyActor(), world.GroupObject(group.GroupRecord), world.RoleObject(role))
	c.state.Change(c.now, func(v *world.View) { v.RevokeRole(group.ID, role) })

	return wire.NoBody(http.StatusNoContent)
}

// grantsNothing reports whether Atlassian accepts a resource ID without
// granting anything: the owner of Jira must be jira-software. Unverified:
// others have seen this, but it is not documented.
func grantsNothing(resource string) bool {
	return strings.HasPrefix(resource, "ari:cloud:jira::site/")
}

func (c *call) groupAndRole() (*world.GroupView, world.Role, *wire.Answer) {
	group, refusal := c.group()
	if refusal != nil {
		return nil, world.Role{}, refusal
	}

	role := world.Role{Resource: c.Text("resourceId"), Role: c.Text("roleId")}

	if _, err := world.ResourceOwner(role.Resource); err != nil {
		return nil, role, new(wire.Fail(http.StatusBadRequest, wire.CodeInvalidBody, "Invalid request body", err.Error()))
	}

	if !assignableRoles[role.Role] {
		return nil, role, new(wire.Fail(http.StatusBadRequest, wire.CodeInvalidBody, "Invalid request body", role.Role+" is not a role that a group can be given."))
	}

	if !c.state.KnowsResource(role.Resource) && !grantsNothing(role.Resource) {
		return nil, role, new(wire.Fail(http.StatusNotFound, wire.CodeUnknownResource, "Unknown Resource", "There is no resource "+role.Resource+" in this organization."))
	}

	return group, role, nil
}
