// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Claim statuses, as "Get domains in an organization" documents them.
const (
	claimVerified     = "verified"
	claimUnverified   = "unverified"
	claimMissingToken = "missing_token"
)

var claimStatuses = []string{claimVerified, claimUnverified, claimMissingToken, "superseded", "deleted"}

// domain is a domain listed in the organization.
type domain struct {
	seq       int
	id        string
	name      string
	claimType string
	status    string
}

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

// addDomain lists a domain.
func (s *state) addDomain(description Domain) error {
	added := &domain{
		id:        description.ID,
		name:      strings.ToLower(strings.TrimSuffix(description.Name, ".")),
		claimType: cmp.Or(description.ClaimType, "dns"),
		status:    cmp.Or(description.ClaimStatus, claimVerified),
	}

	if added.name == "" || strings.ContainsAny(added.name, "@/ ") {
		return fmt.Errorf("name: %q is not a domain name", description.Name)
	}

	if err := errors.Join(
		oneOf("claim_type", added.claimType, "dns", "http"),
		oneOf("claim_status", added.status, claimStatuses...),
	); err != nil {
		return err
	}

	if _, listed := s.domain(added.name); listed {
		return fmt.Errorf("name: %s is listed already", added.name)
	}

	added.id = cmp.Or(added.id, derive(s.id, "domain", added.name))
	if !isUUID(added.id) {
		return fmt.Errorf("id: %q is not a UUID, as the IDs of domains are", added.id)
	}

	s.sequence++
	added.seq = s.sequence
	s.domains = append(s.domains, added)

	return nil
}

// listDomain lists a domain that an admin has added in the console.
func (s *state) listDomain(now time.Time, description Domain) error {
	if err := s.addDomain(description); err != nil {
		return err
	}

	s.record(now, ActionDomainAdded, s.adminActor(), domainObject(s.domains[len(s.domains)-1]))

	return nil
}

// changeClaim changes the claim of a domain, and with it, whom the organization manages.
func (s *state) changeClaim(now time.Time, listed *domain, claimType, status string) {
	if listed.claimType == claimType && listed.status == status {
		return
	}

	listed.claimType, listed.status = claimType, status
	s.releaseUnmanaged()
	s.record(now, ActionDomainChanged, s.adminActor(), domainObject(listed))
}

func (s *state) domain(name string) (*domain, bool) {
	at := slices.IndexFunc(s.domains, func(d *domain) bool { return strings.EqualFold(d.name, name) })
	if at < 0 {
		return nil, false
	}

	return s.domains[at], true
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
	wire := wireDomain{ID: d.id, Type: "domains", Links: wireSelf{c.address(pathOrgs + "/" + c.state.id + "/domains/" + d.id)}}
	wire.Attributes.Name = d.name
	wire.Attributes.Claim.Type = d.claimType
	wire.Attributes.Claim.Status = d.status

	return wire
}

// sequenceKey sorts as the number does.
func sequenceKey(sequence int) string { return fmt.Sprintf("%09d", sequence) }
