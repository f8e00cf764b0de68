// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// standing is what an account has to do with the organization.
type standing int

const (
	// nobody has no account at all.
	nobody standing = iota
	// unmanaged accounts have no authentication policy.
	unmanaged
	// managed accounts are in one policy.
	managed
)

// person is who a word stands for.
type person struct {
	word     string
	standing standing
	// PolicyMember is empty unless the account is managed.
	organization.PolicyMember
}

// in tells whether the account is in a policy.
func (p person) in(policyID string) bool { return organization.SamePolicy(p.PolicyID, policyID) }

// within are those who are in a policy. Of somebody who is in no policy, it is known that this is not the one.
func within(people []person, policyID string) ([]person, error) {
	in := make([]person, 0, len(people))
	for _, p := range people {
		if p.PolicyID == "" {
			continue
		}
		is, err := organization.InPolicy(p.PolicyMember, policyID)
		if err != nil {
			return nil, err
		}
		if is {
			in = append(in, p)
		}
	}
	return in, nil
}

// without leaves out people whose account is among others, by whatever word.
func without(some, others []person) []person {
	listed := make(map[string]bool, len(others))
	for _, p := range others {
		listed[p.AccountID] = true
	}
	var rest []person
	for _, p := range some {
		if !listed[p.AccountID] {
			rest = append(rest, p)
		}
	}
	return rest
}

// memo is the account IDs behind addresses, in lower case, as an earlier run found them.
type memo map[string]string

// people finds out who words stand for, and which policy each is in: addresses by 100, policies by 100. An address that
// the memo has need not be looked up.
func people(ctx context.Context, o *organization.Organization, words []string, known memo) ([]person, error) {
	found := make([]person, len(words))
	var ids []string
	for i, word := range words {
		found[i].word = word
		if id := idOf(word, known); id != "" {
			found[i].AccountID = id
			ids = append(ids, id)
		}
	}
	members, err := o.Policies.Members(ctx, ids)
	if err != nil {
		return nil, err
	}
	var open []*person
	for i := range found {
		p := &found[i]
		if member, ok := members[p.AccountID]; ok {
			p.standing, p.PolicyMember = managed, member
		} else {
			open = append(open, p)
		}
	}
	return found, meet(ctx, o, open)
}

// idOf is the account ID of a word, as far as it is known without asking.
func idOf(word string, known memo) string {
	if base.IsAddress(word) {
		return known[wordKey(word)]
	}
	return word
}

// remembered are people of whom only what is known without asking matters. Who they are may be unknown.
func remembered(words []string, known memo) []person {
	people := make([]person, len(words))
	for i, word := range words {
		people[i] = person{word: word, standing: managed, PolicyMember: organization.PolicyMember{AccountID: idOf(word, known)}}
	}
	return people
}

// meet looks up those of whom only a word is known, or an ID that is in no policy.
func meet(ctx context.Context, o *organization.Organization, open []*person) error {
	var emails, ids []string
	for _, p := range open {
		if base.IsAddress(p.word) {
			emails = append(emails, p.word)
		} else {
			ids = append(ids, p.word)
		}
	}
	accounts, err := o.People.StillAccountsAnywhereByEmail(ctx, emails) // one answer that lacks somebody does not make them a stranger
	if err != nil {
		return err
	}
	byID, err := o.People.StillAccounts(ctx, ids)
	if err != nil {
		return err
	}
	maps.Copy(accounts, byID)
	asked := make([]organization.Account, 0, len(accounts))
	for _, account := range accounts {
		if !strings.EqualFold(account.ClaimStatus, organization.ClaimUnmanaged) {
			asked = append(asked, account)
		}
	}
	members, err := o.Policies.Of(ctx, asked) // a managed account is in some policy
	if err != nil {
		return err
	}
	for _, p := range open {
		p.PolicyMember = organization.PolicyMember{}
		account, ok := accounts[p.word]
		switch member, in := members[account.AccountID]; {
		case !ok:
		case in:
			p.standing, p.PolicyMember = managed, member
			if p.Email == "" {
				p.Email = account.Email
			}
		default:
			p.standing, p.AccountID = unmanaged, account.AccountID
		}
	}
	return nil
}

// refuse says who cannot be put into a policy, before anything is done.
func refuse(o *organization.Organization, policyID string, wanted []person) diag.Diagnostics {
	var diags diag.Diagnostics
	strangers, foreign := make(map[string][]string), make(map[string][]string)
	var protected []string
	for _, p := range wanted {
		switch {
		case p.standing == nobody:
			strangers[attributeOf(p.word)] = append(strangers[attributeOf(p.word)], p.word)
		case p.standing == unmanaged:
			foreign[attributeOf(p.word)] = append(foreign[attributeOf(p.word)], p.word)
		case !p.in(policyID) && len(o.People.Protected(p.AccountID)) > 0:
			protected = append(protected, named(p))
		}
	}
	for _, attribute := range []string{"account_ids", "emails"} {
		if words := strangers[attribute]; len(words) > 0 {
			diags.AddAttributeError(path.Root(attribute), "People without an account", fmt.Sprintf(
				"The organization has no account for %s of %s: %s. Invite these people first, or take them off the list. Nobody is moved.",
				base.Counted(len(words), "element", "elements"), attribute, base.Shortened(words)))
		}
		if words := foreign[attribute]; len(words) > 0 {
			diags.AddAttributeError(path.Root(attribute), "Accounts that are not managed", fmt.Sprintf(
				"Only managed accounts are in an authentication policy, and the organization does not manage %s of %s: %s. Verify the domain of their addresses and claim the accounts "+
					"(Atlassian Administration > Directory > Domains), or take them off the list. Nobody is moved.",
				base.Counted(len(words), "element", "elements"), attribute, base.Shortened(words)))
		}
	}
	if len(protected) > 0 {
		diags.Append(protectedMove(protected))
	}
	return diags
}

// protectedMove is the refusal to move break-glass accounts.
func protectedMove(names []string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("A protected account would be moved", fmt.Sprintf(
		"This would move %s to another authentication policy, but protected_account_ids of the provider block lists every one of them: no plan may move a break-glass account, which another policy could lock out. "+
			"Leave the account where it is, or take it out of protected_account_ids first.", strings.Join(names, ", ")))
}

// named is a person in a message.
func named(p person) string {
	if p.AccountID != "" && p.AccountID != p.word {
		return p.word + " (" + p.AccountID + ")"
	}
	return p.word
}

// twice reports people who are listed by both ID and address.
func twice(everybody []person) diag.Diagnostics {
	var diags diag.Diagnostics
	first := make(map[string]string, len(everybody))
	for _, p := range everybody {
		if p.AccountID == "" {
			continue
		}
		if before, again := first[p.AccountID]; again {
			diags.AddAttributeError(path.Root("emails"), "An account is listed twice", fmt.Sprintf("%s and %s are one account. Leave one of them out.", before, p.word))
			continue
		}
		first[p.AccountID] = p.word
	}
	return diags
}
