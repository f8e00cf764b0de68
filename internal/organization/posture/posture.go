// SPDX-License-Identifier: MPL-2.0

// Package posture is the area Posture of an organization: which of the customer's duties of the shared-responsibility model are seen to be
// met.
//
// It has two parts. [Posture.Assess] reads facts, from the reads that all areas of a run share. The rule of each control is pure: it turns
// facts into evidence, and asks nobody. What cannot be read is a fact, too, and makes a control unknown.
package posture

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/backups"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Setup is what the posture needs of its run: its shared reads.
type Setup struct {
	// Domains lists the domains.
	Domains func(ctx context.Context) ([]domains.Domain, error)
	// People lists the accounts of all directories, whole, with their groups, platform roles and apps.
	People func(ctx context.Context) ([]Account, error)
	// AuthenticationPolicies returns the policies of accounts that are managed, or may be, by account ID.
	AuthenticationPolicies func(ctx context.Context, accounts []Account) (map[string]string, error)
	// PolicyChanges lists the events about a policy since its attestation, and those before that the log may have shown later.
	PolicyChanges func(ctx context.Context, policyID string, attested time.Time, watched ...string) ([]audit.Event, error)
	// PolicyActions are the IDs of the kinds of events that are such changes.
	PolicyActions func(ctx context.Context) ([]string, error)
	// Admins lists the organization admins, with how they are that.
	Admins func(ctx context.Context) ([]Admin, error)
	// APIKeys and APITokens list the keys of the organization and the tokens of its people.
	APIKeys, APITokens func(ctx context.Context) ([]Credential, error)
	// IPAllowlist, ExportRestriction and Classification are what the organization's policies come to.
	IPAllowlist       func(ctx context.Context) (orgpolicies.IPAllowlist, error)
	ExportRestriction func(ctx context.Context) (orgpolicies.ExportRestriction, error)
	Classification    func(ctx context.Context) (orgpolicies.Classification, error)
	// Sites are the sites of these names: all sites if there are none.
	Sites func(ctx context.Context, names []string) ([]Site, error)
	// InstalledApps lists the apps on sites, and UserInstalledApps is the rule of one.
	InstalledApps     func(ctx context.Context, sites []string) ([]apps.App, error)
	UserInstalledApps func(ctx context.Context, cloudID string) (string, error)
	// Backups are the products on the sites, with their backup policies.
	Backups func(ctx context.Context) (backups.Coverage, error)
}

// Site is a site of the organization.
type Site struct {
	Name, CloudID string
	// Unasked are the IDs of its workspaces of which nothing can ask for their apps.
	Unasked []string
}

// Posture is the posture of an organization.
type Posture struct{ setup Setup }

// New makes the posture of a run. It sends no request.
func New(setup Setup) *Posture { return &Posture{setup: setup} }

// Assess looks at the controls of these IDs, or at all of them if there are none. It reads what their rules need at the same time, and
// asks nothing for a control that lacks a parameter. It is an error if a waiver is for no control, or the context ends.
func (p *Posture) Assess(ctx context.Context, parameters Parameters, only ...string) ([]Finding, error) {
	waived := make([]string, 0, len(parameters.Waivers))
	for id := range parameters.Waivers {
		waived = append(waived, id)
	}
	if err := CheckWaivers(waived); err != nil {
		return nil, err
	}
	controls := Controls()
	if len(only) > 0 {
		controls = slices.DeleteFunc(controls, func(c Control) bool { return !slices.Contains(only, c.ID) })
	}
	facts, err := p.read(ctx, parameters, controls)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	findings := make([]Finding, len(controls))
	for i, control := range controls {
		findings[i] = control.judged(facts, parameters)
	}
	return findings, nil
}

// read reads the facts that some controls need. One that fails does not end the others. The error is a bug's.
func (p *Posture) read(ctx context.Context, parameters Parameters, controls []Control) (*Facts, error) {
	facts := noFacts()
	needed := make(map[Source]bool)
	for _, control := range controls {
		if control.missing(parameters) != "" {
			continue
		}
		for _, source := range control.Reads {
			needed[source] = true
		}
	}
	readers := p.readers(ctx, parameters, facts)
	var reads errgroup.Group
	for source := range needed {
		reads.Go(reading.Guarded(func() error {
			readers[source]()
			return nil
		}))
	}
	err := reads.Wait()
	return facts, err
}

// readers fill the facts, each its own.
func (p *Posture) readers(ctx context.Context, parameters Parameters, facts *Facts) map[Source]func() {
	s := p.setup
	return map[Source]func(){
		Domains: func() { facts.Domains = fact(func() ([]domains.Domain, error) { return s.Domains(ctx) }) },
		People:  func() { facts.People = fact(func() ([]Account, error) { return s.People(ctx) }) },
		AuthenticationPolicies: func() {
			facts.AuthenticationPolicies = fact(func() (map[string]string, error) { return p.places(ctx) })
		},
		PolicyChanges: func() { facts.PolicyChanges = p.changes(ctx, parameters) },
		Admins:        func() { facts.Admins = fact(func() ([]Admin, error) { return s.Admins(ctx) }) },
		APIKeys:       func() { facts.APIKeys = fact(func() ([]Credential, error) { return s.APIKeys(ctx) }) },
		APITokens:     func() { facts.APITokens = fact(func() ([]Credential, error) { return s.APITokens(ctx) }) },
		IPAllowlists: func() {
			facts.IPAllowlist = fact(func() (orgpolicies.IPAllowlist, error) { return s.IPAllowlist(ctx) })
		},
		DataSecurityPolicies: func() {
			facts.ExportRestriction = fact(func() (orgpolicies.ExportRestriction, error) { return s.ExportRestriction(ctx) })
		},
		Classification: func() {
			facts.Classification = fact(func() (orgpolicies.Classification, error) { return s.Classification(ctx) })
		},
		InstalledApps: func() {
			facts.InstalledApps = fact(func() (found []apps.App, err error) {
				found, facts.Unasked, err = p.installed(ctx, parameters)
				return found, err
			})
		},
		UserInstalledApps: func() { facts.UserInstalledApps = fact(func() ([]SiteRule, error) { return p.rules(ctx, parameters) }) },
		Backups:           func() { facts.Backups = fact(func() (backups.Coverage, error) { return p.backups(ctx, parameters) }) },
	}
}

