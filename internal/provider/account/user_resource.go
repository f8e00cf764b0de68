// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ resource.Resource                   = (*userResource)(nil)
	_ resource.ResourceWithConfigure      = (*userResource)(nil)
	_ resource.ResourceWithIdentity       = (*userResource)(nil)
	_ resource.ResourceWithImportState    = (*userResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*userResource)(nil)
	_ resource.ResourceWithValidateConfig = (*userResource)(nil)
)

// newUserResource makes an atlassian_user.
func newUserResource() resource.Resource { return &userResource{} }

// userResource is the resource atlassian_user.
type userResource struct{ base.Resource }

var userIdentity = base.Identity{Parts: []base.IdentityPart{
	base.DirectoryPart,
	{Name: "account_id", Description: "ID of the person's account."},
}}

// Metadata names the type.
func (r *userResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user"
	resp.ResourceBehavior.MutableIdentity = true // the account of an invitation whose answer was lost is known later
}

// Schema describes the attributes.
func (r *userResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: userPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"email": schema.StringAttribute{
				MarkdownDescription: "E-mail address of the person, in any case. The address of another person replaces the resource, and the previous person is treated as `on_destroy` says. " +
					"If the same account gets another address at Atlassian, that shows as [drift](#drift).",
				Required:   true,
				Validators: []validator.String{base.EmailAddress},
			},
			"directory_id": base.DirectoryOf("person"),
			"status": schema.StringAttribute{
				MarkdownDescription: "Whether the person has access to the directory: `active` or `suspended`. Default: `active`. A suspended person keeps roles and groups, and you are not billed for that person. " +
					"Other statuses of Atlassian, such as `deactivated` and `for_deletion`, show as [drift](#drift), which this resource cannot undo.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(organization.StatusActive),
				Validators: []validator.String{stringvalidator.OneOf(organization.StatusActive, organization.StatusSuspended)},
			},
			"groups": schema.ListAttribute{
				MarkdownDescription: "IDs of the groups that an invitation adds the person to, in any order. Only the invitation uses them: this resource does not manage them afterwards. " +
					"To manage memberships, use `atlassian_group_membership` or `atlassian_group_members`. An invitation needs at least one of `groups` and `roles`.",
				Optional:      true,
				CustomType:    unordered.NewType(false),
				Validators:    []validator.List{unordered.NoDuplicates(false), base.GroupID.Each()},
				PlanModifiers: []planmodifier.List{unordered.KeepOrder(false)},
			},
			"roles": schema.ListNestedAttribute{
				MarkdownDescription: "Roles on apps that an invitation gives the person. Only the invitation uses them: this resource does not manage them afterwards. To manage roles, use `atlassian_user_role_assignment`.",
				Optional:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: userRoleAttributes()},
			},
			"send_notification": schema.BoolAttribute{
				MarkdownDescription: "Whether Atlassian sends an e-mail with the invitation. Default: `false`. Only the invitation uses it.",
				Optional:            true,
			},
			"notification_text": schema.StringAttribute{
				MarkdownDescription: "Message in the e-mail. It needs `send_notification = true`. Only the invitation uses it.",
				Optional:            true,
			},
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "What a destroy does with the person. `suspend` suspends the access to the directory. `remove` removes the person from the directory: the person loses all roles and groups in it, and needs a new invitation to come back. " +
					"`forget` changes nothing in Atlassian. Default: `suspend`.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(destroySuspends),
				Validators: []validator.String{stringvalidator.OneOf(destroySuspends, destroyRemoves, destroyForgets)},
			},
			"account_id": schema.StringAttribute{
				MarkdownDescription: "ID of the person's account.",
				Computed:            true,
				PlanModifiers:       keep,
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Full name of the person. Null if Atlassian does not return it.",
				Computed:            true,
				PlanModifiers:       keep,
			},
			"claim_status": schema.StringAttribute{
				MarkdownDescription: "Whether the organization manages the account. Atlassian documents `managed` and `unmanaged`.",
				Computed:            true,
				PlanModifiers:       keep,
			},
		},
	}
}

// IdentitySchema describes the identity.
func (r *userResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = userIdentity.Schema()
}

// ValidateConfig refuses a message that nobody would get, and roles on no app.
func (r *userResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model userModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if !resp.Diagnostics.HasError() && !model.NotificationText.IsNull() && !model.SendNotification.IsUnknown() && !model.SendNotification.ValueBool() {
		resp.Diagnostics.AddAttributeError(path.Root("notification_text"), "Nobody would receive the message",
			"Atlassian sends notification_text with the e-mail of the invitation, but send_notification is not true. Add send_notification = true, or remove notification_text.")
	}
	resp.Diagnostics.Append(model.validateRoles(ctx)...)
}

