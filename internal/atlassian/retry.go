// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// checkRetry decides whether the library tries a call again.
//
//   - 429: always, because Atlassian did not act. The gate makes the next try wait, and all other calls of the credential with it.
//     A 429 is no failure, so it leaves the number of retries as it is.
//   - 502, 503, 504 and broken connections: only reads, and writes that have the same result when they are repeated. A write that
//     must be sent once is not repeated, unless no connection was ever made. The library counts these tries.
//   - Everything else is an answer. So is 500, also to a read: Atlassian documents it as an error of the operation, and not as
//     one that passes.
//
// Nothing is tried after the context has ended, but an answer that came before that counts.
func (c *call) checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	switch {
	case err == nil && resp.StatusCode == http.StatusTooManyRequests:
		c.retry.RetryMax++
		return ctx.Err() == nil && c.slowDown(ctx, resp), nil
	case err == nil && !isPassing(resp.StatusCode), err != nil && isFinal(err):
		return false, nil
	}
	return ctx.Err() == nil && (c.unreached || c.operation.Repeat != Once), nil
}

// isFinal recognizes errors that the next try would meet as well.
func isFinal(err error) bool {
	var parked *parkedError
	var certificate *tls.CertificateVerificationError
	return errors.As(err, &parked) || errors.As(err, &certificate) || isUnusable(err)
}

// slowDown closes the gate for as long as a 429 asks, or backs off if the 429 does not say. It gives up if the pause is
// longer than the configuration or the caller's deadline allows. If only the deadline is too short, the gate closes all the same:
// other calls may have more time, and need not ask again. A pause that exceeds the configuration does not close the gate, because
// a wrong date must not lock out a whole run.
func (c *call) slowDown(ctx context.Context, resp *http.Response) bool {
	c.limited++
	pause := c.slowDownPause(resp)
	if pause > c.client.cfg.MaxRateLimitWait {
		return false
	}
	c.gate.park(pause)
	if pause > c.left(ctx) {
		return false
	}
	c.client.log(ctx, slog.LevelInfo, "Atlassian asks to slow down", map[string]any{
		"operation": c.operation.ID, "try": c.tries, "pause": pause.String(),
	})
	return true
}

// slowDownPause is what Atlassian asks for, but never less than a backoff that grows with the 429s of this call: a limit
// may outlast the date that it gives. If that date is a whole minute, the backoff looks for the moment within it.
func (c *call) slowDownPause(resp *http.Response) time.Duration {
	cfg := c.client.cfg
	asked := askedPause(resp.Header, time.Now())
	pause := c.client.grow(cfg.RetryWaitMin, cfg.RetryWaitMax, c.limited-1)
	if asked.max > asked.min {
		pause = min(pause, max(asked.max, cfg.RetryWaitMin))
	}
	return max(asked.min, pause)
}

// backoff is the pause before another try. After a 429 it is zero, because the gate makes the try wait.
func (c *call) backoff(minWait, maxWait time.Duration, attempt int, resp *http.Response) time.Duration {
	if resp != nil && resp.StatusCode == http.StatusTooManyRequests {
		return 0
	}
	pause := c.client.grow(minWait, maxWait, attempt)
	if resp != nil {
		if asked, ok := retryAfter(resp.Header.Get("Retry-After"), time.Now()); ok {
			pause = min(max(pause, asked), maxWait)
		}
	}
	return pause
}

// grow doubles the shortest pause with every attempt up to the longest, and takes off up to a quarter at random.
func (c *Client) grow(minWait, maxWait time.Duration, attempt int) time.Duration {
	pause := retryablehttp.DefaultBackoff(minWait, maxWait, attempt, nil)
	return pause - c.random(pause/4)
}

// jitter is a random duration between zero and limit. Tests replace it. They run in a bubble that has its own clock.
func jitter(limit time.Duration) time.Duration {
	return rand.N(limit + 1) //nolint:gosec // jitter is no secret
}

// isPassing recognizes the statuses of a gateway in between. They do not say what happened behind it.
func isPassing(status int) bool {
	switch status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}
