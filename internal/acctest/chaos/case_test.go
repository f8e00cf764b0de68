// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// options are how a case differs from one that is drawn.
type options struct {
	// only is the kind of fault that happens; empty is all of them.
	only string
	// broken stands between the provider and the organization, and undoes what protects from a fault.
	broken func(c *chaos) func(next http.RoundTripper) http.RoundTripper
	// atOnce is for a case whose clock is the real one: nothing is late.
	atOnce bool
}

// chaos is one case.
type chaos struct {
	*watch

	t         *testing.T
	options   options
	draft     *draft
	terraform *lifecycle.Terraform
	lag       time.Duration
	limit     int // requests a minute
	// server is a process of the provider, which lives until it is killed, and is configured anew for each walk.
	server *protocol.Server
	ctx    context.Context //nolint:containedctx // of the process
	die    func()
	// others are the facts as others have made them since the configuration changed.
	others facts
	// applied is the configuration that was applied last.
	applied configuration
	tally   *tally
	// broken is what stands between each process and the organization.
	broken func(next http.RoundTripper) http.RoundTripper
	// protected are the accounts that the provider protects, by number.
	protected []int
	// planning is whether a plan is made now.
	planning atomic.Bool
}

func newCase(t *testing.T, seed uint64, tally *tally, how options) *chaos {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 0))
	c := &chaos{t: t, draft: newDraft(random), tally: tally, options: how, others: facts{}, protected: []int{theProtected}}
	c.lag = pick(c.draft, 0, 0, time.Second, 3*time.Second)
	c.limit = pick(c.draft, 0, 0, 0, 60)
	switch {
	case how.only == rates:
		c.limit = 20
	case how.atOnce:
		c.lag, c.limit = 0, 0
	}
	c.watch = &watch{
		seed: seed, latency: lifecycle.Latency{Seed: seed, Most: time.Duration(1+random.IntN(200)) * time.Millisecond}, began: time.Now(),
		one: make(chan struct{}, 1), counted: map[class]int{}, injected: map[string]int{},
	}
	start := []simulated.Option{
		simulated.WithStart(company(random, c.draft.renames)), simulated.WithLag(c.lag), simulated.WithRateLimit(c.limit), simulated.WithResetInSeconds(), simulated.WithEventLag(c.lag), simulated.Quietly(),
	}
	if c.draft.chance(50) {
		start = append(start, simulated.WithLiveForms())
	} else {
		start = append(start, simulated.AsDocumented())
	}
	if how.broken != nil {
		start = append(start, simulated.AllowViolations())
	}
	c.org, c.handler = simulated.Handler(t, start...)
	c.terraform = &lifecycle.Terraform{
		Start: func(context.Context) *protocol.Server {
			c.server.Walk()
			return c.server
		},
		Random:      rand.New(rand.NewPCG(seed, 1)),
		Parallelism: pick(c.draft, 1, 3, 10, 10),
		State:       lifecycle.State{},
	}
	if how.broken != nil {
		c.broken = how.broken(c)
	}
	c.start()
	return c
}

// start starts a process of the provider.
func (c *chaos) start() {
	c.ctx, c.die = context.WithCancel(c.t.Context())
	var transport http.RoundTripper = &process{c.watch, c.ctx}
	if c.broken != nil {
		transport = c.broken(transport)
	}
	c.server = acctest.Process(c.ctx, c.t, c.org, transport, func(settings *organization.Settings) {
		for _, n := range c.protected {
			settings.ProtectedAccountIDs = append(settings.ProtectedAccountIDs, simulated.AccountID(n))
		}
		settings.Experimental = []string{organization.BackupPolicies}
		if c.draft.renames {
			settings.Experimental = append(settings.Experimental, organization.GroupUpdate)
		}
	})
}

// run plays a case.
func (c *chaos) run() {
	defer pass(time.Hour) // for what a killed process has left to itself
	var last configuration
	for range 1 + c.draft.random.IntN(2) {
		next := c.draft.next(last)
		if last != nil {
			c.outside()
		}
		c.play(last, next)
		if len(c.failures) > 0 {
			return
		}
		c.traps(next)
		last = next
	}
}

