// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ list.ListResource              = (*groupRoleAssignmentList)(nil)
	_ list.ListResourceWithConfigure = (*groupRoleAssignmentList)(nil)
)

// newGroupRoleAssignmentList makes a list resource atlassian_group_role_assignment.
func newGroupRoleAssignmentList() list.ListResource { return &groupRoleAssignmentList{} }

// groupRoleAssignmentList is the list resource atlassian_group_role_assignment.
type groupRoleAssignmentList struct{ base.Resource }

type groupRoleAssignmentListModel struct {
	DirectoryID types.String `tfsdk:"directory_id"`
	GroupID     types.String `tfsdk:"group_id"`
}

// Metadata names the type.
func (l *groupRoleAssignmentList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_role_assignment"
}

// ListResourceConfigSchema describes the filters.
func (l *groupRoleAssignmentList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: groupRoleAssignmentListPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"directory_id": base.DirectoryToList(),
			"group_id": schema.StringAttribute{
				MarkdownDescription: "ID of the group to list the roles of, a UUID. Default: all groups of the directory, which takes a request for each group that has a role.",
				Optional:            true,
				Validators:          []validator.String{base.GroupID},
			},
		},
	}
}

// List lists the roles, group by group.
func (l *groupRoleAssignmentList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var model groupRoleAssignmentListModel
	directoryID, ok := base.BeginListOfDirectory(ctx, l.Organization, req, stream, &model, &model.DirectoryID)
	if !ok {
		return
	}
	stream.Results = base.Stream(req, "Cannot list the roles of groups", l.assignments(ctx, directoryID, model.GroupID.ValueString()), func(found assignment) (list.ListResult, bool) {
		return l.result(ctx, req, found), true
	})
}

// assignment is one role of a group.
type assignment struct {
	group organization.Group
	key   organization.GroupKey
	grant organization.GroupRole
}

// assignments returns the roles of the groups, group by group.
func (l *groupRoleAssignmentList) assignments(ctx context.Context, directoryID, groupID string) iter.Seq2[assignment, error] {
	return func(yield func(assignment, error) bool) {
		for found, err := range l.groups(ctx, directoryID, groupID) {
			if err != nil {
				yield(assignment{}, err)
				return
			}
			key := organization.GroupKey{DirectoryID: directoryID, GroupID: found.ID}
			roles, err := l.Organization.Groups.Roles(ctx, key)
			if err != nil {
				yield(assignment{}, fmt.Errorf("reading the roles of group %q: %w", found.Name, err))
				return
			}
			for _, grant := range roles {
				if !yield(assignment{found, key, grant}, nil) {
					return
				}
			}
		}
	}
}

// groups returns the given group, or else the groups of the directory that have a role according to their counts.
func (l *groupRoleAssignmentList) groups(ctx context.Context, directoryID, groupID string) iter.Seq2[organization.Group, error] {
	if groupID != "" {
		return base.Lazy(func() ([]organization.Group, error) {
			found, err := l.Organization.Groups.Get(ctx, organization.GroupKey{DirectoryID: directoryID, GroupID: groupID})
			return []organization.Group{found}, err
		})
	}
	return func(yield func(organization.Group, error) bool) {
		for found, err := range l.Organization.Groups.Search(ctx, directoryID, organization.GroupFilter{}) {
			if err == nil && found.Resources != nil && *found.Resources == 0 {
				continue
			}
			if !yield(found, err) {
				return
			}
		}
	}
}

func (l *groupRoleAssignmentList) result(ctx context.Context, req list.ListRequest, found assignment) list.ListResult {
	model := newGroupRoleAssignmentModel(found.key, found.grant)
	result := req.NewListResult(ctx)
	result.DisplayName = fmt.Sprintf("%s: %s on %s", found.group.Name, found.grant.Role, found.grant.ResourceID)
	result.Diagnostics.Append(groupRoleAssignmentIdentity.Set(ctx, result.Identity, l.Organization, model.identity()...)...)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, &model)...)
	}
	return result
}
