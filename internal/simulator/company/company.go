// SPDX-License-Identifier: MPL-2.0

package company

import (
	"slices"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// company is a start state with its name.
type company struct {
	name string
	at   func(now time.Time) world.Organization
}

var companies = []company{
	{"small", smallAt},
	{"sloppy", Sloppy},
	{"tidy", Tidy},
}

// smallAt is the small company, whose API key says when it expires, as every key
// does that a person creates in the console.
func smallAt(now time.Time) world.Organization {
	day, org := newCalendar(now), Small()
	org.APIKey.CreatedAt, org.APIKey.ExpiresAt = day.ago(30), day.in(300)

	return org
}

// Names are the names of the start states.
func Names() []string {
	names := make([]string, len(companies))
	for i, one := range companies {
		names[i] = one.name
	}

	return names
}

// Named is the start state with a name, at a time. It is false if there is none.
func Named(name string, now time.Time) (world.Organization, bool) {
	at := slices.IndexFunc(companies, func(one company) bool { return one.name == name })
	if at < 0 {
		return world.Organization{}, false
	}

	return companies[at].at(now), true
}

// calendar counts days from the time at which a simulator starts, so that what is
// recent in a start state stays so.
type calendar struct{ now time.Time }

// newCalendar drops what JSON would write in a longer form.
func newCalendar(now time.Time) calendar { return calendar{now.UTC().Truncate(time.Second)} }

// ago is a time some days before the start, and one hour.
func (c calendar) ago(days int) time.Time { return c.now.AddDate(0, 0, -days).Add(-time.Hour) }

// in is a time some days after the start.
func (c calendar) in(days int) time.Time { return c.now.AddDate(0, 0, days) }

// active is a person's last activity so many days ago, in each of the workspaces.
func (c calendar) active(days int, workspaces ...string) map[string]time.Time {
	last := map[string]time.Time{}
	for i, workspace := range workspaces {
		last[workspace] = c.ago(days + i)
	}

	return last
}
