// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
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

// Metadata names the type.
func (r *groupMembershipResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_membership"
	resp.ResourceBehavior.MutableIdentity = true // an update moves it to another group or account
}

// Schema describes the attributes.
func (r *groupMembershipResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: groupMembershipPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"directory_id": base.DirectoryOf("group"),
			"group_id": schema.StringAttribute{
				MarkdownDescription: "ID of the group, a UUID. A change is an update in place: the account joins the new group first, then leaves the old group.",
				Required:            true,
				Validators:          []validator.String{base.GroupID},
			},
			"account_id": schema.StringAttribute{
				MarkdownDescription: "ID of the account. Set exactly one of `account_id` and `email`. The provider reads the other one from Atlassian. A change to another account is an update in place: the new member joins first, then the old member leaves.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{base.AccountID.With("Use the attribute email for e-mail addresses.")},
			},
			"email": schema.StringAttribute{
				MarkdownDescription: "E-mail address of the account. Case does not matter. Set exactly one of `account_id` and `email`. The provider reads the other one from Atlassian. `email` is null if Atlassian does not " +
					"show it. A change to the address of another account is an update in place: the new member joins first, then the old member leaves. An address that changed at Atlassian shows as [drift](#drift).",
				Optional:   true,
				Computed:   true,
				Validators: []validator.String{base.EmailAddress.With("Use the attribute account_id for account IDs.")},
			},
		},
	}
}

// IdentitySchema describes the identity.
func (r *groupMembershipResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = groupMembershipIdentity.Schema()
}

// ValidateConfig requires exactly one name for the member.
func (r *groupMembershipResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model groupMembershipModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(exactlyOne("account_id", "email", model.AccountID, model.Email)...)
	}
}

