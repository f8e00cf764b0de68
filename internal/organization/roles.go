// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
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

// NotGrantedError says that a role assignment was sent which then did not appear. It may still take effect.
type NotGrantedError struct {
	// Grant is what was assigned.
	Grant GroupRole
	// Err is why it was not waited for to the end; nil where the documented time passed after Atlassian had accepted.
	Err error
}

// Unwrap returns why the wait ended early.
func (e *NotGrantedError) Unwrap() error { return e.Err }

// Error names the role and the resource, and the known cause.
func (e *NotGrantedError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("role %s on %s was sent to Atlassian, but it is not known whether the group has it: %v", e.Grant.Role, e.Grant.ResourceID, e.Err)
	}
	return fmt.Sprintf("Atlassian accepted role %s on %s, but the group does not have it after the documented 30 seconds; "+
		"check that the resource ID names a site and app that the organization has (for Jira the owner must be jira-software)", e.Grant.Role, e.Grant.ResourceID)
}

// roleBook is what the run knows of a group's roles: one read, with the run's own writes laid over it.
type roleBook struct {
	read shared[[]RoleAssignment]

	mu      sync.Mutex
	written map[GroupRole]bool // true: assigned by this run; false: revoked by it
}

func (b *roleBook) wrote(grant GroupRole, assigned bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.written == nil {
		b.written = make(map[GroupRole]bool)
	}
	b.written[grant] = assigned
}

func (b *roleBook) ownWrite(grant GroupRole) (assigned, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	assigned, ok = b.written[grant]
	return assigned, ok
}

// GroupRoles lists the roles of a group, each on its resource, with one read for the run.
func (o *Organization) GroupRoles(ctx context.Context, key GroupKey) ([]GroupRole, error) {
	book := &o.group(key).roles
	read, err := book.read.get(ctx, func(ctx context.Context) ([]RoleAssignment, error) {
		return collect(o.client.GroupRoleAssignments(ctx, o.id, key.DirectoryID, key.GroupID))
	})
	if atlassian.IsNotFound(err) {
		// Whether it is the group that does not exist, or its directory or organization, only the group itself tells:
		// a wrong ID of these must not pass for a deleted group.
		if _, groupErr := o.Group(ctx, key); groupErr != nil {
			err = groupErr
		}
	}
	if err != nil {
		return nil, err
	}
	var grants []GroupRole
	for _, assignment := range read {
		for _, role := range assignment.Roles {
			grant := GroupRole{assignment.ResourceID, role}
			if assigned, own := book.ownWrite(grant); !own || assigned {
				grants = append(grants, grant)
			}
		}
	}
	book.mu.Lock()
	defer book.mu.Unlock()
	for grant, assigned := range book.written {
		if assigned && !slices.Contains(grants, grant) {
			grants = append(grants, grant)
		}
	}
	return grants, nil
}

// HasGroupRole tells whether a group has a role on a resource.
func (o *Organization) HasGroupRole(ctx context.Context, key GroupKey, grant GroupRole) (bool, error) {
	grants, err := o.GroupRoles(ctx, key)
	return slices.Contains(grants, grant), err
}

// AssignGroupRole gives a group a role on a resource and waits until it has it, at most the documented 30 seconds; then
// it is a [NotGrantedError]. Assigning is an upsert at Atlassian, so a role that the group has already is looked for
// first: that is an [ExistsError]. Every error after the assignment was sent is a NotGrantedError.
func (o *Organization) AssignGroupRole(ctx context.Context, key GroupKey, grant GroupRole) error {
	has, err := o.HasGroupRole(ctx, key, grant)
	if err != nil {
		return err
	}
	if has {
		return GroupRoleExists(key, grant)
	}
	err = o.client.AssignGroupRole(ctx, o.id, key.DirectoryID, key.GroupID, grant.ResourceID, grant.Role)
	if err != nil && !atlassian.IsOutcomeUnknown(err) {
		return err
	} // after a lost answer the wait decides
	shown, waitErr := o.awaitRole(ctx, key, grant, true)
	switch {
	case waitErr != nil:
		return &NotGrantedError{Grant: grant, Err: waitErr}
	case !shown:
		return &NotGrantedError{Grant: grant, Err: err}
	}
	o.group(key).roles.wrote(grant, true)
	return nil
}

// GroupRoleExists says that a group has a role already, with the ID to import it by.
func GroupRoleExists(key GroupKey, grant GroupRole) *ExistsError {
	return &ExistsError{
		What:     fmt.Sprintf("role %s of group %s on %s", grant.Role, key.GroupID, grant.ResourceID),
		ImportID: fmt.Sprintf("%s/%s/%s", key, grant.ResourceID, grant.Role),
	}
}

// RevokeGroupRole takes a role on a resource from a group and waits until it is gone, at most the documented 30
// seconds; then it is a [NotVisibleError]. A role that the group does not have is fine.
func (o *Organization) RevokeGroupRole(ctx context.Context, key GroupKey, grant GroupRole) error {
	err := o.client.RevokeGroupRole(ctx, o.id, key.DirectoryID, key.GroupID, grant.ResourceID, grant.Role)
	switch {
	case atlassian.IsNotFound(err):
		o.group(key).roles.wrote(grant, false)
		return nil
	case err != nil && !atlassian.IsOutcomeUnknown(err):
		return err
	}
	shown, waitErr := o.awaitRole(ctx, key, grant, false)
	switch {
	case waitErr != nil:
		return waitErr
	case shown:
		return &NotVisibleError{What: fmt.Sprintf("the removal of role %s on %s from group %s", grant.Role, grant.ResourceID, key.GroupID)}
	}
	o.group(key).roles.wrote(grant, false)
	return nil
}

// awaitRole waits until a group has a role or has it no more, and tells which it is in the end. Everybody who waits for
// the same group shares its reads.
func (o *Organization) awaitRole(ctx context.Context, key GroupKey, grant GroupRole, want bool) (has bool, err error) {
	has = !want
	_, err = o.group(key).roleWatch.waitAtMost(ctx, o.pace.Granted, key.GroupID, func(roles []RoleAssignment, _ bool) (bool, error) {
		shown := slices.ContainsFunc(roles, func(a RoleAssignment) bool {
			return a.ResourceID == grant.ResourceID && slices.Contains(a.Roles, grant.Role)
		})
		return shown == want, nil
	})
	switch {
	case err == nil:
		return want, nil
	case errors.Is(err, errNotYet):
		return !want, nil
	case atlassian.IsNotFound(err) && !want:
		return false, nil // the group is gone, and its roles with it
	}
	return has, err
}
