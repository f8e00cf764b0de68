// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

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
	case rolesErr == nil && !slices.ContainsFunc(grants, func(grant GroupRole) bool { return grant.Role == OrganizationAdminRole }):
		return nil, nil
	case meaning.IsNotFound(rolesErr):
		return nil, nil
	case err == nil:
		err = rolesErr
	}
	if err != nil {
		return nil, fmt.Errorf("it is not known whether the group makes organization admins of its members, and of whom: %w", err)
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
		return nil, fmt.Errorf("it is not known how these accounts are organization admins: %w", err)
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
