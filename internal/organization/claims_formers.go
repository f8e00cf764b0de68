// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"maps"
)

// An object of the state may end in the plan that makes another one in its place: under another address, or because it is tainted.
// Terraform shows neither to the other. So the run remembers what it has refreshed and what it creates, and the plan of the one that comes
// later learns of the other.

// former is an object of the state, as the run has seen it.
type former struct {
	what        any
	stays, ends bool
}

// NoteFormer notes an object of the state under a key that it keeps for life.
func (c *Claims) NoteFormer(key string, what any) {
	c.changeFormer(key, func(f *former) { f.what = what })
}

// NoteStays notes that the plan keeps an object.
func (c *Claims) NoteStays(key string) {
	c.changeFormer(key, func(f *former) { f.stays = true })
}

// NoteEnds notes that the plan ends an object, and what the state says of it if no refresh has said more.
func (c *Claims) NoteEnds(key string, what any) {
	c.changeFormer(key, func(f *former) {
		f.ends = true
		if f.what == nil {
			f.what = what
		}
	})
}

func (c *Claims) changeFormer(key string, change func(*former)) {
	c.learn(func() {
		if c.formers[key] == nil {
			c.formers[key] = &former{}
		}
		change(c.formers[key])
	})
}

// Formers are the objects of the state that the plan does not keep, by their keys, as far as this run has seen them.
func (c *Claims) Formers() map[string]any {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := make(map[string]any, len(c.formers))
	for key, f := range c.formers {
		if !f.stays && f.what != nil {
			found[key] = f.what
		}
	}
	return found
}

// EndsFormer reports whether the plan ends an object, as far as this run has seen it.
func (c *Claims) EndsFormer(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.formers[key]
	return f != nil && f.ends
}

// AwaitStays reports whether the plan keeps an object. It waits, as [Claims.AwaitHeldLonger] does, until the run knows. Of an object
// that is tainted, it never does.
func (c *Claims) AwaitStays(ctx context.Context, key string) bool {
	var known former
	c.awaitLonger(ctx, func() bool {
		if f := c.formers[key]; f != nil {
			known = *f
		}
		return known.stays || known.ends
	})
	return known.stays
}

// NoteSuccessor notes what the plan creates under a key of its own.
func (c *Claims) NoteSuccessor(key string, what any) {
	c.learn(func() { c.successors[key] = what })
}

// Successors are what the plan creates, by their keys, as far as this run has seen it.
func (c *Claims) Successors() map[string]any {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.successors)
}
