// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// crowdedJira is a large organization whose group-0001 grants an app with a number of seats.
func crowdedJira(t *testing.T, users, seats int, members ...string) *simulated.Organization {
	t.Helper()
	start := simulated.Large(simulated.Size{Users: users, Groups: 1})
	start.Workspaces = []simulator.Workspace{{ID: jiraARI, Name: "large", Type: "jira-software", HostURL: "https://large.atlassian.net"}}
	start.Groups[0].Roles = []simulator.Role{{Resource: jiraARI, Role: "atlassian/user"}}
	start.Groups[0].Members = members
	start.Seats = map[string]int{jiraARI: seats}
	return simulated.Start(t, simulated.WithStart(start))
}

func emailsTo(from, to int) []string {
	var emails []string
	for i := from; i <= to; i++ {
		emails = append(emails, simulated.Email(i))
	}
	return emails
}

func TestGroupMembersFailInPart(t *testing.T) {
	t.Parallel()
	const wanted, fit = 20, 17
	group := simulated.GroupID(1)
	config := map[string]any{"group_id": group, "emails": anys(emailsTo(1, wanted))}

	// verdict checks that the state and the error tell what really is.
	verdict := func(t *testing.T, org *simulated.Organization, state *protocol.State, diagnostics protocol.Diagnostics, strangers ...string) {
		t.Helper()
		require.NotNil(t, state)
		require.Len(t, diagnostics.Errors(), 1)
		text := diagnostics.Errors()[0]
		assert.Contains(t, text, "Some members could not be changed: 3 of ")
		inState := map[string]bool{}
		for _, email := range state.Values["emails"].([]any) {
			inState[email.(string)] = true
		}
		var members []string
		for _, email := range append(emailsTo(1, wanted), strangers...) {
			id := org.Simulator.AccountID(email)
			is := false
			for _, member := range org.Simulator.Members(group) {
				is = is || member == id
			}
			if is {
				members = append(members, email)
			}
			assert.Equal(t, is, inState[email], email)
			assert.Equal(t, !is, strings.Contains(text, "\n- "+email+": account "+id+" cannot join"), "%s: %s", email, text)
		}
		assert.Len(t, members, fit+len(strangers))
		assert.Len(t, inState, fit+len(strangers))
	}

	t.Run("in a creation", func(t *testing.T) {
		t.Parallel()
		org := crowdedJira(t, wanted, fit)
		server := acctest.Server(t, org, nil)
		state, diagnostics := server.ApplyResource(server.PlanCreate(membersType, config))
		verdict(t, org, state, diagnostics)
		assert.NotContains(t, diagnostics.Errors()[0], "The provider did not try the removals")
		// More seats, and what is left is done.
		require.NoError(t, org.Simulator.SetSeats(jiraARI, wanted))
		again := acctest.Server(t, org, nil)
		org.Simulator.ResetRequests()
		again.ConvergeFrom(t, state, config)
		assert.Equal(t, 3, org.Simulator.Requests()[addMemberOperation])
	})
	t.Run("in an update", func(t *testing.T) {
		t.Parallel()
		stranger := simulated.Email(wanted + 1)
		org := crowdedJira(t, wanted+1, fit+1, append(emailsTo(1, 5), stranger)...)
		server := acctest.Server(t, org, nil)
		prior := membersOf(org, group, append(emailsTo(1, 5), stranger)...)
		plan := server.PlanUpdate(prior, config)
		require.NoError(t, plan.Diagnostics.Err())
		state, diagnostics := server.ApplyResource(plan)
		verdict(t, org, state, diagnostics, stranger)
		assert.Contains(t, diagnostics.Errors()[0], "The provider did not try the removals, so that nobody loses access before the others have it. Still in the group for now: 1 member ("+stranger+").")
		assert.Contains(t, org.Simulator.Members(group), org.Simulator.AccountID(stranger))
		assert.NotNil(t, state.Identity)
	})
}

