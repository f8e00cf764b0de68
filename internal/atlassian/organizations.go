// SPDX-License-Identifier: MPL-2.0

package atlassian

import "context"

// Organization is an Atlassian organization.
type Organization struct {
	// ID is a UUID.
	ID string
	// Name is as shown in Atlassian Administration.
	Name string
}

// Organization reads an organization.
//
// GET /admin/v1/orgs/{orgId}
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-orgs/
func (c *Client) Organization(ctx context.Context, organizationID string) (Organization, error) {
	var answer struct {
		Data struct {
			ID         string `json:"id"`
			Attributes struct {
				Name string `json:"name"`
			} `json:"attributes"`
		} `json:"data"`
	}
	err := c.do(ctx, request{operation: getOrgByID, elements: []string{organizationID}}, &answer)
	return Organization{ID: answer.Data.ID, Name: answer.Data.Attributes.Name}, err
}
