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

// Loss is what a change takes away from accounts.
type Loss int

const (
	// LossOfAccess is an account that is suspended, removed, deactivated, or out of the organization.
	LossOfAccess Loss = iota + 1
	// LossOfOrganizationAdmin is an account that is no longer an organization admin.
	LossOfOrganizationAdmin
)

// SparedReason is why an account must not lose something.
type SparedReason int

const (
	// SparedProtected is an account that the configuration protects.
	SparedProtected SparedReason = iota + 1
)

// SparedError says that an account must not lose something, and why.
type SparedError struct {
	// AccountID is the account, as it was asked for.
	AccountID string
	// Loss is what it would lose.
	Loss Loss
	// Reason is why it must not.
	Reason SparedReason
}

// Error names the account and the reason.
func (e *SparedError) Error() string {
	return fmt.Sprintf("account %s must keep what this would take away: protected_account_ids of the provider block lists it", Word(e.AccountID))
}

// Spared returns why accounts must not lose something, by account ID; accounts that may lose it are missing. It is asked right before a
// write, and counts the accounts that may lose something as having lost it, so that several changes of one run cannot do together what
// none of them may do alone.
func (p *People) Spared(ctx context.Context, loss Loss, accountIDs ...string) (map[string]*SparedError, error) {
	return p.SparedInPlan(ctx, loss, accountIDs...)
}

// SparedInPlan is [People.Spared] for a change that is planned: it counts such changes of the run together, and apart from those that
// are made.
func (p *People) SparedInPlan(_ context.Context, loss Loss, accountIDs ...string) (map[string]*SparedError, error) {
	spared := make(map[string]*SparedError)
	for _, id := range p.Protected(accountIDs...) {
		spared[id] = &SparedError{AccountID: id, Loss: loss, Reason: SparedProtected}
	}
	return spared, nil
}

// newAccounts makes the area of managed accounts, which reads them as all other areas do.
func newAccounts(r *run) *managed.Accounts {
	everywhere := r.inDirectory.Get(everyDirectory)
	return managed.New(managed.Setup{
		Client: r.client,
		Still:  everywhere.accountsByID.Still,
		Search: reading.InChunks(accountIDsPerSearch, accountKey, onlyAsked("accounts", accountKey, func(ctx context.Context, ids []string) iter.Seq2[Account, error] {
			return r.client.SearchUsers(ctx, r.id, everyDirectory, atlassian.UserSearch{AccountIDs: ids})
		})),
		Wrote: func(account Account) {
			everywhere.accountList.Wrote(account)
			everywhere.accountsByID.Wrote(account)
		},
		Spared: func(ctx context.Context, accountID string) error {
			spared, err := r.people.Spared(ctx, LossOfAccess, accountID)
			if err != nil {
				return fmt.Errorf("it is not known whether the account may be deactivated: %w", err)
			}
			if reason, is := spared[accountID]; is {
				return reason
			}
			return nil
		},
		Waits: r.waits, Visible: r.pace.Visible,
	})
}
