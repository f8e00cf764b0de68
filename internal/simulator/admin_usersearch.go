// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"
)

// userFilters are the filters that the search and the count of users share.
var userFilters = []parameter{
	{name: "accountIds", kind: kindTexts, minItems: 1, maximum: 10},
	{name: "accountStatus", kind: kindTexts, minItems: 1, maximum: 3, enum: []string{"active", "inactive", "closed"}},
	{name: "claimStatus", enum: []string{managed, unmanaged}},
	{name: "directoryIds", kind: kindTexts, minItems: 1, maximum: 10},
	{name: "emailDomains", kind: kindTexts, minItems: 1, maximum: 10},
	{name: "groupIds", kind: kindTexts, minItems: 1, maximum: 10},
	{name: "membershipStatus", kind: kindTexts, minItems: 1, maximum: 3, enum: []string{"active", "suspended", "no_membership"}},
	{name: "mfaEnabled", kind: kindTruth},
	{name: "resourceIds", kind: kindTexts, minItems: 1, maximum: 20},
	{name: "roleIds", kind: kindTexts, minItems: 1, maximum: 10, enum: filterRoles},
	{name: "searchTerm"},
	{name: "status", kind: kindTexts, minItems: 1, maximum: 4, enum: userStatuses},
}

var userCountParameters = userFilters

var userSearchFields = append(slices.Clone(userFilters),
	parameter{name: "cursor"},
	parameter{name: "emails", kind: kindTexts, minItems: 1, maximum: 100, unique: true},
	parameter{name: "expand", kind: kindTexts, unique: true, enum: []string{"platformRoles", "counts.resources", "productAccess", "groups"}},
	limitOf100,
	parameter{name: "sortBy", kind: kindSort, minItems: 1, maximum: 1, enum: []string{"nick_name"}},
)

// userFilter selects users. All that is given must fit; within one list, one entry must.
type userFilter struct {
	roleFilter
	AccountIDs       []string `json:"accountIds"`
	AccountStatus    []string `json:"accountStatus"`
	ClaimStatus      string   `json:"claimStatus"`
	DirectoryIDs     []string `json:"directoryIds"`
	EmailDomains     []string `json:"emailDomains"`
	Emails           []string `json:"emails"`
	Expand           []string `json:"expand"`
	GroupIDs         []string `json:"groupIds"`
	MembershipStatus []string `json:"membershipStatus"`
	MFAEnabled       *bool    `json:"mfaEnabled"`
	SearchTerm       string   `json:"searchTerm"`
	Status           []string `json:"status"`
}

// userOperations are the operations about users and managed accounts.
func userOperations(w *World) []*operation {
	return []*operation{
		{
			method: "GET", path: pathOrg + "/users",
			scope: "read:accounts:admin",
			query: cursorOnly, serve: within(w, (*call).listManagedAccounts, knownOrg),
			family: familyV1, codes: codesV1,
			lists: true, live: livePage(nil),
		},
		{
			method: "POST", path: pathUsers + "/search",
			body: userSearchFields, serve: within(w, (*call).searchUsers, knownOrg, knownDirectory),
			family: familyV2,
			lists:  true, live: livePage(liveUser),
		},
		{
			method: "GET", path: pathUsers + "/count",
			query: userCountParameters, serve: within(w, (*call).countUsers, knownOrg, knownDirectory),
			family: familyV2,
		},
		{
			method: "GET", path: pathUsers + "/{userId}",
			serve:  within(w, (*call).getUser, knownOrg, knownDirectory),
			family: familyV2,
			live:   liveOne(liveUser),
		},
	}
}

func (c *call) searchUsers() answer {
	if refusal := c.refuseTogether("emails", "searchTerm"); refusal != nil {
		return *refusal
	}

	at, err := c.page(50)
	if err != nil {
		return c.invalidCursor()
	}

	filter, err := decode[userFilter](at.Query)
	if err != nil {
		return c.invalidCursor()
	}

	page := []wireUser{}
	next, last := "", ""

	for account := range c.orderedUsers(filter, at) {
		if len(page) == at.Limit {
			next = last

			break
		}

		page = append(page, c.expandedUser(account, filter.Expand))
		last = userKey(account, at.SortBy)
	}

	return succeed(wirePage[wireUser]{Data: page, Links: cursorLinks(at, next)})
}

// userKey is the place of an account in a list.
func userKey(a *account, by []sorting) string {
	if len(by) == 0 {
		return strconv.Itoa(a.seq)
	}

	return strings.ToLower(a.nickname) + "\x00" + sequenceKey(a.seq)
}

// orderedUsers gives the users that follow the cursor. Unverified: the order
// where none is asked for; here it is the order of appearance.
func (c *call) orderedUsers(filter userFilter, at cursor) iter.Seq[*account] {
	if len(at.SortBy) == 0 {
		after, _ := strconv.Atoi(at.After)

		return c.matchingUsers(filter, after)
	}

	found := slices.Collect(c.matchingUsers(filter, 0))
	direction := 1

	if at.SortBy[0].Direction == "desc" {
		direction = -1
	}

	slices.SortFunc(found, func(a, b *account) int {
		return direction * cmp.Compare(userKey(a, at.SortBy), userKey(b, at.SortBy))
	})

	return func(yield func(*account) bool) {
		for _, account := range found {
			if at.After != "" && direction*cmp.Compare(userKey(account, at.SortBy), at.After) <= 0 {
				continue
			}

			if !yield(account) {
				return
			}
		}
	}
}

