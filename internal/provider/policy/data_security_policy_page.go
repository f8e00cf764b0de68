// SPDX-License-Identifier: MPL-2.0

package policy

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var dataSecurityPage = base.Page{
	Subject: subject,
	Summary: "A data security policy of the organization: what people and apps cannot do with its data.",
	Text: "**Drafts.** Atlassian makes a new policy as a draft, which blocks nothing. A policy is in force once it is published. " +
		"Atlassian has an operation that publishes, but does not document its form. So the resource manages the draft, and its plan says that a person must publish it in Atlassian Administration. `published` tells whether the policy is in force. " +
		"A published policy changes only when it is published anew: the plan warns of such a change, and apply fails for the policy and leaves it as it is. Change it in Atlassian Administration, and the plan is empty.\n\n" +
		"With `experimental = [\"data_security_publish\"]` in the provider block, apply publishes the policy as well. `resource_ids` and the rule `app_access` need the same, because their forms are guesses, too. " +
		"While a published policy is changed and not published anew yet, its former rules should stay in force (unverified).\n\n" +
		"**Order.** A policy with another coverage than `ORG` overrides one with the coverage `ORG` that has the same rule, and for `app_access` the same `subject_id`. That one has to exist first, as a draft or published. " +
		"The plan fails if neither Atlassian nor the configuration has one. If both are in the configuration, name the `ORG` policy in `depends_on` of the other one. " +
		"Atlassian takes one draft with the same coverage and the same rule at a time. Two resources that decide the same rule for the whole organization are an error of the plan.\n\n" +
		"If a policy of the same name exists that Terraform does not manage, the resource does not adopt it: the plan fails, or warns where it cannot be sure, and shows the `import` block.",
	Operations: []string{
		"ControlCloudAPIs_getPoliciesV2", "ControlCloudAPIs_getPolicyV2", "ControlCloudAPIs_createPolicyV2", "ControlCloudAPIs_updatePolicyV2", "ControlCloudAPIs_deletePolicy",
		"ControlCloudAPIs_publishDraftPolicies", "ControlCloudAPIs_getResourcesV2", "ControlCloudAPIs_attachDetachResourcesV2",
	},
	Requires: "Every organization can block all apps. To block or allow single apps, Atlassian asks for Guard Standard. Which plans the other rules need is not documented in one place.",
	Drift: "Every attribute shows a change that was made in Atlassian. A rule of a form that is not understood is shown as it came. Rules that this version does not know are in `other_rules`, and every plan warns of them. " +
		"A policy that was published and is not any more shows as `published: false -> true`. A deleted policy is planned for creation, although Atlassian still lets it be read. " +
		"An answer that does not say status, coverage or rules is an error, after a second look.",
	Destroy: "Deletes the policy, as a draft or published. If it was published, the plan says what becomes possible. If Atlassian still shows the policy after the time allowed for it, the deletion fails, and the resource stays in the state. " +
		"A replacement changes the policy in place. With `create_before_destroy`, an old policy that is not a draft stays in Atlassian, with a warning.",
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
	Text:       "Policies that are deleted are left out, although Atlassian may list them. Which resources a policy covers is not read.",
	Operations: []string{"ControlCloudAPIs_getPoliciesV2", "ControlCloudAPIs_getPolicyV2"},
}

// Page is what the documentation page says.
func (*dataSecurityList) Page() base.Page { return dataSecurityListPage }
