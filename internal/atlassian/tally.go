// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"fmt"
	"strings"
)

// countOf says what an answer counts, and where.
type countOf struct {
	things, by string
	demanded   bool // whether an answer that lists nothing must say that there is nothing
}

// tally holds what was read against the number of things that the answer says there are.
type tally struct {
	of    *countOf
	seen  map[string]bool
	total *int
	// items counts what all pages hold, least is the highest number that one of them gives.
	items, minItems int
}

// newTally counts nothing where nothing is said to be counted.
func newTally(of *countOf) *tally { return &tally{of: of, seen: make(map[string]bool)} }

// says notes the number. Each page has it, and the last page that does is the newest.
func (t *tally) says(total *int) {
	if total != nil {
		t.total = total
	}
}

// read notes a thing. One that comes twice counts once, because the second may have come in the place of another.
func (t *tally) read(key string) {
	if t.of != nil {
		t.seen[strings.ToLower(key)] = true
	}
}

// page notes a page of items, and how many there are at least.
func (t *tally) page(items, minItems int) {
	t.items, t.minItems = t.items+items, max(t.minItems, minItems)
}

// mismatch is an error if things are missing in what was read. Unverified: that Atlassian always gives a number. Without one,
// a list is taken as it is. More things than the number says hide nothing.
func (t *tally) mismatch() error {
	switch {
	case t.items < t.minItems:
		return fmt.Errorf("Atlassian counts %d items, but its answer holds %d of them", t.minItems, t.items) //nolint:staticcheck // the name of a company
	case t.of == nil:
		return nil
	case t.total == nil && len(t.seen) == 0 && t.of.demanded:
		return fmt.Errorf("the answer lists no %s, and does not say that there are none (%s)", t.of.things, t.of.by)
	case t.total != nil && len(t.seen) < *t.total:
		return fmt.Errorf("the answer counts %d %s (%s), and lists %d", *t.total, t.of.things, t.of.by, len(t.seen))
	}
	return nil
}
