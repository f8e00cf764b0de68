// SPDX-License-Identifier: MPL-2.0

package evidence

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*directories)(nil)

func newDirectories() datasource.DataSource { return &directories{} }

// directories is the data source atlassian_directories.
type directories struct{ base.DataSource }

type directoriesModel struct {
	Directories []directoryModel `tfsdk:"directories"`
}

type directoryModel struct {
	ID   types.String `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
	Icon types.String `tfsdk:"icon"`
}

// Metadata names the type.
func (*directories) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_directories"
}

// Schema describes the type.
func (*directories) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: directoriesPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"directories": schema.ListNestedAttribute{
				MarkdownDescription: "Directories that the API key can manage, in the order of their names.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"id": schema.StringAttribute{
							MarkdownDescription: "ID of the directory, for `directory_id` of the provider block or of a resource. It is not the ID of a SCIM directory.",
							Computed:            true,
						},
						"name": schema.StringAttribute{
							MarkdownDescription: "Name of the directory, as Atlassian Administration shows it. It is null if Atlassian gives none.",
							Computed:            true,
						},
						"icon": schema.StringAttribute{
							MarkdownDescription: "URL of the directory's icon. It is null if Atlassian gives none.",
							Computed:            true,
						},
					},
				},
			},
		},
	}
}

// Read lists the directories.
func (d *directories) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	all, err := d.Organization.Directories.List(ctx)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot list the directories", err))
		return
	}
	if len(all) == 0 {
		resp.Diagnostics.AddError("Cannot list the directories",
			"Atlassian lists no directory that the API key can manage, although every organization has one. "+
				"So it is not known which directories there are. Check that the API key is one of this organization, and that it has the scope read:directories:admin.")
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, newDirectoriesModel(all))...)
}

// newDirectoriesModel sorts by name, and directories of one name by ID, because Atlassian documents no order.
func newDirectoriesModel(all []organization.Directory) directoriesModel {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b organization.Directory) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	model := directoriesModel{Directories: make([]directoryModel, len(sorted))}
	for i, one := range sorted {
		model.Directories[i] = directoryModel{ID: types.StringValue(one.ID), Name: base.StringOrNull(one.Name), Icon: base.StringOrNull(one.Icon)}
	}
	return model
}
