// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var membersPage = base.Page{
	Subject: subject,
	Summary: "Manages which people are in an authentication policy.",
	Text: "Use this resource to keep people in a policy. For a move that you make once, use the action `atlassian_move_users_to_authentication_policy`. " +
		"The policy and its settings stay [in the console](../guides/what-stays-in-the-console.md). To notice changes of settings, use `atlassian_authentication_policy_attestation`.\n\n" +
		"A managed account is in exactly one policy. Adding it to one policy moves it out of the other. " +
		"People who leave the lists go to `fallback_policy_id`. If you do not set it, they stay in the policy, with a warning.\n\n" +
		"By default, the resource manages only the people that it lists, so several resources can share a policy. With `exclusive = true`, it moves everyone else to the fallback policy. " +
		"It does so only after a plan has shown those people: the apply that makes a policy exclusive moves none of them.",
	Details: "### Who is listed\n\n" +
		"List people in `account_ids`, in `emails`, or in both. The order does not matter, and neither does case in `emails`. The resource moves only people who are in another policy.\n\n" +
		"The plan fails for:\n\n" +
		"* an address or ID without an account\n" +
		"* an account that the organization does not manage\n" +
		"* an account in `protected_account_ids` of the provider block that is in another policy now\n" +
		"* an account that two resources of the configuration list, for one policy or for two, as far as the plan knows the policies and accounts\n\n" +
		"### Exclusive policies\n\n" +
		"The plan that sets `exclusive = true` warns about other people in the policy. The next plan shows them, and the next apply moves them. " +
		"The plan fails if the configuration has another list of the same policy.\n\n" +
		"If a search shows fewer managed accounts than Atlassian counts, the provider fails. It cannot see an account that is neither in the search nor in the count. It also cannot see who joined and left the policy between two refreshes. Without `exclusive`, it does not show who else is in the policy.\n\n" +
		"### People who leave\n\n" +
		"Atlassian's API can take somebody out of a policy only by moving that person to another one. Without `fallback_policy_id`, Terraform only stops managing the people.\n\n" +
		"People join before others leave, and nobody leaves if somebody could not join.\n\n" +
		"### Changes that fail in part\n\n" +
		"The state contains the people who are in the policy. The error names the others with Atlassian's reason, and the next plan tries only these. " +
		"If a creation fails in part, Terraform marks the resource as tainted. Its replacement moves nobody who is in the policy already.",
	Operations: []string{
		"ControlCloudAPIs_bulkFetchAuthPolicy", "ControlCloudAPIs_addUsersToPolicy", "ControlCloudAPIs_getTaskStatus", "searchDirectoryUsers", "getDirectoryUsersCount",
	},
	Requires: "More than one authentication policy needs Atlassian Guard Standard, according to Atlassian's support pages.",
	Drift: "If people were moved out of the policy, or are no longer managed, they are missing from the lists, and the plan adds them again. " +
		"With `exclusive = true`, people who were moved in appear in `account_ids`, or in `emails` if you set only that, and the plan moves them to the fallback policy. " +
		"With `emails`, a person whose address changed appears with the new address. The policy's settings are not part of this resource.\n\n" +
		"A warning of the refresh names the people who were moved, and where they are. A person or another configuration may have moved them, or an automation rule for authentication policies. " +
		"Organizations with an Enterprise plan can have such rules, and only the console shows them. A rule moves people again after every apply, until you change the rule or the lists.\n\n" +
		"An answer may miss a person for a moment. So the provider asks once more for missing people of the state before the plan shows a change. " +
		"If both answers leave out a person, the provider looks that person up. If the account is managed, it is in some policy, but the provider cannot tell which one, so the refresh fails.",
	Replacement: base.Replacement("A change of `policy_id` is an update in place. The listed people move straight into the other policy. People who leave the lists go to the fallback policy afterwards.\n\n"+
		"If another resource of the same plan lists some of those who leave, for the same policy, the plan shows a replacement instead. The replacement does not move them. If it lists them for another policy, they go there. "+
		"They pass through the fallback policy only if Terraform applies that resource later.",
		"With `exclusive = true`, a replacement moves nobody who is not listed: the next plan shows those people. A replacement for the same policy moves no listed person who is in it, with or without `create_before_destroy`. "+
			"People whom the same plan takes off all lists go to the fallback policy. With `create_before_destroy`, they stay in the policy, with a warning. "+
			"A replacement for another policy moves the listed people straight there.",
		"the people stay in the policy"),
	Destroy: "With `fallback_policy_id`, Terraform moves the listed people there, except for those that another resource of the configuration lists. " +
		"The plan fails if there are more of them than `max_removals` allows, or if one of them is protected. " +
		"If people are still in the policy 20 seconds after Atlassian reported the move as done, the destroy fails and they stay in the state.\n\n" +
		"Without `fallback_policy_id`, Terraform only forgets the people, with a warning. They stay in the policy.\n\n" +
		base.NewcomersStay,
	Requests: "* A refresh takes one request for every 100 members. For missing people, it takes one more for every 100 of them, and one for every 10 that the provider looks up.\n" +
		"* Before a move, the provider takes one request for every 100 people to learn who is elsewhere. With `emails`, it takes one more for every 100 to find their accounts.\n" +
		"* A move takes one request for every 100 people who are elsewhere, the requests that follow its task, and one for every 100 people at the end. Moves of one run go one after the other.\n" +
		"* `exclusive = true`, and an import of the whole policy, read all managed accounts. This takes two requests for every 100 accounts of the organization, and one to count them. Everything in the run that needs the accounts shares this read.\n" +
		"* For accounts in `protected_account_ids`, the provider asks by ID if that read misses them. Before it moves people, it also asks for their addresses, once a run. Each takes one request for every 10 accounts.",
	Unverified: []string{
		"What the answer of bulk-fetch contains beyond `email`. The provider expects `policyId` and `accountId`, also reads other forms that were reported, and looks up accounts without an ID by their address.",
		"How many accounts bulk-fetch takes. The provider asks for 100, and for half as many if Atlassian refuses that.",
		unverifiedBulkScope,
		"How many addresses add-users takes. The provider sends 100 at a time, and half as many if Atlassian refuses that.",
		"That bulk-fetch leaves out accounts that are not managed, and what add-users answers for them.",
		"How long a task can be read. If the provider cannot read it, it decides by who is in the policy.",
	},
}