// fact reads a fact. A bug in a read is a fact that could not be read.
func fact[T any](read func() (T, error)) (result Fact[T]) {
	result.Err = reading.Guarded(func() (err error) {
		result.Value, err = read()
		return err
	})()
	return result
}

// places are the authentication policies of the accounts that are managed, or may be.
func (p *Posture) places(ctx context.Context) (map[string]string, error) {
	people, err := p.setup.People(ctx)
	if err != nil {
		return nil, err
	}
	return p.setup.AuthenticationPolicies(ctx, slices.DeleteFunc(slices.Clone(people), isUnmanaged))
}

// changes are the events about the policies whose single sign-on is attested.
func (p *Posture) changes(ctx context.Context, parameters Parameters) map[string]Fact[[]audit.Event] {
	changes := make(map[string]Fact[[]audit.Event])
	var mu sync.Mutex
	var reads errgroup.Group
	for _, policy := range parameters.signOnPolicies() {
		attestation, is := parameters.attestation(policy)
		if !is || attestation.At.IsZero() {
			continue
		}
		reads.Go(reading.Guarded(func() error {
			events := fact(func() ([]audit.Event, error) {
				if err := p.watches(ctx, attestation); err != nil {
					return nil, err
				}
				return p.setup.PolicyChanges(ctx, policy, attestation.At, attestation.watched()...)
			})
			mu.Lock()
			defer mu.Unlock()
			changes[policy] = events
			return nil
		}))
	}
	_ = reads.Wait() // what went wrong is in the facts, and a policy without one is unknown
	return changes
}

// errNothingWatched says that no event can count.
var errNothingWatched = errors.New("ignored_actions of its attestation has every kind of event that is about authentication policies, so that no change could show")

// watches is an error if an attestation ignores every kind of event. Without any, no change is no evidence.
func (p *Posture) watches(ctx context.Context, attestation Attestation) error {
	actions, err := p.setup.PolicyActions(ctx)
	if err != nil {
		return err
	}
	counts := func(id string) bool { return !slices.Contains(attestation.IgnoredActions, id) }
	if !slices.ContainsFunc(slices.Concat(actions, attestation.WatchedActions), counts) {
		return errNothingWatched
	}
	return nil
}

// watched are the actions that counted earlier, without those that are ignored.
func (a Attestation) watched() []string {
	return slices.DeleteFunc(slices.Clone(a.WatchedActions), func(id string) bool { return slices.Contains(a.IgnoredActions, id) })
}

// installed lists the apps on the sites, each with the name of its site. Unasked are the workspaces on the sites of which it does not.
func (p *Posture) installed(ctx context.Context, parameters Parameters) (all []apps.App, unasked []string, err error) {
	sites, err := p.sites(ctx, parameters)
	if err != nil {
		return nil, nil, err
	}
	ids, names := make([]string, len(sites)), make(map[string]string, len(sites))
	for i, site := range sites {
		ids[i], names[site.CloudID] = site.CloudID, site.Name
		unasked = append(unasked, site.Unasked...)
	}
	found, err := p.setup.InstalledApps(ctx, ids)
	all = slices.Clone(found)
	for i := range all {
		all[i].Site = names[all[i].Site]
	}
	return all, unasked, err
}

// rules are those of the sites for apps that users install.
func (p *Posture) rules(ctx context.Context, parameters Parameters) ([]SiteRule, error) {
	sites, err := p.sites(ctx, parameters)
	if err != nil {
		return nil, err
	}
	rules := make([]SiteRule, len(sites))
	var reads errgroup.Group
	for i, site := range sites {
		reads.Go(reading.Guarded(func() error {
			rules[i] = SiteRule{Site: site.Name, Rule: fact(func() (string, error) { return p.setup.UserInstalledApps(ctx, site.CloudID) })}
			return nil
		}))
	}
	return rules, reads.Wait()
}

// backups are the products on the sites that are looked at, with their backup policies.
func (p *Posture) backups(ctx context.Context, parameters Parameters) (backups.Coverage, error) {
	coverage, err := p.setup.Backups(ctx)
	if err != nil || len(parameters.Sites) == 0 {
		return coverage, err
	}
	sites, err := p.sites(ctx, parameters)
	coverage.Places = slices.DeleteFunc(slices.Clone(coverage.Places), func(place backups.Place) bool {
		return !slices.ContainsFunc(sites, func(s Site) bool { return strings.EqualFold(s.CloudID, place.CloudID) })
	})
	return coverage, err
}

// errNoSites says that the organization seems to have no site. Nothing can be seen then, which is not the same as that all is well.
var errNoSites = errors.New("Atlassian lists no site of the organization") //nolint:staticcheck // the name of a company

// sites are the sites that are looked at.
func (p *Posture) sites(ctx context.Context, parameters Parameters) ([]Site, error) {
	sites, err := p.setup.Sites(ctx, parameters.Sites)
	if err == nil && len(sites) == 0 {
		err = errNoSites
	}
	return sites, err
}