// Create invites the person, or takes over one who is there.
func (r *userResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model userModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	directoryID, err := r.Organization.Directories.Resolve(ctx, model.DirectoryID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("directory_id"), cannotInvite, err))
		return
	}
	model.DirectoryID = types.StringValue(directoryID)
	wanted := model.Status.ValueString()
	model.Status = types.StringUnknown() // until Atlassian says it
	tracked, diags := r.admit(ctx, &model)
	resp.Diagnostics.Append(diags...)
	if !tracked {
		return
	}
	model.unconfirmed()
	resp.Diagnostics.Append(userIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if model.Status.IsNull() && wanted == organization.StatusActive {
		resp.Diagnostics.Append(unsaidStatus(&model, "The provider did not change that."))
		model.Status = types.StringValue(wanted)
	}
	resp.Diagnostics.Append(r.settleStatus(ctx, &model, wanted)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Read reads the account, and whether its access is suspended.
func (r *userResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model userModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.WarnOfProtected(ctx, r.Organization)...)
	r.Organization.Claims.NoteRefresh()
	read := base.Reading(ctx, r.Organization, resp.Private, model.subjects()...)
	account, there, err := r.find(ctx, &model)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot read the person", err))
		return
	}
	resp.Diagnostics.Append(userIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	if !there {
		resp.State.RemoveResource(ctx)
		return
	}
	if statusOf(account) == "" {
		resp.Diagnostics.Append(unsaidStatus(&model, "The state keeps what it had."))
	}
	if account.Email != "" && !organization.SameEmail(account.Email, model.Email.ValueString()) {
		resp.Diagnostics.Append(base.NoteFormerAddress(ctx, resp.Private, model.Email, account.Email)...)
	}
	model.Email, err = base.PresentAddress(ctx, r.Organization, account.AccountID, account.Email, model.Email)
	resp.Diagnostics.Append(base.UnreadAddress(err)...)
	model.take(account)
	addresses, diags := base.FormerAddresses(ctx, resp.Private)
	resp.Diagnostics.Append(diags...)
	for _, address := range addresses {
		r.Organization.Claims.NoteFormer(formerKey(model.DirectoryID.ValueString(), address), former{account.AccountID, model.Email.ValueString()})
	}
	for _, subject := range model.subjects() {
		r.Organization.Claims.Know(subject)
	}
	resp.Diagnostics.Append(userIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
	resp.Diagnostics.Append(read(false)...)
}

// Update suspends or restores the person. Everything else is only stored.
func (r *userResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, model userModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	same, err := r.samePerson(ctx, &prior, &model)
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("email"), "Cannot look up the e-mail address", err))
		return
	}
	if !same {
		resp.Diagnostics.AddError("The address or the directory belongs to another person", fmt.Sprintf(
			"The plan did not know the address or the directory. It is now %s in directory %s, but the resource manages %s in directory %s. Nothing was changed. Plan again: the plan then shows a replacement.",
			base.Word(model.Email.ValueString()), model.DirectoryID.ValueString(), base.Word(prior.Email.ValueString()), prior.DirectoryID.ValueString()))
		return
	}
	wanted := model.Status.ValueString()
	model.Status = prior.Status
	resp.Diagnostics.Append(r.settleStatus(ctx, &model, wanted)...)
	resp.Diagnostics.Append(userIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Delete suspends, removes or forgets the person, unless another object of the configuration holds the same person: the one that
// replaces this one, or another resource.
func (r *userResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model userModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	var created userNote
	ending, diags := base.ReadEnding(ctx, req.Private, r.Organization, &created, model.subjects()...)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	stays := base.WarnOfStaying(fmt.Sprintf("%s keeps the access to directory %s", model.who(), model.DirectoryID.ValueString()), "suspend or remove the person by hand")
	switch {
	case ending.Replaced && created.of(&model):
		for _, subject := range model.subjects() {
			r.Organization.Claims.Know(subject)
		}
		if created.partial() || created.Account == "" && r.isThere(ctx, &model) { // nobody had the address, so the person has another one
			resp.Diagnostics.Append(stays)
		}
		return
	case ending.Held:
		account := organization.UserSubject(model.DirectoryID.ValueString(), model.AccountID.ValueString())
		if model.AccountID.ValueString() != "" && base.StaysBehind(r.Organization, account, func() bool { return r.readdressed(ctx, &model) }) {
			resp.Diagnostics.Append(stays)
		}
		return
	}
	left, held := base.Leave(ctx, r.Organization, model.DirectoryID.ValueString(), model.subjects, func() bool { return r.readdressed(ctx, &model) })
	defer left()
	switch {
	case held, ending.Deposed && ending.Twin:
		return
	case ending.Deposed:
		if account, there, err := r.find(ctx, &model); err != nil || there && !organization.IsSuspended(account) {
			resp.Diagnostics.Append(stays)
		}
		return
	}
	resp.Diagnostics.Append(r.end(ctx, &model)...)
}

// isThere reports whether the account of a state is in the directory, and is not suspended there, or may be.
func (r *userResource) isThere(ctx context.Context, model *userModel) bool {
	if model.AccountID.ValueString() == "" {
		return false
	}
	account, there, err := r.find(ctx, model)
	return err != nil || there && !organization.IsSuspended(account)
}

// ImportState takes an account ID, an address or an identity.
func (r *userResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	values := userIdentity.Import(ctx, r.Organization, req, resp, func(id string) ([]string, error) { return r.imported(ctx, id) })
	if values == nil {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("on_destroy"), destroySuspends)...)
}
