// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ list.ListResource              = (*groupMembershipList)(nil)
	_ list.ListResourceWithConfigure = (*groupMembershipList)(nil)
)

// newGroupMembershipList makes a list resource atlassian_group_membership.
func newGroupMembershipList() list.ListResource { return &groupMembershipList{} }

// groupMembershipList is the list resource atlassian_group_membership.
type groupMembershipList struct{ base.Resource }

type groupMembershipListModel struct {
	DirectoryID types.String `tfsdk:"directory_id"`
	GroupID     types.String `tfsdk:"group_id"`
}

// Metadata names the type.
func (l *groupMembershipList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_membership"
}

// ListResourceConfigSchema describes the filters.
func (l *groupMembershipList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: groupMembershipListPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"directory_id": base.DirectoryToList(),
			"group_id": schema.StringAttribute{
				MarkdownDescription: "ID of the group to list the members of, a UUID.",
				Required:            true,
				Validators:          []validator.String{base.GroupID},
			},
		},
	}
}

// List lists the members.
func (l *groupMembershipList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var model groupMembershipListModel
	directoryID, ok := base.BeginListOfDirectory(ctx, l.Organization, req, stream, &model, &model.DirectoryID)
	if !ok {
		return
	}
	key := organization.GroupKey{DirectoryID: directoryID, GroupID: model.GroupID.ValueString()}
	stream.Results = base.Stream(req, "Cannot list the members of the group", l.Organization.Groups.SearchMembers(ctx, key), func(member organization.Account) (list.ListResult, bool) {
		return l.result(ctx, req, key, member), true
	})
}

func (l *groupMembershipList) result(ctx context.Context, req list.ListRequest, key organization.GroupKey, member organization.Account) list.ListResult {
	model := newGroupMembershipModel(key, member)
	result := req.NewListResult(ctx)
	result.DisplayName = organization.WordFor(member, true)
	if member.Name != "" {
		result.DisplayName = member.Name + " (" + result.DisplayName + ")"
	}
	result.Diagnostics.Append(groupMembershipIdentity.Set(ctx, result.Identity, l.Organization, model.identity()...)...)
	if req.IncludeResource {
		// Configuration that Terraform generates from this must name the member in one way only.
		model.Email = types.StringNull()
		result.Diagnostics.Append(result.Resource.Set(ctx, &model)...)
	}
	return result
}
