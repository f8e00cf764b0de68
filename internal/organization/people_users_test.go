// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/rows"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const confluence = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"

var lastActive = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// busy is an organization of many people, all in one group that grants Confluence, of whom every second was active there.
func busy(people int) simulator.Organization {
	start := simulated.Large(simulated.Size{Members: people})
	start.Workspaces = []simulator.Workspace{{ID: confluence, Name: "large", Type: "confluence", TypeKey: "confluence"}}
	start.Groups[0].Roles = []simulator.Role{{Resource: confluence, Role: "atlassian/user"}}
	for i := range start.Users {
		if i%2 == 0 {
			start.Users[i].LastActive = map[string]time.Time{confluence: lastActive}
		}
	}
	return start
}

func numbered(n int, of func(int) string) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = of(i + 1)
	}
	return all
}

func TestTenThousandPeopleWithGroupsAndLastActivity(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		people := thorough.Part(10_000, 500)
		on := simulated.Virtual(t, simulated.WithStart(busy(people)))
		o := run(t, on)
		query := organization.UserQuery{UserExpansions: organization.UserExpansions{Groups: true, ProductAccess: true}}
		var both sync.WaitGroup
		for range 3 {
			both.Go(func() {
				found, err := o.People.Search(t.Context(), query)
				if !assert.NoError(t, err) || !assert.Len(t, found.Accounts, people) {
					return
				}
				first, second := found.Accounts[0], found.Accounts[1]
				assert.Equal(t, simulated.Email(1), first.Email)
				assert.Equal(t, simulated.CrowdID, first.Groups[0].ID)
				assert.True(t, lastActive.Equal(*first.ProductAccess[0].LastActive))
				assert.Nil(t, second.ProductAccess[0].LastActive)
			})
		}
		both.Wait()
		assert.Equal(t, map[string]int{opSearchUsers: people / 100, opCountUsers: 1}, on.Simulator.Requests(), "equal queries are one read")
	})
}

// What a search is asked in one filter, it finds; filters that are longer than Atlassian's limits are several searches.
func TestSearchesOfAnyLength(t *testing.T) {
	t.Parallel()
	const people = 350
	shouted := numbered(people, func(n int) string { return strings.ToUpper(simulated.Email(n)) })
	ids := numbered(people, simulated.AccountID)
	for name, c := range map[string]struct {
		query    organization.UserQuery
		found    int
		missing  []string
		requests map[string]int
	}{
		"all":               {organization.UserQuery{}, people, nil, map[string]int{opSearchUsers: 4, opCountUsers: 1}},
		"no such status":    {organization.UserQuery{Status: []string{"suspended"}}, 0, nil, map[string]int{opSearchUsers: 1, opCountUsers: 1}},
		"all five statuses": {organization.UserQuery{Status: []string{"active", "suspended", "not_invited", "deactivated", "for_deletion"}}, people, nil, map[string]int{opSearchUsers: 5, opCountUsers: 2}},
		"addresses":         {organization.UserQuery{Emails: append(shouted, shouted[0])}, people, nil, map[string]int{opSearchUsers: 4}},
		"an unknown address": {
			organization.UserQuery{Emails: []string{simulated.Email(1), "Nobody@large.example"}}, 1, []string{"Nobody@large.example"}, map[string]int{opSearchUsers: 2},
		},
		"ten IDs": {organization.UserQuery{AccountIDs: ids[:10]}, 10, nil, map[string]int{opSearchUsers: 1}},
		// 35 searches would be more than the 4 pages of the listing.
		"many IDs":                {organization.UserQuery{AccountIDs: append(ids, "712020:nobody")}, people, []string{"712020:nobody"}, map[string]int{opSearchUsers: 4, opCountUsers: 2}},
		"a few more IDs than ten": {organization.UserQuery{AccountIDs: ids[:25]}, 25, nil, map[string]int{opSearchUsers: 3, opCountUsers: 1}},
		// Three who do not match are looked for once more, and then without the filter, which tells the one who does not exist.
		"addresses that do not match": {
			organization.UserQuery{Emails: append(shouted[:2:2], "nobody@large.example"), Status: []string{"suspended"}}, 0, []string{"nobody@large.example"}, map[string]int{opSearchUsers: 4},
		},
		"roles on resources": {
			organization.UserQuery{
				RoleIDs:     []string{"atlassian/user", "atlassian/admin", "atlassian/guest", "atlassian/customer", "atlassian/basic", "atlassian/contributor", "atlassian/stakeholder", "atlassian/org-admin", "atlassian/site-admin", "atlassian/ai-access", "atlassian/user-access-admin"},
				ResourceIDs: append(numbered(20, func(n int) string { return fmt.Sprintf("ari:cloud:jira-software::site/%d", n) }), confluence),
				MFAEnabled:  new(false),
			}, people, nil, map[string]int{opSearchUsers: 7, opCountUsers: 4},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithStart(busy(people)))
				found, err := run(t, on).People.Search(t.Context(), c.query)
				require.NoError(t, err)
				assert.Len(t, found.Accounts, c.found)
				assert.Equal(t, c.missing, found.Missing)
				assert.True(t, slices.IsSortedFunc(found.Accounts, func(a, b organization.Account) int { return strings.Compare(a.Email, b.Email) }))
				assert.Equal(t, c.requests, on.Simulator.Requests())
			})
		})
	}

	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(busy(people)))
		_, err := run(t, on).People.Search(t.Context(), organization.UserQuery{
			Emails: numbered(10_100, simulated.Email), AccountIDs: numbered(101, simulated.AccountID),
		})
		var many *organization.TooManySearchesError
		require.ErrorAs(t, err, &many)
		assert.Equal(t, "the filters would take 1111 searches, and at most 1000 are sent for one query: Atlassian limits the length of each filter, so every combination of their parts "+
			"takes a search of its own; shorten the lists, or leave out a filter and choose from the result in Terraform", many.Error())
		assert.Zero(t, on.Requests())
	})
}

