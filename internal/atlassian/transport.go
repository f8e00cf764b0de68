// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// What an answer may measure, in bytes.
const (
	mostAnswer = 32 << 20
	mostError  = 1 << 20
)

// Transport carries requests out: see [http.RoundTripper].
type Transport = http.RoundTripper

// newTransport keeps as many idle connections to the API's one host as there are requests at a time.
func newTransport(connections int) http.RoundTripper {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          connections,
		MaxIdleConnsPerHost:   connections,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}

// tries carries one try out: it passes the gate, and reads the answer to its end, so that a connection that breaks in
// the middle of what was asked for is a failed try like any other.
type tries struct {
	next   http.RoundTripper
	client *Client
}

// RoundTrip carries one try out.
func (t *tries) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	call := callOf(ctx)
	if err := t.client.pass(ctx, call); err != nil {
		return nil, err
	}
	call.tries++
	started := time.Now()
	var reached reach
	resp, err := t.send(req.WithContext(reached.watch(ctx)))
	call.settle(resp, err, err != nil && reached.nobody(err))
	t.client.logTry(ctx, call, resp, err, time.Since(started))
	return resp, err
}

// send sends with the time limit of one try, and buffers the answer.
func (t *tries) send(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeoutCause(req.Context(), t.client.cfg.RequestTimeout, errTryTimeout)
	defer cancel()
	resp, err := t.next.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, cause(ctx, err)
	}
	defer resp.Body.Close()
	limit := int64(mostAnswer)
	if resp.StatusCode >= http.StatusMultipleChoices {
		limit = mostError
	}
	call := callOf(ctx)
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	call.torn = err != nil
	switch {
	case int64(len(body)) > limit && limit == mostError:
		body = body[:limit] // an error says what it has to say at its beginning
	case int64(len(body)) > limit:
		return nil, errAnswerTooLarge
	case err != nil && limit == mostAnswer && call.operation.Repeat == Read:
		return nil, cause(ctx, fmt.Errorf("reading the answer: %w", err))
	} // of a refusal, and of a write, the status alone is an answer
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

var (
	errTryTimeout     = errors.New("no answer within the time for one try")
	errAnswerTooLarge = fmt.Errorf("the answer is larger than %d MiB", mostAnswer>>20)
)

// cause names the time limit of a try where it is behind an error. The caller's own deadline stays itself.
func cause(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errTryTimeout) && !errors.Is(err, errTryTimeout) {
		return fmt.Errorf("%w (%s)", errTryTimeout, err.Error()) // which is not to pass for the caller's own deadline
	}
	return err
}
