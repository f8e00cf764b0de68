// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"iter"
	"net/http"
)

const domainsPage = organizationPages + "api-group-domains/"

// Domain is an e-mail domain of an organization, with the state of its claim.
type Domain struct {
	// ID is opaque.
	ID string
	// Name is the domain's name.
	Name string
	// ClaimType is how the domain was verified. "http" and "dns" are documented. Atlassian may add types.
	ClaimType string
	// ClaimStatus is "verified", "unverified", "missing_token", "superseded" or "deleted". Atlassian may add statuses.
	ClaimStatus string
}

type wireDomain struct {
	ID         string `json:"id"`
	Attributes struct {
		Name  string `json:"name"`
		Claim struct {
			Type   string `json:"type"`
			Status string `json:"status"`
		} `json:"claim"`
	} `json:"attributes"`
}

// complete refuses a domain without an ID.
func (w *wireDomain) complete() error {
	if w.ID == "" {
		return errors.New("a domain has no ID")
	}
	return nil
}

func (w wireDomain) domain() Domain {
	return Domain{ID: w.ID, Name: w.Attributes.Name, ClaimType: w.Attributes.Claim.Type, ClaimStatus: w.Attributes.Claim.Status}
}

var getDomains = documented(Operation{
	ID: "getDomains", Method: http.MethodGet, Path: v1 + "/domains", Scope: "read:domains:admin", Source: domainsPage,
})

// Domains lists the organization's domains. Unverified: whether the list has domains that were added but not verified.
//
// GET /admin/v1/orgs/{orgId}/domains; the size of a page cannot be chosen
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-domains/
func (c *Client) Domains(ctx context.Context, organizationID string) iter.Seq2[Domain, error] {
	first := request{operation: getDomains, elements: []string{organizationID}}
	return pagesOf(ctx, c, first, byQuery(first), wireDomain.domain, func(d Domain) string { return d.ID })
}

var getDomainByID = documented(Operation{
	ID: "getDomainById", Method: http.MethodGet, Path: v1 + "/domains/{domainId}", Scope: "read:domains:admin", Source: domainsPage,
})

// Domain reads a domain.
//
// GET /admin/v1/orgs/{orgId}/domains/{domainId}
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-domains/
func (c *Client) Domain(ctx context.Context, organizationID, domainID string) (Domain, error) {
	return readOne(ctx, c, request{operation: getDomainByID, elements: []string{organizationID, domainID}}, wireDomain.domain)
}
