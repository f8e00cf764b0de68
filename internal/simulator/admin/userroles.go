// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// The error codes that the operations about the roles of people document.
const (
	codeBadRoleRequest = "ADMIN-UAM-400-1"
	codeRoleOfResource = "ADMIN-UAM-400-3"
	codeNoSuchUser     = "ADMIN-UAM-404-3"
	codeNoSeat         = "ADMIN-UAM-409-3"
)

var userRoleCodes = map[int]string{
	http.StatusBadRequest: codeBadRoleRequest, http.StatusForbidden: "ADMIN-UAM-403-1", http.StatusNotFound: codeNoSuchUser,
	http.StatusConflict: codeNoSeat, http.StatusInternalServerError: "ADMIN-UAM-500-1",
}

// userAssignableRoles are the roles that "Grant user access" documents.
var userAssignableRoles = []string{
	"atlassian/user", world.RoleUserAdmin, "atlassian/admin", "atlassian/guest", "atlassian/contributor", "atlassian/customer",
	"atlassian/basic", "atlassian/stakeholder", world.RoleSiteAdmin, world.RoleOrgAdmin,
}

// userRoleOperations are the operations about the roles of people.
func userRoleOperations(w *world.World) []*wire.Operation {
	const user = pathOrg + "/users/{userId}"

	change := func(path string, body []wire.Parameter, serve func(*call) wire.Answer) *wire.Operation {
		return &wire.Operation{
			Method: "POST", Path: user + path,
			Change: true,
			Body:   body, Serve: within(w, serve, knownOrgOfRoles),
			Family: wire.FamilyV1, Codes: userRoleCodes,
		}
	}
	onResource := []wire.Parameter{{Name: "resource"}, {Name: "role", Required: true, Enum: userAssignableRoles}}
	onOrganization := []wire.Parameter{{Name: "role", Required: true, Enum: []string{world.RoleOrgAdmin}}}

	return []*wire.Operation{
		change("/roles/assign", onResource, (*call).assignUserRole),
		change("/roles/revoke", onResource, (*call).revokeUserRole),
		change("/role-assignments/assign", onOrganization, (*call).assignOrganizationRole),
		change("/role-assignments/revoke", onOrganization, (*call).revokeOrganizationRole),
		{
			Method: "GET", Path: pathUsers + "/{accountId}/role-assignments",
			Scope: "read:directories:admin",
			Query: roleParameters, Serve: within(w, (*call).listUserRoles, knownOrg, knownDirectory),
			Family: wire.FamilyV2,
			Lists:  true, Live: wire.LivePage(liveUserRole),
		},
	}
}

// knownOrgOfRoles refuses requests about another organization with the code that
// these operations document.
func knownOrgOfRoles(c *call) *wire.Answer {
	if !c.isOther() {
		return nil
	}

	return new(wire.Fail(http.StatusNotFound, codeNoSuchUser, "Organization not found", "There is no organization "+c.PathValue("orgId")+" that this key may manage."))
}

type wireHeldRole struct {
	Role    string   `json:"role"`
	Methods []string `json:"roleAssignmentMethods"`
}

type wireUserRole struct {
	DirectoryID         *string        `json:"directoryId"`
	ResourceID          string         `json:"resourceId"`
	ResourceOwner       string         `json:"resourceOwner"`
	RoleAssignments     []wireHeldRole `json:"roleAssignments"`
	Roles               []string       `json:"roles"`
	UserDirectoryStatus *string        `json:"userDirectoryStatus"`
}

// key sorts by resource, and tells directories apart.
func (r wireUserRole) key() string {
	if r.DirectoryID == nil {
		return r.ResourceID
	}

	return r.ResourceID + "\x00" + *r.DirectoryID
}

// liveUserRole leaves the directory and the status open, as live answers do with
// many fields, and leaves out the superseded list of roles.
func liveUserRole(at int, role wire.LiveObject) {
	role["directoryId"], role["userDirectoryStatus"] = nil, nil

	if at%2 == 0 {
		delete(role, "roles")
	}
}

