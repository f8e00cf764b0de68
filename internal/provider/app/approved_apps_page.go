// SPDX-License-Identifier: MPL-2.0

package app

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var approvedAppsPage = base.Page{
	Subject: subject,
	NoList:  "What somebody approves is nowhere in Atlassian, so nothing lists it.",
	Summary: "Which Marketplace and private apps somebody has reviewed for some sites, and what is installed there beyond that.",
	Text: "Atlassian has no list of allowed apps, in its API or its console: a person who administers a product can install any app. So this is **a review that repeats itself**: the policy is in Git, " +
		"every plan reads what is installed, and whatever was not reviewed shows as drift. **It detects; it cannot prevent.** Four things are found:\n\n" +
		"* `uncovered`: places that an earlier review covered, and this one does not see.\n" +
		"* `unapproved`: apps that no approval names.\n" +
		"* `exceeding`: approved apps that have scopes, addresses, a vendor, a framework or a version which nobody has reviewed, as after an update.\n" +
		"* `missing`: approvals of apps that are not installed, unless they say `required = false`.\n\n" +
		"What an approval restricts and Atlassian does not tell counts as exceeding. Atlassian's own apps are left out of the inventory, and apps that are a part of a product need no approval.\n\n" +
		whatIsNeverSilent + "\n\n" +
		"**Applying** does not make a finding go away by itself. With `on_unapproved = \"report\"`, the default, an apply fails as long as there is one, and says where to act: uninstall the app in the console, or review it and approve it here. " +
		"With `on_unapproved = \"uninstall\"` (**experimental**), an apply uninstalls the unapproved apps that the plan has shown as drift, and no others; so an apply only notes what is unapproved, for the next plan to show, if it is the first one, changes the approvals, or sets `on_unapproved` to `uninstall`, as after an import. It needs `allow_app_uninstall = true` in the provider block. It never uninstalls apps that go beyond their approval, " +
		"apps that are a part of a product, apps whose vendor is called Atlassian, or Connect apps, which the gateway cannot uninstall: for these the apply fails as with `report`. " +
		"Uninstalling can delete the data of an app, and what it does to the billing of a paid app is not documented.\n\n" +
		"A finding in `uncovered` stays until the places are covered again, or until you review the sites anew with `terraform apply -replace=ADDRESS`, where ADDRESS is that of this resource. That changes nothing in Atlassian. " +
		"A name in `sites` that means no site any more, as after the site was renamed, is an error of the plan, until you change `sites`.\n\n" +
		"**What it cannot see.** " + whatItCannotSee + " " + whatIsNotKept + "\n\n" +
		"**Cost.** " + costOfWorkspaces + ", and one for every 50 apps on all the sites together: once for a run, whatever number of resources and data sources ask about the same sites or some of them.",
	Operations: []string{"queryWorkspacesV2", "appsInstalledInContexts", "uninstallApp", "appInstallationTask"},
	Requires:   personRequired,
	Drift: "`unapproved`, `exceeding`, `missing` and `uncovered` are planned empty, so that every finding shows as an update in place, such as `unapproved: [{…}] -> []`, with a warning that names the app, its vendor, the site and what was not reviewed. " +
		"`terraform plan -detailed-exitcode` then exits with 2. An inventory that cannot be read in full is an error.",
	Destroy: "Only forgets the approvals, with a warning. Apps stay as they are.",
	Unverified: []string{
		gatewayIsNoContract, how3LO + " Approve it without `scopes`, or it counts as exceeding.", howConnect, howEgress, howJira, howUninstall,
	},
}

// Page is what the documentation page says.
func (*approvedAppsResource) Page() base.Page { return approvedAppsPage }
