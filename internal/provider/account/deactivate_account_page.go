// SPDX-License-Identifier: MPL-2.0

package account

import (
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var deactivateAccountPage = base.Page{
	Subject: subject,
	Summary: "Deactivates managed accounts, once: the people can no longer log in to any Atlassian app.",
	Text: "Use this action for a change that you make once, such as in an incident. To keep an account deactivated, use the resource `atlassian_managed_account` with `active = false`. " +
		"If such a resource keeps the account active, its next plan shows the deactivation as drift.\n\n" +
		"The action deactivates only active accounts. You can run it again safely: it then deactivates none. An account that is scheduled for deletion is already deactivated.\n\n" +
		"The action needs Terraform 1.14 or later.",
	Details: "The action deactivates no account at all if an address belongs to no account, or if one of the accounts must keep its access. It shows its progress, and reports all failures together.\n\n" +
		"### Accounts that keep their access\n\n" + strings.TrimSpace(base.SparedAccounts),
	Operations: []string{"disableManagedAccount", "getManagedProfile", "searchDirectoryUsers", "getDirectoryUsersCount", "getAllApiKeys"},
	Requires:   managedAccountKey,
	Unverified: []string{unverifiedDeactivation},
}

// Page is what the documentation page says.
func (*deactivateAccount) Page() base.Page { return deactivateAccountPage }
