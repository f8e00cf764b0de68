// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"net/http"
)

const (
	// organizationPages is the root of the pages about the Organizations API, in both of its versions.
	organizationPages = "https://developer.atlassian.com/cloud/admin/organization/rest/"
	orgsPage          = organizationPages + "api-group-orgs/"

	// v1 is the root of version 1 of the Organizations API.
	v1 = "/admin/v1/orgs/{orgId}"
)

// Organization is an Atlassian organization.
type Organization struct {
	// ID is a UUID.
	ID string
	// Name is the name that Atlassian Administration shows.
	Name string
}

var getOrgByID = documented(Operation{ID: "getOrgById", Method: http.MethodGet, Path: v1, Scope: "read:orgs:admin", Source: orgsPage})

// Organization reads an organization.
//
// GET /admin/v1/orgs/{orgId}
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-orgs/
func (c *Client) Organization(ctx context.Context, organizationID string) (Organization, error) {
	type wire struct {
		ID         string `json:"id"`
		Attributes struct {
			Name string `json:"name"`
		} `json:"attributes"`
	}
	r := request{operation: getOrgByID, elements: []string{organizationID}}
	return readOne(ctx, c, r, func(w wire) Organization { return Organization{ID: w.ID, Name: w.Attributes.Name} })
}
