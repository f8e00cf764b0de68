// SPDX-License-Identifier: MPL-2.0

package app

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var installedAppsPage = base.Page{
	Subject: subject,
	Summary: "Lists the Marketplace and private apps that are installed on some sites, with what they may do.",
	Text: "One row for each place where an app is: an app in Jira and in Confluence of one site has two. Atlassian's own apps are left out.\n\n" +
		whatIsNeverSilent + " `covered` shows which places were looked at.\n\n" +
		"**What it cannot see.** " + whatItCannotSee + "\n\n" +
		"**Cost.** " + costOfWorkspaces + ", and one for every 50 apps on all the sites together: once for a run, whatever number of resources and data sources ask about the same sites or some of them. " +
		"An app in more than 20 places takes one more for every further 20.",
	Operations: []string{"queryWorkspacesV2", "appsInstalledInContexts"},
	Requires:   personRequired,
	Unverified: []string{gatewayIsNoContract, how3LO, howConnect, howEgress, howJira},
}

// Page is what the documentation page says.
func (*installedApps) Page() base.Page { return installedAppsPage }
