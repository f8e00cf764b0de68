// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"net/http"
)

// GroupChange is what is to become of a group; nil leaves a field as it is.
type GroupChange struct {
	// Name is the new name.
	Name *string `json:"name,omitempty"`
	// Description is the new description; empty takes it away.
	Description *string `json:"description,omitempty"`
}

// UpdateGroup renames a group, or changes its description. It keeps its ID, members and roles.
//
// PATCH /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}
// https://developer.atlassian.com/cloud/admin/organization/rename-group/
//
// Unverified, and isolated here: that the operation exists is certain, its method, path and body are inferred from its
// neighbours. Nothing is read from the answer: what became of the group shows when it is read.
func (c *Client) UpdateGroup(ctx context.Context, organizationID, directoryID, groupID string, change GroupChange) error {
	return c.do(ctx, request{operation: updateGroup, elements: []string{organizationID, directoryID, groupID}, body: change}, nil)
}

// IsUnsupported tells that Atlassian does not serve an operation in the form in which it was sent: nobody is at the URL, or the
// method is not allowed there.
func IsUnsupported(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.NoRoute || e.Status == http.StatusMethodNotAllowed || e.Status == http.StatusNotImplemented)
}
