// SPDX-License-Identifier: MPL-2.0

package group

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ datasource.DataSource              = (*groupsDataSource)(nil)
	_ datasource.DataSourceWithConfigure = (*groupsDataSource)(nil)
)

// newGroupsDataSource makes a data source atlassian_groups.
func newGroupsDataSource() datasource.DataSource { return &groupsDataSource{} }

// groupsDataSource is the data source atlassian_groups.
type groupsDataSource struct{ base.DataSource }

type groupsDataModel struct {
	DirectoryID types.String     `tfsdk:"directory_id"`
	SearchTerm  types.String     `tfsdk:"search_term"`
	AccountIDs  types.Set        `tfsdk:"account_ids"`
	ResourceIDs types.Set        `tfsdk:"resource_ids"`
	RoleIDs     types.Set        `tfsdk:"role_ids"`
	Groups      []groupDataModel `tfsdk:"groups"`
}

// The limits of one search, as Atlassian documents them.
const (
	maxAccountFilters  = 10
	maxResourceFilters = 20
	maxRoleFilters     = 10
)

// Metadata names the type.
func (d *groupsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_groups"
}

// Schema describes the attributes.
func (d *groupsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: groupsDataPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"directory_id": directoryFilter("the groups"),
			"search_term": schema.StringAttribute{
				MarkdownDescription: "Text to search for in the names of groups. Atlassian does not document how it matches the text. Default: no such filter.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"account_ids": filterAttribute("Account IDs. The list has only groups that one of these accounts is in.", maxAccountFilters, base.AccountID),
			"resource_ids": filterAttribute("Atlassian Resource Identifiers (ARIs), such as `ari:cloud:jira-software::site/SITE_ID`. The list has only groups that have a role on one of these.",
				maxResourceFilters, base.RoleResourceID{}),
			"role_ids": filterAttribute("Role IDs, such as `atlassian/user`. The list has only groups that have one of these roles on anything.",
				maxRoleFilters, base.RoleID),
			"groups": schema.ListNestedAttribute{
				MarkdownDescription: "Groups that match all filters, sorted by name. Empty if none matches.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: groupDataAttributes()},
			},
		},
	}
}

func filterAttribute(description string, most int, elements ...validator.String) schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: fmt.Sprintf("%s At most %d. Default: no such filter.", description, most),
		ElementType:         types.StringType,
		Optional:            true,
		Validators: []validator.Set{
			setvalidator.SizeBetween(1, most),
			setvalidator.ValueStringsAre(append(elements, stringvalidator.LengthAtLeast(1))...),
		},
	}
}

// filter returns the filter of the search.
func (m *groupsDataModel) filter(ctx context.Context) (organization.GroupFilter, diag.Diagnostics) {
	filter := organization.GroupFilter{SearchTerm: m.SearchTerm.ValueString()}
	diags := m.AccountIDs.ElementsAs(ctx, &filter.AccountIDs, false)
	diags.Append(m.ResourceIDs.ElementsAs(ctx, &filter.ResourceIDs, false)...)
	diags.Append(m.RoleIDs.ElementsAs(ctx, &filter.RoleIDs, false)...)
	return filter, diags
}

// Read lists the groups.
func (d *groupsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model groupsDataModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	filter, diags := model.filter(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	directoryID, err := d.Organization.Directories.Resolve(ctx, model.DirectoryID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("directory_id"), cannotListGroups, err))
		return
	}
	found, err := d.Organization.Groups.List(ctx, directoryID, filter)
	if err != nil {
		resp.Diagnostics.Append(base.Failed(cannotListGroups, err))
		return
	}
	model.DirectoryID = types.StringValue(directoryID)
	model.Groups = make([]groupDataModel, 0, len(found))
	for _, g := range sortedByName(found) {
		model.Groups = append(model.Groups, newGroupDataModel(directoryID, g))
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// sortedByName returns a sorted copy, because the listing is shared. Names that differ only in case cannot be in one directory,
// but the order must not depend on that.
func sortedByName(groups []organization.Group) []organization.Group {
	return slices.SortedFunc(slices.Values(groups), func(a, b organization.Group) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
}
