// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

const (
	key   = "ATCTT-key-that-nobody-may-see"
	user  = "ada@acme.example"
	token = "ATATT-token-that-nobody-may-see"
)

// wire answers requests in memory, in order. The last answer repeats.
type wire struct {
	mu       sync.Mutex
	answers  []func(*http.Request) (*http.Response, error)
	requests []sent
}

type sent struct {
	method, url, body, authorization string
	at                               time.Time
}

func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
	}
	w.mu.Lock()
	n := min(len(w.requests), len(w.answers)-1)
	w.requests = append(w.requests, sent{req.Method, req.URL.String(), string(body), req.Header.Get("Authorization"), time.Now()})
	answer := w.answers[n]
	w.mu.Unlock()
	return answer(req)
}

func (w *wire) sent() []sent {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.requests
}

// status answers with a status, a body and headers. Headers are names and values in turn.
func status(code int, body string, headers ...string) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		header := http.Header{}
		for i := 0; i < len(headers); i += 2 {
			header.Set(headers[i], headers[i+1])
		}
		return &http.Response{StatusCode: code, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
	}
}

// broken breaks the connection after the request was sent.
func broken(*http.Request) (*http.Response, error) {
	return nil, errors.New("connection reset by peer")
}

// silent never answers.
func silent(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// tornBody breaks the connection in the middle of the body.
func tornBody(req *http.Request) (*http.Response, error) {
	body := io.MultiReader(strings.NewReader(`{"data":`), errorReader{})
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(body), Request: req}, nil
}

type errorReader struct{}

func (errorReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func newClient(t *testing.T, w http.RoundTripper, change ...func(*atlassian.Config)) *atlassian.Client {
	t.Helper()
	cfg := atlassian.Config{
		BaseURL: fmt.Sprintf("https://host-%d.example", ownGate(w)),
		APIKey:  key, UserEmail: user, UserAPIToken: token, UserAgent: "test/1", MaxRetries: 3, Transport: w,
	}
	for _, c := range change {
		c(&cfg)
	}
	client, err := atlassian.New(cfg)
	require.NoError(t, err)
	return client
}

var (
	wires    sync.Map
	numbered atomic.Int64
)

// ownGate numbers the wires. Clients on one wire share a gate, and clients on different wires do not.
func ownGate(w http.RoundTripper) int64 {
	number, known := wires.Load(w)
	if !known {
		number, _ = wires.LoadOrStore(w, numbered.Add(1))
	}
	return number.(int64)
}

func TestBaseURLs(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"https://api.atlassian.com", "https://api.atlassian.com/", "http://127.0.0.1:8080", "http://localhost", "http://[::1]:80"} {
		_, err := atlassian.New(atlassian.Config{BaseURL: good, APIKey: key})
		require.NoError(t, err, good)
	}
	for _, bad := range []string{"", "api.atlassian.com", "http://api.atlassian.com", "ftp://x", "https://me:pw@x", "https://x?y=1", "https://x#y", "http://127.0.0.1.example.com", "://", "https://:443", "https://x?", "https://me:pw@", "https://me:pw@x:bad"} {
		_, err := atlassian.New(atlassian.Config{BaseURL: bad, APIKey: key})
		require.Error(t, err, bad)
		require.NotContains(t, err.Error(), "pw")
	}
	for _, bad := range []string{"", key + "\n", " " + key, "“" + key + "”"} {
		_, err := atlassian.New(atlassian.Config{BaseURL: "https://x", APIKey: bad})
		require.ErrorContains(t, err, "API key")
		require.NotContains(t, err.Error(), key)
	}
}

func TestPathElementsAreEscapedOrRefused(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []func(*http.Request) (*http.Response, error){status(204, "")}}
	client := newClient(t, w)
	require.NoError(t, client.RemoveGroupMember(t.Context(), "o", "d", "g", "712020:a/b?c"))
	require.True(t, strings.HasSuffix(w.sent()[0].url, "/admin/v2/orgs/o/directories/d/groups/g/memberships/712020:a%2Fb%3Fc"), w.sent()[0].url)
	for _, bad := range []string{"", ".", ".."} {
		require.Error(t, client.RemoveGroupMember(t.Context(), "o", bad, "g", "a"))
	}
	require.Len(t, w.sent(), 1)
}

func TestTheKeyIsNeverShown(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	var mu sync.Mutex
	w := &wire{answers: []func(*http.Request) (*http.Response, error){
		func(*http.Request) (*http.Response, error) { return nil, fmt.Errorf("dialing with %s", key) },
		status(403, `{"errors":[{"id":"`+key+`","code":"`+key+`","title":"`+key+`","detail":"the key `+key+` may not"}]}`, "Atl-Traceid", key),
	}}
	client := newClient(t, w, func(c *atlassian.Config) {
		c.RetryWaitMin = time.Millisecond
		c.Log = func(_ context.Context, level slog.Level, message string, fields map[string]any) {
			mu.Lock()
			defer mu.Unlock()
			fmt.Fprintln(&log, level, message, fields)
		}
	})
	_, err := client.Organization(t.Context(), "o")
	require.True(t, atlassian.IsForbidden(err))
	require.Equal(t, "Bearer "+key, w.sent()[0].authorization)
	cfg := atlassian.Config{APIKey: key}
	for _, text := range []string{err.Error(), fmt.Sprintf("%+v", client), fmt.Sprintf("%#v", client), fmt.Sprintf("%v %+v %#v", cfg, cfg, &cfg), log.String()} {
		require.NotContains(t, text, key)
	}
	require.Contains(t, log.String(), "getOrgById")
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []func(*http.Request) (*http.Response, error){status(302, "", "Location", "https://elsewhere.example/")}}
	_, err := newClient(t, w).Organization(t.Context(), "o")
	var refused *atlassian.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, 302, refused.Status)
	require.Len(t, w.sent(), 1)
}

func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("x", 33<<20)
	_, err := newClient(t, &wire{answers: []func(*http.Request) (*http.Response, error){status(http.StatusOK, large)}}).Organization(t.Context(), "o")
	require.ErrorContains(t, err, "larger than")
	_, err = newClient(t, &wire{answers: []func(*http.Request) (*http.Response, error){status(400, large)}}).Organization(t.Context(), "o")
	var refused *atlassian.Error
	require.ErrorAs(t, err, &refused)
	require.Less(t, len(err.Error()), 1000)
}

func TestAnAnswerThatIsNotDocumented(t *testing.T) {
	t.Parallel()
	_, err := newClient(t, &wire{answers: []func(*http.Request) (*http.Response, error){status(200, "<html>")}}).Organization(t.Context(), "o")
	require.ErrorContains(t, err, "not what is documented")
}

func TestRequestBodies(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []func(*http.Request) (*http.Response, error){status(201, "")}}
	client := newClient(t, w)
	require.NoError(t, client.CreateGroup(t.Context(), "o", "d", atlassian.NewGroup{Name: "R&D <core>"}))
	require.JSONEq(t, `{"name":"R&D <core>"}`, w.sent()[0].body)
	require.Contains(t, w.sent()[0].body, "R&D <core>", "nothing is escaped for HTML")
}
