// SPDX-License-Identifier: MPL-2.0

package simulated

import (
	"context"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// InVirtualTime runs a test in a bubble of testing/synctest, where time passes only while everything waits: what the test says of requests
// and waits does not depend on how busy the machine is. Organizations in it are started with Virtual. What the test leaves behind, as a retry
// whose caller has gone, has the time to end.
func InVirtualTime(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Helper()
		defer time.Sleep(time.Hour) //nolint:forbidigo // in virtual time, it takes none
		test(t)
	})
}

// Virtual is Start for a test in virtual time. No bubble can wait for a network, so clients reach the organization by its Transport, over
// connections in memory.
func Virtual(t testing.TB, options ...Option) *Organization {
	t.Helper()
	organization, handler := Handler(t, options...)
	organization.Transport = served(t, handler)
	return organization
}

// served serves a handler in memory until the test ends, and returns what carries requests to it.
func served(t testing.TB, handler http.Handler) http.RoundTripper {
	t.Helper()
	at := &inMemory{dialed: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: handler} //nolint:gosec // its only clients are those of the test
	go func() { _ = server.Serve(at) }()     // it ends with the test
	transport := &http.Transport{DialContext: at.dial, MaxIdleConnsPerHost: 100}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := server.Close(); err != nil {
			t.Errorf("stop the server: %s", err)
		}
	})
	return transport
}

// inMemory is a listener whose connections are pipes.
type inMemory struct {
	dialed chan net.Conn
	closed chan struct{}
	once   sync.Once
}

// dial makes a connection.
func (l *inMemory) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case l.dialed <- there:
		return here, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept waits for a connection.
func (l *inMemory) Accept() (net.Conn, error) {
	select {
	case conn := <-l.dialed:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close ends the waiting.
func (l *inMemory) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr is an address by name only.
func (l *inMemory) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "unix"} }
