// SPDX-License-Identifier: MPL-2.0

package decision_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/decision"
)

// person is an account of which Atlassian says everything.
func person(id string, changes ...func(*decision.Account)) decision.Account {
	a := decision.Account{
		AccountID: id, Email: id + "@acme.example", Name: strings.ToUpper(id), AccountType: "atlassian", Status: "active", AccountStatus: "active", MembershipStatus: "active",
		Groups: []atlassian.UserGroup{}, PlatformRoles: []string{}, ProductAccess: []atlassian.ProductAccess{},
	}
	for _, change := range changes {
		change(&a)
	}
	return a
}

func suspended(a *decision.Account) { a.Status, a.MembershipStatus = "suspended", "suspended" }

func in(groups ...string) func(*decision.Account) {
	return func(a *decision.Account) {
		for _, id := range groups {
			a.Groups = append(a.Groups, atlassian.UserGroup{ID: id, Name: "name of " + id})
		}
	}
}

func seen(accounts ...decision.Account) decision.Seen {
	return decision.Seen{Accounts: accounts, Groups: map[string]string{"g": "gang", "h": "herd"}, Holders: map[string][]string{}}
}

func ids(people []decision.Person) []string {
	found := []string{}
	for _, p := range people {
		found = append(found, p.AccountID)
	}
	return found
}

var now = time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)

func judged(s decision.Seen, w decision.Written, r decision.Record) decision.Findings {
	return decision.Judge(s, w, r, decision.Now{At: now, KeyDays: 30})
}

// taken records a review in which all words mean somebody.
func taken(t testing.TB, s decision.Seen, w decision.Written, since *decision.Since) decision.Record {
	t.Helper()
	record, problems := decision.Take(s, w, since, time.Time{})
	require.Empty(t, problems)
	return record
}

func TestWhoHasAccess(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status, account, membership string
		has                         bool
	}{
		{"active", "active", "active", true},
		{"ACTIVE", "active", "active", true},
		{"suspended", "active", "suspended", false},
		{"Suspended", "active", "suspended", false},
		{"deactivated", "inactive", "active", false},
		{"not_invited", "active", "no_membership", false},
		{"for_deletion", "inactive", "active", false},
		{"", "active", "suspended", true},
		{"", "", "", true},
		{"unheard_of", "active", "suspended", true},
		{"suspended", "active", "active", true},
		{"suspended", "", "active", true},
		{"suspended", "active", "", false},
		{"deactivated", "active", "", true},
		{"deactivated", "", "active", false},
		{"not_invited", "", "active", true},
		{"for_deletion", "active", "active", true},
		{"active", "active", "suspended", true},
	} {
		assert.Equal(t, c.has, decision.HasAccess(decision.Account{Status: c.status, AccountStatus: c.account, MembershipStatus: c.membership}), "%+v", c)
	}
}

func TestWhoIsDecidedOn(t *testing.T) {
	t.Parallel()
	role := decision.AppRole{ResourceID: "ari:cloud:jira-software::site/1", Role: "atlassian/user"}
	written := decision.Written{
		Keep: map[string]string{"a": "why", "B@ACME.example": "why"}, Groups: map[string]string{"g": "why"}, AppRoles: []decision.AppRole{role},
		Remove: map[string]string{"r@acme.example": "why"},
	}
	review := seen(person("a"), person("b"), person("c", in("g")), person("d"), person("r", suspended), person("s", suspended, in("g")), person("x"))
	review.Holders[role.Key()] = []string{"d", "s"}
	record := taken(t, review, written, nil)
	assert.Equal(t, map[string][]string{"g": {"c"}}, record.Groups, "an account without access is not covered")
	assert.Equal(t, map[string][]string{role.Key(): {"d"}}, record.AppRoles)
	assert.Equal(t, map[string]string{"a": "a", "B@ACME.example": "b"}, record.Kept)
	assert.Equal(t, []string{"r", "s"}, record.WithoutAccess)
	assert.Equal(t, []string{"x"}, ids(judged(review, written, record).Undecided))

	later := seen(person("a"), person("b"), person("c"), person("d"), person("r", in("g")), person("s", in("g")), person("n"), person("m", in("g")))
	found := judged(later, written, record)
	why := map[string]string{}
	for _, p := range found.Undecided {
		why[p.AccountID] = p.Reason
	}
	assert.Equal(t, map[string]string{
		"n": "has access, and nobody has decided on it", "m": `is in group "gang" (g), and was not at the review`, "s": "had no access at the review, and has it now",
	}, why)
	assert.Equal(t, []string{"r"}, ids(found.NotRemoved), "remove counts before a group")
	assert.Empty(t, judged(seen(), written, record).Undecided, "an account that is gone is no finding")
}

