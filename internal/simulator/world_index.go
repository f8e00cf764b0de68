// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"slices"
	"time"
)

// change waits for its way into the index.
type change struct {
	due   time.Time
	apply func(*view)
}

// change makes the change true, and lets the index follow after the lag.
func (s *state) change(now time.Time, apply func(*view)) {
	apply(s.truth)

	if s.index != s.truth {
		s.pending = append(s.pending, change{now.Add(s.lag), apply})
	}
}

// changeAtOnce makes a change visible everywhere. What was still on its way
// into the index arrives first, because it happened first.
func (s *state) changeAtOnce(apply func(*view)) {
	s.catchUp(len(s.pending))
	apply(s.truth)

	if s.index != s.truth {
		apply(s.index)
	}
}

// settleIndex lets the index catch up with what is due at a time.
func (s *state) settleIndex(now time.Time) {
	due := 0
	for due < len(s.pending) && !s.pending[due].due.After(now) {
		due++
	}

	s.catchUp(due)
}

func (s *state) catchUp(count int) {
	for _, pending := range s.pending[:count] {
		pending.apply(s.index)
	}

	s.pending = slices.Delete(s.pending, 0, count)
}
