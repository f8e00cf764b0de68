// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// ModifyPlan says which members lose their membership without the plan showing it, and refuses what Atlassian or the
// configuration would refuse. An unchanged list costs no request.
func (r *groupMembersResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[groupMembersModel](ctx, req, resp)
	if !ok || r.Organization == nil {
		return
	}
	if p.Destroys() {
		r.planEnd(ctx, p.Prior, resp)
		return
	}
	ctx, made := r.Organization.Claims.Plan(ctx)
	defer made()
	planned, prior := p.Planned, &groupMembersModel{}
	if p.Updates() {
		prior = p.Prior
	}
	switch {
	case p.Creates():
		r.planCreation(ctx, p, resp)
	case planned.keyUnknown(): // it may turn out to be the same group; apply looks again
	case prior.elsewhere(planned):
		r.planMove(ctx, prior, planned, resp)
	case !prior.sameMembers(planned):
		resp.Diagnostics.Append(r.refuseChange(ctx, prior, planned)...)
	}
	moves := p.Updates() && (planned.keyUnknown() || prior.elsewhere(planned))
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.claim(ctx, planned, resp.Private)...)
	}
	if moves && !resp.Diagnostics.HasError() { // after the claim: two that change places wait for each other's
		r.planLeaving(ctx, prior, planned, resp)
	}
	resp.Diagnostics.Append(r.adviseOnEmails(ctx, prior, planned)...)
}

// claim notes that the configuration manages all members of the group. It is an error if another resource manages some of them.
func (r *groupMembersResource) claim(ctx context.Context, planned *groupMembersModel, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	key := planned.key()
	if key.GroupID == "" || key.DirectoryID == "" {
		return diags
	}
	by := planned.named()
	list := []claims.Claim{{Of: organization.MembersSubject(key), By: by}}
	for _, membership := range planned.memberships(planned.list().words) {
		list = append(list, claims.Claim{Of: membership, Shared: true, By: by})
	}
	diags.Append(base.Conflicts(ctx, r.Organization, r.Organization.Claims.Claim(holder, list...))...)
	return diags
}

// planEnd refuses to remove the listed members if something prevents it. It removes no member whom another resource of the
// configuration keeps in the group.
func (r *groupMembersResource) planEnd(ctx context.Context, prior *groupMembersModel, resp *resource.ModifyPlanResponse) {
	members := organization.MembersSubject(prior.key())
	held := r.Organization.Claims.AwaitHeld(ctx, prior.key().String(), members)
	if !held {
		limits, others := r.refuseEnd(ctx, prior, prior.MaxRemovals)
		if limits.HasError() && r.mayDissolve(ctx, prior.key(), resp.Private) {
			resp.Diagnostics.Append(dissolveWarnings(ctx, limits, resp.Private)...)
			limits = nil
		}
		if refusals := slices.Concat(limits, others); refusals.HasError() {
			if held = r.Organization.Claims.AwaitHeldLonger(ctx, members); !held {
				resp.Diagnostics.Append(base.RefuseEnd(ctx, resp.Private, r.Organization, refusals, members)...)
			}
		}
	}
	held, kept := r.leave(ctx, prior, held)
	if !held {
		base.PlanEndOf(ctx, resp.Private, r.Organization, members)
	}
	resp.Diagnostics.Append(base.NoteEnd(ctx, resp.Private, r.Organization, held, kept...)...)
}

// planCreation plans the take-over of the present members of the group.
func (r *groupMembersResource) planCreation(ctx context.Context, p base.Planned[groupMembersModel], resp *resource.ModifyPlanResponse) {
	planned := p.Planned
	planned.DirectoryID = base.PlannedDirectory(ctx, r.Organization, p.Config.DirectoryID, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("directory_id"), planned.DirectoryID)...)
	note := ""
	if !planned.keyUnknown() {
		note = planned.key().String()
	}
	resp.Diagnostics.Append(base.NoteCreation(ctx, resp.Private, note)...)
	if !resp.Diagnostics.HasError() && !planned.keyUnknown() {
		r.planTakeOver(ctx, planned, resp)
	}
}

