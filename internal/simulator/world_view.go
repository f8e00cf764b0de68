// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"slices"
)

// view is what can be seen of groups, members and roles. There are two of
// them: the truth, and the index of the searches, which runs behind it.
//
// Everything is kept sorted, so that a page costs what it holds and not what
// the organization holds.
type view struct {
	byID     map[string]*groupView
	byName   map[groupName]*groupView
	sorted   []*groupView              // by key
	groupsOf map[*account][]*groupView // by key
}

// groupView is one group as a view sees it.
type groupView struct {
	*groupRecord
	members []*account // by seq
	roles   []Role     // by resource and role
}

func newView() *view {
	return &view{
		byID:     map[string]*groupView{},
		byName:   map[groupName]*groupView{},
		groupsOf: map[*account][]*groupView{},
	}
}

func compareKey(g *groupView, key string) int { return cmp.Compare(g.key, key) }

func compareSeq(a *account, seq int) int { return cmp.Compare(a.seq, seq) }

func (v *view) createGroup(record *groupRecord) {
	group := &groupView{groupRecord: record}
	v.byID[record.id] = group
	v.byName[record.groupName()] = group

	at, _ := slices.BinarySearchFunc(v.sorted, record.key, compareKey)
	v.sorted = slices.Insert(v.sorted, at, group)
}

// updateGroup gives a group another record, under which it may sort elsewhere.
func (v *view) updateGroup(record *groupRecord) {
	group, ok := v.byID[record.id]
	if !ok {
		return
	}

	for _, member := range group.members {
		v.forget(member, group)
	}

	if at, found := slices.BinarySearchFunc(v.sorted, group.key, compareKey); found {
		v.sorted = slices.Delete(v.sorted, at, at+1)
	}

	if v.byName[group.groupName()] == group {
		delete(v.byName, group.groupName())
	}

	group.groupRecord = record
	v.byName[record.groupName()] = group

	at, _ := slices.BinarySearchFunc(v.sorted, record.key, compareKey)
	v.sorted = slices.Insert(v.sorted, at, group)

	for _, member := range group.members {
		groups := v.groupsOf[member]
		at, _ := slices.BinarySearchFunc(groups, record.key, compareKey)
		v.groupsOf[member] = slices.Insert(groups, at, group)
	}
}

func (v *view) deleteGroup(id string) {
	group, ok := v.byID[id]
	if !ok {
		return
	}

	for _, member := range group.members {
		v.forget(member, group)
	}

	delete(v.byID, id)

	if v.byName[group.groupName()] == group {
		delete(v.byName, group.groupName())
	}

	if at, found := slices.BinarySearchFunc(v.sorted, group.key, compareKey); found {
		v.sorted = slices.Delete(v.sorted, at, at+1)
	}
}

func (v *view) addMember(groupID string, member *account) {
	group, ok := v.byID[groupID]
	if !ok {
		return
	}

	at, found := slices.BinarySearchFunc(group.members, member.seq, compareSeq)
	if found {
		return
	}

	group.members = slices.Insert(group.members, at, member)

	groups := v.groupsOf[member]
	at, _ = slices.BinarySearchFunc(groups, group.key, compareKey)
	v.groupsOf[member] = slices.Insert(groups, at, group)
}

func (v *view) removeMember(groupID string, member *account) {
	group, ok := v.byID[groupID]
	if !ok {
		return
	}

	at, found := slices.BinarySearchFunc(group.members, member.seq, compareSeq)
	if !found {
		return
	}

	group.members = slices.Delete(group.members, at, at+1)
	v.forget(member, group)
}

// forget removes a group from the groups of an account.
func (v *view) forget(member *account, group *groupView) {
	groups := v.groupsOf[member]
	if at, found := slices.BinarySearchFunc(groups, group.key, compareKey); found {
		groups = slices.Delete(groups, at, at+1)
	}

	if len(groups) == 0 {
		delete(v.groupsOf, member)

		return
	}

	v.groupsOf[member] = groups
}

func (v *view) removeAccount(member *account) {
	for _, group := range slices.Clone(v.groupsOf[member]) {
		v.removeMember(group.id, member)
	}
}

func compareRoles(a, b Role) int {
	return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Role, b.Role))
}

func (v *view) assignRole(groupID string, role Role) {
	group, ok := v.byID[groupID]
	if !ok {
		return
	}

	if at, found := slices.BinarySearchFunc(group.roles, role, compareRoles); !found {
		group.roles = slices.Insert(group.roles, at, role)
	}
}

func (v *view) revokeRole(groupID string, role Role) {
	group, ok := v.byID[groupID]
	if !ok {
		return
	}

	if at, found := slices.BinarySearchFunc(group.roles, role, compareRoles); found {
		group.roles = slices.Delete(group.roles, at, at+1)
	}
}

func (g *groupView) hasMember(member *account) bool {
	_, found := slices.BinarySearchFunc(g.members, member.seq, compareSeq)

	return found
}

// resources counts the resources that the group gives a role on.
func (g *groupView) resources() int {
	count := 0

	for i, role := range g.roles {
		if i == 0 || g.roles[i-1].Resource != role.Resource {
			count++
		}
	}

	return count
}

// grantsDefaultRole says whether new users of an app get their role from this group.
func (g *groupView) grantsDefaultRole() bool {
	return g.defaults || slices.ContainsFunc(g.roles, func(role Role) bool { return role.Default })
}

// grantsAdmin says whether the group makes its members admins of an app or of the organization.
func (g *groupView) grantsAdmin() bool {
	return g.admin || slices.ContainsFunc(g.roles, func(role Role) bool { return adminRoles[role.Role] })
}
