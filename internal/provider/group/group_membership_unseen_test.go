// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"bytes"
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

// never is a lag that no test outlives.
const never = 1 << 40

// unseen reports whether a state notes that no refresh has seen the membership.
func unseen(state *protocol.State) bool { return bytes.Contains(state.Private, []byte("unseen_since")) }

// No creation waits for the search, or many would each wait for its lag.
func TestGroupMembershipsAreCreatedBeforeTheSearchShowsThem(t *testing.T) {
	t.Parallel()
	members := thorough.Part(200, 50)
	var still clock
	org := simulated.Start(t, simulated.WithLag(never), simulated.WithClock(still.now), simulated.WithStart(simulated.Large(simulated.Size{Users: members, Groups: 1})))
	states := created(t, org, membershipType, members, func(i int) map[string]any {
		return map[string]any{"group_id": simulated.GroupID(1), "account_id": simulated.AccountID(i + 1)}
	})
	for i, state := range states {
		require.NotNil(t, state)
		assert.True(t, unseen(state))
		assert.Equal(t, simulated.Email(i+1), state.Values["email"], "the account is visible, only its membership is not")
	}
	assert.Len(t, org.Simulator.Members(simulated.GroupName(1)), members)
	assert.LessOrEqual(t, org.Requests(), members*115/100, "%v", org.Simulator.Requests())
}

// The next run looks until the search shows the member, and has nothing to plan.
func TestGroupMembershipThatTheSearchShowsLater(t *testing.T) {
	t.Parallel()
	var still clock
	org := simulated.Start(t, simulated.WithLag(time.Second), simulated.WithClock(still.now))
	config := map[string]any{"group_id": org.Simulator.GroupID("contractors"), "account_id": org.Simulator.AccountID(ada)}
	server := acctest.Server(t, org, nil)
	state, diagnostics := server.ApplyResource(server.PlanCreate(membershipType, config))
	require.NoError(t, diagnostics.Err())
	require.True(t, unseen(state))

	// The search is asked in vain at first: by the look, the second look, and those that follow.
	org.Simulator.ResetRequests()
	done := make(chan struct{})
	go func() {
		defer close(done)
		assert.Eventually(t, func() bool { return org.Simulator.Requests()[searchUsersOperation] > 3 }, time.Minute, time.Millisecond)
		still.seconds.Add(1)
	}()
	next := acctest.Server(t, org, nil)
	read, diagnostics := next.ReadResource(state)
	<-done
	require.Empty(t, diagnostics)
	require.NotNil(t, read)
	assert.Equal(t, state.Values, read.Values)
	assert.Equal(t, state.Private, read.Private, "a plan that only refreshes would end with 2")
	assert.Equal(t, protocol.NoOp, next.PlanUpdate(read, config).Action)
}

// A day after the addition, nothing is said of it any more, and what the search does not show is gone.
func TestGroupMembershipThatWasAddedLongAgo(t *testing.T) {
	t.Parallel()
	for after, warnings := range map[time.Duration]int{time.Hour: 1, 25 * time.Hour: 0} {
		t.Run(after.String(), func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				org := simulated.Virtual(t)
				server := acctest.PacedServer(t, org, organization.Pace{})
				state, diagnostics := server.ApplyResource(server.PlanCreate(membershipType, map[string]any{"group_id": org.Simulator.GroupID("contractors"), "email": ada}))
				require.NoError(t, diagnostics.Err())
				require.True(t, unseen(state))
				require.NoError(t, org.Simulator.RemoveMember("contractors", ada))
				<-time.After(after)
				org.Simulator.ResetRequests()
				gone, diagnostics := acctest.PacedServer(t, org, organization.Pace{}).ReadResource(state)
				require.NoError(t, diagnostics.Err())
				assert.Nil(t, gone)
				assert.Len(t, diagnostics.Warnings(), warnings)
				assert.Equal(t, 2, org.Simulator.Requests()[searchUsersOperation], "it is looked at twice, and not waited for")
			})
		})
	}
}

