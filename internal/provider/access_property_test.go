// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/seed"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// accessCases is how many cases are drawn, and someAccessCases how many of them `make test` tries.
const (
	accessCases     = 300
	someAccessCases = 16
)

// accessSeed is the environment variable that repeats one case by its seed.
const accessSeed = "ACCESS_SEED"

// accessTally counts what the cases did.
type accessTally struct {
	cases, steps, writes, kills, replaced, left, refused atomic.Int64
}

// Whatever happens to its objects, nobody whom a configuration names loses access while it is applied, not for a moment, and
// nothing else is touched: the objects are replaced, in either order, tainted, renamed, moved from memberships to members and
// back, their keys are unknown in the plan, applies are killed, and the search looks away. In the end what is there is what is
// configured, but for what a warning said would stay.
//
// Each case has a clock of its own, which stands still while anything is computed, so that waits are those of the provider.
func TestNobodyLosesAccess(t *testing.T) {
	t.Parallel()
	var tally accessTally
	base, cases := seed.Cases(t, accessSeed, thorough.Part[uint64](accessCases, someAccessCases))
	t.Cleanup(func() {
		t.Logf("%d cases, %d steps, %d writes, %d kills, %d replacements, %d left with a warning, %d refused for want of parallelism",
			tally.cases.Load(), tally.steps.Load(), tally.writes.Load(), tally.kills.Load(), tally.replaced.Load(), tally.left.Load(), tally.refused.Load())
	})
	const workers = 4
	for worker := range uint64(workers) {
		t.Run(strconv.FormatUint(worker, 10), func(t *testing.T) {
			t.Parallel()
			for i := worker; i < cases && !t.Failed(); i += workers {
				synctest.Test(t, func(t *testing.T) { newAccessCase(t, base+i, &tally).run() })
			}
		})
	}
}

// accessCase is one sequence of configurations.
type accessCase struct {
	*world

	draft     *draft
	terraform *lifecycle.Terraform
	tally     *accessTally
	lag       time.Duration
	// server is a process of the provider, which lives until it is killed, and is configured anew for each walk.
	server *protocol.Server
	ctx    context.Context //nolint:containedctx // of the process
	die    func()
	// parallelism is what the runs of the case are given.
	parallelism int
	// excused is what may be left although no configuration names it.
	excused map[string]bool
}

func newAccessCase(t *testing.T, seed uint64, tally *accessTally) *accessCase {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 0))
	lag := []time.Duration{0, 0, time.Second}[random.IntN(3)]
	c := &accessCase{
		world: newWorld(t, seed, lag, time.Duration(1+random.IntN(200))*time.Millisecond),
		draft: &draft{random: random}, tally: tally, lag: lag, excused: make(map[string]bool),
	}
	c.terraform = &lifecycle.Terraform{
		Start: func(context.Context) *protocol.Server {
			c.server.Walk()
			return c.server
		},
		Random:      rand.New(rand.NewPCG(seed, 1)),
		Parallelism: []int{1, 3, 10, 10}[random.IntN(4)],
		State:       lifecycle.State{},
	}
	c.parallelism = c.terraform.Parallelism
	c.start()
	return c
}

// start starts a process of the provider.
func (c *accessCase) start() {
	c.ctx, c.die = context.WithCancel(c.t.Context())
	c.server = acctest.Process(c.ctx, c.t, c.org, &process{c.world, c.ctx})
}

// run plays a sequence that is drawn.
func (c *accessCase) run() {
	defer c.over()
	configured := c.draft.first()
	c.step(configured, false)
	for range 2 + c.draft.random.IntN(4) {
		configured = c.draft.next(configured)
		c.step(configured, true)
		if c.t.Failed() {
			return
		}
	}
	c.end(configured)
}

// play plays a given sequence, without troubles.
func (c *accessCase) play(sequence ...configuration) {
	defer c.over()
	for _, configured := range sequence {
		c.step(configured, false)
	}
	c.end(sequence[len(sequence)-1])
}

// over counts what was done and, after a failure, tells all of it.
func (c *accessCase) over() {
	pass(time.Hour) // for what a killed process has left to itself
	c.tally.cases.Add(1)
	c.tally.writes.Add(int64(c.writes))
	c.tally.kills.Add(int64(c.kills))
	if c.t.Failed() {
		c.t.Logf("repeat with %s=%d (parallelism %d, lag %s, latency %s)\n%s", accessSeed, c.seed, c.parallelism, c.lag, c.latency.Most, strings.Join(c.trace, "\n"))
	}
}

