// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// maxPauses bounds, in multiples of MaxRateLimitWait, how long one call may be slowed down in all.
const maxPauses = 3

// call is one call of an operation, over all its tries. Each call has a retrying client of its own, because the hooks of that client
// share what the call knows. Such a client holds nothing else: the connections belong to the transport that all calls share.
type call struct {
	client    *Client
	operation Operation
	retry     *retryablehttp.Client
	// gate belongs to the credential of the call.
	gate *gate
	// patience is the time until which the call waits for the pauses that Atlassian asks for.
	patience time.Time
	// tries counts what was sent. limited counts the 429s.
	tries, limited int
	// unreached says that the last try reached no server.
	unreached bool
	// lost says that a try may have taken effect although its answer never came.
	lost bool
	// body is the body of the last answer. torn says that it broke off.
	body []byte
	torn bool
	// last is the result of the last try, for the message of a call whose context ends before the next try.
	last string
}

// newCall begins a call.
func (c *Client) newCall(operation Operation, who *asker) *call {
	call := &call{client: c, operation: operation, gate: who.gate, patience: time.Now().Add(maxPauses * c.cfg.MaxRateLimitWait)}
	call.retry = &retryablehttp.Client{
		HTTPClient: &http.Client{
			// The gate, the time limit and the log of a try are in the transport. The library has no hook that can hold back the
			// first try, bound the time of a try, or log a try without an answer.
			Transport: call,
			// No documented operation redirects, and a redirect must not carry the key elsewhere.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		// RetryMax counts failed tries only, because checkRetry adds one for each 429.
		RetryMax:     max(0, c.cfg.MaxRetries),
		RetryWaitMin: c.cfg.RetryWaitMin,
		RetryWaitMax: c.cfg.RetryWaitMax,
		// The library's own policy repeats every request, also a write that must be sent once.
		CheckRetry: call.checkRetry,
		// The library's own backoffs set no bound for a Retry-After, and make only the present call wait. A 429 parks all calls
		// of the credential.
		Backoff: call.backoff,
		// The library would drop the last answer, which says why Atlassian refused.
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	return call
}

// settle records the result of a try.
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

// uncertain reports whether the call is a write that may have taken effect.
func (c *call) uncertain() bool { return c.lost && c.operation.Repeat != Read }

// left is how long the call may still be slowed down.
func (c *call) left(ctx context.Context) time.Duration {
	left := time.Until(c.patience)
	if deadline, ok := ctx.Deadline(); ok {
		left = min(left, time.Until(deadline))
	}
	return left
}
