// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"sync"
	"time"
)

// gate parks every request of a credential while Atlassian asks for a pause. It is open until Atlassian asks to slow down: there
// is no fixed pacing.
type gate struct {
	mu    sync.Mutex
	until time.Time
}

// gates holds the gate of each credential, because Atlassian limits each credential and not each client.
var gates sync.Map

func gateOf(base, key string) *gate {
	g, _ := gates.LoadOrStore(sha256.Sum256([]byte(base+"\x00"+key)), &gate{})
	return g.(*gate) //nolint:errcheck,forcetypeassert // nothing else is stored
}

// park closes the gate for a while. The longest of several pauses counts.
func (g *gate) park(pause time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := time.Now().Add(pause); until.After(g.until) {
		g.until = until
	}
}

// remaining is how long the gate stays closed.
func (g *gate) remaining() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return time.Until(g.until)
}

// maxSpread bounds the time over which parked requests leave. It is a tenth of the time for which they were parked.
const maxSpread = time.Second

// pass waits until the gate is open. It fails at once if the wait is longer than the call's patience or its context allows.
// Requests that were parked together leave spread over a short time, so that they do not hit the limit together again.
func (c *call) pass(ctx context.Context) error {
	for {
		wait := c.gate.remaining()
		if wait <= 0 {
			return ctx.Err()
		}
		left := c.left(ctx)
		if left < wait {
			return &parkedError{asked: wait}
		}
		timer := time.NewTimer(wait + c.client.random(min(wait/10, maxSpread, left-wait)))
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

// parkedError says that a request was not sent, because its time ends before the pause that Atlassian asks for.
type parkedError struct{ asked time.Duration }

func (e *parkedError) Error() string {
	return fmt.Sprintf("Atlassian asked for a pause of another %s, which is longer than this request may take", wholeSeconds(e.asked))
}

// wholeSeconds rounds up, so that a user who waits as long as a message says waits long enough. It does not round up the longest
// possible duration, which a date in the year 9999 can ask for.
func wholeSeconds(d time.Duration) time.Duration {
	const limit = math.MaxInt64 - time.Second
	return (min(d, limit) + time.Second - 1).Truncate(time.Second)
}
