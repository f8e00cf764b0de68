// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/seed"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
)

// cases is how many cases are drawn, and someCases how many of them `make test` tries.
const (
	cases     = 500
	someCases = 8
)

// The environment of `make chaos`: the seed to begin with, how many cases to try, and for how long to go on beyond them.
const (
	seedVariable  = "CHAOS_SEED"
	casesVariable = "CHAOS_CASES"
	forVariable   = "CHAOS_FOR"
)

// tally counts what the cases did.
type tally struct {
	cases, steps, runs, writes, kills, imports, traps atomic.Int64

	mu      sync.Mutex
	faults  map[string]int
	applies [maxApplies + 1]int
}

func (t *tally) happened(fault string, times int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.faults == nil {
		t.faults = make(map[string]int)
	}
	t.faults[fault] += times
}

func (t *tally) applied(times int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.applies[times]++
}

func (t *tally) String() string {
	return fmt.Sprintf("%d cases: %d configurations, %d plans, %d writes, %d kills, %d imports, %d traps; applies after the trouble: %v; faults: %v",
		t.cases.Load(), t.steps.Load(), t.runs.Load(), t.writes.Load(), t.kills.Load(), t.imports.Load(), t.traps.Load(), t.applies, t.faults)
}

// Whatever goes wrong, the next apply puts everything right, nothing is done twice, nobody loses what the configuration gives, and nothing
// else is touched. The page docs/proof/chaos.md says all of it.
//
// Each case has a clock of its own, which stands still while anything is computed, so that waits take no time.
func TestChaos(t *testing.T) {
	t.Parallel()
	var tally tally
	base, count := seed.Cases(t, seedVariable, thorough.Part[uint64](cases, someCases))
	if given, set := seed.Number(t, casesVariable); set {
		count = given
	}
	var end time.Time
	if text := os.Getenv(forVariable); text != "" {
		limit, err := time.ParseDuration(text)
		require.NoError(t, err, forVariable)
		end = time.Now().Add(limit)
	}
	t.Cleanup(func() { t.Log(tally.String()) })
	const workers = 4
	for worker := range uint64(workers) {
		t.Run(strconv.FormatUint(worker, 10), func(t *testing.T) {
			t.Parallel()
			for i := worker; (i < count || time.Now().Before(end)) && !t.Failed(); i += workers {
				synctest.Test(t, func(t *testing.T) {
					c := newCase(t, base+i, &tally, options{})
					c.run()
					c.report()
				})
			}
		})
	}
}

// report counts what was done and, after a failure, tells all of it.
func (c *chaos) report() {
	c.t.Helper()
	c.tally.cases.Add(1)
	c.tally.writes.Add(int64(c.writes))
	c.tally.kills.Add(int64(c.kills))
	if len(c.failures) > 0 {
		c.t.Errorf("%s\nrepeat with: %s=%d make chaos (parallelism %d, lag %s, limit %d)\n%s", strings.Join(c.failures, "\n"), seedVariable, c.seed,
			c.terraform.Parallelism, c.lag, c.limit, strings.Join(c.trace, "\n"))
	}
}
