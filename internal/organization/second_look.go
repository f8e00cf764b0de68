// SPDX-License-Identifier: MPL-2.0

package organization

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
func (l *listing[V]) second() *listing[V] {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.another == nil {
		l.another = &listing[V]{key: l.key, pages: l.pages, size: l.count}
	}
	return l.another
}

// again reads the whole listing once more, and adds what the first answer lacked.
func (l *listing[V]) again(ctx context.Context) error {
	values, err := l.second().read(ctx)
	l.found(values...)
	return err
}

// found adds what a second look has shown.
func (l *listing[V]) found(values ...V) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.later == nil {
		l.later = make(map[string]V, len(values))
	}
	for _, v := range values {
		l.later[l.key(v)] = v
	}
}

// second is a look-up of the same things that the run has not used yet.
func (l *lookup[V]) second() *lookup[V] {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.another == nil {
		l.another = newLookup(l.listing.second(), l.capacity, l.company, l.keyOf, l.batch)
	}
	return l.another
}

// again asks once more for keys that were not found. The result has those that it finds now, and later look-ups find them, too. What
// the run itself has written or removed needs no second look.
func (l *lookup[V]) again(ctx context.Context, keys []string) (map[string]V, error) {
	asked := make([]string, 0, len(keys))
	for _, key := range keys {
		if _, own := l.ownWrite(key); !own {
			asked = append(asked, key)
		}
	}
	second := l.second()
	if batches := requestsFor(len(asked), l.capacity); batches > 1 {
		if size, ok := second.listing.count(ctx); ok && batches >= requestsFor(size, pageSize) {
			if err := l.listing.again(ctx); err != nil {
				return nil, err
			}
		}
	}
	answers, err := second.many(ctx, asked)
	if err != nil {
		return nil, err
	}
	result := make(map[string]V, len(answers))
	for key, v := range answers {
		l.learn(v)
		l.listing.found(v)
		if value, there := l.listing.current(v); there {
			result[key] = value
		}
	}
	return result, nil
}

// learn stores what a later look has shown as the answer for the rest of the run.
func (l *lookup[V]) learn(v V) {
	key := l.keyOf(v)
	l.loader.Clear(key)
	l.loader.Prime(key, answer[V]{v, true})
}

// still looks up keys of things that were there before: it looks once more at those that one answer lacks.
func (l *lookup[V]) still(ctx context.Context, keys []string) (map[string]V, error) {
	found, err := l.many(ctx, keys)
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
	late, err := l.again(ctx, missing)
	maps.Copy(found, late)
	return found, err
}
