// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/seed"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
)

// The environment variable that repeats a case by its seed, and how many cases are drawn.
const (
	endsSeed  = "ENDS_SEED"
	ends      = 60
	someEnds  = 4
	manyDeeds = 60
)

// lists end as the plan shows them: what others have added to them stays, with a warning, and a listed person who seems to have left may be
// one whom a search does not show.
var lists = []string{"atlassian_group_members", "atlassian_authentication_policy_members"}

// refusable are the types whose end takes something from an account here. No group has a protected member, or makes organization admins.
var refusable = []string{"atlassian_group_membership", "atlassian_organization_admin", "atlassian_user", "atlassian_user_role_assignment"}

// Terraform plans the end of what is no longer in the configuration from the state as it was, and passes that state to the deletion. What
// others have changed since makes no difference: the plan says the same, and the deletion does the same, as after a refresh. And the
// plan refuses what must not end, although it cannot be sure to be a plan before anything is refreshed.
func TestEndsLookAtWhatIsThere(t *testing.T) {
	t.Parallel()
	base, count := seed.Cases(t, endsSeed, thorough.Part[uint64](ends, someEnds))
	var ended, refused sync.Map // types
	t.Cleanup(func() {
		for _, kind := range sorted(kinds) {
			if _, seen := ended.Load(kind); !seen && count == ends && !slices.Contains(lists, kind) {
				t.Errorf("no case has ended an %s", kind)
			}
			if _, seen := refused.Load(kind); seen != slices.Contains(refusable, kind) && count == ends {
				t.Errorf("whether a case has refused to end an %s: %t", kind, seen)
			}
		}
	})
	for i := range count {
		t.Run(strconv.FormatUint(i, 10), func(t *testing.T) {
			t.Parallel()
			for name, protected := range map[string][]int{"one protected": {theProtected}, "all protected": everyone} {
				var stale, refreshed map[string][]string
				var left, expected facts
				synctest.Test(t, func(t *testing.T) { stale, left = endsOf(t, base+i, protected, false) })
				synctest.Test(t, func(t *testing.T) { refreshed, expected = endsOf(t, base+i, protected, true) })
				require.Equal(t, refreshed, stale, "what is said of each end, with %s; repeat with %s=%d", name, endsSeed, base+i)
				require.Equal(t, expected, left, "what is left, with %s; repeat with %s=%d", name, endsSeed, base+i)
				for address, said := range stale {
					kind, _, _ := strings.Cut(address, ".")
					ended.Store(kind, true)
					if slices.ContainsFunc(said, func(text string) bool { return strings.HasPrefix(text, refusal) }) {
						refused.Store(kind, true)
					}
				}
			}
		})
	}
}

// everyone is the number of each account.
var everyone = func() []int {
	all := make([]int, everybody)
	for i := range all {
		all[i] = i + 1
	}
	return all
}()

// refusal begins what refuses an end.
const refusal = "refused: "

// sorts sorts what is said. Beside a refusal, warnings do not matter.
func sorts(said protocol.Diagnostics) []string {
	var all []string
	for _, text := range said.Errors() {
		all = append(all, refusal+text)
	}
	if len(all) == 0 {
		all = append(all, said.Warnings()...)
	}
	for i := range all {
		all[i] = moment.ReplaceAllString(all[i], "at some time") // pauses before a retry are random
	}
	slices.Sort(all)
	return slices.Compact(all)
}

var moment = regexp.MustCompile(`at \d{4}-\d{2}-\d{2}T[\d:]+Z`)

// endsOf makes objects of all types, lets others change what they like, and ends each object by itself. It returns what each plan says, and
// the facts in the end.
func endsOf(t *testing.T, number uint64, protected []int, refreshedFirst bool) (says map[string][]string, left facts) {
	t.Helper()
	c := newCase(t, number, &tally{}, options{atOnce: true})
	defer func() { c.die() }()
	c.terraform.Parallelism = 1 // what is made has the same IDs each time
	c.makeAll()
	for range manyDeeds {
		_, _ = c.happens(deeds)
	}
	_ = publish(c, c.org.Simulator)
	for range c.draft.random.IntN(2 * len(renamings)) {
		_, _ = c.happens(renamings)
	}

	c.protected = protected
	says = make(map[string][]string)
	for _, address := range slices.Sorted(maps.Keys(c.terraform.State)) {
		object := c.terraform.State[address].Current
		if object == nil || slices.Contains(lists, object.TypeName) {
			continue
		}
		c.die()
		c.start()
		c.server.Walk()
		end, said := planEnd(c.server, object.State, refreshedFirst)
		says[address] = sorts(said)
		if end != nil && said.Err() == nil {
			c.server.Walk()
			_, _ = c.server.ApplyWalked(end)
		}
	}
	return says, factsOf(c.org.Simulator.Organization())
}

// makeAll makes objects of all types, as far as the draft has them.
func (c *chaos) makeAll() (all configuration) {
	c.t.Helper()
	for _, kind := range sorted(kinds) {
		all = append(all, kinds[kind](c.draft)...)
	}
	c.begin(nil, all)
	plan, diagnostics := c.terraform.Plan(c.ctx, all.resources())
	require.NoError(c.t, diagnostics.Err())
	require.NoError(c.t, c.terraform.Apply(c.ctx, plan).Err())
	return all
}

// planEnd plans to destroy an object before or after its refresh. There is no plan if the object is gone.
func planEnd(server *protocol.Server, state *protocol.State, refreshedFirst bool) (*protocol.Plan, protocol.Diagnostics) {
	if refreshedFirst {
		read, said := server.ReadResource(state)
		if said.Err() != nil || read == nil {
			return nil, said
		}
		end := server.PlanWalked(read.TypeName, read, nil)
		return end, append(said, end.Diagnostics...)
	}
	end := server.PlanWalked(state.TypeName, state, nil)
	if end.Diagnostics.Err() != nil {
		return nil, end.Diagnostics
	}
	read, said := server.ReadResource(state)
	if read == nil {
		return nil, said
	}
	return end, append(end.Diagnostics, said...)
}
