// SPDX-License-Identifier: MPL-2.0

package soak_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// connections are those that clients have to a server.
type connections struct {
	mu   sync.Mutex
	live map[net.Conn]bool
	ever int
}

// listen serves a handler, and counts the connections to it.
func listen(t *testing.T, handler http.Handler) (url string, of *connections) {
	t.Helper()
	of = &connections{live: make(map[net.Conn]bool)}
	server := httptest.NewUnstartedServer(handler)
	server.Config.ConnState = of.see
	server.Start()
	t.Cleanup(server.Close)
	return server.URL, of
}

func (c *connections) see(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateNew:
		c.live[conn] = true
		c.ever++
	case http.StateClosed, http.StateHijacked:
		delete(c.live, conn)
	case http.StateActive, http.StateIdle:
	}
}

// open is how many there are, and made how many there ever were.
func (c *connections) open() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.live)
}

func (c *connections) made() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ever
}
