// SPDX-License-Identifier: MPL-2.0

package decision

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Setup is what decisions need of the run. Each read is shared by everybody who asks for the same.
type Setup struct {
	// Accounts are all accounts of some directories, or of the organization if there are none, with groups, platform roles and product access.
	Accounts func(ctx context.Context, directoryIDs []string) ([]Account, error)
	// Holders are the accounts that have a role on a resource.
	Holders func(ctx context.Context, directoryIDs []string, role AppRole) ([]Account, error)
	// Groups have the names of groups that exist, by their IDs. A group that one answer lacks is looked for once more.
	Groups func(ctx context.Context, groupIDs []string) (map[string]string, error)
	// Keys are the API keys, all of them.
	Keys func(ctx context.Context) ([]Key, error)
}

// Decisions read what a decision is compared with.
type Decisions struct{ setup Setup }

// New makes the area of a run.
func New(setup Setup) *Decisions { return &Decisions{setup} }

// Question is what to look at.
type Question struct {
	// DirectoryIDs are the directories, or none for the whole organization.
	DirectoryIDs []string
	// Groups are the IDs of groups that must exist.
	Groups []string
	// AppRoles are the roles whose holders are wanted.
	AppRoles []AppRole
	// Keys asks for the API keys.
	Keys bool
}

// See reads the accounts, 100 to a request, and whether groups exist, 10 to a request. Holders of a role are 100 to a request as well. What
// cannot be read in full is an error.
func (d *Decisions) See(ctx context.Context, q Question) (Seen, error) {
	seen := Seen{Groups: map[string]string{}, Holders: make(map[string][]string, len(q.AppRoles)), KeysRead: q.Keys}
	outer := ctx
	workers, ctx := errgroup.WithContext(ctx)
	workers.Go(reading.Guarded(func() (err error) {
		seen.Accounts, err = d.setup.Accounts(ctx, q.DirectoryIDs)
		return err
	}))
	if len(q.Groups) > 0 {
		workers.Go(reading.Guarded(func() (err error) {
			seen.Groups, err = d.setup.Groups(ctx, q.Groups)
			return err
		}))
	}
	if q.Keys {
		workers.Go(reading.Guarded(func() (err error) {
			if seen.Keys, err = d.setup.Keys(ctx); err != nil {
				return &KeysError{err}
			}
			return nil
		}))
	}
	if err := workers.Wait(); err != nil {
		return Seen{}, err
	}
	holders, err := d.holders(outer, q)
	if err != nil {
		return Seen{}, err
	}
	seen.hold(q.AppRoles, holders)
	return seen, nil
}

// holders reads who has each role. It comes after the accounts, so that what fails for both is not said of a role.
func (d *Decisions) holders(ctx context.Context, q Question) ([][]Account, error) {
	workers, ctx := errgroup.WithContext(ctx)
	holders := make([][]Account, len(q.AppRoles))
	for i, role := range q.AppRoles {
		workers.Go(reading.Guarded(func() error {
			var err error
			if holders[i], err = d.setup.Holders(ctx, q.DirectoryIDs, role); err != nil {
				return &HoldersError{role, err}
			}
			return nil
		}))
	}
	return holders, workers.Wait()
}

// hold notes who has roles. A holder whom the search for all accounts has left out is an account as well: it has access for all that is known.
func (s *Seen) hold(roles []AppRole, holders [][]Account) {
	shown := make(set, len(s.Accounts))
	for _, a := range s.Accounts {
		shown.add(a.AccountID)
	}
	s.Accounts = slices.Clip(s.Accounts) // it is a read that others share
	for i, role := range roles {
		ids := make([]string, len(holders[i]))
		for at, a := range holders[i] {
			if ids[at] = a.AccountID; !shown.has(a.AccountID) {
				shown.add(a.AccountID)
				s.Accounts = append(s.Accounts, a)
			}
		}
		s.Holders[role.Key()] = ids
	}
}

// KeysError says that the API keys cannot be read.
type KeysError struct{ Err error }

// Error says why.
func (e *KeysError) Error() string { return "reading the API keys: " + e.Err.Error() }

// Unwrap returns why.
func (e *KeysError) Unwrap() error { return e.Err }

// HoldersError says that it cannot be read who has a role.
type HoldersError struct {
	Role AppRole
	Err  error
}

// Error says why.
func (e *HoldersError) Error() string {
	return "reading who has the role " + e.Role.Key() + ": " + e.Err.Error()
}

// Unwrap returns why.
func (e *HoldersError) Unwrap() error { return e.Err }
