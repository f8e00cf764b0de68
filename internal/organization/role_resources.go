// SPDX-License-Identifier: MPL-2.0

package organization

import "context"

// roleResources is what the organization lists of the things that groups can have roles on, or why it cannot be told.
type roleResources struct {
	workspaces []Workspace
	err        error
}

// HasRoleResource tells whether roles can be assigned on a resource, as far as the organization's list of workspaces tells, and
// gives that list. Unverified: that the list holds all kinds of resources; the organization itself is no workspace, and has
// roles all the same. The list is shared with everything in the run that needs it. Where it cannot be read, that is the answer
// for the whole run: this is for a check that may be left out, and must not cost a refused request for each role.
func (o *Organization) HasRoleResource(ctx context.Context, resourceID string) (bool, []Workspace, error) {
	known, err := o.roleResources.get(ctx, func(ctx context.Context) (roleResources, error) {
		workspaces, err := o.Workspaces(ctx)
		return roleResources{workspaces, err}, nil
	})
	if err != nil {
		return false, nil, err
	}
	if resourceID == "ari:cloud:platform::org/"+o.id {
		return true, known.workspaces, known.err
	}
	for _, workspace := range known.workspaces {
		if workspace.ID == resourceID {
			return true, known.workspaces, known.err
		}
	}
	return false, known.workspaces, known.err
}
