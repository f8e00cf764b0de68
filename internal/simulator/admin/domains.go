// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"net/http"
	"strconv"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

type wireDomain struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Attributes struct {
		Name  string `json:"name"`
		Claim struct {
			Type   string `json:"type"`
			Status string `json:"status"`
		} `json:"claim"`
	} `json:"attributes"`
	Links wire.SelfLink `json:"links"`
}

// domainOperations are the operations about domains.
func domainOperations(w *world.World) []*wire.Operation {
	return []*wire.Operation{
		{
			Method: "GET", Path: pathOrg + "/domains",
			Scope: "read:domains:admin",
			Query: cursorOnly, Serve: within(w, (*call).listDomains, unmanagedOrg),
			Family: wire.FamilyDomains, Codes: map[int]string{http.StatusBadRequest: wire.CodeInvalidCursor},
			Lists: true, Live: wire.LivePage(nil),
		},
		{
			Method: "GET", Path: pathOrg + "/domains/{domainId}",
			Scope:  "read:domains:admin",
			Serve:  within(w, (*call).getDomain, unmanagedOrg),
			Family: wire.FamilyDomains, Codes: map[int]string{http.StatusBadRequest: wire.CodeInvalidDomain, http.StatusNotFound: wire.CodeUnknownDomain},
		},
	}
}

func (c *call) listDomains() wire.Answer {
	at, err := c.Page(wire.PageSizeV1)
	if err != nil {
		return c.InvalidCursor()
	}

	page, next := wire.SlicePage(c.state.Domains, func(d *world.ListedDomain) string { return world.SequenceKey(d.Seq) }, at)

	found := make([]wireDomain, len(page))
	for i, domain := range page {
		found[i] = c.wireDomain(domain)
	}

	return wire.OK(wire.Page[wireDomain]{Data: found, Links: c.AddressLinks(at, next)})
}

func (c *call) getDomain() wire.Answer {
	id := c.Request.PathValue("domainId")
	if !world.IsUUID(id) {
		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidDomain, "Invalid domain identifier", strconv.Quote(id)+" is not the identifier of a domain.")
	}

	for _, domain := range c.state.Domains {
		if domain.ID == id {
			return wire.OK(wire.Data[wireDomain]{Data: c.wireDomain(domain)})
		}
	}

	return wire.Fail(http.StatusNotFound, wire.CodeUnknownDomain, "Domain not found", "There is no domain "+id+" in this organization.")
}

func (c *call) wireDomain(d *world.ListedDomain) wireDomain {
	form := wireDomain{ID: d.ID, Type: "domains", Links: wire.SelfLink{Self: c.Address(pathOrgs + "/" + c.state.ID + "/domains/" + d.ID)}}
	form.Attributes.Name = d.Name
	form.Attributes.Claim.Type = d.ClaimType
	form.Attributes.Claim.Status = d.Status

	return form
}
