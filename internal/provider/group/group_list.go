// SPDX-License-Identifier: MPL-2.0

package group

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ list.ListResource              = (*groupList)(nil)
	_ list.ListResourceWithConfigure = (*groupList)(nil)
)

// newGroupList makes a list resource atlassian_group.
func newGroupList() list.ListResource { return &groupList{} }

// groupList is the list resource atlassian_group.
type groupList struct{ base.Resource }

type groupListModel struct {
	DirectoryID types.String `tfsdk:"directory_id"`
	SearchTerm  types.String `tfsdk:"search_term"`
}

// Metadata names the type.
func (l *groupList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group"
}

// ListResourceConfigSchema describes the filters.
func (l *groupList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: groupListPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"directory_id": base.DirectoryToList(),
			"search_term":  listSearchAttribute(),
		},
	}
}

// listSearchAttribute is the attribute that filters the groups to list.
func listSearchAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Text to search for in the names of groups. Atlassian does not document how it matches the text. Default: all groups.",
		Optional:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

// List lists the groups.
func (l *groupList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var model groupListModel
	directoryID, ok := base.BeginListOfDirectory(ctx, l.Organization, req, stream, &model, &model.DirectoryID)
	if !ok {
		return
	}
	filter := organization.GroupFilter{SearchTerm: model.SearchTerm.ValueString()}
	stream.Results = base.Stream(req, cannotListGroups, l.Organization.Groups.Search(ctx, directoryID, filter), func(found organization.Group) (list.ListResult, bool) {
		return l.result(ctx, req, directoryID, found), true
	})
}

const cannotListGroups = "Cannot list the groups"

func (l *groupList) result(ctx context.Context, req list.ListRequest, directoryID string, found organization.Group) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = cmp.Or(found.Name, found.ID)
	result.Diagnostics.Append(groupIdentity.Set(ctx, result.Identity, l.Organization, directoryID, found.ID)...)
	if req.IncludeResource {
		state := groupModel{DirectoryID: types.StringValue(directoryID), Timeouts: base.NoCreateTimeout()}
		state.setGroup(found)
		result.Diagnostics.Append(result.Resource.Set(ctx, &state)...)
	}
	return result
}
