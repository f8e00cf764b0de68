// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/review"
)

// anybody draws an account: each field says something, something new, or nothing.
func anybody(t *rapid.T, n int) atlassian.User {
	word := func(label string, words ...string) string {
		return rapid.SampledFrom(append(words, "", "unheard of")).Draw(t, label)
	}
	truth := func(label string) *bool { return rapid.SampledFrom([]*bool{new(true), new(false), nil}).Draw(t, label) }
	some := rapid.IntRange(-1, 2)
	at := func(label string) *time.Time {
		return rapid.SampledFrom([]*time.Time{nil, day(0), day(89), day(90), day(91), day(180), day(500), day(-3)}).Draw(t, label)
	}
	account := atlassian.User{
		AccountID: strconv.Itoa(n), Name: word("name", "Ada"), AccountType: word("type", "atlassian", "app", "customer"),
		Email:         rapid.SampledFrom([]string{"", "a@acme.example", "A@ACME.example", "b@lab.acme.example", "c@else.example", "d@lost.example", "none"}).Draw(t, "email"),
		AccountStatus: word("account", "active", "inactive", "closed"), MembershipStatus: word("membership", "active", "suspended", "no_membership"),
		Status: word("status", "active", "suspended", "deactivated", "not_invited", "for_deletion"), ClaimStatus: word("claim", "managed", "unmanaged"),
		MFAEnabled: truth("second step"), EmailVerified: truth("verified"), AddedToOrg: word("added", day(1).Format(time.RFC3339), day(200).Format(time.RFC3339)),
	}
	if groups := some.Draw(t, "groups"); groups >= 0 {
		account.Groups = make([]atlassian.UserGroup, groups)
		for i := range account.Groups {
			account.Groups[i] = atlassian.UserGroup{ID: strconv.Itoa(i), Name: word("group", "g")}
		}
	}
	if roles := some.Draw(t, "roles"); roles >= 0 {
		account.PlatformRoles = []string{"atlassian/user-access-admin", atlassian.OrganizationAdminRole}[:roles]
	}
	if apps := some.Draw(t, "apps"); apps >= 0 {
		account.ProductAccess = active(at("in jira"), at("in confluence"))[:apps]
	}
	return account
}

func anyFacts(t *rapid.T) (review.Facts, review.Settings) {
	facts := review.Facts{Domains: claimed}
	for n := range rapid.IntRange(1, 4).Draw(t, "people") {
		facts.People = append(facts.People, anybody(t, n))
		if rapid.Bool().Draw(t, "token") {
			facts.Tokens = append(facts.Tokens, review.Token{ID: "t" + strconv.Itoa(n), AccountID: strconv.Itoa(n), CreatedAt: day(rapid.SampledFrom([]int{1, 200}).Draw(t, "created"))})
		}
	}
	settings := standard(func(s *review.Settings) {
		s.APITokens = rapid.Bool().Draw(t, "tokens")
		if rapid.Bool().Draw(t, "by app") {
			s.DormantAfterByApp = map[string]int{"confluence": rapid.SampledFrom([]int{30, 120}).Draw(t, "days")}
		}
		if rapid.Bool().Draw(t, "reviews") {
			s.Reviewed = map[string]time.Time{"1": *day(10), "a@acme.example": *day(100)}
		}
	})
	return facts, settings
}

// answers are what a review says of an account: the kinds of findings, and the attributes that are not known.
func answers(of review.Review, accountID string) map[string]bool {
	said := make(map[string]bool)
	for _, one := range of.Findings {
		if one.AccountID == accountID {
			said[string(one.Kind)] = true
			said[string(one.Kind)+" "+one.Subject] = true
		}
	}
	return said
}

// A review depends on what was said, and not on the order in which it was said.
func TestTheSameFactsInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		facts, settings := anyFacts(t)
		want := review.Of(facts, settings)
		facts.People = rapid.Permutation(facts.People).Draw(t, "people again")
		facts.Tokens = rapid.Permutation(facts.Tokens).Draw(t, "tokens again")
		facts.Domains = rapid.Permutation(facts.Domains).Draw(t, "domains again")
		for i := range facts.People {
			slices.Reverse(facts.People[i].Groups)
			slices.Reverse(facts.People[i].ProductAccess)
		}
		require.Equal(t, want, review.Of(facts, settings))
	})
}

// Of everybody who can use the organization, or perhaps can, a review knows each thing to be well, or finds that it is not, or that it is
// not known.
func TestNothingIsLeftOpen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		facts, settings := anyFacts(t)
		of := review.Of(facts, settings)
		for _, person := range facts.People {
			said := answers(of, person.AccountID)
			barred := slices.Contains([]string{"suspended", "deactivated", "not_invited", "for_deletion"}, person.Status) && !said["unknown status"]
			composed := person.Status == "" && !said["unknown status"] && (person.AccountStatus != "active" || person.MembershipStatus != "active")
			if barred || composed || person.AccountType == "app" || person.AccountType == "customer" {
				continue
			}
			require.True(t, person.MFAEnabled != nil && *person.MFAEnabled || said["without_two_step_verification"] || said["unknown mfa_enabled"], "second step: %+v", person)
			require.True(t, person.ClaimStatus == "managed" || said["unmanaged"] || said["unknown claim_status"], "claim: %+v", person)
			require.True(t, strings.EqualFold(person.Email, "a@acme.example") || said["outside_verified_domains"] || said["unknown email"], "domain: %+v", person)
			recent := func(app atlassian.ProductAccess) bool {
				days := settings.DormantAfter
				if own, is := settings.DormantAfterByApp[app.Key]; is {
					days = own
				}
				return app.LastActive != nil && !app.LastActive.Before(*day(days))
			}
			added := person.AddedToOrg == day(1).Format(time.RFC3339)
			require.True(t, slices.ContainsFunc(person.ProductAccess, recent) || added || said["dormant "], "activity: %+v", person)
		}
	})
}

