// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var attestationPage = base.Page{
	Subject: subject,
	NoList:  "What a person attests is nowhere in Atlassian, so nothing lists it.",
	Summary: "What a person saw of an authentication policy's settings in the console, and whether anything tells against it since.",
	Text: "Atlassian's API can neither read nor set the settings of an authentication policy. A person looks at them in " + policyConsole + " and writes them down here, with a name; " +
		"from then on every plan looks for signs that they no longer hold. **It is a tripwire: it detects, and cannot prevent or set anything.** Nothing is changed in Atlassian, ever.\n\n" +
		"Three signs are looked for:\n\n" +
		"* `changes`: events of the audit log about the policy's settings since the attestation. The log says that something was changed, and by whom, but not what: a person has to look at the policy again.\n" +
		"* `without_two_step_verification`: where two-step verification is attested as required, and people do not sign in by single sign-on, members of the policy for whom it is off and who are active, or whose status is not documented.\n" +
		"* `without_single_sign_on`: on request, where SAML is attested, active members of the policy whose profile shows no sign of SAML. The absence of the sign proves nothing.\n\n" +
		"The first apply attests, and so does each later one in which a person has answered, with the time of the apply as `attested_at` unless you write your own: look at the policy in the console before. Any other change, such as one of `exempt_account_ids`, leaves `attested_at` as it is. An apply fails, and attests nothing, where the audit log shows a change that the plan did not show, " +
		"or where a check finds somebody. What somebody changes in the console between your look at it and the first attestation goes unnoticed, unless you write the time of your look into `attested_at`.\n\n" +
		"**Only a person answers.** An apply that would clear `changes` or an expired attestation fails unless a person has changed the configuration for that: `attested_at`, `attested_by`, `settings`, or a new text in `review`. So a pipeline that applies whatever differs cannot reset the tripwire. " +
		"It cannot either by an attestation that takes the place of another one for the same policy in one plan, as after `-replace`, a taint, or another address or key of `for_each`. What one run destroys and a later one creates is a first attestation: nothing connects the two. " +
		"A value that is not known during the plan, such as `timestamp()`, is no answer. The provider cannot tell what a person writes from what a tool fills in during the plan: do not use `plantimestamp()`, the name of a pipeline's user or the like here. " +
		"An action that `ignored_actions` comes to list needs no other answer. No answer clears the deletion of a policy. The guide [What stays in the console](../guides/what-stays-in-the-console.md) says how a pipeline and a person share this.\n\n" +
		"Atlassian documents no list of the audit log's actions about the settings of authentication policies, so the provider finds them by their IDs, names and groups. Membership in a policy is not a setting. Check `watched_actions`, which lists them. " +
		"An action with neither a name nor a group may be about policies: the provider watches it, and the plan names it. More than 10 such actions are an error, because the provider does not understand the list. " +
		"An event counts unless each policy that it names is another one: the ID of this policy anywhere in an ID, in the message or in what it says of an object is enough, and an event whose policy cannot be read counts for every policy. An action that turns out not to be about settings can be left out with `ignored_actions`.\n\n" +
		"A wrong `policy_id` is no error, since policies cannot be listed: nobody is in such a policy, and no event names it, so nothing ever tells against its attestation. The plan of a creation warns where nobody is in the policy; " +
		"the data source `atlassian_authentication_policies` lists those that somebody is in.\n\n" +
		"**What makes it silent.** Nothing that can be noticed: an audit log without data, a list of actions that is not understood, a managed account that no policy is named for, and a search that shows fewer accounts than Atlassian counts are errors. " +
		"An action that vanishes from the list is still asked for, with a warning. A change that was found once stays in `changes` until a person answers, also where the log does not show it any more. " +
		"It cannot see a change that the audit log does not tell of at all, one that was made before the attestation and seen by nobody, what was changed, an account that Atlassian leaves out of both its search and its count, and settings of a policy that is named wrongly.\n\n" +
		"**Cost.** The audit log takes one request for each watched action and walk (more where there are over 500 events), and one more for the list of actions. They are shared by all attestations of a run, however many there are; " +
		"Atlassian takes 10 requests for events a minute, so that a run right after another one may have to wait. " +
		"The plan of a creation walks all managed accounts once (two requests for every 100 and one to count them), to warn where nobody is in the policy: the ID may be wrong. " +
		"The check of two-step verification takes two requests for every 100 managed accounts of the organization without it and one to count them, shared as well. " +
		"`check_single_sign_on` walks all managed accounts (two requests for every 100 and one to count them) and then takes one request for each active member.",
	Operations: []string{"getEventActions", "getEvents", "searchDirectoryUsers", "getDirectoryUsersCount", "ControlCloudAPIs_bulkFetchAuthPolicy", "getManagePermissions"},
	Requires: "The audit log, and more than one authentication policy, need Atlassian Guard Standard, as Atlassian's support pages say. " +
		"`check_single_sign_on` needs an API key without scopes: Atlassian's User management API refuses every key that has scopes.",
	Drift: "`changes`, `without_two_step_verification` and `without_single_sign_on` are planned empty, and `expired` and `deleted` are planned `false`, so that whatever a refresh finds shows as an update in place, such as `changes: [{…}] -> []`, " +
		"with a warning that says what to do and whether apply will fail until a person has answered. An audit log that cannot be read is an error, never taken for one without changes. " +
		"A member who appears in `without_two_step_verification` may have been moved into the policy by an automation rule for authentication policies, which organizations with an Enterprise plan can have and only the console shows.",
	Destroy: "Only forgets the attestation, with a warning. The policy and its settings stay as they are.",
	Unverified: []string{
		"The group of an action may come as `groupDisplayName`, as `groupDisplayNames` (a list), or as both: the provider reads each.",
		"The names and IDs of the actions of the audit log. An action counts if its ID, name or group speaks of authentication policies (or `auth policy`), unless it speaks of members being added, moved or removed.",
		"How an event names its policy: by its ID, alone or in a longer text such as an ARI, in an object whose type ends in `policy`. An event that names no policy, or in a form that is not understood, counts for every policy.",
		"How the audit log calls the deletion of a policy: an action that speaks of a deletion and of authentication policies, and not of members or settings.",
		"Whether Atlassian answers for an action that it no longer lists. Where it does not, the refresh fails and says what to do.",
		"That bulk-fetch names a policy for every managed account, whatever its status. Where it does not, the check fails and names the accounts.",
		"That `meta.count` of the audit log, which was seen in live answers, counts the events of a page or of all. Where it is more than what the answers hold, the refresh fails.",
		"How late the audit log may show an event: 24 hours are allowed for.",
		"That the audit log is kept for 180 days, as Atlassian's support pages say.",
		"What the answer of bulk-fetch holds beyond `email`, and which scope it needs; `read:policies:admin` is the reasonable guess.",
		"What `mfaEnabled` says of people who sign in by single sign-on; it may well be `false`, so they are not checked. And that a search for accounts that have it off leaves out nobody who has not got it on.",
		"That the reason `authPolicy.saml` among a profile's restrictions means that a person signs in by SAML. A profile that is governed in another way, as by SCIM, may show that reason instead.",
	},
}

// Page is what the documentation page says.
func (*attestationResource) Page() base.Page { return attestationPage }
