// SPDX-License-Identifier: MPL-2.0

package group

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var groupPage = base.Page{
	Subject: subject,
	Summary: "A group of the organization's directory.",
	Text: "Members are added by `atlassian_group_membership` or `atlassian_group_members`, and access to apps is granted by `atlassian_group_role_assignment`.\n\n" + groupRenameText + "\n\n" +
		"If a group of the name exists already, the resource does not adopt it. The plan fails, or warns where it cannot be sure, and the error holds the `import` block. " +
		"A group that is found by its name alone is never changed or deleted. Two resources with one name in one directory are an error of the plan. So is a plan that deletes a group and creates one of the same name for another resource: use a `moved` block. " +
		"The guide [Troubleshooting](../guides/troubleshooting.md#an-apply-was-interrupted) says what to do after an apply that was interrupted.\n\n" +
		"**Replacement.** A change of `directory_id`, and `-replace`, create a new group in place of the old one. The new group has another ID and starts empty. " +
		"The plan warns how many members and apps the old group has; `deletion_protection` makes such a plan fail. " +
		"With `create_before_destroy`, the new group cannot be created in the same directory, because the old one still has its name: apply fails before it changes anything, and says so.",
	Operations: []string{"createGroup", "searchDirectoryGroups", "getGroup", "getGroupsCount", "updateGroup", "deleteGroup", "searchDirectoryUsers", "getDirectoriesForOrg"},
	Drift: "A name or description that was changed in Atlassian Administration shows as a change in place, such as `name: \"new\" -> \"old\"`. Write the new value into the configuration, or change the group back: see above. " +
		"A name that differs in case only is no drift. A deleted group is planned for creation.",
	Destroy: "Deletes the group, and with it all its memberships and roles. The plan fails for a group with `deletion_protection`, for one that an identity provider keeps, " +
		"for one that Atlassian says cannot be deleted (an app's default group, a group that grants admin access), and for one with a member that `protected_account_ids` of the provider block lists. " +
		"If a search shows no such member in a group that has members, that proves nothing yet. The plan reads as many members as the group counts, or, for a large group and for a list that is too short, asks the protected accounts themselves for their groups. " +
		"It fails if Atlassian's search shows neither. This takes one to four requests more. Apply looks once more, and does not delete a group whose members it cannot read.",
	Unverified: []string{
		"A created group becomes searchable after one to two seconds; this was reported, but is not documented.",
		"Names are unique in a directory whatever their case.",
		"`updateGroup`, which renames a group, is a guess: Atlassian has such an operation since November 2026, but its method, path and body could not be read.",
		"That the search shows all groups of an account. The plan relies on it to see that a large group has no protected member.",
	},
}

// Page is what the documentation page says.
func (*groupResource) Page() base.Page { return groupPage }

// groupRenameText is the paragraph of the page on renaming.
const groupRenameText = "**Renaming.** A change of `name` or `description` is an update in place: the group keeps its ID, members and roles. " +
	"Atlassian has had an operation for that since November 2026, but its form could not be checked. So apply sends it only with `experimental = [\"group_update\"]` in the provider block. " +
	"Without that, the plan warns, and apply fails for the group and leaves it as it is. Rename the group in Atlassian Administration instead: Terraform knows the group by its ID, so the next plan is empty. " +
	"Some groups cannot be renamed there either, such as those that an app's administration settings name. A Jira automation rule that names the group stops working when you rename it."

var groupListPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the groups of a directory, to import them.",
	Text:       "Pages of 100 groups are read as they are needed. Groups that are synced from an identity provider are listed, too; they can be imported, but not changed.",
	Operations: []string{"searchDirectoryGroups", "getDirectoriesForOrg"},
}

// Page is what the documentation page says.
func (*groupList) Page() base.Page { return groupListPage }

var groupDataPage = base.Page{
	Subject: subject,
	Summary: "Finds a group by its ID or by its exact name.",
	Text: "A group that does not exist is an error. Many of these data sources are read together, up to 10 IDs or 100 names to a request.\n\n" +
		"The counts are those of the moment when Terraform first read the group in a run; changes of the same run are not in them.",
	Operations: []string{"searchDirectoryGroups", "getGroup", "getGroupsCount", "getDirectoriesForOrg"},
}

// Page is what the documentation page says.
func (*groupDataSource) Page() base.Page { return groupDataPage }

var groupsDataPage = base.Page{
	Subject: subject,
	Summary: "Lists the groups of a directory, all of them or those that fit every filter that is set.",
	Text: "Without a filter, the list is read once in a run, however many data sources ask for it: one request for every 100 groups.\n\n" +
		"The counts are those of the moment when Terraform read the list; changes of the same run are not in them. What the listing leaves out cannot be seen: Atlassian does not say how many groups there are.",
	Operations: []string{"searchDirectoryGroups", "getDirectoriesForOrg"},
}

// Page is what the documentation page says.
func (*groupsDataSource) Page() base.Page { return groupsDataPage }