// An address that becomes that of somebody else says nothing about them.
func TestAnAddressOfSomebodyElse(t *testing.T) {
	t.Parallel()
	written := decision.Written{Keep: map[string]string{"ada@acme.example": "why"}}
	record := taken(t, seen(person("ada")), written, nil)
	other := person("new")
	other.Email = "Ada@acme.example"
	found := judged(seen(other), written, record)
	require.Equal(t, []string{"new"}, ids(found.Undecided))
	assert.Equal(t, "has an address that was that of another account at the review, ada", found.Undecided[0].Reason)

	renamed := person("ada")
	renamed.Email = "ada.king@acme.example"
	assert.Empty(t, judged(seen(renamed), written, record).Undecided, "the account is the same")

	again := decision.Written{Keep: map[string]string{"ada@acme.example": "another reason"}}
	changed := taken(t, seen(other), again, &decision.Since{Record: record, Written: written})
	assert.Empty(t, judged(seen(other), again, changed).Undecided, "another reason decides anew")
}

// Access that was lost and comes back has to be decided on again, by a new word or another reason.
func TestAccessThatComesBack(t *testing.T) {
	t.Parallel()
	written := decision.Written{Keep: map[string]string{"a": "why"}, Groups: map[string]string{"g": "why"}}
	record := taken(t, seen(person("a"), person("c", in("g"))), written, nil)
	lost := record.Notice(seen(person("a", suspended)))
	assert.Equal(t, []string{"a", "c"}, lost.WithoutAccess, "the one is suspended, the other one gone")
	back := seen(person("a"), person("c", in("g")))
	found := judged(back, written, lost.Notice(back))
	require.Equal(t, []string{"a", "c"}, ids(found.Undecided))
	assert.Equal(t, "lost access, or had none at the review, and has it again", found.Undecided[0].Reason)

	since := &decision.Since{Record: lost, Written: written}
	assert.Len(t, judged(back, written, taken(t, back, written, since)).Undecided, 2, "the same words decide nothing anew")
	answer := decision.Written{Keep: map[string]string{"a": "is back", "c@acme.example": "is back"}, Groups: written.Groups}
	assert.Empty(t, judged(back, answer, taken(t, back, answer, since)).Undecided)
	whole := decision.Written{Keep: map[string]string{"a": "is back"}, Groups: map[string]string{"g": "why", "h": "why"}}
	in := seen(person("a"), person("c", in("g", "h")))
	assert.Empty(t, judged(in, whole, taken(t, in, whole, since)).Undecided, "a group that is reviewed now has them")
}

// A group that has reviewed somebody says nothing about another group, or a role, into which they come later: that is new.
func TestSomebodyReviewedComesIntoAnotherWhole(t *testing.T) {
	t.Parallel()
	role := decision.AppRole{ResourceID: "ari:cloud:confluence::site/1", Role: "atlassian/admin"}
	written := decision.Written{
		Keep: map[string]string{"k": "why"}, Groups: map[string]string{"g": "why", "h": "why"}, AppRoles: []decision.AppRole{role},
	}
	review := seen(person("a", in("g")), person("b", in("g", "h")), person("c", in("g")), person("k"))
	review.Holders[role.Key()] = []string{"b"}
	record := taken(t, review, written, nil)
	assert.Empty(t, judged(review, written, record).Undecided)

	later := seen(person("a", in("g", "h")), person("b", in("h")), person("c", in("g")), person("k", in("h")))
	later.Holders[role.Key()] = []string{"b", "c", "k"}
	found := judged(later, written, record).Undecided
	require.Equal(t, []string{"a", "c"}, ids(found), "who is kept by name keeps what they have")
	assert.Equal(t, `is in group "herd" (h), and was not at the review`, found[0].Reason)
	assert.Equal(t, "has the role atlassian/admin on ari:cloud:confluence::site/1, and did not have it at the review", found[1].Reason)

	answer := decision.Written{Keep: map[string]string{"k": "why", "a": "why", "c": "why"}, Groups: written.Groups, AppRoles: written.AppRoles}
	assert.Empty(t, judged(later, answer, taken(t, later, answer, &decision.Since{Record: record, Written: written})).Undecided)
	assert.Empty(t, judged(later, written, taken(t, later, written, nil)).Undecided, "another review")
}

