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
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan finds out whether the person is there, and refuses what Atlassian or the configuration would refuse. An unchanged person
// costs no request.
func (r *userResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[userModel](ctx, req, resp)
	if !ok || r.Organization == nil {
		return
	}
	if p.Destroys() {
		r.planEnd(ctx, p.Prior, resp)
		return
	}
	ctx, made := r.Organization.Claims.Plan(ctx)
	defer made()
	replaced := false
	if p.Creates() {
		r.planCreation(ctx, p.Planned, p.Config, resp)
		resp.Diagnostics.Append(base.NoteCreation(ctx, resp.Private, noteUser(p.Planned))...)
	} else {
		replaced = r.planChange(ctx, p.Prior, p.Planned, req.Private, resp)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.Plan, p.Planned)...)
	resp.Diagnostics.Append(r.claim(ctx, p, replaced, resp.Private)...)
	if replaced && r.Organization.Claims.Refreshed() { // after the claim: two that change places wait for each other's
		held := r.Organization.Claims.AwaitHeld(ctx, p.Prior.DirectoryID.ValueString(), p.Prior.subjects()...) || r.leave(p.Prior)
		resp.Diagnostics.Append(base.NoteLeaving(ctx, resp.Private, r.Organization, held)...)
		if !held {
			resp.Diagnostics.Append(r.replaces(ctx, p.Prior, p.Planned)...)
		}
	}
}

// replaces says what happens to the person from before, whom a replacement would not show.
func (r *userResource) replaces(ctx context.Context, prior, planned *userModel) diag.Diagnostics {
	var diags diag.Diagnostics
	what := map[string]string{
		destroySuspends: "is suspended", destroyRemoves: "is removed from directory " + prior.DirectoryID.ValueString(), destroyForgets: "stays as before",
	}[prior.OnDestroy.ValueString()]
	if prior.losesAccess() {
		diags = base.SparedInPlan(ctx, r.Organization, organization.LossOfAccess, prior.AccountID.ValueString())
	}
	diags.AddAttributeWarning(path.Root("email"), "Another person takes the place of this one", fmt.Sprintf(
		"The resource will manage %s instead of %s (account %s), who %s. If only the address of the same person changes, do not apply this plan. Change the address at Atlassian first.",
		base.Word(planned.Email.ValueString()), prior.who(), prior.AccountID.ValueString(), what))
	return diags
}

// claim notes that the configuration holds the person. It is an error if another resource does, too.
func (r *userResource) claim(ctx context.Context, p base.Planned[userModel], replaced bool, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	planned := *p.Planned
	if planned.DirectoryID.ValueString() == "" {
		return diags
	}
	if replaced {
		planned.AccountID = types.StringUnknown() // that of the person from before
	}
	var list []claims.Claim
	for _, subject := range planned.subjects() {
		list = append(list, claims.Claim{Of: subject, By: planned.named()})
	}
	diags.Append(base.Conflicts(ctx, r.Organization, r.Organization.Claims.Claim(holder, list...))...)
	return diags
}

// planEnd refuses to take the access of accounts that must keep it. It does not plan the end of a person whom another resource of the
// configuration holds.
func (r *userResource) planEnd(ctx context.Context, prior *userModel, resp *resource.ModifyPlanResponse) {
	for _, subject := range prior.subjects() {
		r.Organization.Claims.Know(subject)
	}
	r.Organization.Claims.End(organization.UserSubject(prior.DirectoryID.ValueString(), prior.AccountID.ValueString()))
	prior, unread := r.upToDate(ctx, prior)
	resp.Diagnostics.Append(unread...)
	held := r.Organization.Claims.AwaitHeld(ctx, prior.DirectoryID.ValueString(), prior.subjects()...)
	if !held && prior.AccountID.ValueString() != "" && prior.losesAccess() {
		if refusals := base.SparedInPlan(ctx, r.Organization, organization.LossOfAccess, prior.AccountID.ValueString()); refusals.HasError() {
			if held = r.Organization.Claims.AwaitHeldLonger(ctx, prior.subjects()...); !held {
				resp.Diagnostics.Append(base.RefuseEnd(ctx, resp.Private, r.Organization, refusals, prior.subjects()...)...)
			}
		}
	}
	held = held || r.leave(prior)
	resp.Diagnostics.Append(base.NoteEnd(ctx, resp.Private, r.Organization, held)...)
	if !held && prior.OnDestroy.ValueString() == destroyForgets {
		resp.Diagnostics.AddWarning(keepsAccess, fmt.Sprintf(`%s stays in directory %s as before, because on_destroy is "forget". The plan says that the resource is destroyed, but Terraform only stops managing the person. `+
			`To end the access, apply on_destroy = "suspend" or "remove" first.`, prior.who(), prior.DirectoryID.ValueString()))
	}
}

