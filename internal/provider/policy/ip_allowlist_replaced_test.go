// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// A replacement on purpose keeps the policy: the products are never open in between.
func TestAReplacedIPAllowlistStays(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	workspace := cli.New(t, org).Keep()
	write := func(addresses, more string) {
		workspace.Write("main.tf", strings.NewReplacer("ADDRESSES", addresses, "MORE", more).Replace(`
resource "atlassian_ip_allowlist" "this" {
  name         = "Office"
  addresses    = [ADDRESSES]
  resource_ids = ["ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"]
  must_allow   = ["192.0.2.7"]
  MORE
}
`))
	}
	write(`"192.0.2.0/24"`, "")
	workspace.MustRun("apply", "-auto-approve")
	before := only(t, org)
	stays := func(what string, in ...string) {
		t.Helper()
		assert.Equal(t, before.ID, only(t, org).ID, what)
		holds(t, org, "enabled", in, confluence)
		requests := org.Simulator.Requests()
		for _, operation := range []string{deletePolicy, createPolicy, removeResource} {
			assert.Zero(t, requests[operation], "%s: %s", what, operation)
		}
		again := workspace.Run("plan", "-detailed-exitcode", "-no-color")
		assert.Zero(t, again.ExitCode, "%s: %s", what, again.Output)
		org.Simulator.ResetRequests()
	}
	org.Simulator.ResetRequests()
	workspace.MustRun("apply", "-auto-approve", "-replace=atlassian_ip_allowlist.this")
	stays("-replace", "192.0.2.0/24")
	workspace.MustRun("taint", "atlassian_ip_allowlist.this")
	workspace.MustRun("apply", "-auto-approve")
	stays("a tainted object", "192.0.2.0/24")
	write(`"192.0.2.7"`, "")
	workspace.MustRun("apply", "-auto-approve", "-replace=atlassian_ip_allowlist.this")
	stays("-replace, with other addresses", "192.0.2.7")

	write(`"192.0.2.7"`, "lifecycle {\n    create_before_destroy = true\n  }")
	refused := workspace.Run("apply", "-auto-approve", "-no-color", "-replace=atlassian_ip_allowlist.this")
	require.NotZero(t, refused.ExitCode)
	assert.Contains(t, strings.Join(strings.Fields(strings.ReplaceAll(refused.Output, "│", "")), " "), "create_before_destroy is the cause, and nothing was changed")
	stays("create_before_destroy", "192.0.2.7")

	text := `
resource "atlassian_ip_allowlist" "renamed" {
  name         = "Office"
  addresses    = ["192.0.2.7"]
  resource_ids = ["ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"]
}
`
	workspace.Write("main.tf", text)
	refused = workspace.Run("plan", "-no-color")
	require.NotZero(t, refused.ExitCode, "%s\n%v", refused.Output, org.Simulator.Requests())
	assert.Contains(t, refused.Output, "The IP allowlist would be deleted and made again")
	workspace.Write("main.tf", text+"moved {\n  from = atlassian_ip_allowlist.this\n  to   = atlassian_ip_allowlist.renamed\n}\n")
	workspace.MustRun("apply", "-auto-approve")
	stays("another address", "192.0.2.7")

	workspace.MustRun("destroy", "-auto-approve")
	assert.Empty(t, allowlists(org))
}
