// SPDX-License-Identifier: MPL-2.0

package role

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// rolesGuide is the guide that the pages of roles link.
const rolesGuide = "../guides/assigning-roles.md"

// bySiteAndProduct is the section on roles without an ARI.
const bySiteAndProduct = "### Roles by site and product\n\n" +
	"Set `site` and `product` to assign a role without an ARI. The provider finds the ARI in the organization's list of workspaces, and shows it as `resource_id`. " +
	"If the list does not have the site or product, or if several sites have the name, the plan fails and shows what there is. " +
	"See [Roles by site and product](" + rolesGuide + "#roles-by-site-and-product)."

// existing says what happens to a role that somebody has already, or gets later than expected. Holder is the group or the person.
func existing(holder string) string {
	return "### Roles that exist already\n\n" +
		"If the " + holder + " has the role already, and the state of this configuration does not have it, the plan fails, and the error shows the `import` block. " +
		"Runs that have refreshed nothing before cannot tell: a first plan, a plan with `-refresh=false`, or the apply itself. They warn, and the apply takes the role over. Destroying the resource then revokes it. " +
		"See [Roles that exist already](" + rolesGuide + "#roles-that-exist-already).\n\n" +
		"Two resources for one role of one " + holder + " are an error in the plan, as far as the plan knows which role they manage.\n\n" +
		"### Roles that take effect later\n\n" +
		"The creation waits 30 seconds for the role. If the role does not appear, the creation fails, and the role stays in the state, marked as tainted. " +
		"The next plan looks again. See [Roles that take effect later](" + rolesGuide + "#roles-that-take-effect-later)."
}

var groupRoleAssignmentPage = base.Page{
	Subject: subject,
	Summary: "Manages one role of a group on one app or site, which all members of the group have.",
	Text: "Use it to give a group access to an app, or to make its members administrators of the app. To give a role to one person, use `atlassian_user_role_assignment`.\n\n" +
		"Set either `resource_id`, or `site` and `product`. The resource does not change other roles of the group.\n\n" +
		"If the group has the role already, the plan fails, and the error shows the `import` block. A first plan cannot tell: it warns, and the apply takes the role over. See [Roles that exist already](#roles-that-exist-already).\n\n" +
		"You can also assign roles to a group that is synced from an identity provider. Atlassian documents only that you cannot change its members.",
	Details:    bySiteAndProduct + "\n\nThe plan warns if the organization does not list the app or site of a `resource_id`.\n\n" + existing("group"),
	Many:       true,
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
		"That a role on Jira needs a resource ID of the form `ari:cloud:jira-software::site/…`. Users report that Atlassian accepts plain `ari:cloud:jira::site/…` and grants nothing, so the provider refuses it.",
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
