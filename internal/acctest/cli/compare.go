// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Comparison is what the same commands cost in two workspaces: one with a resource of ours, one with the built-in
// resource that holds the same. Times mean nothing but in relation to each other, in one run.
type Comparison struct {
	ours, builtin *Workspace
	costs         map[string]*pair
}

// Command is a command whose cost is compared.
type Command struct {
	// Name is what its cost is reported under.
	Name string
	// Fresh begins without a state.
	Fresh bool
	// Want is a text of its output, without which the comparison would be of something else.
	Want string
	// Arguments are terraform's.
	Arguments []string
}

// cost is what a command took at the least, on the clock and of the processors, the provider's share included.
type cost struct{ wall, processor time.Duration }

type pair struct{ ours, builtin cost }

// Compare begins a comparison.
func Compare(ours, builtin *Workspace) *Comparison {
	return &Comparison{ours: ours, builtin: builtin, costs: make(map[string]*pair)}
}

// Round runs the commands in both workspaces, in turn, so that whatever else the machine does disturbs both alike.
func (c *Comparison) Round(commands ...Command) {
	for _, command := range commands {
		costs := c.costs[command.Name]
		if costs == nil {
			costs = &pair{}
			c.costs[command.Name] = costs
		}
		costs.ours.least(c.ours.timed(command))
		costs.builtin.least(c.builtin.timed(command))
	}
}

// Report gives the costs of ours in relation to the built-in's.
func (c *Comparison) Report(b *testing.B) {
	b.Helper()
	for _, name := range slices.Sorted(maps.Keys(c.costs)) {
		costs := c.costs[name]
		b.ReportMetric(costs.ours.wall.Seconds(), name+"-s")
		b.ReportMetric(costs.ours.wall.Seconds()/costs.builtin.wall.Seconds(), name+"-ratio")
		b.ReportMetric(costs.ours.processor.Seconds()/costs.builtin.processor.Seconds(), name+"-cpu-ratio")
	}
	b.ReportMetric(0, "ns/op") // of no interest
}

func (c *cost) least(other cost) {
	if c.wall == 0 {
		*c = other
		return
	}
	c.wall, c.processor = min(c.wall, other.wall), min(c.processor, other.processor)
}

func (w *Workspace) timed(command Command) cost {
	w.t.Helper()
	if command.Fresh {
		if err := os.RemoveAll(filepath.Join(w.Dir, "terraform.tfstate")); err != nil {
			w.t.Fatal(err)
		}
	}
	result := w.MustRun(command.Arguments...)
	if !strings.Contains(result.Output, command.Want) {
		w.t.Fatalf("terraform %v does not say %q:\n%s", command.Arguments, command.Want, result.Output)
	}
	return cost{result.Wall, result.Processor}
}
