// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"cmp"
	"iter"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

var groupSearchFields = []wire.Parameter{
	{Name: "accountIds", Kind: wire.KindStrings, MinItems: 1, Max: 10, Unique: true},
	{Name: "cursor"},
	{Name: "directoryIds", Kind: wire.KindStrings, MinItems: 1, Max: 10, Unique: true},
	{Name: "expand", Kind: wire.KindStrings, MinItems: 1, Max: 2, Unique: true, Enum: []string{"counts.resources", "counts.users"}},
	{Name: "groupIds", Kind: wire.KindStrings, MinItems: 1, Max: 10, Unique: true},
	{Name: "groupNames", Kind: wire.KindStrings, MinItems: 1, Max: 100, Unique: true},
	wire.LimitOf100,
	{Name: "resourceIds", Kind: wire.KindStrings, MinItems: 1, Max: 20, Unique: true},
	{Name: "resourceOwners", Kind: wire.KindStrings, MinItems: 1, Max: 10, Unique: true},
	{Name: "roleIds", Kind: wire.KindStrings, MinItems: 1, Max: 10, Unique: true},
	{Name: "searchTerm"},
	{Name: "sortBy", Kind: wire.KindSort, MinItems: 1, Max: 1, Enum: []string{"name"}},
}

var groupCountParameters = []wire.Parameter{
	{Name: "directoryIds", Kind: wire.KindStrings, MinItems: 1, Max: 10},
	{Name: "accountIds", Kind: wire.KindStrings, MinItems: 1, Max: 10},
	{Name: "groupIds", Kind: wire.KindStrings, MinItems: 1, Max: 10},
	{Name: "resourceOwners", Kind: wire.KindStrings, MinItems: 1, Max: 10},
	{Name: "resourceIds", Kind: wire.KindStrings, MinItems: 1, Max: 20},
	{Name: "searchTerm"},
	{Name: "roleIds", Kind: wire.KindStrings, MinItems: 1, Max: 10, Enum: filterRoles},
}

// groupFilter selects groups. A group must match all filters. It matches a list
// if it matches one entry.
type groupFilter struct {
	roleFilter
	AccountIDs   []string `json:"accountIds"`
	DirectoryIDs []string `json:"directoryIds"`
	GroupIDs     []string `json:"groupIds"`
	GroupNames   []string `json:"groupNames"`
	SearchTerm   string   `json:"searchTerm"`
	Expand       []string `json:"expand"`
}

func (c *call) searchGroups() wire.Answer {
	if refusal := c.RefuseTogether("groupNames", "searchTerm", "groupIds"); refusal != nil {
		return *refusal
	}

	at, err := c.Page(20)
	if err != nil {
		return c.InvalidCursor()
	}

	filter, err := wire.Decode[groupFilter](at.Query)
	if err != nil {
		return c.InvalidCursor()
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
		last = group.Key
	}

	return wire.OK(wire.Page[wireGroup]{Data: page, Links: wire.CursorLinks(at, next)})
}

func (c *call) expandedGroup(group *world.GroupView, expand []string) wireGroup {
	form := newWireGroup(group)

	if len(expand) == 0 {
		return form
	}

	form.Counts = &wireCounts{}

	if slices.Contains(expand, "counts.users") {
		users := len(group.Members)
		form.Counts.Users = &users
	}

	if slices.Contains(expand, "counts.resources") {
		resources := group.Resources()
		form.Counts.Resources = &resources
	}

	return form
}

// matchingGroups yields the groups after a key, by name.
func (c *call) matchingGroups(filter groupFilter, after string, descending bool) iter.Seq[*world.GroupView] {
	candidates := c.candidateGroups(filter)
	directoryID := c.Request.PathValue("directoryId")

	return func(yield func(*world.GroupView) bool) {
		from, found := slices.BinarySearchFunc(candidates, after, world.CompareKey)
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
			if (directoryID == world.AllDirectories || group.Directory == directoryID) && c.matchesGroup(group, filter) && !yield(group) {
				return
			}
		}
	}
}

// candidateGroups are the groups that the most selective filter selects, by
// name.
func (c *call) candidateGroups(filter groupFilter) []*world.GroupView {
	index := c.state.Index

	var found []*world.GroupView

	switch {
	case filter.GroupIDs != nil:
		for _, id := range filter.GroupIDs {
			if group, ok := index.ByID[id]; ok {
				found = append(found, group)
			}
		}
	case filter.GroupNames != nil:
		for _, name := range filter.GroupNames {
			for _, directory := range c.state.Directories {
				if group, ok := index.Named(directory.ID, name); ok {
					found = append(found, group)
				}
			}
		}
	case filter.AccountIDs != nil:
		for _, id := range filter.AccountIDs {
			if account, ok := c.state.ByAccount[id]; ok {
				found = append(found, index.GroupsOf[account]...)
			}
		}
	default:
		return index.Sorted
	}

	slices.SortFunc(found, func(a, b *world.GroupView) int { return cmp.Compare(a.Key, b.Key) })

	return slices.Compact(found)
}

func (c *call) matchesGroup(group *world.GroupView, filter groupFilter) bool {
	if filter.GroupIDs != nil && !slices.Contains(filter.GroupIDs, group.ID) ||
		filter.DirectoryIDs != nil && !slices.Contains(filter.DirectoryIDs, group.Directory) ||
		!wire.ContainsFold(group.Name, filter.SearchTerm) || !filter.matchAny(group.Roles) {
		return false
	}

	return filter.AccountIDs == nil || slices.ContainsFunc(filter.AccountIDs, func(id string) bool {
		account, ok := c.state.ByAccount[id]

		return ok && group.HasMember(account)
	})
}

func (c *call) countGroups() wire.Answer {
	filter, err := wire.Decode[groupFilter](c.Values)
	if err != nil {
		return c.InvalidCursor()
	}

	count := 0
	for range c.matchingGroups(filter, "", false) {
		count++
	}

	return wire.OK(wire.Count{Count: count})
}
