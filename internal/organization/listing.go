// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
)

// listing is everything of one kind (the groups of a directory, the members of a group), read at most once a run, with
// the run's own writes laid over it. It also keeps the account of what look-ups have cost on it: see [listing.affords].
type listing[V any] struct {
	// key tells two things of this kind apart.
	key func(V) string
	// pages reads the whole listing.
	pages func(context.Context) iter.Seq2[V, error]
	// size counts the listing with one request; ok is false where that is not to be had.
	size func(context.Context) (count int, ok bool)

	content shared[[]V]
	counted shared[int]

	mu      sync.Mutex
	written map[string]*V // own writes by key; nil marks what the run removed
	later   map[string]V  // what a second look has shown
	spent   int           // requests that batched look-ups have cost so far
	another *listing[V]   // see second
}

// all returns the listing in the server's order, without what the run removed, followed by what it wrote and the
// server does not show yet, and by what only a second look has shown.
func (l *listing[V]) all(ctx context.Context) ([]V, error) {
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
		own, ok := l.written[l.key(v)]
		switch {
		case !ok:
			result = append(result, v)
		case own != nil:
			result = append(result, *own)
		}
		shown[l.key(v)] = true
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

func (l *listing[V]) read(ctx context.Context) ([]V, error) {
	return l.content.get(ctx, func(ctx context.Context) ([]V, error) { return collect(l.pages(ctx)) })
}

// current is a thing as it is after the run's own writes; false where the run removed it.
func (l *listing[V]) current(v V) (V, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	own, ok := l.written[l.key(v)]
	switch {
	case !ok:
		return v, true
	case own == nil:
		var none V
		return none, false
	}
	return *own, true
}

// wrote lays an own write over the listing.
func (l *listing[V]) wrote(v V) { l.overlay(l.key(v), &v) }

// removed lays an own removal over the listing.
func (l *listing[V]) removed(key string) { l.overlay(key, nil) }

// forget takes back an own write that did not happen.
func (l *listing[V]) forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.written, key)
}

// changed reports whether the run has written anything of the listing.
func (l *listing[V]) changed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.written) > 0
}

func (l *listing[V]) overlay(key string, v *V) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.written == nil {
		l.written = make(map[string]*V)
	}
	l.written[key] = v
}

// affords decides whether one more batched look-up may go out (true, and it is charged for) or whether the look-ups
// have by now cost as many requests as the whole listing would: then the rest comes from the listing. So the total is
// never more than twice what the cheaper of both would have cost, whatever is still to come. Where the size cannot be
// learnt, look-ups stay batched.
func (l *listing[V]) affords(ctx context.Context) bool {
	if _, read := l.content.known(); read {
		return false
	}
	l.mu.Lock()
	if l.spent == 0 { // the first one is always worth it, and needs no count
		l.spent++
		l.mu.Unlock()
		return true
	}
	l.mu.Unlock()

	count, ok := l.count(ctx)
	if !ok {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.spent >= max(1, requestsFor(count, pageSize)) {
		return false
	}
	l.spent++
	return true
}

// count is the size of the listing, asked for once a run. Ok is false where it is not known.
func (l *listing[V]) count(ctx context.Context) (count int, ok bool) {
	count, err := l.counted.get(ctx, func(ctx context.Context) (int, error) {
		if count, ok := l.size(ctx); ok {
			return count, nil
		}
		return -1, nil
	})
	return count, err == nil && count >= 0
}

// requestsFor is how many requests of a given capacity n things need.
func requestsFor(n, capacity int) int { return (n + capacity - 1) / capacity }

// collect reads a paged answer to its end; an error midway loses what was read, so that half a listing never passes for
// a whole one.
func collect[V any](pages iter.Seq2[V, error]) ([]V, error) {
	var all []V
	for v, err := range pages {
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}