// listUserRoles lists the roles of a person in the index, which lags behind.
// Unverified: that an account that is not in the directory is "not found", which
// is documented for organizations and directories only.
func (c *call) listUserRoles() wire.Answer {
	account, found := c.state.ByAccount[c.PathValue("accountId")]
	if !found || !c.state.Visible(c.state.Index, account, c.PathValue("directoryId")) {
		return wire.Fail(http.StatusNotFound, wire.CodeUnknownUser, "User not found", "There is no user "+c.PathValue("accountId")+" in this directory.")
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

	roles := slices.DeleteFunc(c.userRoles(account, filter.roleFilter), func(r wireUserRole) bool {
		return filter.DirectoryIDs != nil && r.DirectoryID != nil && !slices.Contains(filter.DirectoryIDs, *r.DirectoryID)
	})
	page, next := wire.SlicePage(roles, wireUserRole.key, at)

	return wire.OK(wire.Page[wireUserRole]{Data: page, Links: wire.CursorLinks(at, next)})
}

// userRoles are the roles of a person in the directory of the request, with one
// entry for each resource and directory. Unverified: that roles that belong to no
// directory are shown in all directories of the person.
func (c *call) userRoles(account *world.Account, filter roleFilter) []wireUserRole {
	var found []wireUserRole

	directoryID := c.PathValue("directoryId")

	for _, held := range c.state.HeldRoles(c.state.Index, account) {
		if !filter.match(held.Role) {
			continue
		}

		in := cmp.Or(held.Directory, c.state.DirectoryOf(held.Resource))
		if _, member := c.state.Index.MembershipIn(account, directoryID); in == "" && member {
			in = directoryID
		}

		if directoryID != world.AllDirectories && in != directoryID {
			continue
		}

		found = addUserRole(found, c.newUserRole(account, held, in), held)
	}

	slices.SortStableFunc(found, func(a, b wireUserRole) int { return cmp.Compare(a.key(), b.key()) })

	return found
}

// newUserRole is an entry without roles.
func (c *call) newUserRole(account *world.Account, held world.HeldRole, directoryID string) wireUserRole {
	owner, _ := world.ResourceOwner(held.Resource)
	entry := wireUserRole{ResourceID: held.Resource, ResourceOwner: owner}

	if !c.state.IsPlatform(held.Resource) && directoryID != "" {
		status := c.state.Index.MembershipStatusIn(account, directoryID)
		entry.DirectoryID, entry.UserDirectoryStatus = &directoryID, &status
	}

	return entry
}

// addUserRole adds a role to the entry of its resource.
func addUserRole(entries []wireUserRole, entry wireUserRole, held world.HeldRole) []wireUserRole {
	at := slices.IndexFunc(entries, func(e wireUserRole) bool { return e.key() == entry.key() })
	if at < 0 {
		at, entries = len(entries), append(entries, entry)
	}

	into := &entries[at]

	for i := range into.RoleAssignments {
		if one := &into.RoleAssignments[i]; one.Role == held.Role.Role {
			if !slices.Contains(one.Methods, held.Method) {
				one.Methods = append(one.Methods, held.Method)
			}

			return entries
		}
	}

	into.RoleAssignments = append(into.RoleAssignments, wireHeldRole{held.Role.Role, []string{held.Method}})
	into.Roles = append(into.Roles, held.Role.Role)

	return entries
}

// assignUserRole gives a role to a person. Unverified: that assigning a role
// which the person has already is no error.
func (c *call) assignUserRole() wire.Answer {
	account, role, refusal := c.userAndRole()
	if refusal != nil {
		return *refusal
	}

	return c.giveRole(account, role)
}

// revokeUserRole takes a role from a person. Unverified: that revoking a role
// which the person does not have is no error, and that a role that the person
// has by a group only stays.
func (c *call) revokeUserRole() wire.Answer {
	account, role, refusal := c.userAndRole()
	if refusal != nil {
		return *refusal
	}

	return c.takeRole(account, role)
}

func (c *call) assignOrganizationRole() wire.Answer {
	account, refusal := c.userOfRoles()
	if refusal != nil {
		return *refusal
	}

	return c.giveRole(account, c.state.OrgAdmin())
}

func (c *call) revokeOrganizationRole() wire.Answer {
	account, refusal := c.userOfRoles()
	if refusal != nil {
		return *refusal
	}

	return c.takeRole(account, c.state.OrgAdmin())
}

func (c *call) giveRole(account *world.Account, role world.Role) wire.Answer {
	if grantsNothing(role.Resource) {
		return wire.NoBody(http.StatusNoContent)
	}

	if c.state.SeatsExceededBy([]world.Role{role}, account) {
		return wire.Fail(http.StatusConflict, codeNoSeat, "Product License Limit Exceeded", "You've exceeded your user limit for the app.")
	}

	c.state.LogEvent(c.now, world.ActionUserRoleAssigned, c.state.KeyActor(), world.UserObject(account), world.RoleObject(role))
	c.state.Change(c.now, func(v *world.View) { v.GiveRole(account, role) })

	return wire.NoBody(http.StatusNoContent)
}

func (c *call) takeRole(account *world.Account, role world.Role) wire.Answer {
	c.state.LogEvent(c.now, world.ActionUserRoleRevoked, c.state.KeyActor(), world.UserObject(account), world.RoleObject(role))
	c.state.Change(c.now, func(v *world.View) { v.TakeRole(account, role) })

	return wire.NoBody(http.StatusNoContent)
}

// userOfRoles is the person whose roles are to be changed.
func (c *call) userOfRoles() (*world.Account, *wire.Answer) {
	account, ok := c.state.ByAccount[c.PathValue("userId")]
	if !ok || !c.state.Visible(c.state.Truth, account, world.AllDirectories) {
		return nil, new(wire.Fail(http.StatusNotFound, codeNoSuchUser, "Resource not found", "There is no user "+c.PathValue("userId")+" in this organization."))
	}

	return account, nil
}

// userAndRole is the person and the role of a request. A resource is required
// for all roles but that of an organization admin, for which it is ignored.
// Unverified: which roles there are on which resource.
func (c *call) userAndRole() (*world.Account, world.Role, *wire.Answer) {
	account, refusal := c.userOfRoles()
	if refusal != nil {
		return nil, world.Role{}, refusal
	}

	role := world.Role{Resource: c.Text("resource"), Role: c.Text("role")}
	if role.Role == world.RoleOrgAdmin {
		return account, c.state.OrgAdmin(), nil
	}

	if _, err := world.ResourceOwner(role.Resource); err != nil {
		return nil, role, new(wire.Fail(http.StatusBadRequest, codeBadRoleRequest, "Bad request", err.Error()))
	}

	known := c.state.KnowsResource(role.Resource)
	platform := c.state.IsPlatform(role.Resource)

	switch {
	case platform && role.Role != world.RoleSiteAdmin && role.Role != world.RoleUserAdmin, known && role.Role == world.RoleSiteAdmin:
		return nil, role, new(wire.Fail(http.StatusBadRequest, codeRoleOfResource, "Invalid role for resource", role.Role+" is not a role on "+role.Resource+"."))
	case known, grantsNothing(role.Resource), platform && c.state.KnowsSite(world.CloudID(role.Resource)):
		return account, role, nil
	}

	return nil, role, new(wire.Fail(http.StatusNotFound, codeNoSuchUser, "Resource not found", "There is no resource "+role.Resource+" in this organization."))
}
