// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// ProtectedMembers returns the protected accounts that are in a group. That an answer lacks one proves nothing, because a search may
// miss it. So every protected account must be shown: in the group, or missing from a list of as many members as the group counts, or
// by itself with its groups, this one not among them. Otherwise it is a [meaning.ContradictionError] or an [meaning.UnseenError].
func (g *Groups) ProtectedMembers(ctx context.Context, key GroupKey) ([]string, error) {
	found, err := g.protectedMembers(ctx, key)
	if err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// ProtectedBehind returns the protected members of a group that have one of some addresses. Kept are members, in the same words, that
// are not meant: a member without an address is among one or the other by its ID.
func (g *Groups) ProtectedBehind(ctx context.Context, key GroupKey, words, kept []string) ([]string, error) {
	members, err := g.protectedMembers(ctx, key)
	if err != nil {
		return nil, err
	}
	var found, hidden []string
	for id, member := range members {
		named := func(word string) bool { return strings.EqualFold(word, id) || strings.EqualFold(word, member.Email) }
		switch {
		case slices.ContainsFunc(words, named):
			found = append(found, id)
		case member.Email == "" && !slices.ContainsFunc(kept, named):
			hidden = append(hidden, id)
		}
	}
	if len(hidden) == 0 {
		return found, nil
	}
	emails := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return !IsAddress(word) })
	accounts, err := g.people.accountsByEmail(ctx, InDirectory(key.DirectoryID).Still(), emails)
	if err != nil {
		return nil, err
	}
	for _, id := range hidden {
		switch {
		case slices.ContainsFunc(emails, func(email string) bool { return strings.EqualFold(accounts[email].AccountID, id) }):
			found = append(found, id)
		case len(accounts) < len(emails):
			return nil, fmt.Errorf("Atlassian gives no address of protected account %s, a member of group %s, and shows no account for some of the addresses; "+ //nolint:staticcheck // the name of a company
				"so the provider cannot tell whether one of them belongs to it: try again, or remove the members by their account IDs", id, key.GroupID)
		}
	}
	return found, nil
}

func (g *Groups) protectedMembers(ctx context.Context, key GroupKey) (map[string]Account, error) {
	if len(g.protected.ids) == 0 {
		return nil, nil
	}
	members := g.group(key)
	read, _ := members.members.Known()
	found, err := members.memberByID.Many(ctx, g.people.ProtectedAccountIDs())
	if atlassian.IsNotFound(err) {
		return nil, g.goneWithGroup(ctx, key, err)
	}
	if err != nil || len(g.people.notAmong(found)) == 0 {
		return found, err
	}
	counted, err := g.Get(ctx, key)
	if err == nil && !isZero(counted.Users) {
		err = g.protectedAfterAll(ctx, key, counted.Users, len(read) > 0, found)
	}
	if meaning.IsNotFound(err) {
		return found, nil // the group is gone, and its members with it
	}
	return found, err
}

// protectedAfterAll adds the protected members that a first answer lacked. For a small group that was not read yet, it reads the whole
// list, which costs no more than another look. For a large one it looks once more. What neither shows in full, the accounts must show.
func (g *Groups) protectedAfterAll(ctx context.Context, key GroupKey, counted *int, listed bool, found map[string]Account) error {
	group := g.group(key)
	small := counted != nil && *counted <= pageSize
	if listed || !small {
		late, err := group.memberByID.Again(ctx, g.people.notAmong(found))
		if err != nil {
			return err
		}
		maps.Copy(found, late)
	}
	if listed || small {
		members, err := g.Members(ctx, key)
		if err != nil {
			return err
		}
		shown := make(map[string]bool, len(members))
		for _, member := range members {
			shown[member.AccountID] = true
			if len(g.people.Protected(member.AccountID)) > 0 {
				group.memberByID.Learn(member)
				found[member.AccountID] = member
			}
		}
		if counted != nil && len(shown) >= *counted && !group.members.Changed() { // the run's own changes are not in the count for sure
			return nil
		}
	}
	missing := g.people.notAmong(found)
	if len(missing) == 0 {
		return nil
	}
	return g.askProtected(ctx, key, missing, found)
}

// askProtected asks protected accounts themselves for their groups, twice at most, and adds those that are in the group. Unverified:
// that an answer has all groups of an account.
func (g *Groups) askProtected(ctx context.Context, key GroupKey, unseen []string, found map[string]Account) error {
	shown := make(map[string]Account, len(unseen))
	missing := func() []string {
		return slices.DeleteFunc(slices.Clone(unseen), func(id string) bool { _, ok := shown[strings.ToLower(id)]; return ok })
	}
	for range 2 {
		for ids := range slices.Chunk(missing(), accountIDsPerSearch) {
			for account, err := range g.client.SearchUsers(ctx, g.id, everyDirectory, atlassian.UserSearch{AccountIDs: ids, Expand: []atlassian.UserExpansion{atlassian.ExpandGroups}}) {
				if err != nil {
					return err
				}
				is := slices.ContainsFunc(account.Groups, func(g atlassian.UserGroup) bool { return strings.EqualFold(g.ID, key.GroupID) })
				nameless := slices.ContainsFunc(account.Groups, func(g atlassian.UserGroup) bool { return g.ID == "" }) // it may be this one
				if is {
					found[account.AccountID] = account
				}
				if is || account.Groups != nil && !nameless { // null is not none
					shown[strings.ToLower(account.AccountID)] = account
				}
			}
		}
	}
	if hidden := missing(); len(hidden) > 0 {
		return &meaning.UnseenError{GroupID: key.GroupID, AccountIDs: hidden}
	}
	return nil
}

