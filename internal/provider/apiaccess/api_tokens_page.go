// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var apiTokensPage = base.Page{
	Subject: subject,
	Summary: "Lists the API tokens of the people of the organization: their owners, when they were last used, and when they expire.",
	Text: "Use this data source in `check` blocks and outputs, to notice a token that nobody uses or that expires soon. To revoke a token, use the action `atlassian_revoke_user_api_token`. For the keys of the organization, use `atlassian_api_keys`.\n\n" +
		"Atlassian lists only the tokens of managed accounts, which are the accounts of domains that the organization has claimed. " +
		"A guest or a contractor with another address may have tokens that are not in the list. The result has no secrets.\n\n" +
		"The authentication policy sets whether people may create tokens, and how long tokens last. Only the console shows and changes these settings.",
	Details:    fmt.Sprintf(filtersHere, "token"),
	Requests:   fmt.Sprintf(costOfList, "tokens"),
	Operations: []string{"getAllApiTokensByOrgId", "getApiTokenCount"},
	Unverified: []string{
		"That the list has the tokens of all managed accounts, and of no others, and whether it includes tokens that have expired.",
		"What the list shows for a token without scopes, and for one that was never used.",
		unverifiedCount, unverifiedSize, unverifiedTimes,
	},
}

// Page is what the documentation page says.
func (*apiTokens) Page() base.Page { return apiTokensPage }
