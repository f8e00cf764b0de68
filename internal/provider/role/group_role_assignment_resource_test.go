// SPDX-License-Identifier: MPL-2.0

package role_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestGroupRoleAssignmentResourceLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	const this = roleType + ".this"
	action := func(kind plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(this, kind)}}
	}
	holds := func(role string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			assert.True(t, hasRole(org, "contractors", confluenceARI, role))
			assert.Len(t, org.Simulator.Roles("contractors"), 1)
			return nil
		}
	}
	id := org.Simulator.GroupID("contractors") + "/" + confluenceARI + "/" + adminRole
	acctest.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			assert.Empty(t, org.Simulator.Roles("contractors"), "it is revoked")
			return nil
		},
		Steps: []resource.TestStep{
			{Config: roleConfig(org, "contractors", confluenceARI, userRole), Check: resource.ComposeTestCheckFunc(
				holds(userRole), resource.TestCheckResourceAttr(this, "directory_id", org.Credentials.DirectoryID))},
			{Config: roleConfig(org, "contractors", confluenceARI, adminRole), ConfigPlanChecks: action(plancheck.ResourceActionUpdate), Check: holds(adminRole)},
			{
				ResourceName: this, ImportState: true, ImportStateId: org.Credentials.DirectoryID + "/" + id,
				ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "group_id",
			},
			{ // disappears
				PreConfig: func() { require.NoError(t, org.Simulator.RevokeRole("contractors", confluenceARI, adminRole)) },
				Config:    roleConfig(org, "contractors", confluenceARI, adminRole), ConfigPlanChecks: action(plancheck.ResourceActionCreate), Check: holds(adminRole),
			},
		},
	})
}

func TestGroupRoleAssignmentResourceLeavesOtherRoles(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := roleValues(org, "contractors", confluenceARI, adminRole)
	state := acctest.Server(t, org, nil).Converge(t, roleType, config)
	require.NoError(t, org.Simulator.AssignRole("contractors", jiraARI, userRole))
	server := acctest.Server(t, org, nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, state.Values, read.Values)
	assert.Equal(t, protocol.NoOp, server.PlanUpdate(read, config).Action)
}

func TestGroupRoleAssignmentResourceErrors(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		create := func(config map[string]any) (*protocol.State, protocol.Diagnostics) {
			server := acctest.PacedServer(t, org, acctest.Impatient)
			return server.ApplyResource(server.PlanCreate(roleType, config))
		}
		unknown := roleValues(org, "contractors", jiraARI, userRole)
		unknown["group_id"] = "00000000-0000-4000-8000-00000000dead"
		state, diagnostics := create(unknown)
		assert.Nil(t, state)
		assert.ErrorContains(t, diagnostics.Err(), "does not exist")
		assert.ErrorContains(t, diagnostics.Err(), "group_id")

		require.NoError(t, org.Simulator.SetSeats(confluenceARI, 4))
		state, diagnostics = create(roleValues(org, "contractors", confluenceARI, userRole))
		assert.Nil(t, state)
		assert.ErrorContains(t, diagnostics.Err(), "raise the limit or free seats")

		org.Simulator.Inject(simulator.Fault{Operation: assignOperation, Status: 403})
		state, diagnostics = create(roleValues(org, "contractors", jiraARI, userRole))
		assert.Nil(t, state)
		assert.ErrorContains(t, diagnostics.Err(), "The API key is not allowed to do this")
	})
}

// Atlassian documents only the members of a synced group as being out of reach.
func TestGroupRoleAssignmentResourceOfASyncedGroup(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, roleType, roleValues(org, "idp-employees", jiraARI, userRole))
	assert.True(t, hasRole(org, "idp-employees", jiraARI, userRole))
	assert.Equal(t, roleIdentity(org, "idp-employees", jiraARI, userRole), state.Identity)
}

func TestGroupRoleAssignmentResourceIdentity(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	for name, options := range map[string][]protocol.Option{"new Terraform": nil, "Terraform without identity": {protocol.WithoutIdentity()}} {
		state := acctest.Server(t, org, nil, options...).Converge(t, roleType, roleValues(org, "contractors", jiraARI, userRole))
		if options == nil {
			assert.Equal(t, roleIdentity(org, "contractors", jiraARI, userRole), state.Identity, name)
		}
		require.NoError(t, org.Simulator.RevokeRole("contractors", jiraARI, userRole))
		gone, diagnostics := acctest.Server(t, org, nil, options...).ReadResource(state)
		assert.NoError(t, diagnostics.Err(), name)
		assert.Nil(t, gone, name)
	}
	identity := roleIdentity(org, "engineering", jiraARI, userRole)
	delete(identity, "organization_id")
	delete(identity, "directory_id")
	found, diagnostics := acctest.Server(t, org, nil).ImportByIdentity(roleType, identity)
	require.NoError(t, diagnostics.Err())
	expected := roleState(org, "engineering", jiraARI, userRole)
	assert.Equal(t, expected.Values, found.Values)
	assert.Equal(t, expected.Identity, found.Identity)
	byGroup := org.Simulator.GroupID("engineering") + "/" + jiraARI + "/" + userRole
	for _, id := range []string{byGroup, org.Credentials.DirectoryID + "/" + byGroup} {
		found = imported(t, acctest.Server(t, org, nil), roleType, id)
		assert.Equal(t, expected.Values, found.Values, id)
		assert.Equal(t, expected.Identity, found.Identity, id)
	}
	delete(identity, "role")
	_, diagnostics = acctest.Server(t, org, nil).ImportByIdentity(roleType, identity)
	assert.ErrorContains(t, diagnostics.Err(), "The identity needs role")
}

