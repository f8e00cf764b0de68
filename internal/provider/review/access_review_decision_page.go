// SPDX-License-Identifier: MPL-2.0

package review

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var decisionPage = base.Page{
	Subject: subject,
	NoList:  "What somebody decides is nowhere in Atlassian, so nothing lists it.",
	Summary: "What a reviewer has decided on the access to the organization for a quarter: who keeps it, who must lose it, and which groups and roles were reviewed as a whole.",
	Text: "The review is a pull request, its plan is the evidence, and whatever differs later shows as drift, in every plan. **It looks and takes nothing away**: it gives, suspends and removes no access. It finds:\n\n" +
		"* `undecided`: accounts that have access and that nobody has decided on.\n" +
		"* `not_removed`: accounts in `remove` that still have access.\n" +
		"* `suspended_with_roles`: suspended accounts that would have roles, apps or groups again at once if somebody restored them.\n" +
		"* `expiring_api_keys`: API keys of the organization that expire soon, have expired, or do not say when they do.\n" +
		"* `missing_groups`: groups that were reviewed as a whole, and do not exist any more.\n" +
		"* `expired`: whether the review is too old.\n\n" +
		"**Who has access**: every account whose status is not `suspended`, `deactivated`, `not_invited` or `for_deletion`, people and apps. A status that is missing, or that Atlassian does not document, counts as access, and so does one that contradicts an active account with an active membership.\n\n" +
		"**Thousands of people without thousands of lines.** An owner reviews a group or a role on an app as a whole (`groups`, `app_roles`). The apply records the accounts that are in it. An account that joins later is new, and is `undecided`, also where another group or role covers it. An account in `keep` is decided on by name, and is not. An account that leaves a group is no finding. " +
		"A group that you add within a quarter covers its members of that apply, and the plan says who they would be; a group that was there already keeps its record until there is another `quarter` or `reviewed_at`, however the rest of the configuration changes. " +
		"An account that joins a group between the plan and the apply that records it is covered. Write `reviewed_at`, and an account that Atlassian says was added to the organization after that time is not.\n\n" +
		"**Access that comes back.** Somebody who had no access at the review, or whom a refresh has seen without it since, is `undecided` as soon as they have it again, also where `keep` or a group covers them. To decide on them again, write them into `keep`, or change the reason there. " +
		"Access that is lost and comes back between two refreshes goes unnoticed, unless the plans in between are applied, or `terraform apply -refresh-only` is: only that keeps what a refresh has seen.\n\n" +
		"**Only a person answers.** An apply clears no finding by itself: with findings left, it fails, lists them, and says what to write. A failed creation leaves no state, and a failed update keeps what was found. " +
		"Only another `quarter` or `reviewed_at` renews a review. Do not let a tool fill them in, as `plantimestamp()` would. " +
		"A decision that takes the place of another one for the same accounts and quarter in one plan, as after `-replace`, a taint or at another address, is refused as long as there is somebody undecided whom it says nothing about. What one run destroys and a later one creates is a first decision: nothing connects the two.\n\n" +
		"**People who are to lose access.** The apply that lists somebody in `remove` only notes that they have it, so that the decision is recorded first. From then on each shows as drift until the access is gone.\n\n" +
		"**To see everybody first**, import the resource: nothing is decided then, so the plan shows all who have access as `undecided`. The first apply records the review. The messages of a plan name the first 20; the data source `atlassian_access_review` has everybody.\n\n" +
		"**Several reviewers.** Each decision stands alone: what one keeps does not count for another one, so two decisions about the same people would each show the other's as undecided. Let teams write files of their own and `merge` them into the maps of one decision, or have a decision for each directory (`directory_ids`).\n\n" +
		"**What it cannot see.** More access for an account that is decided on, outside of `groups` and `app_roles`: another group or app, or the role of an organization admin. Use `atlassian_group_members`, `atlassian_group_role_assignment` and `atlassian_organization_admins` for that. Access that does not come from an account of the organization, such as that of customers of a service desk who have none, anonymous access, or an app's. A group, a role or an address that Atlassian leaves out of an account makes somebody `undecided` rather than decided. " +
		"An account that Atlassian leaves out of both its search and its count. With `-refresh=false`, what is new since the last refresh.\n\n" +
		"**Cost.** The accounts with their groups, roles and apps take one request for 100 and one to count them: once for a run, whatever number of decisions and data sources ask for the same. In addition it takes one request for 10 groups, one for 100 API keys, and one to count these. " +
		"Each role of `app_roles` takes one request for 100 accounts that have it, and one to count them. A review of 10,000 people by one group takes 104 requests for a plan.",
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount", "searchDirectoryGroups", "getAllApiKeys", "getApiKeyCount", "queryWorkspacesV2"},
	Drift: "`undecided`, `not_removed`, `suspended_with_roles`, `expiring_api_keys` and `missing_groups` are planned empty, and `expired` is planned `false`, so that every finding shows as an update in place, such as `undecided: [{…}] -> []`, with a warning that says who it is and what to write. " +
		"`terraform plan -detailed-exitcode` then exits with 2. Accounts or API keys that cannot be read in full are an error, never taken for decided ones.",
	Destroy: "Only forgets the decision, with a warning. No access changes.",
	Unverified: []string{
		"That the search for accounts shows all groups of an account. Where it does not, those whom the group alone covers are undecided, and somebody else who comes into the group is not seen: to hold each group to its count would take a request for each.",
		"That a search by a role and a resource finds those who have the role by a group as well. Where it does not, they are undecided. And that it does not find those who have the role on another app and another role on this one: they would be recorded with the others.",
		"That the groups, roles and apps of a suspended account are in the answer.",
		"The list of API keys: its form, and whether it holds keys that have expired. A list that is shorter than Atlassian's count is an error; where Atlassian gives no count, nothing proves the list.",
		"The form of the time when an account was added to the organization. One that cannot be read leaves the account covered.",
	},
}

// Page is what the documentation page says.
func (*decisionResource) Page() base.Page { return decisionPage }
