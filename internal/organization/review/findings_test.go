// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/review"
)

const (
	jira       = "ari:cloud:jira-software::site/1"
	confluence = "ari:cloud:confluence::site/1"
)

// now is the time of a review, and day a number of days before it.
var now = time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)

func day(before int) *time.Time { return new(now.AddDate(0, 0, -before)) }

// well is a person with whom all is well, changed as told.
func well(change ...func(*atlassian.User)) atlassian.User {
	person := atlassian.User{
		AccountID: "1", Email: "ada@acme.example", Name: "Ada", AccountType: "atlassian", AccountStatus: "active", MembershipStatus: "active", Status: "active",
		ClaimStatus: "managed", MFAEnabled: new(true), EmailVerified: new(true), AddedToOrg: "2024-01-15T09:00:00.000Z", PlatformRoles: []string{},
		Groups: []atlassian.UserGroup{{ID: "g", Name: "staff"}},
		ProductAccess: []atlassian.ProductAccess{
			{ResourceID: jira, Key: "jira-software", LastActive: day(1)}, {ResourceID: confluence, Key: "confluence", LastActive: day(60)},
		},
	}
	for _, c := range change {
		c(&person)
	}
	return person
}

func standard(change ...func(*review.Settings)) review.Settings {
	settings := review.Settings{AsOf: now, Now: now, DormantAfter: 90, StaleTokenAfter: 90, ReviewEvery: 90}
	for _, c := range change {
		c(&settings)
	}
	return settings
}

var claimed = []domains.Domain{
	{ID: "1", Name: "acme.example", ClaimStatus: "verified"},
	{ID: "2", Name: "lost.example", ClaimStatus: "missing_token"},
	{ID: "3", Name: "Bücher.example", ClaimStatus: "VERIFIED"},
	{ID: "4", Name: "new.example"},
}

// found are the findings about people: kind, subject if there is one, and reason.
func found(settings review.Settings, facts review.Facts) []string {
	if facts.Domains == nil {
		facts.Domains = claimed
	}
	texts := []string{}
	for _, one := range review.Of(facts, settings).Findings {
		text := string(one.Kind) + ": "
		if one.Subject != "" {
			text += one.Subject + ": "
		}
		texts = append(texts, text+one.Reason)
	}
	return texts
}

const (
	twoStepOff  = "without_two_step_verification: Two-step verification is off. If the person signs in by single sign-on, it may be the identity provider that asks for the second step."
	notManaged  = "unmanaged: The organization does not manage the account: its authentication policies do not apply, and it cannot deactivate it."
	neverActive = "dormant: Atlassian shows no activity in any app, which counts as never active. "
	added       = "Added to the organization on 2024-01-15."
)

