// SPDX-License-Identifier: MPL-2.0

package organization

import "context"

// Terraform changes several objects at a time. One object may take away a subject that another one claims a moment later: the
// other one would find the subject still there, do nothing, and lose it with the answer to the first one. So the decision that no
// object holds a subject and the note that it is taken away are one step, and the object that claims it waits until it is gone.

// PlanLeave notes that an object is planned to take subjects away, unless one of them is held, and reports whether one is. An object that
// claims one of them later in the plan would lose it, or would get it only after it was taken away.
func (c *Claims) PlanLeave(by string, subjects ...Subject) (held bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.anyHeld(subjects) {
		return true
	}
	for _, subject := range subjects {
		c.left[subject] = Claim{Of: subject, By: by}
	}
	return false
}

// PlanLeaveValue is [Claims.PlanLeave] for a subject that can be one of several, and is no longer the given one. It returns the
// claim of the object that holds the subject. A later claim to another value loses nothing.
func (c *Claims) PlanLeaveValue(by, value string, subject Subject) (other Claim, held bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if other, held = c.held(subject); !held {
		c.left[subject] = Claim{Of: subject, Value: value, By: by}
	}
	return other, held
}

// Leave notes that an object takes subjects away, unless another object of the configuration holds one of them. It waits for that
// as [Claims.AwaitHeld] does. The caller ends the note once it knows what became of the subjects.
func (c *Claims) Leave(ctx context.Context, scope string, subjects ...Subject) (left func(), held bool) {
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

// LeaveUnheld is [Claims.Leave] for an object that takes away the parts of a whole. Parts lists the subjects of each part. It
// does not wait, and returns the parts that no object holds: none of them where one holds the whole.
func (c *Claims) LeaveUnheld(whole Subject, parts map[string][]Subject) (unheld map[string]bool, left func()) {
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
func (c *Claims) leave(subjects []Subject) (left func()) {
	for _, subject := range subjects {
		c.leaving[subject]++
	}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, subject := range subjects {
			if c.leaving[subject]--; c.leaving[subject] == 0 {
				delete(c.leaving, subject)
			}
		}
		c.noteNews()
	}
}

// AwaitLeft waits until no other object is taking one of the subjects away. The caller has claimed them, so that none does so later.
// It reports whether it had to wait: then what was read before may be out of date.
func (c *Claims) AwaitLeft(ctx context.Context, subjects ...Subject) (waited bool) {
	for ; ; waited = true {
		c.mu.Lock()
		news, leaving := c.news, false
		for _, subject := range subjects {
			leaving = leaving || c.leaving[subject] > 0
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
