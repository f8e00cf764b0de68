// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
)

// ByEachName returns the subjects of one account: by its ID, and by its address for that account. Either name may be empty.
func ByEachName(accountID, email string, named func(string) claims.Subject) []claims.Subject {
	var subjects []claims.Subject
	if accountID != "" {
		subjects = append(subjects, named(accountID))
	}
	if email != "" {
		subjects = append(subjects, named(email).For(accountID))
	}
	return subjects
}

// Each kind of thing that an object of a configuration can hold has a subject of its own. Subjects ignore case, so that two
// spellings of one thing are one subject.

// GroupSubject is a group as a whole.
func GroupSubject(key GroupKey) claims.Subject { return subject("group", key.DirectoryID, key.GroupID) }

// GroupNameSubject is the name of a group, of which a directory has one.
func GroupNameSubject(directoryID, name string) claims.Subject {
	return subject("group name", directoryID, name)
}

// UnidentifiedGroupSubject is a group whose creation was never confirmed: only its name is known.
func UnidentifiedGroupSubject(directoryID, name string) claims.Subject {
	return subject("unidentified group", directoryID, name)
}

// MembersSubject is the whole list of members of a group.
func MembersSubject(key GroupKey) claims.Subject {
	return subject("members", key.DirectoryID, key.GroupID)
}

// MembershipSubject is the membership of one account in a group. The account is named by its ID, or by its address where
// nothing else is known.
func MembershipSubject(key GroupKey, account string) claims.Subject {
	return subject("membership", key.DirectoryID, key.GroupID, account)
}

// UserSubject is the place of a person in a directory. The account is named by its ID, or by its address where nothing else is known.
func UserSubject(directoryID, account string) claims.Subject {
	return subject("user", directoryID, account)
}

// GroupRoleSubject is a role of a group on a resource.
func GroupRoleSubject(key GroupKey, grant GroupRole) claims.Subject {
	return subject("role", key.DirectoryID, key.GroupID, grant.ResourceID, grant.Role)
}

// UserRoleSubject is a role that an account has directly on a resource. The account is named by its ID, or by its address where nothing
// else is known.
func UserRoleSubject(account string, role UserRole) claims.Subject {
	return subject("user role", account, role.ResourceID, role.Role)
}

// AdminsSubject is the whole list of accounts that are organization admins directly.
func AdminsSubject() claims.Subject { return subject("organization admins") }

// PolicySubject is the authentication policy of an account, which is in one only.
func PolicySubject(accountID string) claims.Subject { return subject("policy", accountID) }

// PolicyMembersSubject is a list of people in an authentication policy. Several lists may share a policy.
func PolicyMembersSubject(policyID string) claims.Subject { return subject("policy members", policyID) }

// PolicyMemberSubject is the place of an account in an authentication policy. The account is named by its ID, or by its address where
// nothing else is known.
func PolicyMemberSubject(policyID, account string) claims.Subject {
	return subject("policy member", policyID, account)
}

// WholePolicySubject is an authentication policy as a whole, which one list may claim for itself. Lists that share the policy claim it
// together.
func WholePolicySubject(policyID string) claims.Subject { return subject("whole policy", policyID) }

// UserInstalledAppsSubject is the rule of a site for apps that its users install.
func UserInstalledAppsSubject(cloudID string) claims.Subject {
	return subject("user-installed apps", cloudID)
}

// ManagedAccountSubject is an account whose life and profile one resource manages.
func ManagedAccountSubject(accountID string) claims.Subject {
	return subject("managed account", accountID)
}

// OrgPolicySubject is a policy of the organization that is no authentication policy, such as an IP allowlist.
func OrgPolicySubject(policyID string) claims.Subject {
	return subject("organization policy", policyID)
}

// OrgPolicyNameSubject is the name of such a policy among those of its type. Atlassian may allow a name twice (unverified).
func OrgPolicyNameSubject(policyType, name string) claims.Subject {
	return subject("organization policy name", policyType, name)
}

func subject(parts ...string) claims.Subject {
	return claims.Subject(strings.ToLower(strings.Join(parts, "\x00")))
}