// Whatever an answer does not say any more, what was found about the account before is found still, or is not known now.
func TestSilenceFindsNoLess(t *testing.T) {
	t.Parallel()
	type field struct {
		forget func(*atlassian.User)
		// instead are what takes the place of a finding that the field is about.
		instead map[string]string
	}
	fields := map[string]field{
		"status":     {func(u *atlassian.User) { u.Status = "" }, nil},
		"account":    {func(u *atlassian.User) { u.AccountStatus = "" }, nil},
		"membership": {func(u *atlassian.User) { u.MembershipStatus = "" }, nil},
		"type":       {func(u *atlassian.User) { u.AccountType = "" }, nil},
		"claim":      {func(u *atlassian.User) { u.ClaimStatus = "" }, map[string]string{"unmanaged": "unknown claim_status"}},
		"mfa":        {func(u *atlassian.User) { u.MFAEnabled = nil }, map[string]string{"without_two_step_verification": "unknown mfa_enabled"}},
		"email":      {func(u *atlassian.User) { u.Email = "" }, map[string]string{"outside_verified_domains": "unknown email"}},
		"added":      {func(u *atlassian.User) { u.AddedToOrg = "" }, nil},
		"groups":     {func(u *atlassian.User) { u.Groups = nil }, map[string]string{"suspended_with_roles": "unknown groups"}},
		"roles":      {func(u *atlassian.User) { u.PlatformRoles = nil }, map[string]string{"suspended_with_roles": "unknown platform_roles", "organization_admins": "unknown platform_roles"}},
		"apps":       {func(u *atlassian.User) { u.ProductAccess = nil }, map[string]string{"suspended_with_roles": "unknown apps", "dormant": "unknown apps"}},
		"times": {func(u *atlassian.User) {
			for i := range u.ProductAccess {
				u.ProductAccess[i].LastActive = nil
			}
		}, map[string]string{"unknown": "dormant"}}, // a time in the future is not known, and none is no activity
	}
	rapid.Check(t, func(t *rapid.T) {
		facts, settings := anyFacts(t)
		settings.Reviewed = nil // by address: without it, there is no review, which is tried elsewhere
		person := &facts.People[0]
		if person.MembershipStatus == "no_membership" || person.AccountType == "customer" {
			return // of accounts in no directory silence is no answer; what makes a customer a person is what is forgotten
		}
		before := answers(review.Of(facts, settings), person.AccountID)
		if before["unknown status"] || person.Status == "for_deletion" {
			return // if one part of a contradiction is gone, there is none; and nothing else says that an account waits for its deletion
		}
		for name, one := range fields {
			if name == "times" && person.AddedToOrg == day(1).Format(time.RFC3339) {
				continue // who was added yesterday, and not active since, is given time
			}
			silent := facts
			silent.People = slices.Clone(facts.People)
			silent.People[0].ProductAccess = slices.Clone(person.ProductAccess)
			one.forget(&silent.People[0])
			after := answers(review.Of(silent, settings), person.AccountID)
			for _, kind := range review.Kinds() {
				if kind := string(kind); before[kind] {
					require.True(t, after[kind] || after[one.instead[kind]], "without %s, %s is lost: %+v", name, kind, *person)
				}
			}
		}
	})
}

// Time alone settles nothing: what is to be decided on stays so, until somebody does something.
func TestLaterFindsNoLess(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		facts, settings := anyFacts(t)
		before := review.Of(facts, settings)
		settings.AsOf = settings.AsOf.Add(time.Duration(rapid.IntRange(1, 9000).Draw(t, "hours")) * time.Hour)
		after := review.Of(facts, settings)
		for _, one := range before.Findings {
			require.Contains(t, after.Findings, one, "and in the same words")
		}
		require.Len(t, after.People, len(before.People))
	})
}

// A review takes as much more memory as there are more people.
func TestMemoryOfAReview(t *testing.T) { //nolint:paralleltest // it counts what is allocated
	allocated := func(people int) float64 {
		facts := review.Facts{Domains: claimed}
		for n := range people {
			facts.People = append(facts.People, well(func(u *atlassian.User) {
				u.AccountID, u.Email, u.MFAEnabled, u.ProductAccess = strconv.Itoa(n), fmt.Sprintf("%d@else.example", n), new(false), active(day(100), nil)
			}))
			facts.Tokens = append(facts.Tokens, review.Token{ID: strconv.Itoa(n), AccountID: strconv.Itoa(n), CreatedAt: day(200)})
		}
		settings := standard(func(s *review.Settings) { s.APITokens, s.Reviewed = true, map[string]time.Time{"1": *day(1)} })
		return testing.AllocsPerRun(1, func() { _ = review.Of(facts, settings) })
	}
	few, many := allocated(1_000), allocated(10_000)
	require.InDelta(t, 10, many/few, 0.5, "%.0f and %.0f allocations", few, many)
}
