// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

var groupSearchFields = []parameter{
	{name: "accountIds", kind: kindTexts, minItems: 1, maximum: 10, unique: true},
	{name: "cursor"},
	{name: "directoryIds", kind: kindTexts, minItems: 1, maximum: 10, unique: true},
	{name: "expand", kind: kindTexts, minItems: 1, maximum: 2, unique: true, enum: []string{"counts.resources", "counts.users"}},
	{name: "groupIds", kind: kindTexts, minItems: 1, maximum: 10, unique: true},
	{name: "groupNames", kind: kindTexts, minItems: 1, maximum: 100, unique: true},
	limitOf100,
	{name: "resourceIds", kind: kindTexts, minItems: 1, maximum: 20, unique: true},
	{name: "resourceOwners", kind: kindTexts, minItems: 1, maximum: 10, unique: true},
	{name: "roleIds", kind: kindTexts, minItems: 1, maximum: 10, unique: true},
	{name: "searchTerm"},
	{name: "sortBy", kind: kindSort, minItems: 1, maximum: 1, enum: []string{"name"}},
}

var groupCountParameters = []parameter{
	{name: "directoryIds", kind: kindTexts, minItems: 1, maximum: 10},
	{name: "accountIds", kind: kindTexts, minItems: 1, maximum: 10},
	{name: "groupIds", kind: kindTexts, minItems: 1, maximum: 10},
	{name: "resourceOwners", kind: kindTexts, minItems: 1, maximum: 10},
	{name: "resourceIds", kind: kindTexts, minItems: 1, maximum: 20},
	{name: "searchTerm"},
	{name: "roleIds", kind: kindTexts, minItems: 1, maximum: 10, enum: filterRoles},
}

// groupFilter selects groups. All that is given must fit; within one list, one entry must.
type groupFilter struct {
	roleFilter
	AccountIDs   []string `json:"accountIds"`
	DirectoryIDs []string `json:"directoryIds"`
	GroupIDs     []string `json:"groupIds"`
	GroupNames   []string `json:"groupNames"`
	SearchTerm   string   `json:"searchTerm"`
	Expand       []string `json:"expand"`
}

func (c *call) searchGroups() answer {
	if refusal := c.refuseTogether("groupNames", "searchTerm", "groupIds"); refusal != nil {
		return *refusal
	}

	at, err := c.page(20)
	if err != nil {
		return c.invalidCursor()
	}

	filter, err := decode[groupFilter](at.Query)
	if err != nil {
		return c.invalidCursor()
	}

	descending := len(at.SortBy) > 0 && at.SortBy[0].Direction == "desc"
	page := []wireGroup{}
	next, last := "", ""

	for group := range c.matchingGroups(filter, at.After, descending) {
		if len(page) == at.Limit {
			next = last

			break
		}

		page = append(page, c.expandedGroup(group, filter.Expand))
		last = group.key
	}

	return succeed(wirePage[wireGroup]{Data: page, Links: cursorLinks(at, next)})
}

func (c *call) expandedGroup(group *groupView, expand []string) wireGroup {
	form := newWireGroup(group)

	if len(expand) == 0 {
		return form
	}

	form.Counts = &wireCounts{}

	if slices.Contains(expand, "counts.users") {
		users := len(group.members)
		form.Counts.Users = &users
	}

	if slices.Contains(expand, "counts.resources") {
		resources := group.resources()
		form.Counts.Resources = &resources
	}

	return form
}

// matchingGroups gives the groups that follow a key, by name.
func (c *call) matchingGroups(filter groupFilter, after string, descending bool) iter.Seq[*groupView] {
	candidates := c.candidateGroups(filter)
	directoryID := c.request.PathValue("directoryId")

	return func(yield func(*groupView) bool) {
		from, found := slices.BinarySearchFunc(candidates, after, compareKey)
		step, end := 1, len(candidates)

		switch {
		case descending:
			step, end = -1, -1
			if from--; after == "" {
				from = len(candidates) - 1
			}
		case found:
			from++
		}

		for i := from; i != end; i += step {
			group := candidates[i]
			if (directoryID == allDirectories || group.directory == directoryID) && c.matchesGroup(group, filter) && !yield(group) {
				return
			}
		}
	}
}

// candidateGroups narrows the groups to those that the most telling filter
// selects, by name.
func (c *call) candidateGroups(filter groupFilter) []*groupView {
	index := c.state.index

	var found []*groupView

	switch {
	case filter.GroupIDs != nil:
		for _, id := range filter.GroupIDs {
			if group, ok := index.byID[id]; ok {
				found = append(found, group)
			}
		}
	case filter.GroupNames != nil:
		for _, name := range filter.GroupNames {
			for _, directory := range c.state.directories {
				if group, ok := index.byName[groupName{directory.ID, strings.ToLower(name)}]; ok {
					found = append(found, group)
				}
			}
		}
	case filter.AccountIDs != nil:
		for _, id := range filter.AccountIDs {
			if account, ok := c.state.byAccount[id]; ok {
				found = append(found, index.groupsOf[account]...)
			}
		}
	default:
		return index.sorted
	}

	slices.SortFunc(found, func(a, b *groupView) int { return cmp.Compare(a.key, b.key) })

	return slices.Compact(found)
}

func (c *call) matchesGroup(group *groupView, filter groupFilter) bool {
	if filter.GroupIDs != nil && !slices.Contains(filter.GroupIDs, group.id) ||
		filter.DirectoryIDs != nil && !slices.Contains(filter.DirectoryIDs, group.directory) ||
		!containsFold(group.name, filter.SearchTerm) || !filter.matchAny(group.roles) {
		return false
	}

	return filter.AccountIDs == nil || slices.ContainsFunc(filter.AccountIDs, func(id string) bool {
		account, ok := c.state.byAccount[id]

		return ok && group.hasMember(account)
	})
}

func (c *call) countGroups() answer {
	filter, err := decode[groupFilter](c.values)
	if err != nil {
		return c.invalidCursor()
	}

	count := 0
	for range c.matchingGroups(filter, "", false) {
		count++
	}

	return succeed(wireCount{count})
}
