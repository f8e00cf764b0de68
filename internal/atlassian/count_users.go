// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"net/url"
	"strconv"
)

// CountMatchingUsers counts the accounts that a search for managed or unmanaged accounts, for two-step verification and for a
// status finds. Other fields of the search are not sent.
//
// GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/count
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/
func (c *Client) CountMatchingUsers(ctx context.Context, organizationID, directoryID string, search UserSearch) (int, error) {
	query := url.Values{}
	if directoryID != everyDirectory {
		query.Set("directoryIds", directoryID)
	}
	if search.ClaimStatus != "" {
		query.Set("claimStatus", search.ClaimStatus)
	}
	if search.MFAEnabled != nil {
		query.Set("mfaEnabled", strconv.FormatBool(*search.MFAEnabled))
	}
	for _, status := range search.Status {
		query.Add("status", status)
	}
	return c.count(ctx, request{operation: getDirectoryUsersCount, elements: []string{organizationID, directoryID}, query: query})
}
