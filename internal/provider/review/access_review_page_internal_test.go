// SPDX-License-Identifier: MPL-2.0

package review

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/review"
)

// worst are accounts with which everything is wrong that can be, by the first column of the table.
func worst() map[string]atlassian.User {
	account := func(kind, status, of, membership, claim string, secondStep *bool) atlassian.User {
		return atlassian.User{
			AccountID: "1", Email: "eve@else.example", AccountType: kind, Status: status, AccountStatus: of, MembershipStatus: membership, ClaimStatus: claim, MFAEnabled: secondStep,
			Groups: []atlassian.UserGroup{{ID: "g"}}, PlatformRoles: []string{"atlassian/org-admin"}, ProductAccess: []atlassian.ProductAccess{{ResourceID: "a", Key: "confluence"}},
		}
	}
	off := new(bool)
	all := map[string]atlassian.User{
		"person in use, managed":                                         account("atlassian", "active", "active", "active", "managed", off),
		"person in use, not managed":                                     account("atlassian", "active", "active", "active", "unmanaged", nil),
		"person in use, not known whether managed":                       account("atlassian", "active", "active", "active", "", off),
		"person whose access is suspended":                               account("atlassian", "suspended", "active", "suspended", "managed", off),
		"person whose account is deactivated, or waits for its deletion": account("atlassian", "deactivated", "inactive", "active", "managed", off),
		"managed account in no directory":                                account("atlassian", "not_invited", "active", "no_membership", "managed", off),
		"person with a status that is not known, or contradicts itself":  account("atlassian", "paused", "active", "active", "managed", off),
		"app in use":                              account("app", "active", "active", "active", "managed", off),
		"app that cannot be used":                 account("app", "deactivated", "inactive", "active", "managed", off),
		"customer with a group, a role or an app": account("customer", "active", "active", "active", "managed", off),
	}
	customer := account("customer", "active", "active", "active", "managed", off)
	customer.Groups, customer.PlatformRoles, customer.ProductAccess = []atlassian.UserGroup{}, []string{}, []atlassian.ProductAccess{}
	all["customer without any"] = customer
	return all
}

// The table on the page is what a review finds.
func TestTheTableOfFindings(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSpace(possible), "\n")
	cells := func(line string) []string {
		parts := strings.Split(strings.Trim(line, "| "), "|")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		return parts
	}
	header, accounts := cells(lines[0])[1:], worst()
	require.Len(t, lines, len(accounts)+2)
	attributes := map[string]string{
		"unmanaged": "claim_status", "without_two_step_verification": "mfa_enabled", "outside_verified_domains": "email", "stale_tokens": "api_tokens",
	}
	for _, line := range lines[2:] {
		row := cells(line)
		account, is := accounts[row[0]]
		require.True(t, is, row[0])
		facts := review.Facts{People: []atlassian.User{account}, Tokens: []review.Token{{ID: "t", AccountID: "1"}}}
		if account.ClaimStatus == "unmanaged" {
			facts.Tokens = nil
		}
		found := make(map[string]bool)
		for _, one := range review.Of(facts, review.Settings{AsOf: time.Now(), DormantAfter: 90, APITokens: true, StaleTokenAfter: 90, Reviewed: map[string]time.Time{}}).Findings {
			found[string(one.Kind)] = true
			found[string(one.Kind)+" "+one.Subject] = true
		}
		for i, kind := range header {
			want := "–"
			switch {
			case found[kind]:
				want = "yes"
			case found["unknown "+attributes[kind]] && attributes[kind] != "":
				want = "unknown"
			}
			assert.Equal(t, want, row[i+1], "%s: %s", row[0], kind)
		}
	}
}

// The page explains every kind of finding.
func TestThePageExplainsEveryKind(t *testing.T) {
	t.Parallel()
	for _, kind := range review.Kinds() {
		assert.Contains(t, accessReviewPage.Markdown(), "\n* `"+string(kind)+"`: ")
	}
}
