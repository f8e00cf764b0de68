// SPDX-License-Identifier: MPL-2.0

package apiaccess

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var revokeAPIKeyPage = base.Page{
	Subject: subject,
	Summary: "Revokes one API key of the organization, for good.",
	Text: "Use it for a key that has leaked, or whose creator has left: do not rely on it to stop working by itself. Everything that uses the key stops working. The plan names the key, its creator and its last use, and needs Terraform 1.14 or later.\n\n" +
		"**The provider's own key is never revoked**, because you would lock yourself out. No API says with which key a request was sent, so the provider looks for keys that cannot be its own: " +
		"one that has expired for a day, and one with scopes that lack `read:keys:admin` or `delete:keys:admin`, with which Atlassian would refuse the revocation itself. You can revoke these without further settings. " +
		"If one other key is left, that is the provider's own, and it is refused. If several are left, each may be it, and each is refused until you say in `provider_api_key_id` which is the provider's own. " +
		"Then the others can be revoked, and the one that you name cannot. A wrong ID there locks the provider out: compare the label in Atlassian Administration under Organization settings > API keys with where your pipeline keeps its key.\n\n" +
		"Nothing is revoked if the list of keys cannot be read, or has fewer keys than Atlassian counts. A key whose creator is in `protected_account_ids` is refused, and so is one whose creator Atlassian does not say if there are such accounts. If Atlassian does not accept the provider's key after the revocation, the error says that it was the provider's own.",
	Operations: []string{"revokeApiKey", "getAllApiKeys", "getApiKeyCount"},
	Unverified: []string{
		"The status and the body of the answer. The provider reads the list to settle what became of the revocation.",
		"That a revoked key leaves the list. If it stays, a warning says so.",
		"That the list has the key that the provider runs with, and that it shows scopes by the names of Atlassian's documents. A scope of another form tells the provider nothing.",
	},
}

// Page is what the documentation page says.
func (*revokeAPIKey) Page() base.Page { return revokeAPIKeyPage }
