// SPDX-License-Identifier: MPL-2.0

package reading

import (
	"context"
	"sync"
)

// Shared is one read whose answer serves all callers of the run: a caller that asks while the read is under way waits for
// it, and a later caller gets the answer at once. It does not keep a failed read: the next caller tries again.
//
// The read runs detached from the context of its first caller, so that the cancellation of one caller does not fail the
// others. Each caller stops waiting when its own context ends. A read for which no caller waits any more runs to its end,
// so the read must bound itself.
type Shared[V any] struct {
	mu     sync.Mutex
	flight *flight[V]
}

// flight is a read under way, and afterwards its answer.
type flight[V any] struct {
	done  chan struct{}
	value V
	err   error
}

func newFlight[V any]() *flight[V] { return &flight[V]{done: make(chan struct{})} }

// landed is a flight with an answer.
func landed[V any](value V) *flight[V] {
	f := &flight[V]{done: make(chan struct{}), value: value}
	close(f.done)
	return f
}

func (f *flight[V]) landed() bool {
	select {
	case <-f.done:
		return true
	default:
		return false
	}
}

// wait waits for the answer, but no longer than the caller's own context.
func (f *flight[V]) wait(ctx context.Context) (V, error) {
	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
		var none V
		return none, ctx.Err()
	}
}

// Get returns the shared answer, and reads it where no caller has yet.
func (s *Shared[V]) Get(ctx context.Context, read func(context.Context) (V, error)) (V, error) {
	s.mu.Lock()
	f := s.flight
	if f == nil || (f.landed() && f.err != nil) {
		f = newFlight[V]()
		s.flight = f
		apart := detached(ctx)
		go func() {
			defer close(f.done)
			f.value, f.err = Caught(func() (V, error) { return read(apart) })
		}()
	}
	s.mu.Unlock()
	return f.wait(ctx)
}

// Known returns the answer if there is one already, without reading.
func (s *Shared[V]) Known() (V, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flight != nil && s.flight.landed() && s.flight.err == nil {
		return s.flight.value, true
	}
	var none V
	return none, false
}

// Put replaces the answer by one that was read elsewhere and later.
func (s *Shared[V]) Put(value V) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flight = landed(value)
}
