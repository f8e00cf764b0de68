// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"net/http"
)

// Adding twice is a conflict, and a conflict may also be a seat limit: so it is sent once, and settled by reading.
var addGroupMember = documented(Operation{
	ID: "addGroupMember", Method: http.MethodPost, Path: group + "/memberships", Source: groupsPage,
	Repeat: Once, Success: http.StatusNoContent, Empty: true,
	Meanings: writeMeaningsWith("The user is in the group already, or the user limit of an app that the group grants is exceeded"),
})

// AddGroupMember adds an account to a group of the same directory. A conflict has two meanings: the account is in the
// group already, or an app that the group grants has no seat left.
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

// RemoveGroupMember removes an account from a group. What the API says of an account that is not in it is unverified;
// "not found" is expected.
//
// DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/memberships/{accountId}
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-groups/
func (c *Client) RemoveGroupMember(ctx context.Context, organizationID, directoryID, groupID, accountID string) error {
	return c.do(ctx, request{operation: removeGroupMember, elements: []string{organizationID, directoryID, groupID, accountID}}, nil)
}
