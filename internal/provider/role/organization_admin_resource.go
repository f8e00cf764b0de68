// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ resource.Resource                     = (*organizationAdminResource)(nil)
	_ resource.ResourceWithConfigure        = (*organizationAdminResource)(nil)
	_ resource.ResourceWithConfigValidators = (*organizationAdminResource)(nil)
	_ resource.ResourceWithIdentity         = (*organizationAdminResource)(nil)
	_ resource.ResourceWithImportState      = (*organizationAdminResource)(nil)
	_ resource.ResourceWithModifyPlan       = (*organizationAdminResource)(nil)
)

// newOrganizationAdminResource makes an atlassian_organization_admin.
func newOrganizationAdminResource() resource.Resource { return &organizationAdminResource{} }

// organizationAdminResource is the resource atlassian_organization_admin.
type organizationAdminResource struct{ base.Resource }

var organizationAdminIdentity = base.Identity{Parts: []base.IdentityPart{
	{Name: "account_id", Description: "ID of the account."},
}}

// Metadata names the type.
func (r *organizationAdminResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization_admin"
	resp.ResourceBehavior.MutableIdentity = true // an update moves it to another account
}

// Schema describes the attributes.
func (r *organizationAdminResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: organizationAdminPage.Markdown(),
		Attributes:          withWho(changeInPlace, map[string]schema.Attribute{}),
	}
}

// ConfigValidators are the rule that a configuration names the person in one way.
func (r *organizationAdminResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{onePerson{}}
}

// IdentitySchema describes the identity.
func (r *organizationAdminResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = organizationAdminIdentity.Schema()
}

// Create makes the person an organization admin, and waits until the person is one directly.
func (r *organizationAdminResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model organizationAdminModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.settle(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	sent, diags := model.personal(r.Organization).assign(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() && !sent {
		return
	}
	model.setWho(model.who().withAddress(ctx, r.Organization))
	resp.Diagnostics.Append(organizationAdminIdentity.Set(ctx, resp.Identity, r.Organization, model.AccountID.ValueString())...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Read looks whether the person is still an organization admin directly.
func (r *organizationAdminResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model organizationAdminModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	one := model.personal(r.Organization)
	gone, diags := one.refresh(ctx, resp.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(organizationAdminIdentity.Set(ctx, resp.Identity, r.Organization, model.AccountID.ValueString())...)
	if gone {
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(one.refreshAddress(ctx, resp.Private)...)
	model.setWho(one.who)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Update moves the role to another person. The new admin gets it before the old one loses it. If it cannot be taken from the old one,
// the state keeps that one, and the next plan shows the same change again.
func (r *organizationAdminResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, model organizationAdminModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.settle(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(model.personal(r.Organization).move(ctx, prior.personal(r.Organization))...)
	if resp.Diagnostics.HasError() {
		return
	}
	model.setWho(model.who().withAddress(ctx, r.Organization))
	resp.Diagnostics.Append(organizationAdminIdentity.Set(ctx, resp.Identity, r.Organization, model.AccountID.ValueString())...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Delete takes the direct role away, unless another object of the configuration keeps it.
func (r *organizationAdminResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model organizationAdminModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(model.personal(r.Organization).end(ctx, req.Private)...)
}

// ImportState takes an ID or an identity.
func (r *organizationAdminResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	organizationAdminIdentity.Import(ctx, r.Organization, req, resp, parseOrganizationAdminID)
}
