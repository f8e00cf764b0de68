// SPDX-License-Identifier: MPL-2.0

package role

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

<<<<<<< HEAD
=======
// lastAdmins says whom the types for organization admins spare.
const lastAdmins = base.SparedAccounts + " The apply looks once more right before it takes the role away."

>>>>>>> review-docs
var organizationAdminPage = base.Page{
	Subject: subject,
	Summary: "One organization admin: a person who has that role directly, and not by a group.",
	Text: "The resource does not change other organization admins. To manage all of them, use `atlassian_organization_admins`. Using both is an error of the plan, and so are two resources for one person, as far as the plan knows which account they mean.\n\n" +
		"Somebody who is an organization admin by a group, such as `org-admins`, has no direct role: that never shows as drift, and is never removed. The plan says so, and applying gives the role directly in addition. " +
		"Since Atlassian's Units rollout, the group no longer makes anybody an organization admin, and this role does.\n\n" +
		"If the person has the role directly already, and the state of this configuration does not hold it, the plan fails, and the error holds the `import` block. " +
		"This needs a run that has refreshed a group, a member or a role before, as a plan of an existing configuration does. Other runs warn, show the `import` block, and take the role over in the apply.\n\n" +
		"Atlassian applies the role within 30 seconds, and the creation waits that long for it. If it does not appear, the creation fails, but the role stays in the state, marked as tainted, because it may still take effect. The next plan looks again.\n\n" +
		base.Replacement("A change of the person is an update in place: the new admin gets the role first, and the old one loses it then. "+base.TakenOver,
			"A replacement for the same person takes nothing away, with or without `create_before_destroy`. "+
				"Without `create_before_destroy`, a replacement that also changes the person takes the role from the old admin before the new one has it: make such a change without `-replace`.",
			"the person stays an organization admin") + "\n\n" +
		"A refresh takes one request for each person.",
	Operations: []string{"assignOrganizationRole", "revokeOrganizationRole", "getUserRoleAssignments", "searchDirectoryUsers", "getDirectoryUsersCount", "getAllApiKeys"},
	Requires:   "Atlassian marks the operations that change the role as experimental, and documents them for keys without scopes only.",
	Drift: "A direct role that was taken away elsewhere is planned for creation, even if a group still makes the person an organization admin. " +
		"If an answer lacks the role, the provider reads the person's roles once more before the role counts as gone.",
<<<<<<< HEAD
	Destroy: "Takes the direct role away, unless another resource of the configuration keeps it. If the person is still an organization admin by a group, a warning says so." + base.SparedAccounts +
		" The last organization admin is spared even if a group would keep the role.",
=======
	Destroy: "Takes the direct role away, unless another resource of the configuration keeps it. If the person is still an organization admin by a group, a warning says so." + lastAdmins,
>>>>>>> review-docs
	Unverified: []string{
		"How the list of a person's roles names the organization as a resource: the role is recognized by its ID alone.",
		"What Atlassian answers when the role is given to somebody who has it already, and when it is taken from somebody who has it by a group only. The provider looks first, and expects that the role of the group stays.",
		"That organization admins have the role of an admin on every app, which Atlassian calls inferred.",
	},
}

// Page is what the documentation page says.
func (*organizationAdminResource) Page() base.Page { return organizationAdminPage }

var organizationAdminListPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the organization admins who have the role directly, to import them.",
	Text:       "It takes one request for every 100 organization admins, a count of them, and one request for each: only a person's own list of roles says whether the role is direct. Those who are organization admins only by a group are not listed.",
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount", "getUserRoleAssignments"},
}

// Page is what the documentation page says.
func (*organizationAdminList) Page() base.Page { return organizationAdminListPage }
