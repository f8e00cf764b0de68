// SPDX-License-Identifier: MPL-2.0

package simulated

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// Expiring is the same organization, and a context whose deadline passes as soon as the nth request arrives whose path has a text in it,
// counted from 1. That request gets no answer, and all before it have theirs: a deadline in milliseconds would pass sooner on a machine
// that is busy.
func (o *Organization) Expiring(t testing.TB, path string, nth int) (*Organization, context.Context) {
	t.Helper()
	target, err := url.Parse(o.URL)
	if err != nil {
		t.Fatal(err)
	}
	ctx := &expiring{Context: t.Context(), expired: make(chan struct{})}
	var count struct {
		sync.Mutex
		requests int
	}
	over := make(chan struct{})
	proxy := httputil.NewSingleHostReverseProxy(target)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, path) {
			count.Lock()
			count.requests++
			now := count.requests
			count.Unlock()
			if now == nth {
				close(ctx.expired)
			}
			if now >= nth {
				<-over // what callers share may outlive the context of one of them
				panic(http.ErrAbortHandler)
			}
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(over) }) // before the server is closed
	other := *o
	other.URL = server.URL
	return &other, ctx
}

// expiring is a context whose deadline passes when its channel is closed. It does not know the time beforehand.
type expiring struct {
	context.Context

	expired chan struct{}
}

// Done is closed when the deadline has passed. The test's own context ends after it, when nobody waits any more.
func (e *expiring) Done() <-chan struct{} { return e.expired }

// Err is what a context returns whose deadline has passed.
func (e *expiring) Err() error {
	select {
	case <-e.expired:
		return context.DeadlineExceeded
	default:
		return nil
	}
}
