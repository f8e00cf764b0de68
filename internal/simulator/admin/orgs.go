// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

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
	Links wire.SelfLink `json:"links"`
}

// organizationOperations are the operations about organizations.
func organizationOperations(w *world.World) []*wire.Operation {
	return []*wire.Operation{
		{
			Method: "GET", Path: pathOrgs,
			Query: cursorOnly, Serve: within(w, (*call).listOrganizations),
			Family: wire.FamilyV1, Codes: codesV1,
			Lists: true, Live: wire.LivePage(nil),
		},
		{
			Method: "GET", Path: pathOrg,
			Scope:  "read:orgs:admin",
			Serve:  within(w, (*call).getOrganization, knownOrg),
			Family: wire.FamilyV1, Codes: codesV1,
			Example: true,
		},
	}
}

// listOrganizations lists the organization for a key without scopes. For a key
// with scopes the list is empty, although the key works everywhere else.
// Unverified: others have seen this, but it is not documented.
func (c *call) listOrganizations() wire.Answer {
	at, err := c.Page(wire.PageSizeV1)
	if err != nil {
		return c.InvalidCursor()
	}

	found := []wireOrganization{}
	if len(c.state.Key.Scopes) == 0 {
		found = append(found, c.wireOrganization())
	}

	return wire.OK(wire.Page[wireOrganization]{Data: found, Links: c.AddressLinks(at, "")})
}

func (c *call) getOrganization() wire.Answer {
	return wire.OK(wire.Data[wireOrganization]{Data: c.wireOrganization()})
}

func (c *call) wireOrganization() wireOrganization {
	path := pathOrgs + "/" + c.state.ID
	form := wireOrganization{ID: c.state.ID, Type: "orgs", Links: wire.SelfLink{Self: c.Address(path)}}
	form.Attributes.Name = c.state.Name
	form.Relationships.Domains.Links.Related = c.Address(path + "/domains")
	form.Relationships.Users.Links.Related = c.Address(path + "/users")

	return form
}
