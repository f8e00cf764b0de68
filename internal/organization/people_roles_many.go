// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// The roles of one account cost one request, which also says how the account has them. Those of many cost less by two searches for each
// role on each resource: who has it, with their groups, 100 to a request, and which groups grant it. Somebody who has the role, is in no
// such group, and is no organization or site admin, whose roles on apps are inferred, has it directly. Everybody else costs a request.
//
// Unverified: that Atlassian's search finds by a role and a resource only those who have that role on that resource, and that it shows
// all groups of an account. So it is used only where neither the accounts that were read singly before contradict it, nor the counts of
// the groups' members.

// holders is what the run knows of those who have a role on a resource.
type holders struct {
	role    UserRole
	listing *reading.Listing[holder]
	lookup  *reading.Lookup[holder]

	mu   sync.Mutex
	read map[string]Ways // the accounts that were read singly
	// addresses are those that the search showed, by account ID.
	addresses map[string]string
}

// holder is an account that has a role on a resource.
type holder struct {
	accountID string
	// ways is how it has the role. It is empty where only a look at the account can tell.
	ways Ways
}

func (p *People) newHolders(key string) *holders {
	resource, role, _ := strings.Cut(key, "\x00")
	h := &holders{role: UserRole{resource, role}, read: make(map[string]Ways)}
	accountID := func(h holder) string { return h.accountID }
	search := atlassian.UserSearch{RoleIDs: []string{role}, ResourceIDs: []string{resource}}
	h.listing = &reading.Listing[holder]{
		Key:      accountID,
		Pages:    func(ctx context.Context) iter.Seq2[holder, error] { return p.searchHolders(ctx, h) },
		Size:     countOrUnknown(func(ctx context.Context) (int, error) { return p.client.CountUsers(ctx, p.id, everyDirectory, search) }),
		PageSize: pageSize, Whole: p.wholeLists,
	}
	h.lookup = reading.NewLookup(h.listing, 1, p.pace.Company, accountID, func(ctx context.Context, accountIDs []string) iter.Seq2[holder, error] {
		return p.readHolder(ctx, h, accountIDs[0])
	})
	return h
}

// readHolder reads the roles of one account.
func (p *People) readHolder(ctx context.Context, h *holders, accountID string) iter.Seq2[holder, error] {
	return func(yield func(holder, error) bool) {
		ways, err := p.waysOf(ctx, accountID, h.role)
		if err == nil {
			h.mu.Lock()
			h.read[accountID] = ways
			h.mu.Unlock()
		}
		if err != nil || len(ways) > 0 {
			yield(holder{accountID, ways}, err)
		}
	}
}

// searchHolders searches for all who have the role. If what it concludes contradicts what was read singly, it concludes nothing.
func (p *People) searchHolders(ctx context.Context, h *holders) iter.Seq2[holder, error] {
	return func(yield func(holder, error) bool) {
		other, err := p.searchOtherWays(ctx, h.role)
		var accounts []Account
		if err == nil {
			accounts, err = reading.Collect(p.searchUsers(ctx, everyDirectory, atlassian.UserSearch{
				RoleIDs: []string{h.role.Role}, ResourceIDs: []string{h.role.ResourceID}, Expand: []atlassian.UserExpansion{atlassian.ExpandGroups},
			}))
		}
		if err != nil {
			yield(holder{}, err)
			return
		}
		h.noteAddresses(accounts)
		trusted := !h.contradicts(accounts, other) && !other.contradicted(accounts)
		for _, account := range accounts {
			one := holder{accountID: account.AccountID}
			if trusted && other.onlyDirectly(account) {
				one.ways = Ways{Directly}
			}
			if !yield(one, nil) {
				return
			}
		}
	}
}

func (h *holders) noteAddresses(accounts []Account) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.addresses = make(map[string]string, len(accounts))
	for _, account := range accounts {
		h.addresses[account.AccountID] = account.Email
	}
}

// AddressOfHolder returns the present address of an account that has a role. It is empty if Atlassian does not show it. It costs no request
// where the run has searched for all who have the role, and otherwise one for 10 accounts.
func (p *People) AddressOfHolder(ctx context.Context, accountID string, role UserRole) (string, error) {
	h := p.holders.Get(role.ResourceID + "\x00" + role.Role)
	h.mu.Lock()
	address := h.addresses[accountID]
	h.mu.Unlock()
	if address != "" {
		return address, nil
	}
	found, err := p.Accounts(ctx, []string{accountID})
	return found[accountID].Email, err
}

// contradicts reports whether the search would conclude of an account that it has the role directly, although the account was read
// before and does not.
func (h *holders) contradicts(accounts []Account, other otherWays) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.ContainsFunc(accounts, func(account Account) bool {
		read, known := h.read[account.AccountID]
		return known && !read.Direct() && other.onlyDirectly(account)
	})
}

