// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// The example of a decision covers the company that a simulator starts with. Only who was to lose access is left afterwards.
func TestExampleOfADecisionIsApplied(t *testing.T) {
	t.Parallel()
	start, known := simulator.Company("small", time.Now())
	require.True(t, known)
	w := cli.New(t, simulated.Start(t, simulated.WithStart(start))).Keep()
	example, err := os.ReadFile(repository + "/examples/resources/atlassian_access_review_decision/resource.tf")
	require.NoError(t, err)
	w.Write("main.tf", string(example))
	w.MustRun("apply", "-auto-approve", "-no-color", "-input=false")
	later := w.Run("plan", "-detailed-exitcode", "-no-color", "-input=false")
	require.Equal(t, 2, later.ExitCode, later.Output)
	assert.Contains(t, later.Output, "milo.rossi@contractor.example")
	assert.NotContains(t, later.Output, "dana.novak@acme.example", "is in a group that was reviewed as a whole")
}
