// SPDX-License-Identifier: MPL-2.0

package account

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

// expandText is the paragraph about what is asked for.
const expandText = "**What Atlassian does not say.** `groups`, `platform_roles`, `product_access` and `last_active` are null unless `expand` asks for them. " +
	"If Atlassian is asked and does not answer for somebody, that is an error: nobody passes for a person without groups, roles or activity because an answer is incomplete. " +
	"For accounts in no directory (`membership_status` is `no_membership`), which can have none there, they are null then. " +
	"A time in `last_active` that is null means that Atlassian shows no activity. It does not say whether that is never. " +
	"The lists of one account are as Atlassian gives them. To find out who is in a group or has a role, filter by `group_ids` or `role_ids` with `atlassian_users`: only whole results can be compared with a count."

// expandUnverified are facts about what is asked for.
var expandUnverified = []string{
	"That Atlassian leaves out the time of last activity of a person who was never active in an app.",
	"Whether `platform_roles` has roles that come by groups.",
	"Whether `groups` and `product_access` of a search in every directory are those of every directory. Atlassian documents them as those within the requested directory.",
}

var usersPage = base.Page{
	Subject: subject,
	Summary: "Lists the people and apps of the organization, all of them or those that match every filter that is set.",
	Text: "Use it to review who has access: people who have not been seen for long, accounts without two-step verification, and leavers who are still in a group. To find one person, use `atlassian_user`.\n\n" +
		"Filters may be longer than Atlassian's limits (10 IDs, 20 resources, 100 addresses): they are sent in parts, and the results are merged. " +
		"Several long filters multiply: a query that would take more than 1,000 searches is an error. " +
		"All data sources with the same filters share one read in a run, as of its first: one request for every 100 accounts, and one for the count. So the last activity of 10,000 people takes 101 requests.\n\n" +
		"**Whether somebody is missing.** A search that hides somebody would make a check pass. So the result is compared with Atlassian's count of the same filters, read once more where it has fewer, and an error if that does not help. " +
		"With `search_term` this is not possible, because Atlassian documents the count as looking for it elsewhere. With `emails` and `account_ids`, accounts that one answer lacks are looked up once more, and `not_found` lists those that do not exist: " +
		"a mistyped address gives an empty result, and no error. A group or directory that does not exist is an error; a resource or a role that does not is none.\n\n" + expandText,
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount", "searchDirectoryGroups", "queryWorkspacesV2", "getDirectoriesForOrg"},
	Unverified: append([]string{
		"That the search and the count agree in a live organization.",
		"That `role_ids` and `resource_ids` together mean a role on one of the resources, and not both independently.",
		"Whether `role_ids` and `resource_ids` find roles that come by groups.",
		"Whether a search in every directory finds managed accounts that are in no directory by itself. Where the count has more accounts than the search, they are asked for by themselves.",
	}, expandUnverified...),
}

// Page is what the documentation page says.
func (*usersDataSource) Page() base.Page { return usersPage }

var userDataPage = base.Page{
	Subject: subject,
	Summary: "Finds one person or app of the organization by e-mail address or account ID.",
	Text: "Use it to find the account ID of a person, or what one person has. An account that does not exist is an error, after a second look. " +
		"Many of these data sources are read together, up to 100 addresses or 10 IDs to a request. For lists of people, `atlassian_users` is simpler.\n\n" + expandText,
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount"},
	Unverified: expandUnverified,
}

// Page is what the documentation page says.
func (*userDataSource) Page() base.Page { return userDataPage }
