// SPDX-License-Identifier: MPL-2.0

package world

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

// ListedDomain is a domain listed in the organization.
type ListedDomain struct {
	Seq       int
	ID        string
	Name      string
	ClaimType string
	Status    string
}

// domainState are the domains of an organization.
type domainState struct {
	Domains []*ListedDomain
}

var domainPart = part{seed: (*State).seedDomains, describe: (*State).describeDomains}

func (s *State) describeDomains(org *Organization) {
	for _, domain := range s.Domains {
		org.Domains = append(org.Domains, Domain{ID: domain.ID, Name: domain.Name, ClaimType: domain.ClaimType, ClaimStatus: domain.Status})
	}
}

func (s *State) seedDomains(org Organization) error {
	for i, domain := range org.Domains {
		if err := s.addDomain(domain); err != nil {
			return fmt.Errorf("domains[%d]: %w", i, err)
		}
	}

	return nil
}

// addDomain lists a domain.
func (s *State) addDomain(description Domain) error {
	added := &ListedDomain{
		ID:        description.ID,
		Name:      strings.ToLower(strings.TrimSuffix(description.Name, ".")),
		ClaimType: cmp.Or(description.ClaimType, "dns"),
		Status:    cmp.Or(description.ClaimStatus, claimVerified),
	}

	if added.Name == "" || strings.ContainsAny(added.Name, "@/ ") {
		return fmt.Errorf("name: %q is not a domain name", description.Name)
	}

	if err := errors.Join(
		oneOf("claim_type", added.ClaimType, "dns", "http"),
		oneOf("claim_status", added.Status, claimStatuses...),
	); err != nil {
		return err
	}

	if _, listed := s.domain(added.Name); listed {
		return fmt.Errorf("name: %s is listed already", added.Name)
	}

	added.ID = cmp.Or(added.ID, Derive(s.ID, "domain", added.Name))
	if !IsUUID(added.ID) {
		return fmt.Errorf("id: %q is not a UUID, as the IDs of domains are", added.ID)
	}

	s.sequence++
	added.Seq = s.sequence
	s.Domains = append(s.Domains, added)

	return nil
}

func (s *State) domain(name string) (*ListedDomain, bool) {
	at := slices.IndexFunc(s.Domains, func(d *ListedDomain) bool { return strings.EqualFold(d.Name, name) })
	if at < 0 {
		return nil, false
	}

	return s.Domains[at], true
}

// listDomain lists a domain that an admin has added in the console.
func (s *State) listDomain(now time.Time, description Domain) error {
	if err := s.addDomain(description); err != nil {
		return err
	}

	s.LogEvent(now, ActionDomainAdded, s.adminActor(), domainObject(s.Domains[len(s.Domains)-1]))

	return nil
}

// changeClaim changes the claim of a domain, and so which accounts the
// organization manages.
func (s *State) changeClaim(now time.Time, listed *ListedDomain, claimType, status string) {
	if listed.ClaimType == claimType && listed.Status == status {
		return
	}

	listed.ClaimType, listed.Status = claimType, status
	s.releaseUnmanaged()
	s.LogEvent(now, ActionDomainChanged, s.adminActor(), domainObject(listed))
}

func domainObject(d *ListedDomain) EventObject {
	return EventObject{d.ID, "domain", map[string]string{"name": d.Name, "claimStatus": d.Status}}
}

// AddDomain lists a domain. An empty claim type means dns, and an empty status
// means verified.
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

	w.state.changeClaim(now, domain, domain.ClaimType, status)

	return nil
}

// PutDomain lists a domain, or changes the claim of a listed one. An empty
// field stays as it is.
func (w *World) PutDomain(wanted Domain) error {
	now, leave := w.enter()
	defer leave()

	listed, ok := w.state.domain(wanted.Name)
	if !ok {
		return w.state.listDomain(now, wanted)
	}

	claimType, status := cmp.Or(wanted.ClaimType, listed.ClaimType), cmp.Or(wanted.ClaimStatus, listed.Status)

	if err := errors.Join(oneOf("claim_type", claimType, "dns", "http"), oneOf("claim_status", status, claimStatuses...)); err != nil {
		return err
	}

	w.state.changeClaim(now, listed, claimType, status)

	return nil
}

// RemoveDomain removes a domain from the list.
func (w *World) RemoveDomain(name string) error {
	now, leave := w.enter()
	defer leave()

	found, ok := w.state.domain(name)
	if !ok {
		return fmt.Errorf("domain %q: %w", name, ErrNotFound)
	}

	w.state.Domains = slices.DeleteFunc(w.state.Domains, func(d *ListedDomain) bool { return d == found })
	w.state.releaseUnmanaged()
	w.state.LogEvent(now, ActionDomainRemoved, w.state.adminActor(), domainObject(found))

	return nil
}

// DomainID is the ID of a domain, given by name. It is empty if there is no
// such domain.
func (w *World) DomainID(name string) string {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.domain(name); ok {
		return found.ID
	}

	return ""
}
