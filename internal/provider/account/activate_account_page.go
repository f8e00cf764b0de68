// SPDX-License-Identifier: MPL-2.0

package account

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var activateAccountPage = base.Page{
	Subject: subject,
	Summary: "Activates managed accounts, once.",
	Text: "Use this action to reverse `atlassian_deactivate_account`. To keep an account active, use the resource `atlassian_managed_account` with `active = true`.\n\n" +
		"The action activates only accounts that are not active. You can run it again safely: it then activates none. " +
		"For an account that is scheduled for deletion, the action cancels the deletion. It cannot activate an account that US export control blocks.\n\n" +
		"The action needs Terraform 1.14 or later.",
	Details:    "If an address belongs to no account, the action activates no account at all. It shows its progress, and reports all failures together.",
	Operations: []string{"enableManagedAccount", "cancelManagedAccountDeletion", "getManagedProfile", "searchDirectoryUsers", "getDirectoryUsersCount"},
	Requires:   managedAccountKey,
	Unverified: []string{"What Atlassian answers if you activate an active account. The provider sends an activation only for an account that is not active."},
}

// Page is what the documentation page says.
func (*activateAccount) Page() base.Page { return activateAccountPage }
