// SPDX-License-Identifier: MPL-2.0

package account

import (
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var suspendUserPage = base.Page{
	Subject: subject,
	Summary: "Suspends the access of people to a directory, once.",
	Text: "Use this action for a change that you make once, such as in an incident. To keep people suspended, use the resource `atlassian_user` with `status = \"suspended\"`. " +
		"If such a resource keeps the person active, its next plan shows the suspension as drift.\n\n" +
		"A suspended person keeps roles and groups, and you are not billed for that person. The action suspends only people who have access. You can run it again safely: it then suspends nobody.\n\n" +
		"The action needs Terraform 1.14 or later.",
	Details: "The action suspends nobody at all if an address belongs to no account, or if one of the accounts must keep its access. It shows its progress, and reports all failures together.\n\n" +
		"### Accounts that keep their access\n\n" + strings.TrimSpace(base.SparedAccounts),
	Operations: []string{"suspendUser", "searchDirectoryUsers", "getDirectoryUsersCount", "getUserRoleAssignments", "getDirectoriesForOrg", "getAllApiKeys"},
	Requires:   unscopedKey,
	Unverified: []string{unverifiedSuspension},
}

var restoreUserPage = base.Page{
	Subject: subject,
	Summary: "Restores the access of suspended people to a directory, once.",
	Text: "Use this action to reverse `atlassian_suspend_user`. To keep people active, use the resource `atlassian_user`.\n\n" +
		"People get back the roles and groups that they had, and Atlassian bills for them again. The action restores only people who are suspended. " +
		"It does not activate an account that is deactivated: for that, use `atlassian_managed_account`.\n\n" +
		"The action needs Terraform 1.14 or later.",
	Details:    "You can run the action again safely. It restores nobody at all if an address belongs to no account. It shows its progress, and reports all failures together.",
	Operations: []string{"restoreUser", "searchDirectoryUsers", "getDirectoryUsersCount", "getUserRoleAssignments", "getDirectoriesForOrg"},
	Requires:   unscopedKey,
	Unverified: []string{unverifiedSeat},
}

// Page is what the documentation page says.
func (a *changeAccess) Page() base.Page {
	if a.suspends {
		return suspendUserPage
	}
	return restoreUserPage
}
