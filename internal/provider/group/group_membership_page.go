// SPDX-License-Identifier: MPL-2.0

package group

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var groupMembershipPage = base.Page{
	Subject: subject,
	Summary: "Manages one member of a group.",
	Text: "Use this resource if other people or tools manage members of the same group. It does not change other members. To manage all members of a group, use `atlassian_group_members`. Do not use both for one group: the plan fails.\n\n" +
		"Set either `account_id` or `email`. For the members of a team, use `for_each` with the e-mail address as key. Do not use `count`: if you take a person out of the middle of the list, all memberships that follow change, and the plan may fail.\n\n" +
		"If the account is in the group already, the resource takes the membership over, with a warning. Destroying the resource then removes the account from the group.",
	Details: "### Members by e-mail address\n\n" +
		"The plan looks the address up. If the address belongs to no account, the plan warns, and the apply looks it up again. So you can invite the person in the same run.\n\n" +
		"### Only one resource for a membership\n\n" +
		"Two resources for one membership are an error in the plan, and so is an `atlassian_group_members` for the same group, as far as the plan knows which group and account they manage.\n\n" +
		"### After apply\n\n" +
		"Atlassian's search shows a new member later than Atlassian accepts the addition. If Atlassian accepts an addition, the apply does not wait for the search, so that many memberships do not wait one after the other. " +
		"If the next refresh does not find the member, it looks again until 20 seconds have passed since the addition. If the search does not show the member then, a warning says so, and the plan adds the member again.\n\n" +
		"If Atlassian's answer does not show whether the account was added, the apply looks at the group until it knows. A membership that moves to another group or account also waits for up to 20 seconds before the old member leaves.\n\n" +
		"Only the state of this resource knows of the addition. In these first seconds, a data source in the next run, another state and Atlassian's console may not show the member. Wait for 20 seconds after the apply before you run what relies on them.",
	Many:       true,
	Operations: []string{"addGroupMember", "removeGroupMember", "searchDirectoryUsers", "getDirectoryUsersCount", "searchDirectoryGroups", "getGroupsCount", "getGroup", "getDirectoriesForOrg", "getGroupRoleAssignments", "getUserRoleAssignments", "getAllApiKeys"},
	Drift: "If the member was removed from the group elsewhere, the plan creates the membership again.\n\n" +
		"If the e-mail address of the member changes at Atlassian, the state shows the new address. A configuration by `account_id` is not affected. In a configuration by `email`, write the new address, and the plan is empty again. " +
		"Until you do, the plan moves the membership if the old address now belongs to another account, and warns of it. If the old address belongs to no account, the plan fails, because the apply would only take the person's access away.\n\n" +
		"A search may miss a member for a moment. So the provider looks at a missing membership once more before the plan shows a change.",
	Replacement: base.Replacement("A change of `group_id`, `account_id` or `email` is an update in place. The new member joins first, then the old member leaves. "+base.TakenOver,
		"A replacement for the same group and account removes nobody, with or without `create_before_destroy`. "+
			"Without `create_before_destroy`, a replacement that also changes the group or the account removes the old member before it adds the new one. Make such a change without `-replace`.",
		"the member stays in the group"),
	Destroy: "Removes the account from the group. The account and its other groups stay. The account also stays in the group if another resource of the configuration keeps it there.\n\n" +
		"The plan fails for an account that `protected_account_ids` of the provider block lists, and for a group that is synced from an identity provider.\n\n" +
		"If Atlassian acknowledges a removal, but its search still shows the member after 20 seconds, the apply fails, and the membership stays in the state.\n\n" +
		"A group can make its members organization admins." + base.SparedAccounts,
	Requests: "Creating 1,000 memberships takes about 1,100 requests, in one group or in several, and at most 1,200: one for each, and at most two for every 10 accounts whose addresses and names the run has yet to read. Removing a member takes a request, and one more for every 10 removals from the same group that Terraform makes at the same time.\n\n" +
		"The provider reads many memberships of one group together. A refresh takes at most twice the requests that a read of all members takes, with 100 members in each request. 5,000 memberships of one group without other members take about 50 requests, and at most twice as many. Memberships of many small groups take at most three requests for each group. " +
		"If members are missing, the second look takes one more request for every 10 of them.",
	Unverified: []string{
		"Whether a conflict means that the account is a member already, or that the user limit is reached: Atlassian answers both alike. The provider reads the group, twice if necessary, to find out.",
		"How Atlassian refuses additions to the group of the organization's admins since its Units rollout. The provider explains a refusal by the rollout if the group is named `org-admins` or `org-admin`.",
		"What Atlassian answers to the removal of an account that is not a member. The provider takes \"not found\" as done.",
	},
}

// Page is what the documentation page says.
func (*groupMembershipResource) Page() base.Page { return groupMembershipPage }

var groupMembershipListPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the members of a group, to import each as a membership of its own.",
	Text:       "Each result is one member. To import all members as one list, use `atlassian_group_members`.",
	Requests:   "One request for every 100 members, sent as Terraform needs them.",
	Operations: []string{"searchDirectoryUsers", "searchDirectoryGroups", "getGroup", "getDirectoriesForOrg"},
}

// Page is what the documentation page says.
func (*groupMembershipList) Page() base.Page { return groupMembershipListPage }
