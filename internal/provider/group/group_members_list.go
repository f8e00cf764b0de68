// SPDX-License-Identifier: MPL-2.0

package group

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ list.ListResource              = (*groupMembersList)(nil)
	_ list.ListResourceWithConfigure = (*groupMembersList)(nil)
)

// newGroupMembersList makes a list resource atlassian_group_members.
func newGroupMembersList() list.ListResource { return &groupMembersList{} }

// groupMembersList is the list resource atlassian_group_members.
type groupMembersList struct{ base.Resource }

type groupMembersListModel struct {
	DirectoryID types.String `tfsdk:"directory_id"`
	SearchTerm  types.String `tfsdk:"search_term"`
}

// Metadata names the type.
func (l *groupMembersList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_members"
}

// ListResourceConfigSchema describes the filters.
func (l *groupMembersList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: groupMembersListPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"directory_id": base.DirectoryToList(),
			"search_term":  listSearchAttribute(),
		},
	}
}

// List lists the groups.
func (l *groupMembersList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var model groupMembersListModel
	directoryID, ok := base.BeginListOfDirectory(ctx, l.Organization, req, stream, &model, &model.DirectoryID)
	if !ok {
		return
	}
	filter := organization.GroupFilter{SearchTerm: model.SearchTerm.ValueString()}
	stream.Results = base.Stream(req, cannotListGroups, l.Organization.Groups.Search(ctx, directoryID, filter), func(found organization.Group) (list.ListResult, bool) {
		return l.result(ctx, req, directoryID, found)
	})
}

// result is the result for one group. It returns false if the group was deleted since the search.
func (l *groupMembersList) result(ctx context.Context, req list.ListRequest, directoryID string, found organization.Group) (result list.ListResult, is bool) {
	model := groupMembersModel{
		DirectoryID: types.StringValue(directoryID),
		GroupID:     types.StringValue(found.ID),
		Timeouts:    base.NoTimeouts("create", "update", "delete"),
	}
	result = req.NewListResult(ctx)
	result.DisplayName = cmp.Or(found.Name, found.ID)
	result.Diagnostics.Append(groupMembersIdentity.Set(ctx, result.Identity, l.Organization, model.identity()...)...)
	if !req.IncludeResource {
		return result, true
	}
	members, err := l.Organization.Groups.MembersOf(ctx, directoryID, found)
	switch {
	case meaning.IsNotFound(err):
		return result, false
	case err != nil:
		return base.FailedResult(fmt.Sprintf("Cannot list the members of group %q", found.Name), err), true
	}
	model.setList(unordered.Arrange(nil, organization.WordsFor(members, false), false), false) // sorted, as an import would read it
	result.Diagnostics.Append(result.Resource.Set(ctx, &model)...)
	return result, true
}
