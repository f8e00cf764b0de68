// SPDX-License-Identifier: MPL-2.0

package role_test

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func personalValues(org *simulated.Organization, email, resourceID, role string) map[string]any {
	return map[string]any{"account_id": org.Simulator.AccountID(email), "resource_id": resourceID, "role": role}
}

func personalState(org *simulated.Organization, email, resourceID, role string) *protocol.State {
	values := personalValues(org, email, resourceID, role)
	values["email"], values["site"], values["product"] = email, nil, nil
	return &protocol.State{TypeName: userRoleType, Values: values, Identity: map[string]any{
		"organization_id": org.Credentials.OrganizationID, "account_id": values["account_id"], "resource_id": resourceID, "role": role,
	}}
}

func TestUserRoleAssignmentResourceValidates(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	for want, change := range map[string]map[string]any{
		"use atlassian_organization_admin for one person":                                {"role": "atlassian/org-admin"},
		"The role is on the organization":                                                {"role": "atlassian/Org-Admin"},
		"no operation that gives atlassian/Viewer to a person":                           {"role": "atlassian/Viewer"},
		"no operation that gives atlassian/viewer to a person":                           {"role": "atlassian/viewer"},
		"Neither account_id nor email is given":                                          {"account_id": nil},
		"Both account_id and email are given":                                            {"email": milo},
		"a role on it gives no access to Jira":                                           {"resource_id": "ari:cloud:jira::site/x"},
		"role must be a role ID such as atlassian/user, and \"admin\" is not":            {"role": "admin"},
		"The resource is named twice":                                                    {"site": "acme"},
		"and \"milo@acme.example\" is not. Use the attribute email for e-mail addresses": {"account_id": "milo@acme.example"},
	} {
		values := personalValues(org, milo, jiraARI, userRole)
		maps.Copy(values, change)
		assert.ErrorContains(t, server.ValidateResourceConfig(userRoleType, values).Err(), want)
	}
}

func TestUserRoleAssignmentResourceErrors(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		create := func(config map[string]any) (*protocol.State, error) {
			server := acctest.PacedServer(t, org, acctest.Impatient)
			state, diagnostics := server.ApplyResource(server.PlanCreate(userRoleType, config))
			return state, diagnostics.Err()
		}
		stranger := personalValues(org, milo, jiraARI, userRole)
		stranger["account_id"] = "712020:00000000-0000-4000-8000-00000000dead"
		state, err := create(stranger)
		assert.Nil(t, state)
		assert.ErrorContains(t, err, "An account 712020:00000000-0000-4000-8000-00000000dead in this organization does not exist; invite the person to the organization first")

		require.NoError(t, org.Simulator.SetSeats(confluenceARI, 4))
		state, err = create(personalValues(org, milo, confluenceARI, userRole))
		assert.Nil(t, state)
		assert.ErrorContains(t, err, "raise the limit or free seats")

		state, err = create(personalValues(org, milo, jiraARI, "atlassian/site-admin"))
		assert.Nil(t, state)
		assert.ErrorContains(t, err, "that the app has this role for people")

		state, err = create(map[string]any{"email": "nobody@acme.example", "resource_id": jiraARI, "role": userRole})
		assert.Nil(t, state)
		assert.ErrorContains(t, err, "No account of the organization has the address nobody@acme.example. Invite the person to the organization first")
		assert.Empty(t, directly(org, milo))
	})
}

// A role that is there is not adopted in a plan of an existing configuration; elsewhere it is with a warning.
func TestUserRoleAssignmentResourceOfARoleThatIsThere(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	for _, email := range []string{milo, lena} {
		require.NoError(t, org.Simulator.GiveUserRole(email, jiraARI, userRole))
	}
	id := org.Simulator.AccountID(milo) + "/" + jiraARI + "/" + userRole
	planned := acctest.Server(t, org, nil).PlanCreate(userRoleType, personalValues(org, milo, jiraARI, userRole))
	require.NoError(t, planned.Diagnostics.Err())
	require.Len(t, planned.Diagnostics.Warnings(), 1)
	assert.Contains(t, planned.Diagnostics.Warnings()[0], "The person has the role already")
	assert.Contains(t, planned.Diagnostics.Warnings()[0], `id = "`+id+`"`)

	server := acctest.Server(t, org, nil)
	_, diagnostics := server.ReadResource(personalState(org, lena, jiraARI, userRole))
	require.NoError(t, diagnostics.Err())
	assert.ErrorContains(t, server.PlanCreate(userRoleType, personalValues(org, milo, jiraARI, userRole)).Diagnostics.Err(), `id = "`+id+`"`)

	found := imported(t, acctest.Server(t, org, nil), userRoleType, id)
	assert.Equal(t, org.Simulator.AccountID(milo), found.Values["account_id"])
	_, diagnostics = acctest.Server(t, org, nil).ImportByID(userRoleType, "milo/"+userRole)
	assert.ErrorContains(t, diagnostics.Err(), "The import ID of a role of a person is ACCOUNT_ID/RESOURCE_ID/ROLE")
}

func TestUserRoleAssignmentResourceSparesProtectedAccounts(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.GiveUserRole(milo, jiraARI, userRole))
	protecting := func() *protocol.Server {
		return acctest.Server(t, org, map[string]any{"protected_account_ids": []any{org.Simulator.AccountID(milo)}})
	}
	server := protecting()
	state, diagnostics := server.ReadResource(personalState(org, milo, jiraARI, userRole))
	require.NoError(t, diagnostics.Err())
	const refusal = "A protected account would lose a role"
	assert.ErrorContains(t, server.PlanDelete(state).Diagnostics.Err(), refusal)
	assert.ErrorContains(t, server.PlanUpdate(state, personalValues(org, lena, jiraARI, userRole)).Diagnostics.Err(), refusal)
	planned := acctest.Server(t, org, nil).PlanDelete(state)
	left, diagnostics := protecting().ApplyResource(planned)
	assert.ErrorContains(t, diagnostics.Err(), refusal, "whatever the plan has seen")
	assert.NotNil(t, left)
	assert.Len(t, directly(org, milo), 1)
}

