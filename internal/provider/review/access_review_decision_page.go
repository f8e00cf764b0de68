// SPDX-License-Identifier: MPL-2.0

package review

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var decisionPage = base.Page{
	Subject: subject,
	NoList:  "Atlassian does not store decisions, so nothing lists them.",
	Summary: "Records what a reviewer decided on access to the organization for a quarter: who keeps it, who must lose it, and which groups and roles were reviewed as a whole.",
	Text: "Use it to make a quarterly access review a pull request: the plan is the evidence, and each later plan shows what differs from the decision. " +
		"**It takes no access away.** Take it away where you configure it, for example with `atlassian_user` or `atlassian_group_members`. To see who has access, use the data source `atlassian_access_review`.\n\n" +
		"The resource finds:\n\n" +
		"* `undecided`: accounts that have access and that nobody has decided on.\n" +
		"* `not_removed`: accounts in `remove` that still have access.\n" +
		"* `suspended_with_roles`: suspended accounts that get roles, apps or groups back as soon as somebody restores them.\n" +
		"* `expiring_api_keys`: API keys of the organization that expire soon, have expired, or do not say when they expire.\n" +
		"* `missing_groups`: groups that were reviewed as a whole, and do not exist any more.\n" +
		"* `expired`: whether the review is too old.\n\n" +
		"An apply clears no finding by itself: it fails as long as a finding is left, and says what to write. The guide [Quarterly access review](../guides/quarterly-access-review.md) shows the whole review.",
	Details: "### Who has access\n\n" +
		"An account has access unless its status is `suspended`, `deactivated`, `not_invited` or `for_deletion`. This is true for people and for apps. " +
		"A status that is missing, or that Atlassian does not document, counts as access. So does one of these four that `account_status` or `membership_status` contradicts, such as `suspended` with an active membership.\n\n" +
		"### Groups and roles as a whole\n\n" +
		"You do not need a line for each person. An owner reviews a group (`groups`) or a role on an app (`app_roles`) as a whole, and the apply records the accounts that are in it.\n\n" +
		"* An account that joins later is `undecided`, even if another group or role covers it. `keep` can name it.\n" +
		"* An account that leaves a group is no finding.\n" +
		"* A group that you add within a quarter covers the members that it has at that apply. The plan lists them.\n" +
		"* A group that was there already keeps its record until you write another `quarter` or `reviewed_at`.\n" +
		"* An account that joins a group between the plan and the apply is covered. Write `reviewed_at` to leave out accounts that were added to the organization after that time.\n\n" +
		"### Access that comes back\n\n" +
		"A person who had no access at the review is `undecided` as soon as they have it again, even if `keep` or a group covers them. So is a person whom a refresh has seen without access since. " +
		"To decide on them again, write them into `keep`, or change the reason there. " +
		"Access that is lost and comes back between two refreshes goes unnoticed, unless you apply the plans in between, or run `terraform apply -refresh-only`: only an apply keeps what a refresh has seen.\n\n" +
		"### Only a person answers\n\n" +
		"A failed creation leaves no state, and a failed update keeps what was found. " +
		"Only another `quarter` or `reviewed_at` renews a review. Do not let a function such as `plantimestamp()` set them.\n\n" +
		"### People who lose access\n\n" +
		"The apply that first lists a person in `remove` records the decision, and notes that the person has access. From then on, each plan shows the person until the access is gone.\n\n" +
		"### Seeing everybody first\n\n" +
		"Import the resource: nothing is decided then, so the plan shows everybody who has access as `undecided`. The first apply records the review. The messages of a plan name the first 20 accounts; the data source `atlassian_access_review` has all of them.\n\n" +
		"### Several reviewers\n\n" +
		"Each decision stands alone: what one keeps does not count for another. Two decisions about the same people show each other's people as undecided. " +
		"Let teams write files of their own and `merge` them into the maps of one decision, or have a decision for each directory (`directory_ids`).\n\n" +
		"### What it cannot see\n\n" +
		"* Access outside of `groups` and `app_roles` that an account gets after the decision, such as a platform role or another app, and any further access of an account in `keep`. " +
		"List the groups and roles that matter. For the rest, use `atlassian_organization_admins` and the finding `organization_admins` of `atlassian_access_review`.\n" +
		"* Access that needs no account of the organization: anonymous access, and customers of a service desk without an account.\n" +
		"* An account that Atlassian leaves out of both its search and its count.\n" +
		"* With `-refresh=false`, everything that is new since the last refresh.\n\n" +
		"A group, a role or an address that Atlassian leaves out of an account makes the account `undecided`.",
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount", "searchDirectoryGroups", "getAllApiKeys", "getApiKeyCount", "queryWorkspacesV2"},
	Drift: "Every finding shows as an update in place, such as `undecided: [{…}] -> []`, with a warning that says who it is and what to write: the plan sets the lists of findings to empty, and `expired` to `false`. " +
		"`terraform plan -detailed-exitcode` then exits with 2. If accounts or API keys cannot be read in full, the plan fails.",
	Replacement: "A decision that replaces another one for the same accounts and quarter in one plan is refused as long as there is an undecided account that it does not decide on. This is so after `-replace`, after a taint, and at another address. " +
		"A decision that a later run creates after a destroy is a first decision: nothing connects the two.",
	Destroy: "Forgets the decision, with a warning. No access changes.",
	Requests: "The accounts with their groups, roles and apps take one request for every 100 accounts, and one to count them, once for a run: all decisions and data sources that need the same share the read. In addition:\n\n" +
		"* one request for every 10 groups;\n" +
		"* one request for every 100 API keys, and one to count them;\n" +
		"* for each role of `app_roles`, one request for every 100 accounts that have it, and one to count them.\n\n" +
		"A review of 10,000 people by one group takes 104 requests for a plan.",
	Unverified: []string{
		"That the search for accounts shows all groups of an account. If it does not, accounts that only the group covers are undecided, and an account that joins the group is not seen. A comparison with the count of each group would take a request for each.",
		"That a search by a role and a resource also finds accounts that have the role by a group. If it does not, they are undecided.",
		"That a search by a role and a resource finds no account that has the role on another app, and another role on this one. If it does, they are recorded with the others.",
		"That the groups, roles and apps of a suspended account are in the answer.",
		"The form of the list of API keys, and whether it has keys that have expired. A list that is shorter than Atlassian's count is an error. If Atlassian gives no count, nothing proves that the list is complete.",
		"The form of the time when an account was added to the organization. An account whose time cannot be read stays covered.",
	},
}

// Page is what the documentation page says.
func (*decisionResource) Page() base.Page { return decisionPage }
