// SPDX-License-Identifier: MPL-2.0

// Package domains knows the e-mail domains of an organization: how far their claims are, and how to wait for them.
package domains

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Domain is an e-mail domain that the organization has added, with the state of its claim.
type Domain = atlassian.Domain

// The statuses of a domain's claim that Atlassian documents; others may come and pass through.
const (
	Verified     = "verified"
	Unverified   = "unverified"
	MissingToken = "missing_token"
	Superseded   = "superseded"
	// Deleted is the status of a domain that is still listed but gone.
	Deleted = "deleted"
)

// UnverifiedDomainError says that a domain was not verified in time.
type UnverifiedDomainError struct {
	// Name is the domain's name.
	Name string
	// Status is the claim's last known status; empty while the domain is not listed.
	Status string
	// Err is why the wait ended.
	Err error
}

// Error names the domain and its last status.
func (e *UnverifiedDomainError) Error() string {
	if e.Status == "" {
		return fmt.Sprintf("domain %s was not listed in time", atlassian.Word(e.Name))
	}
	return fmt.Sprintf("domain %s was not verified in time: its status is %q", atlassian.Word(e.Name), e.Status)
}

// Unwrap returns why the wait ended.
func (e *UnverifiedDomainError) Unwrap() error { return e.Err }

// domainProfile is how names are looked up in DNS, with lengths checked: no empty label, none over 63 bytes.
var domainProfile = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true), idna.VerifyDNSLength(true))

// Normalize brings a domain's name into the form in which Atlassian lists it: lower case, international names in
// their ASCII (punycode) form, without a trailing dot.
func Normalize(name string) (string, error) {
	ascii, err := domainProfile.ToASCII(strings.TrimSuffix(strings.TrimSpace(name), "."))
	if err != nil {
		return "", fmt.Errorf("%q is not a domain name: %w", name, err)
	}
	if !strings.Contains(ascii, ".") {
		return "", fmt.Errorf("%q is not a domain name: it has no dot", name)
	}
	return strings.ToLower(ascii), nil
}

// Domains are the domains that the organization has claimed.
type Domains struct {
	client *atlassian.Client
	id     string

	list  reading.Listing[Domain]
	watch *reading.Watch[string, Domain]
}

// New makes the domains of a run over an organization. Pauses are those between two looks at a domain. It sends no request.
func New(client *atlassian.Client, organizationID string, pauses reading.Pauses) *Domains {
	d := &Domains{client: client, id: organizationID}
	d.list = reading.Listing[Domain]{Key: func(d Domain) string { return d.ID }, Pages: d.search}
	d.watch = reading.NewWatch(pauses, meaning.IsRefusal, d.read)
	return d
}

// List lists the organization's domains, with one read for the run. Domains whose status is "deleted" are left out.
func (d *Domains) List(ctx context.Context) ([]Domain, error) {
	return d.list.All(ctx)
}

// ByName finds a domain by its name, in any case or spelling.
func (d *Domains) ByName(ctx context.Context, name string) (Domain, error) {
	normal, err := Normalize(name)
	if err != nil {
		return Domain{}, err
	}
	return d.find(ctx, "domain "+name, func(d Domain) bool { return domainKey(d) == normal })
}

// StillByName is [Domains.ByName] for a domain that was listed before: if one answer lacks it, it reads the
// list once more.
func (d *Domains) StillByName(ctx context.Context, name string) (Domain, error) {
	found, err := d.ByName(ctx, name)
	if !meaning.IsNotFound(err) {
		return found, err
	}
	if err := d.list.Again(ctx); err != nil {
		return Domain{}, err
	}
	return d.ByName(ctx, name)
}

// ByID finds a domain by its ID.
func (d *Domains) ByID(ctx context.Context, id string) (Domain, error) {
	return d.find(ctx, fmt.Sprintf("the domain with ID %q", id), func(d Domain) bool { return d.ID == id })
}

func (d *Domains) find(ctx context.Context, what string, is func(Domain) bool) (Domain, error) {
	all, err := d.List(ctx)
	if err != nil {
		return Domain{}, err
	}
	var found Domain
	for _, one := range all {
		if is(one) {
			found = worse(found, one)
		}
	}
	if found == (Domain{}) {
		return Domain{}, &meaning.NotFoundError{What: what, Hint: addDomainHint}
	}
	return found, nil
}

// worse is the one of two entries of a domain that is not verified, or else the first one. Unverified: that Atlassian lists a domain once. One
// that is listed as verified and as something else must not pass for verified because of the order.
func worse(first, second Domain) Domain {
	if first == (Domain{}) || first.ClaimStatus == Verified && second.ClaimStatus != Verified {
		return second
	}
	return first
}

const addDomainHint = "add it in Atlassian Administration under Directory > Domains (the API has no operation for it)"

// Wait waits until a domain is verified. All waiters share their reads. A domain that is not listed is an
// error at once, unless untilListed: then it may still be added. When the context ends first, the error is an
// [UnverifiedDomainError].
func (d *Domains) Wait(ctx context.Context, name string, untilListed bool) (Domain, error) {
	normal, err := Normalize(name)
	if err != nil {
		return Domain{}, err
	}
	domain, err := d.watch.Wait(ctx, normal, func(d Domain, listed bool) (bool, error) {
		if !listed && !untilListed {
			return false, &meaning.NotFoundError{What: "domain " + name, Hint: addDomainHint}
		}
		return listed && d.ClaimStatus == Verified, nil
	})
	if err == nil {
		return domain, nil
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return domain, &UnverifiedDomainError{Name: name, Status: domain.ClaimStatus, Err: err}
	}
	return domain, err
}

// read is one read of the domain watch: the listing has no filter, so its whole answer serves every waiter,
// and every later call for the listing in the run.
func (d *Domains) read(ctx context.Context, _ []string) (map[string]Domain, error) {
	all, err := reading.Collect(d.search(ctx))
	if err != nil {
		return nil, err
	}
	d.list.Put(all)
	byName := make(map[string]Domain, len(all))
	for _, d := range all {
		byName[domainKey(d)] = worse(byName[domainKey(d)], d)
	}
	return byName, nil
}

func (d *Domains) search(ctx context.Context) iter.Seq2[Domain, error] {
	return func(yield func(Domain, error) bool) {
		for d, err := range d.client.Domains(ctx, d.id) {
			if (err != nil || d.ClaimStatus != Deleted) && !yield(d, err) {
				return
			}
		}
	}
}

// domainKey is a listed domain's normal name; it is Atlassian's own spelling where that is not a name that IDN knows.
func domainKey(d Domain) string {
	if normal, err := Normalize(d.Name); err == nil {
		return normal
	}
	return strings.ToLower(d.Name)
}

// Verified lists the names of the domains that the organization has verified, sorted.
func (d *Domains) Verified(ctx context.Context) ([]string, error) {
	all, err := d.List(ctx)
	if err != nil {
		return nil, err
	}
	byName := make(map[string]Domain, len(all))
	for _, domain := range all {
		name := strings.ToLower(domain.Name)
		byName[name] = worse(byName[name], domain)
	}
	maps.DeleteFunc(byName, func(_ string, domain Domain) bool { return domain.ClaimStatus != Verified })
	return slices.Sorted(maps.Keys(byName)), nil
}
