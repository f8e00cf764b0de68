// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/seed"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// lockoutCases is how many sequences are drawn, and someLockoutCases how many of them `make test` tries.
const (
	lockoutCases     = 120
	someLockoutCases = 8
)

// lockoutSeed is the environment variable that repeats one sequence by its seed.
const lockoutSeed = "LOCKOUT_SEED"

// drawer draws configurations.
type drawer struct{ *rand.Rand }

func (d drawer) chance(percent int) bool { return d.IntN(100) < percent }

// some draws texts, no two of which mean the same, among those that mean nobody but the given people.
func (d drawer) some(most int, among people) []string {
	all := slices.Sorted(maps.Keys(spelled))
	d.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var drawn []string
	seen := make(map[people]bool)
	for _, text := range all {
		if who := spelled[text]; len(drawn) < most && who&^among == 0 && !seen[who] {
			seen[who] = true
			drawn = append(drawn, text)
		}
	}
	return drawn
}

// change draws another form of a fence.
func (d drawer) change(f fence) fence {
	switch d.IntN(7) {
	case 0, 1:
		f.in = d.some(1+d.IntN(5), ^people(0))
	case 2:
		f.in = slices.Concat(f.in[d.IntN(len(f.in)):], d.some(1, ^meant(f.in)))
		if len(f.in) == 0 {
			f.in = []string{"192.0.2.0/24"}
		}
	case 3:
		f.must = d.some(1+d.IntN(2), meant(f.in))
	case 4:
		f.must = d.some(1, ^people(0))
	case 5:
		f.must = nil
	case 6:
		f.off = !f.off
	}
	if d.chance(30) {
		f.where = lockedProducts[d.IntN(3) : 2+d.IntN(2)]
	}
	f.unknown = nil
	for _, name := range []string{"addresses", "enabled", "must_allow", "resource_ids"} {
		if d.chance(10) {
			f.unknown = append(f.unknown, name)
		}
	}
	return f
}

// next draws the configuration that follows another one.
func (d drawer) next(fences []fence) []fence {
	fences = slices.Clone(fences)
	for i := range fences {
		for range d.IntN(3) {
			fences[i] = d.change(fences[i])
		}
	}
	if d.chance(15) && len(fences) > 1 {
		fences = slices.Delete(fences, 0, 1)
	}
	for n := 1; n <= 3; n++ {
		address := fmt.Sprintf("fence%d", n)
		if d.chance(30) && !slices.ContainsFunc(fences, func(f fence) bool { return f.address == address }) {
			fences = append(fences, d.change(fence{address: address, name: "Fence " + strconv.Itoa(n), in: []string{"192.0.2.0/24"}, where: lockedProducts[:1], cbd: d.chance(30), noBypass: d.chance(50)}))
		}
	}
	return fences
}

// deed draws what somebody does in the console, to a policy that exists.
func (d drawer) deed(c *fenceCase) func() {
	policies := c.policies()
	if len(policies) == 0 {
		return func() {}
	}
	p := policies[d.IntN(len(policies))]
	switch d.IntN(3) {
	case 0:
		p.In = letInBy(fence{in: d.some(1+d.IntN(3), ^people(0))})
	case 1:
		p.Status = map[string]string{simulator.PolicyEnabled: simulator.PolicyDisabled, simulator.PolicyDisabled: simulator.PolicyEnabled}[p.Status]
	case 2:
		p.Resources = []simulator.PolicyResource{{ID: lockedProducts[d.IntN(3)]}}
	}
	return func() {
		require.NoError(c.t, c.org.Simulator.PutOrganizationPolicy(p))
		c.note("console: %s is %s with %v for %v", p.Name, p.Status, p.In, places(p))
	}
}

// randomTally counts what the sequences did.
type randomTally struct {
	ends   [5]atomic.Int64
	writes atomic.Int64
}

var ends = []end{applied, nothingToDo, refusedPlan, refusedApply, killedMidApply}

