// SPDX-License-Identifier: MPL-2.0

package simulator

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

// maxGroupName bounds a group's name. Unverified: Atlassian documents no bound.
const maxGroupName = 255

// groupRecord is what a group is apart from its members and roles. A record
// never changes, because views share it: a renamed group gets another one.
type groupRecord struct {
	id          string
	name        string
	description string
	directory   string
	key         string // sorts by name
	synced      bool
	defaults    bool
	admin       bool
}

func (g *groupRecord) groupName() groupName {
	return groupName{g.directory, strings.ToLower(g.name)}
}

// sortKey sorts groups by name.
func (g *groupRecord) sortKey() string { return g.groupName().lower + "\x00" + g.id }

// groupName identifies a group within the organization, whatever its case.
type groupName struct{ directory, lower string }

// group finds a group by ID, or by name in the first directory that has it.
func (s *state) group(reference string) (*groupView, bool) {
	if found, ok := s.truth.byID[reference]; ok {
		return found, true
	}

	for _, directory := range s.directories {
		if found, ok := s.truth.byName[groupName{directory.ID, strings.ToLower(reference)}]; ok {
			return found, true
		}
	}

	return nil, false
}

// groupState are the groups of an organization, with members and roles.
type groupState struct {
	truth   *view
	index   *view // the same as truth where nothing lags
	pending []change
	made    map[groupName]int // how many groups of that name there have been

	units       bool // whether Units is rolled out
	groupUpdate bool // whether groups can be renamed by the API
}

var groupPart = part{seed: (*state).seedGroups, settle: (*state).settleIndex, describe: (*state).describeGroups}

func (s *state) describeGroups(org *Organization) {
	org.Units, org.GroupUpdate = s.units, s.groupUpdate

	for _, group := range s.truth.sorted {
		described := Group{
			ID: group.id, Name: group.name, Description: group.description, Directory: group.directory,
			Synced: group.synced, Default: group.defaults, Admin: group.admin, Roles: slices.Clone(group.roles),
		}

		for _, member := range group.members {
			described.Members = append(described.Members, member.id)
		}

		org.Groups = append(org.Groups, described)
	}
}

func (s *state) seedGroups(org Organization) error {
	s.units, s.groupUpdate, s.made = org.Units, org.GroupUpdate, map[groupName]int{}

	s.truth = newView()
	if s.index = s.truth; s.lag > 0 {
		s.index = newView()
	}

	for i, group := range org.Groups {
		if _, err := s.addGroup(group); err != nil {
			return fmt.Errorf("groups[%d]: %w", i, err)
		}
	}

	return nil
}

// addGroup adds a group with its members and roles, visible at once.
func (s *state) addGroup(group Group) (string, error) {
	if group.Name == "" {
		return "", errors.New("name is missing")
	}

	directory, ok := s.directory(group.Directory)
	if !ok {
		return "", fmt.Errorf("directory: %q is neither ID nor name of a directory", group.Directory)
	}

	if _, taken := s.truth.byName[groupName{directory.ID, strings.ToLower(group.Name)}]; taken {
		return "", fmt.Errorf("name: there is a group %q already (case does not matter)", group.Name)
	}

	if group.ID != "" && !isUUID(group.ID) {
		return "", fmt.Errorf("id: %q is not a UUID, as the IDs of groups are", group.ID)
	}

	if _, taken := s.truth.byID[group.ID]; taken {
		return "", fmt.Errorf("id: there is a group %q already", group.ID)
	}

	members := make([]*account, 0, len(group.Members))

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

	record := s.newRecord(directory.ID, group)
	s.changeAtOnce(func(v *view) {
		v.createGroup(record)

		for _, member := range members {
			v.addMember(record.id, member)
		}

		for _, role := range group.Roles {
			v.assignRole(record.id, role)
		}
	})

	return record.id, nil
}

// newRecord describes a group to be made. A group made again under an old name
// has another ID.
func (s *state) newRecord(directoryID string, description Group) *groupRecord {
	record := &groupRecord{
		id:          description.ID,
		name:        description.Name,
		description: description.Description,
		directory:   directoryID,
		synced:      description.Synced,
		defaults:    description.Default,
		admin:       description.Admin,
	}

	name := record.groupName()
	if record.id == "" {
		record.id = derive(s.id, "group", directoryID, name.lower, strconv.Itoa(s.made[name]))
	}

	s.made[name]++
	record.key = record.sortKey()

	return record
}

// memberOf finds a person who can be in the groups of a directory.
func (s *state) memberOf(directoryID, reference string) (*account, error) {
	member, ok := s.account(reference)
	if !ok {
		return nil, fmt.Errorf("%q is neither account ID nor email address of a user", reference)
	}

	if !slices.Contains(member.directories, directoryID) {
		return nil, fmt.Errorf("%s is not in the directory of the group", reference)
	}

	return member, nil
}

// checkRole says what is wrong with a role that a console would not let one assign.
func (s *state) checkRole(role Role) error {
	if !s.knowsResource(role.Resource) && role.Resource != organizationARI(s.id) {
		return fmt.Errorf("%q is neither the ID of a workspace nor %s", role.Resource, organizationARI(s.id))
	}

	return oneOf("role", role.Role, slices.Sorted(maps.Keys(canonicalRoles))...)
}

func groupObject(g *groupRecord) eventObject {
	return eventObject{g.id, "group", map[string]string{"name": g.name}}
}

// GroupChange is what can be changed about a group; nil leaves it.
type GroupChange struct {
	Name        *string `json:"name"`
	Description *string `json:"description"`
}

func (g GroupChange) check() error {
	if g.Name == nil && g.Description == nil {
		return errors.New("give a name or a description")
	}

	if g.Name != nil && (strings.TrimSpace(*g.Name) == "" || utf8.RuneCountInString(*g.Name) > maxGroupName) {
		return errors.New("the name must have 1 to 255 characters")
	}

	return nil
}

// nameTaken says whether another group has the name that a group is to get.
func (s *state) nameTaken(group *groupView, change GroupChange) bool {
	if change.Name == nil {
		return false
	}

	namesake, found := s.truth.byName[groupName{group.directory, strings.ToLower(*change.Name)}]

	return found && namesake.id != group.id
}

// updateGroup lets a change happen, and notes it in the audit log.
func (s *state) updateGroup(now time.Time, group *groupView, change GroupChange, by actor, happen func(func(*view))) {
	changed := *group.groupRecord
	if change.Name != nil {
		changed.name = *change.Name
	}

	if change.Description != nil {
		changed.description = *change.Description
	}

	changed.key = changed.sortKey()
	happen(func(v *view) { v.updateGroup(&changed) })
	s.record(now, ActionGroupUpdated, by, groupObject(&changed))
}
