// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// groupUpdateFields are the fields of an update. A missing field stays as it
// is. Unverified, like everything about this operation: Atlassian has a
// tutorial "Rename group" since November 2026, but its method, path and body
// could not be read.
var groupUpdateFields = []wire.Parameter{{Name: "name"}, {Name: "description"}}

// updateGroup renames a group, or changes its description. Members, roles and ID stay.
func (c *call) updateGroup() wire.Answer {
	group, refusal := c.group()
	if refusal != nil {
		return *refusal
	}

	if group.Synced {
		return wire.Fail(http.StatusForbidden, wire.CodeManagedGroup, "Forbidden", "The group is synced from an identity provider.")
	}

	change := world.GroupChange{}

	for name, field := range map[string]**string{"name": &change.Name, "description": &change.Description} {
		if c.Has(name) {
			*field = new(c.Text(name))
		}
	}

	if err := change.Check(); err != nil {
		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidBody, "Bad request", err.Error())
	}

	if c.state.NameTaken(group, change) {
		return wire.Fail(http.StatusConflict, wire.CodeConflict, "Conflict", "A group with this name exists already.")
	}

	c.state.UpdateGroup(c.now, group, change, c.state.KeyActor(), func(apply func(*world.View)) { c.state.Change(c.now, apply) })

	return wire.NoBody(http.StatusNoContent)
}
