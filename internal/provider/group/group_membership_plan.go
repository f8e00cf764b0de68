// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan resolves the account, and refuses what Atlassian or the configuration would refuse. An unchanged membership costs no
// request.
func (r *groupMembershipResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[groupMembershipModel](ctx, req, resp)
	if !ok || r.Organization == nil {
		return
	}
	if p.Destroys() {
		r.planEnd(ctx, p.Prior, resp)
		return
	}
	ctx, made := r.Organization.Claims.Plan(ctx)
	defer made()
	switch {
	case p.Creates():
		r.planCreation(ctx, p.Planned, p.Config, resp)
		resp.Diagnostics.Append(base.NoteCreation(ctx, resp.Private, noteMembership(p.Planned))...)
	case *p.Planned != *p.Prior:
		r.planChange(ctx, p.Prior, p.Planned, p.Config, resp)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.Plan, p.Planned)...)
	resp.Diagnostics.Append(r.claim(ctx, p.Planned, resp.Private)...)
	if p.Updates() && !p.Prior.same(p.Planned) && r.Organization.Claims.Refreshed() { // after the claim: two that change places wait for each other's
		r.planLeaving(ctx, p.Prior, resp)
	}
}

// claim notes that the configuration holds the membership. It is an error if another resource holds it, too.
func (r *groupMembershipResource) claim(ctx context.Context, planned *groupMembershipModel, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	key := planned.key()
	if key.GroupID == "" || key.DirectoryID == "" {
		return diags
	}
	by := planned.named()
	list := []claims.Claim{{Of: organization.MembersSubject(key), Shared: true, Weak: true, By: by}}
	for _, subject := range planned.ownSubjects() {
		list = append(list, claims.Claim{Of: subject, By: by})
	}
	diags.Append(base.Conflicts(ctx, r.Organization, r.Organization.Claims.Claim(holder, list...))...)
	return diags
}

// planEnd refuses to remove a member who is protected or whose group is synced. It does not plan to remove a member whom another
// resource of the configuration keeps in the group.
func (r *groupMembershipResource) planEnd(ctx context.Context, prior *groupMembershipModel, resp *resource.ModifyPlanResponse) {
	r.Organization.Claims.Know(prior.subject())
	prior, unread := r.upToDate(ctx, prior)
	resp.Diagnostics.Append(unread...)
	held := r.Organization.Claims.AwaitHeld(ctx, prior.key().String(), prior.subjects()...)
	if !held {
		if refusals := r.refuseEnd(ctx, prior); refusals.HasError() {
			if held = r.Organization.Claims.AwaitHeldLonger(ctx, prior.subjects()...); !held {
				resp.Diagnostics.Append(base.RefuseEnd(ctx, resp.Private, r.Organization, refusals, prior.subject())...)
			}
		}
	}
	if held = held || r.leave(prior); held {
		r.Organization.People.KeepInPlan(prior.AccountID.ValueString())
	}
	resp.Diagnostics.Append(base.NoteEnd(ctx, resp.Private, r.Organization, held)...)
}

// leave notes that the plan ends the membership, and reports whether another resource of the configuration holds it.
func (r *groupMembershipResource) leave(prior *groupMembershipModel) (held bool) {
	return r.Organization.Claims.PlanLeave(prior.named(), prior.ownSubjects()...)
}

// planLeaving replaces a membership that moves away from one which another resource of the configuration takes over. Terraform
// does not tell an update what its plan has seen, so the update would remove the member before that resource adds the member.
// Terraform tells a deletion.
func (r *groupMembershipResource) planLeaving(ctx context.Context, prior *groupMembershipModel, resp *resource.ModifyPlanResponse) {
	held := r.Organization.Claims.AwaitHeld(ctx, prior.key().String(), prior.subjects()...) || r.leave(prior)
	resp.Diagnostics.Append(base.NoteLeaving(ctx, resp.Private, r.Organization, held)...)
	if held {
		resp.RequiresReplace.Append(path.Root("group_id"), path.Root("directory_id"), path.Root("account_id"))
	}
}