// A role that does not show in time stays tracked, in both directions.
func TestUserRoleAssignmentResourceNotShownInTime(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		var now clock
		org := simulated.Virtual(t, simulated.WithLag(time.Hour), simulated.WithClock(now.now))
		server := acctest.PacedServer(t, org, acctest.Impatient)
		state, diagnostics := server.ApplyResource(server.PlanCreate(userRoleType, personalValues(org, milo, jiraARI, userRole)))
		require.Len(t, diagnostics.Errors(), 1)
		assert.Contains(t, diagnostics.Errors()[0], "The role is not granted yet")
		assert.Contains(t, diagnostics.Errors()[0], "does not have it directly after the documented 30 seconds")
		require.NotNil(t, state, "it stays tracked")
		now.seconds.Add(7200)
		found, diagnostics := acctest.PacedServer(t, org, acctest.Impatient).ReadResource(state)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, state.Values, found.Values)

		server = acctest.PacedServer(t, org, acctest.Impatient)
		left, diagnostics := server.ApplyResource(server.PlanDelete(found))
		require.Len(t, diagnostics.Errors(), 1)
		assert.Contains(t, diagnostics.Errors()[0], "The role is still there")
		assert.NotNil(t, left)
	})
}

func TestUserRoleAssignmentResourceConvergesUnderFaults(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t, simulated.WithLag(50*time.Millisecond))
		org.Simulator.Inject(simulator.Fault{Operation: assignUserOperation, LoseAnswer: true})
		org.Simulator.Inject(simulator.Fault{Operation: revokeUserOperation, LoseAnswer: true})
		pace := acctest.Impatient
		pace.Granted = 20 * time.Second
		server := acctest.PacedServer(t, org, pace)
		state := server.Converge(t, userRoleType, personalValues(org, milo, jiraARI, userRole))
		left, diagnostics := server.ApplyResource(server.PlanDelete(state))
		require.NoError(t, diagnostics.Err())
		assert.Nil(t, left)
		assert.Empty(t, directly(org, milo))
		assert.Empty(t, org.Simulator.Faults())
	})
}

// Roles that come by groups, and other roles, never show as drift.
func TestUserRoleAssignmentResourceLeavesOtherRoles(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := personalValues(org, emil, jiraARI, userRole) // which a group grants, too
	state := acctest.Server(t, org, nil).Converge(t, userRoleType, config)
	require.NoError(t, org.Simulator.GiveUserRole(emil, jiraARI, adminRole))
	require.NoError(t, org.Simulator.RemoveMember("jira-users", emil))
	server := acctest.Server(t, org, nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, state.Values, read.Values)
	assert.Equal(t, protocol.NoOp, server.PlanUpdate(read, config).Action)
}

// 2,000 refresh in twice the floor, which is 20 pages of people, and groups, admins and counts. The first 20 are read one by one, until the
// list is cheaper, and their addresses with two searches. Everybody else's is on the list.
func TestTwoThousandUserRoleAssignmentsAreRefreshed(t *testing.T) {
	t.Parallel()
	const people = 2000
	start := simulated.Large(simulated.Size{Users: people})
	start.Workspaces = []simulator.Workspace{{ID: jiraARI, Name: "acme"}}
	for i := range start.Users {
		start.Users[i].Roles = []simulator.Role{{Resource: jiraARI, Role: userRole}}
	}
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t, simulated.WithStart(start))
		server := acctest.Relayed(t, org, org.Transport)
		org.Simulator.ResetRequests()
		acctest.TenAtOnce(people, func(i int) {
			read, diagnostics := server.ReadResource(personalState(org, start.Users[i].Email, jiraARI, userRole))
			assert.NoError(t, diagnostics.Err())
			assert.NotNil(t, read)
		})
		requests := org.Simulator.Requests()
		sum := 0
		for _, count := range requests {
			sum += count
		}
		assert.Equal(t, 48, sum, "%v", requests)
		assert.Equal(t, 20, requests[userRolesOperation])
		assert.Equal(t, 23, requests[searchUsersOperation])
	})
}

func TestListsOfRolesOfPeople(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t) // Ada is an organization admin directly and by a group, Bruno by the group, and Fatima has a role on the service desk
	require.NoError(t, org.Simulator.GiveUserRole(milo, confluenceARI, adminRole))
	names := func(typeName string, config map[string]any) []string {
		found, diagnostics := acctest.Server(t, org, nil).ListResource(typeName, config, protocol.ListOptions{IncludeResource: true})
		require.NoError(t, diagnostics.Err())
		names := []string{}
		for _, one := range found {
			names = append(names, one.DisplayName)
		}
		return names
	}
	assert.Equal(t, []string{ada}, names(adminType, nil))
	onConfluence := milo + ": atlassian/admin on " + confluenceARI
	assert.Equal(t, []string{onConfluence}, names(userRoleType, map[string]any{"resource_id": confluenceARI}))
	assert.Equal(t, []string{onConfluence}, names(userRoleType, map[string]any{"account_id": org.Simulator.AccountID(milo)}))
	assert.Len(t, names(userRoleType, map[string]any{}), 2)
}
