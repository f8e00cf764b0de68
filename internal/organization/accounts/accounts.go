// SPDX-License-Identifier: MPL-2.0

// Package accounts is the area Accounts of an organization: the accounts that it manages, what their profiles say, and whether they are
// active.
//
// The search for users shows most of an account, 100 to a request, so many accounts cost few requests. A request of its own for each
// account is needed only for what the search does not say, for what the organization may change, and for changes.
package accounts

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Setup is what the accounts need to know of their run.
type Setup struct {
	// Client sends the requests.
	Client *atlassian.Client
	// Still looks accounts up by their IDs, with all that the run has written, and looks once more at those that one answer lacks.
	Still func(ctx context.Context, accountIDs []string) (map[string]atlassian.User, error)
	// Search asks Atlassian's search for accounts by their IDs, whatever the run knows.
	Search func(ctx context.Context, accountIDs []string) (map[string]atlassian.User, error)
	// Wrote lays an own write over what the run reads.
	Wrote func(atlassian.User)
	// Spared is why an account must not be deactivated. It is nil if the account may.
	Spared func(ctx context.Context, accountID string) error
	// Waits are how the run waits, and Visible bounds the wait until a read shows a write that the API has acknowledged.
	Waits   reading.Waits
	Visible time.Duration
}

// Accounts are the accounts that the organization manages.
type Accounts struct {
	setup Setup

	// scoped is set as soon as Atlassian has refused the API key for having scopes.
	scoped atomic.Bool

	profiles    *reading.Registry[*reading.Shared[atlassian.Profile]]
	permissions *reading.Registry[*reading.Shared[atlassian.Permissions]]
	watch       *reading.Watch[string, atlassian.User]
}

// New makes the area. It sends no request.
func New(setup Setup) *Accounts {
	a := &Accounts{setup: setup}
	a.profiles = reading.NewRegistry(func(string) *reading.Shared[atlassian.Profile] { return &reading.Shared[atlassian.Profile]{} })
	a.permissions = reading.NewRegistry(func(string) *reading.Shared[atlassian.Permissions] { return &reading.Shared[atlassian.Permissions]{} })
	a.watch = reading.NewWatch(setup.Waits.Pauses(), setup.Waits.Final, setup.Search)
	return a
}

// Get reads a managed account, and the named fields of its profile for certain. Asked for one by one, accounts travel in batches. A field
// that the search does not say costs a request for the profile. An account that the organization does not manage has only what the search
// shows.
func (a *Accounts) Get(ctx context.Context, accountID string, certain ...Field) (Account, error) {
	found, err := a.setup.Still(ctx, []string{accountID})
	if err != nil {
		return Account{}, err
	}
	user, ok := found[accountID]
	if !ok {
		return Account{}, &meaning.NotFoundError{What: "account " + atlassian.Word(accountID)}
	}
	account := FromSearch(user)
	if !account.said() {
		return a.settled(ctx, account)
	}
	if !account.Managed() {
		return account, nil
	}
	for _, field := range certain {
		if _, known := account.Value(field); !known {
			profile, err := a.profile(ctx, accountID)
			if err != nil {
				return account, err
			}
			account.take(profile)
			break
		}
	}
	return account, nil
}

// settled is an account of which the search does not say whether the organization manages it. Only managed accounts have a profile.
func (a *Accounts) settled(ctx context.Context, account Account) (Account, error) {
	profile, err := a.profile(ctx, account.ID)
	switch {
	case atlassian.IsNotFound(err):
		account.claim = unmanaged
		return account, nil
	case err != nil:
		return account, fmt.Errorf("Atlassian's search does not say whether the organization manages account %s: %w", atlassian.Word(account.ID), err) //nolint:staticcheck // the name of a company
	}
	account.claim = managed
	account.take(profile)
	return account, nil
}

// profile reads the profile of an account once a run.
func (a *Accounts) profile(ctx context.Context, accountID string) (atlassian.Profile, error) {
	return a.profiles.Get(accountID).Get(ctx, func(ctx context.Context) (atlassian.Profile, error) { return a.readProfile(ctx, accountID) })
}

// readProfile reads the profile as it is now, for the rest of the run, too.
func (a *Accounts) readProfile(ctx context.Context, accountID string) (profile atlassian.Profile, err error) {
	err = a.manage(func() error {
		profile, err = a.setup.Client.ManagedProfile(ctx, accountID)
		return err
	})
	if err == nil {
		err = sameAccount(profile, accountID)
	}
	return profile, err
}

// manage sends a request of the User management API. After one refusal of a key with scopes, it sends no more: the answer would be the same.
func (a *Accounts) manage(send func() error) error {
	if a.scoped.Load() {
		return &ScopedKeyError{Again: true}
	}
	err := send()
	if meaning.Why(err).Meaning == meaning.KeyScoped {
		return &ScopedKeyError{Again: a.scoped.Swap(true), Err: err}
	}
	return err
}
