// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// PolicyMember is a managed account and the authentication policy that it is in.
type PolicyMember = atlassian.PolicyMember

// AuthenticationPolicy is a policy with at least one member. Nothing more of it can be read: neither its name nor its settings.
type AuthenticationPolicy struct {
	// ID is opaque.
	ID string
	// Members are the managed accounts in it, in the order of their IDs.
	Members []Account
}

// Policies are the authentication policies of the organization, and who is in them.
type Policies struct {
	*run

	// ofAccount is the policy that an account is in. There is no listing behind it: only accounts can be asked for.
	ofAccount *reading.Lookup[PolicyMember]
	// reads bounds how many questions are under way at once.
	reads chan struct{}

	withoutTwoStep reading.Shared[[]Account]
	saml           *reading.Registry[*reading.Shared[bool]]

	// moving holds one token: a call needs it to move accounts.
	moving chan struct{}
}

// How many keys a request about policies has. Atlassian documents no maximum, and its searches take 100 addresses. Where it refuses as
// many, the list may be too long: then halves go out, down to a size that each of its operations takes.
const (
	accountsPerPolicyFetch = 100
	emailsPerMove          = 100
	minPerRequest          = 10
)

// How many requests of a kind are under way at once.
const (
	parallelPolicyReads         = 8
	parallelMoves               = 4
	parallelManageabilityChecks = 8
)

func newPolicies(r *run) *Policies {
	unlisted := &reading.Listing[PolicyMember]{
		Key:  func(m PolicyMember) string { return m.AccountID },
		Size: func(context.Context) (int, bool) { return 0, false },
	}
	p := &Policies{
		run:    r,
		reads:  make(chan struct{}, parallelPolicyReads),
		saml:   reading.NewRegistry(func(string) *reading.Shared[bool] { return &reading.Shared[bool]{} }),
		moving: make(chan struct{}, 1),
	}
	p.ofAccount = reading.NewLookup(unlisted, accountsPerPolicyFetch, r.pace.Company, unlisted.Key,
		func(ctx context.Context, accountIDs []string) iter.Seq2[PolicyMember, error] {
			return func(yield func(PolicyMember, error) bool) {
				members, err := p.fetch(ctx, accountIDs)
				if err != nil {
					yield(PolicyMember{}, err)
					return
				}
				for _, member := range members {
					if !yield(member, nil) {
						return
					}
				}
			}
		})
	return p
}

// Members returns the policies that accounts are in, 100 accounts to a request. Accounts that the organization does not manage are
// missing from the result, and so are accounts that one answer lacks: only [Policies.Of] and [Policies.StillMembers] distinguish them.
func (p *Policies) Members(ctx context.Context, accountIDs []string) (map[string]PolicyMember, error) {
	return p.ofAccount.Many(ctx, accountIDs)
}

// byAccountID is the order in which members are listed.
func byAccountID(a, b Account) int { return cmp.Compare(a.AccountID, b.AccountID) }

