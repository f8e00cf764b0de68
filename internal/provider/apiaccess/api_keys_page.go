// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

const (
	filtersHere = "**Filters.** Atlassian documents filters for this list, but not their exact form, and a filter that it misunderstands would hide something. " +
		"So the provider reads the whole list, and applies the filters itself. What Atlassian does not say about a %[1]s is never a reason to leave it out, " +
		"with one exception: `last_active_after` leaves out a %[1]s without a known use."
	costOfList = "**Cost.** One request for every 100 %[1]s, and one for their count, once for a run, whatever number of data sources ask. A list with fewer %[1]s than Atlassian counts is an error, after a second look."

	unverifiedSize  = "How many elements a page of the list may have. The provider asks for 100, and follows the pages in any case."
	unverifiedTimes = "The form of the times. A time that cannot be read is an error."
	unverifiedCount = "That the count is the count of what the list has. A count that Atlassian refuses, or answers in another form, is ignored."
)

var apiKeysPage = base.Page{
	Subject: subject,
	Summary: "Lists the API keys of the organization: who created them, what they may do, when they were last used, and when they expire.",
	Text: "Use it in `check` blocks and outputs, so that a key is replaced before it expires, and one that nobody uses is noticed. It shows no secret: Atlassian shows a key once, when a person creates it.\n\n" +
		"**The provider's own key.** No API says with which key a request was sent. A key that has expired for a day cannot be the provider's own. Neither can one with scopes that lack `read:keys:admin` or `delete:keys:admin`. " +
		"`used_by_provider` is `no` for these. If one key is left, it is `yes`; if several are left, each is `maybe`. `yes` and `maybe` are about a key that may revoke keys: they decide what the action `atlassian_revoke_api_key` refuses. " +
		"If the provider runs with a key that has only `read:keys:admin`, it is `no` for that key, too.\n\n" +
		fmt.Sprintf(filtersHere, "key") + "\n\n" + fmt.Sprintf(costOfList, "keys"),
	Operations: []string{"getAllApiKeys", "getApiKeyCount"},
	Unverified: []string{
		"Whether keys that have expired are in the list.",
		"What the list has for a key without scopes, and for one that was never used.",
		unverifiedCount, unverifiedSize, unverifiedTimes,
	},
}

// Page is what the documentation page says.
func (*apiKeys) Page() base.Page { return apiKeysPage }
