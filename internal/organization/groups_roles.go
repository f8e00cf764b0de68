// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// RoleAssignment is the roles that a group has on one resource.
type RoleAssignment = atlassian.GroupRoleAssignment

// GroupRole is one role of a group on one resource.
type GroupRole struct {
	// ResourceID is the resource's ARI.
	ResourceID string
	// Role is a role ID such as "atlassian/user".
	Role string
}

// String is the role on its resource, as an import ID has it.
func (r GroupRole) String() string { return r.ResourceID + "/" + r.Role }

// NotGrantedError says that a role assignment was sent which then did not appear. It may still take effect.
type NotGrantedError struct {
	// Grant is what was assigned.
	Grant GroupRole
	// Err is why it was not waited for to the end; nil where the documented time passed after Atlassian had accepted.
	Err error
}

// Unwrap returns why the wait ended early.
func (e *NotGrantedError) Unwrap() error { return e.Err }

// Pending marks an error that came after a write was sent.
func (e *NotGrantedError) Pending() {}

// Error names the role and the resource, and the known cause.
func (e *NotGrantedError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("role %s on %s was sent to Atlassian, but the provider cannot tell whether the group has it: %v", Word(e.Grant.Role), Word(e.Grant.ResourceID), e.Err)
	}
	return fmt.Sprintf("Atlassian accepted role %s on %s, but the group does not have it after the documented 30 seconds; "+
		"check that the resource ID names a site and app that the organization has (for Jira the owner must be jira-software)", Word(e.Grant.Role), Word(e.Grant.ResourceID))
}

// Roles lists the roles of a group, each on its resource, with one read for the run.
func (g *Groups) Roles(ctx context.Context, key GroupKey) ([]GroupRole, error) {
	grants, err := g.group(key).roles.All(ctx)
	return grants, g.rolesUnread(ctx, key, err)
}

// rolesUnread is why the roles of a group cannot be read. A look at the group shows whether the group does not exist, or its directory
// or organization: a wrong ID of these must not pass for a deleted group.
func (g *Groups) rolesUnread(ctx context.Context, key GroupKey, err error) error {
	if atlassian.IsNotFound(err) {
		if _, groupErr := g.Get(ctx, key); groupErr != nil {
			return groupErr
		}
	}
	return err
}

// searchRoles reads the roles of a group, each on its resource.
func (r *run) searchRoles(key GroupKey) func(context.Context) iter.Seq2[GroupRole, error] {
	return func(ctx context.Context) iter.Seq2[GroupRole, error] {
		return func(yield func(GroupRole, error) bool) {
			for assignment, err := range r.client.GroupRoleAssignments(ctx, r.id, key.DirectoryID, key.GroupID) {
				if err != nil {
					yield(GroupRole{}, err)
					return
				}
				for _, role := range assignment.Roles {
					if !yield(GroupRole{assignment.ResourceID, role}, nil) {
						return
					}
				}
			}
		}
	}
}

// HasRole reports whether a group has a role on a resource.
func (g *Groups) HasRole(ctx context.Context, key GroupKey, grant GroupRole) (bool, error) {
	grants, err := g.Roles(ctx, key)
	return slices.Contains(grants, grant), err
}

// StillHasRole is [Groups.HasRole] for a role that the group had before: if one answer lacks it, it reads
// the group's roles once more.
func (g *Groups) StillHasRole(ctx context.Context, key GroupKey, grant GroupRole) (bool, error) {
	has, err := g.HasRole(ctx, key, grant)
	if err != nil || has {
		return has, err
	}
	if err := g.group(key).roles.Again(ctx); err != nil {
		return false, g.rolesUnread(ctx, key, err)
	}
	return g.HasRole(ctx, key, grant)
}

// AssignRole gives a group a role on a resource and waits until it has it, at most the documented 30 seconds; then
// it is a [NotGrantedError]. Assigning is an upsert at Atlassian, so a role that the group has already is looked for
// first: that is an [meaning.ExistsError]. Every error after the assignment was sent is a NotGrantedError.
func (g *Groups) AssignRole(ctx context.Context, key GroupKey, grant GroupRole) error {
	has, err := g.HasRole(ctx, key, grant)
	if err != nil {
		return err
	}
	if has {
		return GroupRoleExists(key, grant)
	}
	err = g.client.AssignGroupRole(ctx, g.id, key.DirectoryID, key.GroupID, grant.ResourceID, grant.Role)
	if err != nil && !atlassian.IsOutcomeUnknown(err) {
		return err
	} // after a lost answer the wait decides
	shown, waitErr := g.awaitRole(ctx, key, grant, true)
	switch {
	case waitErr != nil:
		return &NotGrantedError{Grant: grant, Err: waitErr}
	case !shown:
		return &NotGrantedError{Grant: grant, Err: err}
	}
	g.group(key).roles.Wrote(grant)
	return nil
}

// GroupRoleExists says that a group has a role already, with the ID to import it by.
func GroupRoleExists(key GroupKey, grant GroupRole) *meaning.ExistsError {
	return &meaning.ExistsError{
		What:     fmt.Sprintf("role %s of group %s on %s", Word(grant.Role), key.GroupID, Word(grant.ResourceID)),
		ImportID: fmt.Sprintf("%s/%s", key, grant),
	}
}

// RevokeRole takes a role on a resource from a group and waits until it is gone, at most the documented 30
// seconds; then it is a [meaning.NotVisibleError]. A role that the group does not have is fine.
func (g *Groups) RevokeRole(ctx context.Context, key GroupKey, grant GroupRole) error {
	if IsOrganizationAdminRole(grant.Role) {
		if err := g.spareMembers(ctx, key); err != nil {
			return err
		}
	}
	err := g.client.RevokeGroupRole(ctx, g.id, key.DirectoryID, key.GroupID, grant.ResourceID, grant.Role)
	switch {
	case atlassian.IsNotFound(err):
		g.group(key).roles.Removed(grant.String())
		return nil
	case err != nil && !atlassian.IsOutcomeUnknown(err):
		return err
	}
	shown, waitErr := g.awaitRole(ctx, key, grant, false)
	switch {
	case waitErr != nil:
		return waitErr
	case shown:
		return &meaning.NotVisibleError{What: fmt.Sprintf("the removal of role %s on %s from group %s", Word(grant.Role), Word(grant.ResourceID), key.GroupID)}
	}
	g.group(key).roles.Removed(grant.String())
	return nil
}

// awaitRole waits until a group has a role or no longer has it, and reports which it is in the end. All waits for the same
// group share its reads.
func (g *Groups) awaitRole(ctx context.Context, key GroupKey, grant GroupRole, want bool) (has bool, err error) {
	has = !want
	_, err = g.group(key).roleWatch.WaitAtMost(ctx, g.pace.Granted, key.GroupID, func(roles []RoleAssignment, _ bool) (bool, error) {
		shown := slices.ContainsFunc(roles, func(a RoleAssignment) bool {
			return a.ResourceID == grant.ResourceID && slices.Contains(a.Roles, grant.Role)
		})
		return shown == want, nil
	})
	switch {
	case err == nil:
		return want, nil
	case errors.Is(err, reading.ErrNotYet):
		return !want, nil
	case atlassian.IsNotFound(err) && !want:
		return false, nil // the group is gone, and its roles with it
	}
	return has, err
}
