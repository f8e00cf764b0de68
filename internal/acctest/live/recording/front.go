// SPDX-License-Identifier: MPL-2.0

package recording

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Guard says why a request must not leave this machine. It is nil for a request that may.
type Guard func(request *http.Request, asked []byte) error

// Front passes on to an organization what its guard allows. It is a handler for a server on loopback, which a client takes for Atlassian.
type Front struct {
	target, marketplace *url.URL
	guard               Guard
	proxy               *httputil.ReverseProxy

	mu      sync.Mutex
	refused []string
	passed  map[string]int
}

// marketplacePath begins the paths of the public Marketplace, which has a host of its own.
const marketplacePath = "/rest/2/addons/"

// NewFront makes a front. The transport sends what is allowed: it may be a [Recorder].
func NewFront(target string, guard Guard, transport http.RoundTripper) (*Front, error) {
	parsed, err := url.Parse(target)
	if err != nil || parsed.Host == "" {
		return nil, fmt.Errorf("%q is no URL of an organization", target)
	}
	f := &Front{target: parsed, marketplace: parsed, guard: guard, passed: make(map[string]int)}
	if parsed.Hostname() == "api.atlassian.com" {
		f.marketplace = &url.URL{Scheme: "https", Host: "marketplace.atlassian.com"}
	}
	f.proxy = &httputil.ReverseProxy{Rewrite: f.rewrite, Transport: transport}
	return f, nil
}

func (f *Front) rewrite(r *httputil.ProxyRequest) {
	if to := f.target; strings.HasPrefix(r.In.URL.Path, marketplacePath) {
		r.SetURL(f.marketplace)
		if f.marketplace != to {
			r.Out.Header.Del("Authorization") // the client sends none, and none may go there
		}
	} else {
		r.SetURL(to)
	}
	r.Out.Header.Del("Accept-Encoding") // the transport asks for what it can read itself
}

// ServeHTTP passes a request on, or refuses it.
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	asked, err := drain(&r.Body)
	if err != nil {
		http.Error(w, "The body of the request cannot be read", http.StatusBadRequest)
		return
	}
	name := r.Method + " " + templateOf(r.URL.EscapedPath())
	if operation, known := OperationOf(r, asked); known {
		name = operation.ID
	}
	if why := f.guard(r, asked); why != nil {
		f.mu.Lock()
		f.refused = append(f.refused, fmt.Sprintf("%s: %s", name, why))
		f.mu.Unlock()
		http.Error(w, "Refused before it left this machine: "+why.Error(), http.StatusForbidden)
		return
	}
	f.mu.Lock()
	f.passed[name]++
	f.mu.Unlock()
	f.proxy.ServeHTTP(w, r)
}

// Refused are the requests that were refused, with the reasons.
func (f *Front) Refused() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.refused)
}

// Passed counts the requests that were passed on, by operation.
func (f *Front) Passed() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.passed)
}
