// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/levels"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*levelsDataSource)(nil)

// newClassificationLevels makes a data source atlassian_classification_levels.
func newClassificationLevels() datasource.DataSource { return &levelsDataSource{} }

// levelsDataSource is the data source atlassian_classification_levels.
type levelsDataSource struct{ base.DataSource }

type levelsModel struct {
	Levels []levelRow `tfsdk:"levels"`
}

// levelRow is a level of the data source.
type levelRow struct {
	ID          types.String `tfsdk:"id"`
	Name        types.String `tfsdk:"name"`
	Definition  types.String `tfsdk:"definition"`
	Guideline   types.String `tfsdk:"guideline"`
	Color       types.String `tfsdk:"color"`
	Status      types.String `tfsdk:"status"`
	Sensitivity types.Int64  `tfsdk:"sensitivity"`
}

// Metadata names the type.
func (*levelsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_classification_levels"
}

// Schema describes the type.
func (*levelsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: levelsPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"levels": schema.ListNestedAttribute{
				MarkdownDescription: "All classification levels, the most sensitive one first.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"id":          schema.StringAttribute{MarkdownDescription: "ID of the level, an Atlassian Resource Identifier.", Computed: true},
						"name":        schema.StringAttribute{MarkdownDescription: "Name of the level. Null if Atlassian does not say it.", Computed: true},
						"definition":  schema.StringAttribute{MarkdownDescription: "What content of this level is. Null if there is none, or if Atlassian does not say it.", Computed: true},
						"guideline":   schema.StringAttribute{MarkdownDescription: "What people have to do with content of this level. Null if there is none, or if Atlassian does not say it.", Computed: true},
						"color":       schema.StringAttribute{MarkdownDescription: "Color of the level, such as `RED`. Null if Atlassian does not say it.", Computed: true},
						"status":      schema.StringAttribute{MarkdownDescription: "Status of the level: `DRAFT`, `PUBLISHED` or `ARCHIVED`. Other statuses pass through. Null if Atlassian does not say it, which does not mean that the level is not published.", Computed: true},
						"sensitivity": schema.Int64Attribute{MarkdownDescription: "Place of the level in the order. 1 is the most sensitive level. Null if Atlassian does not say it.", Computed: true},
					},
				},
			},
		},
	}
}

// Read lists the levels.
func (d *levelsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	all, err := d.Organization.Levels.List(ctx)
	if err != nil {
		resp.Diagnostics.Append(failed("Cannot list the classification levels", err))
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, levelsModel{Levels: rows(all)})...)
}

// rows are the levels by their sensitivity. Those of which it is not known come last, and keep Atlassian's order.
func rows(all []levels.Level) []levelRow {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b levels.Level) int {
		switch {
		case a.Sensitivity == nil && b.Sensitivity == nil:
			return 0
		case a.Sensitivity == nil:
			return 1
		case b.Sensitivity == nil:
			return -1
		}
		return cmp.Compare(*a.Sensitivity, *b.Sensitivity)
	})
	found := make([]levelRow, len(sorted))
	for i, level := range sorted {
		found[i] = levelRow{
			ID: types.StringValue(level.ID), Name: base.StringOrNull(level.Name), Definition: base.StringOrNull(level.Definition), Guideline: base.StringOrNull(level.Guideline),
			Color: base.StringOrNull(level.Color), Status: base.StringOrNull(levels.Status(level)),
		}
		if level.Sensitivity != nil {
			found[i].Sensitivity = types.Int64Value(int64(*level.Sensitivity))
		}
	}
	return found
}