// A search that hides somebody is found out: by the count, or because somebody was asked for by name.
func TestSearchesThatHideSomebody(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		query  organization.UserQuery
		always string // the error of an answer that hides somebody whenever it is asked
	}{
		"all":           {organization.UserQuery{}, "Atlassian counts 30 accounts that match, but its search shows only 29 of them"},
		"by group":      {organization.UserQuery{GroupIDs: []string{simulated.CrowdID}}, "but its search shows only 29 of them"},
		"by address":    {organization.UserQuery{Emails: numbered(30, simulated.Email)}, ""},
		"by account ID": {organization.UserQuery{AccountIDs: numbered(10, simulated.AccountID)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithStart(busy(30)))
				whole, err := run(t, on).People.Search(t.Context(), c.query)
				require.NoError(t, err)
				on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Partial: true})
				again, err := run(t, on).People.Search(t.Context(), c.query)
				require.NoError(t, err)
				assert.Equal(t, whole, again)

				on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Partial: true, Count: -1})
				hidden, err := run(t, on).People.Search(t.Context(), c.query)
				if c.always != "" {
					require.ErrorContains(t, err, c.always)
					return
				}
				require.NoError(t, err)
				assert.NotEmpty(t, hidden.Missing, "it is missing, and the result says so")
				assert.Len(t, hidden.Accounts, len(whole.Accounts)-len(hidden.Missing))
			})
		})
	}
}

// Atlassian documents that its count has the managed accounts that are in no directory, and not that its search has them.
func TestSearchesFindManagedAccountsInNoDirectory(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := busy(8)
		start.Users = append(start.Users, simulator.User{Email: "outside@large.example", Status: "not_invited"})
		on := simulated.Virtual(t, simulated.WithStart(start))
		hidden := on.Edited(t, "/users/search", func(body any) any {
			page := body.(map[string]any)
			if all := page["data"].([]any); len(all) > 1 {
				page["data"] = slices.DeleteFunc(all, func(one any) bool { return one.(map[string]any)["membershipStatus"] == "no_membership" })
			}
			return page
		})
		for _, c := range []struct {
			on       *simulated.Organization
			requests map[string]int
		}{{on, map[string]int{opSearchUsers: 1, opCountUsers: 1}}, {hidden, map[string]int{opSearchUsers: 2, opCountUsers: 1}}} {
			on.Simulator.ResetRequests()
			found, err := run(t, c.on).People.Search(t.Context(), organization.UserQuery{MFAEnabled: new(false)})
			require.NoError(t, err)
			assert.Len(t, found.Accounts, 9)
			assert.Equal(t, c.requests, on.Simulator.Requests())
		}
	})
}

// What an answer does not say, although it was asked, is not none.
func TestWhatASearchDoesNotSay(t *testing.T) {
	t.Parallel()
	all := organization.UserExpansions{Groups: true, PlatformRoles: true, ProductAccess: true}
	for name, c := range map[string]struct {
		edit func(account map[string]any)
		want string
	}{
		"as it is":                  {func(map[string]any) {}, ""},
		"no groups":                 {func(a map[string]any) { a["groups"] = []any{} }, ""},
		"groups left out":           {func(a map[string]any) { delete(a, "groups") }, "Atlassian did not return the groups of these accounts"},
		"groups null":               {func(a map[string]any) { a["groups"] = nil }, "Atlassian did not return the groups of these accounts"},
		"a group that says nothing": {func(a map[string]any) { a["groups"] = []any{nil} }, "Atlassian did not return the groups of these accounts"},
		"roles null":                {func(a map[string]any) { a["platformRoles"] = nil }, "Atlassian did not return the platform roles of these accounts"},
		"a role that says nothing":  {func(a map[string]any) { a["platformRoles"] = []any{nil} }, "Atlassian did not return the platform roles of these accounts"},
		"access left out":           {func(a map[string]any) { delete(a, "productAccess") }, "Atlassian did not return the product access of these accounts"},
		"access that says nothing":  {func(a map[string]any) { a["productAccess"] = []any{map[string]any{}} }, "Atlassian did not return the product access of these accounts"},
		"null, outside of directory": {func(a map[string]any) {
			a["productAccess"], a["groups"], a["membershipStatus"] = nil, nil, "no_membership"
		}, ""},
		"hidden, outside of directory": {func(a map[string]any) {
			a["groups"], a["membershipStatus"] = []any{map[string]any{"id": nil}}, "no_membership"
		}, "Atlassian did not return the groups of these accounts"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := edited(t, simulated.Virtual(t, simulated.WithStart(busy(8))), c.edit)
				_, err := run(t, on).People.Search(t.Context(), organization.UserQuery{UserExpansions: all})
				_, one := run(t, on).People.User(t.Context(), "", simulated.Email(1), all)
				if c.want == "" {
					require.NoError(t, err)
					require.NoError(t, one)
					return
				}
				require.ErrorContains(t, err, c.want)
				require.ErrorContains(t, err, "user-0005@large.example and 3 more; try again")
				require.ErrorContains(t, one, c.want)
				_, err = run(t, on).People.Search(t.Context(), organization.UserQuery{})
				require.NoError(t, err, "what was not asked need not be said")
			})
		})
	}
}

