// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/accounts"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// managedAccountModel is the state of an atlassian_managed_account.
type managedAccountModel struct {
	AccountID           types.String `tfsdk:"account_id"`
	Email               types.String `tfsdk:"email"`
	Active              types.Bool   `tfsdk:"active"`
	DeactivationMessage types.String `tfsdk:"deactivation_message"`
	Name                types.String `tfsdk:"name"`
	Nickname            types.String `tfsdk:"nickname"`
	JobTitle            types.String `tfsdk:"job_title"`
	Department          types.String `tfsdk:"department"`
	Organization        types.String `tfsdk:"organization"`
	Location            types.String `tfsdk:"location"`
	ZoneInfo            types.String `tfsdk:"zoneinfo"`
	Locale              types.String `tfsdk:"locale"`
	Status              types.String `tfsdk:"status"`
}

// fields are the attributes that are fields of the profile.
func (m *managedAccountModel) fields() map[accounts.Field]*types.String {
	return map[accounts.Field]*types.String{
		accounts.Name: &m.Name, accounts.Nickname: &m.Nickname, accounts.JobTitle: &m.JobTitle, accounts.Department: &m.Department,
		accounts.Organization: &m.Organization, accounts.Location: &m.Location, accounts.ZoneInfo: &m.ZoneInfo, accounts.Locale: &m.Locale,
	}
}

// attributeOf is the attribute of a field of the profile, or of an action.
func attributeOf(what string) string {
	switch what {
	case accounts.ManageEmail:
		return "email"
	case accounts.ManageLifecycle, accounts.ManageDeletion:
		return "active"
	}
	return strings.TrimPrefix(what, "extended_profile.")
}

// profileOnly reports whether only the profile has a field. The search does not show it.
func profileOnly(field accounts.Field) bool {
	return field == accounts.ZoneInfo || field == accounts.Locale
}

// held are the fields of which the state holds a value, so that it must be known whether the account still has it.
func (m *managedAccountModel) held() []accounts.Field {
	var held []accounts.Field
	if !m.Email.IsNull() {
		held = append(held, accounts.Email)
	}
	for _, field := range accounts.Fields() {
		if !m.fields()[field].IsNull() {
			held = append(held, field)
		}
	}
	return held
}

// change is what a plan asks for: the known values that are not those of the state before it. The rest is not what the plan shows, so it stays
// as it is at Atlassian, whatever somebody has made of it since. Without a state, that is all that the configuration sets.
func (m *managedAccountModel) change(prior *managedAccountModel) accounts.Change {
	change := accounts.Change{Message: m.DeactivationMessage.ValueString(), Fields: map[accounts.Field]string{}}
	if !m.Active.IsNull() && !m.Active.IsUnknown() && !m.Active.Equal(prior.Active) {
		change.Active = m.Active.ValueBoolPointer()
	}
	if !m.Email.IsNull() && !m.Email.IsUnknown() && !organization.SameEmail(m.Email.ValueString(), prior.Email.ValueString()) {
		change.Email = m.Email.ValueStringPointer()
	}
	for field, value := range m.fields() {
		if !value.IsNull() && !value.IsUnknown() && !value.Equal(*prior.fields()[field]) {
			change.Fields[field] = value.ValueString()
		}
	}
	return change
}

// keepUnmanaged plans what the configuration does not set: it stays as the state has it. Without a state, it is unknown.
func (m *managedAccountModel) keepUnmanaged(config, prior *managedAccountModel) {
	if config.Active.IsNull() {
		m.Active = prior.Active
	}
	if config.Email.IsNull() {
		m.Email = prior.Email
	}
	for field, value := range m.fields() {
		if config.fields()[field].IsNull() {
			*value = *prior.fields()[field]
		}
	}
}

// priorOfCreation is what is known before a creation: nothing, except for an address that finds the account. It is no change of the address.
func (m *managedAccountModel) priorOfCreation(config *managedAccountModel) managedAccountModel {
	prior := unknownAccount()
	if config.AccountID.IsNull() {
		prior.Email = m.Email
	}
	return prior
}

