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

// failed words a call that got no answer.
func (c *Client) failed(ctx context.Context, call *call, err error) error {
	if parked, ok := errors.AsType[*parkedError](err); ok {
		return call.outcome(&Error{
			Operation: call.operation, Status: http.StatusTooManyRequests, RetryAfter: parked.asked,
			Title: http.StatusText(http.StatusTooManyRequests), Detail: parked.Error(),
		})
	}
	if inURL, ok := errors.AsType[*url.Error](err); ok {
		err = inURL.Err // the URL holds IDs only, but says nothing that the operation does not
	}
	if ended := ctx.Err(); ended != nil && call.last != "" {
		if errors.Is(err, ended) && err.Error() != call.last {
			err = fmt.Errorf("%w, after: %s", err, call.last)
		} else if !errors.Is(err, ended) {
			err = fmt.Errorf("%w, after: %w", ended, err)
		}
	}
	return call.outcome(c.secrets.redactError(fmt.Errorf("%s: %w", call.operation.ID, err)))
}

// refused turns an answer that is no success into an error.
func (c *Client) refused(ctx context.Context, call *call, resp *http.Response, body []byte) error {
	refusal := decodeError(call.operation, resp, body)
	c.redact(refusal)
	switch status := resp.StatusCode; {
	case status == http.StatusTooManyRequests:
		refusal.RetryAfter = askedPause(resp.Header, time.Now()).least
		refusal.Detail = strings.TrimSpace(refusal.Detail + " " + c.slowDownText(ctx, call, refusal.RetryAfter))
		return call.outcome(refusal)
	case status == http.StatusNotFound && call.lost && call.operation.Method == http.MethodDelete && !refusal.NoRoute:
		return nil // an earlier try, whose answer was lost, has deleted it
	case status >= http.StatusInternalServerError:
		return call.outcome(refusal)
	}
	// Whatever else is refused now was refused before: the same request, a moment earlier.
	return refusal
}

// redact removes the secrets from what Atlassian said, should one be in there.
func (c *Client) redact(refusal *Error) {
	for _, text := range []*string{&refusal.Code, &refusal.Title, &refusal.Detail, &refusal.RequestID} {
		*text = c.secrets.redact(*text)
	}
	for i, scope := range refusal.RequiredScopes {
		refusal.RequiredScopes[i] = c.secrets.redact(scope)
	}
}

// refusable is an answer that may be a refusal although its status says otherwise.
type refusable interface{ refusal() *Error }

// refusedInside completes a refusal that came in an answer of success. Nobody knows what a write has done whose refusal
// is no clear one.
func (c *Client) refusedInside(call *call, resp *http.Response, refusal *Error) error {
	refusal.Operation, refusal.RequestID = call.operation, requestID(resp.Header)
	c.redact(refusal)
	definite := refusal.Status >= http.StatusBadRequest && refusal.Status < http.StatusInternalServerError
	if call.operation.Repeat != Read && !definite {
		return &OutcomeUnknownError{Operation: call.operation, Err: refusal}
	}
	return refusal
}

// outcome is the error itself, unless nobody knows whether the call took effect.
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
