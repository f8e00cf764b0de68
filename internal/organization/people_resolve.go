// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"maps"
	"slices"
	"strings"
)

// Standing is what an account has to do with the organization.
type Standing int

const (
	// Nobody has no account where the word was looked up.
	Nobody Standing = iota
	// Unclear accounts may be managed or not: Atlassian does not say, or nothing was asked because the word is an account ID. Nothing
	// may take them for managed ones.
	Unclear
	// Unmanaged accounts are those that the organization does not manage. They have no authentication policy.
	Unmanaged
	// Managed accounts are those that the organization manages. Each is in one authentication policy.
	Managed
)

// Person is the account that a word stands for.
type Person struct {
	// Word is an e-mail address or an account ID.
	Word string
	// Standing is what the account has to do with the organization.
	Standing Standing
	// PolicyMember has the ID and the address of the account, as far as they are known, and the policy of a managed account if the
	// scope is [Anywhere].
	PolicyMember
}

// In reports whether the account is in a policy.
func (p Person) In(policyID string) bool { return SamePolicy(p.PolicyID, policyID) }

// PeopleIn returns the people who are in a policy. People who are in no policy are not in this one.
func PeopleIn(people []Person, policyID string) ([]Person, error) {
	in := make([]Person, 0, len(people))
	for _, p := range people {
		if p.PolicyID == "" {
			continue
		}
		is, err := InPolicy(p.PolicyMember, policyID)
		if err != nil {
			return nil, err
		}
		if is {
			in = append(in, p)
		}
	}
	return in, nil
}

// WithoutAccountsOf leaves out the people whose account is among others, by whatever word.
func WithoutAccountsOf(people, others []Person) []Person {
	listed := make(map[string]bool, len(others))
	for _, p := range others {
		listed[p.AccountID] = true
	}
	var rest []Person
	for _, p := range people {
		if !listed[p.AccountID] {
			rest = append(rest, p)
		}
	}
	return rest
}

// WordsOf are the words of some people.
func WordsOf(people []Person) []string {
	words := make([]string, len(people))
	for i, p := range people {
		words[i] = p.Word
	}
	return words
}

// Scope says where words are looked up.
type Scope struct {
	directoryID string
	anywhere    bool
	still       bool
}

// InDirectory looks words up in one directory. It asks for addresses only: an account ID stands for itself. It does not ask for
// policies.
func InDirectory(directoryID string) Scope { return Scope{directoryID: directoryID} }

// InAnyDirectory looks words up in all directories, as [InDirectory] does in one.
func InAnyDirectory() Scope { return InDirectory(everyDirectory) }

// Anywhere looks words up in the whole organization, and asks which authentication policy each account is in.
func Anywhere() Scope { return Scope{directoryID: everyDirectory, anywhere: true} }

// Everywhere looks words up in the whole organization. It asks for addresses only: an account ID stands for itself.
func Everywhere() Scope { return Scope{directoryID: everyDirectory} }

// Still is the scope for words that named accounts before, such as those of a state: an account that one answer lacks is looked up
// once more before it counts as [Nobody].
func (s Scope) Still() Scope {
	s.still = true
	return s
}

// Remembered is who words stand for, as far as that is known without a request.
func Remembered(words []string, memo Memo) []Person {
	people := make([]Person, len(words))
	for i, word := range words {
		people[i].Word = word
		if id := memo.AccountID(word); id != "" {
			people[i].Standing, people[i].AccountID = Unclear, id
		}
	}
	return people
}

// Resolve finds out who words stand for. The result has one person for each word, in their order. It looks up addresses by 100 and
// policies by 100. It does not look up an address that the memo has, unless the account behind it is in no policy any more.
func (p *People) Resolve(ctx context.Context, scope Scope, words []string, memo Memo) ([]Person, error) {
	people := Remembered(words, memo)
	resolve := p.resolveAnywhere
	switch {
	case !scope.anywhere:
		resolve = func(ctx context.Context, people []Person) error { return p.resolveInDirectory(ctx, scope, people) }
	case scope.still:
		resolve = p.resolveStill
	}
	if err := resolve(ctx, people); err != nil {
		return nil, err
	}
	return people, nil
}

// ResolveOne is [People.Resolve] for one word. Asked for one by one, words travel in batches.
func (p *People) ResolveOne(ctx context.Context, scope Scope, word string) (Person, error) {
	people, err := p.Resolve(ctx, scope, []string{word}, nil)
	if err != nil {
		return Person{}, err
	}
	return people[0], nil
}

// PresentAddress returns the present address of an account that had a known one. Shown is what Atlassian shows of the account. If it shows
// none, the known address stays, unless another account has it now: then the address is empty.
func (p *People) PresentAddress(ctx context.Context, accountID, shown, known string) (string, error) {
	if shown != "" || known == "" {
		return shown, nil
	}
	person, err := p.ResolveOne(ctx, InAnyDirectory(), known)
	switch {
	case err != nil:
		return known, err
	case person.Standing != Nobody && person.AccountID != accountID:
		return "", nil
	}
	return known, nil
}

