// SPDX-License-Identifier: MPL-2.0

package review

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

// possible says which findings each kind of account can have. A test holds it to what a review finds.
const possible = `
| account | organization_admins | dormant | unmanaged | without_two_step_verification | outside_verified_domains | suspended_with_roles | stale_tokens | not_reviewed_since |
|---|---|---|---|---|---|---|---|---|
| person in use, managed | yes | yes | – | yes | yes | – | yes | yes |
| person in use, not managed | yes | yes | yes | unknown | yes | – | unknown | yes |
| person in use, not known whether managed | yes | yes | unknown | yes | yes | – | yes | yes |
| person whose access is suspended | yes | – | – | – | – | yes | yes | – |
| person whose account is deactivated, or waits for its deletion | yes | – | – | – | – | yes | yes | – |
| managed account in no directory | yes | – | – | – | – | yes | yes | – |
| person with a status that is not known, or contradicts itself | yes | yes | – | yes | yes | yes | yes | yes |
| app in use | yes | – | – | – | – | – | yes | yes |
| app that cannot be used | yes | – | – | – | – | yes | yes | – |
| customer with a group, a role or an app | yes | yes | – | yes | yes | – | yes | yes |
| customer without any | – | – | – | – | – | – | yes | – |
`

const findingsText = "### Findings\n\n" +
	"Every finding has a reason in plain English.\n\n" +
	"* `organization_admins`: an organization admin, whatever the status. The provider looks at the platform roles of the account, and searches for the role as well.\n" +
	"* `dormant`: no activity in any app for more than `dormant_after_days`. For an app with days of its own in `dormant_after_days_by_app`, these count instead, and the app has a finding of its own. " +
	"A person for whom Atlassian shows no activity counts as never active, and is dormant, unless the account was added to the organization within these days. Activity in the future is `unknown`.\n" +
	"* `unmanaged`: the organization does not manage the account.\n" +
	"* `without_two_step_verification`: two-step verification is off. It may be off for a good reason where people sign in by single sign-on.\n" +
	"* `outside_verified_domains`: the address is at no verified domain. A subdomain of a verified domain is another domain, because Atlassian verifies each by itself. A domain that was verified before is not verified.\n" +
	"* `suspended_with_roles`: the account cannot be used, and keeps groups, roles or apps: they come back with the access.\n" +
	"* `stale_tokens`: an API token that has not expired and was not used for more than `stale_token_after_days`, or was created as long ago and never used. One of which that is not known counts as well: a time in the future says nothing. One finding for each token.\n" +
	"* `not_reviewed_since`: the configuration has no review of the account within `review_every_days`, or one after `as_of`.\n" +
	"* `unknown`: Atlassian does not say what the review has to know. `subject` is the attribute. A check of another kind is complete only if there is no `unknown` finding about it.\n\n" +
	"### Which account can have which finding\n\nIf the table has *unknown*, the finding is of the kind `unknown` instead, because Atlassian does not say.\n" + possible + "\n" +
	"An account of a type that is not known counts as a person's. Apps have no two-step verification, no e-mail address and no activity: Atlassian measures activity by the pages that a person views. " +
	"A person in several directories has one row. Atlassian calls a person suspended only if that is so in all directories: somebody who is suspended in one and active in another is in use."

const costText = "All data sources and resources that read the people with everything share one read in a run, also `atlassian_users` with all three values of `expand` and no filter. They all show what the first of them read. " +
	"It takes one request for every 100 accounts and one for the count, which proves that nobody is missing. The organization admins take one for every 100 admins and one for their count, and the domains one for each page. " +
	"So a review of 10,000 people takes 104 requests, and never more than 110 as long as there are no more than 500 admins. What `include` adds:\n\n" +
	"* `authentication_policies`: one request for every 100 accounts that are managed. A managed account of which Atlassian names no policy is an error.\n" +
	"* `api_tokens`: one request for every 100 API tokens of the organization, and one for their count."

const diffText = "### Comparing two reviews\n\n" +
	"Rows and findings have a fixed order, lists in them are sorted, times are dates and not ages, and no value depends on the run. " +
	"So a diff of two outputs shows what has changed: people who came and left, groups and roles that they were given, and findings. `last_active` changes for people who work."

var accessReviewPage = base.Page{
	Subject: subject,
	Summary: "Reviews who has access to what in the organization: one row for each account, and findings that you have to decide on.",
	Text: "Use it for a quarterly access review, as evidence for an auditor, and in `check` blocks between two reviews. It changes nothing. To find single people, use `atlassian_users`. To record what you decide, use the resource `atlassian_access_review_decision`.\n\n" +
		"A finding asks for a decision. It does not say that something is wrong. The guide [Quarterly access review](../guides/quarterly-access-review.md) says what you can do about each finding.",
	Details: findingsText + "\n\n" + diffText + "\n\n" +
		"### What cannot be read\n\n" +
		"The read fails, and returns no empty list, if a search shows fewer people than Atlassian counts, if an answer lacks the groups, roles or apps that it was asked for, or if the API key may not read the list of domains.",
	Requests:   costText,
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount", "getDomains", "getDirectoriesForOrg", "ControlCloudAPIs_bulkFetchAuthPolicy", "getAllApiTokensByOrgId", "getApiTokenCount"},
	Unverified: []string{
		"That the list of API tokens has all tokens of managed accounts, and no others.",
		"That the search and the count agree in a live organization.",
		"Whether Atlassian leaves out apps in which a person was never active, or their time. Both count as never active.",
		"Whether `platform_roles` has roles that come by groups, and whether the search for organization admins finds them.",
		"Whether a search lists accounts of apps and customers, and with which `account_type`.",
		"Whether `groups` and `apps` of a search in every directory are those of every directory. Atlassian documents them as those within the requested directory.",
	},
}

// Page is what the documentation page says.
func (*accessReview) Page() base.Page { return accessReviewPage }
