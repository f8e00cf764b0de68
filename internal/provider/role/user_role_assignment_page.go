// SPDX-License-Identifier: MPL-2.0

package role

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var userRoleAssignmentPage = base.Page{
	Subject: subject,
	Summary: "One role that a person has directly on one app or site, and not by a group.",
	Text: "Use it for single people, such as the admin of an app. To give many people a role, give it to a group with `atlassian_group_role_assignment`, which costs fewer requests and is easier to review.\n\n" +
		"A role that the person has by a group, or that follows from another role, is not this role: it never shows as drift, and is never removed. If the person has the role only in such a way, the plan says so, and applying gives it directly in addition.\n\n" +
		"If the person has the role directly already, and the state of this configuration does not hold it, the plan fails, and the error holds the `import` block. " +
		"This needs a run that has refreshed a group, a member or a role before, as a plan of an existing configuration does. Other runs, such as a first plan, one with `-refresh=false`, or the apply itself, cannot distinguish such a role from one that this resource replaces: " +
		"they warn and show the `import` block, and apply takes the role over. Destroying the resource then revokes it. Two resources for one role of one person are an error of the plan, as far as the plan knows which role they mean.\n\n" +
		bySiteAndProduct + "\n\n" +
		"The role belongs to the person in the whole organization: Atlassian's operations for it take no directory. To make somebody an organization admin, use `atlassian_organization_admin`.\n\n" +
		"Atlassian applies a role within 30 seconds, and the creation waits that long for it. If the role does not appear, the creation fails, but the role stays in the state, marked as tainted: " +
		"Atlassian has accepted it, so it may still take effect. The next plan looks again. If the person has the role by then, the plan shows a replacement, and applying it neither revokes nor assigns anything.\n\n" +
		base.Replacement("A change of the person, the resource or the `role` is an update in place: the new role is assigned first, and the old one is revoked then. "+base.TakenOver,
			"A replacement of the same role revokes nothing, with or without `create_before_destroy`. "+
				"Without `create_before_destroy`, a replacement that also changes the person, the resource or the role revokes the old role before it assigns the new one: make such a change without `-replace`.",
			"the person keeps the role") + "\n\n" +
		"**What a refresh costs.** For each role on each app, the provider reads the people of the state one by one, or searches for all who have the role, whichever is cheaper. " +
		"The search takes one request for every 100 people who have the role, one for every 100 groups that grant it, one for every 100 organization and site admins (once for all roles), and a count of each. " +
		"Somebody who also has the role by a group, and somebody who is an organization or site admin, takes one request more: only the person's own list of roles says whether the role is direct. " +
		"That is the floor; a refresh takes at most twice as many requests.",
	Operations: []string{
		"assignRole", "revokeRole", "getUserRoleAssignments", "searchDirectoryUsers", "getDirectoryUsersCount", "searchDirectoryGroups", "getGroupsCount", "queryWorkspacesV2",
	},
	Requires: "Atlassian documents the operations that change roles for keys without scopes only.",
	Drift: "A direct role that was revoked elsewhere is planned for creation, even if a group still grants it. The resource ignores other roles of the person. " +
		"If an answer lacks a role of the state, the provider reads the person's roles once more before the role counts as gone. That takes one request for each such person, and none where nothing is missing. " +
		"A suspended person keeps the role.",
	Destroy: "Revokes the direct role, unless another resource of the configuration keeps it. If the person still has the role by a group, or because it follows from another role, a warning says so. " +
		"A role or person that is gone already is no error. The plan fails for an account that `protected_account_ids` of the provider block lists.",
	Unverified: []string{
		"How `roleIds` and `resourceIds` of a search combine: the provider assumes that it finds those who have that role on that resource. It compares the search with the people whom it has read one by one, and does not use a search that contradicts them.",
		"That the search shows all groups of a person: the provider compares it with the number of members of each group that grants the role. That roles on apps are inferred from those of organization and site admins only: the same comparison as above applies.",
		"What Atlassian answers when a role is assigned that the person has already, and when one is revoked that the person has by a group only. The provider looks first, and expects that the role of the group stays.",
		"Which roles there are on which app. What an app does not have, Atlassian refuses in the apply.",
		"For Jira the resource ID must be `ari:cloud:jira-software::site/…`. Plain `ari:cloud:jira::site/…` was reported to be accepted and to grant nothing, and is refused here.",
	},
}

// Page is what the documentation page says.
func (*userRoleAssignmentResource) Page() base.Page { return userRoleAssignmentPage }

var userRoleAssignmentListPage = base.Page{
	Subject: subject,
	Summary: "Lists the direct roles of one person, or of all people who have a role on one app or site, to import them.",
	Text: "Of one person it takes one request for every 100 apps. Of an app or site it takes one request for every 100 people who have a role on it, and one for each of them, made as they are needed: " +
		"only a person's own list of roles says which of them are direct. Roles that come by groups, and the role of an organization admin, are not listed.",
	Operations: []string{"getUserRoleAssignments", "searchDirectoryUsers", "queryWorkspacesV2"},
}

// Page is what the documentation page says.
func (*userRoleAssignmentList) Page() base.Page { return userRoleAssignmentListPage }
