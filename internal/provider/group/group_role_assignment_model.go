// SPDX-License-Identifier: MPL-2.0

package group

import (
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// groupRoleAssignmentModel is the state of an atlassian_group_role_assignment.
type groupRoleAssignmentModel struct {
	DirectoryID types.String `tfsdk:"directory_id"`
	GroupID     types.String `tfsdk:"group_id"`
	ResourceID  types.String `tfsdk:"resource_id"`
	Role        types.String `tfsdk:"role"`
}

func (m *groupRoleAssignmentModel) key() organization.GroupKey {
	return organization.GroupKey{DirectoryID: m.DirectoryID.ValueString(), GroupID: m.GroupID.ValueString()}
}

func (m *groupRoleAssignmentModel) grant() organization.GroupRole {
	return organization.GroupRole{ResourceID: m.ResourceID.ValueString(), Role: m.Role.ValueString()}
}

// identity lists the values of the identity's parts.
func (m *groupRoleAssignmentModel) identity() []string {
	return []string{m.DirectoryID.ValueString(), m.GroupID.ValueString(), m.ResourceID.ValueString(), m.Role.ValueString()}
}

// newGroupRoleAssignmentModel makes the state of one role of one group.
func newGroupRoleAssignmentModel(key organization.GroupKey, grant organization.GroupRole) groupRoleAssignmentModel {
	return groupRoleAssignmentModel{
		DirectoryID: types.StringValue(key.DirectoryID),
		GroupID:     types.StringValue(key.GroupID),
		ResourceID:  types.StringValue(grant.ResourceID),
		Role:        types.StringValue(grant.Role),
	}
}

// parseGroupRoleAssignmentID takes an import ID apart into directory, group, resource and role. Slashes stand within
// resource IDs and roles, too; but the resource begins with "ari:", which no other part does, and a role has exactly one.
func parseGroupRoleAssignmentID(id string) ([]string, error) {
	wrong := errors.New("the import ID of a role assignment is DIRECTORY_ID/GROUP_ID/RESOURCE_ID/ROLE or GROUP_ID/RESOURCE_ID/ROLE, " +
		"where the resource ID begins with ari: and the role with " + rolePrefix +
		"; without a directory, the provider's directory is taken, else the organization's only one")

	head, tail, ok := strings.Cut(id, "/ari:")
	if !ok {
		return nil, wrong
	}
	at := strings.LastIndex(tail, "/"+rolePrefix)
	if at < 0 {
		return nil, wrong
	}
	resource, role := "ari:"+tail[:at], tail[at+1:]
	directory, group, both := strings.Cut(head, "/")
	if !both {
		directory, group = "", head
	}
	if both && !uuid.MatchString(directory) || !base.GroupID.Is(group) || !base.ARI.Is(resource) || !roleID.MatchString(role) {
		return nil, wrongImportID(group, wrong.Error())
	}
	return []string{directory, group, resource, role}, nil
}