// Somebody whom only the search for a role shows has access, too.
func TestAHolderWhomTheSearchForAllLeavesOut(t *testing.T) {
	t.Parallel()
	role := decision.AppRole{ResourceID: "ari:cloud:confluence::site/1", Role: "atlassian/admin"}
	accounts := []decision.Account{person("a")}
	see, err := decision.New(decision.Setup{
		Accounts: func(context.Context, []string) ([]decision.Account, error) { return accounts, nil },
		Holders: func(context.Context, []string, decision.AppRole) ([]decision.Account, error) {
			return []decision.Account{person("a"), person("z")}, nil
		},
	}).See(t.Context(), decision.Question{AppRoles: []decision.AppRole{role}})
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{role.Key(): {"a", "z"}}, see.Holders)
	assert.Equal(t, []string{"a", "z"}, ids(judged(see, decision.Written{}, decision.Record{}).Undecided))
	assert.Len(t, accounts, 1, "the shared read stays as it is")

	_, err = decision.New(decision.Setup{
		Accounts: func(context.Context, []string) ([]decision.Account, error) { return accounts, nil },
		Holders: func(context.Context, []string, decision.AppRole) ([]decision.Account, error) {
			return nil, io.ErrUnexpectedEOF
		},
	}).See(t.Context(), decision.Question{AppRoles: []decision.AppRole{role}})
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.ErrorContains(t, err, "reading who has the role "+role.Key())
}

// What was recorded stays within a quarter; what is new is recorded.
func TestARecordGoesOn(t *testing.T) {
	t.Parallel()
	written := decision.Written{Groups: map[string]string{"g": "why"}}
	record := taken(t, seen(person("a", in("g"))), written, nil)
	later := seen(person("a", in("g")), person("n", in("g")), person("o", in("h")))
	more := decision.Written{Groups: map[string]string{"g": "another reason", "h": "why"}}
	went := taken(t, later, more, &decision.Since{Record: record, Written: written})
	assert.Equal(t, map[string][]string{"g": {"a"}, "h": {"o"}}, went.Groups)
	assert.Equal(t, []string{"n"}, ids(judged(later, more, went).Undecided))
	assert.Equal(t, map[string][]string{"g": {"a", "n"}, "h": {"o"}}, taken(t, later, more, nil).Groups, "another review records all anew")
	less := decision.Written{}
	assert.Equal(t, []string{"a", "n", "o"}, ids(judged(later, less, taken(t, later, less, &decision.Since{Record: record, Written: written})).Undecided))
}

// An account that was added to the organization after the time that a person wrote was not reviewed.
func TestAddedAfterTheReview(t *testing.T) {
	t.Parallel()
	added := func(at string) func(*decision.Account) { return func(a *decision.Account) { a.AddedToOrg = at } }
	written := decision.Written{Groups: map[string]string{"g": "why"}, Keep: map[string]string{"d": "why"}}
	accounts := seen(
		person("a", in("g"), added("2026-11-20T08:00:00Z")), person("b", in("g"), added("2026-11-21T08:00:00.5Z")), person("c", in("g"), added("yesterday")), person("d", added("2026-11-21T08:00:00Z")),
	)
	record, problems := decision.Take(accounts, written, nil, time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC))
	require.Empty(t, problems)
	assert.Equal(t, map[string][]string{"g": {"a", "c"}}, record.Groups)
	assert.Equal(t, []string{"b"}, ids(judged(accounts, written, record).Undecided), "an account that is named is decided on")
}

