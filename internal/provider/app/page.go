// SPDX-License-Identifier: MPL-2.0

package app

// Texts of several pages.
const (
	// cannotReview is the summary of every error that leaves the installed apps unknown.
	cannotReview = "Cannot read which apps are installed"

	personRequired = "You need `user_email` and `user_api_token` of a person who administers every product on the sites. An organization admin who does not administer the products is not enough. The gateway accepts no organization API key."

	// whatIsNeverSilent says what happens with an answer that is not clear.
	whatIsNeverSilent = "What the provider cannot read is a finding or an error:\n\n" +
		"* A list of apps that is null, or shorter than Atlassian's count (`totalCount`), is an error.\n" +
		"* An installation is left out only if its place is another site or product of the organization. If the place is null or not readable, the installation counts as one on your sites, and `site` is null.\n" +
		"* A null in scopes or addresses makes them unknown. Unknown is not the same as none.\n\n" +
		"The name of a site stands for its cloud ID, and so for all its products and hosts."
	// whatItCannotSee are the items of a list.
	whatItCannotSee = "* An app that Atlassian leaves out of the list, if the count leaves the app out as well, or if there is no count.\n" +
		"* An app that Atlassian lists as its own.\n" +
		"* A scope or an address that Atlassian leaves out of a list.\n" +
		"* Installations beyond the 20 of a page, if Atlassian says that there is no further page.\n" +
		"* Apps of a workspace whose ID does not contain the context of its apps. A warning names the workspace."
	// whatIsNotKept are more items, about what a plan does not write into the state.
	whatIsNotKept = "* A product that a site gains and loses between two applies. A plan does not keep `covered`, and an apply does, even without changes. So apply once after an upgrade from a version without `covered`.\n" +
		"* With `-refresh=false`, everything that is new since the last refresh."

	costOfApps = "* One request for every 50 apps on all the sites together.\n" +
		"* One request for the workspaces of the organization, if a site is not given by an ARI, or if an app is installed at a place that is not one of the sites.\n\n" +
		"All data sources and resources of a run that ask about the same sites share these requests."

	gatewayIsNoContract = "That Atlassian's GraphQL gateway answers as its published schema says. It is no documented REST contract, and can change without notice; what cannot be understood is an error, never \"no apps\"."
	how3LO              = "That a 3LO app is told from a Forge app by having no version, and that nothing says which scopes it has."
	howConnect          = "That the ID of a Connect app ends with its key, and that an app whose distribution status is not `PUBLIC` did not come from the Marketplace."
	howEgress           = "That an app whose list of addresses is there and empty calls none. A list that is null, or that has an element without an address, counts as unknown, never as none. Of Connect apps Atlassian says `*`: nobody knows what they send where."
	howJira             = "That apps of all kinds of Jira are installed in the context of Jira."
	howUninstall        = "Uninstalling apps of other vendors with a person's API token, and everything about billing."
)
