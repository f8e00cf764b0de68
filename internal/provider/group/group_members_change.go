// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// membersChange is the change that brings the members of a group to the planned ones.
type membersChange struct {
	// byEmail is set if the plan lists members by address.
	byEmail bool
	// before are the present members, in the plan's words.
	before []string
	// add and remove are account IDs.
	add, remove []string
	// words are the plan's words for the members to add and to remove, by account ID.
	words map[string]string
}

// removals returns the members to remove, in the plan's words.
func (c *membersChange) removals() []string {
	words := make([]string, len(c.remove))
	for i, id := range c.remove {
		words[i] = c.word(id)
	}
	return words
}

func (c *membersChange) word(accountID string) string {
	if word, ok := c.words[accountID]; ok {
		return word
	}
	return accountID
}

// after returns the members after a part of the change took effect, in the order of the planned list.
func (c *membersChange) after(planned, added, removed []string) []string {
	present := make([]string, 0, len(c.before)+len(added))
	present = append(present, c.before...)
	for _, id := range added {
		present = append(present, c.word(id))
	}
	gone := make([]string, len(removed))
	for i, id := range removed {
		gone[i] = c.word(id)
	}
	present, _ = unordered.Difference(present, gone, c.byEmail)
	return unordered.Arrange(planned, present, c.byEmail)
}

// takeGroup brings a group to the wanted members, whatever members it has. With an error it returns the members that the group
// has then, in the words of the list, or nil if it did nothing.
func (r *groupMembersResource) takeGroup(ctx context.Context, model *groupMembersModel, wanted memberList) ([]string, diag.Diagnostics) {
	r.Organization.Claims.AwaitLeft(ctx, organization.MembersSubject(model.key()))
	members, err := r.Organization.Groups.Members(ctx, model.key())
	if err != nil {
		return nil, diag.Diagnostics{base.FailedAt(path.Root("group_id"), "Cannot read the members of the group", err)}
	}
	change, diags := r.takeOver(ctx, model.DirectoryID.ValueString(), wanted, members)
	if diags.HasError() {
		return nil, diags
	}
	takeOver := removal{key: model.key(), list: wanted, words: change.removals(), limit: model.MaxRemovals}
	diags.Append(takeOver.refusals()...)
	diags.Append(r.refuseProtected(ctx, takeOver)...)
	if diags.HasError() {
		return nil, diags
	}
	done := r.Organization.Groups.ChangeMembers(ctx, model.key(), change.add, change.remove)
	diags.Append(change.report(done)...)
	if len(done.Added)+len(done.Removed) == 0 {
		return nil, diags
	}
	return change.after(wanted.words, done.Added, done.Removed), diags
}

// takeOver returns the change from the present members of a group to the wanted ones.
func (r *groupMembersResource) takeOver(ctx context.Context, directoryID string, wanted memberList, members []organization.Account) (*membersChange, diag.Diagnostics) {
	present := make(map[string]organization.Account, len(members))
	for _, member := range members {
		present[member.AccountID] = member
	}
	if refused := base.RefuseSharedAddresses(wanted.words, members); wanted.byEmail && refused.HasError() {
		return nil, refused
	}
	change := &membersChange{byEmail: wanted.byEmail, before: organization.WordsFor(members, wanted.byEmail), words: make(map[string]string)}
	missing, _ := unordered.Difference(wanted.words, change.before, wanted.byEmail)
	ids, diags := r.accountIDs(ctx, directoryID, memberList{words: missing, byEmail: wanted.byEmail}, change.before)
	if diags.HasError() {
		return nil, diags
	}
	listed := make(map[string]bool, len(wanted.words)) // the account IDs that stay
	for i, id := range ids {
		listed[id] = true
		if _, is := present[id]; !is {
			change.add = append(change.add, id)
			change.words[id] = missing[i]
		}
	}
	_, foreign := unordered.Difference(wanted.words, change.before, wanted.byEmail)
	stranger := make(map[string]bool, len(foreign))
	for _, word := range foreign {
		stranger[word] = true
	}
	for i, member := range members {
		if stranger[change.before[i]] && !listed[member.AccountID] {
			change.remove = append(change.remove, member.AccountID)
			change.words[member.AccountID] = change.before[i]
		}
	}
	return change, diags
}

