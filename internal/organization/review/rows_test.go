// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/review"
)

// kinds are the kinds of the findings of a review, each once, by name.
func kinds(of review.Review) string {
	var all []string
	for _, one := range of.Findings {
		all = append(all, string(one.Kind))
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

func TestOrganizationAdmins(t *testing.T) {
	t.Parallel()
	const is = "organization_admins: An organization admin"
	admin := well(func(u *atlassian.User) { u.PlatformRoles = []string{atlassian.OrganizationAdminRole} })
	assert.Equal(t, []string{is + ", who can change everything in the organization."}, found(standard(), review.Facts{People: []atlassian.User{admin}, Admins: []atlassian.User{admin}}))
	assert.Equal(t, []string{is + ", according to the search for that role. The platform roles of the account do not have it, which may mean that a group gives it."},
		found(standard(), review.Facts{People: []atlassian.User{well()}, Admins: []atlassian.User{well()}}))
	suspended := well(func(u *atlassian.User) {
		u.PlatformRoles, u.Status, u.MembershipStatus = []string{atlassian.OrganizationAdminRole}, "suspended", "suspended"
	})
	assert.Equal(t, []string{
		is + ". The access is suspended.", "suspended_with_roles: The access is suspended, and keeps 1 role (atlassian/org-admin), 1 group (staff), 2 apps (confluence, jira-software).",
	}, found(standard(), review.Facts{People: []atlassian.User{suspended}}))

	// An admin whom the search for everybody lacks is a row, and what it has is not known.
	missed := well(func(u *atlassian.User) { u.AccountID, u.PlatformRoles, u.ProductAccess = "2", nil, nil })
	facts := review.Facts{People: []atlassian.User{well()}, Admins: []atlassian.User{missed}}
	assert.Contains(t, found(standard(), facts), "unknown: account_id: Only the search for organization admins shows this account. The search for all accounts does not, so what it has is not known.")
	assert.Len(t, review.Of(facts, standard()).People, 2)

	// What the two searches say of one account is joined, and what they say differently is not known.
	other := well(func(u *atlassian.User) {
		u.MFAEnabled, u.Groups, u.PlatformRoles, u.ProductAccess = new(false), []atlassian.UserGroup{{ID: "9", Name: "admins"}}, nil, nil
	})
	both := review.Facts{People: []atlassian.User{well()}, Admins: []atlassian.User{other}}
	assert.Contains(t, found(standard(), both), "unknown: mfa_enabled: Atlassian shows the account twice, and does not say the same of it each time.")
	assert.Contains(t, review.Of(both, standard()).People[0].Groups, review.Group{ID: "9", Name: "admins"})
	silent := review.Facts{People: []atlassian.User{well()}, Admins: []atlassian.User{{AccountID: well().AccountID}}}
	assert.NotContains(t, kinds(review.Of(silent, standard())), "unknown", "silence contradicts nothing")
	here := standard(func(s *review.Settings) { s.DirectoryIDs = []string{"d"} })
	assert.Len(t, review.Of(facts, here).People, 1, "it is in another directory")
}

func TestAccountsThatKeepThingsWithoutAccess(t *testing.T) {
	t.Parallel()
	barred := func(status, account, membership string, change ...func(*atlassian.User)) []string {
		return found(standard(), review.Facts{People: []atlassian.User{well(append([]func(*atlassian.User){func(u *atlassian.User) {
			u.Status, u.AccountStatus, u.MembershipStatus, u.MFAEnabled, u.ClaimStatus = status, account, membership, new(false), "unmanaged"
		}}, change...)...)}})
	}
	nothing := func(u *atlassian.User) {
		u.Groups, u.PlatformRoles, u.ProductAccess = []atlassian.UserGroup{}, []string{}, []atlassian.ProductAccess{}
	}
	const keeps = ", and keeps 1 group (staff), 2 apps (confluence, jira-software)."
	assert.Equal(t, []string{"suspended_with_roles: The access is suspended" + keeps}, barred("suspended", "active", "suspended"))
	assert.Equal(t, []string{"suspended_with_roles: The account is deactivated" + keeps}, barred("deactivated", "inactive", "active"))
	assert.Equal(t, []string{"suspended_with_roles: The account is deactivated" + keeps}, barred("for_deletion", "inactive", "active"))
	assert.Equal(t, []string{"suspended_with_roles: The account is in no directory" + keeps}, barred("not_invited", "active", "no_membership"))
	assert.Empty(t, barred("suspended", "active", "suspended", nothing))
	assert.Empty(t, barred("not_invited", "active", "no_membership", func(u *atlassian.User) { u.Groups, u.PlatformRoles, u.ProductAccess = nil, nil, nil }), "there is nothing to say")
	assert.Equal(t, []string{"unknown: groups: Atlassian was asked for it, and does not say it."}, barred("deactivated", "inactive", "active", nothing, func(u *atlassian.User) { u.Groups = nil }))
	many := func(u *atlassian.User) {
		nothing(u)
		for i := range 12 {
			u.Groups = append(u.Groups, atlassian.UserGroup{ID: strconv.Itoa(i), Name: fmt.Sprintf("group %c\n", 'a'+i)})
		}
		u.Groups[0].Name = ""
	}
	assert.Equal(t, []string{`suspended_with_roles: The access is suspended, and keeps 12 groups (0, "group b\n", "group c\n", "group d\n", "group e\n", "group f\n", "group g\n", "group h\n", "group i\n", "group j\n" and 2 more).`},
		barred("suspended", "active", "suspended", many))
}

func TestDaysOfSingleApps(t *testing.T) {
	t.Parallel()
	byApp := func(days map[string]int, change func(*atlassian.User)) []string {
		return found(standard(func(s *review.Settings) { s.DormantAfterByApp = days }), review.Facts{People: []atlassian.User{well(change)}})
	}
	asItIs := func(*atlassian.User) {}
	never := func(u *atlassian.User) { u.ProductAccess = active(day(1), nil) }
	assert.Empty(t, byApp(map[string]int{"confluence": 60}, asItIs))
	assert.Equal(t, []string{"dormant: " + confluence + ": Last active in confluence on 2026-08-02. The limit for this app is 59 days."}, byApp(map[string]int{"Confluence": 59}, asItIs))
	assert.Equal(t, []string{"dormant: " + confluence + ": Atlassian shows no activity in confluence, which counts as never active. " + added}, byApp(map[string]int{"confluence": 365}, never))
	assert.Empty(t, byApp(map[string]int{"confluence": 365}, func(u *atlassian.User) { never(u); u.AddedToOrg = day(365).Format(time.RFC3339) }))
	assert.Empty(t, byApp(map[string]int{"confluence": 365}, func(u *atlassian.User) { u.ProductAccess = active(day(100), day(364)) }), "an app with more days keeps the whole person from being dormant")
	assert.Equal(t, []string{
		"dormant: Last active on 2026-09-30, in jira-software, and in no app since. The limit is 0 days.", "dormant: " + jira + ": Last active in jira-software on 2026-09-30. The limit for this app is 0 days.",
	}, byApp(map[string]int{"jira-software": 0}, func(u *atlassian.User) { u.ProductAccess = u.ProductAccess[:1] }), "and one with fewer does not")

	of := review.Of(review.Facts{People: []atlassian.User{well()}}, standard(func(s *review.Settings) {
		s.DormantAfterByApp = map[string]int{"Confluence": 1, "confluense": 2, "": 3}
	}))
	assert.Equal(t, []string{"", "confluense"}, of.UnknownApps)
	assert.Equal(t, []string{"confluence", "jira-software"}, of.AppKeys)
}

func TestTokens(t *testing.T) {
	t.Parallel()
	asked := standard(func(s *review.Settings) { s.APITokens = true })
	token := func(created, used, expires *time.Time) []string {
		return found(asked, review.Facts{People: []atlassian.User{well()}, Tokens: []review.Token{{ID: "t", Label: "my laptop", AccountID: "1", CreatedAt: created, LastActiveAt: used, ExpiresAt: expires}}})
	}
	assert.Empty(t, token(day(400), day(90), nil))
	assert.Equal(t, []string{`stale_tokens: t: Atlassian says that the API token "my laptop" was last used on 2026-10-06, which is in the future, so it is not known when that was.`}, token(day(400), day(-5), nil))
	assert.Equal(t, []string{`stale_tokens: t: Atlassian shows no use of the API token "my laptop", and says that it was created on 2026-10-06, which is in the future.`}, token(day(-5), nil, nil))
	assert.Equal(t, []string{`stale_tokens: t: The API token "my laptop" was last used on 2026-07-02. The limit is 90 days.`}, token(nil, day(91), day(-300)))
	assert.Empty(t, token(day(400), day(91), day(0)), "it has expired")
	assert.Equal(t, []string{`stale_tokens: t: The API token "my laptop" was created on 2026-07-02, and Atlassian shows no use of it. The limit is 90 days.`}, token(day(91), nil, nil))
	assert.Empty(t, token(day(90), nil, nil), "it may still be used")
	assert.Equal(t, []string{`stale_tokens: t: Atlassian shows no use of the API token "my laptop", and does not say when it was created.`}, token(nil, nil, nil))

	guest := well(func(u *atlassian.User) { u.ClaimStatus = "unmanaged" })
	assert.Equal(t, []string{notManaged, "unknown: api_tokens: Atlassian lists the API tokens of managed accounts only, so it is not known whether this person has any."},
		found(asked, review.Facts{People: []atlassian.User{guest}}))

	elsewhere := []review.Token{{ID: "t", AccountID: "2"}, {ID: "u", Email: "eve@else.example"}, {ID: "v"}, {ID: "w", Email: "ADA@acme.example", LastActiveAt: day(91)}}
	facts := review.Facts{People: []atlassian.User{well()}, Tokens: elsewhere, Domains: claimed}
	const nobodys = ": The API token \"\" belongs to an account that no search shows, so it is not known whose it is."
	assert.ElementsMatch(t, []string{"stale_tokens: w: The API token \"\" was last used on 2026-07-02. The limit is 90 days.", "unknown: t" + nobodys, "unknown: u" + nobodys, "unknown: v" + nobodys}, found(asked, facts))
	assert.Len(t, review.Of(facts, asked).People[0].Tokens, 1)
	asked.DirectoryIDs = []string{"d"}
	assert.Equal(t, "stale_tokens", kinds(review.Of(facts, asked)), "the others may be of another directory")

	unasked := review.Of(facts, standard())
	assert.Nil(t, unasked.People[0].Tokens)
	assert.Nil(t, unasked.Counts[review.StaleToken], "not asked is not none")
	assert.Empty(t, unasked.Findings)
}

func TestReviewsOfPeople(t *testing.T) {
	t.Parallel()
	reviewed := func(at map[string]time.Time) []string {
		return found(standard(func(s *review.Settings) { s.Reviewed = at }), review.Facts{People: []atlassian.User{well()}})
	}
	assert.Empty(t, reviewed(nil), "reviews are not judged")
	assert.Equal(t, []string{"not_reviewed_since: The configuration has no review of this account."}, reviewed(map[string]time.Time{}))
	assert.Equal(t, []string{"not_reviewed_since: The configuration has no review of this account."}, reviewed(map[string]time.Time{"": *day(1), "2": *day(1)}))
	assert.Empty(t, reviewed(map[string]time.Time{"1": *day(90)}))
	assert.Empty(t, reviewed(map[string]time.Time{"ADA@acme.example": *day(90), "1": *day(500)}), "the later one counts")
	assert.Equal(t, []string{"not_reviewed_since: Last reviewed on 2026-07-02. A review is due every 90 days."}, reviewed(map[string]time.Time{"1": *day(91), "ada@acme.example": *day(92)}))
	assert.Equal(t, []string{"not_reviewed_since: The configuration has a review on 2026-10-02, which is after the time of this one."}, reviewed(map[string]time.Time{"1": *day(-1)}))
	assert.Nil(t, review.Of(review.Facts{}, standard()).Counts[review.NotReviewed])
	assert.Equal(t, new(0), review.Of(review.Facts{}, standard(func(s *review.Settings) { s.Reviewed = map[string]time.Time{} })).Counts[review.NotReviewed])
}

// The order is that of the review and not of the answers, and what an answer has twice is there once. What others share stays as it is.
func TestTheOrderOfAReview(t *testing.T) {
	t.Parallel()
	person := func(id, email, name string) atlassian.User {
		return well(func(u *atlassian.User) { u.AccountID, u.Email, u.Name, u.MFAEnabled = id, email, name, new(false) })
	}
	untidy := well(func(u *atlassian.User) {
		u.Groups = []atlassian.UserGroup{{ID: "z", Name: "b"}, {ID: "y", Name: "b"}, {ID: "z", Name: "b"}, {ID: "x"}}
		u.PlatformRoles = []string{"b", "a", "b"}
		u.ProductAccess = slices.Concat(u.ProductAccess, u.ProductAccess)
	})
	people := []atlassian.User{person("5", "", "Bot"), person("4", "", "App"), person("3", "b@acme.example", ""), person("2", "B@acme.example", ""), untidy, untidy}
	before := fmt.Sprint(people)
	got := review.Of(review.Facts{People: people, Domains: claimed}, standard())
	assert.Equal(t, before, fmt.Sprint(people))
	var order []string
	for _, one := range got.People {
		order = append(order, one.AccountID)
	}
	assert.Equal(t, []string{"1", "2", "3", "4", "5"}, order)
	row := got.People[0]
	assert.Equal(t, []atlassian.UserGroup{{ID: "x"}, {ID: "y", Name: "b"}, {ID: "z", Name: "b"}}, row.Groups)
	assert.Equal(t, []string{"a", "b"}, row.PlatformRoles)
	assert.Len(t, row.ProductAccess, 2)
	require.NotNil(t, row.LastActive)
	assert.Equal(t, *day(1), *row.LastActive)
	assert.Equal(t, []string{"acme.example", "xn--bcher-kva.example"}, got.VerifiedDomains)
	assert.Equal(t, []review.Kind{review.WithoutTwoStep, review.Unknown}, got.People[4].Findings)
	assert.Equal(t, new(4), got.Counts[review.WithoutTwoStep])
	assert.Equal(t, new(0), got.Counts[review.Dormant])
	assert.Len(t, got.Counts, len(review.Kinds()))
}

func TestWhenAnAccountWasAdded(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "last week": "last week", "2024-01-15": "2024-01-15T00:00:00Z", "2024-01-15T09:00:00.000+0100": "2024-01-15T08:00:00Z", "2024-01-15T09:00:00Z": "2024-01-15T09:00:00Z",
	} {
		assert.Equal(t, want, review.Added(atlassian.User{AddedToOrg: text}))
	}
}
