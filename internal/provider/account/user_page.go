// SPDX-License-Identifier: MPL-2.0

package account

import (
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

const (
	// unscopedKey is the paragraph about the key that changes of people need.
	unscopedKey = "Atlassian documents changes of people only for API keys without scopes. A key without scopes may do everything in the organization."

	unverifiedSuspension = "What Atlassian answers if you suspend a suspended person, or restore one who is not suspended. After a refusal, the provider reads the status."
	unverifiedSeat       = "What happens if a restored person needs a seat, and no seat is free."
)

var userPage = base.Page{
	Subject: subject,
	Summary: "Manages a person in a directory of the organization: invites, suspends, restores or removes the person.",
	Text: "Use this resource to invite people, and to take their access away when they leave. Use `atlassian_group_members` for groups, `atlassian_user_role_assignment` for roles, and `atlassian_managed_account` for the account itself. " +
		"Do not use it for people whom an identity provider syncs: the next sync may undo the changes. The guide [Joiners, movers, leavers](../guides/joiners-movers-leavers.md) covers both cases.\n\n" +
		"`groups` and `roles` are what a person starts with. If you change them later, Terraform gives and takes nothing, and warns about it.\n\n" +
		"If the person is in the directory already, the resource takes the person over with a warning, and sends no invitation. Destroying the resource then suspends that person, unless `on_destroy` says otherwise.\n\n" +
		"With many people, use `for_each` over e-mail addresses, not `count`. With `count`, removing one person from a list replaces everyone after that person.",
	Details: "### Invitations\n\n" +
		"If no account in the directory has the address, the resource invites the person to `groups` and `roles`. " +
		"If Atlassian does not give a group or a role, for example because no seat is free, the apply fails. The error names what is missing and why, and the person stays in the state.\n\n" +
		"The provider invites nobody twice. If Atlassian's answer is lost, the provider searches for the address. It sends a second invitation only if the search does not show the person after 30 seconds.\n\n" +
		"If the person is in the directory and suspended, and `status` is `active`, the resource restores the access. The plan says so.\n\n" +
		"### Many people at once\n\n" +
		"The provider invites people together if groups, roles and message are the same, up to 25 in a request. Terraform creates 10 resources at a time by default, so a request holds 10 people. " +
		"With `terraform apply -parallelism=25`, 100 people take 4 invitations.\n\n" +
		"### Accounts that keep their access\n\n" +
		"The provider refuses to suspend or remove some accounts, on destroy and with `status = \"suspended\"`. " + strings.TrimSpace(base.SparedAccounts),
	Many:       true,
	Operations: []string{"inviteUsers", "suspendUser", "restoreUser", "removeUser", "searchDirectoryUsers", "getDirectoryUsersCount", "getUserRoleAssignments", "getDirectoriesForOrg", "searchDirectoryGroups", "getGroup", "queryWorkspacesV2", "getAllApiKeys"},
	Requires:   unscopedKey + " Invitations need a paid subscription.",
	Drift: "If a person left the directory, Terraform plans to create the resource, which invites the person again. If a person was suspended or restored, `status` shows the change.\n\n" +
		"`status` also shows Atlassian's own word for an account that is deactivated or scheduled for deletion, and not suspended. This resource cannot change that. " +
		"The plan warns, and the apply fails unless another resource, such as `atlassian_managed_account`, changes it first.\n\n" +
		"If the address of the account changed at Atlassian, the plan fails until you write the new address. This prevents a mix-up with another person.\n\n" +
		"Atlassian reports a person as suspended only if the person is suspended in all directories. For a person in several directories, the provider reads the person's roles. " +
		"If the person has no role in the directory, Atlassian does not say whether the access is suspended, and the provider warns.\n\n" +
		"A search may miss a person for a moment. The provider searches once more before it treats a person as gone.",
	Replacement: base.Replacement("Terraform replaces the resource if you write the address of another person, or another `directory_id`. The plan warns that the previous person is suspended, removed or kept, as `on_destroy` says. "+
		"An address that is unknown during the plan does not replace the resource. If the address turns out to be that of another person, the apply fails and changes nothing.",
		"A replacement with the same person suspends and removes nobody, with or without `create_before_destroy`. Two resources that change places suspend nobody.",
		"the person keeps the access"),
	Destroy: "Terraform suspends the person, or does what `on_destroy` says. With `forget`, the plan warns that the person keeps the access. A suspended person keeps roles and groups, and you are not billed for that person. If another resource of the configuration has the same person, Terraform changes nothing.\n\n" +
		"If Atlassian accepts a suspension, and its search does not show it within 20 seconds, the destroy fails and the person stays in the state. " +
		"Atlassian queues removals. A removal that the search does not show within a minute fails in the same way.",
	Requests: "A refresh of 2,000 people takes at most 42 requests, if their directory has no other people. It takes at most twice the pages of 100 that the directory has, and a list of directories. " +
		"A person who is in several directories takes one more request.",
	Unverified: []string{
		"What an invitation to neither groups nor roles does. The provider refuses it.",
		"Which directory an invitation adds a person to. Atlassian documents that the apps of the invitation decide.",
		"That Atlassian's search shows an invited person within 30 seconds. If it takes longer after a lost answer, the provider invites the person a second time.",
		unverifiedSuspension,
		unverifiedSeat,
		"How long Atlassian queues a removal.",
	},
}

// Page is what the documentation page says.
func (*userResource) Page() base.Page { return userPage }

var userListPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the people of a directory, so that you can import each as a user.",
	Text:       "The list leaves out accounts without an address, such as those of apps. It also leaves out accounts that are neither active nor suspended, because no configuration can describe them.",
	Requests:   "The provider reads 100 people to a request, and only as many pages as Terraform needs.",
	Operations: []string{"searchDirectoryUsers", "getDirectoriesForOrg"},
	Unverified: []string{"For a person in several directories, `status` may be that of another directory."},
}

// Page is what the documentation page says.
func (*userList) Page() base.Page { return userListPage }
