// SPDX-License-Identifier: MPL-2.0

package role

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// groupRoleAssignmentModel is the state of an atlassian_group_role_assignment.
type groupRoleAssignmentModel struct {
	DirectoryID types.String `tfsdk:"directory_id"`
	GroupID     types.String `tfsdk:"group_id"`
	ResourceID  types.String `tfsdk:"resource_id"`
	Site        types.String `tfsdk:"site"`
	Product     types.String `tfsdk:"product"`
	Role        types.String `tfsdk:"role"`
}

func (m *groupRoleAssignmentModel) key() organization.GroupKey {
	return organization.GroupKey{DirectoryID: m.DirectoryID.ValueString(), GroupID: m.GroupID.ValueString()}
}

func (m *groupRoleAssignmentModel) grant() organization.GroupRole {
	return organization.GroupRole{ResourceID: m.ResourceID.ValueString(), Role: m.Role.ValueString()}
}

// place is what the role is on.
func (m *groupRoleAssignmentModel) place() place {
	if m == nil {
		return place{}
	}
	return place{m.ResourceID, m.Site, m.Product}
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

// parseGroupRoleAssignmentID parses an import ID into directory, group, resource and role. Resource IDs and roles contain
// slashes, too; but the resource begins with "ari:", as no other part does, and a role has exactly one slash.
func parseGroupRoleAssignmentID(id string) ([]string, error) {
	wrong := errors.New("the import ID of a role assignment is DIRECTORY_ID/GROUP_ID/RESOURCE_ID/ROLE or GROUP_ID/RESOURCE_ID/ROLE, " +
		"where the resource ID begins with ari: and the role with " + base.RolePrefix +
		". If you leave the directory out, the provider takes its own directory_id, else the organization's only directory")

	head, tail, ok := strings.Cut(id, "/ari:")
	if !ok {
		return nil, wrong
	}
	at := strings.LastIndex(tail, "/"+base.RolePrefix)
	if at < 0 {
		return nil, wrong
	}
	resource, role := "ari:"+tail[:at], tail[at+1:]
	directory, group, both := strings.Cut(head, "/")
	if !both {
		directory, group = "", head
	}
	if both && !base.IsUUID(directory) || !base.GroupID.Matches(group) || !base.ARI.Matches(resource) || !base.RoleID.Matches(role) {
		return nil, base.WrongGroupID(group, wrong.Error())
	}
	return []string{directory, group, resource, role}, nil
}

// named names the assignment in a message.
func (m *groupRoleAssignmentModel) named() string {
	return fmt.Sprintf("atlassian_group_role_assignment of role %s to group %s on %s", base.Word(m.Role.ValueString()), m.GroupID.ValueString(), m.ResourceID.ValueString())
}

func (m *groupRoleAssignmentModel) subject() claims.Subject {
	return organization.GroupRoleSubject(m.key(), m.grant())
}

// partial reports whether a part of the assignment's key is not known yet.
func (m *groupRoleAssignmentModel) partial() bool {
	return m.DirectoryID.IsUnknown() || m.GroupID.IsUnknown() || m.ResourceID.IsUnknown() || m.Role.IsUnknown()
}

// roleNote says what a planned creation is for. An unknown part is empty.
type roleNote struct {
	Directory string `json:"directory"`
	Group     string `json:"group"`
	Resource  string `json:"resource"`
	Role      string `json:"role"`
}

func noteRole(planned *groupRoleAssignmentModel) roleNote {
	return roleNote{planned.DirectoryID.ValueString(), planned.GroupID.ValueString(), planned.ResourceID.ValueString(), planned.Role.ValueString()}
}

// of reports whether the creation is for an assignment. An unknown part counts as the same.
func (n roleNote) of(m *groupRoleAssignmentModel) bool {
	same := func(noted, present string) bool { return noted == "" || strings.EqualFold(noted, present) }
	return same(n.Directory, m.DirectoryID.ValueString()) && same(n.Group, m.GroupID.ValueString()) &&
		same(n.Resource, m.ResourceID.ValueString()) && same(n.Role, m.Role.ValueString())
}

func (n roleNote) partial() bool {
	return n.Directory == "" || n.Group == "" || n.Resource == "" || n.Role == ""
}
