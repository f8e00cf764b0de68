// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"sync"
)

// shared is one read whose answer serves everybody who asks during the run: who asks while it is under way waits for
// it, who asks later is served at once. A failed read is not kept: the next one who asks tries again.
//
// The read runs detached from the context of whoever asked first, so that one caller's cancellation does not fail the
// others; each caller stops waiting when its own context ends. A read that nobody waits for any more runs to its end,
// which the client bounds.
type shared[V any] struct {
	mu     sync.Mutex
	flight *flight[V]
}

// flight is a read under way, and afterwards its answer.
type flight[V any] struct {
	done  chan struct{}
	value V
	err   error
}

func (f *flight[V]) landed() bool {
	select {
	case <-f.done:
		return true
	default:
		return false
	}
}

// get returns the shared answer, reading it when nobody has yet.
func (s *shared[V]) get(ctx context.Context, read func(context.Context) (V, error)) (V, error) {
	s.mu.Lock()
	f := s.flight
	if f == nil || (f.landed() && f.err != nil) {
		f = &flight[V]{done: make(chan struct{})}
		s.flight = f
		detached := context.WithoutCancel(ctx)
		go func() {
			defer close(f.done)
			f.value, f.err = caught(func() (V, error) { return read(detached) })
		}()
	}
	s.mu.Unlock()

	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
		var none V
		return none, ctx.Err()
	}
}

// known returns the answer if there is one already, without reading.
func (s *shared[V]) known() (V, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flight != nil && s.flight.landed() && s.flight.err == nil {
		return s.flight.value, true
	}
	var none V
	return none, false
}

// put replaces the answer by one that was read elsewhere and later.
func (s *shared[V]) put(value V) {
	landed := &flight[V]{done: make(chan struct{}), value: value}
	close(landed.done)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flight = landed
}
