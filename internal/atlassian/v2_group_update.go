// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"net/http"
)

const renamePage = "https://developer.atlassian.com/cloud/admin/organization/rename-group/"

// GroupChange is a change of a group. A nil field stays as it is.
type GroupChange struct {
	// Name is the new name.
	Name *string `json:"name,omitempty"`
	// Description is the new description. An empty one removes it.
	Description *string `json:"description,omitempty"`
}

// Only the summary of the tutorial "Rename group" of November 2026 is known. Sending the same change twice changes the group once.
var updateGroup = documented(Operation{
	ID: "updateGroup", Method: http.MethodPatch, Path: group, Source: renamePage,
	Repeat: Idempotent, Guessed: true, Meanings: writeMeaningsWith("A group with this name exists already"),
})

// UpdateGroup renames a group, or changes its description. The group keeps its ID, members and roles.
//
// PATCH /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}
// https://developer.atlassian.com/cloud/admin/organization/rename-group/
//
// Unverified, and isolated here: the operation certainly exists, but its method, path and body are inferred from similar
// operations. This method does not read the answer. A read of the group shows the result.
func (c *Client) UpdateGroup(ctx context.Context, organizationID, directoryID, groupID string, change GroupChange) error {
	return c.do(ctx, request{operation: updateGroup, elements: []string{organizationID, directoryID, groupID}, body: change}, nil)
}