// losesAccess reports whether the end of the resource takes access away. Whose access is suspended already loses nothing more by that.
func (m *userModel) losesAccess() bool {
	switch m.OnDestroy.ValueString() {
	case destroyForgets:
		return false
	case destroySuspends:
		return m.Status.ValueString() != organization.StatusSuspended
	}
	return true
}

// upToDate finds out whether the access is suspended by now, and which address the person has.
func (r *userResource) upToDate(ctx context.Context, state *userModel) (now *userModel, unread diag.Diagnostics) {
	return base.UpToDate(state.who(), state, func(now *userModel) error {
		account, there, err := r.find(ctx, now)
		if err != nil || !there {
			return err
		}
		now.takeStatus(account)
		now.Email, err = base.PresentAddress(ctx, r.Organization, account.AccountID, account.Email, now.Email)
		return err
	})
}

// readdressed looks for the present address of the person, and reports whether it is another one.
func (r *userResource) readdressed(ctx context.Context, model *userModel) bool {
	now, _ := r.upToDate(ctx, model) // one that cannot be read stays
	return base.Readdressed(&model.Email, now.Email)
}

// leave notes that the plan ends the person's access, and reports whether another resource of the configuration holds the person.
func (r *userResource) leave(prior *userModel) (held bool) {
	return r.Organization.Claims.PlanLeave(prior.named(), prior.subjects()...)
}

// planCreation finds a person who is there already. Who is not needs something to be invited to.
func (r *userResource) planCreation(ctx context.Context, planned, config *userModel, resp *resource.ModifyPlanResponse) {
	planned.DirectoryID = base.PlannedDirectory(ctx, r.Organization, config.DirectoryID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || planned.DirectoryID.IsUnknown() || planned.Email.IsUnknown() {
		return
	}
	if refused := r.refuseFormer(ctx, planned); refused.HasError() {
		resp.Diagnostics.Append(refused...)
		return
	}
	directoryID, email := planned.DirectoryID.ValueString(), planned.Email.ValueString()
	account, there, err := r.Organization.People.MemberByEmail(ctx, directoryID, email)
	switch {
	case err != nil: // the apply reports it
		tflog.Debug(ctx, "whether the person is there stays unknown until apply", map[string]any{"error": err.Error()})
	case there:
		planned.AccountID = types.StringValue(account.AccountID)
		if !r.known(planned) {
			resp.Diagnostics.Append(r.takesOver(ctx, planned, account)...)
		}
	case !planned.invitesTo():
		resp.Diagnostics.Append(nothingToInviteTo(email, directoryID))
	default:
		resp.Diagnostics.Append(r.refuseGroups(ctx, planned)...)
		resp.Diagnostics.Append(planned.validateRoles(ctx)...)
		_, refused := r.invitedRoles(ctx, planned, true)
		resp.Diagnostics.Append(refused...)
	}
}

// takesOver says that nobody is invited, and what the plan does with the person's access.
func (r *userResource) takesOver(ctx context.Context, planned *userModel, account organization.Account) diag.Diagnostics {
	var diags diag.Diagnostics
	text := fmt.Sprintf("%s (account %s) is in directory %s. The apply takes the person over and sends no invitation, so groups and roles of this resource give nothing.",
		planned.who(), account.AccountID, planned.DirectoryID.ValueString())
	switch status, wanted := statusOf(account), planned.Status.ValueString(); {
	case planned.Status.IsUnknown(), status == wanted:
	case status == "" && wanted == organization.StatusActive:
		text += " Atlassian does not return whether the access is suspended. The apply does not change that."
	case wanted == organization.StatusActive && status == organization.StatusSuspended:
		text += " The access is suspended, and the apply restores it."
	case wanted == organization.StatusSuspended && (status == organization.StatusActive || status == ""):
		if status == "" {
			text += " Atlassian does not return whether the access is suspended."
		}
		text += " The apply suspends the access."
		diags.Append(base.SparedInPlan(ctx, r.Organization, organization.LossOfAccess, account.AccountID)...)
	default:
		text += " " + warnOfStatus(planned, account.AccountID, status).Detail()
	}
	diags.AddAttributeWarning(path.Root("email"), "The person is in the directory already", text+" "+planned.consequence())
	return diags
}

// refuseGroups refuses groups that take no invited people because an identity provider syncs them.
func (r *userResource) refuseGroups(ctx context.Context, planned *userModel) diag.Diagnostics {
	var diags diag.Diagnostics
	groups, _ := planned.Groups.Strings()
	for _, id := range groups {
		if id == "" {
			continue
		}
		err := r.Organization.Groups.Changeable(ctx, organization.GroupKey{DirectoryID: planned.DirectoryID.ValueString(), GroupID: id})
		if organization.IsSynced(err) {
			diags.Append(base.FailedAt(path.Root("groups"), "The group is synced from an identity provider", err))
		}
	}
	return diags
}

// planChange distinguishes another person from another way to write the same one's address. Replaced reports the former.
func (r *userResource) planChange(ctx context.Context, prior, planned *userModel, kept base.Private, resp *resource.ModifyPlanResponse) (replaced bool) {
	same, err := r.samePerson(ctx, prior, planned)
	had, diags := base.HadAddress(ctx, kept, planned.Email.ValueString())
	resp.Diagnostics.Append(diags...)
	switch {
	case err != nil:
		resp.Diagnostics.Append(base.FailedAt(path.Root("email"), "Cannot look up the e-mail address", err))
		return false
	case !same && had:
		resp.Diagnostics.Append(addressHasChanged(prior.AccountID.ValueString(), planned.Email.ValueString(), prior.Email.ValueString()))
		return false
	case !same:
		resp.RequiresReplace.Append(path.Root("email"), path.Root("directory_id"))
		return true
	}
	status, wanted := prior.Status.ValueString(), planned.Status
	switch {
	case wanted.IsUnknown(), wanted.ValueString() == status:
	case !slices.Contains([]string{organization.StatusActive, organization.StatusSuspended, ""}, status):
		resp.Diagnostics.Append(warnOfStatus(planned, prior.AccountID.ValueString(), status))
	case wanted.ValueString() == organization.StatusSuspended:
		resp.Diagnostics.Append(base.SparedInPlan(ctx, r.Organization, organization.LossOfAccess, prior.AccountID.ValueString())...)
	}
	if !prior.sameInvitation(planned) {
		resp.Diagnostics.AddAttributeWarning(path.Root("email"), "Only an invitation uses these attributes", fmt.Sprintf(
			"groups, roles, send_notification and notification_text only matter in an invitation. %s is in the directory already, so the change gives and takes nothing. "+
				"To change groups and roles, use atlassian_group_membership and atlassian_user_role_assignment.", planned.who()))
	}
	return false
}

// addressHasChanged is the refusal to take another person for the one who had an address before.
func addressHasChanged(accountID, former, present string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("email"), "The address of the person has changed", fmt.Sprintf(
		"Account %s had the address %s, and now has %s at Atlassian. The person is the same, so the plan does nothing. Write email = %q. "+
			"If %s is now another person, add another resource for that person.",
		accountID, base.Word(former), base.Word(present), present, base.Word(former)))
}

