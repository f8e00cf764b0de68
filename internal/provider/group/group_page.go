// SPDX-License-Identifier: MPL-2.0

package group

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var groupPage = base.Page{
	Subject: subject,
	Summary: "Manages a group in a directory of the organization.",
	Text: "Use this resource for groups that you create in Atlassian. A group that is synced from an identity provider can be imported, but not changed.\n\n" +
		"The resource manages the name and the description. To add members, use `atlassian_group_members` or `atlassian_group_membership`. To give the group access to an app, use `atlassian_group_role_assignment`.\n\n" +
		"Destroying the resource deletes the group with all its memberships and roles. Set `deletion_protection` for groups that you cannot afford to lose.\n\n" +
		"If a group of the name exists already, the resource does not adopt it. The error shows the `import` block. " +
		"Renaming a group from here is experimental: see [Renaming](#renaming).",
	Details: "### Renaming\n\n" + groupRenameText + "\n\n" +
		"### Groups that exist already\n\n" +
		"If a group of the name exists already, the plan fails, or warns if it cannot be sure. The apply never changes or deletes a group that the provider knows by its name alone. " +
		"For an apply that was interrupted, see [Troubleshooting](../guides/troubleshooting.md#an-apply-was-interrupted).\n\n" +
		"Two resources with one name in one directory are an error in the plan. A plan that deletes a group and creates one of the same name for another resource is an error as well: use a `moved` block.",
	Many:       true,
	Operations: []string{"createGroup", "searchDirectoryGroups", "getGroup", "getGroupsCount", "updateGroup", "deleteGroup", "searchDirectoryUsers", "getDirectoriesForOrg"},
	Drift: "If somebody changes the name or description in Atlassian Administration, the plan shows an update in place, such as `name: \"new\" -> \"old\"`. Write the new value into the configuration, or change the group back: see [Renaming](#renaming). " +
		"A name that differs only in case is no drift. If somebody deletes the group, the plan creates it again.",
	Replacement: "A change of `directory_id`, and `-replace`, create a new group in place of the old one. The new group has another ID and starts empty. " +
		"The plan warns how many members and apps the old group has. With `deletion_protection`, the plan fails.\n\n" +
		"With `create_before_destroy`, a new group cannot be created in the same directory, because the old group still has its name. The apply fails before it changes anything.",
	Destroy: "Deletes the group with all its memberships and roles. The plan fails for these groups:\n\n" +
		"* A group with `deletion_protection`.\n" +
		"* A group that is synced from an identity provider.\n" +
		"* A group that Atlassian does not delete: an app's default group, or a group that grants admin access.\n" +
		"* A group with a member that `protected_account_ids` of the provider block lists.\n\n" +
		"If a search shows no protected member in a group that has members, the provider looks again. It reads as many members as the group counts. " +
		"For a large group, and for a list that is too short, it searches for the protected accounts and reads their groups. If neither search is complete, the plan fails. " +
		"The apply checks once more, and does not delete a group if it cannot read the members.",
	Requests: "Creating 2,000 groups takes about 2,300 requests: one for each, and one or two for every 10 that Terraform creates at the same time. A group takes one more if the search still shows a deleted group of the same name, or if an answer was lost. The apply waits until the search shows the group, because only the search has its ID.\n\n" +
		"A refresh takes one request for every 10 groups. For many groups, the provider reads the whole list of the directory instead, with 100 groups in each request. " +
		"So a refresh takes at most twice the requests that the whole list takes. A plan that deletes a group takes one to four more requests for each group if `protected_account_ids` is set.",
	Unverified: []string{
		"That a search shows a new group after one to two seconds. Users report it, but Atlassian does not document it.",
		"That a name is unique in a directory, whatever its case.",
		"The method, path and body of `updateGroup`, which renames a group. Atlassian has had such an operation since November 2026, but its form could not be read: what the provider sends is a guess.",
		"That a search shows all groups of an account. The plan relies on it to see that a large group has no protected member.",
	},
}

// Page is what the documentation page says.
func (*groupResource) Page() base.Page { return groupPage }

// groupRenameText is the section of the page on renaming.
const groupRenameText = "A change of `name` or `description` is an update in place: the group keeps its ID, members and roles. " +
	"Atlassian has had an operation for this since November 2026, but its form could not be checked. So the apply sends it only with `experimental = [\"group_update\"]` in the provider block.\n\n" +
	"Without that setting, the plan warns. The apply fails for the group and leaves it as it is. Rename the group in Atlassian Administration instead. Terraform knows the group by its ID, so the next plan is empty.\n\n" +
	"Atlassian does not let you rename some groups at all, such as those that an app's administration settings name. If a Jira automation rule names the group, the rule stops working when you rename the group."

var groupListPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the groups of a directory, to import them.",
	Text:       "The list includes groups that are synced from an identity provider. You can import them, but not change them.",
	Requests:   "One request for every 100 groups, sent as Terraform needs them.",
	Operations: []string{"searchDirectoryGroups", "getDirectoriesForOrg"},
}

// Page is what the documentation page says.
func (*groupList) Page() base.Page { return groupListPage }

var groupDataPage = base.Page{
	Subject: subject,
	Summary: "Finds a group by its ID or by its exact name.",
	Text: "Use it for the ID of a group that this configuration does not manage. If no such group exists, the read fails. To read many groups, use `atlassian_groups`.\n\n" +
		"The counts date from the first read of the group in a run. They do not include changes of the same run.",
	Requests:   "Many of these data sources share requests: one for every 10 IDs, or for every 100 names.",
	Operations: []string{"searchDirectoryGroups", "getGroup", "getGroupsCount", "getDirectoriesForOrg"},
}

// Page is what the documentation page says.
func (*groupDataSource) Page() base.Page { return groupDataPage }

var groupsDataPage = base.Page{
	Subject: subject,
	Summary: "Lists the groups of a directory, all of them or those that match every filter.",
	Text: "Use it to find groups by name, member, app or role. The counts date from the first read of the list in a run. They do not include changes of the same run.\n\n" +
		"The provider cannot tell whether the list is complete, because Atlassian does not return how many groups there are.",
	Requests:   "One request for every 100 groups. All data sources of a run without a filter share one read of the list.",
	Operations: []string{"searchDirectoryGroups", "getDirectoriesForOrg"},
}

// Page is what the documentation page says.
func (*groupsDataSource) Page() base.Page { return groupsDataPage }
