// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"context"
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*apiTokens)(nil)

// newAPITokens makes a data source atlassian_api_tokens.
func newAPITokens() datasource.DataSource { return &apiTokens{} }

// apiTokens is the data source atlassian_api_tokens.
type apiTokens struct{ base.DataSource }

type apiTokensModel struct {
	filterModel

	Status        types.String    `tfsdk:"status"`
	CreatedBefore types.String    `tfsdk:"created_before"`
	CreatedAfter  types.String    `tfsdk:"created_after"`
	APITokens     []apiTokenModel `tfsdk:"api_tokens"`
}

type apiTokenModel struct {
	credentialModel

	Status types.String `tfsdk:"status"`
}

// Metadata names the type.
func (*apiTokens) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_api_tokens"
}

// Schema describes the attributes.
func (*apiTokens) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	row := credentialAttributes("token", "Owner of the token.",
		"Whether the provider runs with this token as `user_api_token`: `yes`, `maybe` or `no`. It is `maybe` for each token of the person of `user_email` that has not expired, and `yes` if there is only one such token.")
	row["status"] = schema.StringAttribute{
		MarkdownDescription: "Status of the token. Atlassian documents `ALLOWED` and `BLOCKED`, but not what they mean. Null if Atlassian does not return it.",
		Computed:            true,
	}
	attributes := filterAttributes("tokens", "owner")
	maps.Copy(attributes, map[string]schema.Attribute{
		"status": schema.StringAttribute{
			MarkdownDescription: "Status of the token: `ALLOWED` or `BLOCKED`. Selects only tokens with this status, and those without a known status. Default: all tokens.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.OneOf("ALLOWED", "BLOCKED")},
		},
		"created_before": at("Time in RFC 3339. Selects only tokens that were created before it, and those without a known time of creation. Default: all tokens."),
		"created_after":  at("Time in RFC 3339. Selects only tokens that were created after it, and those without a known time of creation. Default: all tokens."),
		"api_tokens": schema.ListNestedAttribute{
			MarkdownDescription: "API tokens, sorted by the owner's e-mail address and then by label. Empty if no token matches.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: row},
		},
	})
	resp.Schema = schema.Schema{MarkdownDescription: apiTokensPage.Markdown(), Attributes: attributes}
}

// Read lists the tokens.
func (d *apiTokens) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model apiTokensModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	all, err := d.Organization.Keys.APITokens(ctx)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot list the API tokens", err))
		return
	}
	filter, asOf := model.filter()
	filter.Status = model.Status.ValueString()
	filter.CreatedAfter = timeOf(model.CreatedAfter)
	if before := timeOf(model.CreatedBefore); !before.IsZero() && (filter.CreatedBefore.IsZero() || before.Before(filter.CreatedBefore)) {
		filter.CreatedBefore = before
	}
	own := d.Organization.Keys.OwnAmong(all, time.Now())
	model.APITokens = []apiTokenModel{}
	for _, t := range filter.Tokens(all) {
		model.APITokens = append(model.APITokens, apiTokenModel{
			newCredentialModel(t.ID, t.Label, t.Owner, t.Scopes, t.CreatedAt, t.LastActiveAt, t.ExpiresAt, asOf, own[t.ID]), base.StringOrNull(t.Status),
		})
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}
