// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// The policies for data and network are planned and applied, and have nothing to do after that. A product that somebody takes out of
// reach of the IP allowlist shows, and comes back.
func TestDataAndNetworkExample(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	require.NoError(t, os.Remove(filepath.Join(w.Dir, "versions.tf")))
	copied(t, w, repository+"/examples/data-and-network", "data-and-network")
	terraform := func(args ...string) cli.Result {
		return w.Run(append([]string{"-chdir=data-and-network"}, append(args, "-no-color", "-input=false")...)...)
	}
	planned := terraform("plan", "-detailed-exitcode")
	require.Equal(t, 2, planned.ExitCode, planned.Output)
	applied := terraform("apply", "-auto-approve")
	require.Zero(t, applied.ExitCode, applied.Output)
	again := terraform("plan", "-detailed-exitcode")
	require.Zero(t, again.ExitCode, again.Output)
	assert.NotContains(t, again.Output, "IP allowlist applies")
	assert.NotContains(t, again.Output, "reachable")

	policies := org.Simulator.Organization().OrganizationPolicies
	at := slices.IndexFunc(policies, func(p simulator.OrganizationPolicy) bool { return p.Name == "Offices and VPN" })
	require.GreaterOrEqual(t, at, 0)
	allowlist := policies[at]
	require.Len(t, allowlist.Resources, 2)
	gone := allowlist.Resources[0].ID
	allowlist.Resources = allowlist.Resources[1:]
	require.NoError(t, org.Simulator.PutOrganizationPolicy(allowlist))
	drifted := terraform("plan", "-detailed-exitcode")
	require.Equal(t, 2, drifted.ExitCode, drifted.Output)
	assert.Contains(t, drifted.Output, gone)
	mended := terraform("apply", "-auto-approve")
	require.Zero(t, mended.ExitCode, mended.Output)
	again = terraform("plan", "-detailed-exitcode")
	require.Zero(t, again.ExitCode, again.Output)
}
