// SPDX-License-Identifier: MPL-2.0

package reading

import (
	"context"
	"iter"
	"slices"
	"strings"
)

// Search asks for the things with some keys.
type Search[V any] func(ctx context.Context, keys []string) iter.Seq2[V, error]

// Collect reads a paged answer to its end. An error midway loses what was read, so that half a listing never passes for
// a whole one.
func Collect[V any](pages iter.Seq2[V, error]) ([]V, error) {
	var all []V
	for v, err := range pages {
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// IndexBy arranges values by a key. A value whose key is empty is not in the result.
func IndexBy[V any](keyOf func(V) string, values []V) map[string]V {
	index := make(map[string]V, len(values))
	for _, v := range values {
		if key := keyOf(v); key != "" {
			index[key] = v
		}
	}
	return index
}

// InChunks makes a watch's read of a search that takes a limited number of keys.
func InChunks[V any](capacity int, keyOf func(V) string, search Search[V]) func(context.Context, []string) (map[string]V, error) {
	return func(ctx context.Context, keys []string) (map[string]V, error) {
		found := make(map[string]V, len(keys))
		for len(keys) > 0 {
			chunk := keys[:min(capacity, len(keys))]
			keys = keys[len(chunk):]
			for v, err := range search(ctx, chunk) {
				if err != nil {
					return nil, err
				}
				found[keyOf(v)] = v
			}
		}
		return found, nil
	}
}

// OnlyAsked is a search by IDs whose answer must have nothing but what was asked for; unasked is the error for an ID that was not. An
// answer that does not match its question says nothing about what exists, and least of all that something does not. A search without
// IDs may find anything.
func OnlyAsked[V any](idOf func(V) string, unasked func(id string) error, search Search[V]) Search[V] {
	return func(ctx context.Context, ids []string) iter.Seq2[V, error] {
		return func(yield func(V, error) bool) {
			for found, err := range search(ctx, ids) {
				if err == nil && len(ids) > 0 && !slices.ContainsFunc(ids, func(id string) bool { return strings.EqualFold(id, idOf(found)) }) {
					var none V
					found, err = none, unasked(idOf(found))
				}
				if !yield(found, err) || err != nil {
					return
				}
			}
		}
	}
}
