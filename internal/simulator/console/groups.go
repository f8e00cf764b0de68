// SPDX-License-Identifier: MPL-2.0

package console

import (
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// groupControls are the part of the control surface about groups.
func (c *surface) groupControls() []control {
	const (
		groups = Prefix + "groups"
		one    = groups + "/{group}"
		member = one + "/members/{user}"
		roles  = one + "/roles"
	)

	return []control{
		{"POST", groups, create(func(group world.Group) (any, error) {
			id, err := c.world.CreateGroup(group)

			return map[string]string{"id": id}, err
		})},
		{"PATCH", one, act(c.changeGroup)},
		{"DELETE", one, act(func(r *http.Request) error { return c.world.DeleteGroup(r.PathValue("group")) })},
		{"PUT", member, act(func(r *http.Request) error { return c.world.AddMember(r.PathValue("group"), r.PathValue("user")) })},
		{"DELETE", member, act(func(r *http.Request) error { return c.world.RemoveMember(r.PathValue("group"), r.PathValue("user")) })},
		{"PUT", roles, changeRole("group", c.world.AssignRole)},
		{"DELETE", roles, changeRole("group", c.world.RevokeRole)},
	}
}

func (c *surface) changeGroup(r *http.Request) error {
	change, err := read[world.GroupChange](r)
	if err != nil {
		return err
	}

	return c.world.UpdateGroup(r.PathValue("group"), change)
}

// changeRole changes a role of a group or a user.
func changeRole(of string, do func(of, resourceID, role string) error) http.HandlerFunc {
	return act(func(r *http.Request) error {
		wanted, err := read[world.Role](r)
		if err != nil {
			return err
		}

		return do(r.PathValue(of), wanted.Resource, wanted.Role)
	})
}
