// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"iter"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// everyDirectory asks all directories at once, and managed accounts that are in none, too.
const everyDirectory = "-"

// What Atlassian says of an account that the organization manages or does not, and of one that is in use. Other words may
// come.
const (
	ClaimManaged   = "managed"
	ClaimUnmanaged = "unmanaged"
	StatusActive   = "active"
)

func accountKey(a Account) string { return a.AccountID }

// ManagedAccounts lists the accounts that the organization manages, in whichever directory, with one read for the run.
func (o *Organization) ManagedAccounts(ctx context.Context) ([]Account, error) {
	return o.managed.all(ctx)
}

func (o *Organization) searchManaged(ctx context.Context) iter.Seq2[Account, error] {
	return o.client.SearchUsers(ctx, o.id, everyDirectory, atlassian.UserSearch{ClaimStatus: ClaimManaged})
}

// Accounts finds many accounts by their IDs, in whichever directory. An ID that belongs to nobody is missing from the
// result.
func (o *Organization) Accounts(ctx context.Context, accountIDs []string) (map[string]Account, error) {
	return o.directories.get(everyDirectory).accountsByID.many(ctx, accountIDs)
}

// AccountsAnywhereByEmail is [Organization.AccountsByEmail] for every directory at once.
func (o *Organization) AccountsAnywhereByEmail(ctx context.Context, emails []string) (map[string]Account, error) {
	return o.AccountsByEmail(ctx, everyDirectory, emails)
}

// StillAccountsAnywhereByEmail is [Organization.StillAccountsByEmail] for every directory at once.
func (o *Organization) StillAccountsAnywhereByEmail(ctx context.Context, emails []string) (map[string]Account, error) {
	return o.StillAccountsByEmail(ctx, everyDirectory, emails)
}

// activeWithoutTwoStep lists the managed accounts in use for which two-step verification is off, with one read for the
// run: usually few, where the whole list would be long.
func (o *Organization) activeWithoutTwoStep(ctx context.Context) ([]Account, error) {
	return o.policies.withoutTwoStep.get(ctx, func(ctx context.Context) ([]Account, error) {
		off := false
		return collect(o.client.SearchUsers(ctx, o.id, everyDirectory, atlassian.UserSearch{
			ClaimStatus: ClaimManaged, MFAEnabled: &off, Status: []string{StatusActive},
		}))
	})
}

// sameAddress is an address as a key: Atlassian's search ignores case.
func sameAddress(email string) string { return strings.ToLower(email) }
