// SPDX-License-Identifier: MPL-2.0

package reading

import (
	"context"
	"maps"
)

// One empty or partial answer does not prove that something is gone, because a search misses things now and then. So the run asks once
// more for things that a state knows and that an answer of this run lacks. The second look does not use what the run knows already.
// Apart from that it works like a first look: look-ups of single things share requests, it reads the whole listing where that is
// cheaper, and it asks for everything once a run. Where nothing is missing, it costs nothing. It adds what it finds, and takes nothing
// away that the first answer has shown.

// second is a listing of the same things that the run has not read yet.
func (l *Listing[V]) second() *Listing[V] {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.another == nil {
		l.another = &Listing[V]{Key: l.Key, Pages: l.Pages, Size: l.count, PageSize: l.PageSize}
	}
	return l.another
}

// Again reads the whole listing once more, and adds what the first answer lacked.
func (l *Listing[V]) Again(ctx context.Context) error {
	values, err := l.second().read(ctx)
	l.found(values...)
	return err
}

// found adds what a second look has shown.
func (l *Listing[V]) found(values ...V) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.later == nil {
		l.later = make(map[string]V, len(values))
	}
	for _, v := range values {
		l.later[l.Key(v)] = v
	}
}

// second is a look-up of the same things that the run has not used yet.
func (l *Lookup[V]) second() *Lookup[V] {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.another == nil {
		l.another = NewLookup(l.listing.second(), l.capacity, l.company, l.keyOf, l.batch)
		l.another.Strangers = l.Strangers
	}
	return l.another
}

// Again asks once more for keys that were not found. The result has those that it finds now, and later look-ups find them, too. What
// the run itself has written or removed needs no second look.
func (l *Lookup[V]) Again(ctx context.Context, keys []string) (map[string]V, error) {
	asked := make([]string, 0, len(keys))
	for _, key := range keys {
		if _, own := l.OwnWrite(key); !own {
			asked = append(asked, key)
		}
	}
	second := l.second()
	if batches := RequestsFor(len(asked), l.capacity); batches > 1 {
		if size, ok := second.listing.count(ctx); ok && batches >= RequestsFor(size, second.listing.PageSize) {
			if err := l.listing.Again(ctx); err != nil {
				return nil, err
			}
		}
	}
	answers, err := second.Many(ctx, asked)
	if err != nil {
		return nil, err
	}
	result := make(map[string]V, len(answers))
	for key, v := range answers {
		l.Found(v)
		if value, there := l.listing.Current(v); there {
			result[key] = value
		}
	}
	return result, nil
}

// Found adds what a later look has shown to this look-up and to its listing.
func (l *Lookup[V]) Found(v V) {
	l.Learn(v)
	l.listing.found(v)
}

// Learn makes what a later look has shown the answer for the rest of the run.
func (l *Lookup[V]) Learn(v V) { l.answers.Put(l.keyOf(v), v) }

// Still looks up keys of things that were there before: it looks once more at those that one answer lacks.
func (l *Lookup[V]) Still(ctx context.Context, keys []string) (map[string]V, error) {
	found, err := l.Many(ctx, keys)
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, key := range keys {
		if _, ok := found[key]; !ok {
			missing = append(missing, key)
		}
	}
	if len(missing) == 0 {
		return found, nil
	}
	late, err := l.Again(ctx, missing)
	maps.Copy(found, late)
	return found, err
}
