// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"slices"
)

// roleResources are the resources of the organization that groups can have roles on, or the reason why they are not known.
type roleResources struct {
	workspaces []Workspace
	err        error
}

// HasRoleResource reports whether roles can be assigned on a resource, as far as the organization's list of workspaces shows, and
// returns that list. Unverified: that the list holds all kinds of resources. The organization itself is not a workspace, and has roles
// all the same. The run reads the list once. If it cannot be read, that answer holds for the whole run, because an optional check must
// not cost a refused request for each role.
func (s *Sites) HasRoleResource(ctx context.Context, resourceID string) (bool, []Workspace, error) {
	known, err := s.roleResources.Get(ctx, func(ctx context.Context) (roleResources, error) {
		workspaces, err := s.Workspaces(ctx)
		return roleResources{workspaces, err}, nil
	})
	if err != nil {
		return false, nil, err
	}
	listed := resourceID == "ari:cloud:platform::org/"+s.id ||
		slices.ContainsFunc(known.workspaces, func(w Workspace) bool { return w.ID == resourceID })
	return listed, known.workspaces, known.err
}
