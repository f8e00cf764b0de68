// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// OrganizationAdminRole is the role of an organization admin.
const OrganizationAdminRole = atlassian.OrganizationAdminRole

// IsOrganizationAdminRole reports whether a role is that of an organization admin, in whichever case it is written: a guard must not
// depend on that.
func IsOrganizationAdminRole(role string) bool { return strings.EqualFold(role, OrganizationAdminRole) }

// OrganizationAdmin is an account that is an organization admin.
type OrganizationAdmin struct { //nolint:revive // Admin alone may be of a site or an app
	Account

	// Ways is how the account is an organization admin. It is empty where that was not asked.
	Ways Ways
}

// OrganizationRole is the role of an organization admin, on the organization. Unverified: the ID of the organization as a resource. The
// role is recognized by its ID alone.
func (p *People) OrganizationRole() UserRole {
	return UserRole{ResourceID: "ari:cloud:platform::org/" + p.id, Role: OrganizationAdminRole}
}

// OrganizationAdmins lists the organization admins, in whichever directory and whatever their status, with one read for the run. The
// search must show as many as Atlassian counts. It says how they are admins only of those whose roles the run has read before.
func (p *People) OrganizationAdmins(ctx context.Context) ([]OrganizationAdmin, error) {
	accounts, err := p.admins.All(ctx)
	if err != nil {
		return nil, err
	}
	admins := make([]OrganizationAdmin, len(accounts))
	for i, account := range accounts {
		admins[i] = OrganizationAdmin{Account: account}
		if person := p.persons.Get(account.AccountID); person.read() {
			if admins[i].Ways, err = p.OrganizationAdminWays(ctx, account.AccountID); err != nil {
				return nil, err
			}
		}
	}
	return admins, nil
}

func (p *People) searchAdmins(ctx context.Context) iter.Seq2[Account, error] {
	return p.searchProven(ctx, "organization admins", everyDirectory, atlassian.UserSearch{RoleIDs: []string{OrganizationAdminRole}, Expand: []atlassian.UserExpansion{atlassian.ExpandGroups}})
}

// OrganizationAdminsByWay lists the organization admins, and reads how each of them is one: one request for each admin beside those of
// [People.OrganizationAdmins]. It looks as well at the given accounts, which were admins before, so that a search that misses one of
// them does not hide it. An account of these that is an admin in no way is not in the result. One that the search shows must be one
// according to its own roles: otherwise it is an [AdminContradictionError].
func (p *People) OrganizationAdminsByWay(ctx context.Context, before ...string) ([]OrganizationAdmin, error) {
	accounts, err := p.admins.All(ctx)
	if err != nil {
		return nil, err
	}
	shown, searched := make(map[string]bool, len(accounts)), len(accounts)
	for _, account := range accounts {
		shown[account.AccountID] = true
	}
	for _, id := range before {
		if !shown[id] {
			shown[id] = true
			accounts = append(accounts, Account{AccountID: id})
		}
	}
	found := make([]OrganizationAdmin, len(accounts))
	var readers errgroup.Group
	readers.SetLimit(parallelWrites)
	for i, account := range accounts {
		readers.Go(reading.Guarded(func() error {
			ways, err := p.adminByWay(ctx, account.AccountID, i < searched)
			found[i] = OrganizationAdmin{Account: account, Ways: ways}
			return err
		}))
	}
	if err := readers.Wait(); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(found, func(a OrganizationAdmin) bool { return len(a.Ways) == 0 }), nil
}

// adminByWay reads how an account is an organization admin. One that a search shows as such must be one. Any other may have left.
func (p *People) adminByWay(ctx context.Context, accountID string, searched bool) (Ways, error) {
	ways, err := p.OrganizationAdminWays(ctx, accountID)
	if !searched && meaning.IsNotFound(err) {
		return nil, nil
	}
	if searched && (meaning.IsNotFound(err) || err == nil && len(ways) == 0) {
		if ways, err = p.StillOrganizationAdminWays(ctx, accountID); meaning.IsNotFound(err) || err == nil && len(ways) == 0 {
			return nil, &AdminContradictionError{AccountID: accountID}
		}
	}
	return ways, err
}

// AdminContradictionError says that a search shows an account as an organization admin, which it is not according to its own roles.
type AdminContradictionError struct {
	// AccountID is the account in question.
	AccountID string
}

