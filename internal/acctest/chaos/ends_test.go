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

// lists end as the plan shows them: what others have added to them stays, with a warning.
var lists = []string{"atlassian_group_members", "atlassian_authentication_policy_members"}

// Terraform plans the end of what is no longer in the configuration from the state as it was, and passes that state to the deletion. What
// others have changed since makes no difference: the plan says the same, and the deletion does the same, as after a refresh.
func TestEndsLookAtWhatIsThere(t *testing.T) {
	t.Parallel()
	base, count := seed.Cases(t, endsSeed, thorough.Part[uint64](ends, someEnds))
	var ended sync.Map // types
	t.Cleanup(func() {
		for _, kind := range sorted(kinds) {
			if _, seen := ended.Load(kind); !seen && count == ends && !slices.Contains(lists, kind) {
				t.Errorf("no case has ended an %s", kind)
			}
		}
	})
	for i := range count {
		t.Run(strconv.FormatUint(i, 10), func(t *testing.T) {
			t.Parallel()
			var stale, refreshed map[string][]string
			var left, expected facts
			synctest.Test(t, func(t *testing.T) { stale, left = endsOf(t, base+i, false) })
			synctest.Test(t, func(t *testing.T) { refreshed, expected = endsOf(t, base+i, true) })
			require.Equal(t, refreshed, stale, "what is said of each end; repeat with %s=%d", endsSeed, base+i)
			require.Equal(t, expected, left, "what is left; repeat with %s=%d", endsSeed, base+i)
			for address := range stale {
				kind, _, _ := strings.Cut(address, ".")
				ended.Store(kind, true)
			}
		})
	}
}

var moment = regexp.MustCompile(`at \d{4}-\d{2}-\d{2}T[\d:]+Z`)

// endsOf makes objects of all types, lets others change what they like, and ends each object by itself. It returns what each plan says, and
// the facts in the end.
func endsOf(t *testing.T, number uint64, refreshedFirst bool) (says map[string][]string, left facts) {
	t.Helper()
	c := newCase(t, number, &tally{}, options{atOnce: true})
	defer func() { c.die() }()
	c.terraform.Parallelism = 1 // what is made has the same IDs each time
	var all configuration
	for _, kind := range sorted(kinds) {
		all = append(all, kinds[kind](c.draft)...)
	}
	c.begin(nil, all)
	plan, diagnostics := c.terraform.Plan(c.ctx, all.resources())
	require.NoError(t, diagnostics.Err())
	require.NoError(t, c.terraform.Apply(c.ctx, plan).Err())
	for range manyDeeds {
		n := c.draft.random.IntN(len(deeds))
		_ = deeds[n](c, c.org.Simulator)
	}
	_ = publish(c, c.org.Simulator)

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
		for _, text := range append(said.Errors(), said.Warnings()...) {
			says[address] = append(says[address], moment.ReplaceAllString(text, "at some time")) // pauses before a retry are random
		}
		slices.Sort(says[address])
		says[address] = slices.Compact(says[address])
		if end != nil && said.Err() == nil {
			c.server.Walk()
			_, _ = c.server.ApplyWalked(end)
		}
	}
	return says, factsOf(c.org.Simulator.Organization())
}

// planEnd plans the end of an object before or after its refresh. There is no plan if the object is gone.
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
