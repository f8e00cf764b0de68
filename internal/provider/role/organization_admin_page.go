// SPDX-License-Identifier: MPL-2.0

package role

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var organizationAdminPage = base.Page{
	Subject: subject,
	Summary: "Manages one organization admin: a person who has that role directly, and not by a group.",
	Text: "Use this resource if other people manage organization admins as well. It does not change other admins. To manage all of them, use `atlassian_organization_admins`. Do not use both: the plan fails.\n\n" +
		"The role that a person has by a group, such as `org-admins`, is not this role. It never shows as drift, and the resource never removes it. To change it, manage the members of the group. After Atlassian's Units rollout, that group no longer makes anybody an organization admin, according to Atlassian's documentation.\n\n" +
		"If the person has the role directly already, the plan fails, and the error shows the `import` block. A first plan cannot tell: it warns, and the apply takes the role over.",
	Details: "### Organization admins by a group\n\n" +
		"If the person is an organization admin by a group, the plan warns. The apply gives the role directly in addition. " +
		"Since Atlassian's Units rollout, the group no longer makes anybody an organization admin, and this role does.\n\n" +
		existing("person"),
	Operations: []string{"assignOrganizationRole", "revokeOrganizationRole", "getUserRoleAssignments", "searchDirectoryUsers", "getDirectoryUsersCount", "getAllApiKeys"},
	Requires:   "Atlassian marks the operations that change the role as experimental, and documents them for keys without scopes only.",
	Drift: "If the direct role was taken away elsewhere, the plan gives it again, even if a group still makes the person an organization admin.\n\n" +
		"If the e-mail address of the person changes at Atlassian, the state shows the new address. A configuration by `account_id` is not affected. In a configuration by `email`, write the new address, and the plan is empty again. " +
		"Until you do, the plan moves the role if the old address now belongs to another account, and warns of it. If the old address belongs to no account, the plan fails, because the apply would only take the role away.\n\n" +
		"If an answer lacks the role, the provider reads the person's roles once more before the plan shows a change.",
	Replacement: base.Replacement("A change of the person is an update in place. The new admin gets the role first, then the old admin loses it. "+base.TakenOver,
		"A replacement for the same person takes nothing away, with or without `create_before_destroy`. "+
			"Without `create_before_destroy`, a replacement that also changes the person takes the role from the old admin before the new admin has it. Make such a change without `-replace`.",
		"the person stays an organization admin"),
	Destroy: "Takes the direct role away, unless another resource of the configuration keeps it. If the person is still an organization admin by a group, the apply warns." + base.SparedAccounts +
		" The provider keeps the last organization admin even if a group would keep the role.",
	Requests: "A refresh takes one request for each person, one for the addresses of up to 10 people, and one more for each person if the role is missing.",
	Unverified: []string{
		"How the list of a person's roles names the organization as a resource. The provider recognizes the role by its ID alone.",
		"What Atlassian answers if a person gets the role who has it already, or loses it while having it by a group only. The provider looks first, and expects that the role of the group stays.",
		"That organization admins have the role of an admin on every app, which Atlassian calls inferred.",
	},
}

// Page is what the documentation page says.
func (*organizationAdminResource) Page() base.Page { return organizationAdminPage }

var organizationAdminListPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the organization admins who have the role directly, to import them.",
	Text:       "The list does not have people who are organization admins only by a group.",
	Requests:   "One request for every 100 organization admins, a count of them, and one request for each admin: only a person's own list of roles tells whether the role is direct.",
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount", "getUserRoleAssignments"},
}

// Page is what the documentation page says.
func (*organizationAdminList) Page() base.Page { return organizationAdminListPage }
