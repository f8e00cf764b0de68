// SPDX-License-Identifier: MPL-2.0

package claims

import (
	"context"
	"maps"
)

// Terraform changes several objects at a time. One object may take away a subject that another one claims a moment later: the
// other one would find the subject still there, do nothing, and lose it with the answer to the first one. So the decision that no
// object holds a subject and the note that it is taken away are one step, and the object that claims it waits until it is gone.

// PlanLeave notes that an object is planned to take subjects away, unless one of them is held, and reports whether one is. An object that
// claims one of them later in the plan would lose it, or would get it only after it was taken away.
func (c *Registry) PlanLeave(by string, subjects ...Subject) (held bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.anyHeld(subjects) {
		return true
	}
	for _, subject := range subjects {
		c.left.put(subject, Claim{Of: subject, By: by})
	}
	return false
}

// PlanLeaveValue is [Registry.PlanLeave] for a subject that can be one of several, and is no longer the given one. It returns the
// claim of the object that holds the subject. A later claim to another value loses nothing.
func (c *Registry) PlanLeaveValue(by, value string, subject Subject) (other Claim, held bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if other, held = c.held(subject); !held {
		c.left.put(subject, Claim{Of: subject, Value: value, By: by})
	}
	return other, held
}

// Leave notes that an object takes subjects away, unless another object of the configuration holds one of them. It waits for that
// as [Registry.AwaitHeld] does. The caller ends the note once it knows what became of the subjects.
func (c *Registry) Leave(ctx context.Context, scope string, subjects ...Subject) (left func(), held bool) {
	if c.AwaitHeld(ctx, scope, subjects...) {
		return func() {}, true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.anyHeld(subjects) { // claimed since the wait was over
		return func() {}, true
	}
	return c.leave(subjects), false
}

// LeaveUnheld is [Registry.Leave] for an object that takes away the parts of a whole. Parts lists the subjects of each part. It
// does not wait, and returns the parts that no object holds: none of them where one holds the whole.
func (c *Registry) LeaveUnheld(whole Subject, parts map[string][]Subject) (unheld map[string]bool, left func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	unheld = make(map[string]bool, len(parts))
	if _, held := c.held(whole); held {
		return unheld, func() {}
	}
	leaving := []Subject{whole}
	for name, subjects := range parts {
		if !c.anyHeld(subjects) {
			unheld[name] = true
			leaving = append(leaving, subjects...)
		}
	}
	return unheld, c.leave(leaving)
}

// leave counts the subjects as leaving. The caller holds the lock.
func (c *Registry) leave(subjects []Subject) (left func()) {
	for _, subject := range subjects {
		c.leaving.add(subject, 1)
	}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, subject := range subjects {
			c.leaving.add(subject, -1)
		}
		c.noteNews()
	}
}

// AwaitLeft waits until no other object is taking one of the subjects away. The caller has claimed them, so that none does so later.
// It reports whether it had to wait: then what was read before may be out of date.
func (c *Registry) AwaitLeft(ctx context.Context, subjects ...Subject) (waited bool) {
	for ; ; waited = true {
		c.mu.Lock()
		news, leaving := c.news, false
		for _, subject := range subjects {
			leaving = leaving || c.leaving.sum(subject) > 0
		}
		c.mu.Unlock()
		if !leaving {
			return waited
		}
		select {
		case <-news:
		case <-ctx.Done():
			return true
		}
	}
}

// An object of the state may end in the plan that makes another one in its place: under another address, or because it is tainted.
// Terraform shows neither to the other. So the run remembers what it has refreshed and what it creates, and the plan of the later object
// learns of the earlier one.

// former is an object of the state, as the run has seen it.
type former struct {
	what        any
	stays, ends bool
}

// NoteFormer notes an object of the state under a key that it keeps for life.
func (c *Registry) NoteFormer(key string, what any) {
	c.changeFormer(key, func(f *former) { f.what = what })
}

// NoteStays notes that the plan keeps an object.
func (c *Registry) NoteStays(key string) {
	c.changeFormer(key, func(f *former) { f.stays = true })
}

// NoteEnds notes that the plan ends an object, and what the state says of it if no refresh has said more.
func (c *Registry) NoteEnds(key string, what any) {
	c.changeFormer(key, func(f *former) {
		f.ends = true
		if f.what == nil {
			f.what = what
		}
	})
}

func (c *Registry) changeFormer(key string, change func(*former)) {
	c.learn(func() {
		if c.formers[key] == nil {
			c.formers[key] = &former{}
		}
		change(c.formers[key])
	})
}

// Formers are the objects of the state that the plan does not keep, by their keys, as far as this run has seen them.
func (c *Registry) Formers() map[string]any {
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
func (c *Registry) EndsFormer(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.formers[key]
	return f != nil && f.ends
}

// AwaitStays reports whether the plan keeps an object. It waits, as [Registry.AwaitHeldLonger] does, until the run knows. Of an object
// that is tainted, it never does.
func (c *Registry) AwaitStays(ctx context.Context, key string) bool {
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
func (c *Registry) NoteSuccessor(key string, what any) {
	c.learn(func() { c.successors[key] = what })
}

// Successors are what the plan creates, by their keys, as far as this run has seen it.
func (c *Registry) Successors() map[string]any {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.successors)
}
