// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"slices"
)

// Coverage is which places a review of some sites looks at: contexts, sorted, by the names that the sites were given.
type Coverage map[string][]string

// CoverageOf is what is asked for the apps of some sites.
func CoverageOf(sites []Site) Coverage {
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
		_, cloudID, _ := siteOf(before)
		for _, after := range later[name] {
			if _, other, _ := siteOf(after); other != cloudID {
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
