// SPDX-License-Identifier: MPL-2.0

package reading

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Lookup answers questions about single things of a listing: by batches while these are cheap, from the listing as soon
// as that is cheaper.
type Lookup[V any] struct {
	// listing is where the answers come from once batches cost more; several look-ups may share one.
	listing *Listing[V]
	// keyOf is the key by which this look-up knows a thing (an ID, a name in lower case…). It is empty for a thing without one,
	// such as the address of an app's account: this look-up cannot find such a thing, and does not confuse several of them.
	keyOf func(V) string
	// batch asks for some keys with one request.
	batch Search[V]

	// Strangers is set for a look-up that mostly asks for things that are not there, before it makes them. Batches cost nothing then, and
	// the size of the listing is not asked for, until one of them finds something.
	Strangers bool
	met       atomic.Bool // one was there

	capacity int
	company  time.Duration
	answers  *Collector[string, V]
	index    Shared[map[string]V]

	mu      sync.Mutex
	written map[string]Answer[V]
	another *Lookup[V] // see second
}

// Answer is a thing, or that there is none.
type Answer[V any] struct {
	// Value is the thing, where it was found.
	Value V
	// Found is set where there is one.
	Found bool
}

// NewLookup makes a look-up whose single questions wait for company and leave together, at most capacity at a time.
func NewLookup[V any](l *Listing[V], capacity int, company time.Duration, keyOf func(V) string, batch Search[V]) *Lookup[V] {
	look := &Lookup[V]{
		listing: l, keyOf: keyOf, batch: batch, capacity: capacity, company: company,
		written: make(map[string]Answer[V]),
	}
	look.answers = NewCollector(capacity, company, look.fetch)
	return look
}

// Arrivals are those who will ask for a key soon.
func (l *Lookup[V]) Arrivals() *Arrivals { return &l.answers.Arrivals }

// Get looks one key up.
func (l *Lookup[V]) Get(ctx context.Context, key string) (V, bool, error) {
	found, own := l.OwnWrite(key)
	if !own {
		var err error
		if found.Value, found.Found, err = l.answers.Get(ctx, key); err != nil {
			return found.Value, false, err
		}
	}
	value, there := l.current(found)
	return value, there, nil
}

// current is an answer as it is after the run's own writes: a thing that was found by one key may have been removed or
// written under another, which only the listing knows.
func (l *Lookup[V]) current(a Answer[V]) (V, bool) {
	if !a.Found {
		return a.Value, false
	}
	return l.listing.Current(a.Value)
}

// Many looks several keys up; what does not exist is not in the result.
func (l *Lookup[V]) Many(ctx context.Context, keys []string) (map[string]V, error) {
	result := make(map[string]V, len(keys))
	asked := make([]string, 0, len(keys))
	keep := func(key string, a Answer[V]) {
		if value, there := l.current(a); there {
			result[key] = value
		}
	}
	for _, key := range keys {
		if own, ok := l.OwnWrite(key); ok {
			keep(key, own)
		} else {
			asked = append(asked, key)
		}
	}
	answers, err := l.answers.Many(ctx, asked)
	if err != nil {
		return nil, err
	}
	for key, value := range answers {
		keep(key, Answer[V]{value, true})
	}
	return result, nil
}

// fetch answers one batch, from the source that is cheaper by now.
func (l *Lookup[V]) fetch(ctx context.Context, keys []string) (map[string]V, error) {
	if l.amongStrangers() || l.listing.affords(ctx, l.batchesAsked) {
		values, err := Collect(l.batch(ctx, keys))
		if len(values) > 0 {
			l.met.Store(true)
		}
		return IndexBy(l.keyOf, values), err
	}
	return l.index.Get(ctx, func(ctx context.Context) (map[string]V, error) {
		values, err := l.listing.read(ctx)
		return IndexBy(l.keyOf, values), err
	})
}

// batchesAsked is how many batches take all that was asked for so far. Questions that travel alone say nothing of others.
func (l *Lookup[V]) batchesAsked() int {
	if l.capacity == 1 {
		return 0
	}
	return RequestsFor(l.answers.asked(), l.capacity)
}

// amongStrangers reports whether nothing that was asked for was there so far, and the listing has not been read either.
func (l *Lookup[V]) amongStrangers() bool {
	_, read := l.listing.Known()
	return l.Strangers && !read && !l.met.Load()
}

// Wrote makes an own write the answer for the rest of the run.
func (l *Lookup[V]) Wrote(v V) { l.overlay(l.keyOf(v), Answer[V]{v, true}) }

// Removed makes an own removal the answer for the rest of the run.
func (l *Lookup[V]) Removed(key string) { l.overlay(key, Answer[V]{}) }

// Forget takes back an own write that did not happen.
func (l *Lookup[V]) Forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.written, key)
}

func (l *Lookup[V]) overlay(key string, a Answer[V]) {
	if key == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.written[key] = a
}

// OwnWrite is what the run itself has written or removed under a key; ok is false where it has done neither.
func (l *Lookup[V]) OwnWrite(key string) (own Answer[V], ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	own, ok = l.written[key]
	return own, ok
}
