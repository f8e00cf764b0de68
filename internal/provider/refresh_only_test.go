// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// numbered is the resource of wholeRun that always has a number: Terraform 1.11 takes the number that it has read for another than the one
// in its state, see https://github.com/hashicorp/terraform/issues/36403.
var numbered = regexp.MustCompile(`(?s)resource "atlassian_authentication_policy_attestation".*?\n\}\n`)

// Private data that a refresh changes shows nowhere. Terraform counts it as a difference all the same.
func TestAPlanThatOnlyRefreshesFindsNothing(t *testing.T) {
	t.Parallel()
	require.Regexp(t, numbered, wholeRun)
	w := cli.New(t, simulated.Start(t)).Keep()
	w.Write("main.tf", numbered.ReplaceAllString(wholeRun, ""))
	w.MustRun("apply", "-auto-approve")
	only := w.Run("plan", "-refresh-only", "-detailed-exitcode", "-no-color")
	assert.Zero(t, only.ExitCode, only.Output)
	assert.Contains(t, only.Output, "No changes.")
}
