// SPDX-License-Identifier: MPL-2.0

package evidence

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var workspacesPage = base.Page{
	Subject: "Organization",
	Summary: "Lists the workspaces of the organization: the apps on its sites, such as Jira or Confluence on one site.",
	Text: "Use it to find the `resource_id` that a role is assigned on, the cloud ID of a site, or the plans and the number of seats of an app. A site has a workspace for each of its products. " +
		"To assign a role, you do not need it: `atlassian_group_role_assignment`, `atlassian_user_role_assignment` and the `roles` of `atlassian_user` also take `site` and `product`.\n\n" +
		"The read fails, and shows what there is, if no workspace is on the `site`, if several sites have its name, or if the `resource_id` is not in the list. If no workspace has one of `type_keys` or `statuses`, the list is empty.",
	Requests:   "All data sources and resources of a run share one read of the list, with one request for every 1000 workspaces. So the provider filters the list itself, and does not ask Atlassian's filters.",
	Operations: []string{"queryWorkspacesV2"},
	Unverified: []string{
		"Whether the list holds every kind of app and site of the organization.",
		"Under which name the plans of a workspace are in the answer. If the provider does not find them, `entitlements` is null.",
		"That the cloud ID of a site is in the ID of each of its workspaces. Workspaces of apps without sites, such as Bitbucket, have none.",
	},
}

// Page is what the documentation page says.
func (*workspaces) Page() base.Page { return workspacesPage }