// otherWays are how an account may have a role other than directly.
type otherWays struct {
	// groups are the IDs of the groups that grant it, and inferring those of the accounts from whose other roles it may follow.
	groups, inferring map[string]bool
	// members is how many members each of the groups has; -1 where that is not known.
	members map[string]int
	// whole is set where these are all of them.
	whole bool
}

// contradicted reports whether fewer of the accounts that have the role are in a group that grants it than the group has members: then
// the groups of an account are not all of them, or the IDs of the groups are others, and say nothing.
func (o otherWays) contradicted(accounts []Account) bool {
	in := make(map[string]int)
	for _, account := range accounts {
		for _, group := range account.Groups {
			in[group.ID]++
		}
	}
	for id, members := range o.members {
		if members < 0 || in[id] < members {
			return true
		}
	}
	return false
}

// onlyDirectly reports whether an account that has the role can have it in no other way than directly. What the answer does not say may
// be another way.
func (o otherWays) onlyDirectly(account Account) bool {
	return o.whole && account.Groups != nil && !o.inferring[account.AccountID] &&
		!slices.ContainsFunc(account.Groups, func(group atlassian.UserGroup) bool { return group.ID == "" || o.groups[group.ID] })
}

// searchOtherWays searches for the groups that grant a role, in all directories, and for organization and site admins. The search must
// show as many as Atlassian counts, because the members of a group that is missing would seem to have the role directly.
func (p *People) searchOtherWays(ctx context.Context, role UserRole) (otherWays, error) {
	search := atlassian.GroupSearch{RoleIDs: []string{role.Role}, ResourceIDs: []string{role.ResourceID}, ExpandCounts: true}
	groups, err := reading.Collect(p.client.SearchGroups(ctx, p.id, everyDirectory, search))
	if err != nil {
		return otherWays{}, err
	}
	other := otherWays{groups: make(map[string]bool, len(groups)), inferring: make(map[string]bool), members: make(map[string]int, len(groups))}
	for _, group := range groups {
		other.groups[group.ID] = true
		if other.members[group.ID] = -1; group.Users != nil {
			other.members[group.ID] = *group.Users
		}
	}
	counted, known := countOrUnknown(func(ctx context.Context) (int, error) {
		return p.client.CountGroups(ctx, p.id, everyDirectory, search)
	})(ctx)
	admins, err := p.inferring.All(ctx)
	for _, admin := range admins {
		other.inferring[admin.AccountID] = true
	}
	other.whole = known && counted <= len(other.groups) && err == nil // who they are is a help, and no need
	return other, nil
}

// siteAdminRole is the role of an admin of a whole site.
const siteAdminRole = "atlassian/site-admin"

// searchInferring searches for those from whose role others are inferred. Unverified: that there are no other such roles.
func (p *People) searchInferring(ctx context.Context) iter.Seq2[Account, error] {
	return p.searchProven(ctx, "organization and site admins", everyDirectory, atlassian.UserSearch{RoleIDs: []string{OrganizationAdminRole, siteAdminRole}})
}

// HasUserRole returns the ways by which an account has a role on a resource. It reads the account, or all who have the role, whichever is
// cheaper.
func (p *People) HasUserRole(ctx context.Context, accountID string, role UserRole) (Ways, error) {
	if p.persons.Get(accountID).read() || IsOrganizationAdminRole(role.Role) {
		return p.waysOf(ctx, accountID, role)
	}
	held, found, err := p.holders.Get(role.ResourceID+"\x00"+role.Role).lookup.Get(ctx, accountID)
	if err != nil || found && len(held.ways) > 0 {
		return held.ways, err
	}
	return p.waysOf(ctx, accountID, role)
}

// StillHasUserRole is [People.HasUserRole] for a role that the account had directly before: if one answer lacks it, it reads the
// account's roles once more.
func (p *People) StillHasUserRole(ctx context.Context, accountID string, role UserRole) (Ways, error) {
	ways, err := p.HasUserRole(ctx, accountID, role)
	if err != nil || ways.Direct() {
		return ways, err
	}
	return p.stillWaysOf(ctx, accountID, role)
}

// WithRoles yields the accounts that have a role on a resource, in any way, page by page. An empty resource means any, and an account ID
// means that account alone.
func (p *People) WithRoles(ctx context.Context, accountID, resourceID string) iter.Seq2[Account, error] {
	search := atlassian.UserSearch{}
	if resourceID != "" {
		search.ResourceIDs = []string{resourceID}
	}
	if accountID != "" {
		search.AccountIDs = []string{accountID}
	}
	return p.client.SearchUsers(ctx, p.id, everyDirectory, search)
}

// DirectRoles lists the roles that an account has directly, with one read for the run.
func (p *People) DirectRoles(ctx context.Context, accountID string) ([]UserRole, error) {
	held, err := p.rolesOf(ctx, accountID)
	var roles []UserRole
	for _, one := range held {
		if one.way == Directly {
			roles = append(roles, one.UserRole)
		}
	}
	return roles, err
}
