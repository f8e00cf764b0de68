// SPDX-License-Identifier: MPL-2.0

package apiaccess

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var revokeUserAPITokenPage = base.Page{
	Subject: subject,
	Summary: "Revokes one API token of a managed account, permanently.",
	Text: "Use this action for a token that has leaked, or that nobody uses anymore. Every script that uses the token stops working. To list the tokens, use the data source `atlassian_api_tokens`.\n\n" +
		"The person keeps the account and all other tokens, and can create new ones if the authentication policy allows it.\n\n" +
		"The action never revokes the provider's own token. If `account` is the person of `user_email`, set `provider_api_token_id`. **A wrong ID there locks the provider out** of what it does with that token.\n\n" +
		"The plan names the token, its owner and its last use. The action needs Terraform 1.14 or later.",
	Details: "The action revokes exactly one token, which must be a token of the account. Atlassian also has an operation that revokes the tokens of all managed accounts at once. The provider cannot send it.\n\n" +
		"### The provider's own token\n\n" +
		"No API says which token sent a request. If `user_api_token` is set and the account is that of `user_email`, each of its tokens that has not expired may be the provider's own. " +
		"The action refuses each of them until you set `provider_api_token_id`. If only one token is left, it is the provider's own.\n\n" +
		"The action also refuses tokens of accounts in `protected_account_ids`.",
	Operations: []string{"deleteManagedApiToken", "getManagedApiTokens", "searchDirectoryUsers", "getDirectoryUsersCount"},
	Requires:   "This action needs an API key **without scopes**: for managed accounts, Atlassian refuses every key with scopes, whatever the scopes are.",
	Unverified: []string{
		"That a token has the same ID in the data source `atlassian_api_tokens`, which reads another API. If it does not, the action finds no such token, and revokes nothing.",
		"What Atlassian answers for a token that is gone. The provider reads the tokens of the account to find out.",
	},
}

// Page is what the documentation page says.
func (*revokeUserAPIToken) Page() base.Page { return revokeUserAPITokenPage }