// Each field of an answer, with what it may say, and what a review makes of it.
func TestWhatAReviewFinds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*atlassian.User)
		want   []string
	}{
		"nothing":                  {func(*atlassian.User) {}, nil},
		"words in capitals":        {func(u *atlassian.User) { u.Status, u.ClaimStatus, u.AccountType = "ACTIVE", "MANAGED", "ATLASSIAN" }, nil},
		"no name":                  {func(u *atlassian.User) { u.Name, u.Nickname = "", "" }, nil},
		"no type":                  {func(u *atlassian.User) { u.AccountType, u.MFAEnabled = "", new(false) }, []string{twoStepOff}},
		"a new type":               {func(u *atlassian.User) { u.AccountType, u.MFAEnabled = "robot", new(false) }, []string{twoStepOff}},
		"no second step":           {func(u *atlassian.User) { u.MFAEnabled = new(false) }, []string{twoStepOff}},
		"second step not said":     {func(u *atlassian.User) { u.MFAEnabled = nil }, []string{"unknown: mfa_enabled: Atlassian does not say whether two-step verification is on."}},
		"a guest with second step": {func(u *atlassian.User) { u.ClaimStatus = "unmanaged" }, []string{notManaged}},
		"a guest": {func(u *atlassian.User) { u.ClaimStatus, u.MFAEnabled = "Unmanaged", nil }, []string{
			notManaged, "unknown: mfa_enabled: Atlassian does not say whether two-step verification is on, as it documents it for managed accounts only.",
		}},
		"no claim":    {func(u *atlassian.User) { u.ClaimStatus = "" }, []string{"unknown: claim_status: Atlassian does not say in known words whether the organization manages the account: claim_status is not said."}},
		"a new claim": {func(u *atlassian.User) { u.ClaimStatus = "pending\nclaim" }, []string{`unknown: claim_status: Atlassian does not say in known words whether the organization manages the account: claim_status is "pending\nclaim".`}},

		"no address":                   {func(u *atlassian.User) { u.Email = "" }, []string{"unknown: email: Atlassian does not give the address, so it is not known whether it is at a verified domain."}},
		"no address at all":            {func(u *atlassian.User) { u.Email = "ada" }, []string{"unknown: email: Atlassian does not give the address, so it is not known whether it is at a verified domain."}},
		"the domain in capitals":       {func(u *atlassian.User) { u.Email = "Ada@ACME.Example." }, nil},
		"the domain in ASCII":          {func(u *atlassian.User) { u.Email = "ada@xn--bcher-kva.example" }, nil},
		"the domain in Unicode":        {func(u *atlassian.User) { u.Email = "ada@bücher.example" }, nil},
		"another domain":               {func(u *atlassian.User) { u.Email = "ada@acme.example.org" }, []string{"outside_verified_domains: The address is at acme.example.org, which is no verified domain of the organization."}},
		"an ending that is the same":   {func(u *atlassian.User) { u.Email = "ada@notacme.example" }, []string{"outside_verified_domains: The address is at notacme.example, which is no verified domain of the organization."}},
		"two signs":                    {func(u *atlassian.User) { u.Email = `"a@acme.example"@x.example` }, []string{"outside_verified_domains: The address is at x.example, which is no verified domain of the organization."}},
		"a subdomain":                  {func(u *atlassian.User) { u.Email = "ada@lab.eu.acme.example" }, []string{"outside_verified_domains: The address is at lab.eu.acme.example, a subdomain of the verified domain acme.example. Atlassian verifies each domain by itself, and this one is not verified."}},
		"a domain that lost its token": {func(u *atlassian.User) { u.Email = "ada@lost.example" }, []string{"outside_verified_domains: The address is at lost.example, which the organization has added and not verified: its status is missing_token."}},
		"a domain without a status":    {func(u *atlassian.User) { u.Email = "ada@new.example" }, []string{"outside_verified_domains: The address is at new.example, which the organization has added and not verified: its status is not said."}},
		"a domain that is none":        {func(u *atlassian.User) { u.Email = "ada@a b" }, []string{`outside_verified_domains: The address is at "a b", which is no verified domain of the organization.`}},
		"an organization admin":        {func(u *atlassian.User) { u.PlatformRoles = []string{"Atlassian/ORG-admin"} }, []string{"organization_admins: An organization admin, who can change everything in the organization."}},
		"another role":                 {func(u *atlassian.User) { u.PlatformRoles = []string{"atlassian/site-admin"} }, nil},
		"no groups said":               {func(u *atlassian.User) { u.Groups = nil }, []string{"unknown: groups: Atlassian was asked for it, and does not say it."}},
		"no roles said":                {func(u *atlassian.User) { u.PlatformRoles = nil }, []string{"unknown: platform_roles: Atlassian was asked for it, and does not say it."}},
		"no apps said":                 {func(u *atlassian.User) { u.ProductAccess = nil }, []string{"dormant: Atlassian shows no app of this person and no activity, which counts as never active. " + added, "unknown: apps: Atlassian was asked for it, and does not say it."}},
		"no apps":                      {func(u *atlassian.User) { u.ProductAccess = []atlassian.ProductAccess{} }, []string{"dormant: Atlassian shows no app of this person and no activity, which counts as never active. " + added}},
		"active on the last day":       {func(u *atlassian.User) { u.ProductAccess = active(day(90), nil) }, nil},
		"active before":                {func(u *atlassian.User) { u.ProductAccess = active(new(day(90).Add(-time.Second)), day(400)) }, []string{"dormant: Last active on 2026-07-03, in jira-software, and in no app since. The limit is 90 days."}},
		"active in the future": {func(u *atlassian.User) { u.ProductAccess = active(day(-5), nil) }, []string{
			"unknown: apps: Atlassian says that the person was last active in jira-software on 2026-10-06, which is in the future, so it is not known when that was.",
		}},
		"active in a few hours, by another clock": {func(u *atlassian.User) { u.ProductAccess = active(day(-1), nil) }, nil},
		"active in the future, and lately": {func(u *atlassian.User) { u.ProductAccess = active(day(-5), day(1)) }, []string{
			"unknown: apps: Atlassian says that the person was last active in jira-software on 2026-10-06, which is in the future, so it is not known when that was.",
		}},
		"never active, added in the future": {func(u *atlassian.User) {
			u.ProductAccess, u.AddedToOrg = active(nil, nil), day(-5).Format(time.RFC3339)
		}, []string{neverActive + "When the account was added to the organization is not known."}},
		"never active": {func(u *atlassian.User) { u.ProductAccess = active(nil, nil) }, []string{neverActive + added}},
		"never active, just added": {func(u *atlassian.User) {
			u.ProductAccess, u.AddedToOrg = active(nil, nil), day(90).Format(time.RFC3339)
		}, nil},
		"never active, added before": {func(u *atlassian.User) {
			u.ProductAccess, u.AddedToOrg = active(nil, nil), day(91).Format(time.RFC3339)
		}, []string{neverActive + "Added to the organization on 2026-07-02."}},
		"active before, just added": {func(u *atlassian.User) {
			u.ProductAccess, u.AddedToOrg = active(day(100), nil), day(1).Format(time.RFC3339)
		}, []string{"dormant: Last active on 2026-06-23, in jira-software, and in no app since. The limit is 90 days."}},
		"never active, added some time": {func(u *atlassian.User) { u.ProductAccess, u.AddedToOrg = active(nil, nil), "" }, []string{neverActive + "When the account was added to the organization is not known."}},
		"never active, added who knows": {func(u *atlassian.User) { u.ProductAccess, u.AddedToOrg = active(nil, nil), "last week" }, []string{neverActive + "When the account was added to the organization is not known."}},
		"invited, and never joined": {func(u *atlassian.User) { u.ProductAccess, u.EmailVerified = active(nil, nil), new(false) }, []string{
			neverActive + added + " The address is not verified, so the person may never have accepted the invitation.",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, append([]string{}, c.want...), found(standard(), review.Facts{People: []atlassian.User{well(c.change)}}))
		})
	}
}