// An account that an answer shows twice, as one that can be used and as one that cannot, is neither.
func TestAnAccountWithTwoStatuses(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := edited(t, simulated.Virtual(t, simulated.WithStart(busy(8))), func(a map[string]any) {
			if a["accountId"] == simulated.AccountID(2) {
				a["accountId"], a["email"], a["status"] = simulated.AccountID(1), simulated.Email(1), "suspended"
			}
		})
		_, err := run(t, on).People.Search(t.Context(), organization.UserQuery{})
		var twice *rows.TwoStatusesError
		require.ErrorAs(t, err, &twice)
		require.ErrorContains(t, err, simulated.Email(1)+` twice, with status "active", account_status "active", membership_status "active" and with status "suspended"`)
	})
}

// So it is if the search was by ID or address: an answer may not depend on the order of its rows.
func TestAnAccountWithTwoRowsByIDAndAddress(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := edited(t, simulated.Virtual(t, simulated.WithStart(busy(8))), func(a map[string]any) {
			if a["accountId"] == simulated.AccountID(2) {
				a["accountId"], a["email"], a["status"] = simulated.AccountID(1), simulated.Email(1), "suspended"
			}
		})
		var twice *rows.TwoStatusesError
		ids, emails := []string{simulated.AccountID(1), simulated.AccountID(2)}, []string{simulated.Email(1), simulated.Email(2)}
		_, err := run(t, on).People.Accounts(t.Context(), ids)
		require.ErrorAs(t, err, &twice)
		for _, query := range []organization.UserQuery{{AccountIDs: ids}, {Emails: emails}} {
			_, err = run(t, on).People.Search(t.Context(), query)
			require.ErrorAs(t, err, &twice)
		}
	})
}

// Nobody in a group or directory that does not exist would look like nobody to find.
func TestSearchesInPlacesThatDoNotExist(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(busy(8)))
		for want, query := range map[string]organization.UserQuery{
			"group 00000000-0000-4000-8000-000000000007 does not exist; nobody would be found in it, so correct or remove its ID": {GroupIDs: []string{simulated.CrowdID, simulated.GroupID(7)}},
			"directory elsewhere does not exist": {DirectoryIDs: []string{on.Credentials.DirectoryID, "elsewhere"}},
			"Not Found":                          {DirectoryIDs: []string{"elsewhere"}},
		} {
			_, err := run(t, on).People.Search(t.Context(), query)
			require.Error(t, err)
			require.Contains(t, strings.ToLower(err.Error()), strings.ToLower(want))
		}
		found, err := run(t, on).People.Search(t.Context(), organization.UserQuery{DirectoryIDs: []string{on.Credentials.DirectoryID}, GroupIDs: []string{simulated.CrowdID}})
		require.NoError(t, err)
		assert.Len(t, found.Accounts, 8)
	})
}

func TestUsersOneByOneTravelTogether(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		const people = 200
		on := simulated.Virtual(t, simulated.WithStart(busy(people)))
		for _, expansions := range []organization.UserExpansions{{}, {ProductAccess: true, Groups: true}} {
			on.Simulator.ResetRequests()
			o := run(t, on, func(s *organization.Settings) { s.Pace.Company = time.Minute }) // two full batches leave at once
			var all sync.WaitGroup
			for n := range people {
				all.Go(func() {
					found, err := o.People.User(t.Context(), "", simulated.Email(n+1), expansions)
					if assert.NoError(t, err) {
						assert.Equal(t, simulated.AccountID(n+1), found.AccountID)
						assert.Equal(t, expansions.Groups, found.Groups != nil)
					}
				})
			}
			all.Wait()
			assert.Equal(t, 2, on.Simulator.Requests()[opSearchUsers])
		}
		_, err := run(t, on).People.User(t.Context(), "", "nobody@large.example", organization.UserExpansions{})
		require.True(t, meaning.IsNotFound(err))
		require.ErrorContains(t, err, "an account nobody@large.example does not exist")
	})
}
