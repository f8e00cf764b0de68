// SPDX-License-Identifier: MPL-2.0

package live_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// TestSweep leaves everything that the kit did not leave itself: also what looks like it, what is synced, what is young, and what is in
// another directory.
func TestSweep(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 29, 12, 0, 0, 0, time.UTC)
	old, young, elsewhere := live.Name(now.Add(-3*time.Hour), "group"), live.Name(now.Add(-time.Hour), "group"), live.Name(now.Add(-3*time.Hour), "elsewhere")
	synced := live.Name(now.Add(-3*time.Hour), "synced")
	start := withSandbox(old, young, synced, "people", "tf-acc-", "tf-acc-of-a-person", "TF-ACC-20200101t000000-case", "my-"+old, "tf-acc-20269999t000000-time")
	for i := range start.Groups {
		start.Groups[i].Synced = start.Groups[i].Synced || start.Groups[i].Name == synced
	}
	start.Groups = append(start.Groups, simulator.Group{Name: elsewhere, Directory: work})
	org := simulated.Start(t, simulated.WithStart(start))
	sandbox, client := sandboxOf(t, org)
	id := org.Credentials.OrganizationID
	before := groupsOf(t, client, id)

	var said strings.Builder
	how := live.Sweeping{Now: now, Age: 2 * time.Hour, Out: &said}
	require.NoError(t, sandbox.Sweep(t.Context(), client, how))
	assert.Contains(t, said.String(), old+": would be removed: set ATLASSIAN_LIVE_SWEEP=remove\n")
	assert.Equal(t, before, groupsOf(t, client, id), "a sweep that is not told to removes nothing")

	said.Reset()
	how.Remove = true
	require.ErrorContains(t, sandbox.Sweep(t.Context(), client, how), "was not made by the kit")
	for _, line := range []string{
		old + ": removed\n", young + ": left: it is younger than 2h0m0s\n", synced + ": left: the group was not made by the kit\n",
		"tf-acc-: left: the kit gives no such name\n", "tf-acc-of-a-person: left: the kit gives no such name\n",
		"tf-acc-20269999t000000-time: left: the kit gives no such name\n",
	} {
		assert.Contains(t, said.String(), line)
	}
	assert.NotContains(t, said.String(), "people")
	assert.NotContains(t, said.String(), elsewhere)
	var rest []string
	for _, name := range before {
		if name != old {
			rest = append(rest, name)
		}
	}
	assert.Equal(t, rest, groupsOf(t, client, id))
}

// A sweep of what may be no sandbox does not begin.
func TestSweepChecksTheSandbox(t *testing.T) {
	t.Parallel()
	old := live.Name(time.Now().Add(-5*time.Hour), "group")
	start := furnished()
	start.Groups = append(start.Groups, simulator.Group{Name: old})
	org := simulated.Start(t, simulated.WithStart(start))
	sandbox, client := sandboxOf(t, org)
	sandbox.Directory = work
	require.ErrorContains(t, sandbox.Sweep(t.Context(), client, live.Sweeping{Now: time.Now(), Remove: true, Out: t.Output()}), "the only one")
	count, err := client.CountGroups(t.Context(), org.Credentials.OrganizationID, work)
	require.NoError(t, err)
	assert.Len(t, start.Groups, count)
}
