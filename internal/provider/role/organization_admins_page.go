// SPDX-License-Identifier: MPL-2.0

package role

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var organizationAdminsPage = base.Page{
	Subject: subject,
	Summary: "The organization admins, all who have that role directly.",
	Text: "The resource takes the direct role from everybody who is not in the list, including people whom Terraform did not make organization admins. If other people manage organization admins as well, use `atlassian_organization_admin`, " +
		"which manages single ones. Using both is an error of the plan, and so are two resources of this type. You can move from single ones to this resource, and back, in one apply: people who are in both configurations keep the role.\n\n" +
		"**Who is not in the list.** People who are organization admins only by a group, such as `org-admins`, or in another way. They never show as drift, and are never removed: `inherited` names them. " +
		"To change them, manage the members of the group. Since Atlassian's Units rollout, the group no longer makes anybody an organization admin.\n\n" +
		"Set `account_ids` or `emails`. The order does not matter in either, and neither does case in `emails`. At least one organization admin stays: an empty list is refused.\n\n" +
		"Creating the resource takes the direct role from those who are not listed. The plan reads them, counts them against `max_removals`, and names them in a warning. The apply gives the role before it takes any away, several at a time, " +
		"and takes none away if giving it failed. If a change fails in part, the state holds what was done, and the error says who failed and why.\n\n" +
		"**Replacement.** A replacement, with or without `create_before_destroy`, takes the role from nobody who is listed.\n\n" +
		"An import fills `account_ids`. With a configuration by `emails`, the plan then shows one update in place that swaps the lists. If the people are the same, applying it only looks the addresses up.\n\n" +
		"A refresh takes one request for every 100 organization admins, a count of them, and one request for each: only a person's own list of roles says whether the role is direct.",
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount", "getUserRoleAssignments", "assignOrganizationRole", "revokeOrganizationRole", "getAllApiKeys"},
	Requires:   "Atlassian marks the operations that change the role as experimental, and documents them for keys without scopes only.",
	Drift: "People who were given the direct role elsewhere appear in the list, so that the plan takes it from them. People who lost it are missing, so that the plan gives it again. With `emails`, somebody whose address Atlassian does not show appears as account ID. " +
		"A search may miss somebody for a moment. So the provider compares the search with Atlassian's count, and looks at a missing person of the state before the plan shows a change. A search that shows fewer than Atlassian counts, even when asked once more, is an error.",
	Destroy: "Forgets the list, with a warning: nobody loses the role, because an organization must have an admin.\n\n" +
		"Of a change of the list:" + base.SparedAccounts,
	Unverified: []string{
		"That a search by the role `atlassian/org-admin` finds all organization admins, directly and by groups, and that its count agrees.",
		"How the list of a person's roles names the organization as a resource: the role is recognized by its ID alone.",
		"What Atlassian answers when the role is taken from somebody who has it by a group, too. The provider expects that the role of the group stays.",
	},
	NoList: "An organization has one list of organization admins.",
}

// Page is what the documentation page says.
func (*organizationAdminsResource) Page() base.Page { return organizationAdminsPage }