// Error says what contradicts what.
func (e *AdminContradictionError) Error() string {
	return fmt.Sprintf("Atlassian's search shows account %s as an organization admin, but the list of its roles does not, even at the second try. "+
		"So the provider cannot tell who is an organization admin: a change may not have arrived everywhere yet, so try again in a minute, and report it to Atlassian if that does not help", Word(e.AccountID))
}

// OrganizationAdminWays reads how an account is an organization admin. No ways: it is none.
func (p *People) OrganizationAdminWays(ctx context.Context, accountID string) (Ways, error) {
	return p.waysOf(ctx, accountID, p.OrganizationRole())
}

// StillOrganizationAdminWays is [People.OrganizationAdminWays] for an account that had the role directly before: if one answer lacks
// that, it reads the account's roles once more.
func (p *People) StillOrganizationAdminWays(ctx context.Context, accountID string) (Ways, error) {
	return p.stillWaysOf(ctx, accountID, p.OrganizationRole())
}

// AssignOrganizationAdmin makes an account an organization admin, directly, and waits until it is one: see [People.AssignUserRole].
// Being an admin by a group is not the direct role, and does not keep it from being assigned.
func (p *People) AssignOrganizationAdmin(ctx context.Context, accountID string) error {
	return p.AssignUserRole(ctx, accountID, p.OrganizationRole())
}

// RevokeOrganizationAdmin takes the direct role of an organization admin from an account, and waits until it is gone: see
// [People.RevokeUserRole]. An account that must be spared keeps it.
func (p *People) RevokeOrganizationAdmin(ctx context.Context, accountID string) (stays Ways, err error) {
	spared, err := p.Spared(ctx, LossOfOrganizationAdmin, accountID)
	if err != nil {
		return nil, err
	}
	if why := spared[accountID]; why != nil {
		return nil, why
	}
	return p.RevokeUserRole(ctx, accountID, p.OrganizationRole())
}

// AdminChanges is what became of a change of the organization admins.
type AdminChanges struct {
	// Added and Removed took effect.
	Added, Removed []string
	// Failed did not, or are not known to, each with the reason.
	Failed map[string]error
	// Skipped are removals that were not tried, because an addition had failed: nobody loses the role as long as another account that
	// is to take over does not have it.
	Skipped []string
	// Stays are the removed accounts that stay organization admins in another way.
	Stays map[string]Ways
}

// ChangeOrganizationAdmins gives and then takes the direct role, several accounts at a time. It goes on after a failure, and reports
// everything that happened.
func (p *People) ChangeOrganizationAdmins(ctx context.Context, add, remove []string) AdminChanges {
	changes := AdminChanges{Failed: make(map[string]error), Stays: make(map[string]Ways)}
	each(ctx, add, changes.Failed, func(ctx context.Context, id string) error {
		err := p.AssignOrganizationAdmin(ctx, id)
		if _, exists := errors.AsType[*meaning.ExistsError](err); exists {
			return nil
		}
		return err
	})
	changes.Added = exceptFailed(add, changes.Failed)
	if len(changes.Failed) > 0 {
		changes.Skipped = remove
		return changes
	}
	var mu sync.Mutex
	each(ctx, remove, changes.Failed, func(ctx context.Context, id string) error {
		stays, err := p.RevokeOrganizationAdmin(ctx, id)
		if len(stays) > 0 {
			mu.Lock()
			defer mu.Unlock()
			changes.Stays[id] = stays
		}
		return err
	})
	changes.Removed = exceptFailed(remove, changes.Failed)
	return changes
}

// noteAdmin lays a change of an account's roles over the list of admins.
func (p *People) noteAdmin(ctx context.Context, accountID string, role UserRole) {
	if role != p.OrganizationRole() {
		return
	}
	ways, err := p.OrganizationAdminWays(ctx, accountID)
	switch {
	case err != nil: // what was written is laid over the roles, which were read before
	case len(ways) == 0:
		p.admins.Removed(accountID)
	default:
		p.admins.Forget(accountID)
		known, _ := p.admins.Known()
		if !slices.ContainsFunc(known, func(a Account) bool { return a.AccountID == accountID }) {
			p.admins.Wrote(Account{AccountID: accountID})
		}
	}
}
