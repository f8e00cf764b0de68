// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// present lists who is in the policy: of the listed, with the addresses that they have now, or of everybody. The explanation is of whom
// something has moved.
func (r *membersResource) present(ctx context.Context, model *membersModel, known memo, whole bool) (people []person, explanation diag.Diagnostics, err error) {
	policyID := model.PolicyID.ValueString()
	listed, err := r.listed(ctx, model, known)
	if err != nil {
		return nil, nil, err
	}
	in, err := within(listed, policyID)
	if err != nil {
		return nil, nil, err
	}
	if !whole {
		return in, explained(policyID, listed, nil), nil
	}
	others, err := r.others(ctx, policyID, model.byEmail(), listed)
	return append(in, others...), explained(policyID, listed, others), err
}

// listed is the people of the model, each with the address that it has now. An address whose account is known needs no
// look-up, which is why a refresh asks for policies only.
func (r *membersResource) listed(ctx context.Context, model *membersModel, known memo) ([]person, error) {
	words := model.list().words
	var unknown []string
	for _, word := range words {
		if idOf(word, known) == "" {
			unknown = append(unknown, word)
		}
	}
	accounts, err := r.Organization.People.StillAccountsAnywhereByEmail(ctx, unknown)
	if err != nil {
		return nil, err
	}
	listed := make([]person, 0, len(words))
	ids := make([]string, 0, len(words))
	for _, word := range words {
		id := idOf(word, known)
		if id == "" {
			id = accounts[word].AccountID
		}
		if id != "" {
			listed = append(listed, person{word: word, PolicyMember: organization.PolicyMember{AccountID: id}})
			ids = append(ids, id)
		}
	}
	members, err := r.Organization.Policies.StillMembers(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i := range listed {
		p := &listed[i]
		member, ok := members[p.AccountID]
		if !ok {
			continue
		}
		p.standing, p.PolicyMember = managed, member
		if base.IsAddress(p.word) && member.Email != "" {
			p.word = member.Email
		}
	}
	return listed, nil
}

// others lists who is in the policy beside some people, by a walk over all managed accounts. It adds protected accounts that the walk
// has missed.
func (r *membersResource) others(ctx context.Context, policyID string, byEmail bool, but []person) ([]person, error) {
	accounts, err := r.Organization.Policies.MembersOf(ctx, policyID)
	if err != nil {
		return nil, err
	}
	everybody := make([]person, len(accounts))
	for i, account := range accounts {
		everybody[i] = person{
			word: base.WordFor(account, byEmail), standing: managed,
			PolicyMember: organization.PolicyMember{AccountID: account.AccountID, Email: account.Email, PolicyID: policyID},
		}
	}
	protected, err := r.Organization.Policies.Protected(ctx, policyID)
	if err != nil {
		return nil, err
	}
	missed := make([]person, len(protected))
	for i, member := range protected {
		missed[i] = person{word: base.WordFor(organization.Account{AccountID: member.AccountID, Email: member.Email}, byEmail), standing: managed, PolicyMember: member}
	}
	return without(slices.Concat(everybody, without(missed, everybody)), but), nil
}

func wordsOf(people []person) []string {
	words := make([]string, len(people))
	for i, p := range people {
		words[i] = p.word
	}
	return words
}
