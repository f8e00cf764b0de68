// SPDX-License-Identifier: MPL-2.0

package account

import (
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var suspendUserPage = base.Page{
	Subject: subject,
	Summary: "Suspends the access of people to a directory, once.",
	Text: "Use it for a change that you make once, such as in an incident. A suspended person keeps roles and groups, and is not billed. To keep people suspended, use the resource `atlassian_user` with `status = \"suspended\"`; " +
		"an action that suspends a person whom such a resource holds as active shows as drift there.\n\n" +
		"It is idempotent: only people who have access are suspended, and running it again suspends nobody. Nobody is suspended if one of the addresses belongs to no account, or if one of the accounts must keep its access, see below. " +
		"It needs Terraform 1.14 or later, shows its progress, and reports all failures together.\n\n" + strings.TrimSpace(base.SparedAccounts),
	Operations: []string{"suspendUser", "searchDirectoryUsers", "getDirectoryUsersCount", "getUserRoleAssignments", "getDirectoriesForOrg", "getAllApiKeys"},
	Requires:   unscopedKey,
	Unverified: []string{"What Atlassian answers if the access is suspended already. The provider reads to settle a refusal."},
}

var restoreUserPage = base.Page{
	Subject: subject,
	Summary: "Gives suspended people access to a directory again, once.",
	Text: "Use it to end what `atlassian_suspend_user` began. People get the roles and groups from before back, and Atlassian bills for them again. To keep people active, use the resource `atlassian_user`.\n\n" +
		"It is idempotent: only people who are suspended are restored. Nobody is restored if one of the addresses belongs to no account. An account that is deactivated stays so: see `atlassian_managed_account`. " +
		"It needs Terraform 1.14 or later, shows its progress, and reports all failures together.",
	Operations: []string{"restoreUser", "searchDirectoryUsers", "getDirectoryUsersCount", "getUserRoleAssignments", "getDirectoriesForOrg"},
	Requires:   unscopedKey,
	Unverified: []string{"What happens if a restored person needs a seat that is not free."},
}

// Page is what the documentation page says.
func (a *changeAccess) Page() base.Page {
	if a.suspends {
		return suspendUserPage
	}
	return restoreUserPage
}
