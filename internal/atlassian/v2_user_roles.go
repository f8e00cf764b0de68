// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
)

// UserRoleAssignment holds the roles of an account on one resource.
type UserRoleAssignment struct {
	// ResourceID is the resource's ARI.
	ResourceID string
	// ResourceOwner is the app that the resource belongs to.
	ResourceOwner string
	// DirectoryID is the directory of the resource. It is empty for the roles of the organization and of whole sites, and if the answer
	// does not say.
	DirectoryID string
	// DirectoryStatus is "active", "suspended" or "no_membership": how the account stands in that directory. It is empty where DirectoryID
	// is, and if the answer does not say.
	DirectoryStatus string
	// Roles are the roles, each with how the account has it.
	Roles []HeldRole
}

// HeldRole is a role that an account has.
type HeldRole struct {
	// Role is a role ID such as "atlassian/user".
	Role string
	// Methods are how the account has the role: "direct", "group_direct" or "inferred". Atlassian may add values. They are never empty.
	Methods []string
}

var getUserRoleAssignments = documented(Operation{
	ID: "getUserRoleAssignments", Method: http.MethodGet, Path: directory + "/users/{accountId}/role-assignments",
	Scope: "read:directories:admin", Source: usersPage,
})

// UserRoleAssignments lists the roles of an account. It may list a resource twice, for two directories.
//
// GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}/role-assignments, pages of up to 100
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/
func (c *Client) UserRoleAssignments(ctx context.Context, organizationID, directoryID, accountID string) iter.Seq2[UserRoleAssignment, error] {
	first := request{operation: getUserRoleAssignments, elements: []string{organizationID, directoryID, accountID}, query: fullPages()}
	return pagesOf(ctx, c, first, byQuery(first), wireUserRoleAssignment.assignment,
		func(a UserRoleAssignment) string { return a.ResourceID + " " + a.DirectoryID })
}

type wireUserRoleAssignment struct {
	ResourceID      string             `json:"resourceId"`
	ResourceOwner   string             `json:"resourceOwner"`
	DirectoryID     string             `json:"directoryId"`
	DirectoryStatus string             `json:"userDirectoryStatus"`
	RoleAssignments list[wireHeldRole] `json:"roleAssignments"`
}

type wireHeldRole struct {
	Role    string   `json:"role"`
	Methods []string `json:"roleAssignmentMethods"`
}

// complete refuses an assignment that does not say which roles there are, or how the account has them: a missing role would count as
// none, and one without a method as not direct. The superseded list of roles says nothing about methods, so it cannot stand in.
func (w *wireUserRoleAssignment) complete() error {
	switch {
	case w.ResourceID == "":
		return errors.New("roles are on no resource")
	case !w.RoleAssignments.present:
		return fmt.Errorf("it does not say which roles there are on %s, and how the account has them", Word(w.ResourceID))
	}
	for _, held := range w.RoleAssignments.items {
		switch {
		case held.Role == "":
			return fmt.Errorf("a role on %s has no ID", Word(w.ResourceID))
		case len(held.Methods) == 0 || slices.Contains(held.Methods, ""):
			return fmt.Errorf("it does not say how the account has role %s on %s", Word(held.Role), Word(w.ResourceID))
		}
	}
	return nil
}

func (w wireUserRoleAssignment) assignment() UserRoleAssignment {
	assignment := UserRoleAssignment{ResourceID: w.ResourceID, ResourceOwner: w.ResourceOwner, DirectoryID: w.DirectoryID, DirectoryStatus: w.DirectoryStatus}
	for _, held := range w.RoleAssignments.items {
		assignment.Roles = append(assignment.Roles, HeldRole(held))
	}
	return assignment
}