func TestGroupRoleAssignmentResourceRequests(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	org.Simulator.ResetRequests()
	roles := []string{userRole, adminRole, "atlassian/guest", "atlassian/contributor", "atlassian/customer", "atlassian/basic", "atlassian/stakeholder"}
	for _, role := range roles {
		require.NoError(t, org.Simulator.AssignRole("contractors", jiraARI, role))
	}
	server := acctest.Server(t, org, nil)
	acctest.TenAtOnce(70, func(i int) {
		state, diagnostics := server.ReadResource(roleState(org, "contractors", jiraARI, roles[i%len(roles)]))
		assert.NoError(t, diagnostics.Err())
		assert.NotNil(t, state)
	})
	assert.Equal(t, map[string]int{rolesOperation: 1}, org.Simulator.Requests())
}

// An assignment that Atlassian has accepted stays tracked, although it does not show in time: it may still take effect.
func TestGroupRoleAssignmentResourceNotGrantedYet(t *testing.T) {
	t.Parallel()
	create := func(t *testing.T, faults ...simulator.Fault) (*simulated.Organization, *clock, *protocol.State, string) {
		t.Helper()
		var now clock
		org := simulated.Start(t, simulated.WithLag(time.Hour), simulated.WithClock(now.now))
		for _, fault := range faults {
			org.Simulator.Inject(fault)
		}
		server := acctest.PacedServer(t, org, acctest.Impatient)
		state, diagnostics := server.ApplyResource(server.PlanCreate(roleType, roleValues(org, "contractors", jiraARI, userRole)))
		require.Len(t, diagnostics.Errors(), 1)
		assert.Contains(t, diagnostics.Errors()[0], "The role is not granted yet")
		require.NotNil(t, state, "it stays tracked")
		assert.Equal(t, roleState(org, "contractors", jiraARI, userRole).Values, state.Values)
		assert.Equal(t, roleIdentity(org, "contractors", jiraARI, userRole), state.Identity)
		return org, &now, state, diagnostics.Errors()[0]
	}
	t.Run("it takes effect later", func(t *testing.T) {
		t.Parallel()
		org, now, state, said := create(t)
		assert.Contains(t, said, "Atlassian accepted role atlassian/user")
		now.seconds.Add(7200)
		server := acctest.PacedServer(t, org, acctest.Impatient)
		found, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, state, found)
	})
	t.Run("it never does", func(t *testing.T) {
		t.Parallel()
		org, _, state, _ := create(t)
		gone, diagnostics := acctest.PacedServer(t, org, acctest.Impatient).ReadResource(state)
		require.NoError(t, diagnostics.Err())
		assert.Nil(t, gone, "it is planned for creation")
	})
	t.Run("reading failed", func(t *testing.T) {
		t.Parallel()
		_, _, _, said := create(t, simulator.Fault{Operation: rolesOperation, Status: 403, Skip: 1})
		assert.Contains(t, said, "the provider cannot tell whether the group has it")
	})
}

func TestGroupRoleAssignmentResourceConvergesUnderFaults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"lost answer":         {Operation: assignOperation, LoseAnswer: true},
		"lost answer, revoke": {Operation: revokeOperation, LoseAnswer: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				org := simulated.Virtual(t, simulated.WithLag(50*time.Millisecond))
				org.Simulator.Inject(fault)
				pace := acctest.Impatient
				pace.Granted = 20 * time.Second
				server := acctest.PacedServer(t, org, pace)
				state := server.Converge(t, roleType, roleValues(org, "contractors", jiraARI, userRole))
				left, diagnostics := server.ApplyResource(server.PlanDelete(state))
				require.NoError(t, diagnostics.Err())
				assert.Nil(t, left)
				assert.Empty(t, org.Simulator.Roles("contractors"))
				assert.Empty(t, org.Simulator.Faults())
			})
		})
	}
}

// A revocation that does not show in time stays tracked, or access would remain that nobody knows of.
func TestGroupRoleAssignmentResourceNotRevokedYet(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		var now clock
		org := simulated.Virtual(t, simulated.WithLag(time.Hour), simulated.WithClock(now.now))
		server := acctest.PacedServer(t, org, acctest.Impatient)
		left, diagnostics := server.ApplyResource(server.PlanDelete(roleState(org, "engineering", jiraARI, userRole)))
		require.Error(t, diagnostics.Err())
		assert.Contains(t, diagnostics.Errors()[0], "Cannot revoke the role")
		assert.NotNil(t, left)

		server = acctest.PacedServer(t, org, acctest.Impatient)
		left, diagnostics = server.ApplyResource(server.PlanDelete(roleState(org, "engineering", confluenceARI, userRole)))
		assert.NoError(t, diagnostics.Err(), "a role that the group has not got is fine")
		assert.Nil(t, left)
	})
}
