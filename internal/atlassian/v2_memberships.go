// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"net/http"
)

// A conflict may mean that the account is in the group already, or that a seat is missing. So the client sends it once, and the
// caller reads to settle a conflict or a lost answer.
var addGroupMember = documented(Operation{
	ID: "addGroupMember", Method: http.MethodPost, Path: group + "/memberships", Source: groupsPage,
	Repeat: Once, Success: http.StatusNoContent, Empty: true,
	Meanings: writeMeaningsWith("The user is in the group already, or the user limit of an app that the group grants is exceeded"),
})

// AddGroupMember adds an account to a group of the same directory. A conflict has two meanings: the account is in the group
// already, or an app that the group grants has no seat left.
//
// POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/memberships
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-groups/
func (c *Client) AddGroupMember(ctx context.Context, organizationID, directoryID, groupID, accountID string) error {
	body := struct {
		AccountID string `json:"accountId"`
	}{accountID}
	return c.do(ctx, request{operation: addGroupMember, elements: []string{organizationID, directoryID, groupID}, body: body}, nil)
}

var removeGroupMember = documented(Operation{
	ID: "removeGroupMember", Method: http.MethodDelete, Path: group + "/memberships/{accountId}", Source: groupsPage,
	Repeat: Idempotent, Success: http.StatusNoContent, Empty: true, Meanings: writeMeanings,
})

// RemoveGroupMember removes an account from a group. Unverified: the answer for an account that is not in the group. "Not found"
// is expected.
//
// DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/memberships/{accountId}
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-groups/
func (c *Client) RemoveGroupMember(ctx context.Context, organizationID, directoryID, groupID, accountID string) error {
	return c.do(ctx, request{operation: removeGroupMember, elements: []string{organizationID, directoryID, groupID, accountID}}, nil)
}
