// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestGroupMembersRefreshRequests(t *testing.T) {
	t.Parallel()
	members := thorough.Part(5000, 300)
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Members: members})))
	server := acctest.Server(t, org, nil)
	ids, emails := make([]string, members), make([]string, members)
	for i := range members {
		ids[i], emails[i] = simulated.AccountID(members-i), simulated.Email(members-i)
	}
	// Two reads of one group share what is read. A plan makes no request; two resources for one group are refused.
	refused := 0
	for list, words := range map[string][]string{"account_ids": ids, "emails": emails} {
		state, diagnostics := server.ReadResource(membersOf(org, simulated.CrowdID, words...))
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, anys(words), state.Values[list])
		plan := server.PlanUpdate(state, map[string]any{"group_id": simulated.CrowdID, list: anys(words)})
		if plan.Diagnostics.Err() != nil {
			require.ErrorContains(t, plan.Diagnostics.Err(), "Two resources claim the same thing")
			refused++
		}
		assert.Equal(t, protocol.NoOp, plan.Action)
	}
	assert.Equal(t, 1, refused)
	assert.LessOrEqual(t, org.Requests(), members/100+2, "%v", org.Simulator.Requests())
}

func TestGroupMembersResolveManyAddresses(t *testing.T) {
	t.Parallel()
	const wanted, most = 1000, 12
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 3 * wanted, Groups: 1})))
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(membersType, map[string]any{"group_id": simulated.GroupID(1), "emails": anys(emailsTo(1, wanted))})
	require.NoError(t, plan.Diagnostics.Err())
	requests := org.Simulator.Requests()
	assert.LessOrEqual(t, requests[searchUsersOperation]+requests[countUsersOperation], most+1, "the plan asks who is in the group, and whose the addresses are: %v", requests)
	assert.LessOrEqual(t, org.Requests(), most+3, "%v", requests)

	// With all additions refused, nothing is left to confirm: beside the addresses, the members are read once before.
	org.Simulator.ResetRequests()
	org.Simulator.Inject(simulator.Fault{Operation: addMemberOperation, Status: 403, Count: -1})
	_, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "1000 of 1000 changes failed")
	requests = org.Simulator.Requests()
	assert.LessOrEqual(t, requests[searchUsersOperation]+requests[countUsersOperation], most+1, "%v", requests)
}

func TestGroupMembershipsResolveTheirAddressesTogether(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		wanted := thorough.Part(1000, 200)
		most := wanted/100 + 2
		org := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 3 * wanted, Groups: 1})))
		server := acctest.PacedServer(t, org, organization.Pace{Company: time.Second})
		var plans sync.WaitGroup
		for i := range wanted {
			plans.Go(func() {
				plan := server.PlanCreate("atlassian_group_membership", map[string]any{"group_id": simulated.GroupID(1), "email": simulated.Email(i + 1)})
				assert.NoError(t, plan.Diagnostics.Err())
				assert.Equal(t, simulated.AccountID(i+1), plan.Planned["account_id"])
			})
		}
		plans.Wait()
		requests := org.Simulator.Requests()
		assert.LessOrEqual(t, requests[searchUsersOperation]+requests[countUsersOperation], most, "%v", requests)
		assert.LessOrEqual(t, org.Requests(), most+3, "%v", requests)
	})
}
