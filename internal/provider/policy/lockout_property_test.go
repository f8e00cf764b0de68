// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// fences are the fence of a loss before and after it, for the Jira of the site.
func (l loss) fences() (before, after fence) {
	before = fence{address: "a", name: "Fence", in: l.before, must: l.must, where: []string{lockedJira}}
	after = before
	after.in = l.after
	return before, after
}

func (f fence) with(change func(*fence)) fence {
	change(&f)
	return f
}

func unknown(names ...string) func(*fence) { return func(f *fence) { f.unknown = names } }

func off(f *fence) { f.off = true }

func free(f *fence) { f.must = nil }

func everywhere(f *fence) { f.where = []string{lockedJira, lockedWiki} }

func elsewhere(f *fence) { f.address, f.name = "b", "Another" }

// waysOut are the ways to come from one list of addresses to another one. Each has to be refused where the loss is one.
var waysOut = map[string]func(c *fenceCase, before, after fence){
	"a new allowlist": func(c *fenceCase, _, after fence) { c.refused(trouble{}, after) },
	"shrinking": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.refused(trouble{}, after)
		c.refused(trouble{}, after) // it does not wear down
		if c.step([]fence{before}, trouble{}) != nothingToDo {
			c.t.Errorf("the refusals have changed something")
		}
	},
	"enabling last": func(c *fenceCase, _, after fence) {
		c.ok(after.with(off))
		c.refused(trouble{}, after)
	},
	"shrinking while off, then enabling": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.ok(after.with(off))
		c.refused(trouble{}, after)
	},
	"enabling and shrinking at once": func(c *fenceCase, before, after fence) {
		c.ok(before.with(off))
		c.refused(trouble{}, after)
	},
	"enabling for all products at once": func(c *fenceCase, _, after fence) {
		c.ok(after.with(off))
		c.refused(trouble{}, after.with(everywhere))
	},
	"must_allow comes later": func(c *fenceCase, _, after fence) {
		c.ok(after.with(free))
		c.refused(trouble{}, after)
	},
	"must_allow comes with another product": func(c *fenceCase, _, after fence) {
		c.ok(after.with(free))
		c.refused(trouble{}, after.with(everywhere))
	},
	"must_allow goes in the same plan": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.refused(trouble{}, after.with(free))
		c.ok(before.with(free)) // in two applies it is allowed
		c.ok(after.with(free))
	},
	"must_allow changes in the same plan": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.refused(trouble{}, after.with(func(f *fence) { f.must = f.in[:1] }))
	},
	"must_allow goes when it is enabled": func(c *fenceCase, _, after fence) {
		c.ok(after.with(off))
		c.refused(trouble{}, after.with(free))
	},
	"unknown addresses": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.refused(trouble{}, after.with(unknown("addresses")))
	},
	"unknown whether enabled": func(c *fenceCase, _, after fence) {
		c.ok(after.with(off))
		c.refused(trouble{}, after.with(unknown("enabled")))
	},
	"unknown must_allow": func(c *fenceCase, _, after fence) {
		c.ok(after.with(free))
		c.refused(trouble{}, after.with(unknown("must_allow")))
	},
	"unknown must_allow that was another one": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.refused(trouble{}, after.with(unknown("must_allow", "addresses")).with(free))
	},
	"unknown products": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.refused(trouble{}, after.with(everywhere).with(unknown("resource_ids")))
	},
	"everything unknown": func(c *fenceCase, _, after fence) {
		c.refused(trouble{}, after.with(unknown("name", "addresses", "enabled", "must_allow", "resource_ids")))
	},
	"everything unknown in an update": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.refused(trouble{}, after.with(unknown("name", "addresses", "enabled", "must_allow", "resource_ids")))
	},
	"importing and shrinking": func(c *fenceCase, before, after fence) {
		c.imports(before)
		c.refused(trouble{}, after)
	},
	"importing one that shuts out": func(c *fenceCase, before, after fence) {
		c.imports(after)
		c.refused(trouble{}, after)
		c.ok(before) // and this mends it
	},
	"importing it a second time": func(c *fenceCase, before, after fence) {
		c.ok(before)
		id, _ := c.terraform.State["a"].Current.Values["id"].(string)
		c.server.Walk()
		state, diagnostics := c.server.ImportByID("atlassian_ip_allowlist", id)
		if diagnostics.Err() != nil {
			c.t.Fatal(diagnostics.Err())
		}
		c.terraform.State["b"] = &lifecycle.Instance{Current: &lifecycle.Object{State: state}, Deposed: map[int]*lifecycle.Object{}}
		if result := c.step([]fence{before, after.with(free).with(func(f *fence) { f.address = "b" })}, trouble{}); result != failed {
			c.t.Errorf("two resources for one policy: %s", result)
		}
	},
	"replacing": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.refused(trouble{replace: []string{"a"}}, after)
	},
	"replacing, the new one first": func(c *fenceCase, before, after fence) {
		newFirst := func(f *fence) { f.cbd = true }
		c.ok(before.with(newFirst))
		c.refused(trouble{replace: []string{"a"}}, after.with(newFirst))
	},
	"replacing with unknown addresses": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.refused(trouble{replace: []string{"a"}}, after.with(unknown("addresses")))
	},
	"a tainted object": func(c *fenceCase, before, after fence) {
		c.ok(before)
		current := *c.terraform.State["a"].Current
		current.Tainted = true
		c.terraform.State["a"].Current = &current
		c.refused(trouble{}, after)
	},
	"splitting over two allowlists": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.refused(trouble{}, before, after.with(elsewhere))
		c.refused(trouble{}, before, after.with(elsewhere).with(unknown("addresses")))
		c.refused(trouble{}, after, before.with(elsewhere))
	},
	"renaming and shrinking": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.refused(trouble{}, after.with(func(f *fence) { f.name = "New name" }))
	},
	"moving to another address of the configuration": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.refused(trouble{}, after.with(elsewhere))
	},
	"forgetting the object and making it again": func(c *fenceCase, before, after fence) {
		c.ok(before)
		delete(c.terraform.State, "a")
		if result := c.step([]fence{after}, trouble{}); result == applied {
			c.t.Errorf("an allowlist of the same name was %s", result)
		}
	},
	"accepting what somebody did in the console": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.console(before, func(p *simulator.OrganizationPolicy) { p.In = letInBy(after) })
		c.refused(trouble{}, after)
		c.ok(before) // the plan shows it, and the apply mends it
	},
	"somebody enables it in the console": func(c *fenceCase, _, after fence) {
		c.ok(after.with(off))
		c.console(after, func(p *simulator.OrganizationPolicy) { p.Status = simulator.PolicyEnabled })
		c.refused(trouble{}, after)
		c.ok(after.with(off))
	},
	"somebody shrinks it between plan and apply": func(c *fenceCase, before, after fence) {
		c.ok(before)
		shrink := func() { c.console(before, func(p *simulator.OrganizationPolicy) { p.In = letInBy(after) }) }
		if result := c.step([]fence{before.with(everywhere)}, trouble{between: shrink}); result != outdated {
			c.t.Errorf("another product was added to addresses that no plan has shown: %s", result)
		}
		c.refused(trouble{}, after.with(everywhere))
	},
	"somebody shrinks it while must_allow comes": func(c *fenceCase, before, after fence) {
		c.ok(before.with(free))
		shrink := func() { c.console(before, func(p *simulator.OrganizationPolicy) { p.In = letInBy(after) }) }
		if result := c.step([]fence{before}, trouble{between: shrink}); result != outdated {
			c.t.Errorf("must_allow was added beside addresses that do not cover it: %s", result)
		}
	},
	"somebody turns it off between plan and apply": func(c *fenceCase, before, after fence) {
		c.ok(before)
		c.refused(trouble{between: func() {
			c.console(before, func(p *simulator.OrganizationPolicy) { p.Status = simulator.PolicyDisabled })
		}}, after.with(unknown("addresses")))
	},
	"killed before": func(c *fenceCase, before, after fence) {
		if result := c.step([]fence{before}, trouble{killAt: 1}); result != killedMidApply {
			c.t.Errorf("it was not killed: %s", result)
		}
		c.refused(trouble{}, after)
	},
	"killed in a change": func(c *fenceCase, before, after fence) {
		c.ok(before.with(off))
		c.step([]fence{before}, trouble{killAt: 1})
		c.refused(trouble{}, after)
	},
}