// In any sequence of configurations, with what others do in between, with replacements with answers that are lost and with processes that are killed, no request
// shuts out anybody who must be let in, and the guard refuses exactly what would.
func TestNobodyIsLockedOutByAnySequence(t *testing.T) {
	t.Parallel()
	var tally randomTally
	base, cases := seed.Cases(t, lockoutSeed, thorough.Part[uint64](lockoutCases, someLockoutCases))
	t.Cleanup(func() {
		for i, one := range ends {
			t.Logf("%d steps %s", tally.ends[i].Load(), one)
		}
		t.Logf("%d writes", tally.writes.Load())
		if cases == lockoutCases && !t.Failed() { // a part of them may have no step of one kind
			for i := range ends {
				assert.NotZero(t, tally.ends[i].Load(), "no step was %s", ends[i])
			}
		}
	})
	const workers = 2
	for worker := range uint64(workers) {
		t.Run(strconv.FormatUint(worker, 10), func(t *testing.T) {
			t.Parallel()
			for i := worker; i < cases && !t.Failed(); i += workers {
				synctest.Test(t, func(t *testing.T) { sequence(t, base+i, &tally) })
			}
		})
	}
}

func sequence(t *testing.T, seed uint64, tally *randomTally) {
	t.Helper()
	d := drawer{rand.New(rand.NewPCG(seed, 2))}
	c := newFenceCase(t, seed)
	defer c.over()
	c.note("repeat with %s=%d", lockoutSeed, seed)
	step := func(fences []fence, with trouble) end {
		result := c.step(fences, with)
		if at := slices.Index(ends, result); at >= 0 {
			tally.ends[at].Add(1)
		} else if result != besides && result != outdated && !c.adopts(fences) && with.loseAt == 0 {
			t.Errorf("the step %s", result)
		}
		return result
	}
	var fences []fence
	for range 4 + d.IntN(5) {
		fences = d.next(fences)
		if d.chance(25) {
			d.deed(c)()
		}
		with := trouble{}
		for _, f := range fences {
			if d.chance(10) && !f.cbd { // which is refused for a replacement: the name is taken
				with.replace = append(with.replace, f.address)
			}
		}
		if d.chance(20) {
			with.between = d.deed(c)
		}
		if d.chance(15) {
			with.killAt = 1 + d.IntN(3)
		}
		if d.chance(15) {
			with.loseAt = 1 + d.IntN(3)
		}
		step(fences, with)
		if t.Failed() {
			return
		}
	}
	for i := range fences { // this shuts nobody out, and the last plan has nothing to do
		fences[i].off, fences[i].unknown = true, nil
	}
	for round := 1; step(fences, trouble{}) != nothingToDo && !t.Failed(); round++ {
		if round == 4 {
			t.Errorf("the last plan is not empty")
			return
		}
	}
	tally.writes.Add(int64(c.writes))
}

// adopts imports the policies that a killed process has created and could not write down. It reports whether there was one.
func (c *fenceCase) adopts(fences []fence) bool {
	managed := make(map[any]bool)
	for _, object := range c.terraform.State.Objects() {
		managed[object.Values["id"]] = true
	}
	found := false
	for _, p := range c.policies() {
		at := slices.IndexFunc(fences, func(f fence) bool { return f.name == p.Name })
		if at < 0 || managed[p.ID] {
			continue
		}
		c.server.Walk()
		state, diagnostics := c.server.ImportByID("atlassian_ip_allowlist", p.ID)
		if diagnostics.Err() != nil {
			continue // it is being deleted
		}
		c.note("import %s", p.Name)
		instance := c.terraform.State[fences[at].address]
		if instance != nil && instance.Current != nil && slices.ContainsFunc(c.policies(), func(p simulator.OrganizationPolicy) bool { return p.ID == instance.Current.Values["id"] }) {
			continue
		} // else a killed process has not written that it is gone, and a refresh writes it before the import
		c.terraform.State[fences[at].address] = &lifecycle.Instance{Current: &lifecycle.Object{State: state}, Deposed: map[int]*lifecycle.Object{}}
		found = true
	}
	return found
}
