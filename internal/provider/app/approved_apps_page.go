// SPDX-License-Identifier: MPL-2.0

package app

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var approvedAppsPage = base.Page{
	Subject: subject,
	NoList:  "Atlassian does not store approvals, so nothing lists them.",
	Summary: "Records which Marketplace and private apps you reviewed for some sites, and shows what is installed there beyond that.",
	Text: "Use it to review the apps of your sites in Git. Every plan reads what is installed, and shows as drift what nobody reviewed. To look at apps without approvals, use `atlassian_installed_apps`.\n\n" +
		"**It detects, and cannot prevent.** Atlassian has no list of allowed apps: a person who administers a product can install any app. The resource finds:\n\n" +
		"* `uncovered`: places that an earlier review covered, and this one does not see.\n" +
		"* `unapproved`: apps that no approval names.\n" +
		"* `exceeding`: approved apps with scopes, addresses, a vendor, a framework or a version that nobody reviewed.\n" +
		"* `missing`: approvals of apps that are not installed, unless they set `required = false`.\n\n" +
		"An apply clears no finding by itself: it fails, and names what to do. The guide [Reviewing Marketplace apps](../guides/reviewing-marketplace-apps.md) shows the whole review.",
	Details: "### What an apply does\n\n" +
		"With `on_unapproved = \"report\"`, the default, an apply fails as long as there is a finding. Uninstall the app in the console, or review it and approve it here. The first plan warns of each finding, and its apply creates nothing until there is none.\n\n" +
		"With `on_unapproved = \"uninstall\"` (**experimental**), an apply uninstalls the unapproved apps that the plan showed as drift, and no others. It needs `allow_app_uninstall = true` in the provider block. " +
		"An apply that creates the resource, changes the approvals, or sets `on_unapproved` to `uninstall` uninstalls nothing: the next plan shows what is unapproved. So does the first apply after an import.\n\n" +
		"It never uninstalls these apps, and the apply fails as with `report`:\n\n" +
		"* apps that go beyond their approval;\n" +
		"* apps that are a part of a product;\n" +
		"* apps whose vendor is called Atlassian;\n" +
		"* Connect apps, which the gateway cannot uninstall.\n\n" +
		"Uninstalling can delete the data of an app. Atlassian does not document what it does to the billing of a paid app.\n\n" +
		"### Which sites count\n\n" +
		"Apps on a site that `sites` does not list are no finding. For all sites of the organization, also those that are added later, set `sites = distinct(compact(data.atlassian_workspaces.all.workspaces[*].cloud_id))`. " +
		"A change of `sites` replaces the resource, which changes nothing at Atlassian.\n\n" +
		"### Which apps count\n\n" +
		"The inventory leaves out Atlassian's own apps, and apps that are a part of a product need no approval. If an approval restricts something that Atlassian does not return, the app counts as exceeding.\n\n" +
		"### Places that are gone\n\n" +
		"A finding in `uncovered` stays until the places are covered again, or until you review the sites anew with `terraform apply -replace=ADDRESS`, where ADDRESS is the address of this resource. That changes nothing in Atlassian. " +
		"If a name in `sites` means no site any more, for example after a rename, the plan fails until you change `sites`.\n\n" +
		"### What cannot be read\n\n" + whatIsNeverSilent + "\n\n" +
		"### What it cannot see\n\n" + whatItCannotSee + "\n" + whatIsNotKept,
	Requests:   costOfApps,
	Operations: []string{"queryWorkspacesV2", "appsInstalledInContexts", "uninstallApp", "appInstallationTask"},
	Requires:   personRequired,
	Drift: "Every finding shows as an update in place, such as `unapproved: [{…}] -> []`, with a warning that names the app, its vendor, the site and what nobody reviewed: the plan sets `unapproved`, `exceeding`, `missing` and `uncovered` to empty. " +
		"`terraform plan -detailed-exitcode` then exits with 2. If the inventory cannot be read in full, the plan fails.",
	Destroy: "Forgets the approvals, with a warning. Apps stay as they are.",
	Unverified: []string{
		gatewayIsNoContract, how3LO + " Approve it without `scopes`, or it counts as exceeding.", howConnect, howEgress, howJira, howUninstall,
	},
}

// Page is what the documentation page says.
func (*approvedAppsResource) Page() base.Page { return approvedAppsPage }
