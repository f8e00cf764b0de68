// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// Members move to another group while another resource lists those of the old one. A plan without refresh knows neither, so the
// apply looks.
func TestMembersWhoMoveLeaveTheGroupToAnotherList(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 3, Members: 2, Groups: 1})))
		server := acctest.PacedServer(t, org, acctest.Impatient)
		listed := []any{simulated.AccountID(1), simulated.AccountID(2)}
		state, diagnostics := server.ReadResource(membersOf(org, simulated.CrowdID, simulated.AccountID(1), simulated.AccountID(2)))
		require.NoError(t, diagnostics.Err())

		server.Walk()
		moves := server.PlanWalked(membersType, state, map[string]any{"group_id": simulated.GroupID(1), "account_ids": listed})
		require.NoError(t, moves.Diagnostics.Err())
		takes := server.PlanWalked(membersType, nil, map[string]any{"group_id": simulated.CrowdID, "account_ids": listed})
		require.NoError(t, takes.Diagnostics.Err())
		_, diagnostics = server.ApplyWalked(moves)
		require.NoError(t, diagnostics.Err())
		assert.Len(t, org.Simulator.Members(simulated.CrowdID), 2)
		assert.Len(t, org.Simulator.Members(simulated.GroupID(1)), 2)
		assert.Zero(t, org.Simulator.Requests()[removeMemberOperation])
	})
}

// A role that exists already makes its plan look for who gave it, which takes a while. The end of that one waits less long, and
// must know by then.
func TestARoleIsClaimedBeforeItIsLookedFor(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		const typeName = "atlassian_group_role_assignment"
		config := map[string]any{"group_id": org.Simulator.GroupID("jira-users"), "resource_id": jiraARI, "role": "atlassian/user"}
		state := &protocol.State{TypeName: typeName, Values: map[string]any{
			"directory_id": org.Credentials.DirectoryID, "group_id": config["group_id"], "resource_id": jiraARI, "role": "atlassian/user",
		}}
		server := acctest.PacedServer(t, org, acctest.Impatient)
		planned := make(chan error)
		go func() { planned <- server.PlanWalked(typeName, nil, config).Diagnostics.Err() }()
		_, diagnostics := server.ApplyWalked(&protocol.Plan{TypeName: typeName, Action: protocol.Delete, Prior: state}) // tainted, so nothing is noted
		require.NoError(t, diagnostics.Err())
		require.NoError(t, <-planned)
		assert.Zero(t, org.Simulator.Requests()[revokeOperation])
	})
}
