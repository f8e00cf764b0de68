// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// What an answer may measure, in bytes.
const (
	mostAnswer = 32 << 20
	mostError  = 1 << 20
)

// newTransport keeps as many idle connections to the API's one host as there are requests at a time.
func newTransport(connections int) http.RoundTripper {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
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
// the middle of a body is a failed try like any other.
type tries struct {
	next   http.RoundTripper
	client *Client
}

// RoundTrip carries one try out.
func (t *tries) RoundTrip(req *http.Request) (*http.Response, error) {
	call := callOf(req.Context())
	if err := t.client.gate.pass(req.Context()); err != nil {
		return nil, err
	}
	call.tries++
	started := time.Now()
	resp, err := t.send(req)
	t.log(req.Context(), call, resp, err, time.Since(started))
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
	defer func() { _ = resp.Body.Close() }() // everything wanted of it has been read
	limit := int64(mostAnswer)
	if resp.StatusCode >= http.StatusBadRequest {
		limit = mostError
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case err != nil:
		return nil, cause(ctx, fmt.Errorf("reading the answer: %w", err))
	case int64(len(body)) > limit && limit == mostError:
		body = body[:limit] // an error says what it has to say at its beginning
	case int64(len(body)) > limit:
		return nil, errAnswerTooLarge
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

var (
	errTryTimeout     = errors.New("no answer within the time for one try")
	errAnswerTooLarge = fmt.Errorf("the answer is larger than %d MiB", mostAnswer>>20)
)

// cause names the time limit of a try where it is behind an error. The caller's own deadline stays itself.
func cause(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errTryTimeout) {
		return errTryTimeout
	}
	return err
}

func (t *tries) log(ctx context.Context, call *call, resp *http.Response, err error, took time.Duration) {
	log := t.client.cfg.Log
	if log == nil {
		return
	}
	fields := map[string]any{
		"operation":   call.operation.ID,
		"method":      call.operation.Method,
		"path":        call.operation.Path,
		"try":         call.tries,
		"duration_ms": took.Milliseconds(),
	}
	level, message := slog.LevelDebug, "request to Atlassian"
	if err != nil {
		fields["error"] = t.client.key.redact(err.Error())
		level, message = slog.LevelWarn, "request to Atlassian failed"
	} else {
		fields["status"] = resp.StatusCode
		fields["request_id"] = t.client.key.redact(requestID(resp.Header))
	}
	log(ctx, level, message, fields)
}
