// SPDX-License-Identifier: MPL-2.0

package group

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ datasource.DataSource              = (*groupMembersDataSource)(nil)
	_ datasource.DataSourceWithConfigure = (*groupMembersDataSource)(nil)
)

// newGroupMembersDataSource makes a data source atlassian_group_members.
func newGroupMembersDataSource() datasource.DataSource { return &groupMembersDataSource{} }

// groupMembersDataSource is the data source atlassian_group_members.
type groupMembersDataSource struct{ base.DataSource }

type groupMembersDataModel struct {
	DirectoryID types.String        `tfsdk:"directory_id"`
	GroupID     types.String        `tfsdk:"group_id"`
	AccountIDs  []string            `tfsdk:"account_ids"`
	Members     []base.AccountModel `tfsdk:"members"`
}

// Metadata names the type.
func (d *groupMembersDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_members"
}

// Schema describes the attributes.
func (d *groupMembersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: groupMembersDataPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"directory_id": schema.StringAttribute{
				MarkdownDescription: "ID of the directory of the group. Default: the provider's `directory_id`, else the organization's only directory.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{base.DirectoryID},
			},
			"group_id": schema.StringAttribute{
				MarkdownDescription: "ID of the group, a UUID.",
				Required:            true,
				Validators:          []validator.String{base.GroupID},
			},
			"account_ids": schema.ListAttribute{
				MarkdownDescription: "Account IDs of the members, sorted.",
				Computed:            true,
				ElementType:         types.StringType,
			},
			"members": base.AccountList("Members of the group, sorted by account ID."),
		},
	}
}

// Read lists the members.
func (d *groupMembersDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var directory, groupID types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("directory_id"), &directory)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("group_id"), &groupID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	directoryID, err := d.Organization.Directories.Resolve(ctx, directory.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("directory_id"), "Cannot tell which directory is meant", err))
		return
	}
	members, err := d.Organization.Groups.Members(ctx, organization.GroupKey{DirectoryID: directoryID, GroupID: groupID.ValueString()})
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("group_id"), "Cannot read the members of the group", err))
		return
	}
	members = slices.SortedFunc(slices.Values(members), func(a, b organization.Account) int { return cmp.Compare(a.AccountID, b.AccountID) })
	model := groupMembersDataModel{
		DirectoryID: types.StringValue(directoryID),
		GroupID:     groupID,
		AccountIDs:  organization.WordsFor(members, false),
		Members:     base.AccountModels(members),
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}