func TestWordsThatCannotBeRecorded(t *testing.T) {
	t.Parallel()
	twin := person("t")
	twin.Email = "A@acme.example"
	accounts := seen(person("a"), person("b"), person("c"), twin)
	accounts.KeysRead, accounts.Keys = true, []decision.Key{{ID: "k"}}
	written := decision.Written{
		Keep:          map[string]string{"a@acme.example": "", "b": "", "nobody": "", "c": "", "c@acme.example": ""},
		Remove:        map[string]string{"b@acme.example": "", "gone@acme.example": ""},
		KeepSuspended: map[string]string{"nobody": "", "a": ""}, KeepAPIKeys: map[string]string{"k": "", "l": ""}, Groups: map[string]string{"g": "", "z": ""},
	}
	_, problems := decision.Take(accounts, written, nil, time.Time{})
	assert.Equal(t, []decision.Problem{
		{List: decision.Keep, Word: "a@acme.example", Why: decision.Several},
		{List: decision.Keep, Word: "c@acme.example", Why: decision.Twice, Other: "c", OtherList: decision.Keep},
		{List: decision.Keep, Word: "nobody", Why: decision.Nobody},
		{List: decision.Remove, Word: "b@acme.example", Why: decision.Twice, Other: "b", OtherList: decision.Keep},
		{List: decision.Remove, Word: "gone@acme.example", Why: decision.Nobody},
		{List: decision.KeepSuspended, Word: "nobody", Why: decision.Nobody},
		{List: decision.KeepAPIKeys, Word: "l", Why: decision.Nobody},
		{List: decision.Groups, Word: "z", Why: decision.Nobody},
	}, problems)

	// What a review has recorded may go afterwards.
	fine := decision.Written{
		Keep: map[string]string{"b": ""}, Remove: map[string]string{"c": ""}, KeepSuspended: map[string]string{"a": ""}, KeepAPIKeys: map[string]string{"k": ""}, Groups: map[string]string{"g": ""},
	}
	record := taken(t, accounts, fine, nil)
	gone := decision.Seen{KeysRead: true}
	again := taken(t, gone, fine, &decision.Since{Record: record, Written: fine})
	assert.Equal(t, record.Kept, again.Kept)
	assert.Equal(t, []string{"g"}, judged(gone, fine, again).MissingGroups)
}

func TestSuspendedWithRoles(t *testing.T) {
	t.Parallel()
	with := func(change func(*decision.Account)) decision.Findings {
		written := decision.Written{KeepSuspended: map[string]string{"kept": "why", "Also@acme.example": "why"}}
		accounts := seen(person("a", suspended, change), person("kept", suspended, change), person("also", suspended, change))
		return judged(accounts, written, taken(t, accounts, written, nil))
	}
	for reason, change := range map[string]func(*decision.Account){
		"is suspended, and has the role atlassian/user-admin": func(a *decision.Account) { a.PlatformRoles = []string{"atlassian/user-admin"} },
		"is suspended, and has access to jira-software, ari:x": func(a *decision.Account) {
			a.ProductAccess = []atlassian.ProductAccess{{Key: "jira-software"}, {ResourceID: "ari:x"}}
		},
		"is suspended, and has 2 groups": in("g", "h"),
	} {
		found := with(change).SuspendedWithRoles
		require.Equal(t, []string{"a"}, ids(found), reason)
		assert.Equal(t, reason, found[0].Reason)
	}
	assert.Empty(t, with(func(*decision.Account) {}).SuspendedWithRoles)
	unsaid := seen(person("a", in("g"), func(a *decision.Account) { a.Status, a.MembershipStatus = "", "suspended" }))
	found := judged(unsaid, decision.Written{}, decision.Record{})
	assert.Equal(t, []string{"a"}, ids(found.SuspendedWithRoles))
	assert.Equal(t, []string{"a"}, ids(found.Undecided), "it is not known which, so it is both")
}

