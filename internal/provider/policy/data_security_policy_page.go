// SPDX-License-Identifier: MPL-2.0

package policy

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var dataSecurityPage = base.Page{
	Subject: subject,
	Summary: "Manages a data security policy of the organization: what people and apps cannot do with its data.",
	Text: "Use it to restrict exports, public links, downloads and apps. To see policies without managing them, use `atlassian_policies`.\n\n" +
		"**A draft blocks nothing.** Atlassian creates a policy as a draft, which is in force once it is published. Atlassian does not document the form of the operation that publishes. " +
		"So the resource manages the draft, and its plan says that a person must publish it in Atlassian Administration. `published` shows whether the policy is in force. " +
		"With `experimental = [\"data_security_publish\"]` in the provider block, an apply also publishes the policy.",
	Details: "### Changing a published policy\n\n" +
		"A change of a published policy needs another publication. Without the experiment, the plan warns of such a change, and the apply fails for the policy and leaves it as it is. Change the policy in Atlassian Administration, and the plan is empty. " +
		"With the experiment, the former rules should stay in force until the policy is published again (unverified). `resource_ids` and the rule `app_access` need the experiment as well, because their forms are guesses.\n\n" +
		"### Changes since the plan\n\n" +
		"The apply of a change reads the policy first. If somebody has changed since the plan what the plan leaves as it is, the apply fails before it sends anything, and names the difference. " +
		"So an old plan drops no rule that a person has drafted since. Plan again.\n\n" +
		"### Order of policies\n\n" +
		"A policy with another coverage than `ORG` overrides a policy with the coverage `ORG` that has the same rule, and for `app_access` the same `subject_id`. The `ORG` policy has to exist first, as a draft or published. " +
		"The plan fails if neither Atlassian nor the configuration has one. If both are in the configuration, name the `ORG` policy in `depends_on` of the other one.\n\n" +
		"Atlassian accepts one draft at a time with the same coverage and the same rule. Two resources that decide the same rule for the whole organization are an error of the plan.\n\n" +
		"### A name that is taken\n\n" +
		"The resource does not adopt a policy of the same name that exists already. The plan fails, or warns if it cannot be sure, and shows the `import` block.",
	Requests: "One request for each page of data security policies, once in a run, and one for each policy that the list does not show in full.",
	Operations: []string{
		"ControlCloudAPIs_getPoliciesV2", "ControlCloudAPIs_getPolicyV2", "ControlCloudAPIs_createPolicyV2", "ControlCloudAPIs_updatePolicyV2", "ControlCloudAPIs_deletePolicy",
		"ControlCloudAPIs_publishDraftPolicies", "ControlCloudAPIs_getResourcesV2", "ControlCloudAPIs_attachDetachResourcesV2",
	},
	Requires: "Every organization can block all apps. To block or allow single apps, Atlassian asks for Guard Standard. Which plans the other rules need is not documented in one place.",
	Drift: "Every attribute shows a change that was made in Atlassian. The provider shows a rule that it does not understand as Atlassian returns it. `other_rules` has the rules that this version does not know, and every plan warns of them. " +
		"A policy that is no longer published shows as `published: false -> true`. A deleted policy is planned for creation, although Atlassian still lets it be read. " +
		"If an answer lacks the status, the coverage or the rules, the provider asks again, and then the refresh fails.",
	Destroy:     "Deletes the policy, as a draft or published. If it was published, the plan says what becomes possible. If Atlassian still shows the policy after the timeout, the deletion fails, and the resource stays in the state.",
	Replacement: "A replacement changes the policy in place. With `create_before_destroy`, an old policy that is not a draft stays in Atlassian, with a warning.",
	Unverified: []string{
		"`subjectId` of the rule about apps stands beside its effect, the publication takes `ruleName` and `policyOperations`, and what a policy covers is changed by `attach` and `detach`. All three need the experiment.",
		"An update replaces all that a policy says, and a published policy keeps its ID when it is changed and published anew.",
		"A deleted policy has the status `deleted`. This was reported for drafts.",
		"Atlassian has said that it may disable the operations that list, read, create and update for a time. The state is kept then.",
	},
}

// Page is what the documentation page says.
func (*dataSecurityResource) Page() base.Page { return dataSecurityPage }

var dataSecurityListPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the data security policies of the organization, to import them.",
	Text:       "The list leaves out deleted policies, although Atlassian may list them. It does not read which resources a policy covers.",
	Operations: []string{"ControlCloudAPIs_getPoliciesV2", "ControlCloudAPIs_getPolicyV2"},
}

// Page is what the documentation page says.
func (*dataSecurityList) Page() base.Page { return dataSecurityListPage }
