// SPDX-License-Identifier: MPL-2.0

package account

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/invitations"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

const cannotInvite = "Cannot invite the person"

// who names the person in a sentence.
func (m *userModel) who() string {
	return base.Word(cmp.Or(m.Email.ValueString(), m.AccountID.ValueString()))
}

// find reads the person by account ID, or by address where the ID was never learnt.
func (r *userResource) find(ctx context.Context, model *userModel) (organization.Account, bool, error) {
	if id := model.AccountID.ValueString(); id != "" {
		return r.Organization.People.Member(ctx, model.DirectoryID.ValueString(), id)
	}
	return r.Organization.People.MemberByEmail(ctx, model.DirectoryID.ValueString(), model.Email.ValueString())
}

// imported parses an import ID, and finds the account of an address.
func (r *userResource) imported(ctx context.Context, id string) ([]string, error) {
	parts, err := parseUserID(id)
	if err != nil || !organization.IsAddress(parts[1]) {
		return parts, err
	}
	directoryID, err := r.Organization.Directories.Resolve(ctx, parts[0])
	if err != nil {
		return nil, err
	}
	account, there, err := r.Organization.People.MemberByEmail(ctx, directoryID, parts[1])
	switch {
	case err != nil:
		return nil, fmt.Errorf("cannot look up the e-mail address: %w", err)
	case !there:
		return nil, errors.New(nobody(parts[1], directoryID))
	}
	return []string{directoryID, account.AccountID}, nil
}

// admit takes over a person who is in the directory, or invites one who is not. Tracked reports whether the person is there, or may be,
// so that the state must have the person.
func (r *userResource) admit(ctx context.Context, model *userModel) (tracked bool, diags diag.Diagnostics) {
	directoryID, email := model.DirectoryID.ValueString(), model.Email.ValueString()
	r.Organization.Claims.AwaitLeft(ctx, model.subjects()...)
	account, there, err := r.Organization.People.MemberToInvite(ctx, directoryID, email)
	if err != nil {
		return false, diag.Diagnostics{base.FailedAt(path.Root("email"), "Cannot look up the e-mail address", err)}
	}
	if there {
		model.take(account)
		if !r.known(model) {
			diags.AddWarning("The person was in the directory already", fmt.Sprintf(
				"%s (account %s) was in directory %s before. This resource now manages the person. It sent no invitation, so its groups and roles give nothing. %s",
				model.who(), account.AccountID, directoryID, model.consequence()))
		}
		return true, diags
	}
	if !model.invitesTo() {
		return false, diag.Diagnostics{nothingToInviteTo(email, directoryID)}
	}
	invitation, diags := r.invitation(ctx, model)
	if diags.HasError() {
		return false, diags
	}
	account, err = r.Organization.People.Invite(ctx, directoryID, email, invitation)
	if account.AccountID != "" {
		model.take(account)
	}
	if err == nil {
		return true, diags
	}
	return meaning.IsPending(err) || account.AccountID != "", append(diags, invitationFailure(model, err))
}

// invitation is what the configuration says that the person is invited to.
func (r *userResource) invitation(ctx context.Context, model *userModel) (invitations.Invitation, diag.Diagnostics) {
	groups, _ := model.Groups.Strings()
	slices.Sort(groups) // people who are invited to the same travel together
	roles, diags := r.invitedRoles(ctx, model, false)
	return invitations.Invitation{
		Groups: groups, Roles: roles, SendNotification: model.SendNotification.ValueBool(), NotificationText: model.NotificationText.ValueString(),
	}, diags
}

// known reports whether the state of this configuration held the person before.
func (r *userResource) known(model *userModel) bool {
	return slices.ContainsFunc(model.subjects(), r.Organization.Claims.Known)
}

// consequence says what a destroy does.
func (m *userModel) consequence() string {
	switch m.OnDestroy.ValueString() {
	case destroyRemoves:
		return "Destroying the resource removes the person from the directory."
	case destroyForgets:
		return "Destroying the resource changes nothing in Atlassian."
	default:
		return "Destroying the resource suspends the person."
	}
}

