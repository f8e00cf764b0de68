// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"time"
)

// mostTries is a backstop for the tries of one call; time and MaxRetries end them before.
const mostTries = 10_000

// mostPauses bounds, in multiples of MaxRateLimitWait, how long one call may be slowed down in all.
const mostPauses = 3

// call is one call of an operation, over all its tries.
type call struct {
	operation Operation
	started   time.Time
	// tries counts those that were sent, failures those that count towards MaxRetries, and limited the 429s.
	tries, failures, limited int
	// lost says that an earlier try may have taken effect although its answer never came.
	lost bool
}

type callKey struct{}

func withCall(ctx context.Context, c *call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

// checkRetry decides whether a call is tried again.
//
//   - 429: always, since Atlassian did not act. The gate makes the next try wait, and everybody else with it.
//   - 502, 503, 504 and broken connections: reads, and writes that have the same effect when repeated. What may happen
//     only once is not repeated, unless no connection was ever made.
//   - Everything else is an answer.
func (c *Client) checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	call := callOf(ctx)
	var parked *parkedError
	switch {
	case errors.As(err, &parked), errors.Is(err, errAnswerTooLarge):
		return false, err
	case err != nil:
		return c.again(call, neverConnected(err)), nil
	case resp.StatusCode == http.StatusTooManyRequests:
		return c.slowDown(ctx, call, resp), nil
	case isPassing(resp.StatusCode):
		return c.again(call, false), nil
	}
	return false, nil
}

// again counts a failed try and says whether there is another.
func (c *Client) again(call *call, harmless bool) bool {
	if !harmless {
		call.lost = true
	}
	call.failures++
	return call.failures <= c.cfg.MaxRetries && (harmless || call.operation.Repeat != Once)
}

// slowDown closes the gate for as long as a 429 asks, or backs off where it does not say. It gives up where the pause is
// longer than what the configuration or the caller's deadline allows.
func (c *Client) slowDown(ctx context.Context, call *call, resp *http.Response) bool {
	call.limited++
	pause := c.slowDownPause(call, resp)
	if pause > c.cfg.MaxRateLimitWait || time.Since(call.started)+pause > mostPauses*c.cfg.MaxRateLimitWait {
		return false
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < pause {
		return false
	}
	c.gate.park(pause)
	return true
}

// slowDownPause is what Atlassian asks for, but never less than a backoff that grows with the 429s of this call: a reset
// date without seconds is cut off and may have passed while the limit has not.
func (c *Client) slowDownPause(call *call, resp *http.Response) time.Duration {
	return max(askedPause(resp.Header, time.Now()), c.grow(call.limited))
}

// backoff is the pause before another try. After a 429 the gate does the waiting.
func (c *Client) backoff(_, _ time.Duration, attempt int, resp *http.Response) time.Duration {
	if resp != nil && resp.StatusCode == http.StatusTooManyRequests {
		return 0
	}
	pause := c.grow(attempt + 1)
	if resp != nil {
		if asked, ok := retryAfter(resp.Header.Get("Retry-After"), time.Now()); ok {
			pause = min(max(pause, asked), c.cfg.RetryWaitMax)
		}
	}
	return pause
}

// grow doubles the shortest pause with every try up to the longest, and takes off up to a quarter at random.
func (c *Client) grow(try int) time.Duration {
	pause := c.cfg.RetryWaitMin
	for i := 1; i < try && pause < c.cfg.RetryWaitMax; i++ {
		pause *= 2
	}
	pause = min(pause, c.cfg.RetryWaitMax)
	return pause - rand.N(pause/4+1) //nolint:gosec // jitter is no secret
}

// isPassing tells the statuses that a gateway in between sends, after which nobody knows what happened behind it.
func isPassing(status int) bool {
	switch status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// neverConnected tells errors after which the request cannot have reached anybody.
func neverConnected(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}
