// SPDX-License-Identifier: MPL-2.0

package world

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// MaxGroupName bounds a group's name. Unverified: Atlassian documents no bound.
const MaxGroupName = 255

// GroupRecord is a group without its members and roles. Views share a record,
// so it never changes. A renamed group gets a new record.
type GroupRecord struct {
	ID          string
	Name        string
	Description string
	Directory   string
	Key         string // sorts by name
	Synced      bool
	defaults    bool
	admin       bool
}

func (g *GroupRecord) groupName() groupName {
	return groupName{g.Directory, strings.ToLower(g.Name)}
}

// sortKey is a key that sorts groups by name.
func (g *GroupRecord) sortKey() string { return g.groupName().lower + "\x00" + g.ID }

// groupName identifies a group within the organization. Case does not matter.
type groupName struct{ directory, lower string }

// group finds a group by ID, or by name in the first directory that has it.
func (s *State) group(reference string) (*GroupView, bool) {
	if found, ok := s.Truth.ByID[reference]; ok {
		return found, true
	}

	for _, directory := range s.Directories {
		if found, ok := s.Truth.Named(directory.ID, reference); ok {
			return found, true
		}
	}

	return nil, false
}

// groupState are the groups of an organization, with members and roles.
type groupState struct {
	Truth   *View
	Index   *View // the same view as Truth if there is no lag
	pending []change
	made    map[groupName]int // how many groups have had that name

	units       bool // whether Units is rolled out
	GroupUpdate bool // whether groups can be renamed by the API
}

var groupPart = part{seed: (*State).seedGroups, settle: (*State).settleIndex, describe: (*State).describeGroups}

func (s *State) describeGroups(org *Organization) {
	org.Units, org.GroupUpdate = s.units, s.GroupUpdate

	for _, group := range s.Truth.Sorted {
		described := Group{
			ID: group.ID, Name: group.Name, Description: group.Description, Directory: group.Directory,
			Synced: group.Synced, Default: group.defaults, Admin: group.admin, Roles: slices.Clone(group.Roles),
		}

		for _, member := range group.Members {
			described.Members = append(described.Members, member.ID)
		}

		org.Groups = append(org.Groups, described)
	}
}

func (s *State) seedGroups(org Organization) error {
	s.units, s.GroupUpdate, s.made = org.Units, org.GroupUpdate, map[groupName]int{}

	for i, group := range org.Groups {
		if _, err := s.addGroup(group); err != nil {
			return fmt.Errorf("groups[%d]: %w", i, err)
		}
	}

	return nil
}

// addGroup adds a group with its members and roles. It is visible at once.
func (s *State) addGroup(group Group) (string, error) {
	if group.Name == "" {
		return "", errors.New("name is missing")
	}

	directory, ok := s.directory(group.Directory)
	if !ok {
		return "", fmt.Errorf("directory: %q is neither ID nor name of a directory", group.Directory)
	}

	if _, taken := s.Truth.Named(directory.ID, group.Name); taken {
		return "", fmt.Errorf("name: there is a group %q already (case does not matter)", group.Name)
	}

	if group.ID != "" && !IsUUID(group.ID) {
		return "", fmt.Errorf("id: %q is not a UUID, as the IDs of groups are", group.ID)
	}

	if _, taken := s.Truth.ByID[group.ID]; taken {
		return "", fmt.Errorf("id: there is a group %q already", group.ID)
	}

	members := make([]*Account, 0, len(group.Members))

	for _, reference := range group.Members {
		member, err := s.memberOf(directory.ID, reference)
		if err != nil {
			return "", fmt.Errorf("members: %w", err)
		}

		members = append(members, member)
	}

	for _, role := range group.Roles {
		if err := s.checkRole(role); err != nil {
			return "", fmt.Errorf("roles: %w", err)
		}
	}

	record := s.NewGroupRecord(directory.ID, group)
	s.changeAtOnce(func(v *View) {
		v.CreateGroup(record)

		for _, member := range members {
			v.AddMember(record.ID, member)
		}

		for _, role := range group.Roles {
			v.AssignRole(record.ID, role)
		}
	})

	return record.ID, nil
}

// NewGroupRecord makes the record of a new group. A second group of the same
// name gets another ID than the first.
func (s *State) NewGroupRecord(directoryID string, description Group) *GroupRecord {
	record := &GroupRecord{
		ID:          description.ID,
		Name:        description.Name,
		Description: description.Description,
		Directory:   directoryID,
		Synced:      description.Synced,
		defaults:    description.Default,
		admin:       description.Admin,
	}

	name := record.groupName()
	if record.ID == "" {
		record.ID = Derive(s.ID, "group", directoryID, name.lower, strconv.Itoa(s.made[name]))
	}

	s.made[name]++
	record.Key = record.sortKey()

	return record
}

// memberOf finds a person who can be in the groups of a directory.
func (s *State) memberOf(directoryID, reference string) (*Account, error) {
	member, ok := s.Account(reference)
	if !ok {
		return nil, fmt.Errorf("%q is neither account ID nor email address of a user", reference)
	}

	if _, found := s.Truth.MembershipIn(member, directoryID); !found {
		return nil, fmt.Errorf("%s is not in the directory of the group", reference)
	}

	return member, nil
}

// checkRole says why the console does not let an admin assign a role.
func (s *State) checkRole(role Role) error {
	if !s.KnowsResource(role.Resource) && role.Resource != organizationARI(s.ID) {
		return fmt.Errorf("%q is neither the ID of a workspace nor %s", role.Resource, organizationARI(s.ID))
	}

	return oneOf("role", role.Role, slices.Sorted(maps.Keys(CanonicalRoles))...)
}

// GroupObject describes a group in the audit log.
func GroupObject(g *GroupRecord) EventObject {
	return EventObject{g.ID, "group", map[string]string{"name": g.Name}}
}

// GroupChange is what can be changed about a group. Nil changes nothing.
type GroupChange struct {
	Name        *string `json:"name"`
	Description *string `json:"description"`
}

// Check says what is wrong with a change.
func (g GroupChange) Check() error {
	if g.Name == nil && g.Description == nil {
		return errors.New("give a name or a description")
	}

	if g.Name != nil && (strings.TrimSpace(*g.Name) == "" || utf8.RuneCountInString(*g.Name) > MaxGroupName) {
		return errors.New("the name must have 1 to 255 characters")
	}

	return nil
}

// NameTaken reports whether another group has the new name already.
func (s *State) NameTaken(group *GroupView, change GroupChange) bool {
	if change.Name == nil {
		return false
	}

	namesake, found := s.Truth.Named(group.Directory, *change.Name)

	return found && namesake.ID != group.ID
}

// UpdateGroup changes a group and adds the change to the audit log.
func (s *State) UpdateGroup(now time.Time, group *GroupView, change GroupChange, by Actor, happen func(func(*View))) {
	changed := *group.GroupRecord
	if change.Name != nil {
		changed.Name = *change.Name
	}

	if change.Description != nil {
		changed.Description = *change.Description
	}

	changed.Key = changed.sortKey()
	happen(func(v *View) { v.updateGroup(&changed) })
	s.LogEvent(now, ActionGroupUpdated, by, GroupObject(&changed))
}
