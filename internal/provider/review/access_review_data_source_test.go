// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestAccessReview(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, sloppy(), simulated.AsDocumented())
	got, diagnostics := acctest.Server(t, org, nil).ReadDataSource(reviewType, map[string]any{
		"as_of": asOf, "dormant_after_days_by_app": map[string]any{"Confluence": 30}, "include": []any{"authentication_policies"},
		"reviewed": map[string]any{"ADA.OKAFOR@acme.example": "2026-02-01", org.Simulator.AccountID(chen): "2026-02-01T09:00:00+01:00"},
	})
	require.NoError(t, diagnostics.Err())
	assert.Empty(t, diagnostics.Warnings())
	assert.Equal(t, []any{"acme.dev", "acme.example"}, got["verified_domains"])
	assert.Equal(t, map[string]any{
		"account_id": org.Simulator.AccountID(chen), "email": chen, "name": "Chen Li", "account_type": "atlassian", "status": "active", "account_status": "active",
		"membership_status": "active", "claim_status": "managed", "mfa_enabled": true, "platform_roles": []any{},
		"groups": []any{
			map[string]any{"id": org.Simulator.GroupID("confluence-users"), "name": "confluence-users"},
			map[string]any{"id": org.Simulator.GroupID("engineering"), "name": "engineering"},
			map[string]any{"id": org.Simulator.GroupID("jira-users"), "name": "jira-users"},
		},
		"apps": []any{
			map[string]any{"resource_id": confluence, "key": "confluence", "last_active": "2025-12-24T08:00:00Z"},
			map[string]any{"resource_id": jira, "key": "jira-software", "last_active": "2026-03-01T08:00:00Z"},
		},
		"last_active": "2026-03-01T08:00:00Z", "added_to_org": "2024-01-15T09:00:00Z", "authentication_policy_id": "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045",
		"api_tokens": nil, "findings": []any{"dormant"},
	}, row(t, got, chen))
	assert.Equal(t, []string{confluence + ": Last active in confluence on 2025-12-24. The limit for this app is 30 days."}, reasons(got, chen))
	assert.Equal(t, []any{"organization_admins", "dormant"}, row(t, got, ada)["findings"])
	for email, want := range map[string][]string{
		ada: {
			"An organization admin, who can change everything in the organization.",
			"Last active on 2025-11-30, in jira-software, and in no app since. The limit is 90 days.",
			confluence + ": Atlassian shows no activity in confluence, which counts as never active. Added to the organization on 2024-01-15.",
		},
		"emil.sorensen@acme.example": {
			"Atlassian shows no activity in any app, which counts as never active. Added to the organization on 2024-01-15.",
			"Two-step verification is off. If the person signs in by single sign-on, it may be the identity provider that asks for the second step.",
			"The configuration has no review of this account.",
		},
		"lena.fischer@contractor.example": {
			"Atlassian shows no activity in any app, which counts as never active. Added to the organization on 2024-01-15.",
			"The organization does not manage the account: its authentication policies do not apply, and it cannot deactivate it.",
			"The address is at contractor.example, which is no verified domain of the organization.",
			"The configuration has no review of this account.",
			"mfa_enabled: Atlassian does not say whether two-step verification is on, as it documents it for managed accounts only.",
		},
		"julia.santos@acme.example": {"The access is suspended, and keeps 1 group (jira-users), 1 app (jira-software)."},
		"kofi.mensah@acme.example":  {},
	} {
		assert.ElementsMatch(t, want, reasons(got, email), email)
	}
	assert.Equal(t, map[string]any{
		"organization_admins": int64(2), "dormant": int64(14), "unmanaged": int64(2), "without_two_step_verification": int64(2), "outside_verified_domains": int64(2),
		"suspended_with_roles": int64(1), "stale_tokens": nil, "not_reviewed_since": int64(9), "unknown": int64(2),
	}, got["counts"])
}

