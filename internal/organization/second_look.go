// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"maps"
)

// One empty or partial answer is no proof that something is gone: a search looks away now and then. So what was there
// before, as a state knows, and is missing from an answer of this run, is asked for once more. The second look goes past
// what the run knows already. It has everything that a first look has: who asks for single things shares its batches, the
// whole listing is read where that is cheaper, and everything is asked for once a run. Where nothing is missing, it costs
// nothing. What it shows is there from then on; it takes nothing away that the first answer has shown.

// second is a listing of the same things that nobody has read yet.
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

// second is a look-up of the same things that nobody has asked yet.
func (l *lookup[V]) second() *lookup[V] {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.another == nil {
		l.another = newLookup(l.listing.second(), l.capacity, l.company, l.keyOf, l.batch)
	}
	return l.another
}

// again asks once more for keys that were not found; those that are now are in the result, and found from now on. What the
// run itself has written or removed needs no second look.
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

// learn makes what a later look has shown the answer for the rest of the run.
func (l *lookup[V]) learn(v V) {
	key := l.keyOf(v)
	l.loader.Clear(key)
	l.loader.Prime(key, answer[V]{v, true})
}

// still looks up keys of things that were there before: what one answer lacks is looked at once more.
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
