// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

const (
	filtersHere = "### Filters\n\n" +
		"Atlassian documents filters for this list, but not their exact form. A filter that Atlassian misunderstands would hide something. " +
		"So the provider reads the whole list, and filters it itself.\n\n" +
		"If Atlassian does not return what a filter needs, the %[1]s stays in the result. There is one exception: `last_active_after` leaves out a %[1]s without a known use.\n\n" +
		"### Whether the result is complete\n\n" +
		"The provider compares the list with Atlassian's count. If the list has fewer %[1]ss, the provider reads once more, and fails if %[1]ss are still missing."
	costOfList = "The list takes one request for every 100 %[1]s, and one for their count. All data sources of a run share it."

	unverifiedSize  = "How many elements a page of the list may have. The provider asks for 100, and follows the pages in any case."
	unverifiedTimes = "The form of the times. A time that the provider cannot read is an error."
	unverifiedCount = "That the count is the count of what the list has. The provider ignores a count that Atlassian refuses, or returns in another form."
)

var apiKeysPage = base.Page{
	Subject: subject,
	Summary: "Lists the API keys of the organization: who created them, what they may do, when they were last used, and when they expire.",
	Text: "Use this data source in `check` blocks and outputs, to replace a key before it expires, and to notice a key that nobody uses. To revoke a key, use the action `atlassian_revoke_api_key`. For the tokens of people, use `atlassian_api_tokens`.\n\n" +
		"The result has no secrets: Atlassian shows a key only once, to the person who creates it.",
	Details: "### The provider's own key\n\n" +
		"No API says which key sent a request. But some keys cannot be the provider's own, and their `used_by_provider` is `no`:\n\n" +
		"* a key that expired at least a day ago\n" +
		"* a key with scopes that lack `read:keys:admin` or `delete:keys:admin`\n\n" +
		"If one other key is left, its `used_by_provider` is `yes`. If several are left, it is `maybe` for each of them.\n\n" +
		"These values are about a key that may revoke keys: `atlassian_revoke_api_key` refuses a key with `yes` or `maybe`. " +
		"If the provider runs with a key that has only `read:keys:admin`, `used_by_provider` is `no` for that key, too.\n\n" +
		fmt.Sprintf(filtersHere, "key"),
	Requests:   fmt.Sprintf(costOfList, "keys"),
	Operations: []string{"getAllApiKeys", "getApiKeyCount"},
	Unverified: []string{
		"Whether the list includes keys that have expired.",
		"What the list shows for a key without scopes, and for one that was never used.",
		unverifiedCount, unverifiedSize, unverifiedTimes,
	},
}

// Page is what the documentation page says.
func (*apiKeys) Page() base.Page { return apiKeysPage }
