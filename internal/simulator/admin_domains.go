// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
	"strconv"
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
	Links wireSelf `json:"links"`
}

// domainOperations are the operations about domains.
func domainOperations(w *World) []*operation {
	return []*operation{
		{
			method: "GET", path: pathOrg + "/domains",
			scope: "read:domains:admin",
			query: cursorOnly, serve: within(w, (*call).listDomains, unmanagedOrg),
			family: familyDomains, codes: map[int]string{http.StatusBadRequest: codeInvalidCursor},
			lists: true, live: livePage(nil),
		},
		{
			method: "GET", path: pathOrg + "/domains/{domainId}",
			scope:  "read:domains:admin",
			serve:  within(w, (*call).getDomain, unmanagedOrg),
			family: familyDomains, codes: map[int]string{http.StatusBadRequest: codeInvalidDomain, http.StatusNotFound: codeUnknownDomain},
		},
	}
}

func (c *call) listDomains() answer {
	at, err := c.page(pageSizeV1)
	if err != nil {
		return c.invalidCursor()
	}

	page, next := slicePage(c.state.domains, func(d *domain) string { return sequenceKey(d.seq) }, at)

	found := make([]wireDomain, len(page))
	for i, domain := range page {
		found[i] = c.wireDomain(domain)
	}

	return succeed(wirePage[wireDomain]{Data: found, Links: c.addressLinks(at, next)})
}

func (c *call) getDomain() answer {
	id := c.request.PathValue("domainId")
	if !isUUID(id) {
		return fail(http.StatusBadRequest, codeInvalidDomain, "Invalid domain identifier", strconv.Quote(id)+" is not the identifier of a domain.")
	}

	for _, domain := range c.state.domains {
		if domain.id == id {
			return succeed(wireData[wireDomain]{c.wireDomain(domain)})
		}
	}

	return fail(http.StatusNotFound, codeUnknownDomain, "Domain not found", "There is no domain "+id+" in this organization.")
}

func (c *call) wireDomain(d *domain) wireDomain {
	form := wireDomain{ID: d.id, Type: "domains", Links: wireSelf{c.address(pathOrgs + "/" + c.state.id + "/domains/" + d.id)}}
	form.Attributes.Name = d.name
	form.Attributes.Claim.Type = d.claimType
	form.Attributes.Claim.Status = d.status

	return form
}
