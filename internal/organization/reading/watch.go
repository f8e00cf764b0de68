// SPDX-License-Identifier: MPL-2.0

package reading

import (
	"context"
	"sync"
	"time"
)

// gather is how long a loop lets others join before it reads.
const gather = 5 * time.Millisecond

// Watch waits for changes that something remote makes in its own time, with one loop of reads for all calls that wait: ten groups
// whose creation is not searchable yet are asked for together. Pauses between reads grow, with jitter. A call that joins ends a pause,
// because it may find at once what it waits for, and does not make the next ones shorter. Each caller's own context bounds its wait.
type Watch[K comparable, V any] struct {
	// Arrivals are those who will wait as soon as they have written what they wait for. Reads are held for them.
	Arrivals

	// read asks for the given keys; a key that is not in the answer does not exist (yet, or any more).
	read    func(ctx context.Context, keys []K) (map[K]V, error)
	polling Polling

	mu      sync.Mutex
	waiters map[*waiter[K, V]]struct{}
	woken   chan struct{} // wakes a pausing loop: a call joined, or none is left
	running bool
}

// waiter is a call that waits.
type waiter[K comparable, V any] struct {
	key    K
	joined time.Time
	limit  time.Duration // 0 is none
	until  func(V, bool) (bool, error)
	result chan outcome[V]
	// seen is the last answer, for a call that stops waiting.
	seen Answer[V]
}

type outcome[V any] struct {
	value V
	err   error
}

// NewWatch makes a watch that reads in such pauses, and to which some errors of a read are final: see [Polling].
func NewWatch[K comparable, V any](pauses Pauses, final func(error) bool, read func(context.Context, []K) (map[K]V, error)) *Watch[K, V] {
	return &Watch[K, V]{
		read: read, polling: Polling{Pauses: pauses, Final: final},
		waiters: make(map[*waiter[K, V]]struct{}),
		woken:   make(chan struct{}, 1),
	}
}

// Wait returns as soon as until says so, or with its error, or when the context ends. In the last case it returns what
// was last seen beside the context's error.
func (w *Watch[K, V]) Wait(ctx context.Context, key K, until func(value V, found bool) (bool, error)) (V, error) {
	return w.WaitAtMost(ctx, 0, key, until)
}

// WaitAtMost is [Watch.Wait] with a limit of its own, after which it returns [ErrNotYet] beside what was last seen. Only an answer
// ends it: time in which nothing could be read, as while the server asks for a pause, says nothing about what is waited for.
func (w *Watch[K, V]) WaitAtMost(ctx context.Context, limit time.Duration, key K, until func(value V, found bool) (bool, error)) (V, error) {
	me := &waiter[K, V]{key: key, joined: time.Now(), limit: limit, until: until, result: make(chan outcome[V], 1)}
	w.mu.Lock()
	w.waiters[me] = struct{}{}
	if !w.running {
		w.running = true
		go w.loop(detached(ctx))
	} else {
		w.wake()
	}
	w.mu.Unlock()

	select {
	case o := <-me.result:
		return o.value, o.err
	case <-ctx.Done():
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.waiters, me)
		if len(w.waiters) == 0 {
			w.wake()
		}
		return me.seen.Value, ctx.Err()
	}
}

func (w *Watch[K, V]) wake() {
	select {
	case w.woken <- struct{}{}:
	default:
	}
}

// loop reads until no call waits any more.
func (w *Watch[K, V]) loop(ctx context.Context) {
	defer func() {
		if caught := Recovered(recover()); caught != nil {
			w.giveUp(caught)
		}
	}()
	poll := w.polling.begin()
	poll.woken = w.woken
	for {
		var asked []K
		err := poll.until(ctx, func(ctx context.Context) (over bool, _ string, err error) {
			var values map[K]V
			asked, values, err = w.readOnce(ctx)
			return asked == nil || err == nil && !w.deliver(asked, values, nil), "", err
		})
		if err == nil || !w.deliver(asked, nil, err) {
			return
		}
		_ = poll.pause(ctx) // a call that has joined since ends it at once
	}
}

// readOnce reads what is being waited for, after a moment in which others may join; no keys are the end of the loop.
func (w *Watch[K, V]) readOnce(ctx context.Context) (keys []K, values map[K]V, err error) {
	if w.keys() == nil {
		return nil, nil, nil
	}
	if keys = w.gather(); keys == nil {
		return nil, nil, nil
	}
	values, err = w.read(ctx, keys)
	return keys, values, err
}

// gather lets others join for a moment, and while they are on their way, and lists what is being waited for then. It returns at once when
// the last call stops waiting, so that the loop never outlives those it works for.
func (w *Watch[K, V]) gather() []K {
	moment, longest := time.NewTimer(gather), time.NewTimer(heldAtMost)
	defer moment.Stop()
	defer longest.Stop()
	var arrived <-chan struct{}
	for {
		select {
		case <-moment.C:
			if arrived = w.awaited(); arrived == nil {
				return w.keys()
			}
		case <-arrived: // and has yet to join
			arrived = nil
			moment.Reset(gather)
		case <-longest.C:
			return w.keys()
		case <-w.woken:
			if w.keys() == nil {
				return nil
			}
		}
	}
}

// giveUp ends all waits with an error.
func (w *Watch[K, V]) giveUp(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for waiting := range w.waiters {
		waiting.result <- outcome[V]{waiting.seen.Value, err}
		delete(w.waiters, waiting)
	}
	w.running = false
}

// keys lists what is being waited for, or ends the loop.
func (w *Watch[K, V]) keys() []K {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.waiters) == 0 {
		w.running = false
		return nil
	}
	distinct := make(map[K]struct{}, len(w.waiters))
	keys := make([]K, 0, len(w.waiters))
	for waiting := range w.waiters {
		if _, ok := distinct[waiting.key]; !ok {
			distinct[waiting.key] = struct{}{}
			keys = append(keys, waiting.key)
		}
	}
	return keys
}

// deliver hands the answer of a read to the calls whose key was part of it. False ends the loop, because no call is left.
func (w *Watch[K, V]) deliver(keys []K, values map[K]V, err error) bool {
	asked := make(map[K]struct{}, len(keys))
	for _, key := range keys {
		asked[key] = struct{}{}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for waiting := range w.waiters {
		if _, ok := asked[waiting.key]; !ok {
			continue
		}
		value, found := values[waiting.key]
		done, failure := true, err
		if err == nil {
			waiting.seen = Answer[V]{value, found}
			done, failure = waiting.until(value, found)
			if !done && failure == nil && waiting.limit > 0 && time.Since(waiting.joined) >= waiting.limit {
				failure = ErrNotYet
			}
		}
		if done || failure != nil {
			waiting.result <- outcome[V]{value, failure}
			delete(w.waiters, waiting)
		}
	}
	w.running = len(w.waiters) > 0
	return w.running
}
