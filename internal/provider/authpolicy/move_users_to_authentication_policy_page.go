// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var moveUsersPage = base.Page{
	Subject: subject,
	Summary: "Moves people into an authentication policy, once.",
	Text: "Use this action for a move that you make once: to onboard a group of people, or to get everyone out of a policy before you delete it in the console. To keep people in a policy, use the resource `atlassian_authentication_policy_members`. " +
		"If such a resource lists the people, its next plan shows the move as drift.\n\n" +
		"The action moves only people who are in another policy. You can run it again safely: it then moves nobody.\n\n" +
		"The action needs Terraform 1.14 or later.",
	Details: "The action shows its progress. It moves nobody at all if one of the people:\n\n" +
		"* has no account\n" +
		"* has an account that the organization does not manage\n" +
		"* is in `protected_account_ids` of the provider block, and in another policy now",
	Operations: []string{
		"ControlCloudAPIs_bulkFetchAuthPolicy", "ControlCloudAPIs_addUsersToPolicy", "ControlCloudAPIs_getTaskStatus", "searchDirectoryUsers", "getDirectoryUsersCount",
	},
	Unverified: membersPage.Unverified,
}

// Page is what the documentation page says.
func (*moveUsers) Page() base.Page { return moveUsersPage }
