// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"fmt"
	"strings"
)

// countOf says which things an answer counts, and in which field.
type countOf struct {
	things, by string
	required   bool // whether an empty list must come with a count
}

// tally compares what was read with the number of things in the answer.
type tally struct {
	of    *countOf
	seen  map[string]bool
	total *int
	// items counts the items on all pages. minItems is the highest number that a page gives.
	items, minItems int
}

// newTally begins a tally. Without a countOf it counts items only.
func newTally(of *countOf) *tally { return &tally{of: of, seen: make(map[string]bool)} }

// setTotal records the number of things. Each page gives it. The last page that does has the newest.
func (t *tally) setTotal(total *int) {
	if total != nil {
		t.total = total
	}
}

// add records a thing. A thing that comes twice counts once, because the second may have come in place of another.
func (t *tally) add(key string) {
	if t.of != nil {
		t.seen[strings.ToLower(key)] = true
	}
}

// addPage records a page: the number of its items, and how many items there are at least.
func (t *tally) addPage(items, minItems int) {
	t.items, t.minItems = t.items+items, max(t.minItems, minItems)
}

// mismatch returns an error if things are missing in what was read. Unverified: that Atlassian always gives a number. Without a
// number, the list counts as complete. A list with more things than the number hides nothing.
func (t *tally) mismatch() error {
	switch {
	case t.items < t.minItems:
		return fmt.Errorf("Atlassian counts %d items, but its answer holds %d of them", t.minItems, t.items) //nolint:staticcheck // the name of a company
	case t.of == nil:
		return nil
	case t.total == nil && len(t.seen) == 0 && t.of.required:
		return fmt.Errorf("the answer lists no %s, and does not say that there are none (%s)", t.of.things, t.of.by)
	case t.total != nil && len(t.seen) < *t.total:
		return fmt.Errorf("the answer counts %d %s (%s), and lists %d", *t.total, t.of.things, t.of.by, len(t.seen))
	}
	return nil
}