// Page is what the documentation page says.
func (*membersResource) Page() base.Page { return membersPage }

var membersListPage = base.Page{
	Subject: subject,
	Summary: "Lists the authentication policies that have members, so that you can import the members of each.",
	Text: "Atlassian's API cannot list policies. The provider asks for every managed account which policy it is in, before it returns the first result. " +
		"So the list has no policies without members, and no names. If Atlassian names no policy for a managed account, the list fails.",
	Requests:   walkRequests,
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount", "ControlCloudAPIs_bulkFetchAuthPolicy"},
	Unverified: []string{"What the answer of bulk-fetch contains beyond `email`. The provider expects `policyId` and `accountId`."},
}

// Page is what the documentation page says.
func (*membersList) Page() base.Page { return membersListPage }

var membersDataPage = base.Page{
	Subject: subject,
	Summary: "Lists the accounts in an authentication policy.",
	Text: "Use this data source to check who is in a policy. To keep people in a policy, use the resource `atlassian_authentication_policy_members`. For all policies, use the data source `atlassian_authentication_policies`.\n\n" +
		"Atlassian's API cannot list the members of a policy, so the provider asks for every managed account which policy it is in. " +
		"A policy without members looks the same as one that does not exist. Both give empty lists, and a wrong `policy_id` is no error. If that would hurt, use a postcondition that requires members.",
	Details: "### Whether the result is complete\n\n" +
		"If Atlassian names no policy for a managed account, the provider looks once more and then fails. It also fails if a search shows fewer accounts than Atlassian counts. " +
		"It cannot see an account that is neither in the search nor in the count.",
	Requests:   walkRequests,
	Operations: policiesDataPage.Operations,
	Unverified: policiesDataPage.Unverified,
}

// Page is what the documentation page says.
func (*membersDataSource) Page() base.Page { return membersDataPage }
