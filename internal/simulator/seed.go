// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// newState builds the state that a description asks for.
func newState(org Organization, lag time.Duration) (*state, error) {
	s := &state{
		id:        org.ID,
		name:      org.Name,
		key:       org.APIKey,
		userToken: org.UserAPIToken,
		seats:     map[string]int{},
		byAccount: map[string]*account{},
		byEmail:   map[string]*account{},
		truth:     newView(),
		made:      map[groupName]int{},
		tasks:     map[string]*moveTask{},
		userRules: map[string]string{},
		units:     org.Units,
	}
	s.index = s.truth
	s.groupUpdate = org.GroupUpdate

	s.name = cmp.Or(s.name, "Simulated")
	s.id = cmp.Or(s.id, derive("organization", s.name))
	s.key.Scopes = slices.Clone(s.key.Scopes)
	s.userToken.Sites = slices.Clone(s.userToken.Sites)
	// Words instead of random characters: nobody, and no secret scanner, shall take it for a real key.
	s.key.Value = cmp.Or(s.key.Value, "simulated-organization-api-key")
	s.userToken.Value = cmp.Or(s.userToken.Value, "simulated-user-api-token")

	if !isUUID(s.id) {
		return nil, fmt.Errorf("id: %q is not a UUID, as the IDs of organizations are", s.id)
	}

	steps := []func(Organization) error{
		s.seedDirectories, s.seedDomains, s.seedUsers, s.seedPolicies, s.seedWorkspaces, s.seedGroups, s.seedSeats, s.seedEventActions, s.seedApps, s.seedMarketplace,
	}
	for _, step := range steps {
		if err := step(org); err != nil {
			return nil, err
		}
	}

	if admin := s.firstAdmin(); admin != nil {
		s.userToken.Email = cmp.Or(s.userToken.Email, admin.email)
	}

	s.userToken.Email = cmp.Or(s.userToken.Email, "admin@simulated.example")

	if lag > 0 {
		s.lag = lag
		s.index = s.truth.clone()
	}

	return s, nil
}

// firstAdmin is an organization admin, or anyone; nil where there is nobody.
func (s *state) firstAdmin() *account {
	for _, group := range s.truth.sorted {
		if group.grantsAdmin() && len(group.members) > 0 {
			return group.members[0]
		}
	}

	if len(s.accounts) > 0 {
		return s.accounts[0]
	}

	return nil
}

func (s *state) seedDirectories(org Organization) error {
	directories := slices.Clone(org.Directories)
	if len(directories) == 0 {
		directories = []Directory{{Name: s.name}}
	}

	seen := map[string]bool{}

	for i, directory := range directories {
		directory.ID = cmp.Or(directory.ID, derive(s.id, "directory", strings.ToLower(directory.Name)))
		if directory.Name == "" {
			return fmt.Errorf("directories[%d]: name is missing", i)
		}

		if seen[directory.ID] || seen[strings.ToLower(directory.Name)] {
			return fmt.Errorf("directories[%d]: there are two directories %q; names and IDs must differ", i, directory.Name)
		}

		seen[directory.ID], seen[strings.ToLower(directory.Name)] = true, true
		s.directories = append(s.directories, directory)
	}

	return nil
}

func (s *state) seedDomains(org Organization) error {
	for i, domain := range org.Domains {
		if err := s.addDomain(domain); err != nil {
			return fmt.Errorf("domains[%d]: %w", i, err)
		}
	}

	return nil
}

func (s *state) seedUsers(org Organization) error {
	for i, user := range org.Users {
		if _, err := s.addAccount(user); err != nil {
			return fmt.Errorf("users[%d]: %w", i, err)
		}
	}

	return nil
}

func (s *state) seedWorkspaces(org Organization) error {
	seen := map[string]bool{}

	for i, workspace := range org.Workspaces {
		if workspace.Name == "" {
			return fmt.Errorf("workspaces[%d]: name is missing", i)
		}

		if workspace.ID == "" {
			owner := cmp.Or(workspace.Type, "jira-software")
			workspace.ID = "ari:cloud:" + owner + "::site/" + derive(s.id, "site", strings.ToLower(workspace.Name))
		}

		owner, err := resourceOwner(workspace.ID)
		if err != nil {
			return fmt.Errorf("workspaces[%d]: id: %w", i, err)
		}

		if seen[workspace.ID] {
			return fmt.Errorf("workspaces[%d]: there are two workspaces %s", i, workspace.ID)
		}

		seen[workspace.ID] = true
		workspace.Type = cmp.Or(workspace.Type, owner)
		workspace.TypeKey = cmp.Or(workspace.TypeKey, owner)
		workspace.Status = cmp.Or(workspace.Status, "online")
		workspace.Realm = cmp.Or(workspace.Realm, "multi-region")
		s.workspaces = append(s.workspaces, workspace)
	}

	return nil
}

