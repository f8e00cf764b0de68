// SPDX-License-Identifier: MPL-2.0

package role

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// bySiteAndProduct is the section on roles without an ARI.
const bySiteAndProduct = "### Roles by site and product\n\n" +
	"Set `site` and `product` to assign a role without an ARI. The provider finds the ARI in the organization's list of workspaces, and shows it as `resource_id`. It does so in the plan if both values are known.\n\n" +
	"If the list does not have the site or product, or if several sites have the name, the plan fails and shows what there is. If the provider cannot read the list, the ARI stays unknown until the apply.\n\n" +
	"An imported assignment has only `resource_id`. If the configuration names the same app by `site` and `product`, the plan shows them as an update in place. The apply then sends nothing to Atlassian."

// existing says what happens to a role that somebody has already. Holder is the group or the person.
func existing(holder string) string {
	return "### Roles that exist already\n\n" +
		"If the " + holder + " has the role already, and the state of this configuration does not have it, the plan fails, and the error shows the `import` block. " +
		"The provider can tell this only in a run that has refreshed a group, a member or a role before, as the plan of an existing configuration does.\n\n" +
		"Other runs cannot distinguish such a role from one that this resource replaces: a first plan, a plan with `-refresh=false`, or the apply itself. They warn and show the `import` block. The apply takes the role over, and destroying the resource then revokes it.\n\n" +
		"Two resources for one role of one " + holder + " are an error in the plan, as far as the plan knows which role they manage."
}

// delayed says what happens to a role that does not take effect in time.
func delayed(holder string) string {
	return "### Roles that take effect later\n\n" +
		"Atlassian applies a role within 30 seconds, and the creation waits that long. If the role does not appear, the creation fails. The assignment stays in the state, marked as tainted, because Atlassian has accepted it and may still apply it.\n\n" +
		"The next plan looks again. If the " + holder + " has the role by then, the plan shows a replacement, which neither revokes nor assigns anything."
}

var groupRoleAssignmentPage = base.Page{
	Subject: subject,
	Summary: "Manages one role of a group on one app or site, which all members of the group have.",
	Text: "Use it to give a group access to an app, or to make its members administrators of the app. To give a role to one person, use `atlassian_user_role_assignment`.\n\n" +
		"Set either `resource_id`, or `site` and `product`. The resource does not change other roles of the group.\n\n" +
		"If the group has the role already, the plan fails, and the error shows the `import` block. A first plan cannot tell: it warns, and the apply takes the role over. See [Roles that exist already](#roles-that-exist-already).\n\n" +
		"You can also assign roles to a group that is synced from an identity provider. Atlassian documents only that you cannot change its members.",
	Details: bySiteAndProduct + " The plan warns if the organization does not list the app or site of a `resource_id`.\n\n" +
		existing("group") + "\n\n" +
		delayed("group") + " If it does not, the plan creates the assignment again.",
	Operations: []string{"getGroupRoleAssignments", "assignGroupRole", "revokeGroupRole", "searchDirectoryGroups", "getGroup", "getDirectoriesForOrg", "queryWorkspacesV2", "searchDirectoryUsers", "getDirectoryUsersCount", "getUserRoleAssignments", "getAllApiKeys"},
	Drift: "If the role was revoked elsewhere, the plan creates the assignment again. The resource ignores other roles of the group.\n\n" +
		"If `site` now names another site than before, `resource_id` shows as changed, and the apply moves the role there.\n\n" +
		"If an answer lacks the role, the provider reads the group's roles once more before the plan shows a change.",
	Replacement: base.Replacement("A change of `group_id`, `resource_id`, `site`, `product` or `role` is an update in place. The apply assigns the new role first, then revokes the old one. "+base.TakenOver,
		"A replacement of the same assignment revokes nothing, with or without `create_before_destroy`. "+
			"Without `create_before_destroy`, a replacement that also changes the group, the resource or the role revokes the old role before it assigns the new one. Make such a change without `-replace`.",
		"the group keeps the role"),
	Destroy: "Revokes the role, unless another resource of the configuration keeps it. Members may keep access through other groups. If the role or group is gone already, the destroy succeeds.\n\n" +
		"The role can be that of an organization admin." + base.SparedAccounts,
	Requests: "A refresh takes one request for each group, whatever the number of its assignments. If a role is missing, it takes one more request for the group. " +
		"The list of apps and sites takes one request for all assignments of a run.",
	Unverified: []string{
		"Whether Atlassian refuses roles on Jira by another ID than `ari:cloud:jira-software::site/…`. Users report that Atlassian accepts plain `ari:cloud:jira::site/…` and grants nothing, so the provider refuses it.",
		"Whether the list of workspaces has every kind of app and site that you can assign roles on. So an app or site that is not in the list is a warning, not an error.",
		"Whether every workspace has a type key. If it has none, its type counts as the product, or else the owner of its ARI.",
		"Whether a key with scopes may assign roles: Atlassian documents no scope for it.",
	},
}

// Page is what the documentation page says.
func (*groupRoleAssignmentResource) Page() base.Page { return groupRoleAssignmentPage }

var groupRoleAssignmentListPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the roles of one group, or of all groups of a directory, to import them.",
	Text:       "Set `group_id` for the roles of one group. A whole directory takes many requests, because Atlassian has no operation that lists the roles of several groups.",
	Requests:   "The roles of one group take one or two requests. A whole directory takes one request for every 100 groups, and one for each group that has a role on anything, sent as Terraform needs them.",
	Operations: []string{"getGroupRoleAssignments", "searchDirectoryGroups", "getGroup", "getDirectoriesForOrg"},
}

// Page is what the documentation page says.
func (*groupRoleAssignmentList) Page() base.Page { return groupRoleAssignmentListPage }
