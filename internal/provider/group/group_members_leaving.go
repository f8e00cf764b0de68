// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// planMove warns of the members who leave the old group, and checks those who are in the new group already. Members join the new
// group first.
func (r *groupMembersResource) planMove(ctx context.Context, prior, planned *groupMembersModel, resp *resource.ModifyPlanResponse) {
	r.planTakeOver(ctx, planned, resp)
	if leaving := prior.list().words; len(leaving) > 0 && !resp.Diagnostics.HasError() {
		resp.Diagnostics.AddAttributeWarning(path.Root("group_id"), "Members move to another group", fmt.Sprintf(
			"Once the listed members have joined group %s, %s of the state leave group %s: %s.",
			planned.GroupID.ValueString(), base.Quantity(len(leaving), "member", "members"), prior.GroupID.ValueString(), base.ShortList(leaving)))
	}
}

// planLeaving plans the end of the memberships in the old group. If another resource of the configuration takes over some of them
// there, the plan replaces this resource. Terraform does not tell an update what its plan has seen, so the update would remove
// the members before that resource adds them. Terraform tells a deletion.
func (r *groupMembersResource) planLeaving(ctx context.Context, prior, planned *groupMembersModel, resp *resource.ModifyPlanResponse) {
	held := false
	if r.Organization.Claims.Refreshed() {
		var kept []string
		held, kept = r.leave(ctx, prior, r.Organization.Claims.AwaitHeld(ctx, prior.key().String(), organization.MembersSubject(prior.key())))
		resp.Diagnostics.Append(base.NoteLeaving(ctx, resp.Private, r.Organization, held, kept...)...)
		if held || len(kept) > 0 {
			resp.RequiresReplace.Append(path.Root("directory_id"), path.Root("group_id"))
		}
	}
	if !held && prior.elsewhere(planned) {
		limits, others := r.refuseEnd(ctx, prior, planned.MaxRemovals)
		resp.Diagnostics.Append(append(limits, others...)...)
	}
}

// leave notes that the plan removes the listed members from their group. It reports whether another resource of the configuration
// holds all members, or else which members other resources keep in the group.
func (r *groupMembersResource) leave(ctx context.Context, prior *groupMembersModel, held bool) (all bool, kept []string) {
	key, list, members := prior.key(), prior.list(), organization.MembersSubject(prior.key())
	if held || r.Organization.Claims.PlanLeave(prior.named(), members) {
		return true, nil
	}
	names := r.otherNames(ctx, key, list)
	leaving := r.notKept(ctx, prior, list.words)
	kept, _ = unordered.Difference(list.words, leaving, list.byEmail)
	for _, word := range leaving {
		accountID, email := word, names[strings.ToLower(word)]
		if organization.IsAddress(word) {
			accountID, email = email, word
		}
		if r.Organization.Claims.PlanLeave(prior.named(), membershipSubjects(key, accountID, email)...) {
			kept = append(kept, word)
		}
	}
	return false, kept
}

// otherNames returns the accounts of listed addresses, and the addresses of listed accounts. It searches the members, which the
// refresh of the same run reads anyway.
func (r *groupMembersResource) otherNames(ctx context.Context, key organization.GroupKey, list memberList) map[string]string {
	names := make(map[string]string)
	if len(list.words) == 0 || !list.byEmail && !r.Organization.Claims.Refreshed() && !r.Organization.Claims.AnyShared(organization.MembersSubject(key)) {
		return names
	}
	members, err := r.Organization.Groups.Members(ctx, key)
	if err != nil {
		tflog.Debug(ctx, "other resources are compared by the words of the list alone", map[string]any{"error": err.Error()})
	}
	for _, member := range members {
		names[strings.ToLower(member.Email)], names[strings.ToLower(member.AccountID)] = member.AccountID, member.Email
	}
	return names
}

// A plan can destroy a group together with the list of its members. Then max_removals has nothing to protect. But "terraform
// destroy" plans the members before the group, and never both at once, so the plan of the members cannot know whether the group
// ends. In that case the members stay with the group: they end with it, or the limit has kept them.

// ownGroupKey is the key of the private data that says that the group is a resource of the same configuration.
const ownGroupKey = "own_group"

// leftKey is the key of the private data in which a planned end says that it leaves the members to the group.
const leftKey = "left_to_group"

// noteOwnGroup notes whether the run has refreshed or created the group as well. An apply refreshes nothing, so where only the list is new, it
// is the next refresh that notes it.
func (r *groupMembersResource) noteOwnGroup(ctx context.Context, key organization.GroupKey, kept base.Private) diag.Diagnostics {
	if r.Organization.Claims.Known(organization.GroupSubject(key)) {
		return kept.SetKey(ctx, ownGroupKey, []byte("true"))
	}
	return kept.SetKey(ctx, ownGroupKey, nil)
}

// groupEnds reports whether the plan destroys the group, or the group no longer exists. It waits only while the plan may still
// tell.
func (r *groupMembersResource) groupEnds(ctx context.Context, key organization.GroupKey) bool {
	group := organization.GroupSubject(key)
	if !r.Organization.Claims.AwaitFate(ctx, group) {
		return r.groupIsGone(ctx, key)
	}
	return r.Organization.Claims.Ends(group)
}

// groupIsGone reports whether a group no longer exists.
func (r *groupMembersResource) groupIsGone(ctx context.Context, key organization.GroupKey) bool {
	_, err := r.Organization.Groups.Get(ctx, key)
	return meaning.IsNotFound(err)
}

// mayDissolve reports whether the group is a resource of the same configuration whose plan is not known yet.
func (r *groupMembersResource) mayDissolve(ctx context.Context, key organization.GroupKey, kept base.Private) bool {
	own, _ := kept.GetKey(ctx, ownGroupKey)
	_, stays := r.Organization.Claims.Held(organization.GroupSubject(key))
	return len(own) > 0 && !stays
}

// dissolveWarnings turns the refusals of a limit into the warning that the members stay with the group.
func dissolveWarnings(ctx context.Context, limits diag.Diagnostics, planned base.Private) diag.Diagnostics {
	diags := planned.SetKey(ctx, leftKey, []byte("true"))
	for _, limit := range limits {
		diags.AddAttributeWarning(path.Root("max_removals"), limit.Summary(), limit.Detail()+"\n\n"+
			"The group is a resource of this configuration, too. If this plan destroys it, its members go with it. If it does not, the members stay in the group.")
	}
	return diags
}

// isDissolving reports whether the plan has left the members to the group.
func isDissolving(ctx context.Context, planned base.Private) bool {
	left, _ := planned.GetKey(ctx, leftKey)
	return len(left) > 0
}

// warnOfLeftToGroup warns that no member was removed.
func warnOfLeftToGroup(end removal) diag.Diagnostics {
	if len(end.words) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("The members were not removed from the group", fmt.Sprintf(
		"max_removals allows %d removals from group %s, and the list has %s. So the provider removed nobody. If the same apply destroys the group, its members go with it. "+
			"If not, they stay in the group, and Terraform no longer manages them.",
		end.limit.ValueInt64(), end.key.GroupID, base.Quantity(len(end.words), "member", "members")))}
}
