// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var moveUsersPage = base.Page{
	Subject: subject,
	Summary: "Moves people into an authentication policy, once.",
	Text: "For moves that Terraform does not keep looking after, such as onboarding a group of people, or getting everybody out of a policy before it is deleted in the console. To keep people in a policy, use the resource " +
		"`atlassian_authentication_policy_members`; an action that moves people whom such a resource lists shows as drift there.\n\n" +
		"It is idempotent: only who is elsewhere is moved, and running it again moves nobody. Nobody is moved where one of the people belongs to no account, is not managed by the organization, or is protected by `protected_account_ids` of the provider block. " +
		"It needs Terraform 1.14 or later, and says on its way how far it has come.",
	Operations: []string{
		"ControlCloudAPIs_bulkFetchAuthPolicy", "ControlCloudAPIs_addUsersToPolicy", "ControlCloudAPIs_getTaskStatus", "searchDirectoryUsers", "getDirectoryUsersCount",
	},
	Unverified: membersPage.Unverified,
}

// Page is what the documentation page says.
func (*moveUsers) Page() base.Page { return moveUsersPage }
