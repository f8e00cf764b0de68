// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// AllDirectories stands for every directory in the paths of reads and searches.
// Atlassian does not document it for writes.
const AllDirectories = "-"

const noMembership = "no_membership"

// directoryState are the directories of an organization. There is always one.
type directoryState struct {
	Directories []Directory
}

var directoryPart = part{
	seed:     (*State).seedDirectories,
	describe: func(s *State, org *Organization) { org.Directories = slices.Clone(s.Directories) },
}

func (s *State) seedDirectories(org Organization) error {
	directories := slices.Clone(org.Directories)
	if len(directories) == 0 {
		directories = []Directory{{Name: s.Name}}
	}

	seen := map[string]bool{}

	for i, directory := range directories {
		directory.ID = cmp.Or(directory.ID, Derive(s.ID, "directory", strings.ToLower(directory.Name)))
		if directory.Name == "" {
			return fmt.Errorf("directories[%d]: name is missing", i)
		}

		if seen[directory.ID] || seen[strings.ToLower(directory.Name)] {
			return fmt.Errorf("directories[%d]: there are two directories %q; names and IDs must differ", i, directory.Name)
		}

		seen[directory.ID], seen[strings.ToLower(directory.Name)] = true, true
		s.Directories = append(s.Directories, directory)
	}

	return nil
}

// directory finds a directory by ID or name; an empty reference is the first one.
func (s *State) directory(reference string) (Directory, bool) {
	if reference == "" {
		return s.Directories[0], true
	}

	for _, directory := range s.Directories {
		if directory.ID == reference || strings.EqualFold(directory.Name, reference) {
			return directory, true
		}
	}

	return Directory{}, false
}

// Membership is a person's place in one directory. A membership that is
// suspended keeps its groups and roles.
type Membership struct {
	Directory string
	Suspended bool
}

// Knows reports whether a view knows the account.
func (v *View) Knows(a *Account) bool {
	_, known := v.memberships[a]

	return known
}

// Memberships are the memberships of an account, in the order in which it
// joined the directories. The list must not be changed.
func (v *View) Memberships(a *Account) []Membership { return v.memberships[a] }

// MembershipIn is the membership of an account in one directory.
func (v *View) MembershipIn(a *Account, directoryID string) (Membership, bool) {
	for _, membership := range v.memberships[a] {
		if membership.Directory == directoryID {
			return membership, true
		}
	}

	return Membership{}, false
}

// MembershipStatus is the status of the account in the organization: suspended
// if it is suspended in all its directories.
func (v *View) MembershipStatus(a *Account) string {
	memberships := v.memberships[a]

	switch {
	case len(memberships) == 0:
		return noMembership
	case slices.ContainsFunc(memberships, func(m Membership) bool { return !m.Suspended }):
		return StatusActive
	default:
		return statusSuspended
	}
}

// MembershipStatusIn is the status of the account in one directory.
func (v *View) MembershipStatusIn(a *Account, directoryID string) string {
	membership, member := v.MembershipIn(a, directoryID)

	switch {
	case !member:
		return noMembership
	case membership.Suspended:
		return statusSuspended
	default:
		return StatusActive
	}
}

// UserStatus is the status that Atlassian composes of the lifecycle of an
// account and its memberships. Unverified: a closed account is deactivated.
func (v *View) UserStatus(a *Account) string {
	switch v.PersonOf(a).Lifecycle {
	case LifecycleActive:
	case LifecycleForDeletion:
		return StatusForDeletion
	default:
		return statusDeactivated
	}

	switch v.MembershipStatus(a) {
	case noMembership:
		return statusNotInvited
	case statusSuspended:
		return statusSuspended
	default:
		return StatusActive
	}
}

// Visible reports whether a search in a directory finds the account. A search
// in all directories also finds managed accounts that are in none.
func (s *State) Visible(v *View, a *Account, directoryID string) bool {
	if directoryID != AllDirectories {
		_, member := v.MembershipIn(a, directoryID)

		return member
	}

	return len(v.memberships[a]) > 0 || v.Knows(a) && s.ClaimStatus(a) == Managed
}

// UsesSeatIn reports whether the apps of a directory count the account: one
// that is suspended there, or deactivated, takes no seat.
func (v *View) UsesSeatIn(a *Account, directoryID string) bool {
	membership, member := v.MembershipIn(a, directoryID)

	return member && !membership.Suspended && a.Lifecycle == LifecycleActive
}

// Join makes an account a member of a directory. A membership that is there
// already stays as it is.
func (v *View) Join(a *Account, directoryID string) {
	if _, member := v.MembershipIn(a, directoryID); !member {
		v.memberships[a] = append(slices.Clone(v.memberships[a]), Membership{Directory: directoryID})
	}
}

// SetSuspended suspends or restores an account in a directory.
func (v *View) SetSuspended(a *Account, directoryID string, suspended bool) {
	changed := slices.Clone(v.memberships[a])

	for i := range changed {
		if changed[i].Directory == directoryID {
			changed[i].Suspended = suspended
		}
	}

	if v.Knows(a) {
		v.memberships[a] = changed
	}
}

// leave removes an account from a directory, from its groups, and takes the
// roles on its workspaces away.
func (s *State) leave(v *View, a *Account, directoryID string) {
	for _, role := range slices.Clone(v.Direct[a]) {
		if s.DirectoryOf(role.Resource) == directoryID {
			v.TakeRole(a, role)
		}
	}

	for _, group := range slices.Clone(v.GroupsOf[a]) {
		if group.Directory == directoryID {
			v.RemoveMember(group.ID, a)
		}
	}

	v.memberships[a] = slices.DeleteFunc(slices.Clone(v.memberships[a]), func(m Membership) bool { return m.Directory == directoryID })
}
