// SPDX-License-Identifier: MPL-2.0

// Package provider is the Terraform provider: its own configuration, and the subjects. Each subject is a package below it. A new
// type changes its subject, its example and its test, and nothing here.
package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/account"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/apiaccess"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/app"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/authpolicy"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/classification"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/domain"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/evidence"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/group"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/policy"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/review"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/role"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/rpc"
)

var (
	_ provider.Provider                  = (*atlassian)(nil)
	_ provider.ProviderWithFunctions     = (*atlassian)(nil)
	_ provider.ProviderWithListResources = (*atlassian)(nil)
	_ provider.ProviderWithActions       = (*atlassian)(nil)
)

// TypeName is the prefix of every type.
const TypeName = "atlassian"

// atlassian is the provider.
type atlassian struct{ version string }

// New returns a function that makes a provider of the given version. Terraform configures each provider for one walk.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &atlassian{version: version} }
}

// Metadata names the provider.
func (p *atlassian) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = TypeName
	resp.Version = p.version
}

// Configure prepares the run's organization. It sends no request.
func (p *atlassian) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	settings, diags := p.settings(ctx, req)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	o, err := organization.New(settings)
	if err != nil {
		resp.Diagnostics.AddError("Cannot configure the provider", err.Error())
		return
	}
	resp.ResourceData = o
	resp.DataSourceData = o
	resp.EphemeralResourceData = o
	resp.ListResourceData = o
	resp.ActionData = o
}

// Resources joins the subjects' resources.
func (p *atlassian) Resources(context.Context) []func() resource.Resource {
	return rpc.Resources(slices.Concat(account.Resources(), app.Resources(), authpolicy.Resources(), classification.Resources(), domain.Resources(), group.Resources(),
		policy.Resources(), review.Resources(), role.Resources()))
}

// DataSources joins the subjects' data sources.
func (p *atlassian) DataSources(context.Context) []func() datasource.DataSource {
	return slices.Concat(account.DataSources(), apiaccess.DataSources(), app.DataSources(), authpolicy.DataSources(), classification.DataSources(), domain.DataSources(),
		evidence.DataSources(), group.DataSources(), policy.DataSources(), review.DataSources())
}

// ListResources joins the subjects' list resources.
func (p *atlassian) ListResources(context.Context) []func() list.ListResource {
	return slices.Concat(account.ListResources(), authpolicy.ListResources(), classification.ListResources(), domain.ListResources(), group.ListResources(),
		policy.ListResources(), role.ListResources())
}

// Functions joins the subjects' functions.
func (p *atlassian) Functions(context.Context) []func() function.Function {
	return slices.Concat(app.Functions(), domain.Functions())
}

// Actions joins the subjects' actions.
func (p *atlassian) Actions(context.Context) []func() action.Action {
	return rpc.Actions(slices.Concat(account.Actions(), apiaccess.Actions(), app.Actions(), authpolicy.Actions()))
}
