// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/ids"
)

// policyID is a policy's ID as an answer names it: the last UUID of it, because Atlassian may well put it into an ARI or behind a
// prefix. Without a UUID it is the whole text. How bulk-fetch names a policy is unverified.
func policyID(text string) string {
	if found := ids.UUID.FindAllString(text, -1); len(found) > 0 {
		return found[len(found)-1]
	}
	return text
}

// severalPolicies reports whether a text has more than one UUID that may be that of a policy. The organization's is none.
func severalPolicies(text, organization string) bool {
	first := ""
	for _, id := range ids.UUID.FindAllString(text, -1) {
		switch id = ids.Normalize(id); {
		case id == ids.Normalize(organization) || id == first:
		case first != "":
			return true
		default:
			first = id
		}
	}
	return false
}

// policyKey is the same for all spellings of a policy's ID.
func policyKey(id string) string {
	id = strings.ToLower(policyID(id))
	if ids.UUID.MatchString(id) {
		return strings.ReplaceAll(id, "-", "")
	}
	return id
}

// SamePolicy reports whether two IDs are of one policy: they are UUIDs in practice, which Atlassian may well spell in another
// case than the console's address bar, or put into an ARI. If they counted as two, the policy would seem to have no members.
func SamePolicy(a, b string) bool { return policyKey(a) == policyKey(b) }

// InPolicy reports whether a member is in a policy. That a policy with a UUID is compared with something else says nothing about the
// member, so it is an error.
func InPolicy(member PolicyMember, id string) (bool, error) {
	if SamePolicy(member.PolicyID, id) {
		return true, nil
	}
	if ids.UUID.MatchString(id) && !ids.UUID.MatchString(member.PolicyID) {
		return false, fmt.Errorf("Atlassian names %q as the authentication policy of account %s, which is not the ID of a policy, so the provider cannot tell whether the account is in policy %s: please report it", //nolint:staticcheck // the name of a company
			member.PolicyID, member.AccountID, id)
	}
	return false, nil
}

// UnplacedError says that Atlassian names no authentication policy of accounts that the organization manages, or may manage. Every
// managed account is in a policy, so it is not known which accounts are in which policy.
type UnplacedError struct {
	// AccountIDs are the accounts.
	AccountIDs []string
	// Asked is how many accounts were asked for.
	Asked int
}

// Error names some of the accounts.
func (e *UnplacedError) Error() string {
	which := someAccounts(e.AccountIDs)
	what := fmt.Sprintf("Atlassian names no policy for %d of the %d managed accounts that it was asked for (%s)", len(e.AccountIDs), e.Asked, which)
	if len(e.AccountIDs) == e.Asked {
		what = fmt.Sprintf("Atlassian names no policy for any of the %d managed accounts that it was asked for (%s)", e.Asked, which)
	}
	return what + ", even when asked once more, although every managed account is in a policy; so the provider cannot tell who is in which policy: try again, and report it to Atlassian if that does not help"
}

// someAccounts names accounts in an error, the first of them where there are many.
func someAccounts(ids []string) string {
	const named = 10
	which := strings.Join(ids[:min(len(ids), named)], ", ")
	if more := len(ids) - named; more > 0 {
		which += fmt.Sprintf(" and %d more", more)
	}
	return which
}

// isUnmanaged reports whether an account says that the organization does not manage it. One that says nothing may be managed.
func isUnmanaged(account Account) bool { return strings.EqualFold(account.ClaimStatus, ClaimUnmanaged) }

// Of returns the policies of accounts that are known already. It asks once more for those that one answer lacks. Every
// account is in the result unless it says that it is not managed: a managed account that no policy is named for is an error.
func (p *Policies) Of(ctx context.Context, accounts []Account) (map[string]PolicyMember, error) {
	ids := make([]string, len(accounts))
	for i, account := range accounts {
		ids[i] = account.AccountID
	}
	members, err := p.ofAccount.Still(ctx, ids)
	if err != nil {
		return nil, err
	}
	return members, allPlaced(accounts, members)
}

func allPlaced(accounts []Account, members map[string]PolicyMember) error {
	var unplaced []string
	for _, account := range accounts {
		if _, placed := members[account.AccountID]; !placed && !isUnmanaged(account) {
			unplaced = append(unplaced, account.AccountID)
		}
	}
	if len(unplaced) == 0 {
		return nil
	}
	slices.Sort(unplaced)
	return &UnplacedError{AccountIDs: unplaced, Asked: len(accounts)}
}

// StillMembers returns the policies of accounts that were in one before. It asks once more for those that one answer lacks,
// and looks up the accounts that are still missing: an account is missing from the result only if it is no longer there or no longer managed.
func (p *Policies) StillMembers(ctx context.Context, accountIDs []string) (map[string]PolicyMember, error) {
	members, _, err := p.stillMembers(ctx, accountIDs)
	return members, err
}

// stillMembers is [Policies.StillMembers] with the accounts that are still there and in no policy, because they are not managed.
func (p *Policies) stillMembers(ctx context.Context, accountIDs []string) (members map[string]PolicyMember, rest map[string]Account, err error) {
	members, err = p.ofAccount.Still(ctx, accountIDs)
	if err != nil {
		return nil, nil, err
	}
	var missing []string
	for _, id := range accountIDs {
		if _, placed := members[id]; !placed {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return members, nil, nil
	}
	rest, err = p.people.StillAccounts(ctx, missing)
	if err != nil {
		return nil, nil, err
	}
	return members, rest, allPlaced(slices.Collect(maps.Values(rest)), members)
}
