// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"net/http"
)

const userInDirectory = directory + "/users/{accountId}"

var getDirectoryUserDetails = documented(Operation{ID: "getDirectoryUserDetails", Method: http.MethodGet, Path: directory + "/users/{userId}", Source: usersPage})

// User reads one account in a directory. Unverified: that it shows a change earlier than the search.
//
// GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/{userId}
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/
func (c *Client) User(ctx context.Context, organizationID, directoryID, accountID string) (User, error) {
	return readOne(ctx, c, request{operation: getDirectoryUserDetails, elements: []string{organizationID, directoryID, accountID}}, wireUser.user)
}

// Unverified: the answer for a person who is suspended already. So the client sends it once, and the caller reads to settle a refusal
// or a lost answer.
var suspendUser = documented(Operation{
	ID: "suspendUser", Method: http.MethodPost, Path: userInDirectory + "/suspend", Source: usersPage,
	Repeat: Once, Success: http.StatusNoContent, Empty: true, Meanings: writeMeanings,
})

// SuspendUser suspends a person's access in a directory. The person keeps roles and groups, and is not billed.
//
// POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}/suspend
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/
func (c *Client) SuspendUser(ctx context.Context, organizationID, directoryID, accountID string) error {
	return c.do(ctx, request{operation: suspendUser, elements: []string{organizationID, directoryID, accountID}}, nil)
}

// The same as for suspending.
var restoreUser = documented(Operation{
	ID: "restoreUser", Method: http.MethodPost, Path: userInDirectory + "/restore", Source: usersPage,
	Repeat: Once, Success: http.StatusNoContent, Empty: true, Meanings: writeMeanings,
})

// RestoreUser gives a suspended person access again, with the roles and groups from before, and Atlassian bills for it. Unverified: what
// happens if no seat is left.
//
// POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}/restore
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/
func (c *Client) RestoreUser(ctx context.Context, organizationID, directoryID, accountID string) error {
	return c.do(ctx, request{operation: restoreUser, elements: []string{organizationID, directoryID, accountID}}, nil)
}

// A removal is queued. Between two of them the person may have been invited again, so the client sends it once.
var removeUser = documented(Operation{
	ID: "removeUser", Method: http.MethodDelete, Path: userInDirectory, Source: usersPage,
	Repeat: Once, Success: http.StatusNoContent, Empty: true, Meanings: writeMeanings,
})

// RemoveUser removes a person from a directory. The person loses all roles and groups in it, and has to be invited again. The removal is
// queued, so it takes effect some time after the answer.
//
// DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/
func (c *Client) RemoveUser(ctx context.Context, organizationID, directoryID, accountID string) error {
	return c.do(ctx, request{operation: removeUser, elements: []string{organizationID, directoryID, accountID}}, nil)
}
