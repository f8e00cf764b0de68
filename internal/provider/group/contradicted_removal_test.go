// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A member who is still in the group stays in the state, and the error names the member, be it that
// Atlassian acknowledged the removal, or that something else answered.
func TestARemovalThatIsNotSeenStaysInTheState(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]*simulator.Fault{
		"the search lags": nil,
		"a proxy answers": {Operation: removeMemberOperation, HTML: true, Count: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				var still clock
				org := simulated.Virtual(t, simulated.WithLag(1<<40), simulated.WithClock(still.now))
				if fault != nil {
					org.Simulator.Inject(*fault)
				}
				contractors, lenaID := org.Simulator.GroupID("contractors"), org.Simulator.AccountID(lena)
				pace := acctest.Impatient

				server := acctest.PacedServer(t, org, pace)
				state, diagnostics := server.ApplyResource(server.PlanDelete(membership(org, contractors, lenaID, lena)))
				require.ErrorContains(t, diagnostics.Err(), lenaID)
				require.NotNil(t, state, "the membership is not forgotten")
				assert.Empty(t, diagnostics.Warnings())

				server = acctest.PacedServer(t, org, pace)
				state, diagnostics = server.ApplyResource(server.PlanUpdate(membersOf(org, contractors, lena, milo), map[string]any{"group_id": contractors, "emails": []any{milo}}))
				require.ErrorContains(t, diagnostics.Err(), "Some members could not be changed: 1 of 1 changes failed:\n\n- "+lena)
				assert.Equal(t, []any{milo, lena}, state.Values["emails"])

				server = acctest.PacedServer(t, org, pace)
				state, diagnostics = server.ApplyResource(server.PlanDelete(membersOf(org, contractors, lena, milo)))
				require.ErrorContains(t, diagnostics.Err(), "Some members could not be changed: 2 of 2 changes failed:\n")
				require.NotNil(t, state)
				assert.ElementsMatch(t, []any{milo, lena}, state.Values["emails"])
			})
		})
	}
}

// A proxy that wants a sign-in answers the removal. The person is still in the group, and the state says so; the next apply removes whom
// the state has kept.
func TestARemovalAnsweredByAProxy(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		group, lenaID := org.Simulator.GroupID("contractors"), org.Simulator.AccountID(lena)
		org.Simulator.Inject(simulator.Fault{Operation: removeMemberOperation, HTML: true, Count: -1})
		server := acctest.PacedServer(t, org, acctest.Impatient)
		state, diagnostics := server.ApplyResource(server.PlanDelete(membership(org, group, lenaID, lena)))
		require.ErrorContains(t, diagnostics.Err(), "still shows")
		require.NotNil(t, state)
		assert.Contains(t, org.Simulator.Members("contractors"), lenaID)

		org.Simulator.ClearFaults()
		server = acctest.PacedServer(t, org, acctest.Impatient)
		state, diagnostics = server.ApplyResource(server.PlanDelete(state))
		require.NoError(t, diagnostics.Err())
		assert.Nil(t, state)
		assert.NotContains(t, org.Simulator.Members("contractors"), lenaID)
	})
}
