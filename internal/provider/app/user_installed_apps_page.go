// SPDX-License-Identifier: MPL-2.0

package app

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var userInstalledAppsPage = base.Page{
	Subject: subject,
	NoList:  "A rule is read site by site, and every site has one.",
	Summary: "Whether the people of a site may install apps that act for them (3LO). Experimental.",
	Text: "In the console it is \"Block user apps\", in the settings of Connected apps. It covers only apps that people allow to act for them by OAuth. **It does not keep anybody from installing a Forge app**: " +
		"[CLOUD-12942](https://jira.atlassian.com/browse/CLOUD-12942) asks for that.\n\n" +
		"Every site has the rule, so creating the resource takes over the one that there is: the plan warns what it is now, and what it becomes. **Experimental**: the operations are in the published schema of Atlassian's GraphQL gateway, but no public caller of them was found.\n\n" +
		"Two resources for one site are an error of the plan, as far as the plan knows the site.\n\n" +
		base.Replacement("A change of `site` to another site is an update in place: the rule of the new site is set first, and the rule of the old site is treated as `on_destroy` says then. "+base.TakenOver,
			"A replacement for the same site does not touch the rule before the new object sets it, with or without `create_before_destroy`.",
			"the rule stays as it is") + "\n\n" +
		"The resource takes one request to read a site's rule, two to change it, and one for the workspaces of the organization where a site is not named by its cloud ID or an ARI, in every plan.",
	Operations: []string{"queryWorkspacesV2", "userInstallationRules", "updateUserInstallationRules"},
	Requires:   personRequired,
	Drift: "A rule that somebody else has set shows as `rule: \"allow\" -> \"deny\"`. Other values than these two pass through. " +
		"A site's name that means another site now, or none, is an error of the plan, so that no rule of another site changes unasked. What makes the check silent: nothing. It cannot see a rule that changed and was set back between two plans.",
	Destroy: "With `on_destroy = \"keep\"`, the default, the rule stays as it is, with a warning. With `on_destroy = \"allow\"` it goes back to Atlassian's default, which lets people install such apps.",
	Unverified: []string{
		gatewayIsNoContract,
		"Which role a person needs to read and set the rule.",
		"That a rule which was set can be read at once; a few seconds are waited for it.",
	},
}

// Page is what the documentation page says.
func (*userInstalledAppsResource) Page() base.Page { return userInstalledAppsPage }
