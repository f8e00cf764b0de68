// SPDX-License-Identifier: MPL-2.0

package account

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var activateAccountPage = base.Page{
	Subject: subject,
	Summary: "Activates managed accounts, once.",
	Text: "Use it to end what `atlassian_deactivate_account` began. To keep an account active, use the resource `atlassian_managed_account` with `active = true`. An account whose deletion is scheduled is activated by canceling the deletion.\n\n" +
		"It is idempotent: only accounts that are not active are activated, and running it again activates none. None is activated if one of the addresses belongs to no account. An account that US export control blocks cannot be activated. " +
		"It needs Terraform 1.14 or later, shows its progress, and reports all failures together.",
	Operations: []string{"enableManagedAccount", "cancelManagedAccountDeletion", "getManagedProfile", "searchDirectoryUsers", "getDirectoryUsersCount"},
	Requires:   managedAccountKey,
	Unverified: []string{"What Atlassian answers to the activation of an account that is active. The provider sends it only if the account is not."},
}

// Page is what the documentation page says.
func (*activateAccount) Page() base.Page { return activateAccountPage }
