// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// The search runs behind, as Atlassian's does, and is waited for as long as the provider waits for Atlassian.
func TestGroupResourceFaultsUnderLag(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]simulator.Fault{
		"lag alone":          nil,
		"lost answer":        {{Operation: createOperation, LoseAnswer: true}},
		"lost answer, twice": {{Operation: createOperation, LoseAnswer: true}, {Operation: searchOperation, Drop: true, Count: 2}},
		"refused for a rate": {{Operation: createOperation, Status: 429, RetryAfter: time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t, simulated.WithLag(1500*time.Millisecond))
			plan := acctest.Server(t, org, nil).PlanCreate("atlassian_group", map[string]any{"name": "Platform"})
			require.NoError(t, plan.Diagnostics.Err())
			for _, fault := range faults {
				org.Simulator.Inject(fault)
			}
			state, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, org.Simulator.GroupID("Platform"), state.Values["id"])
			assert.Equal(t, 1, named(org, "Platform"))
			assert.Empty(t, org.Simulator.Faults(), "all faults happened")
			again := acctest.Server(t, org, nil)
			assert.Equal(t, protocol.NoOp, again.PlanUpdate(state, map[string]any{"name": "Platform"}).Action, "without a refresh")
			read, diagnostics := again.ReadResource(state)
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, state.Values, read.Values)
		})
	}
}

// A replacement deletes a group and makes one of the same name, while the search still shows the old one.
func TestGroupResourceReplacedUnderLag(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithLag(1500*time.Millisecond))
	config := map[string]any{"name": "Platform"}
	state := acctest.Server(t, org, nil).Converge(t, "atlassian_group", config)
	old := state.Values["id"]
	server := acctest.Server(t, org, nil)
	plan := server.PlanReplacement(server.PlanUpdate(state, config))
	require.NoError(t, plan.Diagnostics.Err())
	server = acctest.Server(t, org, nil)
	_, diagnostics := server.ApplyResource(server.PlanDelete(state))
	require.NoError(t, diagnostics.Err())
	state, diagnostics = server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.NotEqual(t, old, state.Values["id"])
	assert.Equal(t, org.Simulator.GroupID("Platform"), state.Values["id"])
	assert.Equal(t, 1, named(org, "Platform"))
	server = acctest.Server(t, org, nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, state.Values, read.Values)
	assert.Equal(t, protocol.NoOp, server.PlanUpdate(read, config).Action)
}

func TestGroupResourceCreationConvergesUnderFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults  []simulator.Fault
		created int // requests for it
	}{
		"dropped":                {[]simulator.Fault{{Operation: createOperation, Drop: true}}, 2},
		"dropped, then lost":     {[]simulator.Fault{{Operation: createOperation, Drop: true}, {Operation: createOperation, LoseAnswer: true}}, 2},
		"lost, with a blind eye": {[]simulator.Fault{{Operation: createOperation, LoseAnswer: true}, {Operation: detailsOperation, Status: 403}}, 2},
		"unavailable":            {[]simulator.Fault{{Operation: createOperation, Status: 503}, {Operation: searchOperation, Status: 503}}, 2},
		"lost":                   {[]simulator.Fault{{Operation: createOperation, LoseAnswer: true}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			for _, fault := range test.faults {
				org.Simulator.Inject(fault)
			}
			state := acctest.PacedServer(t, org, acctest.Impatient).Converge(t, "atlassian_group", map[string]any{"name": "Platform"})
			assert.Equal(t, org.Simulator.GroupID("Platform"), state.Values["id"])
			assert.Equal(t, groupIdentity(org, org.Simulator.GroupID("Platform")), state.Identity)
			assert.Equal(t, 1, named(org, "Platform"))
			assert.Equal(t, test.created, org.Simulator.Requests()[createOperation])
			assert.Empty(t, org.Simulator.Faults())
		})
	}
}

// If the answer that says "conflict" had been lost, the group of somebody else would be found by its name.
func TestGroupResourceLostAnswerAdoptsNobodysGroup(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		org.Simulator.Inject(simulator.Fault{Operation: createOperation, LoseAnswer: true})
		server := acctest.PacedServer(t, org, acctest.Impatient)
		state, diagnostics := server.ApplyResource(server.PlanCreate("atlassian_group", map[string]any{"name": "Contractors"}))
		assert.Nil(t, state)
		require.Len(t, diagnostics.Errors(), 1)
		assert.Contains(t, diagnostics.Errors()[0], "It exists already")
		assert.Contains(t, diagnostics.Errors()[0], org.Simulator.GroupID("contractors"))
	})
}

// A namesake that appears between the look and the creation is a conflict, and no more adopted than any other.
func TestGroupResourceConflictIsNotAdopted(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		var time clock
		org := simulated.Virtual(t, simulated.WithLag(3600e9), simulated.WithClock(time.now))
		first := acctest.PacedServer(t, org, acctest.Impatient)
		_, diagnostics := first.ApplyResource(first.PlanCreate("atlassian_group", map[string]any{"name": "Platform", "timeouts": map[string]any{"create": acctest.Soon}}))
		require.Error(t, diagnostics.Err())
		second := acctest.PacedServer(t, org, acctest.Impatient)
		state, diagnostics := second.ApplyResource(second.PlanCreate("atlassian_group", map[string]any{"name": "platform"}))
		assert.Nil(t, state)
		require.Len(t, diagnostics.Errors(), 1)
		assert.Contains(t, diagnostics.Errors()[0], `id = "`+org.Credentials.DirectoryID+`/name:platform"`, "its ID is not searchable, its name is known")
		assert.Equal(t, 1, named(org, "Platform"))
	})
}