// planTakeOver warns that the apply removes members who are not listed, or refuses to remove them.
func (r *groupMembersResource) planTakeOver(ctx context.Context, planned *groupMembersModel, resp *resource.ModifyPlanResponse) {
	resp.Diagnostics.Append(refuseGroup(ctx, r.Organization, planned.key(), true)...)
	wanted := planned.list()
	if resp.Diagnostics.HasError() || wanted.unknown {
		return
	}
	members, err := r.Organization.Groups.Members(ctx, planned.key())
	if err != nil {
		tflog.Debug(ctx, "who is in the group stays unknown until apply", map[string]any{"error": err.Error()})
		return
	}
	if wanted.byEmail {
		resp.Diagnostics.Append(base.RefuseSharedAddresses(wanted.words, members)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	missing, foreign := unordered.Difference(wanted.words, organization.WordsFor(members, wanted.byEmail), wanted.byEmail)
	// An element that is not known yet may turn out to be one of the members that seem foreign.
	certain := max(0, len(foreign)-wanted.open)
	removal := removal{key: planned.key(), list: wanted, words: foreign[:certain], limit: planned.MaxRemovals}
	resp.Diagnostics.Append(removal.refusals()...)
	if certain == len(foreign) {
		resp.Diagnostics.Append(r.refuseProtected(ctx, removal)...)
	}
	if certain == len(foreign) && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(base.SparedMembersInPlan(ctx, r.Organization, removal.key, foreign, missing)...)
	}
	if len(foreign) > 0 && !resp.Diagnostics.HasError() {
		resp.Diagnostics.AddAttributeWarning(path.Root(wanted.attribute()), "Members who are not listed will be removed", fmt.Sprintf(
			"Group %s has %s who are not listed in %s. Applying this removes them: %s. To keep a member, add it to the list.",
			planned.GroupID.ValueString(), base.UpTo(certain, len(foreign), "member", "members"), wanted.attribute(), base.ShortList(foreign)))
	}
}

// removal is a planned removal of members, with the limits of the configuration.
type removal struct {
	key organization.GroupKey
	// list is the planned list. It has no meaning if the resource is deleted.
	list memberList
	// words are the members to remove, in the words of the list.
	words []string
	limit types.Int64
	// ends is set if the deletion of the resource removes all listed members.
	ends bool
}

// refusals says which limit the removal exceeds.
func (r removal) refusals() diag.Diagnostics {
	var diags diag.Diagnostics
	limited := !r.limit.IsNull() && !r.limit.IsUnknown()
	emptied := !r.ends && len(r.list.words) == 0 && r.list.open == 0 && !r.list.unknown
	n := len(r.words)
	switch {
	case n == 0:
	case limited && int64(n) > r.limit.ValueInt64():
		diags.AddAttributeError(path.Root("max_removals"), "Too many members would be removed", fmt.Sprintf(
			"This would remove %s from group %s, but max_removals allows %d: %s. If that is what you want, %s.",
			base.Quantity(n, "member", "members"), r.key.GroupID, r.limit.ValueInt64(), base.ShortList(r.words), r.howToAllow(n)))
	case emptied && r.limit.IsNull():
		diags.AddAttributeError(path.Root(r.list.attribute()), "An empty list would empty the group", fmt.Sprintf(
			"%s is empty, and this would remove %s from group %s: %s. An empty list is often a mistake, such as a filter that finds nothing. "+
				"If you want to remove all members, set max_removals to at least %d.",
			r.list.attribute(), base.Quantity(n, "member", "members"), r.key.GroupID, base.ShortList(r.words), n))
	}
	return diags
}

// howToAllow says how to allow the removal. For a deletion, Terraform takes the limit from the state.
func (r removal) howToAllow(n int) string {
	if r.ends {
		return fmt.Sprintf("raise max_removals to at least %d and apply that first; to only stop managing the members here, use a removed block with destroy = false", n)
	}
	return fmt.Sprintf("raise max_removals to at least %d", n)
}

// refuseEnd says why not all listed members can be removed. A limit has nothing to protect if the group itself is deleted.
func (r *groupMembersResource) refuseEnd(ctx context.Context, prior *groupMembersModel, limit types.Int64) (limits, others diag.Diagnostics) {
	list := prior.list()
	end := removal{key: prior.key(), list: list, words: r.notKept(ctx, prior, list.words), limit: limit, ends: true}
	limits = end.refusals()
	if limits.HasError() && r.groupEnds(ctx, end.key) {
		limits = nil
	}
	if limits.HasError() { // a membership that keeps some of them may have been planned meanwhile
		end.words = r.notKept(ctx, prior, list.words)
		limits = end.refusals()
	}
	others = r.refuseProtected(ctx, end)
	if !limits.HasError() && !others.HasError() {
		others.Append(base.SparedMembersInPlan(ctx, r.Organization, end.key, end.words, nil)...)
	}
	if len(end.words) > 0 && !limits.HasError() && !others.HasError() {
		others.Append(refuseGroup(ctx, r.Organization, end.key, false)...)
	}
	return limits, others
}

// notKept returns the words of the members that no other resource of the configuration keeps in the group.
func (r *groupMembersResource) notKept(ctx context.Context, prior *groupMembersModel, words []string) []string {
	key := prior.key()
	if !r.Organization.Claims.AnyShared(organization.MembersSubject(key)) {
		return words
	}
	accounts, err := r.leaving(ctx, key.DirectoryID, words)
	if err != nil {
		tflog.Debug(ctx, "other resources are compared by the words of the list alone", map[string]any{"error": err.Error()})
	}
	return slices.DeleteFunc(slices.Clone(words), func(word string) bool {
		return r.heldElsewhere(key, accounts[word], word)
	})
}

// heldElsewhere reports whether another resource of the configuration keeps an account in a group.
func (r *groupMembersResource) heldElsewhere(key organization.GroupKey, accountID, email string) bool {
	return slices.ContainsFunc(membershipSubjects(key, accountID, email), func(subject claims.Subject) bool {
		_, held := r.Organization.Claims.Held(subject)
		return held
	})
}

// refuseChange says why a change of the list is refused.
func (r *groupMembersResource) refuseChange(ctx context.Context, prior, planned *groupMembersModel) diag.Diagnostics {
	var diags diag.Diagnostics
	wanted := planned.list()
	if wanted.unknown {
		return diags
	}
	missing, foreign, err := r.compare(ctx, prior, wanted)
	if err != nil {
		tflog.Debug(ctx, "what changes stays unknown until apply", map[string]any{"error": err.Error()})
		return diags
	}
	if refused, _ := r.refuseShared(ctx, prior.key(), wanted, foreign); refused.HasError() { // who is in the group may stay unknown until apply
		return refused
	}
	certain := max(0, len(foreign)-wanted.open)
	change := removal{key: prior.key(), list: wanted, words: foreign[:certain], limit: planned.MaxRemovals}
	diags.Append(change.refusals()...)
	if certain == len(foreign) {
		diags.Append(r.refuseProtected(ctx, change)...)
	}
	if certain == len(foreign) && !diags.HasError() {
		diags.Append(base.SparedMembersInPlan(ctx, r.Organization, change.key, foreign, missing)...)
	}
	if (len(missing) > 0 || certain > 0) && !diags.HasError() {
		diags.Append(refuseGroup(ctx, r.Organization, change.key, true)...)
	}
	return diags
}

// compare returns the members that the state's list lacks, and those that only the state's list has, in the words of the planned
// list. It compares lists in the same words as they are, and looks addresses up for others.
func (r *groupMembersResource) compare(ctx context.Context, prior *groupMembersModel, wanted memberList) (missing, foreign []string, err error) {
	present := prior.list()
	if present.byEmail == wanted.byEmail {
		missing, foreign = unordered.Difference(wanted.words, present.words, wanted.byEmail)
		return missing, foreign, nil
	}
	translated, err := r.translate(ctx, prior.DirectoryID.ValueString(), present, wanted)
	if err != nil {
		return nil, nil, err
	}
	missing, foreign = unordered.Difference(wanted.words, translated, wanted.byEmail)
	return missing, foreign, nil
}

// translate returns the present members in the words of the wanted list.
func (r *groupMembersResource) translate(ctx context.Context, directoryID string, present, wanted memberList) ([]string, error) {
	scope, asked := organization.InDirectory(directoryID).Still(), present.words
	if wanted.byEmail {
		scope, asked = organization.InDirectory(directoryID), wanted.words
	}
	people, err := r.Organization.People.Resolve(ctx, scope, asked, nil)
	if err != nil {
		return nil, err
	}
	translations := make(map[string]string, len(people))
	for _, p := range people {
		switch {
		case p.Standing == organization.Nobody:
		case wanted.byEmail:
			translations[p.AccountID] = p.Word
		default:
			translations[p.Word] = p.AccountID
		}
	}
	words := slices.Clone(present.words)
	for i, word := range words {
		if translation, ok := translations[word]; ok {
			words[i] = translation
		}
	}
	return words, nil
}

// addresses returns the addresses among words, without the account IDs of members who have none.
func addresses(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(word string) bool { return !organization.IsAddress(word) })
}

// notAddresses returns the account IDs among words.
func notAddresses(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), organization.IsAddress)
}

// refuseProtected refuses to remove protected accounts, and refuses changes that might remove one.
func (r *groupMembersResource) refuseProtected(ctx context.Context, change removal) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(change.words) == 0 || len(r.Organization.People.ProtectedAccountIDs()) == 0 {
		return diags
	}
	found := r.Organization.People.Protected(change.words...)
	if slices.ContainsFunc(change.words, organization.IsAddress) { // also in a list of IDs: an address that the search does not show stays as it is
		behind, err := r.Organization.Groups.ProtectedBehind(ctx, change.key, change.words, change.list.words)
		if err != nil {
			diags.Append(protectionUnknown(err))
		}
		found = append(found, behind...)
	}
	if len(found) > 0 {
		slices.Sort(found)
		diags.Append(protectedRemoval(change.key.GroupID, slices.Compact(found)))
	}
	return diags
}
