// SPDX-License-Identifier: MPL-2.0

package apps

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
)

// Approval is what a person has reviewed of an app. A list that is nil restricts nothing; one that is empty allows
// nothing.
type Approval struct {
	// Name is what people call the app. The review does not compare it.
	Name string
	// Scopes are those that the app may have.
	Scopes []string
	// Egress are the addresses that it may call: "*" is any, "https://*" any of that scheme, "*.example.com" every host below
	// example.com.
	Egress []string
	// Frameworks are those that it may be built with.
	Frameworks []string
	// Vendor is the name of its vendor; empty restricts nothing.
	Vendor string
	// Private says that it is one of the organization's own apps, whose key counts, or that it is one of the Marketplace; nil restricts nothing.
	Private *bool
	// MaxVersion is the newest version that was reviewed, 1.4 for every 1.4.x; empty restricts nothing.
	MaxVersion string
	// Optional approvals are not missed where the app is not installed.
	Optional bool
}

// Findings are what a review of installed apps has found.
type Findings struct {
	// Unapproved are the rows of apps that no approval names.
	Unapproved []App
	// Exceeding are the rows of apps that go beyond what was reviewed.
	Exceeding []Exceeding
	// Missing are the names of approvals that no installed app answers to, sorted.
	Missing []string
	// Names are the names of apps, by the name of the approval that each answers to.
	Names map[string]string
}

// Compliant reports whether nothing was found.
func (r Findings) Compliant() bool {
	return len(r.Unapproved) == 0 && len(r.Exceeding) == 0 && len(r.Missing) == 0
}

// Exceeding is an approved app that goes beyond what was reviewed.
type Exceeding struct {
	App
	// Approval is the name of the approval.
	Approval string
	// NewScopes and NewEgress are what was not reviewed, sorted.
	NewScopes, NewEgress []string
	// Reasons are all reasons, in words.
	Reasons []string
}

// Review compares installed apps with approvals. An approval names an app by its ID, the UUID in it, or its key. The key of a private
// app counts only where the approval says that it is of a private app. Where several approvals name an app, the app must comply with each.
// Apps that are a part of the product need no approval. What an approval restricts and Atlassian does not say counts as exceeding: absence
// of data is no compliance.
func Review(installed []App, approvals map[string]Approval) Findings {
	review := Findings{Names: make(map[string]string)}
	names := slices.Sorted(maps.Keys(approvals))
	answered := make(map[string]bool, len(approvals))
	for _, app := range installed {
		known := app.System
		for _, name := range names {
			if !approvals[name].names(app, name) {
				continue
			}
			known, answered[name] = true, true
			review.Names[name] = app.Name
			if beyond := approvals[name].exceededBy(app); len(beyond.Reasons) > 0 {
				beyond.Approval = name
				review.Exceeding = append(review.Exceeding, beyond)
			}
		}
		if !known {
			review.Unapproved = append(review.Unapproved, app)
		}
	}
	for _, name := range names {
		if !answered[name] && !approvals[name].Optional {
			review.Missing = append(review.Missing, name)
		}
	}
	return review
}

// exceededBy says how an app goes beyond the approval; there are no reasons where it does not.
func (a Approval) exceededBy(app App) Exceeding {
	beyond := Exceeding{App: app}
	because := func(format string, args ...any) {
		beyond.Reasons = append(beyond.Reasons, fmt.Sprintf(format, args...))
	}

	if a.Private != nil && *a.Private != app.Private() {
		because("it is %s, and %s was reviewed", origin(app.Private()), origin(*a.Private))
	}
	switch {
	case a.Vendor == "" || a.Vendor == app.Vendor:
	case app.Vendor == "":
		because("Atlassian does not say who its vendor is, and %s was reviewed", atlassian.Quoted(a.Vendor))
	default:
		because("its vendor is %s, and %s was reviewed", atlassian.Quoted(app.Vendor), atlassian.Quoted(a.Vendor))
	}
	if a.Frameworks != nil && !slices.Contains(a.Frameworks, app.Framework) {
		because("it is a %s app, and %s was reviewed", atlassian.Word(app.Framework), listOr("no framework", a.Frameworks))
	}
	switch {
	case a.Scopes == nil:
	case app.Scopes == nil:
		because("Atlassian does not say which scopes it has")
	default:
		beyond.NewScopes = without(app.Scopes, func(scope string) bool { return slices.Contains(a.Scopes, scope) })
		if len(beyond.NewScopes) > 0 {
			because("it has scopes that were not reviewed: %s", atlassian.Words(beyond.NewScopes))
		}
	}
	switch {
	case a.Egress == nil:
	case app.Egress == nil && !slices.Contains(a.Egress, anyAddress):
		because("Atlassian does not say which addresses it calls")
	default:
		beyond.NewEgress = without(app.Egress, func(address string) bool {
			return slices.ContainsFunc(a.Egress, func(reviewed string) bool { return reaches(reviewed, address) })
		})
		if len(beyond.NewEgress) > 0 {
			because("it may call addresses that were not reviewed: %s", atlassian.Words(beyond.NewEgress))
		}
	}
	if reason := newerThan(app.Version, a.MaxVersion); reason != "" {
		because("%s", reason)
	}
	return beyond
}

func origin(private bool) string {
	if private {
		return "a private app"
	}
	return "an app of the Marketplace"
}

func listOr(none string, all []string) string {
	if len(all) == 0 {
		return none
	}
	return strings.Join(all, " or ")
}

func without(all []string, is func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(all), is)
}

// Coverage is which places a review of some sites looks at: contexts, sorted, by the names that the sites were given.
type Coverage map[string][]string

// CoverageOf is what is asked for the apps of some sites.
func CoverageOf(sites []site.Site) Coverage {
	covered := make(Coverage, len(sites))
	for _, site := range sites {
		covered[site.Reference] = slices.Clone(site.Contexts)
	}
	return covered
}

// And is this coverage and another together.
func (c Coverage) And(other Coverage) Coverage {
	both := make(Coverage, len(c))
	for _, one := range []Coverage{c, other} {
		for site, contexts := range one {
			both[site] = append(both[site], contexts...)
		}
	}
	for site, contexts := range both {
		slices.Sort(contexts)
		both[site] = slices.Compact(contexts)
	}
	return both
}

// Lost are the places that this coverage has and a later one has not. A name that means another site now has lost all of them.
func (c Coverage) Lost(later Coverage) Coverage {
	lost := make(Coverage)
	for site, contexts := range c {
		for _, one := range contexts {
			if !slices.Contains(later[site], one) {
				lost[site] = append(lost[site], one)
			}
		}
	}
	return lost
}

// Other is the cloud ID of the site that a name means later, where it is another site than that of this coverage.
func (c Coverage) Other(name string, later Coverage) string {
	for _, before := range c[name] {
		_, cloudID, _ := site.Of(before)
		for _, after := range later[name] {
			if _, other, _ := site.Of(after); other != cloudID {
				return other
			}
		}
	}
	return ""
}

// Equal reports whether two coverages are the same.
func (c Coverage) Equal(other Coverage) bool {
	return len(c.Lost(other)) == 0 && len(other.Lost(c)) == 0 && len(c) == len(other)
}
