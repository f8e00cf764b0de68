// SPDX-License-Identifier: MPL-2.0

package console

import (
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// domainControls are the part of the control surface about domains.
func (c *surface) domainControls() []control {
	const one = Prefix + "domains/{name}"

	return []control{
		{"PUT", one, act(c.putDomain)},
		{"DELETE", one, act(func(r *http.Request) error { return c.world.RemoveDomain(r.PathValue("name")) })},
	}
}

// putDomain lists a domain, or changes the claim of a listed one.
func (c *surface) putDomain(r *http.Request) error {
	wanted, err := read[struct {
		ClaimType   string `json:"claim_type"`
		ClaimStatus string `json:"claim_status"`
	}](r)
	if err != nil {
		return err
	}

	return c.world.PutDomain(world.Domain{Name: r.PathValue("name"), ClaimType: wanted.ClaimType, ClaimStatus: wanted.ClaimStatus})
}
