// SPDX-License-Identifier: MPL-2.0

package role

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var organizationAdminsPage = base.Page{
	Subject: subject,
	Summary: "Manages all organization admins who have that role directly.",
	Text: "Use this resource if Terraform alone decides who is an organization admin. If other people manage organization admins as well, use `atlassian_organization_admin`, which manages single admins. Do not use both: the plan fails.\n\n" +
		"~> The resource takes the direct role from everybody who is not in the list, including admins that Terraform did not make. The plan names them in a warning. Set `max_removals` to limit how many admins one plan can remove.\n\n" +
		"People who are organization admins only by a group, such as `org-admins`, are not in the list. `inherited` names them. They never show as drift, and the resource never removes them. To change them, manage the members of the group.\n\n" +
		"Set either `account_ids` or `emails`. The list must not be empty.",
	Details: "### How a change is applied\n\n" +
		"The plan reads the admins who are not listed, counts them against `max_removals`, and names them in a warning. " +
		"The first apply also takes the role from those who got it after the plan: Terraform does not tell the apply whom the plan has named. The apply counts again, so set `max_removals` to the number that the plan names if you apply a saved plan later. " +
		"The apply gives the role before it takes any away, several at a time. If it cannot give the role to somebody, it takes none away. If a change fails in part, the state holds what was done, and the error names who failed and why.\n\n" +
		"### Organization admins by a group\n\n" +
		"After Atlassian's Units rollout, the group `org-admins` no longer makes anybody an organization admin, according to Atlassian's documentation.\n\n" +
		"### Only one resource\n\n" +
		"Two resources of this type are an error in the plan, and so is an `atlassian_organization_admin` beside it. You can move from single admins to this resource, and back, in one apply. People who are in both configurations keep the role.\n\n" +
		"### Import\n\n" +
		"An import fills `account_ids`. If the configuration has `emails`, the plan then shows one update in place that swaps the lists. If the people are the same, the apply only looks the addresses up.",
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount", "getUserRoleAssignments", "assignOrganizationRole", "revokeOrganizationRole", "getAllApiKeys"},
	Requires:   "Atlassian marks the operations that change the role as experimental, and documents them for keys without scopes only.",
	Drift: "People who got the direct role elsewhere appear in the list, and the plan takes it from them. People who lost it are missing, and the plan gives it again. With `emails`, the account ID appears for a person if Atlassian does not show the address.\n\n" +
		"A search may miss a person for a moment. So the provider compares the search with Atlassian's count, and looks at a missing person once more before the plan shows a change. If the search shows fewer people than Atlassian counts, even at the second try, the read fails.",
	Replacement: "A replacement, with or without `create_before_destroy`, takes the role from nobody who is listed.",
	Destroy: "Forgets the list, with a warning. Nobody loses the role, because an organization must have an admin.\n\n" +
		"A change of the list can take the role away." + base.SparedAccounts,
	Requests: "A refresh takes one request for every 100 organization admins, a count of them, and one request for each admin: only a person's own list of roles tells whether the role is direct.",
	Unverified: []string{
		"That a search by the role `atlassian/org-admin` finds all organization admins, directly and by groups, and that its count agrees.",
		"How the list of a person's roles names the organization as a resource. The provider recognizes the role by its ID alone.",
		"What Atlassian answers if a person loses the role who has it by a group, too. The provider expects that the role of the group stays.",
	},
	NoList: "An organization has one list of organization admins.",
}

// Page is what the documentation page says.
func (*organizationAdminsResource) Page() base.Page { return organizationAdminsPage }
