// SPDX-License-Identifier: MPL-2.0

package bench_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/bench"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

var (
	// largest makes each scenario as large.
	largest = flag.Int("largest", 0, "the larger number of objects of each scenario that has two; 0 for its own")
	only    = flag.String("only", "", "only scenarios whose names contain this")
	table   = flag.String("table", "", "the file to write the table to")
)

// latency is how long each answer takes.
const latency = 20 * time.Millisecond

// BenchmarkTable measures all scenarios once, and writes the table. What it says of times is true only within a run.
func BenchmarkTable(b *testing.B) {
	if *table == "" {
		b.Skip("`make bench` says where to write the table.")
	}
	var (
		rows  []bench.Row
		idle  time.Duration
		known = make(comparisons)
	)
	for _, s := range scenarios {
		if !strings.Contains(s.name, *only) && len(rows) > 0 {
			continue
		}
		sizes := s.sizes
		if *largest > 0 && len(sizes) > 1 {
			sizes = []int{sizes[0], *largest}
		}
		for _, n := range sizes {
			row := s.measure(b, n, known)
			if n == 0 {
				idle = row.Processor
			}
			rows = append(rows, row)
			if err := os.WriteFile(*table, []byte(bench.Table(idle, rows)), 0o600); err != nil { // so far: the next one may fail
				b.Fatal(err)
			}
			fmt.Fprintf(os.Stderr, "%s, %d: %d requests, %s\n", row.Scenario, row.Objects, row.Requests, row.Wall.Round(time.Millisecond))
		}
	}
	b.ReportMetric(0, "ns/op") // of no interest
}

// measure measures one scenario with so many objects.
func (s scenario) measure(b *testing.B, n int, known comparisons) bench.Row {
	b.Helper()
	org := simulated.Start(b, simulated.WithStart(s.start(n)), simulated.WithLatency(latency), simulated.AsDocumented(), simulated.Unrecorded())
	w := cli.New(b, org)
	asAtItsUsers(w)
	used := w.Metered()
	w.Write("main.tf", s.configuration(n))
	switch {
	case s.state != nil:
		w.Write("terraform.tfstate", s.state(org, n))
	case s.adopts:
		w.MustRun("apply", "-auto-approve", "-no-color")
	}
	used()
	org.Simulator.ResetRequests()
	ran := measured(w, s.applies)
	require.Contains(b, ran.Output, expected(s.applies, n), s.name)
	use := used()
	row := bench.Row{
		Scenario: s.name, Objects: n, Requests: org.Requests(), Floor: s.floor(n), Wall: ran.Wall,
		Builtin: known.of(b, org, comparison{s.builtin, n, s.applies}), Processor: use.Processor, Resident: use.Resident,
	}
	if s.ask != nil && n <= single[len(single)-1] {
		row.Naive, row.NaiveRequests = naive(b, org, n, s.ask), n
	}
	return row
}
