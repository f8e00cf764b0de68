// SPDX-License-Identifier: MPL-2.0

package app

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var uninstallAppPage = base.Page{
	Subject: subject,
	Summary: "Uninstalls an app from a site, once. Experimental.",
	Text: "It needs `allow_app_uninstall = true` in the provider block, and `confirm`, which repeats `app`. It never uninstalls apps that are a part of a product, apps whose vendor is called Atlassian, or Connect apps, which the gateway cannot uninstall. " +
		"Uninstalling can delete the data of an app, and what it does to the billing of a paid app is not documented: look at its subscription in Atlassian Administration under Billing.\n\n" +
		"Where the app is not installed, there is nothing to do, so that the action can be run again. If it is in other products than the one you name, the action says in which, and leaves it there. It needs Terraform 1.14 or later, and says on its way how far it has come. To be told of apps that nobody has approved, use the resource `atlassian_approved_apps`.",
	Operations: []string{"queryWorkspacesV2", "appsInstalledInContexts", "uninstallApp", "appInstallationTask"},
	Requires:   personRequired,
	Unverified: []string{gatewayIsNoContract, howUninstall, how3LO, howConnect},
}

// Page is what the documentation page says.
func (*uninstallApp) Page() base.Page { return uninstallAppPage }
