// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*marketplaceApp)(nil)

func newMarketplaceApp() datasource.DataSource { return &marketplaceApp{} }

// marketplaceApp is the data source atlassian_marketplace_app.
type marketplaceApp struct{ base.DataSource }

// approved is the status of an app that is in a program.
const approved = "approved"

var aMarketplaceKey = regexp.MustCompile(`^[^\s/]+$`)

// Metadata names the type.
func (*marketplaceApp) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_marketplace_app"
}

// Schema describes the type.
func (*marketplaceApp) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	truth := func(description string) schema.Attribute {
		return schema.BoolAttribute{MarkdownDescription: description, Computed: true}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: marketplaceAppPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"key": schema.StringAttribute{
				MarkdownDescription: "Key of the app in the Marketplace, such as `com.example.app`. Private apps are not listed there.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.RegexMatches(aMarketplaceKey, "must be the key of an app, without spaces and slashes")},
			},
			"name":                             text("Name of the app."),
			"vendor":                           text("Name of the vendor; null where the Marketplace does not say."),
			"summary":                          text("Summary of the listing; null where there is none."),
			"status":                           text("Status of the listing, such as `public`; null where the Marketplace does not say."),
			"cloud_fortified":                  truth("Whether the app is in the program Cloud Fortified; null where the Marketplace does not say."),
			"cloud_fortified_status":           text("Status of the app in that program, such as `approved` or `rejected`; null where the Marketplace does not say."),
			"bug_bounty":                       truth("Whether the app takes part in the bug bounty program with its cloud version; null where the Marketplace does not say."),
			"bug_bounty_status":                text("Status of the app in that program, such as `approved` or `rejected`; null where the Marketplace does not say."),
			"latest_cloud_version":             text("Newest version for the cloud; null where there is none."),
			"latest_cloud_version_released_at": text("When that version was released, as the Marketplace writes it; null where there is none."),
			"payment_model":                    text("How that version is paid for, such as `free` or `atlassian`; null where there is none."),
			"privacy_and_security":             text("All of the vendor's answers about privacy and security as JSON, for `jsondecode`; null where none are published."),
			"stores_data_outside_atlassian":    truth("Whether the app stores end-user data outside Atlassian, as its vendor answers; null without an answer."),
			"processes_data_outside_atlassian": truth("Whether the app processes end-user data outside Atlassian, as its vendor answers; null without an answer."),
			"data_residency":                   text("Whether the app supports data residency, as its vendor answers, such as `APP_DOES_NOT_SUPPORT_DR`; null without an answer."),
			"shares_data_with_third_parties":   truth("Whether the app shares end-user data with third parties, as its vendor answers; null without an answer."),
			"third_parties": schema.ListAttribute{
				MarkdownDescription: "Names of the third parties that the app shares data with, as its vendor answers; null without an answer.",
				Computed:            true,
				ElementType:         types.StringType,
			},
		},
	}
}

// Read looks the app up.
func (d *marketplaceApp) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var state marketplaceAppModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	const failed = "Cannot look the app up in the Marketplace"
	found, err := d.Organization.Apps.MarketplaceApp(ctx, state.Key.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("key"), failed, err))
		return
	}
	if err := state.fill(found); err != nil {
		resp.Diagnostics.Append(base.Failed(failed, err))
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, state)...)
}
