// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// userFilters are the filters that the search and the count of users share.
var userFilters = []wire.Parameter{
	{Name: "accountIds", Kind: wire.KindStrings, MinItems: 1, Max: 10},
	{Name: "accountStatus", Kind: wire.KindStrings, MinItems: 1, Max: 3, Enum: []string{"active", "inactive", "closed"}},
	{Name: "claimStatus", Enum: []string{world.Managed, world.Unmanaged}},
	{Name: "directoryIds", Kind: wire.KindStrings, MinItems: 1, Max: 10},
	{Name: "emailDomains", Kind: wire.KindStrings, MinItems: 1, Max: 10},
	{Name: "groupIds", Kind: wire.KindStrings, MinItems: 1, Max: 10},
	{Name: "membershipStatus", Kind: wire.KindStrings, MinItems: 1, Max: 3, Enum: []string{"active", "suspended", "no_membership"}},
	{Name: "mfaEnabled", Kind: wire.KindBool},
	{Name: "resourceIds", Kind: wire.KindStrings, MinItems: 1, Max: 20},
	{Name: "roleIds", Kind: wire.KindStrings, MinItems: 1, Max: 10, Enum: filterRoles},
	{Name: "searchTerm"},
	{Name: "status", Kind: wire.KindStrings, MinItems: 1, Max: 4, Enum: world.UserStatuses},
}

var userCountParameters = userFilters

var userSearchFields = append(slices.Clone(userFilters),
	wire.Parameter{Name: "cursor"},
	wire.Parameter{Name: "emails", Kind: wire.KindStrings, MinItems: 1, Max: 100, Unique: true},
	wire.Parameter{Name: "expand", Kind: wire.KindStrings, Unique: true, Enum: []string{"platformRoles", "counts.resources", "productAccess", "groups"}},
	wire.LimitOf100,
	wire.Parameter{Name: "sortBy", Kind: wire.KindSort, MinItems: 1, Max: 1, Enum: []string{"nick_name"}},
)

// userFilter selects users. A user must match all filters. It matches a list if
// it matches one entry.
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
func userOperations(w *world.World) []*wire.Operation {
	return []*wire.Operation{
		{
			Method: "GET", Path: pathOrg + "/users",
			Scope: "read:accounts:admin",
			Query: cursorOnly, Serve: within(w, (*call).listManagedAccounts, knownOrg),
			Family: wire.FamilyV1, Codes: codesV1,
			Lists: true, Live: wire.LivePage(nil),
		},
		{
			Method: "POST", Path: pathUsers + "/search",
			Body: userSearchFields, Serve: within(w, (*call).searchUsers, knownOrg, knownDirectory),
			Family: wire.FamilyV2,
			Lists:  true, Live: wire.LivePage(liveUser),
		},
		{
			Method: "GET", Path: pathUsers + "/count",
			Query: userCountParameters, Serve: within(w, (*call).countUsers, knownOrg, knownDirectory),
			Family: wire.FamilyV2,
		},
		{
			Method: "GET", Path: pathUsers + "/{userId}",
			Serve:  within(w, (*call).getUser, knownOrg, knownDirectory),
			Family: wire.FamilyV2,
			Live:   wire.LiveOne(liveUser),
		},
	}
}

func (c *call) searchUsers() wire.Answer {
	if refusal := c.RefuseTogether("emails", "searchTerm"); refusal != nil {
		return *refusal
	}

	at, err := c.Page(50)
	if err != nil {
		return c.InvalidCursor()
	}

	filter, err := wire.Decode[userFilter](at.Query)
	if err != nil {
		return c.InvalidCursor()
	}

	page := []wireUser{}
	next, last := "", ""

	for account := range c.orderedUsers(filter, at) {
		if len(page) == at.Limit {
			next = last

			break
		}

		page = append(page, c.expandedUser(c.state.Index, account, filter.Expand))
		last = userKey(account, at.SortBy)
	}

	return wire.OK(wire.Page[wireUser]{Data: page, Links: wire.CursorLinks(at, next)})
}

// userKey is the key of an account in a sorted list.
func userKey(a *world.Account, by []wire.Sorting) string {
	if len(by) == 0 {
		return strconv.Itoa(a.Seq)
	}

	return strings.ToLower(a.Nickname) + "\x00" + world.SequenceKey(a.Seq)
}

