// SPDX-License-Identifier: MPL-2.0

package account

import (
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var deactivateAccountPage = base.Page{
	Subject: subject,
	Summary: "Deactivates managed accounts, once: the people can log in to no app of Atlassian.",
	Text: "Use it for a change that you make once, such as in an incident. To keep an account deactivated, use the resource `atlassian_managed_account` with `active = false`; an action that deactivates an account that such a resource holds as active shows as drift there.\n\n" +
		"It is idempotent: only active accounts are deactivated, and running it again deactivates none. An account whose deletion is scheduled is deactivated already. None is deactivated if one of the addresses belongs to no account, or if one of the accounts must keep its access, see below. " +
		"It needs Terraform 1.14 or later, shows its progress, and reports all failures together.\n\n" + strings.TrimSpace(base.SparedAccounts),
	Operations: []string{"disableManagedAccount", "getManagedProfile", "searchDirectoryUsers", "getDirectoryUsersCount", "getAllApiKeys"},
	Requires:   managedAccountKey,
	Unverified: []string{"What Atlassian answers to the deactivation of an account that is deactivated. The provider sends it only if the account is active."},
}

// Page is what the documentation page says.
func (*deactivateAccount) Page() base.Page { return deactivateAccountPage }
