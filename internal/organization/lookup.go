// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/vikstrous/dataloadgen"
	"golang.org/x/sync/errgroup"
)

// lookup answers questions about single things of a listing: by batches while these are cheap, from the listing as soon
// as that is cheaper.
type lookup[V any] struct {
	// listing is where the answers come from once batches are the dearer way; several look-ups may share one.
	listing *listing[V]
	// keyOf is the key by which this look-up knows a thing (an ID, a name in lower case…). It is empty for a thing without one,
	// such as the address of an app's account: this look-up cannot find such a thing, and does not confuse several of them.
	keyOf func(V) string
	// batch asks for some keys with one request.
	batch func(ctx context.Context, keys []string) iter.Seq2[V, error]

	capacity int
	company  time.Duration
	loader   *dataloadgen.Loader[string, answer[V]]
	index    shared[map[string]V]
	bulks    chan struct{} // holds one token: whoever has it may ask in bulk

	mu      sync.Mutex
	written map[string]answer[V]
	known   map[string]bool // keys whose answers the loader keeps
	another *lookup[V]      // see second
}

// parallelReads bounds the requests of one bulk look-up in flight.
const parallelReads = 8

// answer is what the organization says about a key.
type answer[V any] struct {
	value V
	found bool
}

// newLookup makes a look-up whose single questions wait for company and leave together, at most capacity at a time.
func newLookup[V any](l *listing[V], capacity int, company time.Duration, keyOf func(V) string, batch func(context.Context, []string) iter.Seq2[V, error]) *lookup[V] {
	look := &lookup[V]{
		listing: l, keyOf: keyOf, batch: batch, capacity: capacity, company: company, bulks: make(chan struct{}, 1),
		written: make(map[string]answer[V]), known: make(map[string]bool),
	}
	look.loader = dataloadgen.NewLoader(look.fetch, dataloadgen.WithBatchCapacity(capacity), dataloadgen.WithWait(company))
	return look
}

// get looks one key up.
func (l *lookup[V]) get(ctx context.Context, key string) (V, bool, error) {
	if own, ok := l.ownWrite(key); ok {
		value, there := l.current(own)
		return value, there, nil
	}
	found, err := await(ctx, l.loader.LoadThunk(context.WithoutCancel(ctx), key))
	if err != nil {
		l.loader.Clear(key) // a failure is not an answer: the next one who asks tries again
		return found.value, false, err
	}
	value, there := l.current(found)
	return value, there, nil
}

// current is an answer as it is after the run's own writes: a thing that was found by one key may have been removed or
// written under another, which only the listing knows.
func (l *lookup[V]) current(a answer[V]) (V, bool) {
	if !a.found {
		return a.value, false
	}
	return l.listing.current(a.value)
}

// many looks several keys up; what does not exist is not in the result.
func (l *lookup[V]) many(ctx context.Context, keys []string) (map[string]V, error) {
	result := make(map[string]V, len(keys))
	asked := make([]string, 0, len(keys))
	keep := func(key string, a answer[V]) {
		if value, there := l.current(a); there {
			result[key] = value
		}
	}
	for _, key := range keys {
		if own, ok := l.ownWrite(key); ok {
			keep(key, own)
		} else {
			asked = append(asked, key)
		}
	}
	if err := l.bulk(ctx, asked); err != nil {
		return nil, err
	}
	answers, err := await(ctx, l.loader.LoadAllThunk(context.WithoutCancel(ctx), asked))
	if err != nil {
		for _, key := range asked {
			l.loader.Clear(key)
		}
		return nil, firstError(err)
	}
	for i, a := range answers {
		keep(asked[i], a)
	}
	return result, nil
}

