// SPDX-License-Identifier: MPL-2.0

package account

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

// expandText is the section about what is asked for.
const expandText = "### What `expand` adds\n\n" +
	"`groups`, `platform_roles`, `product_access` and `last_active` are null unless `expand` asks for them. " +
	"If you ask for them and Atlassian leaves them out for an account, that is an error. So an incomplete answer never shows a person without groups, roles or activity.\n\n" +
	"Accounts in no directory (`membership_status` is `no_membership`) are an exception. They can have none of these in a directory, so the attributes are null if Atlassian leaves them out. " +
	"A null time in `last_active` means that Atlassian shows no activity. It does not say that there never was any.\n\n" +
	"The lists of one account are as Atlassian returns them. To find out who is in a group or has a role, use `atlassian_users` with `group_ids` or `role_ids`: the provider can compare only whole results with a count."

// expandUnverified are facts about what is asked for.
var expandUnverified = []string{
	"That Atlassian leaves out the time of last activity of a person who was never active in an app.",
	"Whether `platform_roles` includes roles that a person has through groups.",
	"Whether `groups` and `product_access` of a search in every directory are those of every directory. Atlassian documents them as those within the requested directory.",
}

var usersPage = base.Page{
	Subject: subject,
	Summary: "Lists the people and apps of the organization, or those that match all filters that you set.",
	Text: "Use this data source to review who has access: people who have not been active for long, accounts without two-step verification, or leavers who are still in a group. To find one person, use the data source `atlassian_user`.\n\n" +
		"A mistyped address or account ID gives an empty result, and no error. To notice one, require in a `check` block that `not_found` is empty. " +
		"A group or directory that does not exist is an error. A resource or role that does not exist is not.",
	Details: "### Whether the result is complete\n\n" +
		"If a search hid somebody, a check over the result could pass by mistake. So the provider compares the result with Atlassian's count for the same filters. If the result has fewer accounts, the provider reads once more, and fails if accounts are still missing.\n\n" +
		"With `search_term`, the provider cannot do this, because Atlassian documents that the count looks for the term elsewhere. " +
		"With `emails` and `account_ids`, the provider looks up missing accounts once more. `not_found` lists those that do not exist.\n\n" +
		"### Long filters\n\n" +
		"Filters may be longer than Atlassian's limits (10 IDs, 20 resources, 100 addresses). The provider sends them in parts, and merges the results. " +
		"Several long filters multiply the number of searches. A query that would take more than 1,000 searches is an error.\n\n" + expandText,
	Requests: "A search takes one request for every 100 accounts, and one for the count. So the last activity of 10,000 people takes 101 requests. " +
		"All data sources with the same filters share one read in a run, and see the organization as it was at that read.",
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount", "searchDirectoryGroups", "queryWorkspacesV2", "getDirectoriesForOrg"},
	Unverified: append([]string{
		"That the search and the count agree in a live organization.",
		"That `role_ids` and `resource_ids` together mean a role on one of the resources, and not both independently.",
		"Whether `role_ids` and `resource_ids` find roles that a person has through groups.",
		"Whether a search in every directory also finds managed accounts that are in no directory. If the count has more accounts than the search, the provider searches for them separately.",
	}, expandUnverified...),
}

// Page is what the documentation page says.
func (*usersDataSource) Page() base.Page { return usersPage }

var userDataPage = base.Page{
	Subject: subject,
	Summary: "Finds one person or app of the organization by e-mail address or account ID.",
	Text: "Use this data source to find the account ID of a person, or the groups, roles and apps of one person. For lists of people, use `atlassian_users`.\n\n" +
		"If the account does not exist, the provider looks once more and then fails.",
	Details:    expandText,
	Requests:   "The provider looks up many of these data sources together, up to 100 addresses or 10 IDs in a request.",
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount"},
	Unverified: expandUnverified,
}

// Page is what the documentation page says.
func (*userDataSource) Page() base.Page { return userDataPage }
