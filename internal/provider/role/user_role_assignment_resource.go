// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ resource.Resource                     = (*userRoleAssignmentResource)(nil)
	_ resource.ResourceWithConfigure        = (*userRoleAssignmentResource)(nil)
	_ resource.ResourceWithConfigValidators = (*userRoleAssignmentResource)(nil)
	_ resource.ResourceWithIdentity         = (*userRoleAssignmentResource)(nil)
	_ resource.ResourceWithImportState      = (*userRoleAssignmentResource)(nil)
	_ resource.ResourceWithModifyPlan       = (*userRoleAssignmentResource)(nil)
)

// newUserRoleAssignmentResource makes an atlassian_user_role_assignment.
func newUserRoleAssignmentResource() resource.Resource { return &userRoleAssignmentResource{} }

// userRoleAssignmentResource is the resource atlassian_user_role_assignment.
type userRoleAssignmentResource struct{ base.Resource }

var userRoleAssignmentIdentity = base.Identity{Parts: []base.IdentityPart{
	{Name: "account_id", Description: "ID of the account."},
	{Name: "resource_id", Description: "Atlassian Resource Identifier (ARI) of the app or site."},
	{Name: "role", Description: "ID of the role, such as atlassian/user.", Form: &base.RoleID},
}}

// Metadata names the type.
func (r *userRoleAssignmentResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user_role_assignment"
	resp.ResourceBehavior.MutableIdentity = true // an update moves it to another account, resource or role
}

// Schema describes the attributes.
func (r *userRoleAssignmentResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: userRoleAssignmentPage.Markdown(),
		Attributes: withWho(changeInPlace, withPlace(changeInPlace, map[string]schema.Attribute{
			"role": schema.StringAttribute{
				MarkdownDescription: "ID of the role. Atlassian documents `atlassian/user`, `atlassian/user-access-admin`, `atlassian/admin`, `atlassian/guest`, `atlassian/contributor`, " +
					"`atlassian/customer`, `atlassian/basic` and `atlassian/stakeholder` on apps, and `atlassian/site-admin` on sites. Each app has some of them. " +
					"`atlassian/org-admin`, `atlassian/viewer` and `atlassian/ai-access` are errors. The provider accepts other IDs of the form `atlassian/…` as well. " + changeInPlace,
				Required:   true,
				Validators: []validator.String{base.RoleID, personalRole{}},
			},
		})),
	}
}

// ConfigValidators are the rules that a configuration names the person and the place in one way each.
func (r *userRoleAssignmentResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{onePerson{}, onePlace{}}
}

// IdentitySchema describes the identity.
func (r *userRoleAssignmentResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = userRoleAssignmentIdentity.Schema()
}

// Create assigns the role, and waits until the person has it.
func (r *userRoleAssignmentResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model userRoleAssignmentModel
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
	resp.Diagnostics.Append(userRoleAssignmentIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Read looks whether the person still has the role directly.
func (r *userRoleAssignmentResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model userRoleAssignmentModel
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
	resp.Diagnostics.Append(userRoleAssignmentIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	if gone {
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(one.refreshAddress(ctx, resp.Private)...)
	model.setWho(one.who)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Update moves the role to another person, resource or role. The new role is assigned before the old one is revoked. If the old one
// cannot be revoked, the state keeps it, and the next plan shows the same change again.
func (r *userRoleAssignmentResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, model userRoleAssignmentModel
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
	resp.Diagnostics.Append(userRoleAssignmentIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Delete revokes the role, unless another object of the configuration keeps it.
func (r *userRoleAssignmentResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model userRoleAssignmentModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(model.personal(r.Organization).end(ctx, req.Private)...)
}

// ImportState takes an ID or an identity.
func (r *userRoleAssignmentResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	userRoleAssignmentIdentity.Import(ctx, r.Organization, req, resp, parseUserRoleAssignmentID)
}