// fetch asks Atlassian once, or by halves where it refuses so many accounts at a time.
func (p *Policies) fetch(ctx context.Context, accountIDs []string) ([]PolicyMember, error) {
	select {
	case p.reads <- struct{}{}:
		defer func() { <-p.reads }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	var all []PolicyMember
	err := reading.Halving(accountIDs, minPerRequest, func(some []string) (refused []string, err error) {
		members, err := p.client.AuthenticationPolicyMembers(ctx, p.id, some)
		switch {
		case atlassian.IsBadRequest(err): // the list may be too long
			return some, err
		case err != nil:
			return nil, err
		}
		members, err = p.identify(ctx, some, members)
		all = append(all, members...)
		return nil, err
	})
	return all, err
}

// identify makes sure that every entry has an account and a policy, and every account one policy. Whether an answer names accounts by their IDs is
// unverified. If it has only addresses, identify looks these up.
func (p *Policies) identify(ctx context.Context, accountIDs []string, members []PolicyMember) ([]PolicyMember, error) {
	var emails []string
	named := 0
	for _, member := range members {
		if member.AccountID == "" {
			emails = append(emails, member.Email)
		}
		if member.PolicyID != "" {
			named++
		}
	}
	if len(members) > 0 && named == 0 {
		return nil, fmt.Errorf("Atlassian's answer names no policy of any account (%s), so the members of each policy are not known; "+ //nolint:staticcheck // the name of a company
			"the form of this answer is not documented in full: please report it", someAccounts(accountIDs))
	}
	accounts, err := p.people.accountsByEmail(ctx, Anywhere().Still(), emails)
	if err != nil {
		return nil, err
	}
	found := make([]PolicyMember, 0, len(members))
	in := make(map[string]string, len(members))
	for _, member := range members {
		if member.AccountID == "" {
			member.AccountID = accounts[member.Email].AccountID
		}
		if member.AccountID == "" || member.PolicyID == "" {
			continue // an account without a policy is missing, which is an error where the account is managed
		}
		if severalPolicies(member.PolicyID, p.id) {
			return nil, fmt.Errorf("Atlassian names %q as the authentication policy of account %s, which contains several IDs, so the provider cannot tell which policy the account is in: please report it", //nolint:staticcheck // the name of a company
				member.PolicyID, member.AccountID)
		}
		member.PolicyID = policyID(member.PolicyID)
		if other, again := in[member.AccountID]; again && !SamePolicy(other, member.PolicyID) {
			return nil, fmt.Errorf("Atlassian names two authentication policies of account %s, %q and %q, so the provider cannot tell which policy the account is in: please report it", //nolint:staticcheck // the name of a company
				member.AccountID, other, member.PolicyID)
		}
		in[member.AccountID] = member.PolicyID
		found = append(found, member)
	}
	return found, nil
}

// read asks again, and makes the answer that of the run.
func (p *Policies) read(ctx context.Context, accountIDs []string) (map[string]PolicyMember, error) {
	var mu sync.Mutex
	read := make(map[string]PolicyMember, len(accountIDs))
	var chunks errgroup.Group
	for chunk := range slices.Chunk(accountIDs, accountsPerPolicyFetch) {
		chunks.Go(reading.Guarded(func() error {
			members, err := p.fetch(ctx, chunk)
			mu.Lock()
			defer mu.Unlock()
			for _, member := range members {
				read[member.AccountID] = member
			}
			return err
		}))
	}
	if err := chunks.Wait(); err != nil {
		return nil, err
	}
	for _, member := range read {
		p.ofAccount.Wrote(member)
	}
	return read, nil
}

// List lists the policies that have members, with these, in the order of the policies' IDs. Nothing
// lists policies, so List reads all managed accounts, 100 to a request, and their policies, 100 to a request. Policies that
// have no members cannot be seen.
func (p *Policies) List(ctx context.Context) ([]AuthenticationPolicy, error) {
	accounts, err := p.people.Managed(ctx)
	if err != nil {
		return nil, err
	}
	members, err := p.Of(ctx, accounts)
	if err != nil {
		return nil, err
	}
	inUse := make(map[string]*AuthenticationPolicy)
	for _, account := range accounts {
		member, placed := members[account.AccountID]
		if !placed { // the account itself says that it is not managed, and came all the same
			return nil, fmt.Errorf("Atlassian lists account %s among the managed ones and says that it is not managed, so the members of each authentication policy are not known", account.AccountID) //nolint:staticcheck // the name of a company
		}
		key := policyKey(member.PolicyID)
		if inUse[key] == nil {
			inUse[key] = &AuthenticationPolicy{ID: member.PolicyID}
		}
		inUse[key].Members = append(inUse[key].Members, account)
	}
	all := make([]AuthenticationPolicy, 0, len(inUse))
	for _, key := range slices.Sorted(maps.Keys(inUse)) {
		slices.SortFunc(inUse[key].Members, byAccountID)
		all = append(all, *inUse[key])
	}
	return all, nil
}

// MembersOf lists the accounts in a policy, from the same walk. A policy without members looks like one
// that does not exist; both have no members.
func (p *Policies) MembersOf(ctx context.Context, policyID string) ([]Account, error) {
	all, err := p.List(ctx)
	if err != nil {
		return nil, err
	}
	var members []Account
	for _, policy := range all {
		in, err := InPolicy(PolicyMember{AccountID: policy.Members[0].AccountID, PolicyID: policy.ID}, policyID)
		if err != nil {
			return nil, err
		}
		if in {
			members = policy.Members
		}
	}
	return members, nil
}

// WithoutTwoStepVerification lists the accounts of a policy that are in use while two-step verification is off, in the
// order of their IDs. It asks only about accounts without it.
func (p *Policies) WithoutTwoStepVerification(ctx context.Context, policyID string) ([]Account, error) {
	accounts, err := p.people.activeWithoutTwoStep(ctx)
	if err != nil {
		return nil, err
	}
	members, err := p.Of(ctx, accounts)
	if err != nil {
		return nil, err
	}
	var without []Account
	for _, account := range accounts {
		in, err := InPolicy(members[account.AccountID], policyID)
		if err != nil {
			return nil, err
		}
		if in {
			without = append(without, account)
		}
	}
	slices.SortFunc(without, byAccountID)
	return without, nil
}

// governedBySAML is the reason why a profile cannot be changed where a person signs in by SAML.
const governedBySAML = "authPolicy.saml"

// WithoutSAML lists the active accounts of a policy whose profile is not governed by SAML, in the order of their IDs. It
// takes one request for each account, and an API key without scopes. The absence of the sign proves nothing: a profile
// that SCIM or Google governs may show that reason instead.
func (p *Policies) WithoutSAML(ctx context.Context, policyID string) ([]Account, error) {
	members, err := p.MembersOf(ctx, policyID)
	if err != nil {
		return nil, err
	}
	members = slices.DeleteFunc(slices.Clone(members), func(a Account) bool { return !InUse(a) })
	governed := make([]bool, len(members))
	var checks errgroup.Group
	checks.SetLimit(parallelManageabilityChecks)
	for i, account := range members {
		checks.Go(reading.Guarded(func() error {
			var err error
			governed[i], err = p.governedBySAML(ctx, account.AccountID)
			return err
		}))
	}
	if err := checks.Wait(); err != nil {
		return nil, err
	}
	var without []Account
	for i, account := range members {
		if !governed[i] {
			without = append(without, account)
		}
	}
	return without, nil
}

// errNoProfileRules is an answer that does not say whether SAML sets the profile. That is not the same as no.
var errNoProfileRules = errors.New("Atlassian's answer does not say what of the profile can be changed") //nolint:staticcheck // the name of a company

func (p *Policies) governedBySAML(ctx context.Context, accountID string) (bool, error) {
	return p.saml.Get(accountID).Get(ctx, func(ctx context.Context) (bool, error) {
		permissions, err := p.client.ManagePermissions(ctx, accountID, atlassian.ProfileWrite)
		if err == nil && permissions.Profile == nil {
			err = errNoProfileRules
		}
		for _, rule := range permissions.Profile {
			if !rule.Allowed && rule.Reason == governedBySAML {
				return true, nil
			}
		}
		return false, err
	})
}
