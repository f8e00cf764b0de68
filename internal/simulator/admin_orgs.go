// SPDX-License-Identifier: MPL-2.0

package simulator

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

// organizationOperations are the operations about organizations.
func organizationOperations(w *World) []*operation {
	return []*operation{
		{
			method: "GET", path: pathOrgs,
			query: cursorOnly, serve: within(w, (*call).listOrganizations),
			family: familyV1, codes: codesV1,
			lists: true, live: livePage(nil),
		},
		{
			method: "GET", path: pathOrg,
			scope:  "read:orgs:admin",
			serve:  within(w, (*call).getOrganization, knownOrg),
			family: familyV1, codes: codesV1,
			example: true,
		},
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
	form := wireOrganization{ID: c.state.id, Type: "orgs", Links: wireSelf{c.address(path)}}
	form.Attributes.Name = c.state.name
	form.Relationships.Domains.Links.Related = c.address(path + "/domains")
	form.Relationships.Users.Links.Related = c.address(path + "/users")

	return form
}
