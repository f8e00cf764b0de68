// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"net/http"
)

const userOfV1 = v1 + "/users/{userId}"

// Assigning is an upsert, so it may be repeated. Unverified: that Atlassian answers with success for a role that the account has already.
var assignRole = documented(Operation{
	ID: "assignRole", Method: http.MethodPost, Path: userOfV1 + "/roles/assign", Source: usersPage,
	Repeat: Idempotent, Success: http.StatusNoContent, Empty: true, Meanings: writeMeaningsWith("The user limit of the app is exceeded"),
})

// AssignUserRole gives an account a role on a resource, directly. Atlassian requires a resource for all roles but
// "atlassian/org-admin", for which it ignores the resource.
//
// POST /admin/v1/orgs/{orgId}/users/{userId}/roles/assign
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/
func (c *Client) AssignUserRole(ctx context.Context, organizationID, accountID, resourceID, role string) error {
	return c.changeUserRole(ctx, assignRole, organizationID, accountID, resourceID, role)
}

// Revoking removes what is there, so it may be repeated.
var revokeRole = documented(Operation{
	ID: "revokeRole", Method: http.MethodPost, Path: userOfV1 + "/roles/revoke", Source: usersPage,
	Repeat: Idempotent, Success: http.StatusNoContent, Empty: true, Meanings: writeMeanings,
})

// RevokeUserRole takes a role on a resource from an account. Unverified: the answers for a role that the account does not have, and for
// one that it has by a group only.
//
// POST /admin/v1/orgs/{orgId}/users/{userId}/roles/revoke
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/
func (c *Client) RevokeUserRole(ctx context.Context, organizationID, accountID, resourceID, role string) error {
	return c.changeUserRole(ctx, revokeRole, organizationID, accountID, resourceID, role)
}

func (c *Client) changeUserRole(ctx context.Context, operation Operation, organizationID, accountID, resourceID, role string) error {
	body := struct {
		Resource string `json:"resource,omitempty"`
		Role     string `json:"role"`
	}{resourceID, role}
	return c.do(ctx, request{operation: operation, elements: []string{organizationID, accountID}, body: body}, nil)
}

// OrganizationAdminRole is the one organization-level role that Atlassian documents.
const OrganizationAdminRole = "atlassian/org-admin"

// Atlassian marks the operation as experimental, and gives it no ID.
var assignOrganizationRole = documented(Operation{
	ID: "assignOrganizationRole", Method: http.MethodPost, Path: userOfV1 + "/role-assignments/assign", Source: usersPage,
	Repeat: Idempotent, Success: http.StatusNoContent, Empty: true, Meanings: writeMeanings,
})

// AssignOrganizationAdmin makes an account an organization admin, directly. It takes effect within 30 seconds. Unverified: that
// Atlassian answers with success for an account that is one already.
//
// POST /admin/v1/orgs/{orgId}/users/{userId}/role-assignments/assign, experimental
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/
func (c *Client) AssignOrganizationAdmin(ctx context.Context, organizationID, accountID string) error {
	return c.changeUserRole(ctx, assignOrganizationRole, organizationID, accountID, "", OrganizationAdminRole)
}

// Atlassian marks the operation as experimental, and gives it no ID.
var revokeOrganizationRole = documented(Operation{
	ID: "revokeOrganizationRole", Method: http.MethodPost, Path: userOfV1 + "/role-assignments/revoke", Source: usersPage,
	Repeat: Idempotent, Success: http.StatusNoContent, Empty: true, Meanings: writeMeanings,
})

// RevokeOrganizationAdmin takes the direct role of an organization admin from an account. It takes effect within 30 seconds.
// Unverified: that an account that is an organization admin by a group stays one.
//
// POST /admin/v1/orgs/{orgId}/users/{userId}/role-assignments/revoke, experimental
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/
func (c *Client) RevokeOrganizationAdmin(ctx context.Context, organizationID, accountID string) error {
	return c.changeUserRole(ctx, revokeOrganizationRole, organizationID, accountID, "", OrganizationAdminRole)
}
