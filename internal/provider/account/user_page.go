// SPDX-License-Identifier: MPL-2.0

package account

import (
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// unscopedKey is the paragraph about the key that changes of people need.
const unscopedKey = "Atlassian documents changes of people for API keys without scopes only. A key without scopes may do everything in the organization."

var userPage = base.Page{
	Subject: subject,
	Summary: "A person in a directory of the organization: invited, suspended or restored, and suspended or removed at the end.",
	Text: "Use it to invite people, and to take their access away when they leave. It does not manage which groups and roles a person has later, nor the account itself: see `atlassian_group_members`, `atlassian_user_role_assignment` and `atlassian_managed_account`. " +
		"Do not use it for people whom an identity provider syncs: the next sync may undo what it does. The guide \"Joiners, movers, leavers\" has both cases.\n\n" +
		"If no account of the directory has the address, the resource invites the person to `groups` and `roles`. Nobody is invited twice: if Atlassian's answer is lost, the provider searches for the address, " +
		"and invites the person once more only if the search does not show the person after 30 seconds. If Atlassian does not give a group or a role, such as for want of seats, the apply fails, says which and why, and keeps the person in the state.\n\n" +
		"If the person is in the directory already, the resource takes the person over with a warning, and invites nobody. A person who is suspended is restored if `status` is `active`. The plan says so. " +
		"Destroying the resource then suspends the person, unless `on_destroy` says otherwise.\n\n" +
		"`groups` and `roles` are what a person starts with. Later changes of them give and take nothing, with a warning.\n\n" +
		"**Many people at once.** People who are invited to the same groups and roles with the same message travel together, up to 25 to a request. Terraform creates 10 resources at a time by default, so a request has 10 people. " +
		"With `terraform apply -parallelism=25`, 100 people cost 4 invitations. A refresh of 2,000 people takes at most 42 requests, if their directory has no others: at most twice the pages of 100 that the directory has, and a list of directories.\n\n" +
		"Write a `for_each` by e-mail address, and not `count`: with `count`, all people who follow in a list are replaced if you take out one before them.\n\n" +
		base.Replacement("The address of another person replaces the resource, and so does another `directory_id`: what `on_destroy` says happens to the person from before, and the plan warns of it. "+
			"An address that is unknown during the plan replaces nothing: if it turns out to be that of another person, the apply fails and changes nothing.",
			"A replacement with the same person suspends and removes nobody, with or without `create_before_destroy`. Two resources that change places suspend nobody.",
			"the person keeps the access"),
	Operations: []string{"inviteUsers", "suspendUser", "restoreUser", "removeUser", "searchDirectoryUsers", "getDirectoryUsersCount", "getUserRoleAssignments", "getDirectoriesForOrg", "searchDirectoryGroups", "getGroup", "queryWorkspacesV2", "getAllApiKeys"},
	Requires:   unscopedKey + " Invitations need a paid subscription.",
	Drift: "A person who left the directory is planned for creation, which invites the person again. A person who was suspended or restored shows in `status`. " +
		"An account that is deactivated or scheduled for deletion shows with Atlassian's word in `status`. This resource cannot change that: the plan warns, and the apply fails unless another resource, such as `atlassian_managed_account`, changes it first. " +
		"If the address of the account changed at Atlassian, the plan fails until you write the new address, so that nobody takes it for another person.\n\n" +
		"Atlassian calls a person suspended who is so in all directories. For people who are in several directories, the provider reads the person's roles, at one request for each such person. " +
		"If the person has no role in the directory, Atlassian does not tell, and the provider warns.\n\n" +
		"A search may miss a person for a moment. So the provider looks at a missing person once more before that person counts as gone.",
	Destroy: "Suspends the person, or does what `on_destroy` says. A suspended person keeps roles and groups and is not billed. A person stays as before if another resource of the configuration has the same person. " +
		"A suspension that Atlassian acknowledges, but that its search does not show within 20 seconds, is an error, and the person stays in the state. " +
		"Atlassian queues removals, so the same holds for a removal after a minute.\n\n" + strings.TrimSpace(base.SparedAccounts) + " The same holds for `status = \"suspended\"`.",
	Unverified: []string{
		"What an invitation to neither groups nor roles does. The provider refuses it.",
		"Which people an invitation adds to which directory: Atlassian documents that the apps of the invitation decide.",
		"That Atlassian's search shows an invited person within 30 seconds. If it takes longer after a lost answer, the person is invited a second time.",
		"What Atlassian answers if the access is suspended, or not suspended, already. The provider reads to settle a refusal.",
		"What happens if a restored person needs a seat that is not free.",
		"How long a removal is queued.",
	},
}

// Page is what the documentation page says.
func (*userResource) Page() base.Page { return userPage }

var userListPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the people of a directory, to import each as a user.",
	Text:       "Pages of 100 people are read as they are needed. Accounts without an address, such as those of apps, are left out, and so are those that are neither active nor suspended, because no configuration can describe them.",
	Operations: []string{"searchDirectoryUsers", "getDirectoriesForOrg"},
	Unverified: []string{"For people who are in several directories, `status` may be that of another directory."},
}

// Page is what the documentation page says.
func (*userList) Page() base.Page { return userListPage }
