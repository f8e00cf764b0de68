// SPDX-License-Identifier: MPL-2.0

package simulated

import (
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
		proxy.Transport = o.Transport
		other.Transport = served(t, front(proxy))
		return &other
	}
	server := httptest.NewServer(front(proxy))
	t.Cleanup(server.Close)
	other.URL = server.URL
	return &other
}