func (s *state) seedGroups(org Organization) error {
	for i, group := range org.Groups {
		if _, err := s.addGroup(group); err != nil {
			return fmt.Errorf("groups[%d]: %w", i, err)
		}
	}

	return nil
}

func (s *state) seedSeats(org Organization) error {
	for resource, limit := range org.Seats {
		if err := s.setSeats(resource, &limit); err != nil {
			return fmt.Errorf("seats: %w", err)
		}
	}

	return nil
}

func (s *state) setSeats(resource string, limit *int) error {
	if !s.knowsResource(resource) {
		return fmt.Errorf("%q is not the ID of a workspace of this organization", resource)
	}

	if limit == nil {
		delete(s.seats, resource)

		return nil
	}

	if *limit < 0 {
		return fmt.Errorf("%d seats for %s: a limit cannot be negative", *limit, resource)
	}

	s.seats[resource] = *limit

	return nil
}

// newAccount describes an account to be added.
func (s *state) newAccount(user User) (*account, error) {
	local, host, found := strings.Cut(user.Email, "@")
	if user.Email != "" && (!found || local == "" || host == "") {
		return nil, fmt.Errorf("email: %q is not an email address", user.Email)
	}

	id, kind := user.AccountID, typePerson

	if user.Email == "" {
		kind = typeApp

		if id == "" && user.Name == "" {
			return nil, errors.New("email is missing; without one, name or account_id is required")
		}
	}

	return &account{
		id:       cmp.Or(id, "712020:"+derive(s.id, "account", strings.ToLower(cmp.Or(user.Email, user.Name)))),
		kind:     cmp.Or(user.AccountType, kind),
		email:    user.Email,
		name:     cmp.Or(user.Name, local),
		nickname: cmp.Or(user.Nickname, user.Name, local),
		claim:    user.ClaimStatus,
		source:   cmp.Or(user.ManagementSource, "invited"),
		mfa:      user.MFA,
		status:   cmp.Or(user.Status, statusActive),
	}, nil
}

// addAccount adds a person, or an app.
func (s *state) addAccount(user User) (*account, error) {
	added, err := s.newAccount(user)
	if err != nil {
		return nil, err
	}

	if err := errors.Join(
		oneOf("account_type", added.kind, typePerson, typeApp),
		oneOf("claim_status", added.claim, "", managed, unmanaged),
		oneOf("management_source", added.source, "invited", "synced"),
		oneOf("status", added.status, userStatuses...),
	); err != nil {
		return nil, err
	}

	if _, taken := s.byEmail[strings.ToLower(added.email)]; taken { // nobody is there without an address
		return nil, fmt.Errorf("email: there is a user %q already", added.email)
	}

	if _, taken := s.byAccount[added.id]; taken {
		return nil, fmt.Errorf("account_id: there is a user %q already", added.id)
	}

	references := user.Directories
	if len(references) == 0 && added.status != statusNotInvited {
		references = []string{""}
	}

	if len(references) > 0 && added.status == statusNotInvited {
		return nil, fmt.Errorf("directories: %s is not_invited and so cannot be in a directory", cmp.Or(added.email, added.name, added.id))
	}

	for _, reference := range references {
		directory, ok := s.directory(reference)
		if !ok {
			return nil, fmt.Errorf("directories: %q is neither ID nor name of a directory", reference)
		}

		added.directories = append(added.directories, directory.ID)
	}

	s.sequence++
	added.seq = s.sequence
	s.accounts = append(s.accounts, added)
	s.byAccount[added.id] = added

	if added.email != "" {
		s.byEmail[strings.ToLower(added.email)] = added
	}

	return added, nil
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

func oneOf(name, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}

	return fmt.Errorf("%s: %q is none of %s", name, value, strings.Join(slices.DeleteFunc(slices.Clone(allowed), func(s string) bool { return s == "" }), ", "))
}

// clone copies what changes; the records of groups never do.
func (v *view) clone() *view {
	copied := newView()

	for _, group := range v.sorted {
		copied.createGroup(group.groupRecord)
		twin := copied.byID[group.id]
		twin.members, twin.roles = slices.Clone(group.members), slices.Clone(group.roles)
	}

	for member, groups := range v.groupsOf {
		twins := make([]*groupView, len(groups))
		for i, group := range groups {
			twins[i] = copied.byID[group.id]
		}

		copied.groupsOf[member] = twins
	}

	return copied
}
