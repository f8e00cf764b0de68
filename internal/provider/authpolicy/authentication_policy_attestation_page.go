// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var attestationPage = base.Page{
	Subject: subject,
	NoList:  "What a person attests is nowhere in Atlassian, so nothing lists it.",
	Summary: "Records what a person saw of an authentication policy's settings in the console, and shows signs that the settings have changed since.",
	Text: "Use this resource to notice when somebody changes an authentication policy. Atlassian's API can neither read nor set the settings of a policy. " +
		"So a person looks at them in " + policyConsole + " and writes them down here. From then on, every plan looks for signs that they no longer hold. " +
		"To manage who is in a policy, use `atlassian_authentication_policy_members`.\n\n" +
		"**The resource is a tripwire: it detects changes, and cannot prevent any.** It changes nothing in Atlassian.\n\n" +
		"* Look at the policy before you apply: an apply attests the settings that you wrote, with the time of the apply.\n" +
		"* **Only a person answers.** An apply that would clear a finding fails until a person has changed `review`, `attested_at`, `attested_by` or `settings`.\n" +
		"* A wrong `policy_id` is no error, and nothing ever contradicts such an attestation.\n\n" +
		"The guide [Attesting authentication policies](../guides/attesting-authentication-policies.md) explains what the provider finds, what it cannot see, and how a pipeline and a person work together.",
	Details: "### What the provider looks for\n\n" +
		"* `changes`: events of the audit log about the policy's settings since the attestation. The log says who changed something, but not what.\n" +
		"* `without_two_step_verification`: members without two-step verification, if it is attested as required.\n" +
		"* `without_single_sign_on`: with `check_single_sign_on`, active members without a sign of SAML, if SAML is attested.\n" +
		"* `expired`: the attestation is older than `valid_for_days`.\n" +
		"* `deleted`: the audit log shows that the policy was deleted. No answer clears this.\n\n" +
		"### When an apply attests\n\n" +
		"The first apply attests, and so does each later apply in which a person has answered. `attested_at` is the time of that apply unless you write your own. " +
		"Any other change, such as one of `exempt_account_ids`, leaves `attested_at` as it is.\n\n" +
		"An apply fails, and attests nothing, if the audit log shows a change that the plan did not show, or if a check finds somebody. " +
		"The provider does not notice a change in the console between your look and the first attestation, unless you write the time of your look into `attested_at`.",
	Operations: []string{"getEventActions", "getEvents", "searchDirectoryUsers", "getDirectoryUsersCount", "ControlCloudAPIs_bulkFetchAuthPolicy", "getManagePermissions"},
	Requires: "The audit log, and more than one authentication policy, need Atlassian Guard Standard, according to Atlassian's support pages. " +
		"`check_single_sign_on` needs an API key without scopes: Atlassian's User management API refuses every key that has scopes.",
	Drift: "The plan shows every finding as an update in place, such as `changes: [{…}] -> []`. A warning says what to do, and whether apply will fail until a person has answered.\n\n" +
		"An audit log that the provider cannot read is an error. It never counts as a log without changes.\n\n" +
		"If a new member appears in `without_two_step_verification`, an automation rule for authentication policies may have moved that person into the policy. Organizations with an Enterprise plan can have such rules, and only the console shows them.",
	Destroy: "Terraform only forgets the attestation, with a warning. The policy and its settings stay as they are.",
	Requests: "All attestations of a run share these requests, however many there are:\n\n" +
		"* The audit log takes one request for each watched action in every walk, and one for the list of actions. It takes more requests if there are over 500 events. Atlassian takes 10 requests for events a minute, so a run right after another may have to wait.\n" +
		"* The plan of a creation looks whether the policy has members. This takes two requests for every 100 managed accounts, and one to count them.\n" +
		"* The check of two-step verification takes two requests for every 100 managed accounts without it, and one to count them.\n" +
		"* `check_single_sign_on` takes two requests for every 100 managed accounts, one to count them, and one for each active member.",
	Unverified: []string{
		"The group of an action may come as `groupDisplayName`, as `groupDisplayNames` (a list), or as both. The provider reads each.",
		"The names and IDs of the actions of the audit log. An action counts if its ID, name or group mentions authentication policies (or `auth policy`), unless it mentions members that are added, moved or removed.",
		"How an event names its policy: by its ID, alone or in a longer text such as an ARI, in an object whose type ends in `policy`. An event that names no policy, or names it in a form that the provider does not understand, counts for every policy.",
		"How the audit log names the deletion of a policy. The provider looks for an action that mentions a deletion and authentication policies, and not members or settings.",
		"Whether Atlassian answers for an action that it no longer lists. If it does not, the refresh fails and says what to do.",
		"That bulk-fetch names a policy for every managed account with any status. If it does not, the check fails and names the accounts.",
		"That `meta.count` of the audit log, which was seen in live answers, counts the events of a page or of all pages. If it is more than the answers contain, the refresh fails.",
		"How late the audit log may show an event. The provider allows 24 hours.",
		"That Atlassian keeps the audit log for 180 days, as its support pages say.",
		"What the answer of bulk-fetch contains beyond `email`, and which scope it needs. `read:policies:admin` is the reasonable guess.",
		"What `mfaEnabled` contains for people who sign in by single sign-on. It may well be `false`, so the provider does not check these people. Also, that a search for accounts with two-step verification off finds everyone who does not have it on.",
		"That the reason `authPolicy.saml` among a profile's restrictions means that a person signs in by SAML. A profile that is governed in another way, such as by SCIM, may show that reason instead.",
	},
}

// Page is what the documentation page says.
func (*attestationResource) Page() base.Page { return attestationPage }
