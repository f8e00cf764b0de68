// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// gather is how long a loop lets others join before it reads.
const gather = 5 * time.Millisecond

// watch waits for changes that the organization makes in its own time, with one loop of reads for everybody who waits:
// ten groups whose creation is not searchable yet are asked for together. Pauses between reads grow, with jitter, and
// start anew when somebody joins. Each waiter's own context bounds its wait.
type watch[K comparable, V any] struct {
	// read asks for the given keys; a key that is not in the answer does not exist (yet, or any more).
	read func(ctx context.Context, keys []K) (map[K]V, error)
	// pauseMin and pauseMax bound the pause between two reads.
	pauseMin, pauseMax time.Duration

	mu      sync.Mutex
	waiters map[*waiter[K, V]]struct{}
	stirred chan struct{} // wakes a pausing loop: somebody joined, or nobody is left
	running bool
}

// errNotYet says that what was waited for had not come by the end of the time allowed for it.
var errNotYet = errors.New("it has not come about in the time allowed for it")

// waiter is one who waits.
type waiter[K comparable, V any] struct {
	key    K
	joined time.Time
	limit  time.Duration // 0 is none
	until  func(V, bool) (bool, error)
	result chan outcome[V]
	// seen is the last answer, for who gives up waiting.
	seen answer[V]
}

type outcome[V any] struct {
	value V
	err   error
}

func newWatch[K comparable, V any](pauseMin, pauseMax time.Duration, read func(context.Context, []K) (map[K]V, error)) *watch[K, V] {
	return &watch[K, V]{
		read: read, pauseMin: pauseMin, pauseMax: pauseMax,
		waiters: make(map[*waiter[K, V]]struct{}),
		stirred: make(chan struct{}, 1),
	}
}

// wait returns as soon as until says so, or with its error, or when the context ends. In the last case it returns what
// was last seen beside the context's error.
func (w *watch[K, V]) wait(ctx context.Context, key K, until func(value V, found bool) (bool, error)) (V, error) {
	return w.waitAtMost(ctx, 0, key, until)
}

// waitAtMost is wait with a limit of its own, after which it returns errNotYet beside what was last seen. Only an answer
// ends it: time in which nothing could be read, as while Atlassian asks for a pause, says nothing about what is waited for.
func (w *watch[K, V]) waitAtMost(ctx context.Context, limit time.Duration, key K, until func(value V, found bool) (bool, error)) (V, error) {
	me := &waiter[K, V]{key: key, joined: time.Now(), limit: limit, until: until, result: make(chan outcome[V], 1)}
	w.mu.Lock()
	w.waiters[me] = struct{}{}
	if !w.running {
		w.running = true
		go w.loop(context.WithoutCancel(ctx))
	} else {
		w.stir()
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
			w.stir()
		}
		return me.seen.value, ctx.Err()
	}
}

func (w *watch[K, V]) stir() {
	select {
	case w.stirred <- struct{}{}:
	default:
	}
}

// mostFailures is how many reads may fail in a row, each with the client's own retries behind it, before those who wait
// are told: a wait of half an hour outlives a minute in which Atlassian does not answer.
const mostFailures = 5

// isRefusal tells an error that the next read would meet as well: Atlassian has answered, and said no. A 429 puts the request off,
// and a 408 has not heard all of it: neither says no.
func isRefusal(err error) bool {
	refused, ok := errors.AsType[*APIError](err)
	return ok && refused.Status < 500 && !atlassian.IsPutOff(refused)
}

// loop reads until nobody waits any more.
func (w *watch[K, V]) loop(ctx context.Context) {
	pause := &backoff.ExponentialBackOff{InitialInterval: w.pauseMin, MaxInterval: w.pauseMax, Multiplier: 1.6, RandomizationFactor: 0.2}
	pause.Reset()
	failures := 0
	defer func() {
		if caught := Recovered(recover()); caught != nil {
			w.giveUp(caught)
		}
	}()
	for {
		if w.keys() == nil {
			return
		}
		<-time.After(gather)
		keys := w.keys()
		if keys == nil {
			return
		}
		values, err := w.read(ctx, keys)
		if failures++; err == nil {
			failures = 0
		}
		if (err == nil || isRefusal(err) || failures >= mostFailures) && !w.tell(keys, values, err) {
			return
		}
		timer := time.NewTimer(pause.NextBackOff())
		select {
		case <-timer.C:
		case <-w.stirred:
			timer.Stop()
			pause.Reset()
		}
	}
}

// giveUp tells everybody who waits that the loop has ended with an error.
func (w *watch[K, V]) giveUp(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for waiting := range w.waiters {
		waiting.result <- outcome[V]{waiting.seen.value, err}
		delete(w.waiters, waiting)
	}
	w.running = false
}

// keys lists what is being waited for, or ends the loop.
func (w *watch[K, V]) keys() []K {
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

// tell hands a read's answer to those whose key was part of it; false ends the loop, since nobody is left.
func (w *watch[K, V]) tell(keys []K, values map[K]V, err error) bool {
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
			waiting.seen = answer[V]{value, found}
			done, failure = waiting.until(value, found)
			if !done && failure == nil && waiting.limit > 0 && time.Since(waiting.joined) >= waiting.limit {
				failure = errNotYet
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
