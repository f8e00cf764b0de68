// SPDX-License-Identifier: MPL-2.0

package review

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/rows"
)

// Person is one row of a review: what a person or an app has. Its lists are in an order of their own, whatever the order of the answers.
type Person struct {
	atlassian.User

	// LastActive is the latest activity in any app. It is nil if Atlassian shows none.
	LastActive *time.Time
	// PolicyID is the authentication policy of a managed account. It is empty if the account has none, or if that was not asked.
	PolicyID string
	// Tokens are the API tokens. They are nil if they were not asked for, or are not known, as for accounts that are not managed.
	Tokens []Token
	// Findings are the kinds of what was found, each once, in the order of [Kinds].
	Findings []Kind
}

// Review is what a review found.
type Review struct {
	// People are sorted by address, name and ID. Those without an address come last.
	People []Person
	// Findings are sorted by kind, person and subject.
	Findings []Finding
	// Counts says how many findings of each kind there are. A kind that was not judged is nil, which is not none.
	Counts map[Kind]*int
	// VerifiedDomains are the names of the verified domains, sorted.
	VerifiedDomains []string
	// UnknownApps are the keys of [Settings.DormantAfterByApp] that no app of anybody has, sorted, and AppKeys those that there are.
	UnknownApps, AppKeys []string
}

// Of reviews what was read. Equal facts in any order give the same review.
func Of(facts Facts, settings Settings) Review {
	judge := newJudge(facts, settings)
	people := judge.rows(facts)
	review := Review{People: people, VerifiedDomains: judge.verified}
	for i := range people {
		found := judge.findings(&people[i])
		for _, one := range found {
			if !slices.Contains(people[i].Findings, one.Kind) {
				people[i].Findings = append(people[i].Findings, one.Kind)
			}
		}
		slices.SortFunc(people[i].Findings, byKind)
		review.Findings = append(review.Findings, found...)
	}
	review.Findings = append(review.Findings, judge.ownerless(facts.Tokens, people)...)
	slices.SortStableFunc(review.Findings, func(a, b Finding) int {
		return cmp.Or(byKind(a.Kind, b.Kind), compare(a.Email, b.Email, a.Name, b.Name, a.AccountID, b.AccountID), cmp.Compare(a.Subject, b.Subject))
	})
	review.Counts = judge.counts(review.Findings)
	review.UnknownApps, review.AppKeys = judge.unknownApps(people)
	return review
}

// rows are the people of a review, each once, with everything that belongs to them.
func (j *judge) rows(facts Facts) []Person {
	tokens := make(map[string][]Token)
	for _, token := range facts.Tokens {
		tokens[token.owner()] = append(tokens[token.owner()], token)
	}
	accounts := facts.People
	if len(j.settings.DirectoryIDs) == 0 {
		accounts = slices.Concat(accounts, facts.Admins) // one that only the search for admins shows is a row, too
	}
	people := make([]Person, 0, len(accounts))
	for i, account := range j.joined(accounts) {
		j.missed[account.AccountID] = i >= len(facts.People)
		person := Person{User: tidied(account), PolicyID: facts.Policies[account.AccountID]}
		for _, app := range person.ProductAccess {
			if at := app.LastActive; at != nil && (person.LastActive == nil || at.After(*person.LastActive)) {
				person.LastActive = at
			}
		}
		if j.settings.APITokens {
			person.Tokens = sorted(tokensOf(tokens, account), func(a, b Token) int {
				return cmp.Or(compareTimes(a.CreatedAt, b.CreatedAt), cmp.Compare(a.ID, b.ID))
			})
			if person.Tokens == nil && !is(account.ClaimStatus, claimUnmanaged) {
				person.Tokens = []Token{}
			}
		}
		people = append(people, person)
	}
	slices.SortFunc(people, func(a, b Person) int {
		return compare(a.Email, b.Email, a.Name, b.Name, a.AccountID, b.AccountID)
	})
	return people
}

// joined are accounts, each once, with what the lists of any of its rows have. What two rows say differently is not known. A row that says
// nothing of something contradicts no other one.
func (j *judge) joined(accounts []atlassian.User) []atlassian.User {
	at := make(map[string]int, len(accounts))
	all := make([]atlassian.User, 0, len(accounts))
	for _, account := range accounts {
		i, again := at[account.AccountID]
		if !again {
			at[account.AccountID] = len(all)
			all = append(all, account)
			continue
		}
		before := all[i]
		account.Email, account.AccountType = cmp.Or(account.Email, before.Email), cmp.Or(account.AccountType, before.AccountType)
		account.Status, account.AccountStatus = cmp.Or(account.Status, before.Status), cmp.Or(account.AccountStatus, before.AccountStatus)
		account.MembershipStatus, account.ClaimStatus = cmp.Or(account.MembershipStatus, before.MembershipStatus), cmp.Or(account.ClaimStatus, before.ClaimStatus)
		account.MFAEnabled = cmp.Or(account.MFAEnabled, before.MFAEnabled)
		j.differing[account.AccountID] = append(j.differing[account.AccountID], rows.Differing(before, account)...)
		all[i] = rows.WithLists(before, account)
	}
	return all
}

// owner is by what a token names its owner: the ID, or else the address in lower case.
func (t Token) owner() string {
	if t.AccountID != "" {
		return t.AccountID
	}
	return wordKey(t.Email)
}

// tokensOf are the tokens of an account, by their owners.
func tokensOf(tokens map[string][]Token, account atlassian.User) []Token {
	found := tokens[account.AccountID]
	if account.Email != "" {
		found = slices.Concat(found, tokens[wordKey(account.Email)])
	}
	return found
}

// tidied is an account whose lists are in order, and have everything once. It leaves the lists of the account as they are, because they
// are those of a read that others share.
func tidied(account atlassian.User) atlassian.User {
	account.Groups = sorted(account.Groups, func(a, b atlassian.UserGroup) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	account.PlatformRoles = sorted(account.PlatformRoles, strings.Compare)
	account.ProductAccess = sorted(account.ProductAccess, func(a, b atlassian.ProductAccess) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.ResourceID, b.ResourceID), compareTimes(a.LastActive, b.LastActive))
	})
	return account
}

// sorted is a list in an order, without what is there twice. No list stays none.
func sorted[V any](list []V, order func(a, b V) int) []V {
	if list == nil {
		return nil
	}
	list = slices.SortedFunc(slices.Values(list), order)
	return append([]V{}, slices.CompactFunc(list, func(a, b V) bool { return order(a, b) == 0 })...)
}

// compareTimes compares times. No time comes first.
func compareTimes(a, b *time.Time) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return a.Compare(*b)
}

// compare is the order of people: by address, in any case, then by name and ID. Those without an address come last.
func compare(email, otherEmail, name, otherName, id, otherID string) int {
	if (email == "") != (otherEmail == "") {
		return cmp.Compare(len(otherEmail), len(email))
	}
	return cmp.Or(cmp.Compare(strings.ToLower(email), strings.ToLower(otherEmail)), cmp.Compare(name, otherName), cmp.Compare(id, otherID))
}

// Group is a group of a person.
type Group = atlassian.UserGroup

// App is an app that a person has access to.
type App = atlassian.ProductAccess
