// SPDX-License-Identifier: MPL-2.0

package app

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var installedAppsPage = base.Page{
	Subject: subject,
	Summary: "Lists the Marketplace and private apps that are installed on some sites, with what they may do.",
	Text: "Use it to see what is installed, in outputs and `check` blocks. To review apps and see later changes as drift, use `atlassian_approved_apps`.\n\n" +
		"The list has one row for each place where an app is installed: an app in Jira and in Confluence of one site has two. Atlassian's own apps are left out. `covered` shows which places the data source looked at.",
	Details:    "### What cannot be read\n\n" + whatIsNeverSilent + "\n\n### What it cannot see\n\n" + whatItCannotSee,
	Requests:   costOfApps + " An app in more than 20 places takes one more request for every further 20.",
	Operations: []string{"queryWorkspacesV2", "appsInstalledInContexts"},
	Requires:   personRequired,
	Unverified: []string{gatewayIsNoContract, how3LO, howConnect, howEgress, howJira},
}

// Page is what the documentation page says.
func (*installedApps) Page() base.Page { return installedAppsPage }
