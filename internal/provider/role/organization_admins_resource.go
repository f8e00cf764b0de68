// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ resource.Resource                   = (*organizationAdminsResource)(nil)
	_ resource.ResourceWithConfigure      = (*organizationAdminsResource)(nil)
	_ resource.ResourceWithIdentity       = (*organizationAdminsResource)(nil)
	_ resource.ResourceWithImportState    = (*organizationAdminsResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*organizationAdminsResource)(nil)
	_ resource.ResourceWithValidateConfig = (*organizationAdminsResource)(nil)
)

// newOrganizationAdminsResource makes an atlassian_organization_admins.
func newOrganizationAdminsResource() resource.Resource { return &organizationAdminsResource{} }

// organizationAdminsResource is the resource atlassian_organization_admins.
type organizationAdminsResource struct{ base.Resource }

// organizationAdminsIdentity is the organization alone.
var organizationAdminsIdentity = base.Identity{}

// Metadata names the type.
func (r *organizationAdminsResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization_admins"
}

// Schema describes the attributes.
func (r *organizationAdminsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const ways = "Set exactly one of `account_ids` and `emails`. At least one admin must stay: the plan fails for an empty list."
	resp.Schema = schema.Schema{
		MarkdownDescription: organizationAdminsPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "ID of the provider's organization.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"account_ids": schema.ListAttribute{
				MarkdownDescription: "Account IDs of all people who are organization admins directly, in any order, each once. " + ways,
				Optional:            true,
				CustomType:          unordered.NewType(false),
				Validators:          base.AccountIDs(),
				PlanModifiers:       []planmodifier.List{unordered.KeepOrder(false)},
			},
			"emails": schema.ListAttribute{
				MarkdownDescription: "E-mail addresses of all people who are organization admins directly, in any order and case, each once. " + ways + " " +
					"If an address belongs to no account, the plan warns, because you may invite the person in the same run. The apply fails for such an address before it changes anything. If Atlassian shows one address for several admins, their account IDs stand in its place, and the plan fails: use `account_ids` then.",
				Optional:      true,
				CustomType:    unordered.NewType(true),
				Validators:    base.Emails(),
				PlanModifiers: []planmodifier.List{unordered.KeepOrder(true)},
			},
			"max_removals": schema.Int64Attribute{
				MarkdownDescription: "Number of organization admins that one plan can remove, 0 or more. A plan that removes more fails. The limit applies to a change of the list and to the creation of the resource. Default: no limit.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.AtLeast(0)},
			},
			"inherited": schema.ListAttribute{
				MarkdownDescription: "E-mail addresses of the people who are organization admins only in another way, such as by the group `org-admins`. If Atlassian shows no address, the account ID is in its place. " +
					"These people never show as drift, and the resource never removes them.",
				Computed:    true,
				ElementType: types.StringType,
			},
		},
	}
}

// IdentitySchema describes the identity.
func (r *organizationAdminsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = organizationAdminsIdentity.Schema()
}

// ValidateConfig requires one way to list the admins, and at least one of them.
func (r *organizationAdminsResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model organizationAdminsModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	given := func(v unordered.ListValue) bool { return !v.IsNull() && !v.IsUnknown() }
	list := model.list()
	switch {
	case resp.Diagnostics.HasError():
	case model.AccountIDs.IsNull() && model.Emails.IsNull():
		resp.Diagnostics.AddError("Missing account_ids or emails", "Neither account_ids nor emails is given. Write one of them.")
	case given(model.AccountIDs) && given(model.Emails):
		resp.Diagnostics.AddAttributeError(path.Root("emails"), "Both account_ids and emails", "Both account_ids and emails are given, but they say the same thing in two ways. Write only one of them.")
	case !list.unknown && len(list.words)+list.open == 0:
		resp.Diagnostics.AddAttributeError(path.Root(list.attribute()), "No organization admin would be left",
			list.attribute()+" is empty. At least one organization admin must stay, or nobody could manage the organization. List the admins who stay.")
	}
}

