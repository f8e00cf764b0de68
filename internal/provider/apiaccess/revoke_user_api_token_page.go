// SPDX-License-Identifier: MPL-2.0

package apiaccess

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var revokeUserAPITokenPage = base.Page{
	Subject: subject,
	Summary: "Revokes one API token of a managed account, for good.",
	Text: "Use it for a token that has leaked, or that nobody uses any more. Every script that uses the token stops working. The person keeps the account and all other tokens, and can create new ones where the authentication policy allows it. " +
		"The plan names the token, its owner and its last use, and needs Terraform 1.14 or later.\n\n" +
		"It revokes exactly one token, which must be a token of the account. Atlassian also has an operation that revokes the tokens of all managed accounts at once: the provider has no way to send it.\n\n" +
		"**The provider's own token is never revoked.** If the account is that of the person of `user_email`, and `user_api_token` is set, each of its tokens that has not expired may be the provider's own, because no API says with which token a request was sent. " +
		"Each of them is refused until you say in `provider_api_token_id` which is the provider's own. If one token is left, that is it. Tokens of accounts in `protected_account_ids` are refused.",
	Operations: []string{"deleteManagedApiToken", "getManagedApiTokens", "searchDirectoryUsers", "getDirectoryUsersCount"},
	Requires:   "It needs an API key **without scopes**: Atlassian refuses every key with scopes for managed accounts, whichever they are.",
	Unverified: []string{
		"That a token has the same ID in the data source `atlassian_api_tokens`, which is of another API. If it does not, the action finds no such token, and revokes nothing.",
		"What Atlassian answers for a token that is gone. The provider reads the tokens of the account to settle it.",
	},
}

// Page is what the documentation page says.
func (*revokeUserAPIToken) Page() base.Page { return revokeUserAPITokenPage }
