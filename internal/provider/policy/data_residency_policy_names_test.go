// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// withEurope is the small company with a policy of the name that the tests create.
func withEurope() simulator.Organization {
	start := simulator.SmallCompany()
	start.OrganizationPolicies = []simulator.OrganizationPolicy{{ID: "there", Name: "Europe", Type: "data-residency", In: []string{"us"}, Resources: []simulator.PolicyResource{{ID: jiraARI}}}}
	return start
}

// A policy that exists is never adopted silently, and none is made beside it.
func TestAPolicyOfTheNameIsNotAdopted(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(withEurope()))
	s := acctest.Server(t, org, nil)
	const imports = "import {\n  to = atlassian_data_residency_policy.europe # or this resource's own address\n  id = \"there\"\n}"
	plan := s.PlanCreate(residencyType, europe([]any{confluenceARI}, nil))
	assert.Contains(t, residencyWarnings(t, plan), imports, "a run that may be an apply only warns")
	_, diagnostics := s.ApplyResource(plan)
	require.Error(t, diagnostics.Err())
	assert.Contains(t, diagnostics.Err().Error(), imports)

	state, diagnostics := s.ImportByID(residencyType, "cd4f9d44-7618-5b8f-9e3e-0152cfaff9df")
	if diagnostics.Err() == nil { // something that the run refreshes
		_, _ = s.ReadResource(state)
	}
	s.Walk()
	other := s.Converge(t, residencyType, map[string]any{"name": "Elsewhere", "region": "EU"})
	s.Walk()
	_, diagnostics = s.ReadResource(other)
	require.NoError(t, diagnostics.Err())
	refused := s.PlanCreate(residencyType, europe([]any{confluenceARI}, nil))
	require.Error(t, refused.Diagnostics.Err(), "a plan refuses")
	assert.Contains(t, refused.Diagnostics.Err().Error(), imports)
	policy, _ := residencyPolicy(org, "Europe")
	assert.Equal(t, []string{"us"}, policy.In, "nothing has changed")
}

func TestTwoResourcesForOneDataResidencyPolicy(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(withEurope()))
	s := acctest.Server(t, org, nil)
	require.NoError(t, s.PlanCreate(residencyType, map[string]any{"name": "One", "region": "EU"}).Diagnostics.Err())
	refused := s.PlanCreate(residencyType, map[string]any{"name": "one", "region": "US"})
	require.Error(t, refused.Diagnostics.Err())
	assert.Contains(t, refused.Diagnostics.Err().Error(), "Two resources claim the same thing")

	s.Walk()
	state, diagnostics := s.ImportByID(residencyType, "there")
	require.NoError(t, diagnostics.Err())
	twin := *state
	config := europe([]any{jiraARI}, map[string]any{"region": "us"})
	require.NoError(t, s.PlanUpdate(state, config).Diagnostics.Err())
	refused = s.PlanUpdate(&twin, config)
	require.Error(t, refused.Diagnostics.Err())
	assert.Contains(t, refused.Diagnostics.Err().Error(), "Two resources claim the same thing")
}

// A replacement keeps the policy, so that no data is free in between and no move begins again. With create_before_destroy it fails
// before anything changes.
func TestReplacementOfADataResidencyPolicy(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	config := func(region, lifecycle string) string {
		return `
resource "atlassian_data_residency_policy" "this" {
  name         = "Europe"
  region       = "` + region + `"
  resource_ids = ["` + jiraARI + `"]
  lifecycle {
    ` + lifecycle + `
  }
}`
	}
	w.Write("main.tf", config("EU", ""))
	w.MustRun("apply", "-auto-approve", "-no-color")
	before, _ := residencyPolicy(org, "Europe")
	stays := func(what string, writes int) {
		t.Helper()
		after, is := residencyPolicy(org, "Europe")
		require.True(t, is, what)
		assert.Equal(t, before.ID, after.ID, what)
		written := 0
		for operation, count := range org.Simulator.Requests() {
			if !strings.HasPrefix(operation, "GET ") && !strings.Contains(operation, "/workspaces") {
				written += count
			}
		}
		assert.Equal(t, writes, written, "%s: %v", what, org.Simulator.Requests())
		assert.Zero(t, w.Run("plan", "-detailed-exitcode", "-no-color").ExitCode, what)
		org.Simulator.ResetRequests()
	}
	org.Simulator.ResetRequests()
	w.MustRun("apply", "-auto-approve", "-no-color", "-replace="+thisResidency)
	stays("-replace", 0)
	w.MustRun("taint", thisResidency)
	tainted := w.MustRun("apply", "-auto-approve", "-no-color")
	assert.NotContains(t, tainted.Output, "Data is going to move")
	stays("a tainted object", 0)
	w.Write("main.tf", config("US", ""))
	w.MustRun("apply", "-auto-approve", "-no-color", "-replace="+thisResidency)
	stays("-replace, with another region", 1)
	after, _ := residencyPolicy(org, "Europe")
	assert.Equal(t, []string{"US"}, after.In)

	w.Write("main.tf", config("US", "create_before_destroy = true"))
	failed := w.Run("apply", "-auto-approve", "-no-color", "-replace="+thisResidency)
	assert.NotZero(t, failed.ExitCode)
	assert.Contains(t, failed.Output, "create_before_destroy is the cause")
	still, _ := residencyPolicy(org, "Europe")
	assert.Equal(t, after, still, "nothing has changed")
	assert.Zero(t, w.Run("plan", "-detailed-exitcode", "-no-color").ExitCode)

	// A new address without a moved block would delete the policy and make it again.
	w.Write("main.tf", `
resource "atlassian_data_residency_policy" "renamed" {
  name         = "Europe"
  region       = "US"
  resource_ids = ["`+jiraARI+`"]
}`)
	moved := w.Run("plan", "-no-color")
	assert.NotZero(t, moved.ExitCode)
	assert.Contains(t, moved.Output, "The policy would be deleted and made again")
	w.Write("moved.tf", `
moved {
  from = atlassian_data_residency_policy.this
  to   = atlassian_data_residency_policy.renamed
}`)
	assert.Zero(t, w.Run("plan", "-detailed-exitcode", "-no-color").ExitCode&1)
}

// What the plan does not know yet, the apply finds and checks.
func TestUnknownValuesOfADataResidencyPolicy(t *testing.T) {
	t.Parallel()
	s := acctest.Server(t, simulated.Start(t), nil)
	unknown := map[string]any{
		"name": "Europe", "region": "EU",
		"products":         []any{map[string]any{"site": protocol.Unknown, "product": "jira-software"}},
		"migration_window": map[string]any{"start": protocol.Unknown, "end": farWeekend["end"]},
	}
	plan := s.PlanCreate(residencyType, unknown)
	assert.Contains(t, residencyWarnings(t, plan), "Data may be going to move: ")
	assert.Equal(t, protocol.Unknown, plan.Planned["resources"])
	assert.Equal(t, protocol.Unknown, plan.Planned["migrations"])
	known := map[string]any{
		"name": "Europe", "region": "EU",
		"products":         []any{map[string]any{"site": "acme", "product": "jira-software"}},
		"migration_window": farWeekend,
	}
	state, diagnostics := s.ApplyKnown(plan, known)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, map[string]any{jiraARI: farWeekend}, state.Values["migrations"])
	residencyAgain(t, s, state, known)
}
