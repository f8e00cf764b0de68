// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// held are states of things that are there, with the operation that a refresh learns it from.
func held(org *simulated.Organization) map[string]struct {
	state     *protocol.State
	operation string
} {
	engineering := org.Simulator.GroupID("engineering")
	members := org.Simulator.Members("engineering")
	jiraUsers := org.Simulator.GroupID("jira-users")
	role := groupIdentity(org, jiraUsers)
	role["resource_id"], role["role"] = jiraARI, "atlassian/user"
	emails := make([]string, 0, len(members))
	for _, email := range []string{ada, bruno, chen, dana, emil} {
		for _, member := range members {
			if org.Simulator.AccountID(email) == member {
				emails = append(emails, email)
			}
		}
	}
	return map[string]struct {
		state     *protocol.State
		operation string
	}{
		"a membership":         {membership(org, engineering, org.Simulator.AccountID(chen), chen), searchUsersOperation},
		"members by ID":        {membersOf(org, engineering, members...), searchUsersOperation},
		"members by address":   {membersOf(org, engineering, emails...), searchUsersOperation},
		"a group":              {groupState(org, "engineering", nil), searchOperation},
		"a role of the group ": {&protocol.State{TypeName: "atlassian_group_role_assignment", Identity: role, Values: map[string]any{"directory_id": org.Credentials.DirectoryID, "group_id": jiraUsers, "resource_id": jiraARI, "role": "atlassian/user"}}, rolesOperation},
	}
}

// One answer that looks away takes nothing out of the state, whichever type it is.
func TestOneAnswerThatLooksAwayDropsNothing(t *testing.T) {
	t.Parallel()
	for name := range held(simulated.Start(t)) {
		for lie, fault := range map[string]simulator.Fault{"empty": {Empty: true}, "partial": {Partial: true}} {
			t.Run(name+", "+lie, func(t *testing.T) {
				t.Parallel()
				org := simulated.Start(t)
				thing := held(org)[name]
				want, diagnostics := acctest.Server(t, org, nil).ReadResource(thing.state)
				require.NoError(t, diagnostics.Err())
				require.NotNil(t, want)
				fault.Operation = thing.operation
				org.Simulator.Inject(fault)
				got, diagnostics := acctest.Server(t, org, nil).ReadResource(thing.state)
				require.NoError(t, diagnostics.Err())
				assert.Equal(t, want, got)
				assert.Empty(t, org.Simulator.Faults())
			})
		}
	}
}

// What two answers lack is gone; so it is planned anew, as before.
func TestWhatTwoAnswersLackIsGone(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	engineering, left := org.Simulator.GroupID("engineering"), org.Simulator.AccountID(chen)
	members := org.Simulator.Members("engineering")
	require.NoError(t, org.Simulator.RemoveMember("engineering", left))
	server := acctest.Server(t, org, nil)
	state, diagnostics := server.ReadResource(membership(org, engineering, left, chen))
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, state)
	assert.Equal(t, map[string]int{searchUsersOperation: 2}, org.Simulator.Requests())

	org.Simulator.ResetRequests()
	state, diagnostics = acctest.Server(t, org, nil).ReadResource(membersOf(org, engineering, members...))
	require.NoError(t, diagnostics.Err())
	assert.Len(t, state.Values["account_ids"], len(members)-1)
	assert.Equal(t, map[string]int{searchUsersOperation: 2}, org.Simulator.Requests())
}

// A group that counts members while its search shows none is no empty group, for no type.
func TestABlindSearchIsAnError(t *testing.T) {
	t.Parallel()
	const says = "Atlassian counts 3 members of group "
	org := simulated.Start(t)
	engineering := org.Simulator.GroupID("engineering")
	org.Simulator.Inject(simulator.Fault{Operation: searchUsersOperation, Empty: true, Count: -1})
	protected := map[string]any{"protected_account_ids": []any{org.Simulator.AccountID(chen)}}

	_, diagnostics := acctest.Server(t, org, nil).ReadResource(membersOf(org, engineering, chen))
	require.ErrorContains(t, diagnostics.Err(), "Cannot read the members of the group: "+says)
	_, diagnostics = acctest.Server(t, org, nil).ReadDataSource("atlassian_group_members", map[string]any{"group_id": engineering})
	require.ErrorContains(t, diagnostics.Err(), says)

	// It is not a group without protected members.
	const unknown = "Cannot tell whether a protected account would be removed: " + says
	state := groupState(org, "engineering", nil)
	require.ErrorContains(t, acctest.Server(t, org, protected).PlanDelete(state).Diagnostics.Err(), unknown)
	require.ErrorContains(t, acctest.Server(t, org, protected).PlanDelete(membersOf(org, engineering, chen)).Diagnostics.Err(), unknown)
	plan := acctest.Server(t, org, nil).PlanDelete(state)
	_, diagnostics = acctest.Server(t, org, protected).ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), unknown)
	assert.Zero(t, org.Simulator.Requests()[deleteOperation])
}

// A deletion that cannot look who is in the group does not take the chance. One of a group that is gone has none to take.
func TestADeletionThatCannotLookForProtectedMembers(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	protected := map[string]any{"protected_account_ids": []any{org.Simulator.AccountID(chen)}, "max_retries": 0}
	state := groupState(org, "engineering", nil)
	plan := acctest.Server(t, org, nil).PlanDelete(state)
	org.Simulator.Inject(simulator.Fault{Operation: searchUsersOperation, Status: 503, Count: -1})
	_, diagnostics := acctest.Server(t, org, protected).ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "Cannot tell whether a protected account would be removed: ")
	assert.Zero(t, org.Simulator.Requests()[deleteOperation])

	org.Simulator.ClearFaults()
	require.NoError(t, org.Simulator.DeleteGroup("engineering"))
	_, diagnostics = acctest.Server(t, org, protected).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
}

func TestASearchThatLooksAwayThroughTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := acctest.Config(org, fmt.Sprintf(`
resource "atlassian_group_members" "this" {
  group_id = %q
  emails   = [%q, %q]
}

resource "atlassian_group_membership" "this" {
  group_id = %q
  email    = %q
}`, org.Simulator.GroupID("contractors"), lena, milo, org.Simulator.GroupID("engineering"), chen))
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig: func() {
				org.Simulator.Inject(simulator.Fault{Operation: searchUsersOperation, Empty: true, Count: 2})
			},
			Config:           config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
	}})
}