// matchingUsers gives the users that follow a place in the order of appearance.
func (c *call) matchingUsers(filter userFilter, after int) iter.Seq[*account] {
	directoryID := c.request.PathValue("directoryId")

	return func(yield func(*account) bool) {
		for account := range merge(after, c.candidateUsers(filter)...) {
			if c.state.visible(account, directoryID) && c.matchesUser(account, filter) && !yield(account) {
				return
			}
		}
	}
}

// candidateUsers narrows the users to those that the most telling filter
// selects: lists in the order of appearance.
func (c *call) candidateUsers(filter userFilter) [][]*account {
	var lists [][]*account

	switch {
	case filter.AccountIDs != nil:
		for _, id := range filter.AccountIDs {
			if found, ok := c.state.byAccount[id]; ok {
				lists = append(lists, []*account{found})
			}
		}
	case filter.Emails != nil:
		for _, email := range filter.Emails {
			if found, ok := c.state.byEmail[strings.ToLower(email)]; ok {
				lists = append(lists, []*account{found})
			}
		}
	case filter.GroupIDs != nil:
		for _, id := range filter.GroupIDs {
			if group, ok := c.state.index.byID[id]; ok {
				lists = append(lists, group.members)
			}
		}
	default:
		lists = append(lists, c.state.accounts)
	}

	return lists
}

// merge gives the accounts of several sorted lists in order, each once.
func merge(after int, lists ...[]*account) iter.Seq[*account] {
	return func(yield func(*account) bool) {
		rest := make([][]*account, 0, len(lists))

		for _, list := range lists {
			from, _ := slices.BinarySearchFunc(list, after+1, compareSeq)
			rest = append(rest, list[from:])
		}

		for {
			var first *account

			for _, list := range rest {
				if len(list) > 0 && (first == nil || list[0].seq < first.seq) {
					first = list[0]
				}
			}

			if first == nil || !yield(first) {
				return
			}

			for i, list := range rest {
				if len(list) > 0 && list[0] == first {
					rest[i] = list[1:]
				}
			}
		}
	}
}

func (c *call) matchesUser(a *account, filter userFilter) bool {
	has := func(list []string, value string) bool { return list == nil || slices.Contains(list, value) }

	if !has(filter.AccountIDs, a.id) || !has(filter.AccountStatus, a.accountStatus()) ||
		!has(filter.MembershipStatus, a.membershipStatus()) || !has(filter.Status, a.status) {
		return false
	}

	if filter.Emails != nil && !slices.ContainsFunc(filter.Emails, func(email string) bool { return a.email != "" && strings.EqualFold(email, a.email) }) {
		return false
	}

	if filter.EmailDomains != nil && !slices.ContainsFunc(filter.EmailDomains, func(host string) bool {
		return a.email != "" && strings.EqualFold(strings.TrimPrefix(host, "@"), a.emailDomain())
	}) {
		return false
	}

	if filter.DirectoryIDs != nil && !slices.ContainsFunc(filter.DirectoryIDs, func(id string) bool { return slices.Contains(a.directories, id) }) {
		return false
	}

	if filter.SearchTerm != "" && !containsFold(a.name, filter.SearchTerm) && !containsFold(a.nickname, filter.SearchTerm) && !containsFold(a.email, filter.SearchTerm) {
		return false
	}

	return c.matchesClaim(a, filter) && c.matchesGroups(a, filter)
}

// matchesClaim looks at what only managed accounts have. Unverified: that
// two-step verification of an unmanaged account is neither on nor off.
func (c *call) matchesClaim(a *account, filter userFilter) bool {
	if filter.ClaimStatus == "" && filter.MFAEnabled == nil {
		return true
	}

	claim := c.state.claimStatus(a)

	if filter.ClaimStatus != "" && filter.ClaimStatus != claim {
		return false
	}

	return filter.MFAEnabled == nil || claim == managed && a.mfa == *filter.MFAEnabled
}

func (c *call) matchesGroups(a *account, filter userFilter) bool {
	groups := c.state.index.groupsOf[a]

	if filter.GroupIDs != nil && !slices.ContainsFunc(filter.GroupIDs, func(id string) bool {
		group, ok := c.state.index.byID[id]

		return ok && group.hasMember(a)
	}) {
		return false
	}

	return filter.empty() || slices.ContainsFunc(groups, func(group *groupView) bool { return filter.matchAny(group.roles) })
}

func (c *call) countUsers() answer {
	filter, err := decode[userFilter](c.values)
	if err != nil {
		return c.invalidCursor()
	}

	count := 0
	for range c.matchingUsers(filter, 0) {
		count++
	}

	return succeed(wireCount{count})
}
