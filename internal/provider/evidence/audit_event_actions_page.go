// SPDX-License-Identifier: MPL-2.0

package evidence

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var auditEventActionsPage = base.Page{
	Subject: "Organization",
	Summary: "Lists the kinds of events that the organization's audit log knows.",
	Text: "Atlassian documents no list of these actions, and may rename them at any time. So find their IDs by their names or groups instead of writing them down: " +
		"`[for action in data.atlassian_audit_event_actions.all.actions : action.id if contains(action.groups, \"App actions\")]`. Check that such a list is not empty, because Atlassian may rename a group, too.\n\n" +
		"An empty list of actions is an error.",
	Requests:   "One request. All data sources and resources of a run share it.",
	Operations: []string{"getEventActions"},
	Requires:   "The audit log needs Atlassian Guard Standard, as Atlassian's support pages say.",
	Unverified: []string{
		"The group of an action may come as `groupDisplayName`, as `groupDisplayNames` (a list), or as both: the provider reads each.",
		"In which language the names are. Atlassian calls them localized.",
	},
}

// Page is what the documentation page says.
func (*auditEventActions) Page() base.Page { return auditEventActionsPage }
