// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// sandbox is the second organization of the example for two.
func sandbox(t *testing.T) simulator.Organization {
	t.Helper()
	file, err := os.Open(filepath.Join(repository, "examples/two-organizations/tests/sandbox.json"))
	require.NoError(t, err)
	defer func() { assert.NoError(t, file.Close()) }()
	start, err := simulator.Load(file)
	require.NoError(t, err)
	return start
}

// withSandbox starts a second organization. What the environment says is of neither.
func withSandbox(t *testing.T, w *cli.Workspace, production *simulated.Organization) {
	t.Helper()
	second := simulated.Start(t, simulated.WithStart(sandbox(t)))
	for name, org := range map[string]*simulated.Organization{"production": production, "sandbox": second} {
		w.Setenv("TF_VAR_"+name+"_base_url", org.URL)
		w.Setenv("TF_VAR_"+name+"_api_key", org.Credentials.APIKey)
	}
	for _, name := range []string{"ATLASSIAN_BASE_URL", "ATLASSIAN_ORG_ID", "ATLASSIAN_ORG_API_KEY"} {
		w.Setenv(name, "")
	}
	t.Cleanup(func() {
		assert.NotZero(t, second.Requests(), "nothing has asked the second organization")
	})
}

// No key of either organization gets into a state or a saved plan, and no resource into an organization that it does not name.
func TestTwoOrganizationsAreKeptApart(t *testing.T) {
	t.Parallel()
	production := simulated.Start(t)
	w := cli.New(t, production)
	withSandbox(t, w, production)
	terraform := example(t, w, "two-organizations")
	variables, err := json.Marshal(map[string]any{
		"production": map[string]any{"organization_id": production.Credentials.OrganizationID, "security_team": []string{"dana.novak@acme.example"}},
		"sandbox":    map[string]any{"organization_id": sandbox(t).ID, "security_team": []string{"chen.li@acme.example"}},
	})
	require.NoError(t, err)
	w.Write("two-organizations/terraform.tfvars.json", string(variables))
	planned := terraform("plan", "-out=saved.tfplan")
	require.Zero(t, planned.ExitCode, planned.Output)
	assert.Contains(t, flat(planned.Output), "No access to production, but to the sandbox: julia.santos@acme.example.")
	applied := terraform("apply", "saved.tfplan")
	require.Zero(t, applied.ExitCode, applied.Output)
	shown := terraform("show", "-json", "saved.tfplan")
	require.Zero(t, shown.ExitCode, shown.Output)
	state, err := os.ReadFile(filepath.Join(w.Dir, "two-organizations/terraform.tfstate"))
	require.NoError(t, err)
	for _, key := range []string{production.Credentials.APIKey, sandbox(t).APIKey.Value} {
		require.NotEmpty(t, key)
		assert.NotContains(t, shown.Output, key)
		assert.NotContains(t, string(state), key)
	}
	again := terraform("plan", "-detailed-exitcode")
	require.Zero(t, again.ExitCode, again.Output)
	assert.Len(t, production.Simulator.Members("security-team"), 1)

	w.Write("two-organizations/forgotten.tf", "resource \"atlassian_group\" \"of_whom\" {\n  name = \"Of whom\"\n}\n")
	forgotten := terraform("plan")
	assert.Equal(t, 1, forgotten.ExitCode, "a resource without a provider is in neither organization")
	assert.Contains(t, forgotten.Output, "Missing organization_id")
}

// Somebody who is removed has left as well: production does not list the account any more, with whatever status.
func TestTwoOrganizationsNoticeWhoIsRemoved(t *testing.T) {
	t.Parallel()
	production := simulated.Start(t)
	w := cli.New(t, production)
	withSandbox(t, w, production)
	terraform := example(t, w, "two-organizations")
	require.NoError(t, production.Simulator.RemoveUser("chen.li@acme.example"))
	planned := terraform("plan", "-var", `production={organization_id="`+production.Credentials.OrganizationID+`",security_team=["dana.novak@acme.example"]}`,
		"-var", `sandbox={organization_id="`+sandbox(t).ID+`",security_team=["ada.okafor@acme.example"]}`)
	require.Zero(t, planned.ExitCode, planned.Output)
	assert.Contains(t, flat(planned.Output), "No access to production, but to the sandbox: chen.li@acme.example, julia.santos@acme.example.")
}

// The script that starts both organizations passes on the exit code of what it runs. TestEveryBlockOfShellRuns runs it as its page says.
func TestTwoOrganizationsPassOnTheExitCode(t *testing.T) {
	t.Parallel()
	w := cli.New(t, simulated.Start(t))
	example(t, w, "two-organizations")
	assert.Equal(t, 7, w.Shell("cd two-organizations\ntests/simulate.sh sh -c 'exit 7'").ExitCode)
}
