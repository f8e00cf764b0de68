// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/rows"
)

// UserQuery says which accounts a search is for: those that match every filter, and any value of a list. A list that is empty does not
// filter, so a caller must refuse an empty list where it means nobody. Lists may be longer than Atlassian's limits.
type UserQuery struct {
	AccountIDs, Emails, GroupIDs, RoleIDs, ResourceIDs, EmailDomains []string
	// DirectoryIDs are the directories to search: all of them if there are none, and the managed accounts that are in no directory.
	DirectoryIDs []string
	// Status, AccountStatus and MembershipStatus are in Atlassian's words.
	Status, AccountStatus, MembershipStatus []string
	// ClaimStatus is [ClaimManaged] or [ClaimUnmanaged].
	ClaimStatus string
	// MFAEnabled filters by two-step verification.
	MFAEnabled *bool
	// SearchTerm is a part of a name or an address. It excludes Emails.
	SearchTerm string
	// UserExpansions are what to ask about the accounts that are found.
	UserExpansions
}

// UserExpansions are the parts of an account that Atlassian gives only if it is asked for them.
type UserExpansions struct{ Groups, PlatformRoles, ProductAccess bool }

func (e UserExpansions) asked() []atlassian.UserExpansion {
	var asked []atlassian.UserExpansion
	for _, one := range []struct {
		wanted bool
		name   atlassian.UserExpansion
	}{{e.Groups, atlassian.ExpandGroups}, {e.PlatformRoles, atlassian.ExpandPlatformRoles}, {e.ProductAccess, atlassian.ExpandProductAccess}} {
		if one.wanted {
			asked = append(asked, one.name)
		}
	}
	return asked
}

// UsersFound is the result of a search.
type UsersFound struct {
	// Accounts are sorted by address, name and ID. Each account is there once.
	Accounts []Account
	// Missing are the account IDs and addresses of the query behind which there is no account at all. Accounts that exist and do not match
	// the other filters are not among them.
	Missing []string
}

// Search finds the accounts that match a query. Equal queries are one read for the run, 100 accounts to a request.
//
// A search misses things now and then, and an account that is missing looks like one that complies. So the count of Atlassian proves the
// result whole where it has the same filters: see [People.searchProven]. It has none by address, and reads SearchTerm otherwise. Accounts
// that are asked for by ID or address, and that one answer lacks, are looked up once more. A group or directory that does not exist is an
// error, because nobody in it would look like nobody to find.
func (p *People) Search(ctx context.Context, query UserQuery) (UsersFound, error) {
	plain := query.normalized()
	key, err := json.Marshal(plain)
	if err != nil {
		return UsersFound{}, fmt.Errorf("naming a search: %w", err)
	}
	found, err := p.searches.Get(string(key)).Get(ctx, func(ctx context.Context) ([]Account, error) { return p.search(ctx, plain) })
	if err != nil {
		return UsersFound{}, err
	}
	missing, err := p.nobodyBehind(ctx, plain, query.lacking(found))
	return UsersFound{Accounts: found, Missing: missing}, err
}

func newUserSearches() *reading.Registry[*reading.Shared[[]Account]] {
	return reading.NewRegistry(func(string) *reading.Shared[[]Account] { return &reading.Shared[[]Account]{} })
}

// search reads what a query asks for, and what its first answer lacks once more.
func (p *People) search(ctx context.Context, query UserQuery) ([]Account, error) {
	if err := p.placesExist(ctx, query); err != nil {
		return nil, err
	}
	found, proven, err := p.searchCheaply(ctx, query)
	if err != nil {
		return nil, err
	}
	if lacking := query.lacking(found); len(lacking) > 0 && !proven {
		late, err := p.searchChunks(ctx, query.onlyFor(lacking))
		if err != nil {
			return nil, err
		}
		found = append(found, late...)
	}
	if found, err = rows.Joined(found); err != nil {
		return nil, err
	}
	return sortedUsers(found), query.said(found)
}

