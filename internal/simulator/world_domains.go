// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
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

// domainState are the domains of an organization.
type domainState struct {
	domains []*domain
}

var domainPart = part{seed: (*state).seedDomains, describe: (*state).describeDomains}

func (s *state) describeDomains(org *Organization) {
	for _, domain := range s.domains {
		org.Domains = append(org.Domains, Domain{ID: domain.id, Name: domain.name, ClaimType: domain.claimType, ClaimStatus: domain.status})
	}
}

func (s *state) seedDomains(org Organization) error {
	for i, domain := range org.Domains {
		if err := s.addDomain(domain); err != nil {
			return fmt.Errorf("domains[%d]: %w", i, err)
		}
	}

	return nil
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

func (s *state) domain(name string) (*domain, bool) {
	at := slices.IndexFunc(s.domains, func(d *domain) bool { return strings.EqualFold(d.name, name) })
	if at < 0 {
		return nil, false
	}

	return s.domains[at], true
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

func domainObject(d *domain) eventObject {
	return eventObject{d.id, "domain", map[string]string{"name": d.name, "claimStatus": d.status}}
}

// AddDomain lists a domain. An empty claim type is dns, an empty status verified.
func (w *World) AddDomain(name, claimType, status string) error {
	now, leave := w.enter()
	defer leave()

	return w.state.listDomain(now, Domain{Name: name, ClaimType: claimType, ClaimStatus: status})
}

// SetDomainClaim changes the claim status of a domain.
func (w *World) SetDomainClaim(name, status string) error {
	if err := oneOf("claim_status", status, claimStatuses...); err != nil {
		return err
	}

	now, leave := w.enter()
	defer leave()

	domain, ok := w.state.domain(name)
	if !ok {
		return fmt.Errorf("domain %q: %w", name, ErrNotFound)
	}

	w.state.changeClaim(now, domain, domain.claimType, status)

	return nil
}

// PutDomain lists a domain, or changes the claim of a listed one. What is empty
// stays as it is.
func (w *World) PutDomain(wanted Domain) error {
	now, leave := w.enter()
	defer leave()

	listed, ok := w.state.domain(wanted.Name)
	if !ok {
		return w.state.listDomain(now, wanted)
	}

	claimType, status := cmp.Or(wanted.ClaimType, listed.claimType), cmp.Or(wanted.ClaimStatus, listed.status)

	if err := errors.Join(oneOf("claim_type", claimType, "dns", "http"), oneOf("claim_status", status, claimStatuses...)); err != nil {
		return err
	}

	w.state.changeClaim(now, listed, claimType, status)

	return nil
}

// RemoveDomain takes a domain off the list.
func (w *World) RemoveDomain(name string) error {
	now, leave := w.enter()
	defer leave()

	found, ok := w.state.domain(name)
	if !ok {
		return fmt.Errorf("domain %q: %w", name, ErrNotFound)
	}

	w.state.domains = slices.DeleteFunc(w.state.domains, func(d *domain) bool { return d == found })
	w.state.releaseUnmanaged()
	w.state.record(now, ActionDomainRemoved, w.state.adminActor(), domainObject(found))

	return nil
}

// DomainID finds a domain by name; empty where there is none.
func (w *World) DomainID(name string) string {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.domain(name); ok {
		return found.id
	}

	return ""
}