func TestKeysThatExpire(t *testing.T) {
	t.Parallel()
	keys := decision.Seen{KeysRead: true, Keys: []decision.Key{
		{ID: "soon", ExpiresAt: now.AddDate(0, 0, 29)}, {ID: "later", ExpiresAt: now.AddDate(0, 0, 31)}, {ID: "over", ExpiresAt: now}, {ID: "never"}, {ID: "kept"},
	}}
	reasons := map[string]string{}
	for _, found := range judged(keys, decision.Written{KeepAPIKeys: map[string]string{"kept": "why"}}, decision.Record{}).ExpiringKeys {
		reasons[found.ID] = found.Reason
	}
	assert.Equal(t, map[string]string{"soon": "expires within 30 days", "over": "has expired", "never": "does not say when it expires"}, reasons)
}

// With any configuration and any accounts: an account with access is decided on, was to be removed, or is a finding. An answer by name covers
// it, and a second look at the same finds the same.
func TestNobodyIsLookedPast(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		account := rapid.Custom(func(t *rapid.T) decision.Account {
			a := person(fmt.Sprintf("p%d", rapid.IntRange(0, 12).Draw(t, "id")))
			a.Status = rapid.SampledFrom([]string{"active", "suspended", "deactivated", "", "odd"}).Draw(t, "status")
			a.MembershipStatus = rapid.SampledFrom([]string{"active", "suspended", "no_membership"}).Draw(t, "membership")
			in(rapid.SliceOfDistinct(rapid.SampledFrom([]string{"g", "h"}), rapid.ID[string]).Draw(t, "groups")...)(&a)
			return a
		})
		crowd := rapid.SliceOfNDistinct(account, 0, 10, func(a decision.Account) string { return a.AccountID })
		before, after := seen(crowd.Draw(t, "before")...), seen(crowd.Draw(t, "after")...)
		written := decision.Written{Keep: map[string]string{}, Remove: map[string]string{}, Groups: map[string]string{}}
		for _, a := range before.Accounts {
			switch rapid.IntRange(0, 3).Draw(t, "decision") {
			case 0:
				written.Keep[a.AccountID] = "why"
			case 1:
				written.Remove[a.Email] = "why"
			}
		}
		for _, id := range []string{"g", "h"} {
			if rapid.Bool().Draw(t, "group") {
				written.Groups[id] = "why"
			}
		}
		record, problems := decision.Take(before, written, nil, time.Time{})
		if len(problems) > 0 {
			t.Fatalf("%v", problems)
		}
		found := judged(after, written, record.Notice(after))
		flagged := slices.Concat(ids(found.Undecided), ids(found.NotRemoved))
		had := map[string]bool{}
		for _, a := range before.Accounts {
			had[a.AccountID] = decision.HasAccess(a)
		}
		kept := slices.Collect(maps.Values(record.Kept))
		covered := slices.Concat(kept, record.Groups["g"], record.Groups["h"])
		for _, a := range after.Accounts {
			_, removed := written.Remove[a.Email]
			came := slices.ContainsFunc(a.Groups, func(g atlassian.UserGroup) bool {
				members, whole := record.Groups[g.ID]
				return whole && !slices.Contains(members, a.AccountID)
			})
			decided := slices.Contains(covered, a.AccountID) && had[a.AccountID] && !removed && (!came || slices.Contains(kept, a.AccountID))
			if want := decision.HasAccess(a) && !decided; want != slices.Contains(flagged, a.AccountID) {
				t.Fatalf("%s: finding %v, wanted %v", a.AccountID, !want, want)
			}
		}
		answer := decision.Written{Keep: maps.Clone(written.Keep), Remove: written.Remove, Groups: written.Groups}
		for _, p := range found.Undecided {
			answer.Keep[p.AccountID] = "looked again"
		}
		answered, problems := decision.Take(after, answer, &decision.Since{Record: record.Notice(after), Written: written}, time.Time{})
		if len(problems) > 0 {
			t.Fatalf("%v", problems)
		}
		if left := judged(after, answer, answered); len(left.Undecided) > 0 || len(left.NotRemoved) != len(found.NotRemoved) {
			t.Fatalf("left: %v", left)
		}
	})
}
