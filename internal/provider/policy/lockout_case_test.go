// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// fenceCase is one sequence of configurations.
type fenceCase struct {
	*fenceWorld

	terraform *lifecycle.Terraform
	server    *protocol.Server
	ctx       context.Context //nolint:containedctx // of the process
	die       func()
	lag       time.Duration
}

func newFenceCase(t *testing.T, seed uint64) *fenceCase {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 0))
	lag := []time.Duration{0, 2 * time.Second}[random.IntN(2)]
	c := &fenceCase{fenceWorld: newFenceWorld(t, lag), lag: lag}
	c.terraform = &lifecycle.Terraform{
		Start: func(context.Context) *protocol.Server {
			c.server.Walk()
			return c.server
		},
		Random: rand.New(rand.NewPCG(seed, 1)), Parallelism: 10, State: lifecycle.State{},
	}
	c.org.Simulator.SetPolicyHabits(simulator.PolicyHabits{KeepsResources: random.IntN(2) == 0, ListsNoResources: random.IntN(3) == 0})
	c.start()
	return c
}

// start starts a process of the provider.
func (c *fenceCase) start() {
	c.ctx, c.die = context.WithCancel(c.t.Context())
	c.server = acctest.Process(c.ctx, c.t, c.org, &fenceProcess{c.fenceWorld, c.ctx})
}

// over tells everything after a failure.
func (c *fenceCase) over() {
	<-time.After(time.Hour) // for what a killed process has left to itself
	if c.t.Failed() {
		c.t.Logf("lag %s\n%s", c.lag, strings.Join(c.trace, "\n"))
	}
}

// end is how a step ended.
type end string

// The ends of a step.
const (
	applied        end = "applied"
	nothingToDo    end = "nothing to do"
	refusedPlan    end = "refused by the plan"
	refusedApply   end = "refused by the apply"
	failed         end = "failed for another reason"
	killedMidApply end = "killed"
	besides        end = "applied, and somebody has added a product besides"
	outdated       end = "refused, because somebody has changed the policy since the plan"
)

// trouble is what happens to a step.
type trouble struct {
	replace []string
	// between happens after the plan and before the apply.
	between func()
	// killAt is the write at which the process ends. 0 is none.
	killAt int
	// loseAt is the write whose answer is lost. 0 is none.
	loseAt int
}

// shutting is the beginning of what the guard says.
const shutting = "The IP allowlist would shut out an address that has to stay inside"

// remember notes what there is before a plan, and whom a configuration would shut out: for certain, and perhaps. What an object had to let
// in that is replaced protects the plan, and not the apply, which creates another one.
func (c *fenceCase) remember(fences []fence, replace []string) (shut, perhaps people) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.before, c.applied = map[string]earlier{}, map[string]fence{}
	for _, f := range fences {
		c.applied[f.address] = f
		var before *earlier
		if instance := c.terraform.State[f.address]; instance != nil && instance.Current != nil {
			id, _ := instance.Current.Values["id"].(string)
			c.owner[id] = f.address
			if p, there := c.policy(id); there && !instance.Current.Tainted {
				before = &earlier{enabled: p.Status == simulator.PolicyEnabled, in: letIn(p.In), where: places(p), must: meant(textsOf(instance.Current.Values["must_allow"]))}
			}
		}
		perhaps |= shuts(f, !f.off, meant(f.in), f.where, before)
		if slices.Contains(replace, f.address) {
			before = nil
		}
		if before != nil {
			c.before[f.address] = *before
		}
		shut |= shuts(f, !f.off, meant(f.in), f.where, before)
	}
	return shut, perhaps
}

func textsOf(value any) []string {
	list, _ := value.([]any)
	all := make([]string, len(list))
	for i, one := range list {
		all[i], _ = one.(string)
	}
	return all
}

// step plans and applies a configuration. The guard has to refuse it exactly if it shuts somebody out.
func (c *fenceCase) step(fences []fence, with trouble) end {
	c.t.Helper()
	for _, f := range fences {
		c.note("configure %s", f)
	}
	shut, perhaps := c.remember(fences, with.replace)
	result, text := c.run(fences, with)
	c.note("%s %s", result, text)
	refused := result == refusedPlan || result == refusedApply
	switch {
	case refused && perhaps == 0:
		c.t.Errorf("refused without need: %s", text)
	case shut != 0 && (result == applied || result == nothingToDo):
		c.t.Errorf("%s, although it shuts out %b", result, shut)
	case result == refusedApply && shut != 0 && !slices.ContainsFunc(fences, func(f fence) bool { return len(f.unknown) > 0 }):
		c.t.Errorf("refused as late as in the apply, although the plan knew everything: %s", text)
	}
	if (result == applied || result == nothingToDo) && with.between == nil {
		c.whole(fences)
	}
	return result
}

