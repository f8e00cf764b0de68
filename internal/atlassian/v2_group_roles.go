// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
)

// GroupRoleAssignment holds the roles of a group on one resource.
type GroupRoleAssignment struct {
	// ResourceID is the resource's ARI.
	ResourceID string
	// ResourceOwner is the app that the resource belongs to.
	ResourceOwner string
	// DefaultRole is the role for which the group is the default group of the app. It may be empty.
	DefaultRole string
	// Roles are role IDs such as "atlassian/user".
	Roles []string
}

var getGroupRoleAssignments = documented(Operation{
	ID: "getGroupRoleAssignments", Method: http.MethodGet, Path: group + "/role-assignments", Scope: "read:groups:admin", Source: groupsPage,
})

// GroupRoleAssignments lists the roles of a group.
//
// GET /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/role-assignments, pages of up to 100
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-groups/
func (c *Client) GroupRoleAssignments(ctx context.Context, organizationID, directoryID, groupID string) iter.Seq2[GroupRoleAssignment, error] {
	first := request{operation: getGroupRoleAssignments, elements: []string{organizationID, directoryID, groupID}, query: fullPages()}
	return pagesOf(ctx, c, first, byQuery(first), wireRoleAssignment.assignment,
		func(a GroupRoleAssignment) string { return a.ResourceID })
}

type wireRoleAssignment struct {
	ResourceID    string       `json:"resourceId"`
	ResourceOwner string       `json:"resourceOwner"`
	DefaultRole   string       `json:"defaultRole"`
	Roles         list[string] `json:"roles"`
}

// complete refuses an assignment without roles, because missing roles would count as none.
func (w *wireRoleAssignment) complete() error {
	switch {
	case w.ResourceID == "":
		return errors.New("roles are on no resource")
	case !w.Roles.present:
		return fmt.Errorf("it does not say which roles there are on %s", Word(w.ResourceID))
	}
	return nil
}

func (w wireRoleAssignment) assignment() GroupRoleAssignment {
	return GroupRoleAssignment{ResourceID: w.ResourceID, ResourceOwner: w.ResourceOwner, DefaultRole: w.DefaultRole, Roles: w.Roles.items}
}

// Assigning is an upsert, so it may be repeated.
var assignGroupRole = documented(Operation{
	ID: "assignGroupRole", Method: http.MethodPost, Path: group + "/role-assignments/assign", Source: groupsPage,
	Repeat: Idempotent, Success: http.StatusOK, Empty: true, Meanings: writeMeaningsWith("The user limit of the app is exceeded"),
})

// AssignGroupRole gives a group a role on a resource. It changes nothing if the group has the role already. It takes effect
// within 30 seconds. Unverified: that Atlassian accepts a plain ari:cloud:jira::site/… and grants nothing.
//
// POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/role-assignments/assign
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-groups/
func (c *Client) AssignGroupRole(ctx context.Context, organizationID, directoryID, groupID, resourceID, roleID string) error {
	return c.changeGroupRole(ctx, assignGroupRole, organizationID, directoryID, groupID, resourceID, roleID)
}

// Revoking removes what is there, so it may be repeated.
var revokeGroupRole = documented(Operation{
	ID: "revokeGroupRole", Method: http.MethodPost, Path: group + "/role-assignments/revoke", Source: groupsPage,
	Repeat: Idempotent, Success: http.StatusNoContent, Empty: true, Meanings: writeMeanings,
})

// RevokeGroupRole takes a role on a resource from a group. It takes effect within 30 seconds.
//
// POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/role-assignments/revoke
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-groups/
func (c *Client) RevokeGroupRole(ctx context.Context, organizationID, directoryID, groupID, resourceID, roleID string) error {
	return c.changeGroupRole(ctx, revokeGroupRole, organizationID, directoryID, groupID, resourceID, roleID)
}

func (c *Client) changeGroupRole(ctx context.Context, operation Operation, organizationID, directoryID, groupID, resourceID, roleID string) error {
	body := struct {
		ResourceID string `json:"resourceId"`
		RoleID     string `json:"roleId"`
	}{resourceID, roleID}
	return c.do(ctx, request{operation: operation, elements: []string{organizationID, directoryID, groupID}, body: body}, nil)
}
