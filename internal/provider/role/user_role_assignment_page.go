// SPDX-License-Identifier: MPL-2.0

package role

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var userRoleAssignmentPage = base.Page{
	Subject: subject,
	Summary: "Manages one role that a person has directly on one app or site, and not by a group.",
	Text: "Use it for single people, such as the admin of an app. To give a role to many people, give it to a group with `atlassian_group_role_assignment`, which takes fewer requests and is easier to review. To make a person an organization admin, use `atlassian_organization_admin`.\n\n" +
		"A role that the person has by a group, or that follows from another role, is not this role. It never shows as drift, and the resource never removes it.\n\n" +
		"Set either `resource_id`, or `site` and `product`. The role applies to the person in the whole organization, whatever the directory.\n\n" +
		"If the person has the role directly already, the plan fails, and the error shows the `import` block. A first plan cannot tell: it warns, and the apply takes the role over. See [Roles that exist already](#roles-that-exist-already).",
	Details: bySiteAndProduct + "\n\n" +
		"### Roles by a group\n\n" +
		"If the person has the role only by a group, or because it follows from another role, the plan warns. The apply gives the role directly in addition.\n\n" +
		existing("person"),
	Many: true,
	Operations: []string{
		"assignRole", "revokeRole", "getUserRoleAssignments", "searchDirectoryUsers", "getDirectoryUsersCount", "searchDirectoryGroups", "getGroupsCount", "queryWorkspacesV2",
	},
	Requires: "Atlassian documents the operations that change roles for keys without scopes only.",
	Drift: "If the direct role was revoked elsewhere, the plan creates the assignment again, even if a group still grants the role. The resource ignores other roles of the person. A suspended person keeps the role.\n\n" +
		"If the e-mail address of the person changes at Atlassian, the state shows the new address. A configuration by `account_id` is not affected. In a configuration by `email`, write the new address, and the plan is empty again. " +
		"Until you do, the plan moves the role if the old address now belongs to another account, and warns of it. If the old address belongs to no account, the plan fails, because the apply would only take the role away.\n\n" +
		"If an answer lacks the role, the provider reads the person's roles once more before the plan shows a change.",
	Replacement: base.Replacement("A change of the person, the resource or the `role` is an update in place. The apply assigns the new role first, then revokes the old one. "+base.TakenOver,
		"A replacement of the same role revokes nothing, with or without `create_before_destroy`. "+
			"Without `create_before_destroy`, a replacement that also changes the person, the resource or the role revokes the old role before it assigns the new one. Make such a change without `-replace`.",
		"the person keeps the role"),
	Destroy: "Revokes the direct role, unless another resource of the configuration keeps it. If the person still has the role by a group, or because it follows from another role, the apply warns. " +
		"If the role or person is gone already, the destroy succeeds. The plan fails for an account that `protected_account_ids` of the provider block lists.",
	Requests: "For each role on each app, the provider reads the people in the state one by one, or searches for all who have the role, whichever takes fewer requests. The search takes:\n\n" +
		"* One request for every 100 people who have the role, and a count of them.\n" +
		"* One request for every 100 groups that grant the role, and a count of them.\n" +
		"* One request for every 100 organization and site admins, and a count of them, once for all roles.\n" +
		"* One request for each person who also has the role by a group, or who is an organization or site admin. Only the person's own list of roles tells whether the role is direct.\n\n" +
		"A refresh takes at most twice as many requests. It takes one more request for the addresses of up to 10 people who were read one by one, and one for each person whose role is missing.",
	Unverified: []string{
		"How `roleIds` and `resourceIds` of a search combine. The provider assumes that the search finds people who have that role on that resource. It compares the search with the people whom it has read one by one, and does not use a search that contradicts them.",
		"That the search shows all groups of a person. The provider compares it with the number of members of each group that grants the role.",
		"That roles on apps follow only from those of organization and site admins. The provider compares the search with the people whom it has read one by one.",
		"What Atlassian answers if it assigns a role that the person has already, or revokes one that the person has by a group only. The provider looks first, and expects that the role of the group stays.",
		"Which roles each app has. If an app does not have the role, Atlassian refuses it in the apply.",
		"That a role on Jira needs a resource ID of the form `ari:cloud:jira-software::site/…`. Users report that Atlassian accepts plain `ari:cloud:jira::site/…` and grants nothing, so the provider refuses it.",
	},
}

// Page is what the documentation page says.
func (*userRoleAssignmentResource) Page() base.Page { return userRoleAssignmentPage }

var userRoleAssignmentListPage = base.Page{
	Subject: subject,
	Summary: "Lists the direct roles of one person, or of all people who have a role on one app or site, to import them.",
	Text:    "The list does not have roles that people have by groups, and not the role of an organization admin.",
	Requests: "The roles of one person take one request for every 100 apps. The roles on an app or site take one request for every 100 people who have a role on it, and one for each of them, sent as Terraform needs them: " +
		"only a person's own list of roles tells which of them are direct.",
	Operations: []string{"getUserRoleAssignments", "searchDirectoryUsers", "queryWorkspacesV2"},
}

// Page is what the documentation page says.
func (*userRoleAssignmentList) Page() base.Page { return userRoleAssignmentListPage }
