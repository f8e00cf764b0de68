// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// BenchmarkGroupMembers compares a group of 5,000 members with the same list in the built-in terraform_data, through the
// terraform on PATH: what the list costs beyond what it costs Terraform itself. The refresh of the group, over HTTP, is
// part of it. There are three walks: a plan that finds nothing to do, an apply that removes one member, and an apply that
// creates the resource for a group that has all these members already, so that nothing needs to be written.
func BenchmarkGroupMembers(b *testing.B) {
	const members, rounds = 5000, 3
	org := simulated.Start(b, simulated.WithStart(simulated.Large(simulated.Size{Members: members})))

	var list strings.Builder
	for i := range members {
		fmt.Fprintf(&list, "    %q,\n", simulated.AccountID(i+1))
	}
	workspace := func(configuration string) *cli.Workspace {
		w := cli.New(b, org)
		w.Write("variables.tf", "variable \"members\" {\n  default = "+strconv.Itoa(members)+"\n}\n")
		w.Write("main.tf", fmt.Sprintf(configuration, list.String()))
		return w
	}
	ours := workspace("resource \"atlassian_group_members\" \"this\" {\n  group_id    = \"" + simulated.CrowdID + "\"\n  account_ids = slice([\n%s  ], 0, var.members)\n}\n")
	builtin := workspace("resource \"terraform_data\" \"this\" {\n  input = slice([\n%s  ], 0, var.members)\n}\n")

	timed := func(w *cli.Workspace, fresh bool, want string, arguments ...string) cost {
		if fresh {
			require.NoError(b, os.RemoveAll(filepath.Join(w.Dir, "terraform.tfstate")))
		}
		result := w.MustRun(arguments...)
		require.Contains(b, result.Output, want)
		return cost{result.Wall, result.Processor}
	}
	for b.Loop() {
		plan, change, create := newComparison(), newComparison(), newComparison()
		for range rounds { // in turn, so that whatever else the machine does disturbs both alike
			require.NoError(b, org.Simulator.AddMember(simulated.CrowdID, simulated.AccountID(members))) // whom the change removes
			for dir, of := range map[*cli.Workspace]func(*comparison) *cost{ours: oursOf, builtin: builtinOf} {
				of(&create).least(timed(dir, true, "Resources: 1 added", "apply", "-auto-approve", "-no-color"))
				of(&plan).least(timed(dir, false, "No changes.", "plan", "-no-color"))
				of(&change).least(timed(dir, false, "1 changed", "apply", "-auto-approve", "-no-color", "-var=members="+strconv.Itoa(members-1)))
			}
		}
		plan.report(b, "plan")
		change.report(b, "change")
		create.report(b, "create")
		b.ReportMetric(0, "ns/op") // of no interest
	}
}

func oursOf(c *comparison) *cost { return &c.ours }

func builtinOf(c *comparison) *cost { return &c.builtin }

// cost is what a command took on the clock, and of the processors, the provider's share included.
type cost struct{ wall, processor time.Duration }

func (c *cost) least(other cost) {
	c.wall, c.processor = min(c.wall, other.wall), min(c.processor, other.processor)
}

type comparison struct{ ours, builtin cost }

func newComparison() comparison {
	return comparison{cost{math.MaxInt64, math.MaxInt64}, cost{math.MaxInt64, math.MaxInt64}}
}

func (c comparison) report(b *testing.B, what string) {
	b.Helper()
	b.ReportMetric(c.ours.wall.Seconds(), what+"-s")
	b.ReportMetric(c.ours.wall.Seconds()/c.builtin.wall.Seconds(), what+"-ratio")
	b.ReportMetric(c.ours.processor.Seconds()/c.builtin.processor.Seconds(), what+"-cpu-ratio")
}
