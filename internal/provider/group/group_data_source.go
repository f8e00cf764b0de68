// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ datasource.DataSource              = (*groupDataSource)(nil)
	_ datasource.DataSourceWithConfigure = (*groupDataSource)(nil)
)

// newGroupDataSource makes a data source atlassian_group.
func newGroupDataSource() datasource.DataSource { return &groupDataSource{} }

// groupDataSource is the data source atlassian_group.
type groupDataSource struct{ base.DataSource }

// groupDataModel is a group in a data source.
type groupDataModel struct {
	ID             types.String `tfsdk:"id"`
	DirectoryID    types.String `tfsdk:"directory_id"`
	Name           types.String `tfsdk:"name"`
	Description    types.String `tfsdk:"description"`
	ManagedBy      types.String `tfsdk:"managed_by"`
	ExternalSynced types.Bool   `tfsdk:"external_synced"`
	MemberCount    types.Int64  `tfsdk:"member_count"`
	ResourceCount  types.Int64  `tfsdk:"resource_count"`
}

func newGroupDataModel(directoryID string, g organization.Group) groupDataModel {
	return groupDataModel{
		ID:             types.StringValue(g.ID),
		DirectoryID:    types.StringValue(directoryID),
		Name:           types.StringValue(g.Name),
		Description:    base.StringOrNull(g.Description),
		ManagedBy:      base.StringOrNull(g.ManagedBy),
		ExternalSynced: types.BoolValue(g.ExternalSynced),
		MemberCount:    countOrNull(g.Users),
		ResourceCount:  countOrNull(g.Resources),
	}
}

func countOrNull(n *int) types.Int64 {
	if n == nil {
		return types.Int64Null()
	}
	return types.Int64Value(int64(*n))
}

// Metadata names the type.
func (d *groupDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group"
}

// Schema describes the attributes.
func (d *groupDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := groupDataAttributes()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: "ID of the group, a UUID. Set exactly one of `id` and `name`.",
		Optional:            true,
		Computed:            true,
		Validators: []validator.String{
			stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name")),
			base.GroupID.With("To find a group by its name, set name instead."),
		},
	}
	attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "Name of the group. Case does not matter. Set exactly one of `id` and `name`. If several groups have the name, the read fails.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
	attributes["directory_id"] = directoryFilter("the group")
	resp.Schema = schema.Schema{MarkdownDescription: groupDataPage.Markdown(), Attributes: attributes}
}

// groupDataAttributes are the attributes of a group. Atlassian gives all of them.
func groupDataAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":              schema.StringAttribute{MarkdownDescription: "ID of the group, a UUID.", Computed: true},
		"directory_id":    schema.StringAttribute{MarkdownDescription: "ID of the group's directory.", Computed: true},
		"name":            schema.StringAttribute{MarkdownDescription: "Name of the group.", Computed: true},
		"description":     schema.StringAttribute{MarkdownDescription: "Description of the group. Null if it has none.", Computed: true},
		"managed_by":      schema.StringAttribute{MarkdownDescription: "How the group is managed. Atlassian documents `external`, `admins`, `team-members` and `open`.", Computed: true},
		"external_synced": schema.BoolAttribute{MarkdownDescription: "Whether the group is synced from an identity provider, so that Atlassian refuses to change it and its members.", Computed: true},
		"member_count":    schema.Int64Attribute{MarkdownDescription: "Number of members. Null if Atlassian does not return it.", Computed: true},
		"resource_count":  schema.Int64Attribute{MarkdownDescription: "Number of apps and sites that the group has a role on. Null if Atlassian does not return it.", Computed: true},
	}
}

// directoryFilter is the attribute that names the directory to search.
func directoryFilter(of string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("ID of the directory of %s. Default: the provider's `directory_id`, else the organization's only directory.", of),
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{base.DirectoryID},
	}
}

// Read finds the group.
func (d *groupDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model groupDataModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	const failed = "Cannot find the group"
	directoryID, err := d.Organization.Directories.Resolve(ctx, model.DirectoryID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("directory_id"), failed, err))
		return
	}
	at := path.Root("name")
	var found organization.Group
	if model.ID.IsNull() {
		found, err = d.Organization.Groups.ByName(ctx, directoryID, model.Name.ValueString())
	} else {
		at = path.Root("id")
		found, err = d.Organization.Groups.Get(ctx, organization.GroupKey{DirectoryID: directoryID, GroupID: model.ID.ValueString()})
	}
	switch {
	case meaning.IsNotFound(err):
		resp.Diagnostics.Append(base.FailedAt(at, failed, err))
		return
	case err != nil:
		resp.Diagnostics.Append(base.Failed(failed, err))
		return
	}
	result := newGroupDataModel(directoryID, found)
	if !model.Name.IsNull() {
		result.Name = model.Name // in the spelling of the configuration; Atlassian takes any case
	}
	if !model.ID.IsNull() {
		result.ID = model.ID
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &result)...)
}