// An addition that was acknowledged and never shows up is drift as soon as the search has had its time.
func TestGroupMembershipThatNeverShowsUp(t *testing.T) {
	t.Parallel()
	var still clock
	org := simulated.Start(t, simulated.WithLag(never), simulated.WithClock(still.now))
	config := map[string]any{"group_id": org.Simulator.GroupID("contractors"), "account_id": org.Simulator.AccountID(ada)}
	server := acctest.Server(t, org, nil)
	state, diagnostics := server.ApplyResource(server.PlanCreate(membershipType, config))
	require.Empty(t, diagnostics)
	require.True(t, unseen(state))

	next := acctest.PacedServer(t, org, acctest.Impatient)
	gone, diagnostics := next.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, gone)
	require.Len(t, diagnostics.Warnings(), 1)
	assert.Contains(t, diagnostics.Warnings()[0], "An added member is not in the group: An apply added account "+org.Simulator.AccountID(ada))
	assert.Equal(t, protocol.Create, next.PlanCreate(membershipType, config).Action)

	// Long after the addition, nothing is waited for.
	org.Simulator.ResetRequests()
	gone, diagnostics = acctest.PacedServer(t, org, organization.Pace{Visible: time.Nanosecond}).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, gone)
	assert.Equal(t, 2, org.Simulator.Requests()[searchUsersOperation])

	// A member whom the search does not show yet is removed all the same.
	_, diagnostics = acctest.PacedServer(t, org, acctest.Impatient).ApplyResource(&protocol.Plan{TypeName: membershipType, Action: protocol.Delete, Prior: state, Private: state.Private})
	require.NoError(t, diagnostics.Err())
	assert.NotContains(t, org.Simulator.Members("contractors"), org.Simulator.AccountID(ada))
}

// A search that refuses to answer does not make a member gone.
func TestGroupMembershipThatCannotBeReadWhileItIsUnseen(t *testing.T) {
	t.Parallel()
	var still clock
	org := simulated.Start(t, simulated.WithLag(never), simulated.WithClock(still.now))
	server := acctest.Server(t, org, nil)
	state, diagnostics := server.ApplyResource(server.PlanCreate(membershipType, map[string]any{"group_id": org.Simulator.GroupID("contractors"), "email": ada}))
	require.Empty(t, diagnostics)
	org.Simulator.Inject(simulator.Fault{Operation: searchUsersOperation, Status: 403, Count: -1, Skip: 2})
	kept, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "Cannot read the members of the group: ")
	assert.Equal(t, state.Values, kept.Values)
	assert.True(t, unseen(kept))
}

// Only reading tells what became of an addition whose answer was lost. So it is read, as long as it takes.
func TestGroupMembershipWhoseAnswerWasLostIsAwaited(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		var still clock
		org := simulated.Virtual(t, simulated.WithLag(never), simulated.WithClock(still.now))
		server := acctest.PacedServer(t, org, acctest.Impatient)
		plan := server.PlanCreate(membershipType, map[string]any{"group_id": org.Simulator.GroupID("contractors"), "email": ada})
		org.Simulator.Inject(simulator.Fault{Operation: addMemberOperation, LoseAnswer: true, Count: -1})
		state, diagnostics := server.ApplyResource(plan)
		require.ErrorContains(t, diagnostics.Err(), "Cannot add the member: ")
		assert.Nil(t, state)
	})
}

// A member who moves joins the new group for all to see before the old one is left.
func TestGroupMembershipThatMovesIsAwaited(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		var still clock
		org := simulated.Virtual(t, simulated.WithLag(never), simulated.WithClock(still.now))
		state := membership(org, org.Simulator.GroupID("contractors"), org.Simulator.AccountID(lena), lena)
		server := acctest.PacedServer(t, org, acctest.Impatient)
		plan := server.PlanUpdate(state, map[string]any{"group_id": org.Simulator.GroupID("engineering"), "email": lena})
		require.NoError(t, plan.Diagnostics.Err())
		org.Simulator.ResetRequests()
		moved, diagnostics := server.ApplyResource(plan)
		require.ErrorContains(t, diagnostics.Err(), "The member is still in the group: ")
		require.NotEmpty(t, diagnostics.Warnings())
		assert.Contains(t, diagnostics.Warnings()[0], "The membership is not visible yet: ")
		assert.Equal(t, state.Values["group_id"], moved.Values["group_id"])
	})
}

// The account is not known from elsewhere, and the search for it fails: the addition was acknowledged all the same.
func TestGroupMembershipThatCannotBeReadBack(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		server := acctest.PacedServer(t, org, acctest.Impatient)
		plan := server.PlanCreate(membershipType, map[string]any{"group_id": org.Simulator.GroupID("contractors"), "email": ada})
		org.Simulator.Inject(simulator.Fault{Operation: searchUsersOperation, Status: 403, Count: -1})
		state, diagnostics := acctest.PacedServer(t, org, acctest.Impatient).ApplyResource(plan)
		require.NoError(t, diagnostics.Err())
		require.Len(t, diagnostics.Warnings(), 1)
		assert.Contains(t, diagnostics.Warnings()[0], "could not be read back")
		assert.Equal(t, ada, state.Values["email"])
		assert.True(t, unseen(state), "the next refresh is patient, too")
	})
}