// accountIDs returns the accounts of words, in their order. All addresses without an account are one error. Before are the
// members of the group, in the same words.
func (r *groupMembersResource) accountIDs(ctx context.Context, directoryID string, list memberList, before []string) ([]string, diag.Diagnostics) {
	var diags diag.Diagnostics
	if !list.byEmail || len(list.words) == 0 {
		return list.words, diags
	}
	people, err := r.Organization.People.Resolve(ctx, organization.InDirectory(directoryID), list.words, nil)
	if err != nil {
		diags.Append(base.FailedAt(path.Root("emails"), "Cannot look up the e-mail addresses", err))
		return nil, diags
	}
	if unknown := unknownWords(people); len(unknown) > 0 {
		diags.Append(refuseUnknownEmails(directoryID, unknown, before))
		return nil, diags
	}
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.AccountID
	}
	return ids, diags
}

// moveGroup first adds the listed members to the new group, and then removes the members of the state from the old one. If that
// fails, the state keeps the old group, and the next plan shows the same change again.
func (r *groupMembersResource) moveGroup(ctx context.Context, prior, model *groupMembersModel, state *tfsdk.State) diag.Diagnostics {
	list := prior.list()
	held := func() bool {
		return r.Organization.Claims.AwaitHeld(ctx, prior.key().String(), organization.MembersSubject(prior.key()))
	}
	refused := r.refuseProtected(ctx, removal{key: prior.key(), list: list, words: r.notKept(ctx, prior, list.words), ends: true})
	if refused.HasError() && !held() {
		return refused
	}
	var diags diag.Diagnostics
	_, taken := r.takeGroup(ctx, model, model.list())
	diags.Append(taken...)
	if diags.HasError() {
		diags.AddError("The members stay in the old group", fmt.Sprintf(
			"Not all members could join group %s, so all of them stay in group %s, which the state keeps. Fix the cause and apply again. If you undo the change instead, check the members of group %s.",
			model.GroupID.ValueString(), prior.GroupID.ValueString(), model.GroupID.ValueString()))
		return diags
	}
	if held() { // by another resource, which decides on them from now on
		return diags
	}
	stuck, ended := r.removeMembers(ctx, prior)
	diags.Append(ended...)
	if diags.HasError() {
		if stuck != nil {
			prior.setList(stuck, list.byEmail)
		}
		diags.Append(state.Set(ctx, prior)...)
		diags.AddError("Members are left in the old group", fmt.Sprintf(
			"The members are in group %s now, but could not all be removed from group %s. The state keeps the old group, so that the next plan shows the change again. If you undo the change instead, check the members of group %s.",
			model.GroupID.ValueString(), prior.GroupID.ValueString(), model.GroupID.ValueString()))
	}
	return diags
}

// change returns the change from the members of the state to the wanted ones.
func (r *groupMembersResource) change(ctx context.Context, prior *groupMembersModel, wanted memberList) (*membersChange, diag.Diagnostics) {
	var diags diag.Diagnostics
	directoryID := prior.DirectoryID.ValueString()
	present := prior.list()
	change := &membersChange{byEmail: wanted.byEmail, before: present.words, words: make(map[string]string)}
	if present.byEmail != wanted.byEmail {
		translated, err := r.translate(ctx, directoryID, present, wanted)
		if err != nil {
			diags.Append(base.FailedAt(path.Root(wanted.attribute()), "Cannot look up the e-mail addresses", err))
			return nil, diags
		}
		change.before = translated
	}
	missing, foreign := unordered.Difference(wanted.words, change.before, wanted.byEmail)
	refused, err := r.refuseShared(ctx, prior.key(), wanted, foreign)
	if err != nil {
		return nil, diag.Diagnostics{base.FailedAt(path.Root("group_id"), "Cannot read the members of the group", err)}
	}
	if refused.HasError() {
		return nil, refused
	}
	ids, found := r.accountIDs(ctx, directoryID, memberList{words: missing, byEmail: wanted.byEmail}, change.before)
	diags.Append(found...)
	if diags.HasError() {
		return nil, diags
	}
	for i, id := range ids {
		change.words[id] = missing[i]
	}
	leaving, err := r.leaving(ctx, directoryID, foreign)
	if err != nil {
		diags.Append(base.FailedAt(path.Root(wanted.attribute()), "Cannot look up the e-mail addresses", err))
		return nil, diags
	}
	for _, word := range foreign {
		id, ok := leaving[word]
		if _, stays := change.words[id]; !ok || stays {
			continue // an address without an account is no member; one under two addresses stays
		}
		change.remove = append(change.remove, id)
		change.words[id] = word
	}
	change.add = ids
	return change, diags
}