// SparedMembersInPlan returns why members must stay in a group, by account ID: they are organization admins by it, and must be spared that
// loss. Leaving are the members who would leave, by ID or address, and joining those who join before. It costs a list of the admins, and
// where one of them would leave, the roles of the group and of these admins.
func (g *Groups) SparedMembersInPlan(ctx context.Context, key GroupKey, leaving, joining []string) (map[string]*SparedError, error) {
	if len(leaving) == 0 {
		return nil, nil
	}
	leave := func(admin Account) bool {
		return slices.ContainsFunc(leaving, func(word string) bool {
			return strings.EqualFold(word, admin.AccountID) || admin.Email != "" && SameEmail(word, admin.Email)
		})
	}
	return g.sparedOf(ctx, key, leave, func(ctx context.Context, loss Loss, accountIDs ...string) (map[string]*SparedError, error) {
		if err := g.people.gainInPlan(ctx, joining); err != nil {
			return nil, err
		}
		return g.people.SparedInPlan(ctx, loss, accountIDs...)
	})
}

// SparedByEndInPlan returns why a group must not be deleted, nor lose the role of an organization admin, by the account ID of the member
// who must be spared.
func (g *Groups) SparedByEndInPlan(ctx context.Context, key GroupKey) (map[string]*SparedError, error) {
	return g.sparedOf(ctx, key, isPerhapsIn(key), g.people.SparedInPlan)
}

// spareMember is why an account must stay in a group, whatever a plan has seen, or nil.
func (g *Groups) spareMember(ctx context.Context, key GroupKey, accountID string) error {
	return anySpared(g.sparedOf(ctx, key, func(admin Account) bool { return strings.EqualFold(admin.AccountID, accountID) }, g.people.Spared))
}

// spareMembers is why a group must not end, nor lose the role of an organization admin, whatever a plan has seen, or nil.
func (g *Groups) spareMembers(ctx context.Context, key GroupKey) error {
	return anySpared(g.sparedOf(ctx, key, isPerhapsIn(key), g.people.Spared))
}

// anySpared is one reason, because those of several accounts say much the same.
func anySpared(spared map[string]*SparedError, err error) error {
	first := ""
	for id := range spared {
		if first == "" || id < first {
			first = id
		}
	}
	if first != "" {
		return spared[first]
	}
	return err
}

// isPerhapsIn reports whether an admin may be in a group, for all that the list of admins says. Unverified: that an answer has all groups
// of an account.
func isPerhapsIn(key GroupKey) func(Account) bool {
	return func(admin Account) bool {
		return admin.Groups == nil || slices.ContainsFunc(admin.Groups, func(group atlassian.UserGroup) bool {
			return group.ID == "" || strings.EqualFold(group.ID, key.GroupID)
		})
	}
}

// sparedOf asks for the admins who would lose their role with a group. Who is an admin in another way than by a group loses nothing. Who
// is one by two groups may be spared without need: Atlassian does not say by which.
func (g *Groups) sparedOf(ctx context.Context, key GroupKey, leave func(admin Account) bool, ask func(context.Context, Loss, ...string) (map[string]*SparedError, error)) (map[string]*SparedError, error) {
	admins, err := g.people.admins.All(ctx)
	if err == nil && !slices.ContainsFunc(admins, leave) {
		return nil, nil
	}
	grants, rolesErr := g.Roles(ctx, key)
	switch {
	case rolesErr == nil && !slices.ContainsFunc(grants, func(grant GroupRole) bool { return IsOrganizationAdminRole(grant.Role) }):
		return nil, nil
	case meaning.IsNotFound(rolesErr):
		return nil, nil
	case err == nil:
		err = rolesErr
	}
	if err != nil {
		return nil, fmt.Errorf("the provider cannot tell whether the group makes organization admins of its members, and of whom: %w", err)
	}
	var losing []string
	for _, admin := range admins {
		if leave(admin) {
			losing = append(losing, admin.AccountID)
		}
	}
	direct := make([]bool, len(losing))
	var readers errgroup.Group
	readers.SetLimit(parallelWrites)
	for i, id := range losing {
		readers.Go(reading.Guarded(func() error {
			ways, err := g.people.OrganizationAdminWays(ctx, id)
			direct[i] = ways.Direct()
			return err
		}))
	}
	if err := readers.Wait(); err != nil {
		return nil, fmt.Errorf("the provider cannot tell how these accounts are organization admins: %w", err)
	}
	left := losing[:0]
	for i, id := range losing {
		if !direct[i] {
			left = append(left, id)
		}
	}
	if len(left) == 0 {
		return nil, nil
	}
	return ask(ctx, LossOfOrganizationAdmin, left...)
}
