// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// One answer that looks away takes nobody out of the state, and asks for those alone who are missing.
func TestOneAnswerThatLooksAwayDropsNobody(t *testing.T) {
	t.Parallel()
	for list, words := range map[string][]string{"emails": {ada, bruno, chen}, "account_ids": nil} {
		for lie, c := range map[string]struct {
			operation string
			fault     simulator.Fault
		}{
			"no policies":  {fetchOperation, simulator.Fault{Empty: true}},
			"one less":     {fetchOperation, simulator.Fault{Partial: true}},
			"no addresses": {searchOperation, simulator.Fault{Empty: true}},
			"one address":  {searchOperation, simulator.Fault{Partial: true}},
		} {
			if list == "account_ids" && c.operation == searchOperation {
				continue // nothing is searched for
			}
			t.Run(list+", "+lie, func(t *testing.T) {
				t.Parallel()
				org := simulated.Start(t)
				words := words
				if list == "account_ids" {
					words = accounts(org, ada, bruno, chen)
				}
				c.fault.Operation = c.operation
				org.Simulator.Inject(c.fault)
				state, diagnostics := acctest.Server(t, org, nil).ReadResource(&protocol.State{
					TypeName: membersType, Identity: identity(org, staff), Values: map[string]any{"policy_id": staff, list: anys(words), "exclusive": false},
				})
				require.NoError(t, diagnostics.Err())
				assert.Equal(t, anys(words), state.Values[list])
				assert.Equal(t, 2, org.Simulator.Requests()[c.operation])
				assert.Empty(t, org.Simulator.Faults())
			})
		}
	}
}

// A person who should leave, and is still seen in the policy, stays in the state, whatever the task reports.
func TestAMoveOutOfThePolicyThatIsContradicted(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t).Edited(t, "/bulk-fetch", func(body any) any {
			for _, entry := range body.([]any) {
				entry.(map[string]any)["policyId"] = staff
			}
			return body
		})
		config := map[string]any{"policy_id": staff, "emails": []any{ada, bruno}, "fallback_policy_id": everyone}
		state := acctest.PacedServer(t, org, acctest.Impatient).Converge(t, membersType, config)
		config["emails"] = []any{bruno}
		server := acctest.PacedServer(t, org, acctest.Impatient)
		after, diagnostics := server.ApplyResource(server.PlanUpdate(state, config))
		require.ErrorContains(t, diagnostics.Err(), ada+": the move of account ")
		require.ErrorContains(t, diagnostics.Err(), "still shows what was there before")
		assert.ElementsMatch(t, []any{ada, bruno}, after.Values["emails"])

		server = acctest.PacedServer(t, org, acctest.Impatient)
		after, diagnostics = server.ApplyResource(server.PlanDelete(state))
		require.ErrorContains(t, diagnostics.Err(), "2 of 2 people could not be moved")
		require.NotNil(t, after)
		assert.ElementsMatch(t, []any{ada, bruno}, after.Values["emails"])
	})
}
