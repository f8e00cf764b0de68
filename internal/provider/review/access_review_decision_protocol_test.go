// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// What happens after a review shows in the next plan, an apply clears none of it, and a decision that covers it makes the plan empty.
func TestWhatHappensAfterAReview(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		happens func(t *testing.T, org *simulated.Organization)
		list    string
		column  string
		want    any
		reason  string
		answer  func(org *simulated.Organization, config map[string]any) map[string]any
	}{
		"hired": {
			happens: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				_, err := org.Simulator.AddUser(simulator.User{Email: "nina.weber@acme.example", Name: "Nina Weber"})
				require.NoError(t, err)
			},
			list: "undecided", column: "email", want: "nina.weber@acme.example", reason: "has access, and nobody has decided on it",
			answer: func(_ *simulated.Organization, config map[string]any) map[string]any {
				return with(config, "keep", map[string]any{"Nina.Weber@acme.example": "hired on Monday"})
			},
		},
		"hired into a reviewed group": {
			happens: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				_, err := org.Simulator.AddUser(simulator.User{Email: "nina.weber@acme.example", Name: "Nina Weber"})
				require.NoError(t, err)
				require.NoError(t, org.Simulator.AddMember("engineering", "nina.weber@acme.example"))
			},
			list: "undecided", column: "email", want: "nina.weber@acme.example", reason: `is in group "engineering" (`,
			answer: func(org *simulated.Organization, config map[string]any) map[string]any {
				return with(config, "keep", map[string]any{org.Simulator.AccountID("nina.weber@acme.example"): "hired on Monday"})
			},
		},
		"somebody reviewed comes into another reviewed group": {
			happens: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				require.NoError(t, org.Simulator.AddMember("engineering", hana))
			},
			list: "undecided", column: "email", want: hana, reason: `is in group "engineering" (`,
			answer: func(_ *simulated.Organization, config map[string]any) map[string]any {
				return with(config, "keep", map[string]any{hana: "has changed teams"})
			},
		},
		"somebody reviewed gets a reviewed role": {
			happens: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				require.NoError(t, org.Simulator.AddMember("confluence-users", dana))
			},
			list: "undecided", column: "email", want: dana, reason: "has the role atlassian/user on " + confluence,
			answer: func(_ *simulated.Organization, config map[string]any) map[string]any {
				return with(config, "keep", map[string]any{dana: "writes the manual"})
			},
		},
		"access regained": {
			happens: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				require.NoError(t, org.Simulator.Restore(julia, ""))
			},
			list: "undecided", column: "email", want: julia, reason: "had no access at the review, and has it now",
			answer: func(_ *simulated.Organization, config map[string]any) map[string]any {
				return with(config, "keep", map[string]any{julia: "came back from leave"})
			},
		},
		"suspended with roles": {
			happens: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				require.NoError(t, org.Simulator.Suspend(chen, ""))
			},
			list: "suspended_with_roles", column: "email", want: chen, reason: "access to jira-software, confluence, 3 groups",
			answer: func(_ *simulated.Organization, config map[string]any) map[string]any {
				return with(config, "keep_suspended", map[string]any{strings.ToUpper(chen): "on parental leave"})
			},
		},
		"a key about to expire": {
			happens: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				require.NoError(t, org.Simulator.CreateAPIKey(simulator.APIKey{ID: "key-2", Label: "reports", CreatedBy: ada, ExpiresAt: time.Now().Add(29 * 24 * time.Hour)}))
			},
			list: "expiring_api_keys", column: "id", want: "key-2", reason: "expires within 30 days",
			answer: func(_ *simulated.Organization, config map[string]any) map[string]any {
				return with(config, "keep_api_keys", map[string]any{"key-2": "not needed any more"})
			},
		},
		"a key without an end": {
			happens: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				require.NoError(t, org.Simulator.CreateAPIKey(simulator.APIKey{ID: "key-3", Label: "reports", CreatedBy: ada}))
			},
			list: "expiring_api_keys", column: "id", want: "key-3", reason: "does not say when it expires",
			answer: func(_ *simulated.Organization, config map[string]any) map[string]any {
				return with(config, "keep_api_keys", map[string]any{"key-3": "somebody asks Atlassian"})
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := start(t)
			config := reviewed(org)
			state := deciding(t, org, config)
			c.happens(t, org)

			read := refreshed(t, org, state)
			require.Equal(t, []any{c.want}, column(read.Values, c.list, c.column))
			require.Contains(t, column(read.Values, c.list, "reason")[0], c.reason)
			server := acctest.Server(t, org, nil)
			plan := server.PlanUpdate(read, config)
			require.NoError(t, plan.Diagnostics.Err())
			require.Equal(t, protocol.Update, plan.Action)
			for _, list := range lists {
				require.Empty(t, plan.Planned[list], list)
			}
			warned := strings.Join(plan.Diagnostics.Warnings(), "\n")
			assert.Contains(t, warned, "As it is, apply will fail. ")
			assert.Contains(t, warned, c.want)
			assert.Contains(t, warned, c.reason)
			assert.Contains(t, warned, `= "REASON"`)

			kept, diagnostics := server.ApplyResource(plan)
			require.Len(t, diagnostics.Errors(), 1)
			assert.Contains(t, diagnostics.Errors()[0], c.want)
			require.Equal(t, read.Values, kept.Values, "what was found stays")

			answered := acctest.Server(t, org, nil).ConvergeFrom(t, read, c.answer(org, config))
			for _, recorded := range []string{"group_members", "app_role_holders", "reviewed_at", "quarter"} {
				assert.Equal(t, state.Values[recorded], answered.Values[recorded], "an answer records no group anew")
			}
		})
	}
}
