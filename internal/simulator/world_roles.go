// SPDX-License-Identifier: MPL-2.0

package simulator

import "slices"

// canonicalRoles are the role IDs that the filters of users and groups document.
var canonicalRoles = map[string]bool{
	"atlassian/user": true, "atlassian/admin": true, "atlassian/guest": true, "atlassian/customer": true,
	"atlassian/user-access-admin": true, "atlassian/contributor": true, "atlassian/basic": true, "atlassian/stakeholder": true,
	"atlassian/org-admin": true, "atlassian/site-admin": true, "atlassian/ai-access": true,
	// Only among the values of "Grant access to group".
	"atlassian/viewer": true,
}

// adminRoles make their holders admins of an app, a site or the organization.
var adminRoles = map[string]bool{"atlassian/admin": true, "atlassian/site-admin": true, "atlassian/org-admin": true}

// refusesOrgAdmins reports whether nobody can be added to the group, because it
// is the group of the organization's admins: since the rollout of Units, a role
// assignment makes admins instead. Atlassian documents that it "will return an error".
// Unverified: which error (a 403 without a body, as operations of its kind have
// it), and how Atlassian knows the group.
func (s *state) refusesOrgAdmins(group *groupView) bool {
	return s.units && slices.ContainsFunc(group.roles, func(role Role) bool { return role.Role == "atlassian/org-admin" })
}
