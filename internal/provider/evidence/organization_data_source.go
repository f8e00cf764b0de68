// SPDX-License-Identifier: MPL-2.0

package evidence

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*organizationDataSource)(nil)

func newOrganization() datasource.DataSource { return &organizationDataSource{} }

// organizationDataSource is the data source atlassian_organization.
type organizationDataSource struct{ base.DataSource }

type organizationModel struct {
	ID   types.String `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
}

// Metadata names the type.
func (*organizationDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization"
}

// Schema describes the type.
func (*organizationDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: organizationPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "ID of the organization, which is `organization_id` of the provider block.",
				Computed:            true,
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the organization, as Atlassian Administration shows it. It is null if Atlassian gives none.",
				Computed:            true,
			},
		},
	}
}

// Read reads the organization.
func (d *organizationDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	found, err := d.Organization.Details(ctx)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot read the organization", err))
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &organizationModel{ID: types.StringValue(found.ID), Name: base.StringOrNull(found.Name)})...)
}