// searchCheaply reads the accounts of a long list of IDs from a listing of all that match the other filters, if that takes fewer requests
// than ten IDs at a time. Such a listing is proven.
func (p *People) searchCheaply(ctx context.Context, query UserQuery) (found []Account, proven bool, err error) {
	searches, all := query.searches(), query
	all.AccountIDs = nil
	if len(query.AccountIDs) > accountIDsPerSearch && all.searches() == 1 && provable(all.chunked()[0]) {
		size, err := p.client.CountUsers(ctx, p.id, all.directory(), all.chunked()[0])
		if err == nil && reading.RequestsFor(size, pageSize) < searches {
			found, err = p.searchChunks(ctx, all)
			return slices.DeleteFunc(found, func(a Account) bool {
				_, asked := slices.BinarySearch(query.AccountIDs, a.AccountID)
				return !asked
			}), true, err
		}
	}
	if searches > maxSearches {
		return nil, false, &TooManySearchesError{Searches: searches}
	}
	found, err = p.searchChunks(ctx, query)
	return found, false, err
}

// parallelSearches bounds the searches of one query in flight.
const parallelSearches = 8

// searchChunks sends the searches of a query, several at a time.
func (p *People) searchChunks(ctx context.Context, query UserQuery) ([]Account, error) {
	chunks := query.chunked()
	answers := make([][]Account, len(chunks))
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(parallelSearches)
	for i, search := range chunks {
		workers.Go(reading.Guarded(func() (err error) {
			answers[i], err = reading.Collect(p.searchOne(ctx, query.directory(), search))
			return err
		}))
	}
	if err := workers.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(answers...), nil
}

// searchOne sends one search. If no count can prove it, the caller looks for what it lacks.
func (p *People) searchOne(ctx context.Context, directoryID string, search atlassian.UserSearch) iter.Seq2[Account, error] {
	if provable(search) {
		return p.searchProven(ctx, "accounts that match", directoryID, search)
	}
	return onlyAsked("accounts", accountKey, func(ctx context.Context, _ []string) iter.Seq2[Account, error] {
		return p.searchUsers(ctx, directoryID, search)
	})(ctx, search.AccountIDs)
}

// provable reports whether Atlassian's count has the filters of a search, and is needed: accounts that are asked for by ID or address
// are looked for one by one.
func provable(search atlassian.UserSearch) bool {
	return len(search.Emails) == 0 && len(search.AccountIDs) == 0 && search.SearchTerm == ""
}

// nobodyBehind returns those of the words that a query lacks that stand for no account where it looked. A query for nothing but words
// has asked twice already.
func (p *People) nobodyBehind(ctx context.Context, query UserQuery, words []string) ([]string, error) {
	if query.onlyWords() || len(words) == 0 {
		return words, nil
	}
	var emails, ids []string
	for _, word := range words {
		if IsAddress(word) {
			emails = append(emails, word)
		} else {
			ids = append(ids, word)
		}
	}
	known, err := p.accountsByEmail(ctx, InDirectory(query.directory()).Still(), emails)
	if err != nil {
		return nil, err
	}
	byID, err := p.inDirectory.Get(query.directory()).accountsByID.Still(ctx, ids)
	if err != nil {
		return nil, err
	}
	maps.Copy(known, byID)
	return slices.DeleteFunc(words, func(word string) bool { _, is := known[word]; return is }), nil
}

// placesExist refuses groups and directories that do not exist. A search in one directory does so itself.
func (p *People) placesExist(ctx context.Context, query UserQuery) error {
	if len(query.DirectoryIDs) > 1 {
		all, err := p.directories.List(ctx)
		if err != nil {
			return err
		}
		for _, id := range query.DirectoryIDs {
			if !slices.ContainsFunc(all, func(d Directory) bool { return strings.EqualFold(d.ID, id) }) {
				return &meaning.NotFoundError{What: "directory " + Word(id), Hint: "the data source atlassian_directories lists the directories that the API key can manage"}
			}
		}
	}
	if len(query.GroupIDs) == 0 {
		return nil
	}
	groups, err := p.inDirectory.Get(query.directory()).groupsByID.Still(ctx, query.GroupIDs)
	if err != nil {
		return err
	}
	for _, id := range query.GroupIDs {
		if _, is := groups[id]; !is {
			return &meaning.NotFoundError{What: "group " + Word(id), Hint: "nobody would be found in it, so correct or remove its ID"}
		}
	}
	return nil
}

// sortedUsers sorts accounts. Accounts without an address come last.
func sortedUsers(accounts []Account) []Account {
	slices.SortStableFunc(accounts, func(a, b Account) int {
		return cmp.Or(
			cmp.Compare(withoutAddress(a), withoutAddress(b)),
			cmp.Compare(sameAddress(a.Email), sameAddress(b.Email)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.AccountID, b.AccountID),
		)
	})
	return accounts
}

