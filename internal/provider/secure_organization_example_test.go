// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// secured applies the baseline to the small company.
func secured(t *testing.T, org *simulated.Organization) (terraform func(args ...string) cli.Result) {
	t.Helper()
	w := cli.New(t, org).Keep()
	require.NoError(t, os.Remove(filepath.Join(w.Dir, "versions.tf")))
	copied(t, w, peopleFromCSV, "people-from-csv")
	copied(t, w, repository+"/examples/secure-organization", "secure-organization")
	terraform = func(args ...string) cli.Result {
		return w.Run(append([]string{"-chdir=secure-organization"}, args...)...)
	}
	require.Zero(t, terraform("get").ExitCode)
	return terraform
}

// The baseline is planned and applied, and has nothing to do after that. What comes later shows.
func TestSecureOrganizationExample(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	terraform := secured(t, org)
	planned := terraform("plan", "-no-color", "-input=false")
	require.Zero(t, planned.ExitCode, planned.Output)
	applied := terraform("apply", "-auto-approve", "-no-color", "-input=false")
	require.Zero(t, applied.ExitCode, applied.Output)
	for _, protected := range []string{`[]`, `["712020:01066225-70e0-5566-b699-36f400a25144"]`} {
		again := terraform("plan", "-no-color", "-input=false", "-detailed-exitcode", "-var=protected_account_ids="+protected)
		require.Zero(t, again.ExitCode, again.Output)
		assert.Contains(t, again.Output, "two_step_verification: ", "not everybody has enrolled, and the check says so")
		assert.NotContains(t, again.Output, "managed_accounts_in_intended_policies: ")
		t.Log(again.Output)
	}

	_, err := org.Simulator.AddUser(simulator.User{Email: "nora.berg@acme.example", Name: "Nora Berg"})
	require.NoError(t, err)
	hired := terraform("plan", "-no-color", "-input=false", "-detailed-exitcode")
	require.Equal(t, 2, hired.ExitCode, hired.Output)
	assert.Contains(t, hired.Output, "nora.berg@acme.example")
}
