// SPDX-License-Identifier: MPL-2.0

package app

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var userInstalledAppsPage = base.Page{
	Subject: subject,
	NoList:  "A rule is read site by site, and every site has one.",
	Summary: "Manages whether the people of a site may install apps that act for them by OAuth, also called 3LO (experimental).",
	Text: "Use it to set \"Block user apps\" of the console, in the settings of Connected apps. **It does not keep anybody from installing a Forge app**: [CLOUD-12942](https://jira.atlassian.com/browse/CLOUD-12942) asks for that. To see installed apps, use `atlassian_installed_apps`.\n\n" +
		"Every site has the rule, so the resource takes over the present one when you create it: the plan warns what the rule is now, and what it becomes.\n\n" +
		"The resource is **experimental**: the published schema of Atlassian's GraphQL gateway has the operations, but no public caller of them was found.",
	Details: "Two resources for one site are an error of the plan, if the plan knows the site.",
	Replacement: base.Replacement("A change of `site` to another site is an update in place: the provider sets the rule of the new site first, and then treats the rule of the old site as `on_destroy` says. "+base.TakenOver,
		"A replacement for the same site does not touch the rule before the new object sets it, with or without `create_before_destroy`.",
		"the rule stays as it is"),
	Requests:   "One request for each site in a refresh, and two for a change. If a site is not given by its cloud ID or an ARI, each plan takes one request for the workspaces of the organization.",
	Operations: []string{"queryWorkspacesV2", "userInstallationRules", "updateUserInstallationRules"},
	Requires:   personRequired,
	Drift: "A rule that another person set shows as `rule: \"allow\" -> \"deny\"`. A value other than these two passes through. " +
		"If the name of a site means another site now, or none, the plan fails, so that the rule of another site does not change. The provider cannot see a rule that changed and was set back between two plans.",
	Destroy: "With `on_destroy = \"keep\"`, the default, the rule stays as it is, with a warning. With `on_destroy = \"allow\"`, the rule goes back to Atlassian's default, which lets people install such apps.",
	Unverified: []string{
		gatewayIsNoContract,
		"Which role a person needs to read and set the rule.",
		"That a rule which was set can be read at once; a few seconds are waited for it.",
	},
}

// Page is what the documentation page says.
func (*userInstalledAppsResource) Page() base.Page { return userInstalledAppsPage }