// play applies a configuration in trouble, and then without.
func (c *chaos) play(last, next configuration) {
	c.tally.steps.Add(1)
	pass(2 * c.lag) // a change of others shows late, and is no lie
	c.note("configuration:\n%s", next)
	c.begin(last, next)
	c.others = facts{}
	for range 1 + c.draft.random.IntN(2) {
		c.troubled(next)
		if len(c.failures) > 0 {
			return
		}
	}
	if c.draft.chance(20) { // others do not wait until it is over
		c.outside()
		pass(2 * c.lag)
		c.begin(last, next)
	}
	c.converge(last, next)
}

// troubled plans and applies while things go wrong.
func (c *chaos) troubled(next configuration) {
	trouble := c.draft.trouble(c.options.only)
	c.note("trouble: %s, gentle: %t", &trouble, trouble.gentle())
	before := c.intact(next)
	c.suffer(trouble, nil)
	plan, diagnostics := c.plan(next)
	if c.draft.chance(30) {
		c.data(trouble.gentle())
	}
	gentle := trouble.gentle()
	switch err := diagnostics.Err(); {
	case c.follow(next, diagnostics): // others have made what is configured
		c.calm()
		return
	case err != nil && gentle:
		c.failed("a plan did not get over %v: %v", &trouble, err)
		fallthrough
	case err != nil:
		c.calm()
		return
	}
	c.believable(plan, before)
	ctx := c.ctx
	if trouble.stopped {
		ctx = c.t.Context()
	}
	c.mu.Lock()
	c.killed = c.die
	c.mu.Unlock()
	diagnostics = c.terraform.Apply(ctx, plan)
	c.said("apply", diagnostics)
	if err := diagnostics.Err(); err != nil && gentle && !c.follow(next, diagnostics) {
		c.failed("an apply did not get over %v: %v", &trouble, err)
	}
	c.calm()
}

// calm ends the trouble.
func (c *chaos) calm() {
	c.mu.Lock()
	for name, times := range c.injected {
		c.tally.happened(name, times)
	}
	c.mu.Unlock()
	c.suffer(trouble{}, nil)
	c.org.Simulator.ClearFaults()
	if c.ctx.Err() != nil {
		c.start()
	}
	pass(2*c.lag + time.Minute) // what was sent arrives, what was parked goes on
	c.look("after the trouble")
}

// intact are the addresses whose objects are in the state and in the organization, as they are configured.
func (c *chaos) intact(next configuration) []string {
	var all []string
	for i := range next {
		object := c.terraform.State[next[i].Address]
		before := c.applied.at(next[i].Address)
		if object != nil && object.Current != nil && !object.Current.Tainted && before != nil && fmt.Sprint(before.Values) == fmt.Sprint(next[i].Values) && c.met(&next[i]) {
			all = append(all, next[i].Address)
		}
	}
	return all
}

// believable insists that a plan which came through trouble shows what there is: nothing to do where nothing differs, and something where
// something is missing.
func (c *chaos) believable(plan *lifecycle.Plan, intact []string) {
	actions := plan.Actions()
	for _, address := range intact {
		if action := actions[address]; action == protocol.Create || action == protocol.Replace || action == protocol.Delete {
			c.failed("a plan in trouble: %s of %s, of which nothing differs", action, address)
		}
	}
	if plan.Empty() {
		now := c.now()
		for path, value := range c.wants {
			if found := now[path]; found != value {
				c.failed("an empty plan in trouble, while %s is %q, not %q", path, found, value)
			}
		}
	}
}

func (c *chaos) plan(next configuration) (*lifecycle.Plan, protocol.Diagnostics) {
	c.tally.runs.Add(1)
	c.planning.Store(true)
	plan, diagnostics := c.terraform.Plan(c.ctx, next.resources())
	c.planning.Store(false)
	c.said("plan", diagnostics)
	c.note("plan: %v", plan.Actions())
	return plan, diagnostics
}

func (c *chaos) said(when string, diagnostics protocol.Diagnostics) {
	for _, text := range diagnostics.Errors() {
		c.note("%s: error: %s", when, text)
	}
	for _, text := range diagnostics.Warnings() {
		text, _, _ = strings.Cut(text, "\n")
		c.note("%s: warning: %s", when, text)
	}
}

// pass lets time pass, which takes none here.
func pass(wait time.Duration) { <-time.After(wait) }
