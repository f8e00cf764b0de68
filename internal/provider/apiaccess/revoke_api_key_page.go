// SPDX-License-Identifier: MPL-2.0

package apiaccess

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var revokeAPIKeyPage = base.Page{
	Subject: subject,
	Summary: "Revokes one API key of the organization, permanently.",
	Text: "Use this action for a key that has leaked, or after its creator has left: such a key does not reliably stop working by itself. Everything that uses the key stops working. To list the keys, use the data source `atlassian_api_keys`.\n\n" +
		"The action never revokes the provider's own key, because that would lock you out. If several keys may be the provider's own, set `provider_api_key_id`. **A wrong ID there locks the provider out.**\n\n" +
		"The plan names the key, its creator and its last use. The action needs Terraform 1.14 or later.",
	Details: "### The provider's own key\n\n" +
		"No API says which key sent a request. So the provider looks for keys that cannot be its own:\n\n" +
		"* a key that expired at least a day ago\n" +
		"* a key with scopes that lack `read:keys:admin` or `delete:keys:admin`, because Atlassian would refuse the revocation itself with it\n\n" +
		"You can revoke these keys without further settings. If one other key is left, it is the provider's own, and the action refuses it. " +
		"If several are left, each of them may be the provider's own, and the action refuses each until you set `provider_api_key_id`. " +
		"Then you can revoke the others, and not the one that you name.\n\n" +
		"To find the right ID, compare the label in Atlassian Administration under Organization settings > API keys with the place where your pipeline keeps its key. " +
		"If Atlassian no longer accepts the provider's key after the revocation, the error says that it was the provider's own.\n\n" +
		"### What else the action refuses\n\n" +
		"* Any key, if the provider cannot read the list of keys, or if the list has fewer keys than Atlassian counts.\n" +
		"* A key whose creator is in `protected_account_ids`.\n" +
		"* A key without a known creator, if `protected_account_ids` has accounts.",
	Operations: []string{"revokeApiKey", "getAllApiKeys", "getApiKeyCount"},
	Unverified: []string{
		"The status and the body of the answer. The provider reads the list to find out whether the key is revoked.",
		"That a revoked key leaves the list. If it stays, a warning says so.",
		"That the list has the key that the provider runs with, and that it shows scopes by the names in Atlassian's documents. A scope of another form tells the provider nothing.",
	},
}

// Page is what the documentation page says.
func (*revokeAPIKey) Page() base.Page { return revokeAPIKeyPage }
