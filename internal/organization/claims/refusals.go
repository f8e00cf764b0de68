// SPDX-License-Identifier: MPL-2.0

package claims

// Terraform first plans to destroy an object that is no longer in the configuration, and refreshes it afterwards. If the run has refreshed nothing
// else by then, it may be an apply, in which a deletion must not be refused. The refresh that follows is certain: an apply has none.

// NoteRefusal notes why the deletion of an object that holds subjects would be refused if the run were certainly a plan.
func (c *Registry) NoteRefusal(why any, subjects ...Subject) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, subject := range subjects {
		c.refusals.put(subject, why)
	}
}

// Refusal returns what [Registry.NoteRefusal] noted for one of the subjects. It is nil if there is nothing.
func (c *Registry) Refusal(subjects ...Subject) any {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, subject := range subjects {
		if why, found := c.refusals.first(subject); found {
			return why
		}
	}
	return nil
}
