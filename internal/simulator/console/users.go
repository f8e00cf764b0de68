// SPDX-License-Identifier: MPL-2.0

package console

import (
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// userControls are the part of the control surface about users.
func (c *surface) userControls() []control {
	const (
		users     = Prefix + "users"
		one       = users + "/{user}"
		directory = one + "/directories/{directory}"
		roles     = one + "/roles"
	)

	return []control{
		{"POST", users, create(func(user world.User) (any, error) {
			id, err := c.world.AddUser(user)

			return map[string]string{"account_id": id}, err
		})},
		{"PATCH", one, act(c.changeUser)},
		{"PUT", one + "/last-active", act(func(r *http.Request) error {
			change, err := read[world.Activity](r)
			if err != nil {
				return err
			}

			return c.world.SetActivity(r.PathValue("user"), change)
		})},
		{"PATCH", one + "/profile", act(func(r *http.Request) error {
			change, err := read[world.ProfileChange](r)
			if err != nil {
				return err
			}

			return c.world.ChangeProfile(r.PathValue("user"), change)
		})},
		{"PUT", one + "/locks/{what}", act(func(r *http.Request) error {
			lock, err := read[struct {
				Reason string `json:"reason"`
			}](r)
			if err != nil {
				return err
			}

			return c.world.Lock(r.PathValue("user"), r.PathValue("what"), lock.Reason)
		})},
		{"DELETE", one + "/locks/{what}", act(func(r *http.Request) error { return c.world.Lock(r.PathValue("user"), r.PathValue("what"), "") })},
		{"PUT", one + "/deletion", act(func(r *http.Request) error { return c.world.ScheduleDeletion(r.PathValue("user")) })},
		{"PUT", one + "/export-control", act(func(r *http.Request) error { return c.world.BlockByExportControl(r.PathValue("user"), true) })},
		{"DELETE", one + "/export-control", act(func(r *http.Request) error { return c.world.BlockByExportControl(r.PathValue("user"), false) })},
		{"DELETE", one, act(func(r *http.Request) error { return c.world.RemoveUser(r.PathValue("user")) })},
		{"PUT", roles, changeRole("user", c.world.GiveUserRole)},
		{"DELETE", roles, changeRole("user", c.world.TakeUserRole)},
		{"PUT", directory + "/suspension", inDirectory(c.world.Suspend)},
		{"DELETE", directory + "/suspension", inDirectory(c.world.Restore)},
		{"DELETE", directory, inDirectory(c.world.LeaveDirectory)},
	}
}

// inDirectory is a deed about a user in one directory.
func inDirectory(deed func(user, directory string) error) http.HandlerFunc {
	return act(func(r *http.Request) error { return deed(r.PathValue("user"), r.PathValue("directory")) })
}

func (c *surface) changeUser(r *http.Request) error {
	change, err := read[world.UserChange](r)
	if err != nil {
		return err
	}

	return c.world.ChangeUser(r.PathValue("user"), change)
}
