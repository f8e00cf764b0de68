// SPDX-License-Identifier: MPL-2.0

package group

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var groupMembersPage = base.Page{
	Subject: subject,
	Summary: "The members of a group, all of them.",
	Text: "The resource removes every member who is not in the list, including members that Terraform did not add. If other people manage members of the group as well, use `atlassian_group_membership`, " +
		"which manages single members. Using both for one group is an error of the plan, and so are two resources for the members of one group, as far as the plan knows which group they mean. " +
		"You can move from memberships to this resource, and back, in one apply: members who are in both configurations keep their access.\n\n" +
		"Set `account_ids` or `emails`. The order does not matter in either, and neither does case in `emails`. Groups of thousands work: a refresh takes one request for every 100 members, and a plan that changes `emails` takes one for every 100 addresses that are new.\n\n" +
		"Creating the resource for a group that has members already removes those who are not listed. The plan reads them, counts them against `max_removals`, and names them in a warning. The apply counts " +
		"once more, because others may have joined since. It adds members before it removes any, several at a time, and removes nobody if an addition failed. If a change fails in part, the state holds what was done, " +
		"and the error says who failed and why. If a creation fails in part, Terraform marks the resource as tainted. Its replacement continues where the creation stopped, and removes nobody who is listed.\n\n" +
		base.Replacement("A change of `group_id` is an update in place: the listed members join the new group first, and the members of the state leave the old one then. "+base.TakenOver,
			"A replacement for the same group removes nobody who is listed, with or without `create_before_destroy`: the new object takes the group over, and removes only members who are not listed. "+
				"Without `create_before_destroy`, a replacement that also changes the group removes the members from the old group before they join the new one: make such a change without `-replace`.",
			"the members stay in the group") + "\n\n" +
		"An import fills `account_ids`. With a configuration by `emails`, the plan then shows one update in place that swaps the lists. If the members are the same, applying it only looks the addresses up, and changes no membership.",
	Operations: []string{"searchDirectoryUsers", "addGroupMember", "removeGroupMember", "searchDirectoryGroups", "getGroup", "getDirectoryUsersCount", "getDirectoriesForOrg", "getGroupRoleAssignments", "getUserRoleAssignments", "getAllApiKeys"},
	Drift: "Members who were added elsewhere appear in the list, so that the plan removes them. Members who were removed are missing, so that the plan adds them. With `emails`, a member whose address changed " +
		"appears with the new address, and a member whose address Atlassian does not show appears as account ID, with a warning that names them: list the members of such groups by `account_ids`. If the group was deleted, the resource is planned for creation.\n\n" +
		"A search may miss a member for a moment. So the provider looks at a missing member of the state once more before the plan shows a change. That takes one request for every 10 missing account IDs or " +
		"100 missing addresses, or one for every 100 members of the group where that is less, and none where no member is missing. A group that counts members while its search shows none is an error, never an empty group.\n\n" +
		"**What it cannot see.** A member who was added elsewhere and whom Atlassian's search leaves out: a search does not say how many members it leaves out.",
	Destroy: "Removes the listed members. The group itself stays, and so does every member that another resource of the configuration keeps in it. The plan fails where there are more of them than `max_removals` allows, unless the same plan destroys the group itself: then the limit has nothing to protect. " +
		"`terraform destroy` plans the members before their group. So if the group is a resource of the same configuration, it does not fail for the limit, but removes nobody and forgets the list, with a warning: the members go with the group. " +
		"With `-target` for the list alone, the group stays, and so do its members. " +
		"It also fails for an account that `protected_account_ids` of the provider block lists, and for a group that is synced from an identity provider. " +
		"If addresses are removed, and Atlassian's search does not show whether a protected account has one of them, the plan fails as well. " +
		"A removal that Atlassian acknowledges, but that its search does not show within 20 seconds, is an error, and the member stays in the state. This holds for a change of the list as well.\n\n" +
		"If the group makes its members organization admins:" + base.SparedAccounts,
	Unverified: []string{
		"Atlassian answers an addition with a conflict both for an account that is a member already and for a user limit that is reached, so the provider reads the group, twice if necessary, to see which.",
		"What Atlassian answers to the removal of an account that is not a member is not documented; \"not found\" is taken as done.",
		"How Atlassian refuses additions to the group of the organization's admins since its Units rollout: a refusal is explained by it where the group is named `org-admins` or `org-admin`.",
		"That the count of a group's details is up to date, and counts the members that the search shows, is assumed.",
		"Whether the search shows the address of every member to an organization admin. A warning names the members without one.",
	},
}

// Page is what the documentation page says.
func (*groupMembersResource) Page() base.Page { return groupMembersPage }

var groupMembersListPage = base.Page{
	Subject: subject,
	Summary: "Lists the groups of a directory, to import the members of each.",
	Text: "Pages of 100 groups are read as they are needed. Where the resources themselves are asked for, each group takes one more request for every 100 of its members.\n\n" +
		"Groups that are synced from an identity provider are listed, too; their members can be imported, but not changed.",
	Operations: []string{"searchDirectoryGroups", "searchDirectoryUsers", "getGroup", "getDirectoriesForOrg"},
}

// Page is what the documentation page says.
func (*groupMembersList) Page() base.Page { return groupMembersListPage }

var groupMembersDataPage = base.Page{
	Subject:    subject,
	Summary:    "The accounts in a group.",
	Text:       "Takes one request for every 100 members, shared with everything else that reads the members of the group. A group that counts members while its search shows none, even when asked once more, is an error, never a group without members.",
	Operations: []string{"searchDirectoryUsers", "searchDirectoryGroups", "getGroup", "getDirectoriesForOrg"},
	Unverified: []string{"That a group without members is told apart from one that does not exist by asking for its details."},
}

// Page is what the documentation page says.
func (*groupMembersDataSource) Page() base.Page { return groupMembersDataPage }
