// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/accounts"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan finds the account, keeps what the configuration does not set, and refuses what Atlassian or the configuration would refuse.
func (r *managedAccountResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[managedAccountModel](ctx, req, resp)
	if !ok || r.Organization == nil {
		return
	}
	if p.Destroys() {
		resp.Diagnostics.Append(forgetAccount(p.Prior, "will only forget"))
		return
	}
	prior := unknownAccount()
	if p.Updates() {
		prior = *p.Prior
	}
	p.Planned.keepUnmanaged(p.Config, &prior)
	r.planAccount(ctx, p, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	if p.Updates() && !p.Planned.AccountID.IsUnknown() && !p.Planned.AccountID.Equal(p.Prior.AccountID) {
		resp.RequiresReplace.Append(path.Root("account_id"))
		resp.Diagnostics.Append(base.Set(ctx, &resp.Plan, p.Planned)...)
		return // Terraform asks again, without the state of the other account
	}
	p.Planned.Status = prior.Status
	if p.Updates() && !p.Planned.Active.Equal(p.Prior.Active) {
		p.Planned.Status = types.StringUnknown()
	}
	if !p.Planned.AccountID.IsUnknown() {
		if p.Creates() || *p.Planned != *p.Prior {
			r.check(ctx, p, resp)
		} else {
			resp.Diagnostics.Append(warnOfDeletion(p.Planned, p.Prior.Status.ValueString())...)
		}
		resp.Diagnostics.Append(r.claim(ctx, p.Planned, resp.Private)...)
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.Plan, p.Planned)...)
}

// planAccount plans which account it is. An address that the configuration gives without an account ID finds a new one, and is the address
// that a known one is to have.
func (r *managedAccountResource) planAccount(ctx context.Context, p base.Planned[managedAccountModel], resp *resource.ModifyPlanResponse) {
	switch {
	case !p.Config.AccountID.IsNull():
		return
	case p.Updates():
		p.Planned.AccountID = p.Prior.AccountID
		return
	}
	p.Planned.AccountID = types.StringUnknown()
	if p.Config.Email.IsUnknown() {
		return
	}
	email := p.Config.Email.ValueString()
	person, err := r.Organization.People.ResolveOne(ctx, organization.Everywhere(), email)
	switch {
	case err != nil: // the apply reports it
		tflog.Debug(ctx, "the account stays unknown until apply", map[string]any{"error": err.Error()})
	case person.Standing == organization.Nobody:
		resp.Diagnostics.AddAttributeWarning(path.Root("email"), noAccountTitle, "As it is, apply will fail. "+noAccount(email))
	default:
		p.Planned.AccountID = types.StringValue(person.AccountID)
	}
}

// claim notes that the configuration manages the account. It is an error if another resource does, too.
func (r *managedAccountResource) claim(ctx context.Context, planned *managedAccountModel, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	id := planned.AccountID.ValueString()
	diags.Append(base.Conflicts(ctx, r.Organization, r.Organization.Claims.Claim(holder, claims.Claim{
		Of: organization.ManagedAccountSubject(id), By: "atlassian_managed_account of " + base.Word(id),
	}))...)
	return diags
}

// check looks at the account, and refuses what would be refused. It also says what a new resource changes. An account that cannot be read
// refuses nothing.
func (r *managedAccountResource) check(ctx context.Context, p base.Planned[managedAccountModel], resp *resource.ModifyPlanResponse) {
	id := p.Planned.AccountID.ValueString()
	var prior managedAccountModel
	if p.Updates() {
		prior = *p.Prior
	} else {
		prior = p.Planned.priorOfCreation(p.Config)
	}
	wanted := p.Planned.change(&prior)
	var certain []accounts.Field
	if wanted.Email != nil {
		certain = append(certain, accounts.Email)
	}
	account, err := r.Organization.Accounts.Get(ctx, id, certain...)
	switch {
	case meaning.IsNotFound(err):
		resp.Diagnostics.Append(base.FailedAt(path.Root("account_id"), "The account does not exist", err))
		return
	case err != nil: // the apply reports it
		tflog.Debug(ctx, "the account cannot be checked", map[string]any{"error": err.Error()})
		return
	case !account.Managed():
		resp.Diagnostics.Append(base.FailedAt(path.Root("account_id"), "The organization does not manage the account", &accounts.UnmanagedError{AccountID: id}))
		return
	}
	missing := account.Missing(wanted)
	if missing.Active != nil && !*missing.Active {
		resp.Diagnostics.Append(base.SparedInPlan(ctx, r.Organization, organization.LossOfAccess, id)...)
	}
	resp.Diagnostics.Append(r.refuseEmail(ctx, id, missing)...)
	if !missing.Empty() && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.refuseLocked(ctx, account, missing)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if p.Creates() {
		resp.Diagnostics.Append(warnOfChanges(account, missing)...)
	} else if missing.Active != nil && *missing.Active && account.DeletionScheduled() {
		resp.Diagnostics.AddAttributeWarning(path.Root("active"), "The apply cancels the deletion of the account", fmt.Sprintf(
			"Account %s is scheduled for deletion. The apply cancels the deletion, and activates the account.", base.Word(id)))
	}
	resp.Diagnostics.Append(warnOfDeletion(p.Planned, account.Status)...)
}

