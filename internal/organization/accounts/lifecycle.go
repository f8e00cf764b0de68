// SPDX-License-Identifier: MPL-2.0

package accounts

import (
	"context"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// applyActive deactivates or activates an account. To activate one whose deletion is scheduled, it cancels the deletion. It leaves a
// scheduled deletion alone if the account is not to be active: such an account is deactivated.
func (a *Accounts) applyActive(ctx context.Context, account *Account, missing Change) error {
	if missing.Active == nil {
		return nil
	}
	wanted := *missing.Active
	if !wanted {
		if err := a.setup.Spared(ctx, account.ID); err != nil {
			return err
		}
	}
	send := func(ctx context.Context) error {
		switch {
		case !wanted:
			return a.setup.Client.DisableManagedAccount(ctx, account.ID, missing.Message)
		case account.DeletionScheduled():
			return a.setup.Client.CancelManagedAccountDeletion(ctx, account.ID)
		}
		return a.setup.Client.EnableManagedAccount(ctx, account.ID)
	}
	is := func(profile atlassian.Profile) bool { return lives(profile, wanted) }
	err := a.settle(ctx, account.ID, send, is)
	if atlassian.IsConflict(err) || account.DeletionScheduled() && atlassian.IsNotFound(err) {
		// Somebody else may have done it a moment before.
		if profile, readErr := a.readProfile(ctx, account.ID); readErr == nil && is(profile) {
			err = nil
		}
	}
	return err
}

// lives reports whether a profile says that the account is active, or that it is not. A word that is unknown says neither.
func lives(profile atlassian.Profile, wanted bool) bool {
	is := active("", profile.AccountStatus)
	return is != nil && *is == wanted
}

// parallelChanges bounds the changes of one list in flight.
const parallelChanges = 8

// Changes is what became of a change of several accounts.
type Changes struct {
	// Changed are the IDs of the accounts that were changed, sorted. The others were so already, or failed.
	Changed []string
	// Failed are the errors by account ID.
	Failed map[string]error
}

// SetActive deactivates or activates several accounts, and tells after each how many are done. An account that is so already costs no
// request of its own.
func (a *Accounts) SetActive(ctx context.Context, accountIDs []string, wanted bool, message string, progress func(done int)) Changes {
	changes := Changes{Failed: make(map[string]error)}
	var mu sync.Mutex
	var work errgroup.Group
	work.SetLimit(parallelChanges)
	done := 0
	for _, id := range accountIDs {
		work.Go(func() error {
			changed := false
			err := reading.Guarded(func() error {
				before, err := a.Get(ctx, id)
				if err != nil {
					return err
				}
				change := Change{Active: &wanted, Message: message}
				changed = before.Missing(change).Active != nil
				_, err = a.Apply(ctx, id, change)
				return err
			})()
			mu.Lock()
			defer mu.Unlock()
			done++
			progress(done)
			switch {
			case err != nil:
				changes.Failed[id] = err
			case changed:
				changes.Changed = append(changes.Changed, id)
			}
			return nil
		})
	}
	_ = work.Wait() // the errors are in the result
	slices.Sort(changes.Changed)
	return changes
}