// run plans and applies.
func (c *fenceCase) run(fences []fence, with trouble) (result end, text string) {
	resources := make([]lifecycle.Resource, 0, len(fences))
	for _, f := range fences {
		resources = append(resources, f.resource())
	}
	judged := func(diagnostics protocol.Diagnostics, refused end) (end, string) {
		text := diagnostics.Err().Error()
		if strings.Contains(text, shutting) {
			return refused, text
		}
		return failed, text
	}
	writes := c.writes
	plan, diagnostics := c.terraform.Plan(c.ctx, resources, with.replace...)
	if diagnostics.Err() != nil {
		if c.writes != writes {
			c.t.Errorf("the plan wrote something")
		}
		return judged(diagnostics, refusedPlan)
	}
	if with.between != nil {
		with.between()
	}
	if plan.Empty() && with.between == nil {
		return nothingToDo, ""
	}
	planned := c.writes
	c.mu.Lock()
	c.killAt, c.loseAt, c.kill = with.killAt, with.loseAt, c.die
	c.mu.Unlock()
	diagnostics = c.terraform.Apply(c.ctx, plan)
	c.mu.Lock()
	c.killAt, c.loseAt = 0, 0
	c.mu.Unlock()
	if c.ctx.Err() != nil {
		c.start()
		<-time.After(c.lag)
		return killedMidApply, ""
	}
	if diagnostics.Err() != nil {
		result, text = judged(diagnostics, refusedApply)
		if result == failed && with.between != nil && strings.Contains(text, "and the configuration does not name it") {
			return besides, text
		}
		if result == failed && with.between != nil && strings.Contains(text, "was changed since the plan") {
			if len(plan.Actions()) == 1 && c.writes != planned { // another allowlist of the plan may be written
				c.t.Errorf("the apply wrote something all the same")
			}
			return outdated, text
		}
		return result, text
	}
	return applied, ""
}

// whole insists, after an apply, that every allowlist that is managed lets in whom it must.
func (c *fenceCase) whole(fences []fence) {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range fences {
		instance := c.terraform.State[f.address]
		if instance == nil || instance.Current == nil {
			c.t.Errorf("%s is not in the state", f.address)
			continue
		}
		id, _ := instance.Current.Values["id"].(string)
		p, there := c.policy(id)
		if !there {
			c.t.Errorf("%s: there is no policy %q", f.address, id)
			continue
		}
		if shut := meant(f.must) &^ letIn(p.In); shut != 0 && p.Status == simulator.PolicyEnabled {
			c.t.Errorf("after the apply, %s with %v shuts out %b", f.address, p.In, shut)
		}
		if (p.Status == simulator.PolicyEnabled) == f.off || letIn(p.In) != meant(f.in) {
			c.t.Errorf("after the apply, %s is %s with %v, and the configuration says otherwise", f.address, p.Status, p.In)
		}
	}
}

// ok is a step that has to be applied.
func (c *fenceCase) ok(fences ...fence) {
	c.t.Helper()
	if result := c.step(fences, trouble{}); result != applied {
		c.t.Errorf("the step was %s, not applied", result)
	}
}

// refused is a step that has to be refused by the guard.
func (c *fenceCase) refused(with trouble, fences ...fence) {
	c.t.Helper()
	if result := c.step(fences, with); result != refusedPlan && result != refusedApply {
		c.t.Errorf("the step was %s, not refused", result)
	}
}

// console changes an allowlist behind Terraform's back.
func (c *fenceCase) console(f fence, change func(*simulator.OrganizationPolicy)) {
	c.t.Helper()
	id, _ := c.terraform.State[f.address].Current.Values["id"].(string)
	p, there := c.policy(id)
	if !there {
		c.t.Fatalf("there is no policy %q", id)
	}
	change(&p)
	if err := c.org.Simulator.PutOrganizationPolicy(p); err != nil {
		c.t.Fatal(err)
	}
	c.note("console: %s is %s with %v", p.Name, p.Status, p.In)
}

// imports makes a policy by the console, and imports it.
func (c *fenceCase) imports(f fence) {
	c.t.Helper()
	p := simulator.OrganizationPolicy{ID: "00000000-0000-4000-8000-0000000000aa", Name: f.name, Type: simulator.PolicyIPAllowlist, Status: simulator.PolicyEnabled, In: f.in}
	for _, id := range f.where {
		p.Resources = append(p.Resources, simulator.PolicyResource{ID: id})
	}
	if err := c.org.Simulator.PutOrganizationPolicy(p); err != nil {
		c.t.Fatal(err)
	}
	c.server.Walk()
	state, diagnostics := c.server.ImportByID("atlassian_ip_allowlist", p.ID)
	if err := diagnostics.Err(); err != nil {
		c.t.Fatal(err)
	}
	c.terraform.State[f.address] = &lifecycle.Instance{Current: &lifecycle.Object{State: state}, Deposed: map[int]*lifecycle.Object{}}
}
