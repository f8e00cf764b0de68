// SPDX-License-Identifier: MPL-2.0

package simulator

import "slices"

// refusesOrgAdmins reports whether nobody can be added to the group, because it
// is the group of the organization's admins: since the rollout of Units, a role
// assignment makes admins instead. Atlassian documents that it "will return an error".
// Unverified: which error (a 403 without a body, as operations of its kind have
// it), and how Atlassian knows the group.
func (s *state) refusesOrgAdmins(group *groupView) bool {
	return s.units && slices.ContainsFunc(group.roles, func(role Role) bool { return role.Role == "atlassian/org-admin" })
}
