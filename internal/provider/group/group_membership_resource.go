// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ resource.Resource                   = (*groupMembershipResource)(nil)
	_ resource.ResourceWithConfigure      = (*groupMembershipResource)(nil)
	_ resource.ResourceWithIdentity       = (*groupMembershipResource)(nil)
	_ resource.ResourceWithImportState    = (*groupMembershipResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*groupMembershipResource)(nil)
	_ resource.ResourceWithValidateConfig = (*groupMembershipResource)(nil)
)

// newGroupMembershipResource makes an atlassian_group_membership.
func newGroupMembershipResource() resource.Resource { return &groupMembershipResource{} }

// groupMembershipResource is the resource atlassian_group_membership.
type groupMembershipResource struct{ base.Resource }

var groupMembershipIdentity = base.Identity{Parts: []base.IdentityPart{
	base.DirectoryPart,
	{Name: "group_id", Description: "ID of the group."},
	{Name: "account_id", Description: "ID of the member's account."},
}}

var groupMembershipPage = base.Page{
	Summary: "One member of a group.",
	Text: "It leaves the group's other members alone. Where the configuration is to decide on all of them, use `atlassian_group_members`; both for the same group would undo each other.\n\n" +
		"The member is given by `account_id` or by `email`. An address is looked up during the plan; one that belongs to nobody yet gets a warning, and is looked up again during the apply, so that the person may be " +
		"invited in the same run. An account that is in the group already is taken over with a warning.\n\n" +
		"Many memberships of one group are read together: a refresh takes at most twice the requests that reading the group's whole list of members takes.",
	Operations: []string{"addGroupMember", "removeGroupMember", "searchDirectoryUsers", "getDirectoryUsersCount", "searchDirectoryGroups", "getGroup", "getDirectoriesForOrg"},
	Drift: "A member who was removed from the group is planned for creation. A member whose e-mail address changed at Atlassian shows with the new address: a configuration by `account_id` is not concerned; " +
		"one by `email` no longer says who is in the group. Write the new address, and the plan is empty again. As long as the old one stands there, the plan is a replacement if it belongs to another account " +
		"by now, and fails if it belongs to nobody, because applying it would only take the person's access away.",
	Destroy: "Removes the account from the group; the account itself and its other groups stay. The plan fails for an account that `protected_account_ids` of the provider block lists, " +
		"and for a group that is synced from an identity provider.",
	Unverified: []string{
		"Atlassian answers an addition with a conflict both for an account that is a member already and for a user limit that is reached; reading the group tells which.",
		"What Atlassian answers to the removal of an account that is not a member is not documented; \"not found\" is taken as done.",
	},
}

// Metadata names the type.
func (r *groupMembershipResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_membership"
}

// Schema describes the attributes.
func (r *groupMembershipResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: groupMembershipPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"directory_id": directoryAttribute(),
			"group_id": schema.StringAttribute{
				MarkdownDescription: "ID of the group, a UUID. A change replaces the membership.",
				Required:            true,
				Validators:          []validator.String{groupIDValidator()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"account_id": schema.StringAttribute{
				MarkdownDescription: "ID of the account. Exactly one of `account_id` and `email` must be given; the other one is read from Atlassian. A change replaces the membership.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{base.AccountID.With("Note that an e-mail address belongs into the attribute email.")},
			},
			"email": schema.StringAttribute{
				MarkdownDescription: "E-mail address of the account, in any case. Exactly one of `account_id` and `email` must be given; the other one is read from Atlassian, `email` being null where Atlassian does not " +
					"give it. An address of another account replaces the membership. Drift: an address that changed at Atlassian shows, see below.",
				Optional:   true,
				Computed:   true,
				Validators: []validator.String{base.EmailAddress.With("Note that an account ID belongs into the attribute account_id.")},
			},
		},
	}
}

// groupIDValidator demands the form of a group's ID.
func groupIDValidator() validator.String { return base.GroupID }

// IdentitySchema describes the identity.
func (r *groupMembershipResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = groupMembershipIdentity.Schema()
}

// ValidateConfig demands one way to say who the member is.
func (r *groupMembershipResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model groupMembershipModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(exactlyOne("account_id", "email", model.AccountID, model.Email)...)
	}
}

