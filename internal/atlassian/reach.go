// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"
)

// reach watches whether a try got a connection. Without a connection nothing was sent, so even a write that must be sent once may
// be tried again.
type reach struct {
	// asked says that the transport wanted a connection. got says that it had one. A transport in memory sets neither.
	asked, got atomic.Bool
}

func (r *reach) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { r.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { r.got.Store(true) },
	})
}

// noConnection reports whether a failed try certainly reached no server: the name was not found, no server listened, or a proxy or the
// TLS handshake refused.
func (r *reach) noConnection(err error) bool {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" {
		return true
	}
	return r.asked.Load() && !r.got.Load()
}
