// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// One list gives up a person, and another list of the same policy takes the person over. The move to the fallback policy is on its way
// when the other one starts: it must not find the person still there, do nothing, and lose the person.
func TestAPersonOnTheWayToTheFallbackPolicyIsListedAgain(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := func(emails ...any) map[string]any {
		return map[string]any{"policy_id": staff, "fallback_policy_id": glass, "emails": emails}
	}
	state := acctest.Server(t, org, nil).Converge(t, membersType, config(emil, fatima))

	server := acctest.Server(t, org, nil)
	plan := server.PlanUpdate(state, config(fatima))
	require.NoError(t, plan.Diagnostics.Err())
	created := server.PlanCreate(membersType, config(protocol.Unknown)) // so that only the apply knows who is listed
	require.NoError(t, created.Diagnostics.Err())
	org.Simulator.ResetRequests()
	org.Simulator.Inject(simulator.Fault{Operation: moveOperation, Delay: 500 * time.Millisecond})
	var running sync.WaitGroup
	running.Go(func() {
		_, diagnostics := server.ApplyResource(plan)
		assert.NoError(t, diagnostics.Err())
	})
	require.Eventually(t, func() bool { return org.Simulator.Requests()[moveOperation] == 1 }, 20*time.Second, 5*time.Millisecond)
	_, diagnostics := server.ApplyKnown(created, config(emil))
	require.NoError(t, diagnostics.Err())
	running.Wait()
	inPolicy(t, org, staff, emil, fatima)
}
