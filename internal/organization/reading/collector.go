// SPDX-License-Identifier: MPL-2.0

package reading

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// parallelReads bounds the full batches of one collector in flight.
const parallelReads = 8

// Collector asks for things in batches, and for each of them once. Single questions wait for company. A long list of keys does not wait:
// as many full batches as it fills leave at once, so that the number of its requests does not depend on how busy the machine is.
// It does not keep a failed batch: the next caller asks again.
//
// A batch that has waited for company belongs to all who have joined it, so it is detached from their contexts. The full batches of a long
// list belong to its caller: they end with the caller's context, and keep to its deadline. Others who wait for such a batch ask
// themselves if it fails.
type Collector[K comparable, V any] struct {
	// Arrivals are those who will ask soon. A batch that waits for company waits for them, too.
	Arrivals

	capacity int
	company  time.Duration
	fetch    func(ctx context.Context, keys []K) (map[K]V, error)
	slots    chan struct{} // a full batch of a long list holds one while it is in flight

	mu      sync.Mutex
	batches map[K]*batch[K, V] // the batch that each key leaves with, or has left with
	open    *batch[K, V]       // what waits for company
	ahead   map[K]struct{}     // keys of long lists that have no batch yet
}

// batch is some keys and, once it has landed, what there is of them.
type batch[K comparable, V any] struct {
	*flight[map[K]V]

	keys []K
	full chan struct{}
	// owned marks a full batch of a long list, which ends with the context of the caller.
	owned bool
}

// NewCollector makes a collector of which single questions wait for company and leave together, at most capacity at a time; a capacity of
// 0 is no limit. A key that is missing from the answer of fetch does not exist.
func NewCollector[K comparable, V any](capacity int, company time.Duration, fetch func(context.Context, []K) (map[K]V, error)) *Collector[K, V] {
	return &Collector[K, V]{
		capacity: capacity, company: company, fetch: fetch,
		slots: make(chan struct{}, parallelReads), batches: make(map[K]*batch[K, V]), ahead: make(map[K]struct{}),
	}
}

// Get asks for one key.
func (c *Collector[K, V]) Get(ctx context.Context, key K) (value V, found bool, err error) {
	for {
		b := c.join(ctx, key)
		answers, err := b.wait(ctx)
		if err != nil && b.owned && ctx.Err() == nil {
			continue // it was the batch of another caller
		}
		value, found = answers[key]
		return value, found, err
	}
}

// Many asks for several keys. A key that does not exist is missing from the result. The keys that do not fill a batch go out when the
// full batches have come back.
func (c *Collector[K, V]) Many(ctx context.Context, keys []K) (map[K]V, error) {
	for {
		if err := c.askFull(ctx, keys); err != nil {
			return nil, err
		}
		if ctx.Err() != nil {
			return nil, ctx.Err() // no caller would wait for the rest
		}
		result, owned, err := c.joinAll(ctx, keys)
		if err == nil || !owned || ctx.Err() != nil {
			return result, err
		}
	}
}

// joinAll joins the batches of all keys, and waits for them. Owned says that the error is of a batch that belongs to another caller.
func (c *Collector[K, V]) joinAll(ctx context.Context, keys []K) (result map[K]V, owned bool, err error) {
	joined := make([]*batch[K, V], len(keys))
	for i, key := range keys {
		joined[i] = c.join(ctx, key)
	}
	result = make(map[K]V, len(keys))
	for i, key := range keys {
		answers, err := joined[i].wait(ctx)
		if err != nil {
			return nil, joined[i].owned, err
		}
		if value, found := answers[key]; found {
			result[key] = value
		}
	}
	return result, false, nil
}

// Put makes a value that was read elsewhere the answer for a key.
func (c *Collector[K, V]) Put(key K, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.batches[key] = &batch[K, V]{flight: landed(map[K]V{key: value})}
}

