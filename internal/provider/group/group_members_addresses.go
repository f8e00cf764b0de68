// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// adviseOnEmails warns of addresses that belong to no account, and of members whose address Atlassian does not show. Neither is an
// error: the same run may invite a person, and the user may want to remove a member without an address. An unchanged list costs no
// request. A changed one costs a request for every 100 addresses that are new.
func (r *groupMembersResource) adviseOnEmails(ctx context.Context, prior, planned *groupMembersModel) diag.Diagnostics {
	var diags diag.Diagnostics
	wanted := planned.list()
	directoryID := planned.DirectoryID.ValueString()
	if !wanted.byEmail || wanted.unknown || directoryID == "" || prior.sameMembers(planned) && !prior.elsewhere(planned) {
		return diags
	}
	before, hidden := r.before(ctx, prior, planned)
	missing, _ := unordered.Difference(wanted.words, before, true)
	people, err := r.Organization.People.Resolve(ctx, organization.InDirectory(directoryID), missing, nil)
	if err != nil {
		tflog.Debug(ctx, "the accounts of the addresses stay unknown until apply", map[string]any{"error": err.Error()})
	}
	if strangers := unknownWords(people); len(strangers) > 0 {
		text := fmt.Sprintf("Directory %s has no account for %s of emails: %s. Check the spelling. Unless this run invites these people before it changes the members of the group, "+
			"the apply fails, and neither adds nor removes anybody.",
			directoryID, base.Quantity(len(strangers), "address", "addresses"), organization.Words(strangers))
		if len(hidden) > 0 {
			text += " They may also belong to members whose address Atlassian hides: see the warning about these members."
		}
		diags.AddAttributeWarning(path.Root("emails"), "Addresses without an account", text)
	}
	if len(hidden) > 0 {
		diags.AddAttributeWarning(path.Root("emails"), "Members without a visible address", fmt.Sprintf(
			"Atlassian shows no e-mail address for %s of group %s: %s. No address in emails can match them, so the plan shows them by account ID and removes them from the group. "+
				"To keep them, list the members of this group by account_ids instead of emails.",
			base.Quantity(len(hidden), "member", "members"), planned.GroupID.ValueString(), base.ShortList(hidden)))
	}
	return diags
}

// before returns the members of the group before the plan, in the words of a list of addresses, and those among them who have only an
// account ID, each with a name where there is one. A list of addresses in the state needs no request.
func (r *groupMembersResource) before(ctx context.Context, prior, planned *groupMembersModel) (words, hidden []string) {
	known := prior.list()
	same := !prior.GroupID.IsNull() && !prior.elsewhere(planned)
	if same && known.byEmail {
		words = known.words
		if len(addresses(words)) == len(words) {
			return words, nil
		}
	}
	if planned.GroupID.IsUnknown() {
		return words, nil
	}
	members, err := r.Organization.Groups.Members(ctx, planned.key())
	if err != nil {
		tflog.Debug(ctx, "who is in the group stays unknown until apply", map[string]any{"error": err.Error()})
		return words, notAddresses(words)
	}
	for _, member := range members {
		if member.Email == "" {
			hidden = append(hidden, nameOf(member))
		}
	}
	slices.Sort(hidden)
	return organization.WordsFor(members, true), hidden
}

// nameOf names a member without an address in a message.
func nameOf(member organization.Account) string {
	if member.Name == "" {
		return member.AccountID
	}
	return member.AccountID + " (" + base.Quoted(member.Name) + ")"
}

// unknownWords returns the words that belong to no account.
func unknownWords(people []organization.Person) []string {
	var words []string
	for _, p := range people {
		if p.Standing == organization.Nobody {
			words = append(words, p.Word)
		}
	}
	return words
}

// refuseUnknownEmails is the error of an apply with addresses that belong to no account. Before are the members of the group, in
// the words of the list.
func refuseUnknownEmails(directoryID string, strangers, before []string) diag.Diagnostic {
	text := fmt.Sprintf("Directory %s has no account for %s of the list: %s. Invite these people to the organization first, or take them off the list. Nobody was added or removed.",
		directoryID, base.Quantity(len(strangers), "address", "addresses"), organization.Words(strangers))
	if hidden := notAddresses(before); len(hidden) > 0 {
		text += fmt.Sprintf("\n\nAtlassian shows no e-mail address for %s of the group: %s. If an address of the list belongs to one of them, you need not invite that person: list the members of this group by account_ids instead of emails.",
			base.Quantity(len(hidden), "member", "members"), base.ShortList(hidden))
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("emails"), "Addresses without an account", text)
}

// warnOfUnknownEmail warns in a plan of an address that belongs to no account.
func warnOfUnknownEmail(email, directoryID string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("email"), "No account has this e-mail address", fmt.Sprintf(
		"Directory %s has no account with the address %s. Check the spelling. Unless this run invites the person before it adds the member, the apply fails. "+
			"If Atlassian hides the address of the account, write account_id instead of email.", directoryID, email))
}

// refuseShared refuses addresses that several members have. The state has such members by their IDs, as it has members without an address.
// So only a change that removes somebody by ID costs a look at the group.
func (r *groupMembersResource) refuseShared(ctx context.Context, key organization.GroupKey, wanted memberList, foreign []string) (diag.Diagnostics, error) {
	if !wanted.byEmail || len(addresses(wanted.words)) == 0 || len(notAddresses(foreign)) == 0 {
		return nil, nil
	}
	members, err := r.Organization.Groups.Members(ctx, key)
	if err != nil {
		return nil, err
	}
	return base.RefuseSharedAddresses(wanted.words, members), nil
}
