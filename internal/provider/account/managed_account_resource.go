// SPDX-License-Identifier: MPL-2.0

package account

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
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/accounts"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ resource.Resource                   = (*managedAccountResource)(nil)
	_ resource.ResourceWithConfigure      = (*managedAccountResource)(nil)
	_ resource.ResourceWithIdentity       = (*managedAccountResource)(nil)
	_ resource.ResourceWithImportState    = (*managedAccountResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*managedAccountResource)(nil)
	_ resource.ResourceWithValidateConfig = (*managedAccountResource)(nil)
)

const managedAccountName = "_managed_account"

// newManagedAccountResource makes an atlassian_managed_account.
func newManagedAccountResource() resource.Resource { return &managedAccountResource{} }

// managedAccountResource is the resource atlassian_managed_account.
type managedAccountResource struct{ base.Resource }

var managedAccountIdentity = base.Identity{Parts: []base.IdentityPart{
	{Name: "account_id", Description: "ID of the account."},
}}

// Metadata names the type.
func (*managedAccountResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + managedAccountName
	resp.ResourceBehavior.MutableIdentity = true // an account ID that was unknown in the plan may be another one
}

// Schema describes the attributes.
func (*managedAccountResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: managedAccountPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"account_id": schema.StringAttribute{
				MarkdownDescription: "ID of the account. Set at least one of `account_id` and `email`. The ID of another account replaces the resource, and changes nothing about the previous account.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{base.AccountID.With("Use the attribute email for e-mail addresses.")},
			},
			"email": schema.StringAttribute{
				MarkdownDescription: "E-mail address of the account, in any case. Without `account_id`, a new resource finds the account by this address. A later change gives the same account another address, which must be on a domain that the organization has verified. " +
					"Atlassian then logs the person out everywhere. " + unmanagedText,
				Optional:   true,
				Computed:   true,
				Validators: []validator.String{base.EmailAddress.With("Use the attribute account_id for account IDs.")},
			},
			"active": schema.BoolAttribute{
				MarkdownDescription: "Whether the person can log in to Atlassian. `false` deactivates the account, and `true` activates it. An account that is scheduled for deletion is not active: `true` cancels the deletion, and `false` does not stop it, with a warning. " + unmanagedText,
				Optional:            true,
				Computed:            true,
			},
			"deactivation_message": schema.StringAttribute{
				MarkdownDescription: "Message that the person sees when the account is deactivated. Default: a text of Atlassian. Atlassian does not return it, so it does not drift. A change takes effect the next time the account is deactivated.",
				Optional:            true,
			},
			"name":         profileAttribute("Full name of the person, up to 100 characters.", profileText{most: 100, required: true}),
			"nickname":     profileAttribute("Name that others see in Atlassian's apps, up to 30 characters.", profileText{most: 30, required: true}),
			"job_title":    profileAttribute("Job title.", profileText{}),
			"department":   profileAttribute("Department.", profileText{}),
			"organization": profileAttribute("Organization of the person, as the profile shows it.", profileText{}),
			"location":     profileAttribute("Location of the person, as the profile shows it.", profileText{}),
			"zoneinfo": schema.StringAttribute{
				MarkdownDescription: "Time zone, such as `America/Los_Angeles`. " + profileOnlyText,
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{profileText{required: true}},
			},
			"locale": schema.StringAttribute{
				MarkdownDescription: "Language, such as `en-US`. " + profileOnlyText,
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{profileText{required: true}},
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "Status of the account in the organization. Atlassian documents `active`, `suspended`, `not_invited`, `deactivated` and `for_deletion`.",
				Computed:            true,
			},
		},
	}
}

const (
	unmanagedText   = "If you do not set it, the attribute shows the current value, and Terraform does not change it."
	profileOnlyText = "Only the profile of the account contains it, so it takes one request for each account. The provider reads it only if you set it. If you do not set it, the attribute is null."
)

func profileAttribute(description string, form profileText) schema.Attribute {
	text := description + " "
	if !form.required {
		text += "An empty text removes it. "
	}
	return schema.StringAttribute{
		MarkdownDescription: text + unmanagedText,
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{form},
	}
}

// IdentitySchema describes the identity.
func (*managedAccountResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = managedAccountIdentity.Schema()
}

// ValidateConfig requires a name for the account.
func (*managedAccountResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model managedAccountModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if !resp.Diagnostics.HasError() && model.AccountID.IsNull() && model.Email.IsNull() {
		resp.Diagnostics.AddError("Missing account_id or email", "Set account_id or email. To change the address of an account, set both.")
	}
}

const cannotChangeAccount = "Cannot change the managed account"

