// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*domainsDataSource)(nil)

func newDomains() datasource.DataSource { return &domainsDataSource{} }

// domainsDataSource is the data source atlassian_domains.
type domainsDataSource struct{ base.DataSource }

type domainsModel struct {
	Status    types.String  `tfsdk:"status"`
	ClaimType types.String  `tfsdk:"claim_type"`
	Domains   []domainModel `tfsdk:"domains"`
}

// Metadata names the type.
func (*domainsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_domains"
}

// Schema describes the type.
func (*domainsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: domainsPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"status": schema.StringAttribute{
				MarkdownDescription: "Status of the claim, such as `verified` or `missing_token`. Selects only domains with this status. Default: any status.",
				Optional:            true,
				Validators:          statusFilter(),
			},
			"claim_type": schema.StringAttribute{
				MarkdownDescription: "How the domain is verified, such as `dns` or `http`. Selects only domains that are verified in this way. Default: any way.",
				Optional:            true,
				Validators:          []validator.String{claimType{}},
			},
			"domains": schema.ListNestedAttribute{
				MarkdownDescription: "Matching domains, sorted by name.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"id":         schema.StringAttribute{MarkdownDescription: "ID of the domain.", Computed: true},
						"name":       schema.StringAttribute{MarkdownDescription: "Name of the domain, as Atlassian spells it.", Computed: true},
						"claim_type": schema.StringAttribute{MarkdownDescription: claimTypeDescription, Computed: true},
						"status":     schema.StringAttribute{MarkdownDescription: statusDescription, Computed: true},
					},
				},
			},
		},
	}
}

// statusFilter is the validator of a status. It refuses the status whose domains are never shown, because an empty answer would
// look like a fact.
func statusFilter() []validator.String {
	return []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.NoneOf(domains.Deleted)}
}

// Read lists the domains.
func (d *domainsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var state domainsModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	all, err := d.Organization.Domains.List(ctx)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot list the domains", err))
		return
	}
	state.Domains = []domainModel{}
	for _, one := range filterDomains(all, state.Status.ValueString(), state.ClaimType.ValueString()) {
		state.Domains = append(state.Domains, newDomainModel(one))
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, state)...)
}
