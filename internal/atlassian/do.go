// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// request is what a method has to say about one request of its operation.
type request struct {
	operation Operation
	// elements fill the placeholders of the operation's path, in order.
	elements []string
	query    url.Values
	// body is sent as JSON unless it is nil.
	body any
}

// do carries an operation out and decodes its answer into result, unless that is nil.
func (c *Client) do(ctx context.Context, r request, result any) error {
	target, err := c.target(r)
	if err != nil {
		return fmt.Errorf("%s: %w", r.operation.ID, err)
	}
	call := &call{operation: r.operation, started: time.Now()}
	req, err := c.newRequest(withCall(ctx, call), target, r)
	if err != nil {
		return fmt.Errorf("%s: %w", r.operation.ID, err)
	}
	resp, err := c.http.Do(req)
	if resp != nil && resp.Body != nil {
		defer func() { _ = resp.Body.Close() }() // it is in memory
	}
	if err != nil {
		return c.failed(ctx, call, err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil { // it is in memory already
		return c.failed(ctx, call, err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return c.refused(call, resp, body)
	}
	if result == nil {
		return nil
	}
	if err := json.Unmarshal(body, result); err != nil {
		return fmt.Errorf("%s: the answer (status %d, request %s) is not what is documented: %w", r.operation.ID, resp.StatusCode, c.key.redact(requestID(resp.Header)), err)
	}
	return nil
}

func (c *Client) newRequest(ctx context.Context, target string, r request) (*retryablehttp.Request, error) {
	var body any
	if r.body != nil {
		var encoded bytes.Buffer
		encoder := json.NewEncoder(&encoded)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(r.body); err != nil {
			return nil, fmt.Errorf("encoding the request: %w", err)
		}
		body = bytes.TrimRight(encoded.Bytes(), "\n")
	}
	req, err := retryablehttp.NewRequestWithContext(ctx, r.operation.Method, target, body)
	if err != nil {
		return nil, fmt.Errorf("making the request: %w", err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.cfg.UserAgent)
	req.Header.Set("Authorization", "Bearer "+string(c.key))
	return req, nil
}

// target fills the operation's path. An element that would lead elsewhere is refused.
func (c *Client) target(r request) (string, error) {
	var path strings.Builder
	elements := r.elements
	for part := range strings.SplitSeq(strings.TrimPrefix(r.operation.Path, "/"), "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			if len(elements) == 0 {
				return "", fmt.Errorf("no value for %s", name)
			}
			part = elements[0]
			elements = elements[1:]
			if part == "" || part == "." || part == ".." {
				return "", fmt.Errorf("%q cannot be the %s", part, strings.TrimSuffix(name, "}"))
			}
			part = url.PathEscape(part)
		}
		path.WriteString("/" + part)
	}
	target := strings.TrimSuffix(c.base.String(), "/") + path.String()
	if len(r.query) > 0 {
		target += "?" + r.query.Encode()
	}
	return target, nil
}

// failed words a call that got no answer. A write may nevertheless have taken effect.
func (c *Client) failed(ctx context.Context, call *call, err error) error {
	if parked, ok := errors.AsType[*parkedError](err); ok {
		return &Error{
			Operation: call.operation, Status: http.StatusTooManyRequests, RetryAfter: parked.asked,
			Title: "Too Many Requests", Detail: parked.Error(),
		}
	}
	if inURL, ok := errors.AsType[*url.Error](err); ok {
		err = inURL.Err // the URL holds IDs only, but says nothing that the operation does not
	}
	err = fmt.Errorf("%s: %w", call.operation.ID, err)
	if call.operation.Repeat == Read || !call.lost && ctx.Err() == nil {
		return err
	}
	if call.tries == 0 { // the context ended before anything was sent
		return err
	}
	return &OutcomeUnknownError{Operation: call.operation, Err: err}
}

// refused turns an answer that is no success into an error.
func (c *Client) refused(call *call, resp *http.Response, body []byte) error {
	refusal := decodeError(call.operation, resp, body)
	for _, text := range []*string{&refusal.Code, &refusal.Title, &refusal.Detail, &refusal.RequestID} {
		*text = c.key.redact(*text)
	}
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		refusal.RetryAfter = askedPause(resp.Header, time.Now())
		refusal.Detail = strings.TrimSpace(refusal.Detail + " " + slowDownText(refusal.RetryAfter, call.limited))
	case resp.StatusCode == http.StatusNotFound && call.lost && call.operation.Method == http.MethodDelete && !refusal.NoRoute:
		return nil // an earlier try, whose answer was lost, has deleted it
	case isPassing(resp.StatusCode) && call.operation.Repeat != Read:
		return &OutcomeUnknownError{Operation: call.operation, Err: refusal}
	}
	return refusal
}

func slowDownText(asked time.Duration, times int) string {
	if asked > 0 {
		return fmt.Sprintf("Atlassian asked for a pause of %s, which is longer than this request may take.", asked.Round(time.Second))
	}
	return fmt.Sprintf("Atlassian asked %d times to slow down.", times)
}
