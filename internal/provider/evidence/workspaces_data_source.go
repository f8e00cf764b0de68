// SPDX-License-Identifier: MPL-2.0

package evidence

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*workspaces)(nil)

func newWorkspaces() datasource.DataSource { return &workspaces{} }

// workspaces is the data source atlassian_workspaces.
type workspaces struct{ base.DataSource }

// Metadata names the type.
func (*workspaces) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_workspaces"
}

// Schema describes the type.
func (*workspaces) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: workspacesPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"site": schema.StringAttribute{
				MarkdownDescription: "Site whose workspaces are listed: its name (`acme`), host (`acme.atlassian.net`), URL (`https://acme.atlassian.net`) or cloud ID. It is an error if there is no such site, or several. Default: all sites.",
				Optional:            true,
				Validators:          []validator.String{base.RoleSite},
			},
			"resource_id": schema.StringAttribute{
				MarkdownDescription: "Atlassian Resource Identifier (ARI) of the one workspace to list. It is an error if there is no such workspace. Default: all workspaces.",
				Optional:            true,
				Validators:          []validator.String{base.ARI},
			},
			"type_keys": filter("Type keys of products, such as `jira-software` or `confluence`: only workspaces of these are listed. Case does not matter. Default: all products.", base.RoleProduct),
			"statuses":  filter("Statuses, such as `online`: only workspaces with one of these are listed. Default: all statuses.", stringvalidator.LengthAtLeast(1)),
			"workspaces": schema.ListNestedAttribute{
				MarkdownDescription: "The workspaces, in the order of their names and products. It is empty if none fits.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: workspaceAttributes()},
			},
		},
	}
}

func filter(description string, each validator.String) schema.Attribute {
	return schema.SetAttribute{
		MarkdownDescription: description,
		ElementType:         types.StringType,
		Optional:            true,
		Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(each)},
	}
}

func workspaceAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	number := func(description string) schema.Attribute {
		return schema.Int64Attribute{MarkdownDescription: description, Computed: true}
	}
	texts := func(description string) schema.Attribute {
		return schema.ListAttribute{MarkdownDescription: description, ElementType: types.StringType, Computed: true}
	}
	return map[string]schema.Attribute{
		"id":             text("Atlassian Resource Identifier (ARI) of the workspace, for `resource_id` of a role assignment."),
		"cloud_id":       text("Cloud ID of the site that the workspace is on. It is null for a workspace on no site."),
		"name":           text("Name of the workspace, which is often the name of its site."),
		"host_url":       text("Address of the workspace, such as `https://acme.atlassian.net`. It is null if Atlassian gives none."),
		"type":           text("Type of the workspace, such as `jira-software`."),
		"type_key":       text("Key of the product, such as `jira-software`, `jira-servicedesk` or `confluence`."),
		"status":         text("Status of the workspace. Atlassian documents `online`, `offline` and `deprecated`; other values pass through."),
		"status_details": texts("More about the status, sorted. It is null if Atlassian does not say."),
		"capacity":       number("How many people the workspace may have. Atlassian documents it for Bitbucket, and for other products if license data is available; else it is null."),
		"usage":          number("How many active people the workspace may have, a soft limit. Atlassian documents it for Bitbucket alone; else it is null."),
		"entitlements": schema.ListNestedAttribute{
			MarkdownDescription: "Plans for the workspace, in the order of their keys. It is null if Atlassian does not say them, which does not mean that there are none.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"key":      text("Key of the product that the plan is for."),
				"plan":     text("Name of the plan, such as `Standard`. It is null if Atlassian does not say it."),
				"plan_key": text("Key of the plan. It is null if Atlassian does not say it."),
			}},
		},
		"regions":    texts("Regions of the workspace, sorted. It is null if Atlassian does not say."),
		"realm":      text("Realm of the workspace, as Atlassian gives it."),
		"labels":     texts("Labels of the workspace, sorted. It is null if Atlassian does not say."),
		"sandbox":    text("`CHILD` for a sandbox of another workspace, `NONE` for other workspaces. It is null if Atlassian does not say; other values pass through."),
		"owner":      text("Owner of the workspace, as Atlassian gives it. It may be null."),
		"created_at": text("When the workspace was created, as an ISO 8601 time. It is null if Atlassian does not say."),
		"created_by": text("Atlassian Resource Identifier (ARI) of the account that created the workspace. It is null if Atlassian does not say."),
	}
}

// Read lists the workspaces.
func (d *workspaces) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model workspacesModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := d.Organization.Sites.FindWorkspaces(ctx, model.filter())
	var refused *site.RoleResourceError
	switch {
	case errors.As(err, &refused):
		resp.Diagnostics.Append(base.RolePlace{Site: path.Root("site")}.Refused(refused))
		return
	case meaning.IsNotFound(err) && !model.ResourceID.IsNull():
		resp.Diagnostics.Append(base.FailedAt(path.Root("resource_id"), "There is no such workspace", err))
		return
	case err != nil:
		resp.Diagnostics.Append(base.Failed("Cannot list the workspaces", err))
		return
	}
	model.Workspaces = newWorkspaceModels(found)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}
