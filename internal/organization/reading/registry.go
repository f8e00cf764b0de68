// SPDX-License-Identifier: MPL-2.0

package reading

import "sync"

// Registry makes one value for each ID, on first use.
type Registry[V any] struct {
	mu     sync.Mutex
	values map[string]V
	create func(id string) V
}

// NewRegistry makes a registry whose values create makes.
func NewRegistry[V any](create func(id string) V) *Registry[V] {
	return &Registry[V]{values: make(map[string]V), create: create}
}

// Get returns the value for an ID.
func (r *Registry[V]) Get(id string) V {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.values[id]
	if !ok {
		v = r.create(id)
		r.values[id] = v
	}
	return v
}
