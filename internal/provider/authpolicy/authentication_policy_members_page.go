// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var membersPage = base.Page{
	Subject: subject,
	Summary: "People in an authentication policy.",
	Text: "A managed account is in exactly one authentication policy, and adding it to one moves it out of the one it was in. Atlassian's API moves people into policies, and shows which policy an account is in. It can neither " +
		"list, create nor change policies, nor take somebody out of one policy without moving that person to another. Policies and their settings stay in the console: see the guide " +
		"[What stays in the console](../guides/what-stays-in-the-console.md), and `atlassian_authentication_policy_attestation` to notice when somebody changes them.\n\n" +
		"List people in `account_ids`, in `emails`, or in both. The order does not matter, and neither does case in `emails`. The resource moves only people who are in another policy. By default it manages the people it lists, and nobody else: " +
		"several resources, also of different configurations, may share a policy. With `exclusive = true`, it moves everybody else in the policy to the fallback policy, but only people whom a plan has shown. So the apply that makes a policy exclusive moves nobody else, and its plan warns of them. " +
		"The next plan shows them, and the next apply moves them. The plan fails if the configuration has another list of the same policy.\n\n" +
		"The plan fails for an address or ID without an account, for an account that the organization does not manage, for an account that `protected_account_ids` of the provider block lists and that is in another policy now, " +
		"and for an account that two resources of the configuration list, for one policy or for two, as far as the plan knows the policies and accounts.\n\n" +
		"People who leave the lists are moved to `fallback_policy_id`. Without it, Terraform only stops managing them: they stay in the policy, and a warning says so. " +
		"People join before others leave, and nobody leaves if somebody could not join. If a change fails in part, the state holds the people who are in the policy, the error names the others with Atlassian's reason, and the next plan tries only these. " +
		"If a creation fails in part, Terraform marks the resource as tainted. Its replacement moves nobody who is in the policy already.\n\n" +
		base.Replacement("A change of `policy_id` is an update in place: the listed people move straight into the other policy, and people who leave the lists go to the fallback policy afterwards. "+
			"If another resource of the same plan lists some of those who leave, for the same policy, the plan shows a replacement instead, which moves nobody of them. If it lists them for another policy, they go there, "+
			"and only by way of the fallback policy if Terraform applies that resource later.",
			"With `exclusive = true`, a replacement moves nobody who is not listed: the next plan shows them. A replacement for the same policy moves no listed person who is in it, with or without `create_before_destroy`. People whom the same plan takes off all lists go to the fallback policy; with `create_before_destroy` they stay in the policy, with a warning. "+
				"A replacement for another policy moves the listed people straight there.",
			"the people stay in the policy") + "\n\n" +
		"**Cost.** A refresh takes one request for every 100 members. Moving takes one request for every 100 people elsewhere, the looks at its task, and one look for every 100 at the end; and before it one look for every 100 to learn who is elsewhere, " +
		"and with `emails` one more to find their accounts. Moves of one run go one after the other. " +
		"`exclusive = true`, and an import of the whole policy, walk all managed accounts: two requests for every 100 accounts of the organization and one to count them, shared by everything in the run that needs them. " +
		"Accounts that `protected_account_ids` of the provider block lists are asked about by their IDs where the walk misses them, and for their addresses before people are moved (one request for every 10, once a run).",
	Operations: []string{
		"ControlCloudAPIs_bulkFetchAuthPolicy", "ControlCloudAPIs_addUsersToPolicy", "ControlCloudAPIs_getTaskStatus", "searchDirectoryUsers", "getDirectoryUsersCount",
	},
	Requires: "More than one authentication policy needs Atlassian Guard Standard, as Atlassian's support pages say.",
	Drift: "People who were moved out of the policy, or are no longer managed, are missing from the lists, so that the plan adds them again. With `exclusive = true`, people who were moved in appear (in `account_ids`, or in `emails` where only that is given), so that the plan " +
		"moves them to the fallback policy. With `emails`, a person whose address changed appears with the new address. The policy's settings are not part of this resource. " +
		"A warning of the refresh names the people who were moved, and where they are. Apart from a person or another configuration, an automation rule for authentication policies may have moved them: organizations with an Enterprise plan can have such rules, which only the console shows. " +
		"A rule moves people again after every apply, until you change the rule or the lists.\n\n" +
		"An answer may miss a person for a moment. So the provider asks once more for missing people of the state before the plan shows a change. That takes one request for every 100 missing people, and none where nobody is missing. A person whom both answers leave out is looked up (one request for every 10): one who is managed is in some policy, so the refresh fails, because nobody knows in which.\n\n" +
		"**What makes it silent.** Nothing: with `exclusive = true`, a search that shows fewer managed accounts than Atlassian counts is an error. It cannot see an account that Atlassian leaves out of both, who was in the policy between two refreshes, and, without `exclusive`, who else is in it.",
	Destroy: "With `fallback_policy_id`, moves the listed people there, except for those whom another resource of the configuration lists. The plan fails where there are more of them than `max_removals` allows, or where one is protected. People who are still seen in the policy 20 seconds after Atlassian reported the move as done stay in the state, with an error. Without `fallback_policy_id`, the resource only forgets the people, with a warning: they stay in the policy.",
	Unverified: []string{
		"What the answer of bulk-fetch holds beyond `email`: `policyId` and `accountId` are expected, other forms that were reported are understood, and accounts without an ID are looked up by their address.",
		"How many accounts bulk-fetch takes: 100 are asked for, and halves where Atlassian refuses that.",
		"Which scope bulk-fetch needs; `read:policies:admin` is the reasonable guess.",
		"How many addresses add-users takes: 100 are sent at a time, and halves where Atlassian refuses that.",
		"That bulk-fetch leaves out accounts that are not managed, and what add-users answers for them.",
		"How long a task can be read. Where it cannot, reading who is in the policy decides.",
	},
}

// Page is what the documentation page says.
func (*membersResource) Page() base.Page { return membersPage }

var membersListPage = base.Page{
	Subject: subject,
	Summary: "Lists the authentication policies that somebody is in, to import the members of each.",
	Text: "Atlassian's API lists no policies. Those in use are found by a walk over all managed accounts: two requests for every 100 of them and one to count them, made whole before the first result. " +
		"Policies that nobody is in cannot be seen, nor can the names of any. A managed account that Atlassian names no policy for is an error.",
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount", "ControlCloudAPIs_bulkFetchAuthPolicy"},
	Unverified: []string{"What the answer of bulk-fetch holds beyond `email`; `policyId` and `accountId` are expected."},
}

// Page is what the documentation page says.
func (*membersList) Page() base.Page { return membersListPage }

var membersDataPage = base.Page{
	Subject: subject,
	Summary: "The accounts in an authentication policy.",
	Text: "Atlassian's API cannot ask a policy for its members, so every managed account is asked for its policy. A policy that nobody is in cannot be told from one that does not exist: both give empty lists, and a wrong `policy_id` is no error. " +
		"Where that would hurt, use a postcondition that demands members.\n\n" +
		"**What makes it silent.** Nothing else: a managed account that Atlassian names no policy for is an error after a second look, and so is a search that shows fewer accounts than Atlassian counts. It cannot see an account that Atlassian leaves out of both.\n\n" +
		"**Cost.** Takes two requests for every 100 managed accounts of the organization and one to count them, shared with everything else in the run that needs to know all of them.",
	Operations: policiesDataPage.Operations,
	Unverified: policiesDataPage.Unverified,
}

// Page is what the documentation page says.
func (*membersDataSource) Page() base.Page { return membersDataPage }
