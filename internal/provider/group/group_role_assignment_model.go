// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
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

// parseGroupRoleAssignmentID parses an import ID into directory, group, resource and role. Resource IDs and roles contain
// slashes, too; but the resource begins with "ari:", as no other part does, and a role has exactly one slash.
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
	if both && !uuid.MatchString(directory) || !base.GroupID.Matches(group) || !base.ARI.Matches(resource) || !roleID.MatchString(role) {
		return nil, wrongImportID(group, wrong.Error())
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

// rolePrefix begins every role ID that Atlassian documents.
const rolePrefix = "atlassian/"

// roleID is the form of a role ID. Atlassian decides which roles exist.
var roleID = regexp.MustCompile(`^` + rolePrefix + `[^/\s]+$`)

// aRole is that form.
var aRole = base.Matching("a role ID such as atlassian/user", roleID, "")

// resourceIDValidator refuses a value that is not an ARI, and the one known ARI that Atlassian accepts without any effect.
type resourceIDValidator struct{}

// Description says what the validator requires.
func (resourceIDValidator) Description(context.Context) string {
	return "value must be an Atlassian Resource Identifier such as ari:cloud:jira-software::site/SITE_ID"
}

// MarkdownDescription says what the validator requires.
func (v resourceIDValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// ValidateString reports a wrong resource ID with the right form.
func (resourceIDValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	given := req.ConfigValue.ValueString()
	if !base.ARI.Matches(given) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid resource ID", fmt.Sprintf(
			"%s is not an Atlassian Resource Identifier (ARI). Write it as ari:cloud:OWNER::site/SITE_ID, such as ari:cloud:jira-software::site/SITE_ID for Jira "+
				"or ari:cloud:confluence::site/SITE_ID for Confluence; Atlassian's operation \"Get list of workspaces\" lists those of the organization.", base.Quoted(given)))
		return
	}
	if right, wrong := grantsNothing(given); wrong {
		resp.Diagnostics.AddAttributeError(req.Path, "The resource ID would grant nothing", fmt.Sprintf(
			"Atlassian takes %s, but a role on it gives no access to Jira: others found that on a live organization, Atlassian does not document it. Write %s.", given, right))
	}
}

// grantsNothing reports whether Atlassian accepts a resource ID without effect, and returns the one that the user means.
// Unverified: for Jira the owner must be jira-software; plain jira was reported to be accepted and to grant nothing.
func grantsNothing(resourceID string) (right string, wrong bool) {
	site, wrong := strings.CutPrefix(resourceID, "ari:cloud:jira::site/")
	return "ari:cloud:jira-software::site/" + site, wrong
}
