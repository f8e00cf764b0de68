// SPDX-License-Identifier: MPL-2.0

package simulated

import (
	"context"
	"net/http"
	"net/http/httputil"
	"strings"
	"sync/atomic"
	"testing"
)

// Expiring is the same organization, and a context whose deadline passes as soon as the nth request arrives whose path has a text in it,
// counted from 1. That request gets no answer, and all before it have theirs: a deadline in milliseconds would pass sooner on a machine
// that is busy.
func (o *Organization) Expiring(t testing.TB, path string, nth int64) (*Organization, context.Context) {
	t.Helper()
	ctx := &expiring{Context: t.Context(), expired: make(chan struct{})}
	var requests atomic.Int64
	over := make(chan struct{})
	behind := o.Behind(t, func(proxy *httputil.ReverseProxy) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, path) {
				now := requests.Add(1)
				if now == nth {
					close(ctx.expired)
				}
				if now >= nth {
					<-over // what callers share may outlive the context of one of them
					panic(http.ErrAbortHandler)
				}
			}
			proxy.ServeHTTP(w, r)
		})
	})
	t.Cleanup(func() { close(over) }) // before the server is closed
	return behind, ctx
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
