// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// watchedActions are the IDs of the actions that show changes.
func watchedActions(t *testing.T, on *simulated.Organization) []string {
	t.Helper()
	actions, err := run(t, on).Audit.PolicyActions(t.Context())
	require.NoError(t, err)
	var ids []string
	for _, action := range actions {
		ids = append(ids, action.ID)
	}
	return ids
}

func listingActions(actions ...simulator.EventAction) simulated.Option {
	start := simulator.SmallCompany()
	start.EventActions = actions
	return simulated.WithStart(start)
}

// What only its group names is watched, in whichever form Atlassian gives the group, and so is what says nothing of itself.
func TestActionsThatTheirNamesDoNotReveal(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		recorded := []string{simulator.ActionPolicyCreated, simulator.ActionPolicyDeleted, simulator.ActionPolicyMadeDefault, simulator.ActionPolicyUpdated}
		actions := listingActions(
			simulator.EventAction{ID: "x1", Name: "Changed session length", Groups: []string{"Authentication policies"}},
			simulator.EventAction{ID: "x2", Name: "Changed session length", Groups: []string{"Authentication policies"}},
			simulator.EventAction{ID: "x3", Name: "Changed session length", Groups: []string{"Authentication policies"}},
			simulator.EventAction{ID: "x4", Name: "Changed session length", Groups: []string{"Authentication policies"}},
			simulator.EventAction{ID: "x5", Name: "Changed session length", Groups: []string{"Security", "Authentication policies"}},
			simulator.EventAction{ID: "x6", Groups: []string{"Authentication policies"}},
			simulator.EventAction{ID: "x7"},
			simulator.EventAction{ID: "y1", Name: "Changed session length", Groups: []string{"Security"}},
			simulator.EventAction{ID: "y2", Name: "Added member", Groups: []string{"Authentication policies", "Security"}},
			simulator.EventAction{ID: "y3", Groups: []string{"Billing"}},
			simulator.EventAction{ID: "y4", Name: "Paid a bill"},
		)
		for _, form := range []simulated.Option{simulated.AsDocumented(), simulated.WithLiveForms()} {
			on := simulated.Virtual(t, actions, form)
			assert.Equal(t, append(recorded[:4:4], "x1", "x2", "x3", "x4", "x5", "x6", "x7"), watchedActions(t, on))

			for _, action := range []string{"x5", "x7", "y1"} {
				require.NoError(t, on.Simulator.RecordEvent(simulator.Event{Action: action, Policy: "Staff"}))
			}
			changes, err := run(t, on).Audit.PolicyChanges(t.Context(), on.Simulator.AuthenticationPolicyID("Staff"), time.Now().Add(-time.Hour))
			require.NoError(t, err)
			require.Len(t, changes, 2)
		}
	})
}

// A list of actions of which most say nothing is not understood: that is an error and not a list without policies.
func TestActionsThatSayNothing(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		var silent []simulator.EventAction
		for n := range 11 {
			silent = append(silent, simulator.EventAction{ID: fmt.Sprintf("silent-%02d", n)})
		}
		assert.Len(t, watchedActions(t, simulated.Virtual(t, listingActions(silent[:10]...))), 14)

		_, err := run(t, simulated.Virtual(t, listingActions(silent...))).Audit.PolicyActions(t.Context())
		var unclear *audit.SilentActionsError
		require.ErrorAs(t, err, &unclear)
		require.Len(t, unclear.Silent, 11)
		require.ErrorContains(t, err, `neither a name nor a group, such as "silent-00"`)
		require.False(t, meaning.IsNotFound(err), "nobody says that there are none")
	})
}

func TestSaysNothing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		action audit.EventAction
		want   bool
	}{
		{audit.EventAction{ID: "x"}, true},
		{audit.EventAction{ID: "user_invited"}, true},
		{audit.EventAction{ID: "x", Name: " – ", Groups: []string{", "}}, true},
		{audit.EventAction{ID: "x", Name: "方針を変更"}, true},
		{audit.EventAction{ID: "auth_policy_member_moved"}, false},
		{audit.EventAction{ID: "x", Name: "A"}, false},
		{audit.EventAction{ID: "x", Groups: []string{"G"}}, false},
	} {
		assert.Equal(t, test.want, audit.SaysNothing(test.action), "%+v", test.action)
	}
}
