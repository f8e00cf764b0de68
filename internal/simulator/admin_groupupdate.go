// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
)

// groupUpdateFields: unverified, like all of this operation. Atlassian has a
// tutorial "Rename group" since November 2026, whose method, path and body could
// not be read. What is left out stays as it is.
var groupUpdateFields = []parameter{{name: "name"}, {name: "description"}}

// updateGroup renames a group, or changes its description. Members, roles and ID stay.
func (c *call) updateGroup() answer {
	group, refusal := c.group()
	if refusal != nil {
		return *refusal
	}

	if group.synced {
		return fail(http.StatusForbidden, codeManagedGroup, "Forbidden", "The group is synced from an identity provider.")
	}

	change := GroupChange{}

	for name, field := range map[string]**string{"name": &change.Name, "description": &change.Description} {
		if c.has(name) {
			*field = new(c.text(name))
		}
	}

	if err := change.check(); err != nil {
		return fail(http.StatusBadRequest, codeInvalidBody, "Bad request", err.Error())
	}

	if c.state.nameTaken(group, change) {
		return fail(http.StatusConflict, codeConflict, "Conflict", "A group with this name exists already.")
	}

	c.state.updateGroup(c.now, group, change, c.state.keyActor(), func(apply func(*view)) { c.state.change(c.now, apply) })

	return only(http.StatusNoContent)
}
