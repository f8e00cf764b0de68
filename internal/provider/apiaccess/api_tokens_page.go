// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var apiTokensPage = base.Page{
	Subject: subject,
	Summary: "Lists the API tokens of the people of the organization: whose they are, when they were last used, and when they expire.",
	Text: "Use it in `check` blocks and outputs, so that a token that nobody uses, or that is about to expire, is noticed. It shows no secret. Atlassian lists the tokens of managed accounts, that is, of accounts of the domains that the organization has claimed: " +
		"a guest or a contractor with another address may have tokens that are not in the list.\n\n" +
		"Whether people may create tokens, and how long tokens last, are settings of the authentication policy, which only the console has.\n\n" +
		fmt.Sprintf(filtersHere, "token") + "\n\n" + fmt.Sprintf(costOfList, "tokens"),
	Operations: []string{"getAllApiTokensByOrgId", "getApiTokenCount"},
	Unverified: []string{
		"That the list has the tokens of all managed accounts, and of no others, and whether tokens that have expired are in it.",
		"What the list has for a token without scopes, and for one that was never used.",
		unverifiedCount, unverifiedSize, unverifiedTimes,
	},
}

// Page is what the documentation page says.
func (*apiTokens) Page() base.Page { return apiTokensPage }