// A group whose ID cannot be learnt in time stays tracked by its name.
func TestGroupResourceUnidentified(t *testing.T) {
	t.Parallel()
	create := func(t *testing.T) (*simulated.Organization, *clock, *protocol.State) {
		t.Helper()
		var time clock
		org := simulated.Start(t, simulated.WithLag(3600e9), simulated.WithClock(time.now))
		server := acctest.PacedServer(t, org, acctest.Impatient)
		state, diagnostics := server.ApplyResource(server.PlanCreate("atlassian_group", map[string]any{
			"name": "Platform", "description": "New", "deletion_protection": true, "timeouts": map[string]any{"create": acctest.Soon},
		}))
		require.Len(t, diagnostics.Errors(), 1)
		assert.Contains(t, diagnostics.Errors()[0], `Cannot tell the ID of the new group: Group "Platform" was created`)
		assert.Contains(t, diagnostics.Errors()[0], "timeouts")
		require.NotNil(t, state)
		assert.Nil(t, state.Values["id"])
		assert.Equal(t, "Platform", state.Values["name"])
		assert.Equal(t, org.Credentials.DirectoryID, state.Values["directory_id"])
		assert.Equal(t, false, state.Values["deletion_protection"], "the replacement that follows must be able to delete it")
		assert.Equal(t, 1, named(org, "Platform"))
		return org, &time, state
	}
	t.Run("the next refresh gives it up", func(t *testing.T) {
		t.Parallel()
		org, time, state := create(t)
		time.seconds.Add(7200)
		server := acctest.PacedServer(t, org, acctest.Impatient)
		gone, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		assert.Nil(t, gone)
		require.Len(t, diagnostics.Warnings(), 1)
		assert.Contains(t, diagnostics.Warnings()[0], `An earlier apply created group "Platform", and never learned its ID.`)
		assert.Contains(t, diagnostics.Warnings()[0], `id = "`+org.Credentials.DirectoryID+"/"+org.Simulator.GroupID("Platform")+`"`)

		plan := server.PlanCreate("atlassian_group", map[string]any{"name": "Platform"})
		assert.Empty(t, plan.Diagnostics, "the plan goes on, so that Terraform keeps what the refresh has found")
		state, diagnostics = server.ApplyResource(plan)
		assert.Nil(t, state)
		require.Len(t, diagnostics.Errors(), 1)
		assert.Contains(t, diagnostics.Errors()[0], "It exists already")
		assert.Equal(t, 1, named(org, "Platform"))
	})
	t.Run("it is not deleted unread", func(t *testing.T) {
		t.Parallel()
		org, time, state := create(t)
		time.seconds.Add(7200)
		server := acctest.PacedServer(t, org, acctest.Impatient)
		plan := server.PlanDelete(state)
		require.Len(t, plan.Diagnostics.Warnings(), 1)
		left, diagnostics := server.ApplyResource(plan)
		require.NoError(t, diagnostics.Err())
		require.Len(t, diagnostics.Warnings(), 1)
		assert.Contains(t, diagnostics.Warnings()[0], "the provider does not touch it")
		assert.Nil(t, left)
		assert.Equal(t, 1, named(org, "Platform"))
	})
	t.Run("it is gone", func(t *testing.T) {
		t.Parallel()
		org, _, state := create(t)
		require.NoError(t, org.Simulator.DeleteGroup("Platform"))
		server := acctest.PacedServer(t, org, acctest.Impatient)
		gone, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		assert.Nil(t, gone)
		_, diagnostics = server.ApplyResource(server.PlanDelete(state))
		assert.NoError(t, diagnostics.Err())
	})
}

// Where every answer to the creation is lost, nobody knows whether there is a group; what may be there stays tracked.
func TestGroupResourceAllAnswersLost(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		org.Simulator.Inject(simulator.Fault{Operation: createOperation, Drop: true, Count: -1})
		server := acctest.PacedServer(t, org, acctest.Impatient)
		state, diagnostics := server.ApplyResource(server.PlanCreate("atlassian_group", map[string]any{"name": "Platform"}))
		require.Len(t, diagnostics.Errors(), 1)
		assert.Contains(t, diagnostics.Errors()[0], "may or may not exist")
		require.NotNil(t, state)
		gone, diagnostics := acctest.PacedServer(t, org, acctest.Impatient).ReadResource(state)
		require.NoError(t, diagnostics.Err())
		assert.Nil(t, gone, "there was none: it is planned for creation")
	})
}

// A wrong organization or directory is an error, and not a directory full of deleted groups.
func TestGroupResourceReadInTheWrongPlace(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, map[string]any{"organization_id": "00000000-0000-4000-a000-00000000beef"})
	_, diagnostics := server.ReadResource(groupState(org, "engineering", nil))
	require.Error(t, diagnostics.Err())
	assert.Contains(t, diagnostics.Errors()[0], "Cannot read the group")

	role := &protocol.State{TypeName: roleType, Values: map[string]any{
		"directory_id": org.Credentials.DirectoryID, "group_id": org.Simulator.GroupID("engineering"), "resource_id": jiraARI, "role": "atlassian/user",
	}}
	_, diagnostics = server.ReadResource(role)
	require.Error(t, diagnostics.Err())
	assert.Contains(t, diagnostics.Errors()[0], "Cannot read the roles of the group")
}
