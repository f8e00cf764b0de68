// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// mostTries is a backstop for the tries of one call; time and MaxRetries end them before.
const mostTries = 10_000

// mostPauses bounds, in multiples of MaxRateLimitWait, how long one call may be slowed down in all.
const mostPauses = 3

// call is one call of an operation, over all its tries.
type call struct {
	operation Operation
	// gate is that of who asks.
	gate *gate
	// patience is until when the call lets itself be slowed down.
	patience time.Time
	// tries counts those that were sent, failures those that count towards MaxRetries, and limited the 429s.
	tries, failures, limited int
	// unreached says that the last try reached nobody.
	unreached bool
	// lost says that a try may have taken effect although its answer never came.
	lost bool
	// torn says that the body of the last answer broke off.
	torn bool
	// last is what the last try came to, for the message of a call whose context ends before the next.
	last string
}

// newCall begins a call.
func (c *Client) newCall(operation Operation, who *asker) *call {
	return &call{operation: operation, gate: who.gate, patience: time.Now().Add(mostPauses * c.cfg.MaxRateLimitWait)}
}

// settle notes what a try came to.
func (c *call) settle(resp *http.Response, err error, unreached bool) {
	c.unreached = unreached
	switch {
	case err != nil:
		c.lost = c.lost || !unreached
		c.last = err.Error()
	default:
		c.lost = c.lost || isPassing(resp.StatusCode)
		c.last = "status " + strconv.Itoa(resp.StatusCode)
	}
}

// uncertain says that nobody knows whether the call took effect.
func (c *call) uncertain() bool { return c.lost && c.operation.Repeat != Read }

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
//   - Everything else is an answer. So is 500, also to a read: Atlassian documents it as an error of the operation, and
//     not as one that passes.
//
// Nothing is tried after the context has ended, but an answer that came in before is one.
func (c *Client) checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	call := callOf(ctx)
	switch {
	case err == nil && resp.StatusCode == http.StatusTooManyRequests:
		return ctx.Err() == nil && c.slowDown(ctx, call, resp), nil
	case err == nil && !isPassing(resp.StatusCode), err != nil && isFinal(err):
		return false, nil
	}
	return ctx.Err() == nil && c.again(call), nil
}

// isFinal tells errors that the next try would meet as well.
func isFinal(err error) bool {
	var parked *parkedError
	var certificate *tls.CertificateVerificationError
	return errors.As(err, &parked) || errors.As(err, &certificate) || errors.Is(err, errAnswerTooLarge)
}

// again counts a failed try and says whether there is another.
func (c *Client) again(call *call) bool {
	call.failures++
	return call.failures <= c.cfg.MaxRetries && (call.unreached || call.operation.Repeat != Once)
}

// slowDown closes the gate for as long as a 429 asks, or backs off where it does not say. It gives up where the pause is
// longer than what the configuration or the caller's deadline allows. In the latter case the gate closes all the same:
// others may have more time, and need not ask again. What exceeds the configuration is nobody's to wait for, and a date
// that is wrong must not lock a whole run out.
func (c *Client) slowDown(ctx context.Context, call *call, resp *http.Response) bool {
	call.limited++
	pause := c.slowDownPause(call, resp)
	if pause > c.cfg.MaxRateLimitWait {
		return false
	}
	call.gate.park(pause)
	if pause > call.left(ctx) {
		return false
	}
	c.log(ctx, slog.LevelInfo, "Atlassian asks to slow down", map[string]any{
		"operation": call.operation.ID, "try": call.tries, "pause": pause.String(),
	})
	return true
}

// left is how long the call may still be slowed down.
func (c *call) left(ctx context.Context) time.Duration {
	left := time.Until(c.patience)
	if deadline, ok := ctx.Deadline(); ok {
		left = min(left, time.Until(deadline))
	}
	return left
}

// slowDownPause is what Atlassian asks for, but never less than a backoff that grows with the 429s of this call: a limit
// may outlast the date that it gives. Where that date is a whole minute, the backoff looks for the moment within it.
func (c *Client) slowDownPause(call *call, resp *http.Response) time.Duration {
	asked := askedPause(resp.Header, time.Now())
	pause := c.grow(call.limited)
	if asked.most > asked.least {
		pause = min(pause, max(asked.most, c.cfg.RetryWaitMin))
	}
	return max(asked.least, pause)
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
	return pause - c.random(pause/4)
}

// jitter is a random duration between zero and the one given. Tests replace it; the clock they replace by running in a
// bubble of their own time.
func jitter(most time.Duration) time.Duration {
	return rand.N(most + 1) //nolint:gosec // jitter is no secret
}

// isPassing tells the statuses that a gateway in between sends, after which nobody knows what happened behind it.
func isPassing(status int) bool {
	switch status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}
