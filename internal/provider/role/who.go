// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// who is the person who has a role, whom a configuration names by account ID or by address.
type who struct {
	AccountID, Email types.String
}

var (
	accountPath = path.Root("account_id")
	emailPath   = path.Root("email")
)

// withWho adds the attributes that name a person to those of a type. Change says what a change of one of them does.
func withWho(change string, attributes map[string]schema.Attribute) map[string]schema.Attribute {
	attributes["account_id"] = schema.StringAttribute{
		MarkdownDescription: "ID of the account. Set exactly one of `account_id` and `email`. The provider reads the other one from Atlassian. " + change,
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{base.AccountID.With("Use the attribute email for e-mail addresses.")},
	}
	attributes["email"] = schema.StringAttribute{
		MarkdownDescription: "E-mail address of the account. Case does not matter. Set exactly one of `account_id` and `email`. The provider reads the other one from Atlassian. " +
			"`email` is null if Atlassian does not show it, and after an import. An address that changed at Atlassian shows as [drift](#drift). " + change,
		Optional:   true,
		Computed:   true,
		Validators: []validator.String{base.EmailAddress.With("Use the attribute account_id for account IDs.")},
	}
	return attributes
}

// onePerson is the rule that a configuration names a person in exactly one way.
type onePerson struct{}

var _ resource.ConfigValidator = onePerson{}

// Description says what the rule is.
func (onePerson) Description(context.Context) string { return "exactly one of account_id and email" }

// MarkdownDescription says what the rule is.
func (v onePerson) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateResource reports a person who is named in no way, or in two.
func (onePerson) ValidateResource(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var w who
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, accountPath, &w.AccountID)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, emailPath, &w.Email)...)
	given := func(v types.String) bool { return !v.IsNull() && !v.IsUnknown() }
	switch {
	case resp.Diagnostics.HasError():
	case w.AccountID.IsNull() && w.Email.IsNull():
		resp.Diagnostics.AddError("Missing account_id or email", "Neither account_id nor email is given. Write one of them.")
	case given(w.AccountID) && given(w.Email):
		resp.Diagnostics.AddAttributeError(emailPath, "Both account_id and email", "Both account_id and email are given, but they say the same thing in two ways. Write only one of them.")
	}
}

// plan plans the account of an address, and leaves it unknown if the address has none yet, because the same run may invite the person.
// Prior is the person of the state; nil where there is none. For a person of the state it refuses an address without an account: that
// person would lose the role, and no one would gain it.
func (w who) plan(ctx context.Context, o *organization.Organization, prior *who, diags *diag.Diagnostics) who {
	switch {
	case !w.AccountID.IsNull() && prior != nil && w.AccountID.Equal(prior.AccountID):
		return *prior
	case !w.AccountID.IsNull():
		return who{w.AccountID, types.StringUnknown()}
	case w.Email.IsUnknown():
		return who{types.StringUnknown(), w.Email}
	case prior != nil && organization.SameEmail(w.Email.ValueString(), prior.Email.ValueString()):
		return who{prior.AccountID, w.Email}
	}
	planned := who{types.StringUnknown(), w.Email}
	email := w.Email.ValueString()
	person, err := o.People.ResolveOne(ctx, organization.InAnyDirectory(), email)
	switch {
	case err != nil: // the apply reports it
		tflog.Debug(ctx, "the account stays unknown until apply", map[string]any{"error": err.Error()})
	case person.Standing != organization.Nobody:
		planned.AccountID = types.StringValue(person.AccountID)
	case prior != nil:
		diags.AddAttributeError(emailPath, noAccount, fmt.Sprintf(
			"%s has the role now, and no account of the organization has the address %s. Applying this would take the role away and give it to nobody. "+
				"If the address of the same person has changed, write the new address. If you want to give the role to another person, invite that person first.",
			base.Capitalized(prior.named()), base.Word(email)))
	default:
		diags.AddAttributeWarning(emailPath, noAccount, fmt.Sprintf(
			"No account of the organization has the address %s. Check the spelling. Unless this run invites the person before it assigns the role, the apply fails. "+
				"If Atlassian hides the address of the account, write account_id instead of email.", base.Word(email)))
	}
	return planned
}

// named names the person of a state in a message.
func (w who) named() string {
	if email := w.Email.ValueString(); email != "" {
		return fmt.Sprintf("account %s with the address %s", w.AccountID.ValueString(), base.Word(email))
	}
	return "account " + w.AccountID.ValueString()
}

const noAccount = "No account has this e-mail address"

// settle finds the account of an address that had none during the plan.
func (w who) settle(ctx context.Context, o *organization.Organization) (who, diag.Diagnostics) {
	if !w.AccountID.IsUnknown() {
		return w, nil
	}
	person, err := o.People.ResolveOne(ctx, organization.InAnyDirectory(), w.Email.ValueString())
	switch {
	case err != nil:
		return w, diag.Diagnostics{base.FailedAt(emailPath, "Cannot look up the e-mail address", err)}
	case person.Standing == organization.Nobody:
		return w, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(emailPath, noAccount, fmt.Sprintf(
			"No account of the organization has the address %s. Invite the person to the organization first, or write account_id instead of email.", base.Word(w.Email.ValueString())))}
	}
	w.AccountID = types.StringValue(person.AccountID)
	return w, nil
}

// withAddress looks up the address of an account that the configuration names by its ID. It is null if Atlassian does not show it.
func (w who) withAddress(ctx context.Context, o *organization.Organization) who {
	if !w.Email.IsUnknown() {
		return w
	}
	id := w.AccountID.ValueString()
	found, err := o.People.Accounts(ctx, []string{id})
	if err != nil {
		tflog.Debug(ctx, "the address of the account stays unknown", map[string]any{"error": err.Error()})
	}
	w.Email = base.StringOrNull(found[id].Email)
	return w
}

// present looks whether the account has another address by now: the one that a configuration names may be another person's. After an import
// there is none: the configuration that Terraform generates then would name the person in two ways.
func (w who) present(ctx context.Context, o *organization.Organization, role organization.UserRole) (who, error) {
	if w.Email.ValueString() == "" {
		return w, nil
	}
	shown, err := o.People.AddressOfHolder(ctx, w.AccountID.ValueString(), role)
	if err == nil {
		w.Email, err = base.PresentAddress(ctx, o, w.AccountID.ValueString(), shown, w.Email)
	}
	return w, err
}