// refuseEmail refuses an address on a domain that the organization has not verified, and the address of another account. What cannot be read
// refuses nothing.
func (r *managedAccountResource) refuseEmail(ctx context.Context, id string, missing accounts.Change) diag.Diagnostics {
	if missing.Email == nil {
		return nil
	}
	email := *missing.Email
	if verified, err := r.Organization.Domains.Verified(ctx); err != nil {
		tflog.Debug(ctx, "the domain of the address cannot be checked", map[string]any{"error": err.Error()})
	} else if domain := email[strings.LastIndex(email, "@")+1:]; !slices.Contains(verified, strings.ToLower(domain)) {
		there := "The organization has verified no domain."
		if len(verified) > 0 {
			there = "The organization has verified " + base.ShortList(verified) + "."
		}
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("email"), "The domain of the address is not verified", fmt.Sprintf(
			"A managed account can only have an address on a domain that the organization has verified. %s is not one of them. %s", base.Word(domain), there))}
	}
	person, err := r.Organization.People.ResolveOne(ctx, organization.Everywhere(), email)
	if err == nil && person.Standing != organization.Nobody && person.AccountID != id {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("email"), "The address belongs to another account", fmt.Sprintf(
			"Account %s cannot get the address %s, because account %s has it. To manage that account, write its ID in account_id, or use another resource.", base.Word(id), base.Word(email), base.Word(person.AccountID)))}
	}
	return nil
}

// refuseLocked refuses what the organization cannot change about the account. A map that cannot be read refuses nothing, except for a key
// that Atlassian refuses for having scopes: no apply can succeed with it.
func (r *managedAccountResource) refuseLocked(ctx context.Context, account accounts.Account, missing accounts.Change) diag.Diagnostics {
	var diags diag.Diagnostics
	refusals, err := r.Organization.Accounts.Refusals(ctx, account, missing)
	if scoped := scopedKey(err); scoped != nil {
		return diag.Diagnostics{failedChange(scoped)}
	}
	if err != nil {
		tflog.Debug(ctx, "what the organization can change about the account stays unknown until apply", map[string]any{"error": err.Error()})
	}
	for _, refusal := range refusals {
		attribute := attributeOf(refusal.What)
		diags.AddAttributeError(path.Root(attribute), "The organization cannot change this", fmt.Sprintf(
			"Atlassian does not let the organization change %s of account %s: %s. %s", attribute, base.Word(account.ID), reasonText(refusal.Reason), remedy(attribute)))
	}
	return diags
}

// warnOfChanges says what a new resource changes about an account that exists already.
func warnOfChanges(account accounts.Account, missing accounts.Change) diag.Diagnostics {
	var changes []string
	if missing.Active != nil {
		changes = append(changes, fmt.Sprintf("active will be %t", *missing.Active))
		if *missing.Active && account.DeletionScheduled() {
			changes = append(changes, "its deletion will be canceled")
		}
	}
	say := func(attribute, before, after string) {
		if before == "" {
			changes = append(changes, fmt.Sprintf("%s will be %s", attribute, base.Quoted(after)))
			return
		}
		changes = append(changes, fmt.Sprintf("%s will be %s and not %s", attribute, base.Quoted(after), base.Quoted(before)))
	}
	if missing.Email != nil {
		say("email", account.Email, *missing.Email)
	}
	for _, field := range accounts.Fields() {
		after, differs := missing.Fields[field]
		before, known := account.Value(field)
		if differs && (known || !profileOnly(field)) {
			say(attributeOf(string(field)), before, after)
		}
	}
	if len(changes) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("An account that exists will be changed", fmt.Sprintf(
		"The plan shows a new resource, but account %s exists. Terraform starts to manage it, and this apply changes it: %s.", base.Word(account.ID), strings.Join(changes, ", ")))}
}

// warnOfDeletion warns that an account that is not to be active will be deleted.
func warnOfDeletion(planned *managedAccountModel, status string) diag.Diagnostics {
	if !strings.EqualFold(status, "for_deletion") || planned.Active.ValueBool() || planned.Active.IsUnknown() {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("active"), "The account is scheduled for deletion", fmt.Sprintf(
		"Atlassian permanently deletes account %s within 14 days of the request to delete it. Terraform does not stop that. To cancel the deletion, set active = true. You can deactivate the account afterwards.", base.Word(planned.AccountID.ValueString())))}
}
