// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
)

type wireSelf struct {
	Self string `json:"self"`
}

type wireRelated struct {
	Links struct {
		Related string `json:"related"`
	} `json:"links"`
}

type wireOrganization struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Attributes struct {
		Name string `json:"name"`
	} `json:"attributes"`
	Relationships struct {
		Domains wireRelated `json:"domains"`
		Users   wireRelated `json:"users"`
	} `json:"relationships"`
	Links wireSelf `json:"links"`
}

type wireData[T any] struct {
	Data T `json:"data"`
}

type wirePage[T any] struct {
	Data  []T       `json:"data"`
	Links wireLinks `json:"links"`
}

// findOrganization refuses requests about an organization that is not this one.
func (c *call) findOrganization() *answer {
	id := c.request.PathValue("orgId")
	if id == "" || id == c.state.id {
		return nil
	}

	switch {
	case c.operation.family == familyDomains:
		// The domains document no 404 for the organization.
		return new(fail(http.StatusForbidden, codeForbidden, "Forbidden", "You are not allowed to manage this organization."))
	case c.operation.path == pathEvents:
		// The audit log documents neither 403 nor 404. Unverified.
		return new(fail(http.StatusBadRequest, codeInvalidSyntax, "Bad request", "The organization "+id+" is not one that this key may manage."))
	case c.operation.path == pathOrgV2+"/directories":
		// Nor do the directories. Unverified.
		return new(fail(http.StatusBadRequest, codeInvalidResource, "Invalid resource", "The organization "+id+" is not one that this key may manage."))
	default:
		return new(fail(http.StatusNotFound, codeUnknownOrg, "Organization not found", "There is no organization "+id+" that this key may manage."))
	}
}

// listOrganizations gives the organization to a key without scopes. A key with
// scopes finds nothing here, although it works everywhere else. Unverified:
// seen by others, not documented.
func (c *call) listOrganizations() answer {
	at, err := c.page(pageSizeV1)
	if err != nil {
		return c.invalidCursor()
	}

	found := []wireOrganization{}
	if len(c.state.key.Scopes) == 0 {
		found = append(found, c.wireOrganization())
	}

	return succeed(wirePage[wireOrganization]{Data: found, Links: c.addressLinks(at, "")})
}

func (c *call) getOrganization() answer {
	return succeed(wireData[wireOrganization]{c.wireOrganization()})
}

func (c *call) wireOrganization() wireOrganization {
	path := pathOrgs + "/" + c.state.id
	wire := wireOrganization{ID: c.state.id, Type: "orgs", Links: wireSelf{c.address(path)}}
	wire.Attributes.Name = c.state.name
	wire.Relationships.Domains.Links.Related = c.address(path + "/domains")
	wire.Relationships.Users.Links.Related = c.address(path + "/users")

	return wire
}
