// SPDX-License-Identifier: MPL-2.0

package evidence

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var auditEventsPage = base.Page{
	Subject: "Organization",
	Summary: "Lists events of the organization's audit log: who did what, to what, when and from where.",
	Text: "Use it for evidence, such as everybody who was made an organization admin in a quarter, or in a `check` block that fails when something happened that should not. " +
		"It is the log of the organization, and not the log of a Jira or Confluence site.\n\n" +
		"The log shows events late, and keeps them for 180 days: compare `complete_from` and `complete_until` with the time that you ask about. " +
		"The values differ from read to read, so a resource that depends on them may change with every plan. Use outputs and `check` blocks instead.",
	Details: "### What the log has\n\nThe log shows an event minutes after it happened, and this provider allows for 24 hours. Atlassian keeps events for 180 days. " +
		"So the list is complete between `complete_from` and `complete_until` only; an empty list says nothing about the time outside. For a report on a quarter, let `to` be the end of the quarter, and read it a day later or more. " +
		"Keep what you need for longer, for example with `local_file`.\n\n" +
		"If more than `max_events` events match, the read fails and says what to narrow: no list is cut silently.",
	Requests: "Atlassian gives 500 events a request, and one more request lists the actions. All data sources of a run that ask for the same share one read; `last_days` without `to` ends at the same time for all of them.\n\n" +
		"What Atlassian filters (`actors`, `products`, `ip_addresses`, `locations`, `search_term`, and up to 10 `actions`) takes one request for each action and one more for every 500 events, " +
		"and Atlassian takes 10 of these a minute: the provider waits as long as Atlassian asks, and so does everything else in the run.\n\n" +
		"A window without any filter, or with more than 10 `actions` and no other filter, is read as a stream, which has no such limit: one request for every 500 events, and one or two more for the end. The provider then picks the actions itself. " +
		"`actions` alone are also picked from a window that the run has read already.",
	Operations: []string{"getEventActions", "getEvents", "pollEvents"},
	Requires:   "The audit log needs Atlassian Guard Standard, as Atlassian's support pages say.",
	Unverified: []string{
		"How late the audit log may show an event: 24 hours are allowed for.",
		"That the audit log is kept for 180 days, as Atlassian's support pages say.",
		"Whether the window of the stream is about when events happened, as documented, or when they were processed. The provider asks for 24 hours more, and then cuts the list to the window.",
		"How the stream ends. The provider takes a page without events whose cursor stays the same for the end, and so two pages in a row without events.",
		"How Atlassian compares actors, addresses and places, and where it looks for `search_term`. The provider shows what Atlassian answers.",
		"The texts of actions, types and messages, which Atlassian does not list. The message is documented as encrypted.",
	},
}

// Page is what the documentation page says.
func (*auditEvents) Page() base.Page { return auditEventsPage }
