// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// BenchmarkAccessReview compares a review of 10,000 people with one of 1,000, through the terraform on PATH: ten times as many are to cost
// about ten times as much of the processors, and ten times as much memory. Each walk takes one request for every hundred people, and four.
func BenchmarkAccessReview(b *testing.B) {
	const few, many, requests = 1_000, 10_000, 4
	organizations := make(map[int]*simulated.Organization)
	workspace := func(people int) *cli.Workspace {
		organizations[people] = simulated.Start(b, crowded(people))
		w := cli.New(b, organizations[people])
		w.Write("main.tf", `
data "atlassian_access_review" "this" {
  as_of = "`+asOf+`"
}

output "dormant" {
  value = data.atlassian_access_review.this.counts["dormant"]
}

output "rows" {
  value = length(data.atlassian_access_review.this.people)
}
`)
		return w
	}
	larger, smaller := workspace(many), workspace(few)
	for b.Loop() {
		compared := cli.Compare(larger, smaller)
		for _, command := range []cli.Command{
			{Name: "apply", Fresh: true, Want: "dormant = ", Arguments: []string{"apply", "-auto-approve", "-no-color"}},
			{Name: "plan", Want: "No changes.", Arguments: []string{"plan", "-no-color"}},
		} {
			for _, org := range organizations {
				org.Simulator.ResetRequests()
			}
			compared.Round(command)
			for people, org := range organizations {
				require.Equal(b, people/100+requests, org.Requests(), "%s of %d people", command.Name, people)
			}
		}
		compared.Report(b)
		b.ReportMetric(allocations(b, many)/allocations(b, few), "memory-ratio")
	}
}
