// SPDX-License-Identifier: MPL-2.0

package simulated

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"
)

// Behind is the same organization, whose requests and answers pass through a handler in front of it: the proxy itself, changed, or what calls it.
func (o *Organization) Behind(t testing.TB, front func(proxy *httputil.ReverseProxy) http.Handler) *Organization {
	t.Helper()
	target, err := url.Parse(o.URL)
	if err != nil {
		t.Fatal(err)
	}
	other := *o
	proxy := httputil.NewSingleHostReverseProxy(target)
	if o.Transport != nil {
		proxy.Transport = &whole{o.Transport}
		other.Transport = served(t, front(proxy))
		return &other
	}
	server := httptest.NewServer(front(proxy))
	t.Cleanup(server.Close)
	other.URL = server.URL
	return &other
}

// whole reads a request before it passes it on. The proxy would still be reading it when the answer comes, over a connection in memory, and
// the server in front closes what it has not read when it answers.
type whole struct{ next http.RoundTripper }

// RoundTrip carries out the request.
func (w *whole) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		return w.next.RoundTrip(r)
	}
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(text))
	return w.next.RoundTrip(r)
}