// leaving returns the accounts of members to remove, by their words. An account ID is its own word.
func (r *groupMembersResource) leaving(ctx context.Context, directoryID string, words []string) (map[string]string, error) {
	people, err := r.Organization.People.Resolve(ctx, organization.InDirectory(directoryID).Still(), words, nil)
	if err != nil {
		return nil, err
	}
	ids := make(map[string]string, len(people))
	for _, p := range people {
		if p.Standing != organization.Nobody {
			ids[p.Word] = p.AccountID
		}
	}
	return ids, nil
}

// removeMembers removes the members of a state from their group, except for those whom another resource keeps there. With an
// error it returns the members that are left, in the words of the state, or nil if it did nothing. Kept are the members whom
// another resource keeps according to the plan.
func (r *groupMembersResource) removeMembers(ctx context.Context, model *groupMembersModel, kept ...string) ([]string, diag.Diagnostics) {
	list := model.list()
	if r.groupIsGone(ctx, model.key()) {
		return nil, nil // and its members with it
	}
	ending, _ := unordered.Difference(r.notKept(ctx, model, list.words), kept, list.byEmail)
	leaving, err := r.leaving(ctx, model.DirectoryID.ValueString(), ending)
	if err != nil {
		return nil, diag.Diagnostics{base.Failed("Cannot look up the e-mail addresses", err)}
	}
	parts := make(map[string][]claims.Subject, len(leaving))
	for word, id := range leaving {
		parts[word] = membershipSubjects(model.key(), id, word)
	}
	strangers := r.warnOfStrangers(ctx, model, leaving)
	unheld, left := r.Organization.Claims.LeaveUnheld(organization.MembersSubject(model.key()), parts)
	defer left()
	change := &membersChange{byEmail: list.byEmail, before: list.words, words: make(map[string]string, len(leaving))}
	for _, word := range ending {
		if id, ok := leaving[word]; ok && unheld[word] {
			change.remove = append(change.remove, id)
			change.words[id] = word
		}
	}
	done := r.Organization.Groups.ChangeMembers(ctx, model.key(), nil, change.remove)
	return change.after(list.words, nil, done.Removed), append(change.report(done), strangers...)
}

// warnOfStrangers warns of addresses that no member of the group has whom the list may have meant, if other members may be the same people under
// another address: nobody can be removed for such an address. It looks before anybody is removed. Accounts are those of the addresses, as far as
// they are known.
func (r *groupMembersResource) warnOfStrangers(ctx context.Context, model *groupMembersModel, accounts map[string]string) diag.Diagnostics {
	listed := addresses(model.list().words)
	if len(listed) == 0 {
		return nil
	}
	members, err := r.Organization.Groups.Members(ctx, model.key())
	present := make(map[string]bool, 2*len(members))
	for _, member := range members {
		if !r.heldElsewhere(model.key(), member.AccountID, member.Email) { // who joins by a resource may not be whom the list meant
			present[member.AccountID], present[organization.WordKey(member.Email)] = true, true
		}
	}
	strangers := slices.DeleteFunc(listed, func(word string) bool {
		return present[organization.WordKey(word)] || accounts[word] != "" && present[accounts[word]]
	})
	if len(strangers) == 0 {
		return nil
	}
	whom := "The members of the group cannot be read"
	if err == nil {
		others := r.unlisted(model, members, accounts)
		if len(others) == 0 {
			return nil
		}
		whom = fmt.Sprintf("The group has %s whom neither the list nor another resource names: %s", base.Quantity(len(others), "member", "members"), base.ShortList(others))
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Somebody may have stayed in the group", fmt.Sprintf(
		"The provider removes nobody from group %s for %s of the list: %s. %s. If one of them is the same person under another address, remove that person from the group by hand.",
		model.GroupID.ValueString(), base.Quantity(len(strangers), "address", "addresses"), base.ShortList(strangers), whom))}
}

