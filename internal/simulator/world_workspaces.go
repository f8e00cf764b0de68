// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// workspaceState are the workspaces of an organization.
type workspaceState struct {
	workspaces []Workspace
}

var workspacePart = part{
	seed:     (*state).seedWorkspaces,
	describe: func(s *state, org *Organization) { org.Workspaces = slices.Clone(s.workspaces) },
}

func (s *state) seedWorkspaces(org Organization) error {
	seen := map[string]bool{}

	for i, workspace := range org.Workspaces {
		if workspace.Name == "" {
			return fmt.Errorf("workspaces[%d]: name is missing", i)
		}

		if workspace.ID == "" {
			owner := cmp.Or(workspace.Type, "jira-software")
			workspace.ID = "ari:cloud:" + owner + "::site/" + derive(s.id, "site", strings.ToLower(workspace.Name))
		}

		owner, err := resourceOwner(workspace.ID)
		if err != nil {
			return fmt.Errorf("workspaces[%d]: id: %w", i, err)
		}

		if seen[workspace.ID] {
			return fmt.Errorf("workspaces[%d]: there are two workspaces %s", i, workspace.ID)
		}

		seen[workspace.ID] = true
		workspace.Type = cmp.Or(workspace.Type, owner)
		workspace.TypeKey = cmp.Or(workspace.TypeKey, owner)
		workspace.Status = cmp.Or(workspace.Status, "online")
		workspace.Realm = cmp.Or(workspace.Realm, "multi-region")
		s.workspaces = append(s.workspaces, workspace)
	}

	return nil
}

func (s *state) knowsResource(resource string) bool {
	return slices.ContainsFunc(s.workspaces, func(w Workspace) bool { return w.ID == resource })
}
