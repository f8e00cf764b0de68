// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// reviewedCrowd is an organization in which all but one of the people are in one group.
func reviewedCrowd(t testing.TB, people int) *simulated.Organization {
	t.Helper()
	large := simulated.Large(simulated.Size{Users: people, Members: people - 1})
	large.APIKey = simulator.APIKey{Label: "pipeline", ExpiresAt: time.Now().Add(200 * 24 * time.Hour)}
	return simulated.Start(t, simulated.WithStart(large), simulated.AsDocumented())
}

// crowd is a configuration that decides on all of them, in two lines.
func crowd(people int) map[string]any {
	return map[string]any{
		"quarter": "2026-Q4", "reviewed_by": "Ada", "keep": map[string]any{simulated.Email(people): "does the review"}, "groups": map[string]any{simulated.CrowdID: "reviewed by its owner"},
	}
}

// requestsFor is how many a plan takes: the accounts and their count, the group, and the API keys and their count.
func requestsFor(people int) int { return (people+99)/100 + 1 + 1 + 2 }

func TestRequestsOfTenThousand(t *testing.T) {
	t.Parallel()
	people := thorough.Part(10_000, 500)
	org := reviewedCrowd(t, people)
	config := crowd(people)
	counted := func(what string, want int) {
		t.Helper()
		assert.Equal(t, want, org.Requests(), "%s: %v", what, org.Simulator.Requests())
		org.Simulator.ResetRequests()
	}
	org.Simulator.ResetRequests()
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(decisionType, config)
	require.NoError(t, plan.Diagnostics.Err())
	counted("the plan of a creation", requestsFor(people))
	state, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	org.Simulator.ResetRequests()
	assert.Len(t, state.Values["group_members"].(map[string]any)[simulated.CrowdID], people-1)

	again := acctest.Server(t, org, nil)
	read, diagnostics := again.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "no-op", string(again.PlanUpdate(read, config).Action))
	counted("a refresh and a plan", requestsFor(people))

	two := acctest.Server(t, org, nil)
	for range 2 {
		_, diagnostics = two.ReadResource(state)
		require.NoError(t, diagnostics.Err())
	}
	_, diagnostics = two.ReadDataSource("atlassian_users", map[string]any{"expand": []any{"groups", "platform_roles", "product_access"}})
	require.NoError(t, diagnostics.Err())
	counted("two decisions, and a data source that asks for the same", requestsFor(people))
	assert.LessOrEqual(t, requestsFor(people), people/100+10)
}

// A review of 10,000 people through the CLI takes seconds.
func TestTenThousandInTheTerminal(t *testing.T) {
	t.Parallel()
	people := thorough.Part(10_000, 500)
	org := reviewedCrowd(t, people)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", fmt.Sprintf(`
resource "atlassian_access_review_decision" "this" {
  quarter     = "2026-Q4"
  reviewed_by = "Ada"
  keep        = { %q = "does the review" }
  groups      = { %q = "reviewed by its owner" }
}
`, simulated.Email(people), simulated.CrowdID))
	applied := w.MustRun("apply", "-auto-approve", "-no-color")
	assert.Less(t, strings.Count(applied.Output, "\n"), 100, "the plan shows no line for each")
	planned := w.Run("plan", "-detailed-exitcode", "-no-color")
	assert.Zero(t, planned.ExitCode, planned.Output)
	require.NoError(t, org.Simulator.RemoveMember("crowd", simulated.AccountID(17)))
	_, err := org.Simulator.AddUser(simulator.User{Email: "nina.weber@large.example", Name: "Nina Weber"})
	require.NoError(t, err)
	require.NoError(t, org.Simulator.AddMember("crowd", "nina.weber@large.example"))
	drifted := w.Run("plan", "-detailed-exitcode", "-no-color")
	assert.Equal(t, 2, drifted.ExitCode)
	assert.Contains(t, drifted.Output, "nina.weber@large.example")
	assert.Less(t, strings.Count(drifted.Output, "\n"), 100)
	t.Logf("processor time for %d people: apply %s, plan %s, plan with drift %s", people, applied.Processor, planned.Processor, drifted.Processor)
}
