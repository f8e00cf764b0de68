// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"slices"
)

// Others lists the accounts of a policy that are not among the given people, by a walk over all managed accounts. It adds protected
// accounts that the walk has missed. The words of the result are addresses if byEmail is set.
func (p *Policies) Others(ctx context.Context, policyID string, byEmail bool, but []Person) ([]Person, error) {
	accounts, err := p.MembersOf(ctx, policyID)
	if err != nil {
		return nil, err
	}
	everybody := make([]Person, len(accounts))
	for i, account := range accounts {
		everybody[i] = memberPerson(PolicyMember{AccountID: account.AccountID, Email: account.Email, PolicyID: policyID}, byEmail)
	}
	protected, err := p.Protected(ctx, policyID)
	if err != nil {
		return nil, err
	}
	missed := make([]Person, len(protected))
	for i, member := range protected {
		missed[i] = memberPerson(member, byEmail)
	}
	return WithoutAccountsOf(slices.Concat(everybody, WithoutAccountsOf(missed, everybody)), but), nil
}

// memberPerson is a member of a policy, with the word that names the account.
func memberPerson(member PolicyMember, byEmail bool) Person {
	return Person{Word: wordFor(member.AccountID, member.Email, byEmail), Standing: Managed, PolicyMember: member}
}
