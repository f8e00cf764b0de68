// SPDX-License-Identifier: MPL-2.0

package app

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var uninstallAppPage = base.Page{
	Subject: subject,
	Summary: "Uninstalls an app from a site, once (experimental).",
	Text: "Use it for one app that must go. To be told of apps that nobody approved, use the resource `atlassian_approved_apps`. It needs Terraform 1.14 or later.\n\n" +
		"The action needs `allow_app_uninstall = true` in the provider block, and `confirm`, which repeats `app`. Uninstalling can delete the data of an app. Atlassian does not document what it does to the billing of a paid app: look at the subscription in Atlassian Administration under Billing.",
	Details: "The action never uninstalls apps that are a part of a product, apps whose vendor is called Atlassian, or Connect apps, which the gateway cannot uninstall.\n\n" +
		"If the app is not installed, the action succeeds and does nothing, so you can run it again. If the app is in other products than the one you name, the action lists these products, and leaves the app there. The action shows its progress.",
	Operations: []string{"queryWorkspacesV2", "appsInstalledInContexts", "uninstallApp", "appInstallationTask"},
	Requires:   personRequired,
	Unverified: []string{gatewayIsNoContract, howUninstall, how3LO, howConnect},
}

// Page is what the documentation page says.
func (*uninstallApp) Page() base.Page { return uninstallAppPage }