func withoutAddress(a Account) int {
	if a.Email == "" {
		return 1
	}
	return 0
}

// accountLookups answer questions about single accounts of a directory.
type accountLookups struct {
	accountList     *reading.Listing[Account]
	accountsByID    *reading.Lookup[Account]
	accountsByEmail *reading.Lookup[Account]
	// newcomers finds the same by address, for those who are probably not there.
	newcomers *reading.Lookup[Account]
	// accountWatch and inviteeWatch wait for changes of accounts; their keys are IDs, and addresses in lower case.
	accountWatch, inviteeWatch *reading.Watch[string, Account]
}

// newAccountLookups connects the questions with the searches that answer them. They ask for the same about every account.
func (r *run) newAccountLookups(directoryID string, expand ...atlassian.UserExpansion) accountLookups {
	search := func(ctx context.Context, search atlassian.UserSearch) iter.Seq2[Account, error] {
		search.Expand = expand
		return r.searchUsers(ctx, directoryID, search)
	}
	list := &reading.Listing[Account]{
		Key:      accountKey,
		Pages:    func(ctx context.Context) iter.Seq2[Account, error] { return search(ctx, atlassian.UserSearch{}) },
		Size:     countOrUnknown(func(ctx context.Context) (int, error) { return r.client.CountUsers(ctx, r.id, directoryID) }),
		PageSize: pageSize, Whole: r.wholeLists,
	}
	address := func(a Account) string { return sameAddress(a.Email) }
	byID := onlyAsked("accounts", accountKey, func(ctx context.Context, ids []string) iter.Seq2[Account, error] {
		return search(ctx, atlassian.UserSearch{AccountIDs: ids})
	})
	byEmail := func(ctx context.Context, emails []string) iter.Seq2[Account, error] {
		return search(ctx, atlassian.UserSearch{Emails: emails})
	}
	look := accountLookups{
		accountList:     list,
		accountsByID:    reading.NewLookup(list, accountIDsPerSearch, r.pace.Ten, accountKey, byID),
		accountsByEmail: reading.NewLookup(list, emailsPerSearch, r.pace.Company, address, byEmail),
		newcomers:       reading.NewLookup(list, emailsPerSearch, r.pace.Company, address, byEmail),
		accountWatch:    reading.NewWatch(r.waits.Pauses(), meaning.IsRefusal, reading.InChunks(accountIDsPerSearch, accountKey, byID)),
		inviteeWatch:    reading.NewWatch(r.waits.Pauses(), meaning.IsRefusal, reading.InChunks(emailsPerSearch, address, byEmail)),
	}
	look.newcomers.Strangers = true
	return look
}

// newUserLookups makes the look-ups that expand something, by directory and expansions.
func newUserLookups(r *run) *reading.Registry[*accountLookups] {
	return reading.NewRegistry(func(key string) *accountLookups {
		named := strings.Fields(key)
		expand := make([]atlassian.UserExpansion, len(named)-1)
		for i, name := range named[1:] {
			expand[i] = atlassian.UserExpansion(name)
		}
		return new(r.newAccountLookups(named[0], expand...))
	})
}

// User finds one account by its ID or address, in a directory, or in all of them if none is named. Asked for one by one, accounts travel
// in batches. An account that one answer lacks is looked up once more.
func (p *People) User(ctx context.Context, directoryID, word string, expansions UserExpansions) (Account, error) {
	directoryID = cmp.Or(directoryID, everyDirectory)
	where := &p.inDirectory.Get(directoryID).accountLookups
	if asked := expansions.asked(); len(asked) > 0 {
		key := []string{directoryID}
		for _, name := range asked {
			key = append(key, string(name))
		}
		where = p.lookups.Get(strings.Join(key, " "))
	}
	look := where.accountsByID
	if IsAddress(word) {
		look = where.accountsByEmail
	}
	found, err := look.Still(ctx, []string{WordKey(word)})
	if err != nil {
		return Account{}, err
	}
	account, is := found[WordKey(word)]
	if !is {
		if directoryID == everyDirectory {
			return Account{}, &meaning.NotFoundError{What: "an account " + Word(word), Hint: "check the spelling, or invite the person to the organization first"}
		}
		return Account{}, accountNotFound(Word(word), directoryID)
	}
	return account, expansions.said([]Account{account})
}
