// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// View is a view of groups, members, roles and who is in which directory. There are two: the truth, and
// the index that the searches read, which lags behind.
//
// Everything is sorted, so that the cost of a page depends on the size of the
// page and not on that of the organization.
type View struct {
	ByID     map[string]*GroupView
	byName   map[groupName]*GroupView
	Sorted   []*GroupView              // by key
	GroupsOf map[*Account][]*GroupView // by key
	Direct   map[*Account][]Role       // by resource and role

	memberships map[*Account][]Membership // lists are never changed, but replaced
	past        map[*Account]Person       // what the index still shows of accounts that have changed
}

// GroupView is one group as a view sees it.
type GroupView struct {
	*GroupRecord
	Members []*Account // by seq
	Roles   []Role     // by resource and role
}

func newView() *View {
	return &View{
		ByID:     map[string]*GroupView{},
		byName:   map[groupName]*GroupView{},
		GroupsOf: map[*Account][]*GroupView{},
		Direct:   map[*Account][]Role{},

		memberships: map[*Account][]Membership{},
		past:        map[*Account]Person{},
	}
}

// Named finds a group of a directory by name. Case does not matter.
func (v *View) Named(directoryID, name string) (*GroupView, bool) {
	found, ok := v.byName[groupName{directoryID, strings.ToLower(name)}]

	return found, ok
}

// CompareKey compares the place of a group, by name, with a key.
func CompareKey(g *GroupView, key string) int { return cmp.Compare(g.Key, key) }

// CompareSeq compares the place of an account, in order of appearance, with a number.
func CompareSeq(a *Account, seq int) int { return cmp.Compare(a.Seq, seq) }

// CreateGroup shows a group, without members and roles.
func (v *View) CreateGroup(record *GroupRecord) {
	group := &GroupView{GroupRecord: record}
	v.ByID[record.ID] = group
	v.byName[record.groupName()] = group

	at, _ := slices.BinarySearchFunc(v.Sorted, record.Key, CompareKey)
	v.Sorted = slices.Insert(v.Sorted, at, group)
}

// updateGroup gives a group another record. Its place in the order may change.
func (v *View) updateGroup(record *GroupRecord) {
	group, ok := v.ByID[record.ID]
	if !ok {
		return
	}

	for _, member := range group.Members {
		v.forget(member, group)
	}

	if at, found := slices.BinarySearchFunc(v.Sorted, group.Key, CompareKey); found {
		v.Sorted = slices.Delete(v.Sorted, at, at+1)
	}

	if v.byName[group.groupName()] == group {
		delete(v.byName, group.groupName())
	}

	group.GroupRecord = record
	v.byName[record.groupName()] = group

	at, _ := slices.BinarySearchFunc(v.Sorted, record.Key, CompareKey)
	v.Sorted = slices.Insert(v.Sorted, at, group)

	for _, member := range group.Members {
		groups := v.GroupsOf[member]
		at, _ := slices.BinarySearchFunc(groups, record.Key, CompareKey)
		v.GroupsOf[member] = slices.Insert(groups, at, group)
	}
}

// DeleteGroup hides a group, if it is there.
func (v *View) DeleteGroup(id string) {
	group, ok := v.ByID[id]
	if !ok {
		return
	}

	for _, member := range group.Members {
		v.forget(member, group)
	}

	delete(v.ByID, id)

	if v.byName[group.groupName()] == group {
		delete(v.byName, group.groupName())
	}

	if at, found := slices.BinarySearchFunc(v.Sorted, group.Key, CompareKey); found {
		v.Sorted = slices.Delete(v.Sorted, at, at+1)
	}
}

// AddMember shows a member of a group, unless the group is gone.
func (v *View) AddMember(groupID string, member *Account) {
	group, ok := v.ByID[groupID]
	if !ok {
		return
	}

	at, found := slices.BinarySearchFunc(group.Members, member.Seq, CompareSeq)
	if found {
		return
	}

	group.Members = slices.Insert(group.Members, at, member)

	groups := v.GroupsOf[member]
	at, _ = slices.BinarySearchFunc(groups, group.Key, CompareKey)
	v.GroupsOf[member] = slices.Insert(groups, at, group)
}

