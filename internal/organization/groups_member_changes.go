// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// MemberChanges is what became of a bulk change of a group's members.
type MemberChanges struct {
	// Added and Removed took effect.
	Added, Removed []string
	// Failed did not, each with the reason. They include removals that were acknowledged and that the search contradicts after the
	// wait: see [meaning.IsContradicted].
	Failed map[string]error
	// Skipped are removals that were not tried, because an addition had failed: no account loses access as long as
	// another one that is to take over has none.
	Skipped []string
	// Unconfirmed is set where Atlassian acknowledged everything, but its search does not show all of it yet.
	Unconfirmed error
}

// ChangeMembers adds and then removes accounts, several at a time. It goes on after a failure and reports everything
// that happened. When the context ends, what was not tried yet is among the failed.
func (g *Groups) ChangeMembers(ctx context.Context, key GroupKey, add, remove []string) MemberChanges {
	changes := MemberChanges{Failed: make(map[string]error)}

	each(ctx, add, changes.Failed, func(ctx context.Context, accountID string) error {
		_, err := g.sendMember(ctx, key, accountID, new(reading.Arrivals)) // all are awaited together at the end
		return err
	})
	changes.Added = g.settleAllLost(ctx, key, add, changes.Failed, true)
	if len(changes.Failed) > 0 {
		changes.Skipped = remove
	} else {
		each(ctx, remove, changes.Failed, func(ctx context.Context, accountID string) error {
			return g.dropMember(ctx, key, accountID)
		})
		changes.Removed = g.settleAllLost(ctx, key, remove, changes.Failed, false)
	}

	// What was acknowledged is laid over the reads at once, whether or not the search catches up in time.
	for _, id := range changes.Added {
		g.noteMember(key, Account{AccountID: id}, true)
	}
	for _, id := range changes.Removed {
		g.noteMember(key, Account{AccountID: id}, false)
	}
	added := g.awaitMembers(ctx, key, changes.Added, true)
	removed := g.awaitMembers(ctx, key, changes.Removed, false)
	for id, err := range removed {
		if meaning.IsContradicted(err) { // a member that the search still shows has not left
			g.forgetRemoval(key, id)
			changes.Failed[id] = err
			delete(removed, id)
		}
	}
	changes.Removed = slices.DeleteFunc(changes.Removed, func(id string) bool { return changes.Failed[id] != nil })
	changes.Unconfirmed = errors.Join(anyOf(changes.Added, added), anyOf(changes.Removed, removed))
	return changes
}

// settleAllLost reads whether changes took effect whose answers were lost every time. It takes those that did from the failed ones, and
// returns all changes that took effect, in the given order.
func (g *Groups) settleAllLost(ctx context.Context, key GroupKey, accountIDs []string, failed map[string]error, member bool) []string {
	var lost []string
	for _, id := range accountIDs {
		if atlassian.IsOutcomeUnknown(failed[id]) {
			lost = append(lost, id)
		}
	}
	settled := together(lost, func(id string) error { return g.settleLost(ctx, key, id, member, failed[id]) })
	for _, id := range lost {
		if failed[id] = settled[id]; settled[id] == nil {
			delete(failed, id)
		}
	}
	return exceptFailed(accountIDs, failed)
}

func exceptFailed(accountIDs []string, failed map[string]error) []string {
	done := make([]string, 0, len(accountIDs))
	for _, id := range accountIDs {
		if _, bad := failed[id]; !bad {
			done = append(done, id)
		}
	}
	return done
}

// anyOf picks one error, because those of several accounts say much the same.
func anyOf(accountIDs []string, failed map[string]error) error {
	for _, id := range accountIDs {
		if failed[id] != nil {
			return failed[id]
		}
	}
	return nil
}

// each calls a function for every account, several at a time, and notes the accounts for which it failed.
func each(ctx context.Context, accountIDs []string, failed map[string]error, do func(context.Context, string) error) {
	var mu sync.Mutex
	var workers errgroup.Group
	workers.SetLimit(parallelWrites)
	for _, id := range accountIDs {
		workers.Go(func() error {
			err := ctx.Err()
			if err == nil {
				err = reading.Guarded(func() error { return do(ctx, id) })()
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
}

// awaitMembers waits until the search shows a change for all accounts. The result has the accounts for which it does not.
func (g *Groups) awaitMembers(ctx context.Context, key GroupKey, accountIDs []string, member bool) map[string]error {
	return together(accountIDs, func(id string) error { return g.awaitMember(ctx, key, id, member) })
}

// together waits for all accounts at once, because they share the reads of a watch. It returns the accounts whose wait failed.
func together(accountIDs []string, wait func(accountID string) error) map[string]error {
	var mu sync.Mutex
	var waits sync.WaitGroup
	failed := make(map[string]error)
	for _, id := range accountIDs {
		waits.Go(func() {
			if err := reading.Guarded(func() error { return wait(id) })(); err != nil {
				mu.Lock()
				defer mu.Unlock()
				failed[id] = err
			}
		})
	}
	waits.Wait()
	return failed
}
