// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"fmt"
	"iter"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	managed "github.com/orgsec/terraform-provider-atlassian/internal/organization/accounts"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// newAccounts makes the area of managed accounts, which reads them as all other areas do.
func newAccounts(r *run) *managed.Accounts {
	everywhere := r.inDirectory.Get(everyDirectory)
	return managed.New(managed.Setup{
		Client: r.client,
		Still:  everywhere.accountsByID.Still,
		Search: reading.InChunks(accountIDsPerSearch, accountKey, onlyAsked("accounts", accountKey, func(ctx context.Context, ids []string) iter.Seq2[Account, error] {
			return r.searchUsers(ctx, everyDirectory, atlassian.UserSearch{AccountIDs: ids})
		})),
		Wrote: func(account Account) {
			everywhere.accountList.Wrote(account)
			everywhere.accountsByID.Wrote(account)
		},
		Spared: func(ctx context.Context, accountID string) error {
			spared, err := r.people.Spared(ctx, LossOfAccess, accountID)
			if err != nil {
				return fmt.Errorf("the provider cannot tell whether the account may be deactivated: %w", err)
			}
			if reason, is := spared[accountID]; is {
				return reason
			}
			return nil
		},
		Waits: r.waits, Visible: r.pace.Visible,
	})
}
