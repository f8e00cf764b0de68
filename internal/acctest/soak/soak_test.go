// SPDX-License-Identifier: MPL-2.0

// Package soak_test runs one provider for much longer than Terraform ever does.
package soak_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
)

// Bounds. The framework keeps an empty context of each call until it is stopped: see docs/upstream/framework-keeps-contexts.md.
const (
	idleConnections = 20      // the provider's own bound is one for each object that Terraform visits at a time
	bytesOfACall    = 400     // what a call may leave behind; it was 155
	slack           = 4 << 20 // bytes, of what is kept once, such as schemas and pools
)

// usage is what the process uses once all garbage is collected.
type usage struct{ goroutines, heap int }

// settled waits until at most so many connections are open, and returns what is used then. Connections close when the garbage collector has
// found the client that had them.
func settled(t *testing.T, of *connections, atMost int) usage {
	t.Helper()
	require.Eventually(t, func() bool {
		runtime.GC()
		return of.open() <= atMost
	}, time.Minute, time.Millisecond, "connections stay open")
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return usage{goroutines: runtime.NumGoroutine(), heap: int(memory.HeapAlloc)} //nolint:gosec // it is in memory
}

// Thousands of plans in one process leave nothing behind: no goroutine, no connection, and no more memory than the framework keeps of a call.
// Terraform starts a process for each plan, so that it is the provider itself that must not lean on its end.
func TestThousandsOfPlansInOneProcess(t *testing.T) { //nolint:paralleltest // it counts what the whole process uses
	plans := thorough.Part(10_000, 60)
	org, handler := simulated.Handler(t)
	var open *connections
	org.URL, open = listen(t, handler)
	server := acctest.Server(t, org, nil)
	w := begin(t, server, org.Simulator.GroupID(contractors))

	var first usage
	for done := 1; done <= plans; done++ {
		require.Empty(t, w.plan(t), "plan %d", done)
		if done == plans/10 {
			first = settled(t, open, idleConnections)
			w.calls.Store(0)
		}
	}
	last := settled(t, open, idleConnections)
	calls := int(w.calls.Load())
	t.Logf("%d plans, %d connections, %d goroutines, %d bytes of heap for each call", plans, open.made(), last.goroutines, (last.heap-first.heap)/calls)
	assert.LessOrEqual(t, last.goroutines, first.goroutines+3*idleConnections, "each connection has three")
	assert.LessOrEqual(t, last.heap, first.heap+slack+calls*bytesOfACall)

	stopped, err := server.Protocol().StopProvider(t.Context(), &tfprotov6.StopProviderRequest{})
	require.NoError(t, err)
	require.Empty(t, stopped.Error)
	after := settled(t, open, idleConnections)
	t.Logf("%d bytes of heap at the beginning, %d at the end", first.heap, after.heap)
	assert.LessOrEqual(t, after.heap, first.heap+slack, "what the framework keeps is free once it is stopped")
	runtime.KeepAlive(w)
}