// former is a person of the state who had another address before.
type former struct{ accountID, present string }

// formerKey is the key of the person of the state who had an address before.
func formerKey(directoryID, email string) string {
	return "former address\x00" + strings.ToLower(directoryID+"\x00"+email)
}

// refuseFormer refuses to create a person by an address that a person of the state had before, whom the plan neither keeps nor ends: that is the
// same resource. It is tainted, and Terraform plans it as a new one.
func (r *userResource) refuseFormer(ctx context.Context, planned *userModel) diag.Diagnostics {
	directoryID, email := planned.DirectoryID.ValueString(), planned.Email.ValueString()
	before, is := r.Organization.Claims.Formers()[formerKey(directoryID, email)].(former)
	if !is || r.Organization.Claims.AwaitFate(ctx, organization.UserSubject(directoryID, before.accountID)) {
		return nil
	}
	return diag.Diagnostics{addressHasChanged(before.accountID, email, before.present)}
}

// warnOfStatus says that the account is neither active nor suspended, and that this type cannot change that.
func warnOfStatus(planned *userModel, accountID, status string) diag.Diagnostic {
	was := *planned
	was.AccountID, was.Status = types.StringValue(accountID), types.StringValue(status)
	problem := unmended(&was, planned.Status.ValueString())
	return diag.NewAttributeWarningDiagnostic(path.Root("status"), problem.Summary(),
		problem.Detail()+" Unless another resource of the same apply changes that first, the apply fails.")
}

// samePerson reports whether a planned address and directory are those of the present person. Unknown ones may be. An address that differs
// costs a request, because Atlassian may hide the address of the account.
func (r *userResource) samePerson(ctx context.Context, prior, planned *userModel) (bool, error) {
	switch {
	case !prior.another(planned):
		return true, nil
	case !planned.DirectoryID.IsUnknown() && !strings.EqualFold(prior.DirectoryID.ValueString(), planned.DirectoryID.ValueString()):
		return false, nil
	}
	account, there, err := r.Organization.People.MemberByEmail(ctx, prior.DirectoryID.ValueString(), planned.Email.ValueString())
	return there && account.AccountID == prior.AccountID.ValueString(), err
}
