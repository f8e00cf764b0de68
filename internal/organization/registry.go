// SPDX-License-Identifier: MPL-2.0

package organization

import "sync"

// registry makes one value for each ID, on first use.
type registry[V any] struct {
	mu     sync.Mutex
	values map[string]V
	create func(id string) V
}

func newRegistry[V any](create func(id string) V) *registry[V] {
	return &registry[V]{values: make(map[string]V), create: create}
}

func (r *registry[V]) get(id string) V {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.values[id]
	if !ok {
		v = r.create(id)
		r.values[id] = v
	}
	return v
}
