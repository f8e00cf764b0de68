// SPDX-License-Identifier: MPL-2.0

package reading

import (
	"context"
	"time"
)

// Waits are how one run waits for what it has begun.
type Waits struct {
	// Min and Max bound the pause between two looks.
	Min, Max time.Duration
	// Final reports whether an error is the last word: see [Polling].
	Final func(error) bool
}

// Pauses are those between two looks at something that is being waited for.
func (w Waits) Pauses() Pauses { return Pauses{Min: w.Min, Max: w.Max} }

// Tries are the pauses before something is tried again that had no effect yet.
func (w Waits) Tries() Pauses { return Pauses{Min: w.Min, Max: w.Max, Linear: true} }

// UntilOver looks at a task that has just begun, in pauses that grow, until it is over. A refusal to say how far it is ends the wait
// early, and so do five failures in a row.
func (w Waits) UntilOver(ctx context.Context, look Look) error {
	return Until(ctx, Polling{Pauses: w.Pauses(), Final: w.Final, Delayed: true}, look)
}

// UntilShown looks until a write shows that was acknowledged, or that may have arrived. What cannot be read shows nothing, and does not
// end the wait: only the context does, and the limit. The limit does not cut off a look that is under way.
func (w Waits) UntilShown(ctx context.Context, limit time.Duration, shown func(context.Context) bool) error {
	return Until(ctx, Polling{Pauses: w.Tries(), Limit: limit}, func(ctx context.Context) (bool, string, error) {
		return shown(ctx), "", nil
	})
}
