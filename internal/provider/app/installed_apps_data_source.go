// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var _ datasource.DataSourceWithConfigure = (*installedApps)(nil)

func newInstalledApps() datasource.DataSource { return &installedApps{} }

// installedApps is the data source atlassian_installed_apps.
type installedApps struct{ base.DataSource }

type installedAppsModel struct {
	Sites   unordered.ListValue `tfsdk:"sites"`
	Covered types.Map           `tfsdk:"covered"`
	Apps    []installedAppModel `tfsdk:"apps"`
}

// Metadata names the type.
func (*installedApps) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_installed_apps"
}

// Schema describes the type.
func (*installedApps) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	truth := func(description string) schema.Attribute {
		return schema.BoolAttribute{MarkdownDescription: description, Computed: true}
	}
	texts := func(description string) schema.Attribute {
		return schema.ListAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: installedAppsPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"sites": schema.ListAttribute{
				MarkdownDescription: "Sites whose apps are listed, in any order, each once. " + aSite,
				Required:            true,
				CustomType:          unordered.NewType(false),
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), unordered.NoDuplicates(false), siteForm{}},
			},
			"covered": schema.MapAttribute{
				MarkdownDescription: "Places that were looked at: by each name in `sites`, the ARIs of the products there whose apps are read, sorted.",
				Computed:            true,
				ElementType:         contextsType,
			},
			"apps": schema.ListNestedAttribute{
				MarkdownDescription: "Apps, one element for each place where one is, in the order of their names.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"app_id":              text("ID of the app (ARI)."),
					"key":                 text("Key of a Connect app, or the one that a Forge app has from the Connect app it was; null where there is none."),
					"name":                text("Name of the app."),
					"vendor":              text("Name of the vendor, as the developer wrote it; null where there is none. Anybody can write any name."),
					"framework":           text("How the app is built: `forge` (on Atlassian's platform), `connect` (elsewhere) or `3lo` (acts for people by OAuth)."),
					"private":             truth("Whether the app did not come from the Marketplace, that is, whether its distribution status is not `PUBLIC`."),
					"distribution_status": text("Distribution status as Atlassian gives it, such as `PUBLIC`; null where it gives none."),
					"system":              truth("Whether the app is a part of the product, as far as Atlassian says so."),
					"site":                text("Site where it is installed, as `sites` names it; null where the place is not known. An installation is left out only where its place is readable as another one of the organization."),
					"product":             text("Product in which it is installed, such as `jira` or `confluence`; null where it is not known."),
					"context":             text("Place where it is installed, as Atlassian gives it, such as the ARI of that product on that site; null where Atlassian does not say."),
					"installation_id":     text("ID of the installation; null for Connect apps, for which Atlassian gives none."),
					"environment":         text("Key of the app's environment that is installed, such as `production`; null for Connect apps."),
					"version":             text("Version that is installed; null where Atlassian does not say, as for 3LO apps."),
					"latest":              truth("Whether that is the latest major version; null where Atlassian does not say. A new major version needs the consent of an admin."),
					"scopes":              texts("Scopes that the app has, sorted. Null where Atlassian does not say, which is not the same as none."),
					"egress":              texts("Addresses that the app may call, sorted; `*` is any. Null where Atlassian does not say, which is not the same as none."),
					"license": schema.SingleNestedAttribute{
						MarkdownDescription: "License of the installation; null where there is none, as for free and private apps.",
						Computed:            true,
						Attributes: map[string]schema.Attribute{
							"active":                truth("Whether the license is active."),
							"type":                  text("Type of the license, such as `COMMERCIAL`; null where Atlassian does not say."),
							"trial_end_date":        text("When the trial ends, as Atlassian writes it; null where there is none."),
							"subscription_end_date": text("When the subscription ends, as Atlassian writes it; null where there is none."),
						},
					},
					"installed_at": text("When the app was installed, as Atlassian writes it; null for Connect apps, for which Atlassian does not say."),
				}},
			},
		},
	}
}

// Read lists the apps.
func (d *installedApps) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var state installedAppsModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	sites, _ := state.Sites.Strings()
	found, err := d.Organization.Apps.Installed(ctx, sites)
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("sites"), cannotReview, err))
		return
	}
	covered, _, diags := coverage(ctx, d.Organization, state.Sites)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	state.Covered = coverageValue(covered)
	state.Apps = make([]installedAppModel, len(found))
	for i, app := range found {
		state.Apps[i] = newInstalledAppModel(app)
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, state)...)
}