// step plans and applies one configuration; with troubles, they are drawn.
func (c *accessCase) step(configured configuration, troubles bool) {
	c.tally.steps.Add(1)
	configured = c.knownWhereTakenOver(configured)
	c.note("configuration:\n%s", configured)
	random := c.draft.random
	var replace []string
	blind := false
	killAt, happens := 0, false
	if troubles {
		for _, r := range configured {
			if c.draft.chance(25) {
				replace = append(replace, r.address())
			}
		}
		c.taint(func() bool { return c.draft.chance(10) })
		if blind = c.draft.chance(25); blind {
			for range 1 + random.IntN(3) {
				fault := simulator.Fault{Operation: searchUsers, Skip: random.IntN(6), Count: 1 + random.IntN(2)}
				if c.draft.chance(25) {
					fault.Operation = listRoles
				}
				fault.Empty = c.draft.chance(50)
				fault.Partial = !fault.Empty
				c.note("fault: %+v", fault)
				c.org.Simulator.Inject(fault)
			}
		}
		if c.draft.chance(30) {
			killAt, happens = 1+random.IntN(6), c.draft.chance(50)
		}
	}
	c.untaint(func(address string) bool { return c.takenOver(c.terraform.State, address, configured) })
	c.note("replace: %v", replace)
	c.attempt(configured, replace, blind, killAt, happens)
	c.org.Simulator.ClearFaults()
}

const (
	searchUsers = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/search"
	listRoles   = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/role-assignments"
)

func (c *accessCase) attempt(configured configuration, replace []string, blind bool, killAt int, happens bool) {
	plan, diagnostics := c.plan(configured, replace)
	for range 3 {
		err := diagnostics.Err()
		if err == nil || !c.heeded(configured, err.Error(), &replace) {
			break
		}
		plan, diagnostics = c.plan(configured, replace)
	}
	c.terraform.Parallelism = c.parallelism
	if err := diagnostics.Err(); err != nil {
		if !blind {
			c.failed("plan: %v", err)
		}
		return
	}
	c.note("plan: %v", plan.Actions())
	for address, action := range plan.Actions() {
		if action != protocol.Replace {
			continue
		}
		c.tally.replaced.Add(1)
		if !slices.Contains(replace, address) && !plan.State[address].Current.Tainted && !c.takenOver(plan.State, address, configured) {
			c.failed("%s is replaced without need", address)
		}
	}
	c.apply(configured)
	c.kill(killAt, happens, c.die)
	diagnostics = c.terraform.Apply(c.ctx, plan)
	c.kill(0, false, nil)
	killed := c.ctx.Err() != nil
	c.said("apply", diagnostics)
	if err := diagnostics.Err(); err != nil && !blind && !killed {
		c.failed("apply: %v", err)
	}
	if killed {
		c.start()
		pass(c.lag) // for moves that are under way, and so that what is read next is true
	}
	c.account(diagnostics, blind || killed || diagnostics.Err() != nil)
}

func (c *accessCase) plan(configured configuration, replace []string) (*lifecycle.Plan, protocol.Diagnostics) {
	plan, diagnostics := c.terraform.Plan(c.ctx, configured.resources(), replace...)
	c.said("plan", diagnostics)
	return plan, diagnostics
}

func (c *accessCase) said(when string, diagnostics protocol.Diagnostics) {
	for _, text := range diagnostics.Errors() {
		c.note("%s: error: %s", when, text)
	}
	for _, text := range diagnostics.Warnings() {
		c.note("%s: warning: %s", when, text)
	}
}

func (c *accessCase) failed(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fail(format, args...)
}

// account looks at what is there and in no state. A run that went well must have said so; of one that was killed, failed or
// was lied to, nobody can tell.
func (c *accessCase) account(diagnostics protocol.Diagnostics, unclear bool) {
	warnings := strings.Join(diagnostics.Warnings(), "\n")
	known := c.recorded()
	for access := range c.truth() {
		if c.outside[access] || known[access] || c.excused[access] {
			continue
		}
		switch {
		case unclear:
		case slices.ContainsFunc(stays(access), func(text string) bool { return strings.Contains(warnings, text) }):
			c.tally.left.Add(1)
		default:
			c.failed("left behind without a word: %s", access)
		}
		c.note("excused: %s", access)
		c.excused[access] = true
	}
}

// end insists that the last configuration is what becomes of it all.
func (c *accessCase) end(configured configuration) {
	for i := range configured {
		configured[i].unknown = nil
	}
	pass(2 * c.lag)
	for round := 1; ; round++ {
		plan, diagnostics := c.plan(configured, nil)
		switch err := diagnostics.Err(); {
		case err == nil && plan.Empty():
		case round < 3:
			c.step(configured, false)
			continue
		case err != nil:
			c.failed("last plan: %v", err)
		default:
			c.failed("the last plan is not empty: %v", plan.Actions())
		}
		break
	}
	truth, named, wholes := c.truth(), configured.accesses(), configured.wholes()
	for access := range named {
		if !truth[access] {
			c.failed("in the end, %s is missing", access)
		}
	}
	for access := range truth {
		_, isRole := roleOf(access)
		whole := !isRole && wholes[containerOf(access)]
		if !named[access] && (whole || !c.outside[access] && !c.excused[access]) {
			c.failed("in the end, %s is left", access)
		}
	}
}

// pass lets time pass, which takes none here.
func pass(wait time.Duration) { <-time.After(wait) }
