// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"
)

// reach watches whether a try got a connection at all. Without one nothing was sent, so that even a write which must not
// be repeated may be tried again.
type reach struct {
	// asked and got tell whether a connection was wanted, and had: a transport in memory does neither.
	asked, got atomic.Bool
}

func (r *reach) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { r.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { r.got.Store(true) },
	})
}

// nobody says that a failed try provably reached nobody: the name was not found, nobody listened, a proxy or the TLS
// handshake refused.
func (r *reach) nobody(err error) bool {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" {
		return true
	}
	return r.asked.Load() && !r.got.Load()
}
