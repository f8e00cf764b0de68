// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// BenchmarkUsers reads 10,000 people with their groups and last activity through the terraform on PATH: what as many rows cost it.
func BenchmarkUsers(b *testing.B) {
	start := simulated.Large(simulated.Size{Members: 10_000})
	start.Workspaces = []simulator.Workspace{{ID: confluence, Name: "large", Type: "confluence", TypeKey: "confluence"}}
	start.Groups[0].Roles = []simulator.Role{{Resource: confluence, Role: "atlassian/user"}}
	for i := range start.Users {
		start.Users[i].LastActive = map[string]time.Time{confluence: lastActive}
	}
	org := simulated.Start(b, simulated.WithStart(start))
	workspace := cli.New(b, org)
	workspace.Write("main.tf", `
data "atlassian_users" "all" {
  expand = ["groups", "product_access"]
}

output "seen" {
  value = length([for user in data.atlassian_users.all.users : user if user.last_active != null])
}
`)
	for b.Loop() {
		applied, planned := workspace.MustRun("apply", "-auto-approve", "-no-color"), workspace.MustRun("plan", "-no-color")
		require.Contains(b, applied.Output, "seen = 10000")
		require.Contains(b, planned.Output, "No changes.")
		b.ReportMetric(applied.Processor.Seconds(), "apply-cpu-s")
		b.ReportMetric(planned.Processor.Seconds(), "plan-cpu-s")
	}
}
