// SPDX-License-Identifier: MPL-2.0

package reading

import (
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
)

// Listing is everything of one kind (the groups of a directory, the members of a group), read at most once a run, with
// the run's own writes laid over it. It also counts what look-ups have cost on it: see [Listing.affords].
type Listing[V any] struct {
	// Key identifies a thing of this kind.
	Key func(V) string
	// Pages reads the whole listing.
	Pages func(context.Context) iter.Seq2[V, error]
	// Size counts the listing with one request; ok is false where the count is not known. Only look-ups need it.
	Size func(context.Context) (count int, ok bool)
	// PageSize is how many things a request for the whole listing gets. It goes with Size.
	PageSize int
	// Whole says that most of the listing will be asked for, so that look-ups are not worth as much of it: see [Listing.affords].
	Whole bool

	content Shared[[]V]
	counted Shared[int]

	mu      sync.Mutex
	written map[string]*V // own writes by key; nil marks what the run removed
	later   map[string]V  // what a second look has shown
	spent   int           // requests that batched look-ups have cost so far
	another *Listing[V]   // see second
}

// All returns the listing in the server's order, without what the run removed, followed by what it wrote and the
// server does not show yet, and by what only a second look has shown.
func (l *Listing[V]) All(ctx context.Context) ([]V, error) {
	read, err := l.read(ctx)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.written)+len(l.later) == 0 {
		return read, nil
	}
	result := make([]V, 0, len(read)+len(l.written)+len(l.later))
	shown := make(map[string]bool, len(read)+len(l.written))
	for _, v := range read {
		own, ok := l.written[l.Key(v)]
		switch {
		case !ok:
			result = append(result, v)
		case own != nil:
			result = append(result, *own)
		}
		shown[l.Key(v)] = true
	}
	for key, own := range l.written {
		if own != nil && !shown[key] {
			result = append(result, *own)
		}
		shown[key] = true
	}
	for _, key := range slices.Sorted(maps.Keys(l.later)) {
		if !shown[key] {
			result = append(result, l.later[key])
		}
	}
	return result, nil
}

func (l *Listing[V]) read(ctx context.Context) ([]V, error) {
	return l.content.Get(ctx, func(ctx context.Context) ([]V, error) { return Collect(l.Pages(ctx)) })
}

// Known returns what was read of the listing already, without reading.
func (l *Listing[V]) Known() ([]V, bool) { return l.content.Known() }

// Put replaces what was read of the listing by what was read elsewhere and later.
func (l *Listing[V]) Put(values []V) { l.content.Put(values) }

// Current is a thing as it is after the run's own writes; false where the run removed it.
func (l *Listing[V]) Current(v V) (V, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	own, ok := l.written[l.Key(v)]
	switch {
	case !ok:
		return v, true
	case own == nil:
		var none V
		return none, false
	}
	return *own, true
}

// Wrote lays an own write over the listing.
func (l *Listing[V]) Wrote(v V) { l.overlay(l.Key(v), &v) }

// Removed lays an own removal over the listing.
func (l *Listing[V]) Removed(key string) { l.overlay(key, nil) }

// Forget takes back an own write that did not happen.
func (l *Listing[V]) Forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.written, key)
}

// Changed reports whether the run has written anything of the listing.
func (l *Listing[V]) Changed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.written) > 0
}

func (l *Listing[V]) overlay(key string, v *V) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.written == nil {
		l.written = make(map[string]*V)
	}
	l.written[key] = v
}

// affords decides whether one more batched look-up may go out (true, and it is charged for) or whether the whole listing is cheaper by
// now: then the rest comes from the listing. That is so if the look-ups have cost as many requests as the listing takes, or if it takes
// fewer than the batches of what was asked for already; asked counts all of these batches. So the total is never more than twice what the
// cheaper of both would have cost, and one request for the size, whatever is still to come. If everything is asked for at once, the total
// is little more than the listing. Where the size cannot be learnt, look-ups stay batched.
//
// If most of the listing will be asked for, look-ups may cost a tenth of that. Then the total is at most 1.1 times the listing if everything
// is asked for, and two more requests. If the expectation is wrong, it is at most 11 times what the look-ups would have cost.
func (l *Listing[V]) affords(ctx context.Context, asked func() int) bool {
	if _, read := l.content.Known(); read {
		return false
	}
	alone := asked() <= 1
	l.mu.Lock()
	if l.spent == 0 && alone { // the first one is always worth it, and needs no count
		l.spent++
		l.mu.Unlock()
		return true
	}
	l.mu.Unlock()

	count, ok := l.count(ctx)
	if !ok {
		return true
	}
	worth := max(1, RequestsFor(count, l.PageSize))
	if l.Whole {
		worth = max(1, worth/tenth)
	}
	batches := asked()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.spent >= worth || batches-l.spent > worth {
		return false
	}
	l.spent++
	return true
}

// tenth is the part of a listing that look-ups may cost if most of it will be asked for.
const tenth = 10

// count is the size of the listing, asked for once a run. Ok is false where it is not known.
func (l *Listing[V]) count(ctx context.Context) (count int, ok bool) {
	count, err := l.counted.Get(ctx, func(ctx context.Context) (int, error) {
		if count, ok := l.Size(ctx); ok {
			return count, nil
		}
		return -1, nil
	})
	return count, err == nil && count >= 0
}

// RequestsFor is how many requests of a given capacity n things need.
func RequestsFor(n, capacity int) int { return (n + capacity - 1) / capacity }