func nothingToInviteTo(email, directoryID string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("groups"), "Nothing to invite the person to", nobody(email, directoryID)+
		", so the resource must invite the person. An invitation needs groups or roles. Add groups or roles.")
}

// invitationFailure describes what went wrong with an invitation.
func invitationFailure(model *userModel, err error) diag.Diagnostic {
	const kept = " The state has the person. The next plan shows a replacement, because the creation has failed: it neither suspends nor invites anybody. " +
		"To plan without it, run terraform untaint."
	var partial *invitations.PartialError
	var nothing *invitations.NotInvitedError
	var unseen *meaning.NotVisibleError
	switch {
	case errors.As(err, &partial) && partial.Lost == nil:
		return diag.NewErrorDiagnostic("The person did not get everything", base.Capitalized(err.Error())+
			". Give what is missing with atlassian_group_membership or atlassian_user_role_assignment, or by hand, once the reason is gone: nobody is invited twice."+kept)
	case errors.As(err, &partial):
		return diag.NewWarningDiagnostic("Cannot tell what the person got", base.Capitalized(err.Error())+
			". Check the person in Atlassian Administration under Directory > Users.")
	case errors.As(err, &nothing):
		return diag.NewErrorDiagnostic(cannotInvite, base.Capitalized(err.Error())+".")
	case errors.As(err, &unseen):
		return diag.NewErrorDiagnostic("The invitation is not visible yet", base.Capitalized(err.Error())+
			". The groups and apps of an invitation decide which directory the person joins. If they are those of another directory, write that one into directory_id."+kept)
	case meaning.IsPending(err):
		return diag.NewErrorDiagnostic("Cannot tell whether the person was invited", base.Failed("", err).Detail()+
			" The state has "+model.who()+", and the next plan looks again.")
	case meaning.WhyRefused(err).Meaning == meaning.Conflicting:
		return base.Failed(cannotInvite, fmt.Errorf("%w; raise the user limit of the app, or free a seat first, such as that of a person who is suspended", err))
	}
	return base.Failed(cannotInvite, err)
}

// settleStatus suspends or restores the person, and stores what Atlassian says.
func (r *userResource) settleStatus(ctx context.Context, model *userModel, wanted string) diag.Diagnostics {
	if model.Status.ValueString() == wanted {
		return nil
	}
	var diags diag.Diagnostics
	directoryID, accountID := model.DirectoryID.ValueString(), model.AccountID.ValueString()
	var err error
	if wanted == organization.StatusSuspended {
		if diags = base.Spared(ctx, r.Organization, organization.LossOfAccess, accountID); diags.HasError() {
			return diags
		}
		_, err = r.Organization.People.Suspend(ctx, directoryID, accountID)
	} else {
		_, err = r.Organization.People.Restore(ctx, directoryID, accountID)
	}
	if diags = accessFailure(wanted, err); diags.HasError() {
		return diags
	}
	account, there, err := r.Organization.People.Member(ctx, directoryID, accountID)
	switch {
	case err != nil:
		diags.Append(base.Failed("Cannot read the person", err))
		return diags
	case there:
		model.complete(account)
	}
	if model.Status.ValueString() != wanted {
		diags.Append(unmended(model, wanted))
	}
	return diags
}

// unsaidStatus says that Atlassian leaves open whether the access is suspended.
func unsaidStatus(model *userModel, so string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("status"), "Cannot tell whether the access is suspended", fmt.Sprintf(
		"Atlassian does not return whether account %s is suspended in directory %s. It only returns whether an account is suspended in all its directories, and this account has no role in this directory that would show it. %s",
		model.AccountID.ValueString(), model.DirectoryID.ValueString(), so))
}