// Create brings the organization to the listed admins.
func (r *organizationAdminsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model organizationAdminsModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	wanted := model.list()
	r.Organization.Claims.AwaitLeft(ctx, organization.AdminsSubject())
	present, diags := r.present(ctx, adminList{})
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	done := r.change(ctx, &model, present, present.words(wanted.byEmail), &resp.Diagnostics)
	if done == nil {
		return
	}
	model.OrganizationID, model.Inherited = types.StringValue(r.Organization.ID()), r.inherited(ctx, present)
	model.setList(wanted.words, done, wanted.byEmail)
	resp.Diagnostics.Append(organizationAdminsIdentity.Set(ctx, resp.Identity, r.Organization)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Read lists the direct admins, in the words, the order and the spelling of the state.
func (r *organizationAdminsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model organizationAdminsModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.WarnOfProtected(ctx, r.Organization)...)
	r.Organization.Claims.NoteRefresh()
	read := base.Reading(ctx, r.Organization, resp.Private, organization.AdminsSubject())
	before := model.list()
	present, diags := r.present(ctx, before)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	words := present.words(before.byEmail)
	model.OrganizationID, model.Inherited = types.StringValue(r.Organization.ID()), present.inheritedValue()
	model.setList(before.words, words, before.byEmail)
	r.know(present)
	resp.Diagnostics.Append(organizationAdminsIdentity.Set(ctx, resp.Identity, r.Organization)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
	resp.Diagnostics.Append(read(true)...)
}

// Update changes what the plan shows, and nothing else. The next plan shows who became or ceased to be an organization admin since.
func (r *organizationAdminsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, model organizationAdminsModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !prior.same(&model) {
		wanted, before := model.list(), prior.list()
		r.Organization.Claims.AwaitLeft(ctx, organization.AdminsSubject())
		present, diags := r.present(ctx, before)
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		words, diags := r.translated(ctx, present, before, wanted.byEmail)
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		done := r.change(ctx, &model, present, words, &resp.Diagnostics)
		if done == nil {
			return
		}
		model.setList(wanted.words, done, wanted.byEmail)
		model.Inherited = r.inherited(ctx, present)
	}
	resp.Diagnostics.Append(organizationAdminsIdentity.Set(ctx, resp.Identity, r.Organization)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Delete only forgets the list: an organization must have an admin.
func (r *organizationAdminsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model organizationAdminsModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	var created string
	ending, diags := base.ReadEnding(ctx, req.Private, r.Organization, &created)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, subject := range model.subjects(r.Organization.People.OrganizationRole(), model.list().words) {
		r.Organization.Claims.Know(subject) // a resource for one of them may take the role over
	}
	if ending.Replaced || ending.Held || ending.Deposed {
		return
	}
	resp.Diagnostics.AddWarning("The organization admins stay", fmt.Sprintf(
		"Destroying the list takes the role from nobody, because an organization must have an admin. %s stay organization admins, and Terraform no longer manages them: %s.",
		base.Quantity(len(model.list().words), "person", "people"), base.ShortList(model.list().words)))
}

// ImportState takes the ID of the organization, or an identity.
func (r *organizationAdminsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.Append(base.Importable(ctx, r.Organization, req)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var named types.String
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("organization_id"), &named)...)
		if named.ValueString() == "" {
			resp.Diagnostics.AddError("Incomplete identity", "The identity needs organization_id.")
			return
		}
	}
	if req.ID != "" && req.ID != r.Organization.ID() {
		resp.Diagnostics.AddError("Invalid import ID", fmt.Sprintf("%s is not the ID of the provider's organization, which is the import ID of its admins: %s.", base.Quoted(req.ID), r.Organization.ID()))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), types.StringValue(r.Organization.ID()))...)
	resp.Diagnostics.Append(organizationAdminsIdentity.Set(ctx, resp.Identity, r.Organization)...)
}
