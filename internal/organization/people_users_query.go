// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// maxSearches bounds the searches of one query: they grow with the product of its long lists.
const maxSearches = 1000

// userFilter is a filter that is a list: how many values one search takes, and where query and search have it.
type userFilter struct {
	limit int
	of    func(*UserQuery) *[]string
	in    func(*atlassian.UserSearch) *[]string
}

var userFilters = []userFilter{
	{accountIDsPerSearch, func(q *UserQuery) *[]string { return &q.AccountIDs }, func(s *atlassian.UserSearch) *[]string { return &s.AccountIDs }},
	{emailsPerSearch, func(q *UserQuery) *[]string { return &q.Emails }, func(s *atlassian.UserSearch) *[]string { return &s.Emails }},
	{10, func(q *UserQuery) *[]string { return &q.GroupIDs }, func(s *atlassian.UserSearch) *[]string { return &s.GroupIDs }},
	{10, func(q *UserQuery) *[]string { return &q.RoleIDs }, func(s *atlassian.UserSearch) *[]string { return &s.RoleIDs }},
	{10, func(q *UserQuery) *[]string { return &q.EmailDomains }, func(s *atlassian.UserSearch) *[]string { return &s.EmailDomains }},
	{20, func(q *UserQuery) *[]string { return &q.ResourceIDs }, func(s *atlassian.UserSearch) *[]string { return &s.ResourceIDs }},
	{10, func(q *UserQuery) *[]string { return &q.DirectoryIDs }, func(s *atlassian.UserSearch) *[]string { return &s.DirectoryIDs }},
	{4, func(q *UserQuery) *[]string { return &q.Status }, func(s *atlassian.UserSearch) *[]string { return &s.Status }},
	{3, func(q *UserQuery) *[]string { return &q.AccountStatus }, func(s *atlassian.UserSearch) *[]string { return &s.AccountStatus }},
	{3, func(q *UserQuery) *[]string { return &q.MembershipStatus }, func(s *atlassian.UserSearch) *[]string { return &s.MembershipStatus }},
}

// normalized is the same query in the form that all spellings of it share: lists in order, without duplicates.
func (q UserQuery) normalized() UserQuery {
	emails := make([]string, len(q.Emails))
	for i, email := range q.Emails {
		emails[i] = sameAddress(email)
	}
	q.Emails = emails
	for _, filter := range userFilters {
		list := filter.of(&q)
		*list = slices.Compact(slices.Sorted(slices.Values(*list)))
	}
	return q
}

// directory is where a query is sent.
func (q UserQuery) directory() string {
	if len(q.DirectoryIDs) == 1 {
		return q.DirectoryIDs[0]
	}
	return everyDirectory
}

// searches is how many searches a query takes, however many that is.
func (q UserQuery) searches() int {
	n := 1
	for _, filter := range userFilters {
		n = min(n*max(1, reading.RequestsFor(len(*filter.of(&q)), filter.limit)), 1_000_000)
	}
	return n
}

// chunked returns the searches that a query takes. An account matches the query if it matches any of them.
func (q UserQuery) chunked() []atlassian.UserSearch {
	if len(q.DirectoryIDs) == 1 {
		q.DirectoryIDs = nil // the path says it
	}
	searches := []atlassian.UserSearch{{ClaimStatus: q.ClaimStatus, MFAEnabled: q.MFAEnabled, SearchTerm: q.SearchTerm, Expand: q.asked()}}
	for _, filter := range userFilters {
		values := *filter.of(&q)
		if len(values) == 0 {
			continue
		}
		narrower := make([]atlassian.UserSearch, 0, len(searches))
		for _, search := range searches {
			for chunk := range slices.Chunk(values, filter.limit) {
				*filter.in(&search) = chunk
				narrower = append(narrower, search)
			}
		}
		searches = narrower
	}
	return searches
}