// join returns the batch of a key. A key that has none joins the batch that waits for company.
func (c *Collector[K, V]) join(ctx context.Context, key K) *batch[K, V] {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.batches[key] != nil {
		return c.batches[key]
	}
	b := c.open
	if b == nil {
		b = newBatch[K, V]()
		c.open = b
		c.send(detached(ctx), b, func() {})
	}
	if c.add(b, key) {
		c.open = nil
	}
	return b
}

func newBatch[K comparable, V any]() *batch[K, V] {
	return &batch[K, V]{flight: newFlight[map[K]V](), full: make(chan struct{})}
}

// add puts a key into a batch, and reports whether it has filled the batch. The caller holds the lock.
func (c *Collector[K, V]) add(b *batch[K, V], key K) (full bool) {
	b.keys = append(b.keys, key)
	c.batches[key] = b
	delete(c.ahead, key)
	full = len(b.keys) == c.capacity
	if full {
		close(b.full)
	}
	return full
}

// send asks for a batch once it is full, or has waited for company.
func (c *Collector[K, V]) send(ctx context.Context, b *batch[K, V], ended func()) {
	go func() {
		defer ended()
		defer close(b.done)
		b.value, b.err = Caught(func() (map[K]V, error) {
			c.awaitCompany(b)
			return c.fetch(ctx, b.keys)
		})
		if b.err != nil {
			c.drop(b)
		}
	}()
}

func (c *Collector[K, V]) awaitCompany(b *batch[K, V]) {
	company, longest := time.NewTimer(c.company), time.NewTimer(heldAtMost)
	defer company.Stop()
	defer longest.Stop()
	var arrived <-chan struct{}
	for leaves := false; !leaves; {
		select {
		case <-b.full:
			return
		case <-company.C:
			arrived = c.awaited()
			leaves = arrived == nil
		case <-arrived: // and has yet to ask
			arrived = nil
			company.Reset(c.company)
		case <-longest.C:
			leaves = true
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open == b {
		c.open = nil
	}
}

// asked counts the keys that were asked for so far, those of long lists included that have yet to leave.
func (c *Collector[K, V]) asked() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.batches) + len(c.ahead)
}

// drop forgets which keys left with a batch.
func (c *Collector[K, V]) drop(b *batch[K, V]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forget(b)
}

func (c *Collector[K, V]) forget(b *batch[K, V]) {
	for _, key := range b.keys {
		if c.batches[key] == b {
			delete(c.batches, key)
		}
	}
}

// askFull asks for as many full batches as the keys fill that no batch has yet, and waits for them. They end with the context, so it does
// not leave them behind.
func (c *Collector[K, V]) askFull(ctx context.Context, keys []K) error {
	if c.capacity == 0 || len(keys) < c.capacity {
		return nil
	}
	defer c.announce(keys)()
	var sent errgroup.Group
	var ended error
	for ended == nil {
		select {
		case c.slots <- struct{}{}:
		case <-ctx.Done():
			ended = ctx.Err()
			continue
		}
		b, rest := c.takeFull(keys)
		if b == nil {
			<-c.slots
			break
		}
		c.send(ctx, b, func() { <-c.slots })
		sent.Go(Guarded(func() error { <-b.done; return b.err }))
		keys = rest
	}
	if err := sent.Wait(); err != nil {
		return err // it says more than that the context has ended
	}
	return ended
}

// announce counts the keys of a long list that have no batch yet, so that its first batch knows of all of them. The returned function
// ends that. A batch that takes keys counts them itself.
func (c *Collector[K, V]) announce(keys []K) (left func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, key := range keys {
		if c.batches[key] == nil {
			c.ahead[key] = struct{}{}
		}
	}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, key := range keys {
			delete(c.ahead, key)
		}
	}
}

// takeFull makes a full batch of keys that have none, and returns the keys after those; nil where they do not fill one.
func (c *Collector[K, V]) takeFull(keys []K) (full *batch[K, V], rest []K) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b := newBatch[K, V]()
	b.owned = true
	for i, key := range keys {
		if c.batches[key] == nil && c.add(b, key) {
			return b, keys[i+1:]
		}
	}
	c.forget(b) // they go out with others
	return nil, keys
}
