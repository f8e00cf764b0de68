// SPDX-License-Identifier: MPL-2.0

package group

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var groupMembershipPage = base.Page{
	Subject: subject,
	Summary: "One member of a group.",
	Text: "The resource does not change other members of the group. To manage all members of a group, use `atlassian_group_members`. Using both for one group is an error of the plan, and so are two resources for one membership, " +
		"as far as the plan knows which group and account they mean.\n\n" +
		"Set `account_id` or `email`. The plan looks the address up. It warns of an address that belongs to no account, and apply looks it up again, so you can invite the person in the same run. " +
		"If the account is in the group already, the resource takes the membership over with a warning.\n\n" +
		base.Replacement("A change of `group_id`, `account_id` or `email` is an update in place: the new member joins first, and the old one leaves then. "+base.TakenOver,
			"A replacement for the same group and account removes nobody, with or without `create_before_destroy`. "+
				"Without `create_before_destroy`, a replacement that also changes the group or the account removes the old member before it adds the new one: make such a change without `-replace`.",
			"the member stays in the group") + "\n\n" +
		"For the members of a team, use `for_each` by e-mail address, and not `count`: with `count`, a person who is taken out of the middle of a list changes all memberships that follow, and the plan may fail.\n\n" +
		"Many memberships of one group are read together: a refresh takes at most twice the requests that reading the group's whole list of members takes.",
<<<<<<< HEAD
	Operations: []string{"addGroupMember", "removeGroupMember", "searchDirectoryUsers", "getDirectoryUsersCount", "searchDirectoryGroups", "getGroup", "getDirectoriesForOrg", "getGroupRoleAssignments", "getUserRoleAssignments", "getAllApiKeys"},
=======
	Operations: []string{"addGroupMember", "removeGroupMember", "searchDirectoryUsers", "getDirectoryUsersCount", "searchDirectoryGroups", "getGroup", "getDirectoriesForOrg", "getAllApiKeys"},
>>>>>>> review-docs
	Drift: "A member who was removed from the group is planned for creation. A member whose e-mail address changed at Atlassian shows with the new address. This does not affect a configuration by `account_id`. " +
		"In a configuration by `email`, write the new address, and the plan is empty again. Until you do, the plan moves the membership if the old address belongs to another account now. " +
		"It fails if the old address belongs to no account, because applying it would only take the person's access away.\n\n" +
		"A search may miss a member for a moment. So the provider looks at a missing membership once more before it counts as gone. That takes one request for every 10 missing members of a group, and none where no member is missing.",
	Destroy: "Removes the account from the group. The account itself and its other groups stay. An account stays in the group if another resource of the configuration keeps it there. The plan fails for an account that `protected_account_ids` of the provider block lists, " +
		"and for a group that is synced from an identity provider. " +
		"A removal that Atlassian acknowledges, but that its search does not show within 20 seconds, is an error, and the membership stays in the state. If the group makes its members organization admins:" + base.SparedAccounts,
	Unverified: []string{
		"Atlassian answers an addition with a conflict both for an account that is a member already and for a user limit that is reached, so the provider reads the group, twice if necessary, to see which.",
		"How Atlassian refuses additions to the group of the organization's admins since its Units rollout: a refusal is explained by it where the group is named `org-admins` or `org-admin`.",
		"What Atlassian answers to the removal of an account that is not a member is not documented; \"not found\" is taken as done.",
	},
}

// Page is what the documentation page says.
func (*groupMembershipResource) Page() base.Page { return groupMembershipPage }

var groupMembershipListPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the members of a group, to import each as a membership of its own.",
	Text:       "Pages of 100 members are read as they are needed.",
	Operations: []string{"searchDirectoryUsers", "searchDirectoryGroups", "getGroup", "getDirectoriesForOrg"},
}

// Page is what the documentation page says.
func (*groupMembershipList) Page() base.Page { return groupMembershipListPage }
