// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// failed returns the error of a call that got no answer.
func (c *Client) failed(ctx context.Context, call *call, err error) error {
	if parked, ok := errors.AsType[*parkedError](err); ok {
		return call.outcome(&Error{
			Operation: call.operation, Status: http.StatusTooManyRequests, RetryAfter: parked.asked,
			Title: http.StatusText(http.StatusTooManyRequests), Detail: parked.Error(),
		})
	}
	if inURL, ok := errors.AsType[*url.Error](err); ok {
		err = inURL.Err // the URL adds nothing to the operation and the place
	}
	ended := ctx.Err()
	if ended != nil && call.last != "" {
		if errors.Is(err, ended) && err.Error() != call.last {
			err = fmt.Errorf("%w, after: %s", err, call.last)
		} else if !errors.Is(err, ended) {
			err = fmt.Errorf("%w, after: %w", ended, err)
		}
	}
	// A call whose context ended ran out of time, unless it reached no server at all.
	if patient := ended == nil || call.unreached && !errors.Is(ended, context.Canceled); patient && !isUnusable(err) {
		return call.outcome(c.connectionError(call, err))
	}
	return call.outcome(c.secrets.redactError(fmt.Errorf("%s: %w", call.operation.ID, err)))
}

// refused turns an answer that is no success into an error.
func (c *Client) refused(ctx context.Context, call *call, resp *http.Response, body []byte) error {
	refusal := c.decodeError(call.operation, resp, body)
	status := resp.StatusCode
	if isPage(resp.Header, body) && status >= http.StatusBadRequest && status != http.StatusTooManyRequests {
		return c.refusedByPage(call, c.pageError(call.operation, resp, body, refusal))
	}
	switch {
	case status == http.StatusTooManyRequests:
		refusal.RetryAfter = askedPause(resp.Header, time.Now()).min
		refusal.Detail = strings.TrimSpace(refusal.Detail + " " + c.slowDownText(ctx, call, refusal.RetryAfter))
		return call.outcome(refusal)
	case status == http.StatusNotFound && call.lost && call.operation.Method == http.MethodDelete && !refusal.NoRoute:
		return nil // an earlier try, whose answer was lost, has deleted it
	case status > http.StatusInternalServerError:
		return call.undocumented(refusal) // only 500 is documented, as an error of the operation
	case status == http.StatusInternalServerError, status == http.StatusProxyAuthRequired, status < http.StatusBadRequest:
		return call.outcome(refusal) // it says nothing about an earlier try
	}
	// All other refusals also apply to an earlier try, because the client sent the same request a moment before.
	return refusal
}

// refusedByPage returns a refusal by something between the client and Atlassian. Such a refusal says nothing about an earlier try
// whose answer was lost. With status 500 or more, it says nothing about this try either.
func (c *Client) refusedByPage(call *call, page *PageError) error {
	if page.Status >= http.StatusInternalServerError {
		return call.undocumented(page)
	}
	return call.outcome(page)
}

// refusable is an answer that may be a refusal although its status is a success.
type refusable interface{ refusal() *Error }

// refusedInside completes a refusal that came in an answer of success. If the refusal of a write is not a clear one, the outcome
// of the write is unknown.
func (c *Client) refusedInside(call *call, resp *http.Response, refusal *Error) error {
	refusal.Operation, refusal.RequestID = call.operation, requestID(resp.Header)
	c.secrets.tidy(refusal)
	definite := refusal.Status >= http.StatusBadRequest && refusal.Status < http.StatusInternalServerError
	if call.operation.Repeat != Read && !definite {
		return &OutcomeUnknownError{Operation: call.operation, Err: refusal}
	}
	return refusal
}

// outcome returns the error itself, unless the call may have taken effect.
func (c *call) outcome(err error) error {
	if c.uncertain() {
		return &OutcomeUnknownError{Operation: c.operation, Err: err}
	}
	return err
}

func (c *Client) slowDownText(ctx context.Context, call *call, asked time.Duration) string {
	switch {
	case asked > c.cfg.MaxRateLimitWait || asked > call.left(ctx):
		return fmt.Sprintf("Atlassian asked for a pause of %s, which is longer than this request may take.", wholeSeconds(asked))
	case call.limited > 1:
		return fmt.Sprintf("Atlassian asked to slow down %d times, and does so still.", call.limited)
	}
	return "Atlassian asked to slow down, and this request may not take any longer."
}
