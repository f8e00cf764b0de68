// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// The maximum size of an answer, and of its headers, in bytes.
const (
	maxAnswer  = 32 << 20
	maxError   = 1 << 20
	maxHeaders = 256 << 10
)

// Transport sends requests: see [http.RoundTripper].
type Transport = http.RoundTripper

// newTransport keeps as many idle connections to the one host of the API as there are requests at a time.
func newTransport(connections int) *http.Transport {
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
		// What a server sends is unpacked while it is read, so that the maximum holds for what comes out.
		MaxResponseHeaderBytes: maxHeaders,
	}
}

// RoundTrip carries out one try. It passes the gate, and reads the answer to its end, so that a connection that breaks in the middle
// of the answer is a failed try like any other.
func (c *call) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	if err := c.pass(ctx); err != nil {
		return nil, err
	}
	c.tries++
	started := time.Now()
	var reached reach
	resp, err := c.send(req.WithContext(reached.watch(ctx)))
	c.settle(resp, err, err != nil && reached.noConnection(err))
	c.client.logTry(ctx, c, resp, err, time.Since(started))
	return resp, err
}

// send sends with the time limit of one try, and keeps the body of the answer. The library's own handler of answers does not see an
// answer that is followed by another try, and works outside of the time limit.
func (c *call) send(req *http.Request) (*http.Response, error) {
	c.body, c.torn = nil, false
	ctx, cancel := context.WithTimeoutCause(req.Context(), c.client.cfg.RequestTimeout, errTryTimeout)
	defer cancel()
	resp, err := c.client.transport.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, cause(ctx, err)
	}
	defer resp.Body.Close()
	limit := int64(maxAnswer)
	if resp.StatusCode >= http.StatusMultipleChoices {
		limit = maxError
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	c.torn = err != nil
	switch {
	case int64(len(body)) > limit && limit == maxError:
		body = body[:limit] // the beginning of an error is enough
	case int64(len(body)) > limit:
		return nil, errAnswerTooLarge
	case err != nil && limit == maxAnswer && c.operation.Repeat == Read:
		return nil, cause(ctx, fmt.Errorf("reading the answer: %w", err))
	} // of a refusal, and of a write, the status alone is an answer
	if limit == maxAnswer && c.client.secrets.within(body) {
		if c.operation.Repeat == Read {
			return nil, errSecretInAnswer
		}
		body = []byte(c.client.secrets.redact(string(body)))
	}
	c.body = body
	resp.Body = http.NoBody
	return resp, nil
}

var (
	errTryTimeout     = errors.New("no answer within the time for one try")
	errAnswerTooLarge = fmt.Errorf("the answer is larger than %d MiB", maxAnswer>>20)
	errSecretInAnswer = errors.New("the answer contains the API key or the API token of the request, so it is not used: what is kept of an answer would have it too. " +
		"Somebody has written it into a text such as a description, or a server on the way repeats what it is sent. Revoke it, find that place, and use another one")
)

// isUnusable reports whether an error is about an answer that the next try would get again.
func isUnusable(err error) bool {
	return errors.Is(err, errAnswerTooLarge) || errors.Is(err, errSecretInAnswer)
}

// cause names the time limit of a try if that caused an error. It leaves the caller's own deadline as it is.
func cause(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errTryTimeout) && !errors.Is(err, errTryTimeout) {
		return fmt.Errorf("%w (%s)", errTryTimeout, err.Error()) // it must not look like the caller's own deadline
	}
	return err
}
