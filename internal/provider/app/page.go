// SPDX-License-Identifier: MPL-2.0

package app

// What several pages of the subject say.
const (
	// cannotReview is the summary of every error by which nothing is known about apps.
	cannotReview = "Cannot read which apps are installed"

	personRequired = "`user_email` and `user_api_token` of a person who administers every product on the sites; being an organization admin is not enough by itself. The gateway takes no organization API key."

	gatewayIsNoContract = "That Atlassian's GraphQL gateway answers as its published schema says. It is no documented REST contract, and can change without notice; what cannot be understood is an error, never \"no apps\"."
	how3LO              = "That a 3LO app is told from a Forge app by having no version, and that nothing says which scopes it has."
	howConnect          = "That the ID of a Connect app ends with its key, and that an app whose distribution status is not `PUBLIC` did not come from the Marketplace."
	howEgress           = "That an app whose list of addresses is there and empty calls none. A list that is null, or that has an element without an address, counts as unknown, never as none. Of Connect apps Atlassian says `*`: nobody knows what they send where."
	howJira             = "That apps of all kinds of Jira are installed in the context of Jira."
	howUninstall        = "Uninstalling apps of other vendors with a person's API token, and everything about billing."
)