// resolveInDirectory looks up the addresses whose account is not known yet.
func (p *People) resolveInDirectory(ctx context.Context, scope Scope, people []Person) error {
	var unknown []string
	for _, person := range people {
		if person.AccountID == "" {
			unknown = append(unknown, person.Word)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	accounts, err := p.accountsByEmail(ctx, scope, unknown)
	if err != nil {
		return err
	}
	for i := range people {
		person := &people[i]
		if account, ok := accounts[person.Word]; ok && person.AccountID == "" {
			person.AccountID, person.Email, person.Standing = account.AccountID, account.Email, standingOf(account)
		}
	}
	return nil
}

// standingOf is what an account says of itself. Words that Atlassian does not document, and none, leave it open.
func standingOf(account Account) Standing {
	switch {
	case strings.EqualFold(account.ClaimStatus, ClaimManaged):
		return Managed
	case isUnmanaged(account):
		return Unmanaged
	}
	return Unclear
}

// resolveAnywhere asks for the policies of the accounts that are known, and then looks up the others. For words that mostly name
// managed accounts, this is the cheapest order.
func (p *People) resolveAnywhere(ctx context.Context, people []Person) error {
	var ids []string
	for _, person := range people {
		if person.AccountID != "" {
			ids = append(ids, person.AccountID)
		}
	}
	members, err := p.policies.Members(ctx, ids)
	if err != nil {
		return err
	}
	var open []*Person
	for i := range people {
		person := &people[i]
		if member, ok := members[person.AccountID]; ok {
			person.Standing, person.PolicyMember = Managed, member
		} else {
			open = append(open, person)
		}
	}
	return p.lookUpAccounts(ctx, open)
}

// lookUpAccounts finds the accounts of people of whom only a word is known, or an ID that is in no policy. One answer that lacks an
// account proves nothing, so it asks twice.
func (p *People) lookUpAccounts(ctx context.Context, open []*Person) error {
	var emails, ids []string
	for _, person := range open {
		if IsAddress(person.Word) {
			emails = append(emails, person.Word)
		} else {
			ids = append(ids, person.Word)
		}
	}
	accounts, err := p.accountsByEmail(ctx, Anywhere().Still(), emails)
	if err != nil {
		return err
	}
	byID, err := p.StillAccounts(ctx, ids)
	if err != nil {
		return err
	}
	maps.Copy(accounts, byID)
	asked := make([]Account, 0, len(accounts))
	for _, account := range accounts {
		if !isUnmanaged(account) {
			asked = append(asked, account)
		}
	}
	members, err := p.policies.Of(ctx, asked) // an account that may be managed must be in some policy, or this is an error
	if err != nil {
		return err
	}
	for _, person := range open {
		person.Standing, person.PolicyMember = Nobody, PolicyMember{}
		account, ok := accounts[person.Word]
		switch member, placed := members[account.AccountID]; {
		case !ok:
		case placed:
			person.Standing, person.PolicyMember = Managed, member
			if person.Email == "" {
				person.Email = account.Email
			}
		default:
			person.Standing, person.AccountID = Unmanaged, account.AccountID
		}
	}
	return nil
}

// resolveStill looks up the addresses whose account is not known, and asks for the policies of all accounts. Those that are known cost
// no look-up, so a refresh asks for policies only. People whose account is gone keep the ID by which it was known.
func (p *People) resolveStill(ctx context.Context, people []Person) error {
	var unknown []string
	for _, person := range people {
		if person.AccountID == "" {
			unknown = append(unknown, person.Word)
		}
	}
	accounts, err := p.accountsByEmail(ctx, Anywhere().Still(), unknown)
	if err != nil {
		return err
	}
	ids := make([]string, 0, len(people))
	for i := range people {
		person := &people[i]
		if person.AccountID == "" {
			person.AccountID = accounts[person.Word].AccountID
		}
		if person.AccountID != "" {
			ids = append(ids, person.AccountID)
		}
	}
	members, rest, err := p.policies.stillMembers(ctx, ids)
	if err != nil {
		return err
	}
	for i := range people {
		person := &people[i]
		_, there := rest[person.AccountID]
		switch member, placed := members[person.AccountID]; {
		case placed:
			person.Standing, person.PolicyMember = Managed, member
		case there: // and says that it is not managed: otherwise it would have to be in a policy
			person.Standing = Unmanaged
		default:
			person.Standing = Nobody
		}
	}
	return nil
}

// Others lists the accounts of a policy that are not among the given people, by a walk over all managed accounts. It adds protected
// accounts that the walk has missed. The words of the result are addresses if byEmail is set, and IDs of those who share an address.
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
	others := WithoutAccountsOf(slices.Concat(everybody, WithoutAccountsOf(missed, everybody)), but)
	sharing := make([]Account, 0, len(others)+2*len(but))
	for _, p := range others {
		sharing = append(sharing, Account{AccountID: p.AccountID, Email: p.Email})
	}
	for _, p := range but { // the address that names somebody else cannot name one of the others
		sharing = append(sharing, Account{AccountID: p.AccountID, Email: p.Word}, Account{AccountID: p.AccountID, Email: p.Email})
	}
	for i, word := range WordsFor(sharing, byEmail)[:len(others)] {
		others[i].Word = word
	}
	return others, nil
}

// memberPerson is a member of a policy, with the word that names the account.
func memberPerson(member PolicyMember, byEmail bool) Person {
	return Person{Word: wordFor(member.AccountID, member.Email, byEmail), Standing: Managed, PolicyMember: member}
}