// letInBy is the rule that the console writes for a fence: each address in the spelling that Atlassian documents.
func letInBy(f fence) []string {
	var rule []string
	for _, text := range f.in {
		for canonical, who := range spelled {
			if who == spelled[text] && letIn([]string{canonical}) == who {
				rule = append(rule, canonical)
				break
			}
		}
	}
	return rule
}

// tally counts what the cases tried.
type tally struct{ ways, writes atomic.Int64 }

// However a list of addresses comes to be another one, nobody is shut out who must be let in: not by a plan that is applied, and not by
// any of the requests of an apply, not for a moment.
func TestNobodyIsLockedOut(t *testing.T) {
	t.Parallel()
	var tried tally
	each := thorough.Part(len(losses), 2) // `make test` tries some of them
	t.Cleanup(func() {
		t.Logf("%d ways out, %d writes", tried.ways.Load(), tried.writes.Load())
		if each == len(losses) && !t.Failed() {
			assert.GreaterOrEqual(t, tried.ways.Load(), int64(200))
		}
	})
	for i, way := range slices.Sorted(maps.Keys(waysOut)) {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			for seed, name := range slices.Sorted(maps.Keys(losses)) {
				if (seed+i)%len(losses) >= each {
					continue
				}
				synctest.Test(t, func(t *testing.T) {
					c := newFenceCase(t, uint64(seed)) //nolint:gosec // it counts from 0
					defer c.over()
					c.note("%s: %s", way, name)
					before, after := losses[name].fences()
					before.noBypass, after.noBypass = seed%2 == 0, seed%2 == 0
					waysOut[way](c, before, after)
					tried.ways.Add(1)
					tried.writes.Add(int64(c.writes))
					if t.Failed() {
						c.trace = append(c.trace, fmt.Sprintf("way %q, loss %q", way, name))
					}
				})
				if t.Failed() {
					return
				}
			}
		})
	}
}

// The losses are losses: what is written by hand agrees with itself.
func TestLossesLose(t *testing.T) {
	t.Parallel()
	for name, loss := range losses {
		assert.Zero(t, meant(loss.must)&^meant(loss.before), name)
		assert.NotZero(t, meant(loss.must)&^meant(loss.after), name)
	}
}
