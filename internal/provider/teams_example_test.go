// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// After an apply there is nothing to do, until somebody joins a team in the console: the next plan shows the person, and takes them out.
// One person in two teams that share a policy is an error, as the page of the example says.
func TestTeamsExample(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	terraform := example(t, w, "teams")
	planned := func(code int) (output string) {
		t.Helper()
		plan := terraform("plan", "-detailed-exitcode")
		require.Equal(t, code, plan.ExitCode, plan.Output)
		return plan.Output
	}
	apply := func() {
		t.Helper()
		applied := terraform("apply", "-auto-approve")
		require.Zero(t, applied.ExitCode, applied.Output)
	}
	apply()
	planned(0)

	require.NoError(t, org.Simulator.AddMember("team-support", "milo.rossi@contractor.example"))
	assert.Contains(t, planned(2), `- "milo.rossi@contractor.example"`)
	apply()
	assert.ElementsMatch(t, []string{"emil.sorensen@acme.example", "fatima.haddad@acme.example"}, emails(org, "team-support"))
	planned(0)

	file := filepath.Join(w.Dir, "teams/main.tf")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	const support = `["emil.sorensen@acme.example", `
	require.Contains(t, string(text), support)
	w.Write("teams/main.tf", strings.Replace(string(text), support, support+`"chen.li@acme.example", `, 1))
	assert.Contains(t, planned(1), "Error: An account is listed by two resources")
}

// A group that exists already is not taken over silently, and comes in with an import block.
func TestTeamsExampleWhereAGroupExists(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id, err := org.Simulator.CreateGroup(simulator.Group{Name: "team-support", Description: "Answers customers"})
	require.NoError(t, err)
	w := cli.New(t, org).Keep()
	terraform := example(t, w, "teams")
	refused := terraform("apply", "-auto-approve")
	require.Equal(t, 1, refused.ExitCode, refused.Output)
	assert.Contains(t, refused.Output, "Warning: It exists already", "the plan")
	assert.Contains(t, refused.Output, "Error: It exists already", "the apply")

	w.Write("teams/import.tf", "import {\n  to = module.team[\"support\"].atlassian_group.this\n  id = \"name:team-support\"\n}\n")
	applied := terraform("apply", "-auto-approve")
	require.Zero(t, applied.ExitCode, applied.Output)
	assert.Contains(t, applied.Output, "1 imported")
	assert.Equal(t, id, org.Simulator.GroupID("team-support"))
	assert.Len(t, org.Simulator.Members(id), 2)
}