// bulk asks for whole batches at once, and hands their answers to the loader, which then has the rest alone to wait with
// for company. Left to the loader, a batch would leave as soon as its wait is over, and how many requests a long list takes
// would depend on how busy the machine is. Those who ask in bulk do so one after the other, and find what others have asked.
func (l *lookup[V]) bulk(ctx context.Context, keys []string) error {
	if len(keys) < l.capacity {
		return nil
	}
	select {
	case l.bulks <- struct{}{}:
		defer func() { <-l.bulks }()
	case <-ctx.Done():
		return ctx.Err()
	}
	unknown := l.unknown(keys)
	var batches errgroup.Group
	batches.SetLimit(parallelReads)
	for batch := range slices.Chunk(unknown[:len(unknown)-len(unknown)%l.capacity], l.capacity) {
		batches.Go(guarded(func() error {
			answers, errs := l.fetch(ctx, batch)
			if errs != nil {
				return errs[0]
			}
			for i, key := range batch {
				l.loader.Prime(key, answers[i])
			}
			return nil
		}))
	}
	return batches.Wait()
}

// unknown lists the keys that were not asked for yet, each once.
func (l *lookup[V]) unknown(keys []string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	listed := make(map[string]bool, len(keys))
	var unknown []string
	for _, key := range keys {
		if !l.known[key] && !listed[key] {
			listed[key] = true
			unknown = append(unknown, key)
		}
	}
	return unknown
}

// fetch answers one batch, from whichever source is the cheaper by now.
func (l *lookup[V]) fetch(ctx context.Context, keys []string) ([]answer[V], []error) {
	answers := make([]answer[V], len(keys))
	if err := guarded(func() error { return l.answer(ctx, keys, answers) })(); err != nil {
		return nil, []error{err}
	}
	return answers, nil
}

// answer fills in the answers to a batch.
func (l *lookup[V]) answer(ctx context.Context, keys []string, answers []answer[V]) error {
	var index map[string]V
	var err error
	if l.listing.affords(ctx) {
		var values []V
		values, err = collect(l.batch(ctx, keys))
		index, err = indexBy(l.keyOf, values, err)
	} else {
		index, err = l.index.get(ctx, func(ctx context.Context) (map[string]V, error) {
			values, err := l.listing.read(ctx)
			return indexBy(l.keyOf, values, err)
		})
	}
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, key := range keys {
		answers[i].value, answers[i].found = index[key]
		l.known[key] = true
	}
	return nil
}

// indexBy arranges values by a key; it takes the error that came with them along.
func indexBy[V any](keyOf func(V) string, values []V, err error) (map[string]V, error) {
	if err != nil {
		return nil, err
	}
	index := make(map[string]V, len(values))
	for _, v := range values {
		if key := keyOf(v); key != "" {
			index[key] = v
		}
	}
	return index, nil
}

// wrote makes an own write the answer for the rest of the run.
func (l *lookup[V]) wrote(v V) { l.overlay(l.keyOf(v), answer[V]{v, true}) }

// removed makes an own removal the answer for the rest of the run.
func (l *lookup[V]) removed(key string) { l.overlay(key, answer[V]{}) }

// forget takes back an own write that did not happen.
func (l *lookup[V]) forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.written, key)
}

func (l *lookup[V]) overlay(key string, a answer[V]) {
	if key == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.written[key] = a
}

func (l *lookup[V]) ownWrite(key string) (answer[V], bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a, ok := l.written[key]
	return a, ok
}

// await waits for a batch that others share, but no longer than the caller's own context.
func await[V any](ctx context.Context, thunk func() (V, error)) (V, error) {
	type outcome struct {
		value V
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := caught(thunk)
		done <- outcome{value, err}
	}()
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		var none V
		return none, ctx.Err()
	}
}

// firstError picks the first failure of a bulk look-up: all keys of a failed batch carry the same one.
func firstError(err error) error {
	if several, ok := err.(dataloadgen.ErrorSlice); ok { //nolint:errorlint // the loader returns it bare
		for _, e := range several {
			if e != nil {
				return e
			}
		}
	}
	return err
}