// unlisted returns the members of a group whom neither the list nor another resource of the configuration has.
func (r *groupMembersResource) unlisted(model *groupMembersModel, members []organization.Account, accounts map[string]string) []string {
	listed := make(map[string]bool)
	for _, word := range model.list().words {
		listed[organization.WordKey(word)], listed[accounts[word]] = true, true
	}
	return organization.WordsFor(slices.DeleteFunc(slices.Clone(members), func(member organization.Account) bool {
		return listed[member.AccountID] || member.Email != "" && listed[organization.WordKey(member.Email)] || r.heldElsewhere(model.key(), member.AccountID, member.Email)
	}), true)
}

// report returns the diagnostics of a finished change: none, a warning, or an error that says which members failed and why.
func (c *membersChange) report(done organization.MemberChanges) diag.Diagnostics {
	var diags diag.Diagnostics
	if done.Unconfirmed != nil {
		diags.AddWarning("Not all of the change is visible yet",
			fmt.Sprintf("Atlassian accepted the change, but does not show all of it yet: %v. A plan that runs soon may still show a difference.", firstLine(done.Unconfirmed)))
	}
	if len(done.Failed) == 0 {
		return diags
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%d of %d changes failed:\n", len(done.Failed), len(c.add)+len(c.remove)-len(done.Skipped))
	failed := make([]string, 0, len(done.Failed))
	for _, id := range slices.Concat(c.add, c.remove) {
		if err, bad := done.Failed[id]; bad {
			failed = append(failed, fmt.Sprintf("%s: %v", c.word(id), err))
		}
	}
	text.WriteString(base.BulletList(failed))
	text.WriteString(adminsHint(done.Failed))
	text.WriteString(base.TimeIsOver(done.Failed))
	if len(done.Skipped) > 0 {
		words := make([]string, len(done.Skipped))
		for i, id := range done.Skipped {
			words[i] = c.word(id)
		}
		fmt.Fprintf(&text, "\n\nThe provider did not try the removals, so that nobody loses access before the others have it. Still in the group for now: %s (%s).",
			base.Quantity(len(words), "member", "members"), base.ShortList(words))
	}
	text.WriteString("\n\nWhat was done is in the state. Fix the cause and apply again: the next plan shows what is left.")
	diags.AddError("Some members could not be changed", text.String())
	return diags
}

// firstLine shortens an error that repeats itself for every member.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// makeAdminsByRole says what to do if Atlassian refuses to add an account to the group of the organization's admins.
const makeAdminsByRole = "Since its Units rollout, Atlassian makes organization admins by a role assignment, and the group no longer grants that access. " +
	"Give the account the role with atlassian_organization_admin or atlassian_organization_admins, or in Atlassian Administration > Directory > Users. " +
	"Then remove the account from the configuration of this group. If your organization does not have Units yet, the cause is different: see Atlassian's answer."

// cannotAdd is the error that an account could not be added to a group.
func cannotAdd(summary string, err error) diag.Diagnostic {
	if !organization.IsAdminsRefusal(err) {
		return base.Failed(summary, err)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("group_id"), summary, fmt.Sprintf("Atlassian refused the addition: %v.\n\n%s", err, makeAdminsByRole))
}

// adminsHint returns [makeAdminsByRole] as a paragraph, if one of several additions may have failed for this reason.
func adminsHint(failed map[string]error) string {
	for _, err := range failed {
		if organization.IsAdminsRefusal(err) {
			return "\n\n" + makeAdminsByRole
		}
	}
	return ""
}