// planCreation plans the account of an address. The account stays unknown if the address has none yet, because the same run may
// invite the person.
func (r *groupMembershipResource) planCreation(ctx context.Context, planned, config *groupMembershipModel, resp *resource.ModifyPlanResponse) {
	planned.DirectoryID = base.PlannedDirectory(ctx, r.Organization, config.DirectoryID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || planned.DirectoryID.IsUnknown() {
		return
	}
	if !planned.GroupID.IsUnknown() {
		resp.Diagnostics.Append(refuseGroup(ctx, r.Organization, planned.key(), true)...)
	}
	if email := planned.Email; config.AccountID.IsNull() && !email.IsUnknown() && !resp.Diagnostics.HasError() {
		member, err := r.Organization.People.ResolveOne(ctx, organization.InDirectory(planned.DirectoryID.ValueString()), email.ValueString())
		switch {
		case err != nil: // the apply reports it
			tflog.Debug(ctx, "the account stays unknown until apply", map[string]any{"error": err.Error()})
		case member.Standing == organization.Nobody:
			resp.Diagnostics.Append(warnOfUnknownEmail(email.ValueString(), planned.DirectoryID.ValueString()))
		default:
			planned.AccountID = types.StringValue(member.AccountID)
		}
	}
}

// planChange distinguishes another member from another way to name the same member. An unknown group or account may be the same.
func (r *groupMembershipResource) planChange(ctx context.Context, prior, planned, config *groupMembershipModel, resp *resource.ModifyPlanResponse) {
	switch {
	case config.AccountID.IsNull() && (config.Email.IsUnknown() || !organization.SameEmail(config.Email.ValueString(), prior.Email.ValueString())):
		planned.AccountID = r.newMember(ctx, prior, config.Email, &resp.Diagnostics)
	case config.AccountID.IsNull():
		planned.AccountID, planned.Email = prior.AccountID, prior.Email
	case config.AccountID.Equal(prior.AccountID):
		planned.Email = prior.Email
	default:
		planned.Email = types.StringUnknown()
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if planned.AccountID.ValueString() != prior.AccountID.ValueString() {
		resp.Diagnostics.Append(base.TakesPlace(ctx, resp.Private, "the membership", prior.AccountID.ValueString(), config.Email.ValueString(), prior.Email.ValueString())...)
	}
	elsewhere := prior.elsewhere(planned)
	if elsewhere {
		resp.Diagnostics.Append(refuseGroup(ctx, r.Organization, planned.key(), true)...)
	}
	if elsewhere || !planned.AccountID.IsUnknown() && !planned.AccountID.Equal(prior.AccountID) {
		var joining []string
		if !planned.AccountID.IsUnknown() && prior.key() == planned.key() {
			joining = []string{planned.AccountID.ValueString()}
		}
		if refusals := r.refuseEnd(ctx, prior, joining...); refusals.HasError() && !r.Organization.Claims.AwaitHeldLonger(ctx, prior.subjects()...) {
			resp.Diagnostics.Append(refusals...)
		}
	}
}

// newMember resolves an address that is not the present member's. It refuses an address without an account: the member would lose
// access, and no one would gain it.
func (r *groupMembershipResource) newMember(ctx context.Context, prior *groupMembershipModel, email types.String, diags *diag.Diagnostics) types.String {
	if email.IsUnknown() {
		return types.StringUnknown()
	}
	member, err := r.Organization.People.ResolveOne(ctx, organization.InDirectory(prior.DirectoryID.ValueString()), email.ValueString())
	switch {
	case err != nil:
		tflog.Debug(ctx, "the account stays unknown until apply", map[string]any{"error": err.Error()})
	case member.Standing == organization.Nobody:
		present := "has no address that Atlassian gives"
		if !prior.Email.IsNull() {
			present = "has the address " + base.Word(prior.Email.ValueString())
		}
		diags.AddAttributeError(path.Root("email"), "No account has this e-mail address", fmt.Sprintf(
			"The present member, account %s, %s, and no account of directory %s has %s. Applying this would remove the member and add nobody. "+
				"If the address of the same person has changed, write the new address. If you want to give the membership to another person, invite that person first.",
			prior.AccountID.ValueString(), present, prior.DirectoryID.ValueString(), email.ValueString()))
	default:
		return types.StringValue(member.AccountID)
	}
	return types.StringUnknown()
}

// refuseEnd says why the member cannot be removed. Joining are the accounts that join the group before.
func (r *groupMembershipResource) refuseEnd(ctx context.Context, prior *groupMembershipModel, joining ...string) diag.Diagnostics {
	if protected := r.Organization.People.Protected(prior.AccountID.ValueString()); len(protected) > 0 {
		return diag.Diagnostics{protectedRemoval(prior.GroupID.ValueString(), protected)}
	}
	if spared := base.SparedMembersInPlan(ctx, r.Organization, prior.key(), []string{prior.AccountID.ValueString()}, joining); spared.HasError() {
		return spared
	}
	return refuseGroup(ctx, r.Organization, prior.key(), false)
}

// protectedRemoval refuses to remove protected accounts from a group.
func protectedRemoval(groupID string, accounts []string) diag.Diagnostic {
	which := "account " + accounts[0]
	if len(accounts) > 1 {
		which = "accounts " + strings.Join(accounts, ", ")
	}
	return diag.NewErrorDiagnostic("A protected account would be removed", fmt.Sprintf(
		"This would remove %s from group %s, but protected_account_ids of the provider block lists it: no plan may remove such an account from a group. "+
			"Keep it in the group, or take it out of protected_account_ids first. To only stop managing it here, use a removed block with destroy = false.", which, groupID))
}

// protectionUnknown refuses a change that might remove a protected account, because Atlassian's answers contradict each other.
func protectionUnknown(err error) diag.Diagnostic {
	return base.Failed("Cannot tell whether a protected account would be removed", err)
}

// refuseGroup refuses to change the members of a group that is synced from an identity provider, and to add members to
// one that does not exist. It does not refuse a group that cannot be read: the apply reports the error.
func refuseGroup(ctx context.Context, o *organization.Organization, key organization.GroupKey, adds bool) diag.Diagnostics {
	var diags diag.Diagnostics
	err := o.Groups.Changeable(ctx, key)
	switch {
	case err == nil && adds:
		if _, err = o.Groups.Get(ctx, key); meaning.IsNotFound(err) {
			diags.Append(base.FailedAt(path.Root("group_id"), "The group does not exist", err))
		}
	case organization.IsSynced(err) && adds:
		diags.Append(base.FailedAt(path.Root("group_id"), "The group is synced from an identity provider", err))
	case organization.IsSynced(err):
		diags.AddAttributeError(path.Root("group_id"), "The group is synced from an identity provider",
			base.Capitalized(err.Error())+". To only stop managing it here, use a removed block with destroy = false.")
	}
	return diags
}