func TestGroupMembersFailInWhole(t *testing.T) {
	t.Parallel()
	org := crowdedJira(t, 30, 0)
	server := acctest.Server(t, org, nil)
	state, diagnostics := server.ApplyResource(server.PlanCreate(membersType, map[string]any{"group_id": simulated.GroupID(1), "emails": anys(emailsTo(1, 30))}))
	assert.Nil(t, state, "nothing was done, so there is nothing to keep")
	require.Len(t, diagnostics.Errors(), 1)
	assert.Contains(t, diagnostics.Errors()[0], "30 of 30 changes failed:")
	assert.Contains(t, diagnostics.Errors()[0], "\n- "+simulated.Email(20)+": ")
	assert.NotContains(t, diagnostics.Errors()[0], simulated.Email(21))
	assert.Contains(t, diagnostics.Errors()[0], "\n- and 10 more")
}

func TestGroupMembersFailToLeave(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("engineering")
	server := acctest.Server(t, org, nil)
	state := membersOf(org, group, chen, dana, gus)

	org.Simulator.Inject(simulator.Fault{Operation: removeMemberOperation, Status: 403})
	left, diagnostics := server.ApplyResource(server.PlanDelete(state))
	require.ErrorContains(t, diagnostics.Err(), "1 of 3 changes failed:")
	require.NotNil(t, left)
	require.Len(t, left.Values["emails"], 1)
	stays, ok := left.Values["emails"].([]any)[0].(string)
	require.True(t, ok)
	assert.Contains(t, diagnostics.Errors()[0], "\n- "+stays+": ")
	assert.Equal(t, accounts(org, stays), org.Simulator.Members(group))

	gone, diagnostics := server.ApplyResource(server.PlanDelete(left))
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, gone)
	assert.Empty(t, org.Simulator.Members(group))
}

func TestGroupMembersRunOutOfTime(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	config := map[string]any{"group_id": org.Simulator.GroupID("contractors"), "emails": []any{ada, lena, milo}, "timeouts": map[string]any{"create": "1ns"}}
	state, diagnostics := server.ApplyResource(server.PlanCreate(membersType, config))
	require.ErrorContains(t, diagnostics.Err(), "If the type has a timeouts attribute, raise the time there.")
	assert.Nil(t, state)
}

func TestGroupMembersThatTheSearchDoesNotShow(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		var still clock
		org := simulated.Virtual(t, simulated.WithLag(1<<40), simulated.WithClock(still.now))
		server := acctest.PacedServer(t, org, acctest.Impatient)
		state, diagnostics := server.ApplyResource(server.PlanCreate(membersType, map[string]any{"group_id": org.Simulator.GroupID("contractors"), "emails": []any{ada, bruno, lena}}))
		require.Len(t, diagnostics.Warnings(), 1, "of additions that are not seen")
		assert.Contains(t, diagnostics.Warnings()[0], "Not all of the change is visible yet: ")
		require.ErrorContains(t, diagnostics.Err(), "1 of 3 changes failed:\n\n- "+milo+": the removal of account ")
		assert.Equal(t, []any{ada, bruno, lena, milo}, state.Values["emails"], "who is still seen in the group stays in the state")
		assert.ElementsMatch(t, accounts(org, ada, bruno, lena), org.Simulator.Members("contractors"))
	})
}

func TestGroupMembersConvergeUnderFaults(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]simulator.Fault{
		"lost answers":    {{Operation: addMemberOperation, LoseAnswer: true, Count: 2}, {Operation: removeMemberOperation, LoseAnswer: true}},
		"broken searches": {{Operation: searchUsersOperation, Drop: true, Count: 2}, {Operation: searchUsersOperation, Status: 503}},
		"dropped writes":  {{Operation: addMemberOperation, Drop: true}, {Operation: removeMemberOperation, Drop: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			for _, fault := range faults {
				org.Simulator.Inject(fault)
			}
			group := org.Simulator.GroupID("contractors")
			acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"group_id": group, "emails": []any{ada, bruno, lena}})
			assert.ElementsMatch(t, accounts(org, ada, bruno, lena), org.Simulator.Members(group))
			assert.Empty(t, org.Simulator.Faults(), "all faults happened")
		})
	}
}