// unknownAccount is what a plan knows of an account that it does not manage yet.
func unknownAccount() managedAccountModel {
	unknown := types.StringUnknown()
	return managedAccountModel{
		AccountID: unknown, Email: unknown, Active: types.BoolUnknown(), Name: unknown, Nickname: unknown, JobTitle: unknown, Department: unknown,
		Organization: unknown, Location: unknown, ZoneInfo: unknown, Locale: unknown, Status: unknown,
	}
}

// complete fills in what the plan did not know. What it knew is so, or the apply has failed.
func (m *managedAccountModel) complete(account accounts.Account) {
	if m.Active.IsUnknown() {
		m.Active = types.BoolPointerValue(account.Active)
	}
	if m.Email.IsUnknown() {
		m.Email = base.StringOrNull(account.Email)
	}
	if m.Status.IsUnknown() {
		m.Status = base.StringOrNull(account.Status)
	}
	for field, value := range m.fields() {
		if !value.IsUnknown() {
			continue
		}
		*value = types.StringNull()
		if text, _ := account.Value(field); text != "" && !profileOnly(field) {
			*value = types.StringValue(text)
		}
	}
}

// found takes over what a refresh has found. The state keeps the user's spelling of an address that differs in case only, and an address
// that Atlassian hides. It is an error if Atlassian does not say whether the account is active.
func (m *managedAccountModel) found(account accounts.Account) diag.Diagnostics {
	if account.Active == nil {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("active"), "Cannot tell whether the account is active", fmt.Sprintf(
			"Atlassian returns the status %[2]s for account %[1]s, and nothing else that shows whether the account is active. Nothing was changed. Try again later. If that does not help, report it.", base.Word(account.ID), base.Quoted(account.Status)))}
	}
	m.take(account)
	return nil
}

// take takes over what is known of an account. An account that does not show whether it is active is not known to be so.
func (m *managedAccountModel) take(account accounts.Account) {
	m.AccountID, m.Active, m.Status = types.StringValue(account.ID), types.BoolPointerValue(account.Active), base.StringOrNull(account.Status)
	if account.Email != "" && !organization.SameEmail(m.Email.ValueString(), account.Email) {
		m.Email = types.StringValue(account.Email)
	}
	for field, value := range m.fields() {
		text, known := account.Value(field)
		switch {
		case !known, profileOnly(field) && value.IsNull(), text == value.ValueString():
		default:
			*value = base.StringOrNull(text)
		}
	}
}

// newManagedAccountModel is the state of an account as the search shows it.
func newManagedAccountModel(account accounts.Account) managedAccountModel {
	model := unknownAccount()
	model.complete(account)
	model.AccountID = types.StringValue(account.ID)
	return model
}

// profileText is the form of a field of the profile: Atlassian allows no control characters.
type profileText struct {
	most     int // characters; 0 is no limit
	required bool
}

var _ validator.String = profileText{}

// Description says what the form is.
func (f profileText) Description(context.Context) string { return f.form() }

// MarkdownDescription says the same.
func (f profileText) MarkdownDescription(context.Context) string { return f.form() }

func (f profileText) form() string {
	form := "a text without line breaks and other control characters"
	if f.required {
		form = strings.Replace(form, "a text", "a text that is not empty, and", 1)
	}
	if f.most > 0 {
		form += fmt.Sprintf(", of at most %d characters", f.most)
	}
	return form
}

// ValidateString refuses other texts.
func (f profileText) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	text := req.ConfigValue.ValueString()
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if f.required && text == "" || f.most > 0 && utf8.RuneCountInString(text) > f.most || strings.ContainsFunc(text, unicode.IsControl) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", fmt.Sprintf("%s is not %s. Atlassian refuses everything else.", base.Quoted(text), f.form()))
	}
}
