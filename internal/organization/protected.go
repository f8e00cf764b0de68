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
func (o *Organization) Protected(accountIDs ...string) []string {
	var found []string
	for _, id := range accountIDs {
		if _, is := o.protected.ids[strings.ToLower(id)]; is {
			found = append(found, id)
		}
	}
	return found
}

// ProtectedAccountIDs lists every account that the configuration protects, in no particular order.
func (o *Organization) ProtectedAccountIDs() []string {
	return slices.Collect(maps.Values(o.protected.ids))
}

// ProtectedStrangers returns the protected IDs that no account of the organization has, as far as two looks show: they protect nobody.
// Only the first who asks in a run is told, at the cost of one request for 10 IDs.
func (o *Organization) ProtectedStrangers(ctx context.Context) ([]string, error) {
	if len(o.protected.ids) == 0 || o.protected.checked.Swap(true) {
		return nil, nil
	}
	found, err := o.directories.get(everyDirectory).accountsByID.still(ctx, o.ProtectedAccountIDs())
	if err != nil {
		return nil, err
	}
	return o.notAmong(found), nil
}

// ProtectedInPolicy lists the protected accounts that are in a policy. It asks for them by their IDs, so no search can hide them. Where
// the policies of all accounts were read before, it sends no request for those who are in one.
func (o *Organization) ProtectedInPolicy(ctx context.Context, policyID string) ([]PolicyMember, error) {
	members, err := o.StillPolicyMembers(ctx, o.ProtectedAccountIDs())
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
func (o *Organization) protectedAddresses(ctx context.Context, moving []PolicyMember) (map[string]string, error) {
	open := slices.ContainsFunc(moving, func(m PolicyMember) bool { return m.Email != "" && len(o.Protected(m.AccountID)) == 0 })
	if !open || len(o.protected.ids) == 0 {
		return nil, nil
	}
	accounts, err := o.directories.get(everyDirectory).accountsByID.still(ctx, o.ProtectedAccountIDs())
	if err != nil {
		return nil, fmt.Errorf("it is not known which addresses the protected accounts have: %w", err)
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
func (o *Organization) notAmong(accounts map[string]Account) []string {
	has := make(map[string]bool, len(accounts))
	for id := range accounts {
		has[strings.ToLower(id)] = true
	}
	var missing []string
	for lower, id := range o.protected.ids {
		if !has[lower] {
			missing = append(missing, id)
		}
	}
	slices.Sort(missing)
	return missing
}
