// SPDX-License-Identifier: MPL-2.0

package group

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var groupMembersPage = base.Page{
	Subject: subject,
	Summary: "Manages all members of a group.",
	Text: "Use this resource if Terraform alone decides who is in the group. If other people manage members of the group as well, use `atlassian_group_membership`, which manages single members. Do not use both for one group: the plan fails.\n\n" +
		"~> The resource removes every member who is not in the list, including members that Terraform did not add. " +
		"If the group has members already, the first apply removes those who are not listed. The plan names them in a warning. Set `max_removals` to limit how many members one plan can remove.\n\n" +
		"Set either `account_ids` or `emails`. The order does not matter in either list.",
	Details: "### How a change is applied\n\n" +
		"The plan reads the members who are not listed, counts them against `max_removals`, and names them in a warning. " +
		"The first apply also removes who joined after the plan, and so does one that changes `group_id`: Terraform does not tell the apply whom the plan has named. The apply counts again, so set `max_removals` to the number that the plan names if you apply a saved plan later.\n\n" +
		"The apply adds members before it removes any, several at a time. If an addition fails, it removes nobody. " +
		"If a change fails in part, the state holds what was done, and the error names who failed and why. " +
		"If a creation fails in part, Terraform marks the resource as tainted. Its replacement continues from there, and removes nobody who is listed.\n\n" +
		"### Only one resource for a group\n\n" +
		"Two resources for the members of one group are an error in the plan, and so is an `atlassian_group_membership` beside this resource, as far as the plan knows which group they manage. " +
		"You can move from memberships to this resource, and back, in one apply. Members who are in both configurations keep their access.\n\n" +
		"### Import\n\n" +
		"An import fills `account_ids`. If the configuration has `emails`, the plan then shows one update in place that swaps the lists. If the members are the same, the apply only looks the addresses up, and changes no membership.",
	Operations: []string{"searchDirectoryUsers", "addGroupMember", "removeGroupMember", "searchDirectoryGroups", "getGroup", "getDirectoryUsersCount", "getDirectoriesForOrg", "getGroupRoleAssignments", "getUserRoleAssignments", "getAllApiKeys"},
	Drift: "Members who were added elsewhere appear in the list, and the plan removes them. Members who were removed elsewhere are missing, and the plan adds them. If somebody deletes the group, the plan creates the resource again.\n\n" +
		"With `emails`, a member with a changed address appears with the new address. If Atlassian does not show the address of a member, the account ID appears instead, with a warning that names the member. Use `account_ids` for such groups.\n\n" +
		"A search may miss a member for a moment. So the provider looks at a missing member once more before the plan shows a change. If a group counts members while its search shows none, the read fails. It never returns an empty group.\n\n" +
		"The provider cannot see a member who was added elsewhere if Atlassian's search leaves that member out. A search does not return how many members it leaves out.",
	Replacement: base.Replacement("A change of `group_id` is an update in place. The listed members join the new group first, then the members in the state leave the old group. "+base.TakenOver,
		"A replacement for the same group removes nobody who is listed, with or without `create_before_destroy`. The new object takes the group over, and removes only members who are not listed. "+
			"Without `create_before_destroy`, a replacement that also changes the group removes the members from the old group before they join the new one. Make such a change without `-replace`.",
		"the members stay in the group"),
	Destroy: "Removes the listed members. The group stays. Members also stay if another resource of the configuration keeps them in the group.\n\n" +
		base.NewcomersStay + " With `emails`, somebody who got another address stays as well.\n\n" +
		"The plan fails in these cases:\n\n" +
		"* The list has more members than `max_removals` allows. If the same plan destroys the group, the limit does not apply.\n" +
		"* The list has an account that `protected_account_ids` of the provider block lists.\n" +
		"* The list has addresses, and Atlassian's search does not show whether one of them belongs to a protected account.\n" +
		"* The group is synced from an identity provider.\n\n" +
		"`terraform destroy` plans the members before their group. If the group is a resource of the same configuration, the plan does not fail because of the limit. The apply then removes nobody and forgets the list, with a warning: the members go with the group. " +
		"With `-target` for the list alone, the group stays, and so do its members.\n\n" +
		"If Atlassian acknowledges a removal, but its search still shows the member after 20 seconds, the apply fails, and the member stays in the state. This also applies to a change of the list.\n\n" +
		"A group can make its members organization admins." + base.SparedAccounts,
	Requests: "A refresh takes one request for every 100 members. A plan that changes `emails` takes one more for every 100 new addresses.\n\n" +
		"If members are missing, the second look takes one request for every 10 missing account IDs or 100 missing addresses, or one for every 100 members of the group if that is less.",
	Unverified: []string{
		"Whether a conflict means that the account is a member already, or that the user limit is reached: Atlassian answers both alike. The provider reads the group, twice if necessary, to find out.",
		"What Atlassian answers to the removal of an account that is not a member. The provider takes \"not found\" as done.",
		"How Atlassian refuses additions to the group of the organization's admins since its Units rollout. The provider explains a refusal by the rollout if the group is named `org-admins` or `org-admin`.",
		"That the count in a group's details is up to date, and counts the members that the search shows.",
		"Whether the search shows the address of every member to an organization admin. A warning names the members without one.",
	},
}

// Page is what the documentation page says.
func (*groupMembersResource) Page() base.Page { return groupMembersPage }

var groupMembersListPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the groups of a directory, to import the members of each.",
	Text:       "Each result is one group with all its members. The list includes groups that are synced from an identity provider. You can import their members, but not change them. To import each member as a resource of its own, use `atlassian_group_membership`.",
	Requests:   "One request for every 100 groups, sent as Terraform needs them. With `include_resource`, each group takes one more request for every 100 of its members.",
	Operations: []string{"searchDirectoryGroups", "searchDirectoryUsers", "getGroup", "getDirectoriesForOrg"},
}

// Page is what the documentation page says.
func (*groupMembersList) Page() base.Page { return groupMembersListPage }

var groupMembersDataPage = base.Page{
	Subject: subject,
	Summary: "Lists the accounts in a group.",
	Text: "Use it to read the members of a group that this configuration does not manage. " +
		"If a group counts members while its search shows none, even at the second try, the read fails. It never returns such a group as empty.",
	Requests:   "One request for every 100 members. Everything in a run that reads the members of the group shares it.",
	Operations: []string{"searchDirectoryUsers", "searchDirectoryGroups", "getGroup", "getDirectoriesForOrg"},
	Unverified: []string{"That the details of a group tell a group without members from one that does not exist."},
}

// Page is what the documentation page says.
func (*groupMembersDataSource) Page() base.Page { return groupMembersDataPage }
