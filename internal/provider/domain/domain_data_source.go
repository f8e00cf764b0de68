// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ datasource.DataSourceWithConfigure        = (*domain)(nil)
	_ datasource.DataSourceWithConfigValidators = (*domain)(nil)
)

func newDomain() datasource.DataSource { return &domain{} }

// domain is the data source atlassian_domain.
type domain struct{ base.DataSource }

// Metadata names the type.
func (*domain) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_domain"
}

// Schema describes the type.
func (*domain) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: domainPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "ID of the domain. Set exactly one of `id` and `name`.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the domain, in any case. Write international names in letters or in their `xn--` form. Set exactly one of `id` and `name`.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{domainName{}},
			},
			"claim_type": schema.StringAttribute{
				MarkdownDescription: claimTypeDescription,
				Computed:            true,
			},
			"status": schema.StringAttribute{
				MarkdownDescription: statusDescription,
				Computed:            true,
			},
		},
	}
}

const (
	claimTypeDescription = "How the domain is verified. Atlassian documents `http` and `dns`. Other values are possible."
	statusDescription    = "Status of the domain's claim. Atlassian documents `verified`, `unverified`, `missing_token` and `superseded`. Other values are possible. " +
		"A domain whose claim is `deleted` counts as absent."
)

// ConfigValidators requires either name or ID.
func (*domain) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name"))}
}

// Read finds the domain.
func (d *domain) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config domainModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	find, by, given := d.Organization.Domains.ByName, "name", config.Name
	if !config.ID.IsNull() {
		find, by, given = d.Organization.Domains.ByID, "id", config.ID
	}
	found, err := find(ctx, given.ValueString())
	switch {
	case meaning.IsNotFound(err):
		resp.Diagnostics.Append(base.FailedAt(path.Root(by), "The domain is not listed", err))
		return
	case err != nil:
		resp.Diagnostics.Append(base.FailedAt(path.Root(by), "Cannot read the domain", err))
		return
	}
	state := newDomainModel(found)
	if !config.Name.IsNull() {
		state.Name = config.Name // the user's spelling
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, state)...)
}
