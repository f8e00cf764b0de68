// SPDX-License-Identifier: MPL-2.0

// Package base is what all Terraform types of this provider share: configuration, plans, wording of errors, identity and import,
// and the parts of documentation pages. It knows no subject.
package base

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// Resource takes the configured organization. Every resource and every list resource embeds it.
type Resource struct {
	// Organization is nil until the provider is configured, as during validation.
	Organization *organization.Organization
}

// Configure takes the organization from the provider.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Organization = configured(req.ProviderData, &resp.Diagnostics)
}

// DataSource takes the configured organization. Every data source embeds it.
type DataSource struct {
	// Organization is nil until the provider is configured, as during validation.
	Organization *organization.Organization
}

// Configure takes the organization from the provider.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.Organization = configured(req.ProviderData, &resp.Diagnostics)
}

// Action takes the configured organization. Every action embeds it.
type Action struct {
	// Organization is nil until the provider is configured, as during validation.
	Organization *organization.Organization
}

// Configure takes the organization from the provider.
func (a *Action) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.Organization = configured(req.ProviderData, &resp.Diagnostics)
}

func configured(data any, diags *diag.Diagnostics) *organization.Organization {
	if data == nil { // during validation there is none
		return nil
	}
	o, ok := data.(*organization.Organization)
	if !ok {
		diags.AddError("Unexpected provider data", fmt.Sprintf("The provider handed over %T where it should hand over an organization. This is a bug in the provider: please report it.", data))
	}
	return o
}