// active is when somebody was last active in two apps.
func active(inJira, inConfluence *time.Time) []atlassian.ProductAccess {
	return []atlassian.ProductAccess{{ResourceID: jira, Key: "jira-software", LastActive: inJira}, {ResourceID: confluence, Key: "confluence", LastActive: inConfluence}}
}

// Who cannot use the organization's apps has other findings, and who perhaps can has both kinds.
func TestWhatStatusesMean(t *testing.T) {
	t.Parallel()
	const (
		bad  = "dormant outside_verified_domains suspended_with_roles unknown unmanaged without_two_step_verification"
		used = "dormant outside_verified_domains unmanaged without_two_step_verification"
	)
	for statuses, want := range map[[3]string]string{
		{"active", "active", "active"}:             used,
		{"active", "", ""}:                         used,
		{"", "active", "active"}:                   used,
		{"suspended", "active", "suspended"}:       "suspended_with_roles",
		{"suspended", "inactive", "suspended"}:     "suspended_with_roles",
		{"deactivated", "inactive", "suspended"}:   "suspended_with_roles",
		{"deactivated", "inactive", "active"}:      "suspended_with_roles",
		{"deactivated", "closed", ""}:              "suspended_with_roles",
		{"for_deletion", "inactive", "active"}:     "suspended_with_roles",
		{"for_deletion", "", "active"}:             "suspended_with_roles",
		{"deactivated", "", "active"}:              "suspended_with_roles",
		{"deactivated", "active", "suspended"}:     "suspended_with_roles",
		{"suspended", "active", ""}:                "suspended_with_roles",
		{"suspended", "inactive", "active"}:        "suspended_with_roles",
		{"not_invited", "", ""}:                    "suspended_with_roles",
		{"not_invited", "active", "no_membership"}: "suspended_with_roles",
		{"", "", "suspended"}:                      "suspended_with_roles",
		{"", "INACTIVE", "active"}:                 "suspended_with_roles",
		{"", "active", "no_membership"}:            "suspended_with_roles",
		{"", "", ""}:                               bad,
		{"", "active", ""}:                         bad,
		{"", "active", "paused"}:                   bad,
		{"paused", "active", "active"}:             bad,
		{"active", "inactive", "active"}:           bad,
		{"active", "active", "suspended"}:          bad,
		{"active", "active", "no_membership"}:      bad,
		{"suspended", "active", "active"}:          bad,
		{"deactivated", "active", "active"}:        bad,
		{"not_invited", "active", "active"}:        bad,
		{"for_deletion", "active", "active"}:       bad,
		{"for_deletion", "active", ""}:             bad,
		{"deactivated", "active", ""}:              bad,
		{"suspended", "", "active"}:                bad,
		{"not_invited", "", "active"}:              bad,
	} {
		person := well(func(u *atlassian.User) {
			u.Status, u.AccountStatus, u.MembershipStatus = statuses[0], statuses[1], statuses[2]
			u.MFAEnabled, u.ClaimStatus, u.Email, u.ProductAccess = new(false), "unmanaged", "ada@else.example", active(nil, nil)
		})
		assert.Equal(t, want, kinds(review.Of(review.Facts{People: []atlassian.User{person}, Domains: claimed}, standard())), "%q", statuses)
	}
}
