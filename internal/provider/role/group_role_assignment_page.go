// SPDX-License-Identifier: MPL-2.0

package role

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// bySiteAndProduct is the paragraph on roles without an ARI.
const bySiteAndProduct = "Write `site` and `product` to assign a role without an ARI. The provider finds the ARI in the organization's list of workspaces, in the plan if both are known, and shows it as `resource_id`. " +
	"A site or product that the list lacks, or a name that several sites have, is an error of the plan, which shows what there is. If the list cannot be read, the ARI stays unknown until apply. " +
	"An imported assignment has only `resource_id`. A configuration that names the same app by `site` and `product` shows them as an update in place, which sends nothing to Atlassian."

var groupRoleAssignmentPage = base.Page{
	Subject: subject,
	Summary: "One role of a group on one app or site: all members of the group have it.",
	Text: "Use it to say what a group grants: access to an app, or its administration. To give a role to one person, use `atlassian_user_role_assignment`.\n\n" +
		"If the group has the role already, and the state of this configuration does not hold it, the plan fails, and the error holds the `import` block. " +
		"This needs a run that has refreshed a group, a member or a role before, as a plan of an existing configuration does. Other runs, such as a first plan, one with `-refresh=false`, or the apply itself, cannot distinguish such a role from one that this resource replaces: " +
		"they warn and show the `import` block, and apply takes the role over. Destroying the resource then revokes it. Two resources for one role of one group are an error of the plan, as far as the plan knows which role they mean.\n\n" +
		"Atlassian applies a role within 30 seconds, and the creation waits that long for it. If the role does not appear, the creation fails, but the assignment stays in the state, marked as tainted: " +
		"Atlassian has accepted it, so it may still take effect. The next plan looks again. If the group has the role by then, the plan shows a replacement, and applying it neither revokes nor assigns anything. " +
		"If it does not, the plan creates the assignment again.\n\n" +
		bySiteAndProduct + "\n\n" +
		base.Replacement("A change of `group_id`, `resource_id`, `site`, `product` or `role` is an update in place: the new role is assigned first, and the old one is revoked then. "+base.TakenOver,
			"A replacement of the same assignment revokes nothing, with or without `create_before_destroy`. "+
				"Without `create_before_destroy`, a replacement that also changes the group, the resource or the role revokes the old role before it assigns the new one: make such a change without `-replace`.",
			"the group keeps the role") + "\n\n" +
		"The plan warns if the organization does not list the app or site of a `resource_id`. Looking at the list takes one request for all assignments of a run.\n\n" +
		"Many assignments of one group are read with one request. You can also assign roles to a group that is synced from an identity provider: Atlassian documents only its members as being out of reach.",
	Operations: []string{"getGroupRoleAssignments", "assignGroupRole", "revokeGroupRole", "searchDirectoryGroups", "getGroup", "getDirectoriesForOrg", "queryWorkspacesV2", "searchDirectoryUsers", "getDirectoryUsersCount", "getUserRoleAssignments", "getAllApiKeys"},
	Drift: "A role that was revoked elsewhere is planned for creation. If `site` means another site than before, `resource_id` shows as changed, and apply moves the role there. The resource ignores other roles of the group. " +
		"If an answer lacks a role of the state, the provider reads the group's roles once more before the role counts as gone. That takes one more request for the group, and none where nothing is missing.",
	Destroy: "Revokes the role, unless another resource of the configuration keeps it. Members may keep access through other groups. A role or group that is gone already is no error. If the role is that of an organization admin:" + base.SparedAccounts,
	Unverified: []string{
		"For Jira the resource ID must be `ari:cloud:jira-software::site/…`. Plain `ari:cloud:jira::site/…` was reported to be accepted and to grant nothing, and is refused here.",
		"Whether the list of workspaces holds every kind of app and site that roles can be assigned on. So one that it lacks is a warning, not an error.",
		"Whether every workspace has a type key. Where it has none, its type counts as the product, else the owner of its ARI.",
		"Whether a key with scopes may assign roles: Atlassian documents no scope for it.",
	},
}

// Page is what the documentation page says.
func (*groupRoleAssignmentResource) Page() base.Page { return groupRoleAssignmentPage }

var groupRoleAssignmentListPage = base.Page{
	Subject: subject,
	Summary: "Lists the roles of one group, or of all groups of a directory, to import them.",
	Text: "Of one group it takes one or two requests. Of a whole directory it takes one request for every 100 groups, and one for each group that has a role on anything, " +
		"made as they are needed: Atlassian has no operation that lists the roles of several groups.",
	Operations: []string{"getGroupRoleAssignments", "searchDirectoryGroups", "getGroup", "getDirectoriesForOrg"},
}

// Page is what the documentation page says.
func (*groupRoleAssignmentList) Page() base.Page { return groupRoleAssignmentListPage }
