// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

func TestChosen(t *testing.T) {
	t.Parallel()
	all := []domains.Domain{
		{ID: "3", Name: "b.example", ClaimType: "dns", ClaimStatus: "verified"},
		{ID: "1", Name: "C.example", ClaimType: "http", ClaimStatus: "verified"},
		{ID: "4", Name: "xn--bcher-kva.example", ClaimType: "google", ClaimStatus: "unverified"},
		{ID: "2", Name: "a.example", ClaimType: "dns", ClaimStatus: "missing_token"},
		{ID: "0", Name: "B.example", ClaimType: "dns", ClaimStatus: "verified"},
	}
	for name, test := range map[string]struct {
		status, claimType string
		want              []string
	}{
		"all, in order":  {"", "", []string{"2", "0", "3", "1", "4"}},
		"by status":      {"verified", "", []string{"0", "3", "1"}},
		"by claim type":  {"", "dns", []string{"2", "0", "3"}},
		"by both":        {"verified", "http", []string{"1"}},
		"an unknown one": {"", "google", []string{"4"}},
		"none":           {"superseded", "", []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ids := []string{}
			for _, d := range filterDomains(all, test.status, test.claimType) {
				ids = append(ids, d.ID)
			}
			assert.Equal(t, test.want, ids)
		})
	}
	assert.Equal(t, "3", all[0].ID, "the shared listing is left alone")
}

func TestNormalName(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"acme.example":          "acme.example",
		"Acme.EXAMPLE.":         "acme.example",
		" acme.example ":        "acme.example",
		"Bücher.example":        "xn--bcher-kva.example",
		"XN--BCHER-KVA.example": "xn--bcher-kva.example",
		"Not_A_Name.example":    "not_a_name.example",
	} {
		assert.Equal(t, want, normalName(given), given)
	}
}

func TestFound(t *testing.T) {
	t.Parallel()
	imported := verificationModel{Domain: types.StringValue("Acme.Example")}
	imported.found(domains.Domain{ID: "1", Name: "acme.example", ClaimStatus: "verified"})
	assert.Equal(t, verificationModel{
		Domain:          types.StringValue("Acme.Example"),
		WaitUntilListed: types.BoolValue(false),
		ID:              types.StringValue("1"),
		ClaimType:       types.StringNull(),
		Status:          types.StringValue("verified"),
	}, imported)

	waiting := verificationModel{WaitUntilListed: types.BoolValue(true)}
	waiting.found(domains.Domain{})
	assert.True(t, waiting.WaitUntilListed.ValueBool(), "what is configured stays")
}

func TestPromise(t *testing.T) {
	t.Parallel()
	text, null, unknown := types.StringValue, types.StringNull(), types.StringUnknown()
	for name, test := range map[string]struct {
		expected, priorID, priorClaimType, priorStatus types.String
		id, claimType                                  types.String
	}{
		"new":                        {null, null, null, null, unknown, unknown},
		"new and expected":           {text("dns"), null, null, null, unknown, text("dns")},
		"new, expecting the unknown": {unknown, null, null, null, unknown, unknown},
		"verified":                   {null, text("1"), text("dns"), text("verified"), text("1"), text("dns")},
		"verified without type":      {null, text("1"), null, text("verified"), text("1"), null},
		"lost":                       {null, text("1"), text("dns"), text("missing_token"), text("1"), unknown},
		"lost, but expected":         {text("dns"), text("1"), text("http"), text("unverified"), text("1"), text("dns")},
		"verified in another way":    {text("dns"), text("1"), text("http"), text("verified"), text("1"), text("dns")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := verificationModel{ExpectedClaimType: test.expected}
			plan.planComputed(verificationModel{ID: test.priorID, ClaimType: test.priorClaimType, Status: test.priorStatus})
			assert.Equal(t, text("verified"), plan.Status)
			assert.Equal(t, test.id, plan.ID)
			assert.Equal(t, test.claimType, plan.ClaimType)
		})
	}
}

func TestUnverified(t *testing.T) {
	t.Parallel()
	asked := demand{name: "acme.example"}
	late := func(status string) error {
		return &domains.UnverifiedDomainError{Name: "acme.example", Status: status, Err: context.DeadlineExceeded}
	}
	for name, test := range map[string]struct {
		last    domains.Domain
		err     error
		summary string
		says    []string
	}{
		"token lost": {
			domains.Domain{ClaimType: "dns"},
			late("missing_token"), "The domain is not verified",
			[]string{
				`The status of domain acme.example is "missing_token" (claim type dns) after a wait of 30m.`, "TXT record atlassian-domain-verification=<token>", "HTML file",
				"may be released", "Directory > Domains", "What becomes of it.",
			},
		},
		"never verified": {
			domains.Domain{ClaimType: "http"},
			late("unverified"), "The domain is not verified",
			[]string{`"unverified" (claim type http) after a wait of 30m.`, "Publish the proof", "Directory > Domains"},
		},
		"superseded": {
			domains.Domain{},
			late("superseded"), "The domain is not verified",
			[]string{`is "superseded" after`, "another claim replaced this one"},
		},
		"a status of tomorrow": {
			domains.Domain{},
			late("on_hold"), "The domain is not verified",
			[]string{`is "on_hold" after`, "Directory > Domains"},
		},
		"waited for somebody to add it": {
			domains.Domain{},
			late(""), "The domain is not verified",
			[]string{"Domain acme.example is not listed after a wait of 30m.", "Add the domain"},
		},
		"interrupted": {
			domains.Domain{},
			&domains.UnverifiedDomainError{Status: "unverified", Err: context.Canceled}, "The domain is not verified",
			[]string{"Terraform was interrupted while it waited"},
		},
		"not listed": {
			domains.Domain{},
			&meaning.NotFoundError{}, "The domain is not listed",
			[]string{"The organization has no domain acme.example.", "Add the domain in Atlassian Administration under Directory > Domains", "wait_until_listed = true"},
		},
		"anything else": {
			domains.Domain{}, errors.New("no route"), "Cannot read the domain", []string{"No route."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			problem := asked.unverified(test.last, test.err, 30*time.Minute, "What becomes of it.")
			assert.Equal(t, test.summary, problem.Summary())
			for _, part := range test.says {
				assert.Contains(t, problem.Detail(), part)
			}
		})
	}
}

func TestOtherClaimType(t *testing.T) {
	t.Parallel()
	assert.Empty(t, demand{"acme.example", ""}.otherClaimType("dns"))
	assert.Empty(t, demand{"acme.example", "dns"}.otherClaimType("dns"))
	assert.Empty(t, demand{"acme.example", "google"}.otherClaimType("google"))
	problem := demand{"acme.example", "dns"}.otherClaimType("http")
	assert.Contains(t, problem, `verified with claim type "dns", but its claim type is "http"`)
	assert.Contains(t, demand{"acme.example", "dns"}.otherClaimType(""), `"dns", but Atlassian returns no claim type`)
}

func TestBrief(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		30 * time.Minute: "30m", 2 * time.Hour: "2h", 90 * time.Second: "1m30s", 10 * time.Second: "10s",
		time.Hour + time.Second: "1h0m1s", 90 * time.Minute: "1h30m", 1500 * time.Millisecond: "1.5s", 0: "0s",
	} {
		assert.Equal(t, want, formatDuration(d))
	}
}