// Create adds the account to the group. An account that is a member already is no error, because nothing is lost by taking over a
// membership.
func (r *groupMembershipResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model groupMembershipModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	directoryID, err := r.Organization.Directories.Resolve(ctx, model.DirectoryID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("directory_id"), cannotAddMember, err))
		return
	}
	model.DirectoryID = types.StringValue(directoryID)
	resp.Diagnostics.Append(r.resolve(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	unseen, diags := r.add(ctx, &model, func(key organization.GroupKey, account organization.Account) (organization.Addition, error) {
		return r.Organization.Groups.AddMemberUnseen(ctx, key, account)
	})
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(noteUnseen(ctx, resp.Private, unseen)...)
	model.takeEmail(r.email(ctx, &model))
	resp.Diagnostics.Append(groupMembershipIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

const cannotAddMember = "Cannot add the member"

// resolve finds the account of an address that had no account during the plan.
func (r *groupMembershipResource) resolve(ctx context.Context, model *groupMembershipModel) diag.Diagnostics {
	if !model.AccountID.IsUnknown() {
		return nil
	}
	directoryID := model.DirectoryID.ValueString()
	member, err := r.Organization.People.ResolveOne(ctx, organization.InDirectory(directoryID), model.Email.ValueString())
	switch {
	case err != nil:
		return diag.Diagnostics{base.FailedAt(path.Root("email"), "Cannot look up the e-mail address", err)}
	case member.Standing == organization.Nobody:
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("email"), "No account has this e-mail address", nobody(model.Email.ValueString(), directoryID))}
	}
	model.AccountID = types.StringValue(member.AccountID)
	return nil
}

// add adds the member by one of the ways to do so. It does not add a member again whom the state of this configuration held before. Unseen
// says that the search has not shown the member yet.
func (r *groupMembershipResource) add(ctx context.Context, model *groupMembershipModel, send func(organization.GroupKey, organization.Account) (organization.Addition, error)) (unseen bool, diags diag.Diagnostics) {
	accountID := model.AccountID.ValueString()
	r.Organization.Claims.AwaitLeft(ctx, model.subject())
	known := r.Organization.Claims.Known(model.subject())
	if known {
		if _, is, err := r.Organization.Groups.Member(ctx, model.key(), accountID); err == nil && is {
			return false, nil
		}
	}
	added, err := send(model.key(), organization.Account{AccountID: accountID, Email: model.Email.ValueString()})
	var invisible *meaning.NotVisibleError
	switch {
	case errors.As(err, &invisible):
		diags.AddWarning("The membership is not visible yet",
			fmt.Sprintf("Account %s was added to the group, but could not be read back: %v. A plan that runs soon may still show the addition. Applying it does no harm.", accountID, err))
	case err != nil:
		diags.Append(cannotAdd(cannotAddMember, err))
		return false, diags
	}
	if added.Already && !known {
		diags.AddWarning("The account was a member already", fmt.Sprintf(
			"Account %s was in group %s before. This resource manages the membership now, and destroying the resource removes the account from the group.", accountID, model.GroupID.ValueString()))
	}
	return added.Unseen, diags
}

func nobody(email, directoryID string) string {
	return fmt.Sprintf("No account of directory %s has the address %s. Invite the person to the organization first, or write account_id instead of email.", directoryID, base.Word(email))
}

// email returns the address of the member. It is empty if Atlassian does not show it.
func (r *groupMembershipResource) email(ctx context.Context, model *groupMembershipModel) string {
	if account, ok, err := r.Organization.Groups.Member(ctx, model.key(), model.AccountID.ValueString()); err == nil && ok && account.Email != "" {
		return account.Email
	}
	if !model.Email.IsUnknown() {
		return ""
	}
	account, err := r.Organization.People.Account(ctx, model.DirectoryID.ValueString(), model.AccountID.ValueString())
	if err != nil {
		return ""
	}
	return account.Email
}

// Read checks whether the account is still a member.
func (r *groupMembershipResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model groupMembershipModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.WarnOfProtected(ctx, r.Organization)...)
	r.Organization.Claims.NoteRefresh()
	read := base.Reading(ctx, r.Organization, resp.Private, model.subject())
	added, diags := readUnseen(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	account, is, err := r.stillMember(ctx, &model, added)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot read the members of the group", err))
		return
	}
	resp.Diagnostics.Append(groupMembershipIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	if !is {
		if !added.IsZero() {
			resp.Diagnostics.Append(warnOfNeverSeen(&model, added))
		}
		resp.State.RemoveResource(ctx)
		return
	}
	r.Organization.Claims.Know(model.subject())
	before := model.Email
	model.Email, err = base.PresentAddress(ctx, r.Organization, account.AccountID, account.Email, before)
	resp.Diagnostics.Append(base.UnreadAddress(err)...)
	resp.Diagnostics.Append(base.NoteFormerAddress(ctx, resp.Private, before, model.Email.ValueString())...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
	resp.Diagnostics.Append(read(false)...)
}

// Update stores another way to name the member, or moves the membership. The new member joins before the old one leaves. If the old
// one cannot leave, the state keeps it, and the next plan shows the same change again.
func (r *groupMembershipResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, model groupMembershipModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.resolve(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if prior.elsewhere(&model) || !model.AccountID.Equal(prior.AccountID) {
		unseen, diags := r.move(ctx, &prior, &model)
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		resp.Diagnostics.Append(noteUnseen(ctx, resp.Private, unseen)...)
	}
	if model.Email.IsUnknown() {
		model.takeEmail(r.email(ctx, &model))
	}
	resp.Diagnostics.Append(groupMembershipIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// move adds the new member, waits until the search shows it, and then removes the old one unless another resource keeps it in the group.
func (r *groupMembershipResource) move(ctx context.Context, prior, model *groupMembershipModel) (unseen bool, diags diag.Diagnostics) {
	if protected := r.Organization.People.Protected(prior.AccountID.ValueString()); len(protected) > 0 {
		return false, diag.Diagnostics{protectedRemoval(prior.GroupID.ValueString(), protected)}
	}
	unseen, diags = r.add(ctx, model, func(key organization.GroupKey, account organization.Account) (organization.Addition, error) {
		return r.Organization.Groups.AddMember(ctx, key, account.AccountID)
	})
	if diags.HasError() {
		return false, diags
	}
	left, held := r.Organization.Claims.Leave(ctx, prior.key().String(), prior.subjects()...)
	defer left()
	if held {
		return unseen, diags
	}
	removed := r.remove(ctx, prior)
	if removed.HasError() {
		removed.AddError("The old membership is still there", fmt.Sprintf(
			"Account %s is in group %s now, but account %s could not be removed from group %s. The state keeps the old membership, so that the next plan shows the change again. "+
				"If you undo the change instead, remove account %s from group %s by hand.",
			model.AccountID.ValueString(), model.GroupID.ValueString(), prior.AccountID.ValueString(), prior.GroupID.ValueString(),
			model.AccountID.ValueString(), model.GroupID.ValueString()))
	}
	return unseen, append(diags, removed...)
}

// remove removes the member.
func (r *groupMembershipResource) remove(ctx context.Context, model *groupMembershipModel) diag.Diagnostics {
	var diags diag.Diagnostics
	err := r.Organization.Groups.RemoveMember(ctx, model.key(), model.AccountID.ValueString())
	var invisible *meaning.NotVisibleError
	switch {
	case meaning.IsContradicted(err):
		diags.Append(base.Failed("The member is still in the group", fmt.Errorf("%w. The membership stays in the state. Apply again. If that does not help, look at the group in Atlassian Administration", err)))
	case errors.As(err, &invisible):
		diags.AddWarning("The removal is not visible yet",
			fmt.Sprintf("Account %s was removed from the group, but that could not be read back: %v.", model.AccountID.ValueString(), err))
	case err != nil:
		diags.Append(base.Failed("Cannot remove the member", err))
	}
	return diags
}

// Delete removes the account from the group, unless another object of the configuration keeps it there: the one that
// replaces this one, or another resource. It checks the protection once more, because the plan does not see every removal: with
// -replace, Terraform plans the membership as a new one.
func (r *groupMembershipResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model groupMembershipModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	var created membershipNote
	ending, diags := base.ReadEnding(ctx, req.Private, r.Organization, &created, model.subject())
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	key, accountID := model.key(), model.AccountID.ValueString()
	stays := base.WarnOfStaying(fmt.Sprintf("Account %s stays in group %s", accountID, key.GroupID), "remove the account from the group by hand")
	switch {
	case ending.Replaced && created.of(&model):
		r.Organization.Claims.Know(model.subject())
		if created.Group == "" || created.Account == "" {
			resp.Diagnostics.Append(stays)
		}
		return
	case ending.Held:
		if base.StaysBehind(r.Organization, model.subject(), func() bool { return r.readdressed(ctx, &model) }) {
			resp.Diagnostics.Append(stays)
		}
		return
	}
	left, held := base.Leave(ctx, r.Organization, key.String(), model.subjects, func() bool { return r.readdressed(ctx, &model) })
	defer left()
	switch {
	case held, ending.Deposed && ending.Twin:
		return
	case ending.Deposed:
		if _, is, err := r.Organization.Groups.Member(ctx, key, accountID); err != nil || is {
			resp.Diagnostics.Append(stays)
		}
		return
	}
	if protected := r.Organization.People.Protected(accountID); len(protected) > 0 {
		resp.Diagnostics.Append(protectedRemoval(key.GroupID, protected))
		return
	}
	resp.Diagnostics.Append(r.remove(ctx, &model)...)
}

// upToDate looks for the present address of the member.
func (r *groupMembershipResource) upToDate(ctx context.Context, state *groupMembershipModel) (now *groupMembershipModel, unread diag.Diagnostics) {
	if state.Email.ValueString() == "" {
		return state, nil
	}
	return base.UpToDate(state.named(), state, func(now *groupMembershipModel) error {
		account, is, err := r.Organization.Groups.Member(ctx, now.key(), now.AccountID.ValueString())
		if err != nil || !is {
			return err
		}
		now.Email, err = base.PresentAddress(ctx, r.Organization, account.AccountID, account.Email, now.Email)
		return err
	})
}

// readdressed looks for the present address of the member, and reports whether it is another one.
func (r *groupMembershipResource) readdressed(ctx context.Context, model *groupMembershipModel) bool {
	now, _ := r.upToDate(ctx, model) // one that cannot be read stays
	return base.Readdressed(&model.Email, now.Email)
}

// ImportState takes an ID or an identity.
func (r *groupMembershipResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	groupMembershipIdentity.Import(ctx, r.Organization, req, resp, parseGroupMembershipID)
}