// RemoveMember hides a member of a group.
func (v *View) RemoveMember(groupID string, member *Account) {
	group, ok := v.ByID[groupID]
	if !ok {
		return
	}

	at, found := slices.BinarySearchFunc(group.Members, member.Seq, CompareSeq)
	if !found {
		return
	}

	group.Members = slices.Delete(group.Members, at, at+1)
	v.forget(member, group)
}

// forget removes a group from the groups of an account.
func (v *View) forget(member *Account, group *GroupView) {
	groups := v.GroupsOf[member]
	if at, found := slices.BinarySearchFunc(groups, group.Key, CompareKey); found {
		groups = slices.Delete(groups, at, at+1)
	}

	if len(groups) == 0 {
		delete(v.GroupsOf, member)

		return
	}

	v.GroupsOf[member] = groups
}

// removeAccount hides an account in all groups, and the roles that it has directly.
func (v *View) removeAccount(member *Account) {
	delete(v.past, member)
	delete(v.Direct, member)

	for _, group := range slices.Clone(v.GroupsOf[member]) {
		v.RemoveMember(group.ID, member)
	}

	delete(v.memberships, member)
}

func compareRoles(a, b Role) int {
	return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Role, b.Role))
}

// AssignRole shows a role of a group, unless the group is gone.
func (v *View) AssignRole(groupID string, role Role) {
	group, ok := v.ByID[groupID]
	if !ok {
		return
	}

	if at, found := slices.BinarySearchFunc(group.Roles, role, compareRoles); !found {
		group.Roles = slices.Insert(group.Roles, at, role)
	}
}

// RevokeRole hides a role of a group.
func (v *View) RevokeRole(groupID string, role Role) {
	group, ok := v.ByID[groupID]
	if !ok {
		return
	}

	if at, found := slices.BinarySearchFunc(group.Roles, role, compareRoles); found {
		group.Roles = slices.Delete(group.Roles, at, at+1)
	}
}

// HasMember reports whether an account is in the group.
func (g *GroupView) HasMember(member *Account) bool {
	_, found := slices.BinarySearchFunc(g.Members, member.Seq, CompareSeq)

	return found
}

// Resources counts the resources that the group gives a role on.
func (g *GroupView) Resources() int {
	count := 0

	for i, role := range g.Roles {
		if i == 0 || g.Roles[i-1].Resource != role.Resource {
			count++
		}
	}

	return count
}

// GrantsDefaultRole reports whether new users of an app get their role from
// this group.
func (g *GroupView) GrantsDefaultRole() bool {
	return g.defaults || slices.ContainsFunc(g.Roles, func(role Role) bool { return role.Default })
}

// GrantsAdmin reports whether the group makes its members admins of an app or
// of the organization.
func (g *GroupView) GrantsAdmin() bool {
	return g.admin || slices.ContainsFunc(g.Roles, func(role Role) bool { return adminRoles[role.Role] })
}

// change is a change that the index does not show yet.
type change struct {
	due   time.Time
	apply func(*View)
}

// Change changes the truth now, and the index after the lag.
func (s *State) Change(now time.Time, apply func(*View)) {
	apply(s.Truth)

	if s.Index != s.Truth {
		s.pending = append(s.pending, change{now.Add(s.lag), apply})
	}
}

// changeAtOnce changes the truth and the index now. The index gets all earlier
// changes first.
func (s *State) changeAtOnce(apply func(*View)) {
	s.catchUp(len(s.pending))
	apply(s.Truth)

	if s.Index != s.Truth {
		apply(s.Index)
	}
}

// settleIndex applies the changes that are due to the index.
func (s *State) settleIndex(now time.Time) {
	due := 0
	for due < len(s.pending) && !s.pending[due].due.After(now) {
		due++
	}

	s.catchUp(due)
}

func (s *State) catchUp(count int) {
	for _, pending := range s.pending[:count] {
		pending.apply(s.Index)
	}

	s.pending = slices.Delete(s.pending, 0, count)
}
