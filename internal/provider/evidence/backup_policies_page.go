// SPDX-License-Identifier: MPL-2.0

package evidence

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var backupPoliciesPage = base.Page{
	Subject: "Organization",
	Summary: "Lists the backup policies of the organization, with the last backup of each, and shows which products of which sites have none (experimental).",
	Text: "Atlassian's Backup and restore runs backups of Jira and Confluence by policies. Use this data source in a `check` block, to see a product that nobody backs up, a policy that was deactivated, or a last backup that is too old.\n\n" +
		"This data source is **experimental**: set `experimental = [\"backup_policies\"]` in the provider block. Atlassian documents the answer about one policy, and a guide implies that there is a list, but no page shows it. " +
		"The read fails if the provider cannot read the answer, or if the list is shorter than it says.",
	Details: "### No policies, or no access\n\nWithout the token of an organization admin, or on a plan without Backup and restore, Atlassian refuses to answer. That is an error that says what is needed, and never an empty list. " +
		"Where `last_backup_time` is null, `total_available_backups` tells whether there is no backup (0) or whether it is not known (null). A backup that ran may have expired: Atlassian keeps backups for 30 days.",
	Requests:   "One request for every 100 policies, one for each policy, because only that answer has the last backup, and the one for the workspaces that all data sources and resources of a run share.",
	Operations: []string{"getBackupPolicies", "getBackupPolicyById", "queryWorkspacesV2"},
	Requires: "The person whose API token it is must be an organization admin. Backup and restore needs a Premium or Enterprise plan; Atlassian has offered it as a beta, and has closed the enrolment at times. " +
		"Forge apps and OAuth 2.0 apps cannot use this API, and an organization API key works for the workspaces only.",
	Unverified: []string{
		"The list of policies: its address, its form and its paging. The address is that of one policy without its ID.",
		"With which status Atlassian refuses if the plan does not include Backup and restore. The provider takes 402, 403 and 404 for that.",
		"The values of `product_type`, `status` and `schedule_interval`, of which the documentation names `JIRA`, `ACTIVE` and `ONCE`, and the form of `last_backup_time`.",
		"That all products of Jira on a site are backed up by one policy, and that Jira and Confluence are all that Atlassian backs up.",
	},
}

// Page is what the documentation page says.
func (*backupPolicies) Page() base.Page { return backupPoliciesPage }