// lacking returns the account IDs and addresses of a query that are those of no account found.
func (q UserQuery) lacking(found []Account) []string {
	shown := make(map[string]bool, 2*len(found))
	for _, account := range found {
		shown[account.AccountID] = true
		shown[sameAddress(account.Email)] = true
	}
	var lacking []string
	for _, word := range slices.Concat(q.AccountIDs, q.Emails) {
		if !shown[WordKey(word)] {
			lacking = append(lacking, word)
		}
	}
	return lacking
}

// onlyFor is the query for some of the account IDs and addresses it asks for. A query for both is asked again as it is.
func (q UserQuery) onlyFor(words []string) UserQuery {
	switch {
	case len(q.Emails) == 0:
		q.AccountIDs = words
	case len(q.AccountIDs) == 0:
		q.Emails = words
	}
	return q
}

// onlyWords reports whether a query filters by account IDs or addresses and, apart from the directory, by nothing else.
func (q UserQuery) onlyWords() bool {
	if len(q.AccountIDs) > 0 && len(q.Emails) > 0 || q.ClaimStatus != "" || q.MFAEnabled != nil || q.SearchTerm != "" || len(q.DirectoryIDs) > 1 {
		return false
	}
	q.AccountIDs, q.Emails, q.DirectoryIDs = nil, nil, nil
	return !slices.ContainsFunc(userFilters, func(filter userFilter) bool { return len(*filter.of(&q)) > 0 })
}

// said returns an error if Atlassian does not say what it was asked about an account, or says it in part: null is not none. An account
// that is in no directory has no groups and no access that a directory could give, so there Atlassian may be silent.
func (e UserExpansions) said(accounts []Account) error {
	for _, part := range []struct {
		asked bool
		what  string
		said  func(Account) (some, whole bool)
	}{
		{e.Groups, "groups", func(a Account) (bool, bool) {
			return a.Groups != nil, !slices.ContainsFunc(a.Groups, func(g atlassian.UserGroup) bool { return g.ID == "" })
		}},
		{e.PlatformRoles, "platform roles", func(a Account) (bool, bool) {
			return a.PlatformRoles != nil, !slices.Contains(a.PlatformRoles, "")
		}},
		{e.ProductAccess, "product access", func(a Account) (bool, bool) {
			return a.ProductAccess != nil, !slices.ContainsFunc(a.ProductAccess, func(p atlassian.ProductAccess) bool { return p.ResourceID == "" && p.Key == "" })
		}},
	} {
		if !part.asked {
			continue
		}
		unsaid := slices.DeleteFunc(slices.Clone(accounts), func(a Account) bool {
			some, whole := part.said(a)
			return whole && (some || strings.EqualFold(a.MembershipStatus, noMembership))
		})
		if len(unsaid) > 0 {
			return &UnsaidError{What: part.what, Accounts: WordsFor(unsaid, true)}
		}
	}
	return nil
}

// noMembership is the word of Atlassian for accounts that are in no directory.
const noMembership = "no_membership"

// UnsaidError says that Atlassian does not say something about accounts, although it was asked.
type UnsaidError struct {
	// What was asked, such as "groups".
	What string
	// Accounts are the addresses, or IDs, of the accounts.
	Accounts []string
}

// Error names the first accounts.
func (e *UnsaidError) Error() string {
	few := e.Accounts[:min(len(e.Accounts), 5)]
	more := ""
	if n := len(e.Accounts) - len(few); n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("Atlassian did not return the %s of these accounts, or only in part. So the provider cannot tell whether they have any: %s%s; "+
		"try again, and report it if that does not help", e.What, Words(few), more)
}

// TooManySearchesError says that the filters of a query are too long to be combined.
type TooManySearchesError struct {
	// Searches is how many searches the query would take.
	Searches int
}

// Error says what to do.
func (e *TooManySearchesError) Error() string {
	return fmt.Sprintf("the filters would take %d searches, and at most %d are sent for one query: Atlassian limits the length of each filter, so every combination of their parts "+
		"takes a search of its own; shorten the lists, or leave out a filter and choose from the result in Terraform", e.Searches, maxSearches)
}