// Create brings an account under management, and makes it what the configuration says. It tracks an account that was changed in part.
func (r *managedAccountResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model, config managedAccountModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.resolve(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	account, incomplete, diags := r.apply(ctx, &model, model.change(new(model.priorOfCreation(&config))))
	resp.Diagnostics.Append(diags...)
	if incomplete {
		model.take(account) // and not what was planned: the next plan shows what is missing
	} else if diags.HasError() {
		return
	}
	resp.Diagnostics.Append(managedAccountIdentity.Set(ctx, resp.Identity, r.Organization, model.AccountID.ValueString())...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// resolve finds the account of an address that had none during the plan.
func (r *managedAccountResource) resolve(ctx context.Context, model *managedAccountModel) diag.Diagnostics {
	if !model.AccountID.IsUnknown() {
		return nil
	}
	email := model.Email.ValueString()
	person, err := r.Organization.People.ResolveOne(ctx, organization.Everywhere(), email)
	switch {
	case err != nil:
		return diag.Diagnostics{base.FailedAt(path.Root("email"), "Cannot look up the e-mail address", err)}
	case person.Standing == organization.Nobody:
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("email"), noAccountTitle, noAccount(email))}
	}
	model.AccountID = types.StringValue(person.AccountID)
	return nil
}

const noAccountTitle = "No account has this e-mail address"

func noAccount(email string) string {
	return fmt.Sprintf("No account of the organization has the address %s. Write the current address of the account. To change the address, also set account_id: email is then the new address.", base.Word(email))
}

// apply makes a change, and completes the plan. Incomplete reports whether it failed after a part of the change was made, or may have been;
// account is what is known then.
func (r *managedAccountResource) apply(ctx context.Context, model *managedAccountModel, change accounts.Change) (account accounts.Account, incomplete bool, diags diag.Diagnostics) {
	account, err := r.Organization.Accounts.Apply(ctx, model.AccountID.ValueString(), change)
	var invisible *meaning.NotVisibleError
	switch {
	case errors.As(err, &invisible):
		diags.AddWarning("The change is not visible yet", fmt.Sprintf(
			"Account %s was changed, but that could not be read back: %v. A plan that runs soon may still show the change, and applying it does no harm.", base.Word(model.AccountID.ValueString()), err))
	case err != nil:
		_, incomplete = errors.AsType[*accounts.IncompleteError](err)
		diags.Append(failedChange(err))
	}
	if err == nil || invisible != nil || incomplete {
		model.complete(account)
	}
	return account, incomplete, diags
}

// Read takes over what Atlassian shows. An account that is gone, or that the organization does not manage any more, leaves the state: the
// plan then refuses to bring it under management again, and says why.
func (r *managedAccountResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model managedAccountModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.WarnOfProtected(ctx, r.Organization)...)
	r.Organization.Claims.NoteRefresh()
	resp.Diagnostics.Append(managedAccountIdentity.Set(ctx, resp.Identity, r.Organization, model.AccountID.ValueString())...)
	account, err := r.Organization.Accounts.Get(ctx, model.AccountID.ValueString(), model.held()...)
	switch {
	case meaning.IsNotFound(err), err == nil && !account.Managed():
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(base.Failed("Cannot read the managed account", err))
		return
	}
	resp.Diagnostics.Append(model.found(account)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Update changes what the plan changes, and nothing else: a plan that is applied later has not seen what somebody has changed since. If it
// fails, the state stays as it was, so that the next plan shows the change again.
func (r *managedAccountResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, model managedAccountModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if model.AccountID.IsUnknown() { // the configuration names it, and does not any more
		model.AccountID = prior.AccountID
	}
	_, _, diags := r.apply(ctx, &model, model.change(&prior))
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(managedAccountIdentity.Set(ctx, resp.Identity, r.Organization, model.AccountID.ValueString())...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Delete forgets the account.
func (*managedAccountResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model managedAccountModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(forgetAccount(&model, "has forgotten"))
	}
}

// forgetAccount says that the account stays as it is.
func forgetAccount(model *managedAccountModel, does string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("The account stays as it is", fmt.Sprintf(
		"Terraform %s account %s. It deletes no account, and changes nothing about this one. To deactivate the account, set active = false before you remove the resource.", does, base.Word(model.AccountID.ValueString())))
}

// ImportState finds the account by its ID or its address.
func (r *managedAccountResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	managedAccountIdentity.Import(ctx, r.Organization, req, resp, func(id string) ([]string, error) {
		if !base.EmailAddress.Matches(id) {
			return []string{id}, nil
		}
		person, err := r.Organization.People.ResolveOne(ctx, organization.Everywhere(), id)
		if err != nil {
			return nil, err
		}
		if person.Standing == organization.Nobody {
			return nil, &meaning.NotFoundError{What: "an account with the address " + base.Word(id)}
		}
		return []string{person.AccountID}, nil
	})
}
