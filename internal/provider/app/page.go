// SPDX-License-Identifier: MPL-2.0

package app

// Texts of several pages.
const (
	// cannotReview is the summary of every error that leaves the installed apps unknown.
	cannotReview = "Cannot read which apps are installed"

	personRequired = "`user_email` and `user_api_token` of a person who administers every product on the sites; being an organization admin is not enough by itself. The gateway takes no organization API key."

	whatIsNeverSilent = "What cannot be read is a finding or an error, never silence. A name of a site leads to its cloud ID, and the cloud ID to all its products, whatever their hosts are. An installation is left out only if its place is readable as another site or product of the organization. " +
		"One whose place is null or cannot be read counts as installed on the sites, with `site` null. A null in scopes or addresses makes them unknown, which is not the same as none. A list of apps that is null, or shorter than Atlassian counts (`totalCount`), is an error."
	whatItCannotSee = "An app that Atlassian leaves out of the list, if its count leaves the app out as well or Atlassian gives no count; an app that Atlassian names as its own. A list of scopes or addresses that Atlassian gives, and gives too short. Installations beyond the 20 of a page, if Atlassian says that there is no further page. " +
		"Apps of workspaces whose ID does not say in which context their apps are: a warning names these workspaces."
	// whatIsNotKept says what a plan does not write into the state.
	whatIsNotKept = "A product that a site gains and loses between two applies: a plan does not keep `covered`, an apply does, also one without changes. So apply once after an upgrade from a version without `covered`. " +
		"What is new since the last refresh, in a plan with `-refresh=false`."

	costOfWorkspaces = "One request for the workspaces of the organization, if a site is not named by an ARI or the place of an installation is not one of those that were asked for"

	gatewayIsNoContract = "That Atlassian's GraphQL gateway answers as its published schema says. It is no documented REST contract, and can change without notice; what cannot be understood is an error, never \"no apps\"."
	how3LO              = "That a 3LO app is told from a Forge app by having no version, and that nothing says which scopes it has."
	howConnect          = "That the ID of a Connect app ends with its key, and that an app whose distribution status is not `PUBLIC` did not come from the Marketplace."
	howEgress           = "That an app whose list of addresses is there and empty calls none. A list that is null, or that has an element without an address, counts as unknown, never as none. Of Connect apps Atlassian says `*`: nobody knows what they send where."
	howJira             = "That apps of all kinds of Jira are installed in the context of Jira."
	howUninstall        = "Uninstalling apps of other vendors with a person's API token, and everything about billing."
)
