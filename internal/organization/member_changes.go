// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"
)

// MemberChanges is what became of a bulk change of a group's members.
type MemberChanges struct {
	// Added and Removed took effect.
	Added, Removed []string
	// Failed did not, each with the reason.
	Failed map[string]error
	// Skipped are removals that were not tried, because an addition had failed: nobody loses access as long as whoever
	// should take over has not got it.
	Skipped []string
	// Unconfirmed is set where Atlassian acknowledged everything, but its search does not show all of it yet.
	Unconfirmed error
}

// ChangeMembers adds and then removes accounts, several at a time. It goes on after a failure and reports everything
// that happened. When the context ends, what was not tried yet is among the failed.
func (o *Organization) ChangeMembers(ctx context.Context, key GroupKey, add, remove []string) MemberChanges {
	changes := MemberChanges{Failed: make(map[string]error)}

	changes.Added = each(ctx, add, changes.Failed, func(ctx context.Context, accountID string) error {
		_, err := o.sendMember(ctx, key, accountID)
		return err
	})
	if len(changes.Failed) > 0 {
		changes.Skipped = remove
	} else {
		changes.Removed = each(ctx, remove, changes.Failed, func(ctx context.Context, accountID string) error {
			return o.dropMember(ctx, key, accountID)
		})
	}

	// What was acknowledged is laid over the reads at once, whether or not the search catches up in time.
	for _, id := range changes.Added {
		o.noteMember(key, Account{AccountID: id}, true)
	}
	for _, id := range changes.Removed {
		o.noteMember(key, Account{AccountID: id}, false)
	}
	changes.Unconfirmed = errors.Join(
		o.awaitMembers(ctx, key, changes.Added, true),
		o.awaitMembers(ctx, key, changes.Removed, false),
	)
	return changes
}

// each does something for every account, several at a time, and returns those for whom it worked, in the given order.
func each(ctx context.Context, accountIDs []string, failed map[string]error, do func(context.Context, string) error) []string {
	var mu sync.Mutex
	var workers errgroup.Group
	workers.SetLimit(parallelWrites)
	for _, id := range accountIDs {
		workers.Go(func() error {
			err := ctx.Err()
			if err == nil {
				err = do(ctx, id)
			}
			if err != nil {
				mu.Lock()
				defer mu.Unlock()
				failed[id] = err
			}
			return nil
		})
	}
	_ = workers.Wait() // failures are kept by account
	done := make([]string, 0, len(accountIDs))
	for _, id := range accountIDs {
		if _, bad := failed[id]; !bad {
			done = append(done, id)
		}
	}
	return done
}

// awaitMembers waits until the search shows a change for all accounts; they all share the watch's reads.
func (o *Organization) awaitMembers(ctx context.Context, key GroupKey, accountIDs []string, member bool) error {
	var waits errgroup.Group
	for _, id := range accountIDs {
		waits.Go(func() error { return o.awaitMember(ctx, key, id, member) })
	}
	return waits.Wait()
}