// accessFailure describes a suspension that failed, or the end of one.
func accessFailure(wanted string, err error) diag.Diagnostics {
	var diags diag.Diagnostics
	suspends := wanted == organization.StatusSuspended
	var unseen *meaning.NotVisibleError
	switch {
	case err == nil:
	case meaning.IsContradicted(err) && suspends:
		diags.Append(base.Failed("The access is not suspended", fmt.Errorf("%w. Apply again. If that does not help, look at the person in Atlassian Administration", err)))
	case meaning.IsContradicted(err):
		diags.Append(base.Failed("The access is still suspended", fmt.Errorf("%w. Apply again. If that does not help, look at the person in Atlassian Administration", err)))
	case errors.As(err, &unseen):
		diags.AddWarning("The change of access is not visible yet", base.Capitalized(err.Error())+". A plan that runs soon may show the change again. Applying it does no harm.")
	case meaning.IsNotFound(err):
		missing, _ := errors.AsType[*meaning.NotFoundError](err)
		diags.AddError("The person is not in the directory any more", fmt.Sprintf(
			"Atlassian no longer has %s. Somebody removed the person after the plan. Nothing was changed. Plan again to see the current state.", missing.What))
	case suspends:
		diags.Append(base.Failed("Cannot suspend the person", err))
	default:
		diags.Append(base.Failed("Cannot restore the access", err))
	}
	return diags
}

// unmended says that the account is neither active nor suspended, which this type cannot change.
func unmended(model *userModel, wanted string) diag.Diagnostic {
	status := model.Status.ValueString()
	text := fmt.Sprintf("The status of account %s of %s is %s, but the configuration sets status to %s. ", model.AccountID.ValueString(), model.who(), base.Word(status), wanted)
	switch strings.ToLower(status) {
	case "deactivated":
		text += "This resource only suspends and restores access. To activate a managed account again, use atlassian_managed_account with active = true, or the action atlassian_activate_account."
	case "for_deletion":
		text += "The account is scheduled for deletion. This resource cannot stop that. For a managed account, atlassian_managed_account can."
	default:
		text += "This resource only suspends and restores access, and cannot change that. Look at the person in Atlassian Administration."
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("status"), "The account is "+status, text)
}

// keepsAccess is what a plan and an apply say of an end that takes no access away.
const keepsAccess = "The person keeps the access"

// end does what on_destroy says.
func (r *userResource) end(ctx context.Context, model *userModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if model.OnDestroy.ValueString() == destroyForgets {
		diags.AddWarning(keepsAccess, fmt.Sprintf(`%s stays in directory %s as before, because on_destroy is "forget". Terraform does not manage the person any more.`, model.who(), model.DirectoryID.ValueString()))
		return diags
	}
	account, there, err := r.find(ctx, model)
	switch {
	case err != nil:
		return diag.Diagnostics{base.Failed("Cannot read the person", err)}
	case !there:
		return nil
	}
	directoryID := model.DirectoryID.ValueString()
	if !organization.IsSuspended(account) || model.OnDestroy.ValueString() == destroyRemoves {
		if diags = base.Spared(ctx, r.Organization, organization.LossOfAccess, account.AccountID); diags.HasError() {
			return diags
		}
	}
	if model.OnDestroy.ValueString() == destroyRemoves {
		return removalFailure(r.Organization.People.Remove(ctx, directoryID, account.AccountID))
	}
	_, err = r.Organization.People.Suspend(ctx, directoryID, account.AccountID)
	if meaning.IsNotFound(err) {
		return nil
	}
	return accessFailure(organization.StatusSuspended, err)
}

// removalFailure describes a removal that failed.
func removalFailure(err error) diag.Diagnostics {
	var diags diag.Diagnostics
	var unseen *meaning.NotVisibleError
	switch {
	case err == nil, meaning.IsNotFound(err):
	case meaning.IsContradicted(err):
		diags.Append(base.Failed("The person is still in the directory", fmt.Errorf("%w. Atlassian queues removals. The person stays in the state. Apply again later", err)))
	case errors.As(err, &unseen):
		diags.AddWarning("The removal is not visible yet", base.Capitalized(err.Error())+".")
	default:
		diags.Append(base.Failed("Cannot remove the person", err))
	}
	return diags
}