func TestTokensOfAReview(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, sloppy())
	got, diagnostics := acctest.Server(t, org, nil).ReadDataSource(reviewType, map[string]any{"as_of": asOf, "include": []any{"api_tokens"}})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{
		map[string]any{"id": "token-2", "label": "old laptop", "created_at": "2025-01-01T08:00:00Z", "last_active_at": "2025-06-01T08:00:00Z", "expires_at": nil},
		map[string]any{"id": "token-1", "label": "laptop", "created_at": "2025-01-02T08:00:00Z", "last_active_at": "2026-03-01T08:00:00Z", "expires_at": "2027-01-02T08:00:00Z"},
	}, row(t, got, chen)["api_tokens"])
	assert.Equal(t, []any{}, row(t, got, "dana.novak@acme.example")["api_tokens"])
	assert.Nil(t, row(t, got, "lena.fischer@contractor.example")["api_tokens"], "Atlassian does not list those of guests")
	assert.Contains(t, reasons(got, chen), `token-2: The API token "old laptop" was last used on 2025-06-01. The limit is 90 days.`)
	assert.Equal(t, []string{`token-3: The API token "script" was created on 2025-01-01, and Atlassian shows no use of it. The limit is 90 days.`}, reasons(got, "kofi.mensah@acme.example"))
	assert.EqualValues(t, 3, got["counts"].(map[string]any)["stale_tokens"], "and the token of the requests, of which the list does not say more")
	assert.Equal(t, map[string]int{opSearchUsers: 2, opCountUsers: 2, opDomains: 1, opTokens: 1, opTokenCount: 1}, org.Simulator.Requests())
}

// Equal facts give equal rows, however much later: an age would differ.
func TestAReviewOfTheNextDay(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, sloppy())
	read := func(asOf string) map[string]any {
		got, diagnostics := acctest.Server(t, org, nil).ReadDataSource(reviewType, map[string]any{"as_of": asOf})
		require.NoError(t, diagnostics.Err())
		delete(got, "as_of")
		return got
	}
	assert.Equal(t, read(asOf), read("2026-03-03T00:00:00Z"))
}

// A plan reads the same people as other types with one read.
func TestAReviewSharesItsReads(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, sloppy())
	server := acctest.Server(t, org, nil)
	for range 2 {
		_, diagnostics := server.ReadDataSource(reviewType, map[string]any{})
		require.NoError(t, diagnostics.Err())
		_, diagnostics = server.ReadDataSource("atlassian_users", map[string]any{"expand": []any{"groups", "platform_roles", "product_access"}})
		require.NoError(t, diagnostics.Err())
	}
	assert.Equal(t, map[string]int{opSearchUsers: 2, opCountUsers: 2, opDomains: 1}, org.Simulator.Requests(), "the people, the admins and the domains")
}

func TestAccessReviewFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t, sloppy())
	config := acctest.Config(org, fmt.Sprintf(`
data "atlassian_access_review" "this" {
  as_of                     = %q
  dormant_after_days_by_app = { confluence = 30 }
  include                   = ["authentication_policies"]
}

check "dormant" {
  assert {
    condition     = data.atlassian_access_review.this.counts["dormant"] < 100
    error_message = "There are ${data.atlassian_access_review.this.counts["dormant"]}."
  }
}

output "suspended" {
  value = join(" ", [for finding in data.atlassian_access_review.this.findings : "${finding.email}: ${finding.reason}" if finding.kind == "suspended_with_roles"])
}

resource "terraform_data" "findings" {
  input = [for finding in data.atlassian_access_review.this.findings : "${finding.kind}: ${finding.email}: ${finding.reason}"]
}
`, asOf))
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config,
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestMatchOutput("suspended", juliaKeepsAccess),
				resource.TestCheckResourceAttr("terraform_data.findings", "output.#", "25"),
			),
		},
		{Config: config, PlanOnly: true},
		{
			PreConfig: func() {
				at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
				require.NoError(t, org.Simulator.SetActivity(ada, simulator.Activity{Resource: jira, At: &at}))
			},
			Config: config, PlanOnly: true, ExpectNonEmptyPlan: true, // one finding less
		},
	}})
}
