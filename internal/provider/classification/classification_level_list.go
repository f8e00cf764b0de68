// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/levels"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ list.ListResource              = (*levelList)(nil)
	_ list.ListResourceWithConfigure = (*levelList)(nil)
)

// newClassificationLevelList makes a list resource atlassian_classification_level.
func newClassificationLevelList() list.ListResource { return &levelList{} }

// levelList is the list resource atlassian_classification_level.
type levelList struct{ base.Resource }

type levelListModel struct {
	IncludeArchived types.Bool `tfsdk:"include_archived"`
}

// Metadata names the type.
func (l *levelList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_classification_level"
}

// ListResourceConfigSchema describes the list block.
func (l *levelList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: levelListPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"include_archived": schema.BoolAttribute{
				MarkdownDescription: "Whether archived levels are listed, too. Default `false`.",
				Optional:            true,
			},
		},
	}
}

// List lists the levels in Atlassian's order.
func (l *levelList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config levelListModel
	if !base.BeginList(ctx, req, stream, &config) {
		return
	}
	found := base.Lazy(func() ([]levels.Level, error) { return l.Organization.Levels.List(ctx) })
	stream.Results = base.Stream(req, "Cannot list the classification levels", found, func(level levels.Level) (list.ListResult, bool) {
		if levels.Status(level) == levels.Archived && !config.IncludeArchived.ValueBool() {
			return list.ListResult{}, false
		}
		result := req.NewListResult(ctx)
		result.DisplayName = cmp.Or(level.Name, level.ID)
		result.Diagnostics.Append(levelIdentity.Set(ctx, result.Identity, l.Organization, level.ID)...)
		if req.IncludeResource {
			result.Diagnostics.Append(result.Resource.Set(ctx, newLevelModel(level))...)
		}
		return result, true
	})
}
