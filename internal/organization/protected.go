// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
)

// protected are the break-glass accounts of the configuration.
type protected struct {
	// ids are the IDs as they are written, by their spelling in lower case: an answer in another case is about the same account.
	ids map[string]string
	// checked is set as soon as somebody has asked whether they all exist.
	checked atomic.Bool
}

func newProtected(ids []string) *protected {
	p := &protected{ids: make(map[string]string, len(ids))}
	for _, id := range ids {
		p.ids[strings.ToLower(id)] = id
	}
	return p
}

// errProtected is why an account is neither moved nor removed, whatever a plan has seen.
var errProtected = errors.New("the account is protected by protected_account_ids of the provider block")

// Protected returns those of the given accounts that the configuration protects: nothing may move, suspend, deactivate
// or remove them.
func (p *People) Protected(accountIDs ...string) []string {
	var found []string
	for _, id := range accountIDs {
		if _, is := p.protected.ids[strings.ToLower(id)]; is {
			found = append(found, id)
		}
	}
	return found
}

// ProtectedAccountIDs lists every account that the configuration protects, in no particular order.
func (p *People) ProtectedAccountIDs() []string {
	return slices.Collect(maps.Values(p.protected.ids))
}

// ProtectedStrangers returns the protected IDs that no account of the organization has, as far as two looks show: they protect nobody.
// Only the first who asks in a run is told, at the cost of one request for 10 IDs.
func (p *People) ProtectedStrangers(ctx context.Context) ([]string, error) {
	if len(p.protected.ids) == 0 || p.protected.checked.Swap(true) {
		return nil, nil
	}
	found, err := p.inDirectory.Get(everyDirectory).accountsByID.Still(ctx, p.ProtectedAccountIDs())
	if err != nil {
		return nil, err
	}
	return p.notAmong(found), nil
}

// Protected lists the protected accounts that are in a policy. It asks for them by their IDs, so no search can hide them. Where
// the policies of all accounts were read before, it sends no request for those who are in one.
func (p *Policies) Protected(ctx context.Context, policyID string) ([]PolicyMember, error) {
	members, err := p.StillMembers(ctx, p.people.ProtectedAccountIDs())
	if err != nil {
		return nil, err
	}
	var in []PolicyMember
	for _, id := range slices.Sorted(maps.Keys(members)) {
		if SamePolicy(members[id].PolicyID, policyID) {
			in = append(in, members[id])
		}
	}
	return in, nil
}

// protectedAddresses are the protected accounts by their addresses, as far as Atlassian gives these. None of them matters where nobody
// would be moved: who has no address, or is protected.
func (p *People) protectedAddresses(ctx context.Context, moving []PolicyMember) (map[string]string, error) {
	open := slices.ContainsFunc(moving, func(m PolicyMember) bool { return m.Email != "" && len(p.Protected(m.AccountID)) == 0 })
	if !open || len(p.protected.ids) == 0 {
		return nil, nil
	}
	accounts, err := p.inDirectory.Get(everyDirectory).accountsByID.Still(ctx, p.ProtectedAccountIDs())
	if err != nil {
		return nil, fmt.Errorf("the provider cannot tell which addresses the protected accounts have: %w", err)
	}
	addresses := make(map[string]string, len(accounts))
	for id, account := range accounts {
		if account.Email != "" {
			addresses[sameAddress(account.Email)] = id
		}
	}
	return addresses, nil
}

// notAmong are the protected IDs that accounts do not have, in order.
func (p *People) notAmong(accounts map[string]Account) []string {
	has := make(map[string]bool, len(accounts))
	for id := range accounts {
		has[strings.ToLower(id)] = true
	}
	var missing []string
	for lower, id := range p.protected.ids {
		if !has[lower] {
			missing = append(missing, id)
		}
	}
	slices.Sort(missing)
	return missing
}
