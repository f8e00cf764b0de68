// SPDX-License-Identifier: MPL-2.0

package page

import (
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// groups are the groups that the page shows.
type groups struct {
	table

	Rows []group
}

// group is one group of a directory.
type group struct {
	At string // its row

	named

	Description string
	Marks       []string // what is special about it
	Members     names
	Roles       []string
}

func (g *groups) look(s *world.State) {
	g.All = len(s.Truth.Sorted)

	var found []*world.GroupView

	for _, one := range s.Truth.Sorted {
		if matches(g.Sought, one.Name, one.Description, one.ID) && g.note() {
			found = append(found, one)
		}
	}

	limit := namesIn(len(found))
	for _, one := range found {
		g.Rows = append(g.Rows, groupOf(s, one, limit))
	}
}

func groupOf(s *world.State, one *world.GroupView, limit int) group {
	row := group{At: "group-" + one.ID, named: named{one.ID, one.Name}, Description: one.Description}

	if one.Synced {
		row.Marks = append(row.Marks, "synced")
	}

	if one.GrantsDefaultRole() {
		row.Marks = append(row.Marks, "default")
	}

	if one.GrantsAdmin() {
		row.Marks = append(row.Marks, "admin")
	}

	for at, member := range one.Members {
		if at >= limit {
			row.Members.More = len(one.Members) - limit

			break
		}

		row.Members.add(named{member.ID, labelOf(member)}, limit)
	}

	for _, role := range one.Roles {
		row.Roles = append(row.Roles, roleText(s, role))
	}

	return row
}

// roleText is a role as people say it: "user of jira-software on acme".
func roleText(s *world.State, role world.Role) string {
	name := strings.TrimPrefix(role.Role, "atlassian/")

	for _, workspace := range s.Workspaces {
		if workspace.ID == role.Resource {
			product, err := world.ResourceOwner(workspace.ID)
			if err != nil {
				break
			}

			return name + " of " + product + " on " + workspace.Name
		}
	}

	if s.IsPlatform(role.Resource) {
		return name + " of the organization"
	}

	return name + " of " + role.Resource
}