// orderedUsers yields the users after the cursor. Unverified: without a
// requested order, it is the order of appearance.
func (c *call) orderedUsers(filter userFilter, at wire.Cursor) iter.Seq[*world.Account] {
	if len(at.SortBy) == 0 {
		after, _ := strconv.Atoi(at.After)

		return c.matchingUsers(filter, after)
	}

	found := slices.Collect(c.matchingUsers(filter, 0))
	direction := 1

	if at.SortBy[0].Direction == "desc" {
		direction = -1
	}

	slices.SortFunc(found, func(a, b *world.Account) int {
		return direction * cmp.Compare(userKey(a, at.SortBy), userKey(b, at.SortBy))
	})

	return func(yield func(*world.Account) bool) {
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

// matchingUsers yields the users after a place in the order of appearance.
func (c *call) matchingUsers(filter userFilter, after int) iter.Seq[*world.Account] {
	directoryID := c.Request.PathValue("directoryId")

	return func(yield func(*world.Account) bool) {
		for account := range merge(after, c.candidateUsers(filter)...) {
			if c.state.Visible(c.state.Index, account, directoryID) && c.matchesUser(account, filter) && !yield(account) {
				return
			}
		}
	}
}

// candidateUsers are the users that the most selective filter selects: lists in
// the order of appearance.
func (c *call) candidateUsers(filter userFilter) [][]*world.Account {
	var lists [][]*world.Account

	switch {
	case filter.AccountIDs != nil:
		for _, id := range filter.AccountIDs {
			if found, ok := c.state.ByAccount[id]; ok {
				lists = append(lists, []*world.Account{found})
			}
		}
	case filter.Emails != nil:
		for _, email := range filter.Emails {
			if found, ok := c.state.ByEmailIn(c.state.Index, email); ok {
				lists = append(lists, []*world.Account{found})
			}
		}
	case filter.GroupIDs != nil:
		for _, id := range filter.GroupIDs {
			if group, ok := c.state.Index.ByID[id]; ok {
				lists = append(lists, group.Members)
			}
		}
	default:
		lists = append(lists, c.state.Accounts)
	}

	return lists
}

// merge yields the accounts of several sorted lists in order, each once.
func merge(after int, lists ...[]*world.Account) iter.Seq[*world.Account] {
	return func(yield func(*world.Account) bool) {
		rest := make([][]*world.Account, 0, len(lists))

		for _, list := range lists {
			from, _ := slices.BinarySearchFunc(list, after+1, world.CompareSeq)
			rest = append(rest, list[from:])
		}

		for {
			var first *world.Account

			for _, list := range rest {
				if len(list) > 0 && (first == nil || list[0].Seq < first.Seq) {
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

func (c *call) matchesUser(a *world.Account, filter userFilter) bool {
	has := func(list []string, value string) bool { return list == nil || slices.Contains(list, value) }

	shown := c.state.Index.PersonOf(a)

	if !has(filter.AccountIDs, a.ID) || !has(filter.AccountStatus, shown.AccountStatus()) ||
		!has(filter.MembershipStatus, c.state.Index.MembershipStatus(a)) || !has(filter.Status, c.state.Index.UserStatus(a)) {
		return false
	}

	if filter.Emails != nil && !slices.ContainsFunc(filter.Emails, func(email string) bool { return shown.Email != "" && strings.EqualFold(email, shown.Email) }) {
		return false
	}

	if filter.EmailDomains != nil && !slices.ContainsFunc(filter.EmailDomains, func(host string) bool {
		return a.Email != "" && strings.EqualFold(strings.TrimPrefix(host, "@"), a.EmailDomain())
	}) {
		return false
	}

	if filter.DirectoryIDs != nil && !slices.ContainsFunc(filter.DirectoryIDs, func(id string) bool {
		_, member := c.state.Index.MembershipIn(a, id)

		return member
	}) {
		return false
	}

	if filter.SearchTerm != "" && !wire.ContainsFold(shown.Name, filter.SearchTerm) && !wire.ContainsFold(shown.Nickname, filter.SearchTerm) && !wire.ContainsFold(shown.Email, filter.SearchTerm) {
		return false
	}

	return c.matchesClaim(a, filter) && c.matchesGroups(a, filter)
}

// matchesClaim checks the filters about managed accounts. Unverified: two-step
// verification of an unmanaged account is neither on nor off.
func (c *call) matchesClaim(a *world.Account, filter userFilter) bool {
	if filter.ClaimStatus == "" && filter.MFAEnabled == nil {
		return true
	}

	claim := c.state.ClaimStatus(a)

	if filter.ClaimStatus != "" && filter.ClaimStatus != claim {
		return false
	}

	return filter.MFAEnabled == nil || claim == world.Managed && a.MFA == *filter.MFAEnabled
}

// matchesGroups checks the filters about groups and roles. Unverified: a user
// matches a role and a resource only by having that role on that resource.
func (c *call) matchesGroups(a *world.Account, filter userFilter) bool {
	if filter.GroupIDs != nil && !slices.ContainsFunc(filter.GroupIDs, func(id string) bool {
		group, ok := c.state.Index.ByID[id]

		return ok && group.HasMember(a)
	}) {
		return false
	}

	if filter.empty() {
		return true
	}

	for role := range c.state.RolesOf(a) {
		if filter.match(role) {
			return true
		}
	}

	return false
}

func (c *call) countUsers() wire.Answer {
	filter, err := wire.Decode[userFilter](c.Values)
	if err != nil {
		return c.InvalidCursor()
	}

	term := filter.SearchTerm
	filter.SearchTerm = ""
	count := 0

	// The count is documented to look for the term in nicknames and addresses,
	// and the search in display names and addresses.
	for account := range c.matchingUsers(filter, 0) {
		if wire.ContainsFold(account.Nickname, term) || wire.ContainsFold(account.Email, term) {
			count++
		}
	}

	return wire.OK(wire.Count{Count: count})
}