// Create adds the account to the group. An account that is a member already is no error: a membership has nothing that
// could be lost by taking it over.
func (r *groupMembershipResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model groupMembershipModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	const failed = "Cannot add the member"
	directoryID, err := r.Organization.DirectoryID(ctx, model.DirectoryID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("directory_id"), failed, err))
		return
	}
	model.DirectoryID = types.StringValue(directoryID)
	if model.AccountID.IsUnknown() { // an address that was nobody's during the plan
		account, err := r.Organization.AccountByEmail(ctx, directoryID, model.Email.ValueString())
		switch {
		case organization.IsNotFound(err):
			resp.Diagnostics.AddAttributeError(path.Root("email"), "No account has this e-mail address", nobody(model.Email.ValueString(), directoryID))
			return
		case err != nil:
			resp.Diagnostics.Append(base.FailedAt(path.Root("email"), "Cannot look up the e-mail address", err))
			return
		}
		model.AccountID = types.StringValue(account.AccountID)
	}

	already, err := r.Organization.AddMember(ctx, model.key(), model.AccountID.ValueString())
	var invisible *organization.NotVisibleError
	switch {
	case errors.As(err, &invisible):
		resp.Diagnostics.AddWarning("The membership is not visible yet",
			fmt.Sprintf("Account %s was added to the group, but could not be read back: %v. A plan that runs soon may still want to add it, which does no harm.", model.AccountID.ValueString(), err))
	case err != nil:
		resp.Diagnostics.Append(base.Failed(failed, err))
		return
	}
	if already {
		resp.Diagnostics.AddWarning("The account was a member already", fmt.Sprintf(
			"Account %s was in group %s before, and is managed from here now: destroying this resource removes it from the group.", model.AccountID.ValueString(), model.GroupID.ValueString()))
	}
	model.takeEmail(r.email(ctx, &model))
	resp.Diagnostics.Append(groupMembershipIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func nobody(email, directoryID string) string {
	return fmt.Sprintf("No account of directory %s has the address %s. Invite the person to the organization first, or write account_id instead of email.", directoryID, email)
}

// email is the address of the member, empty where it is not to be had.
func (r *groupMembershipResource) email(ctx context.Context, model *groupMembershipModel) string {
	if account, ok, err := r.Organization.Member(ctx, model.key(), model.AccountID.ValueString()); err == nil && ok && account.Email != "" {
		return account.Email
	}
	if !model.Email.IsUnknown() {
		return ""
	}
	account, err := r.Organization.Account(ctx, model.DirectoryID.ValueString(), model.AccountID.ValueString())
	if err != nil {
		return ""
	}
	return account.Email
}

// Read tells whether the account is still a member.
func (r *groupMembershipResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model groupMembershipModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	account, is, err := r.Organization.Member(ctx, model.key(), model.AccountID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot read the members of the group", err))
		return
	}
	resp.Diagnostics.Append(groupMembershipIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	if !is {
		resp.State.RemoveResource(ctx)
		return
	}
	model.takeEmail(account.Email)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// Update takes over another way to say who the member is; a change of who it is replaces the membership.
func (r *groupMembershipResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model groupMembershipModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(groupMembershipIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// Delete removes the account from the group. The protection is looked at once more, because not every removal was
// planned as one: a membership given to -replace is planned as if it were new.
func (r *groupMembershipResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model groupMembershipModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if protected := r.Organization.Protected(model.AccountID.ValueString()); len(protected) > 0 {
		resp.Diagnostics.Append(protectedRemoval(model.GroupID.ValueString(), protected))
		return
	}
	err := r.Organization.RemoveMember(ctx, model.key(), model.AccountID.ValueString())
	var invisible *organization.NotVisibleError
	switch {
	case errors.As(err, &invisible):
		resp.Diagnostics.AddWarning("The removal is not visible yet",
			fmt.Sprintf("Account %s was removed from the group, but that could not be read back: %v.", model.AccountID.ValueString(), err))
	case err != nil:
		resp.Diagnostics.Append(base.Failed("Cannot remove the member", err))
	}
}

// ImportState takes an ID or an identity.
func (r *groupMembershipResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	groupMembershipIdentity.Import(ctx, r.Organization, req, resp, parseGroupMembershipID)
}
