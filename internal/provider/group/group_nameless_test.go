// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"regexp"
	"testing"

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

// stranger makes somebody else's group, which nothing may happen to.
func stranger(t *testing.T, org *simulated.Organization) (id string) {
	t.Helper()
	id, err := org.Simulator.CreateGroup(simulator.Group{Name: "Platform", Members: []string{"chen.li@acme.example", "dana.novak@acme.example"}})
	require.NoError(t, err)
	return id
}

// A creation gets lost, somebody else makes a group of that name, and Terraform is run again.
func TestGroupResourceLostCreationThroughTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	const group = `
resource "atlassian_group" "platform" {
  name     = "Platform"
  timeouts = { create = "` + acctest.Soon + `" }
}
`
	var id string
	untouched := func() {
		assert.Equal(t, id, org.Simulator.GroupID("Platform"))
		assert.Len(t, org.Simulator.Members(id), 2)
	}
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{
			PreConfig:   func() { org.Simulator.Inject(simulator.Fault{Operation: createOperation, Drop: true, Count: -1}) },
			Config:      acctest.Config(org, group),
			ExpectError: regexp.MustCompile(`(?s)Cannot tell the ID of the new group.*import \{\s+to = atlassian_group\.platform # or this resource's own address\s+id = "` + org.Credentials.DirectoryID + `/name:Platform"`),
		},
		{
			PreConfig:   func() { org.Simulator.ClearFaults(); id = stranger(t, org) },
			Config:      acctest.Config(org, group),
			ExpectError: regexp.MustCompile(`(?s)It exists already.*import \{\s+to = atlassian_group\.platform`),
		},
		{
			PreConfig:        untouched,
			Config:           acctest.Config(org, group+"import {\n  to = atlassian_group.platform\n  id = \"name:Platform\"\n}\n"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction("atlassian_group.platform", plancheck.ResourceActionUpdate)}}, // of timeouts alone
			Check:            func(*terraform.State) error { untouched(); return nil },
		},
	}})
}

// nameless is the state that a lost creation leaves, as older versions of the provider left it, too.
func nameless(org *simulated.Organization) *protocol.State {
	return &protocol.State{TypeName: "atlassian_group", Values: map[string]any{
		"id": nil, "directory_id": org.Credentials.DirectoryID, "name": "Platform", "deletion_protection": false, "managed_by": nil, "external_synced": nil,
	}}
}

func TestGroupResourceStateWithoutIDTouchesNothing(t *testing.T) {
	t.Parallel()
	config := map[string]any{"name": "Platform"}
	for name, do := range map[string]func(t *testing.T, org *simulated.Organization, server *protocol.Server){
		"refresh, then another group": func(t *testing.T, org *simulated.Organization, server *protocol.Server) {
			t.Helper()
			gone, diagnostics := server.ReadResource(nameless(org))
			require.NoError(t, diagnostics.Err())
			assert.Nil(t, gone)
			require.Len(t, diagnostics.Warnings(), 1)
			for _, said := range []string{"never confirmed", "sent the creation", "somebody else's", "import {", org.Simulator.GroupID("Platform"), "Apply once before"} {
				assert.Contains(t, diagnostics.Warnings()[0], said)
			}
			plan := server.PlanCreate("atlassian_group", config)
			require.Empty(t, plan.Diagnostics)
			left, diagnostics := server.ApplyResource(plan)
			require.ErrorContains(t, diagnostics.Err(), "It exists already")
			assert.Nil(t, left)
		},
		"unrefreshed, another group": func(t *testing.T, org *simulated.Organization, server *protocol.Server) {
			t.Helper()
			plan := server.PlanUpdate(nameless(org), config)
			assert.Equal(t, protocol.Replace, plan.Action)
			assert.Equal(t, []string{`AttributeName("id")`}, plan.RequiresReplace)
			require.Len(t, plan.Diagnostics.Warnings(), 1)
			left, diagnostics := server.ApplyResource(plan)
			require.ErrorContains(t, diagnostics.Err(), "It exists already")
			assert.Nil(t, left, "the unfinished creation is forgotten, so that an import block is taken up")
		},
		"unrefreshed, renamed": func(t *testing.T, org *simulated.Organization, server *protocol.Server) {
			t.Helper()
			plan := server.PlanUpdate(nameless(org), map[string]any{"name": "Other"})
			assert.Equal(t, protocol.Replace, plan.Action)
			made, diagnostics := server.ApplyResource(plan)
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, org.Simulator.GroupID("Other"), made.Values["id"])
		},
		"unrefreshed, destroyed": func(t *testing.T, org *simulated.Organization, server *protocol.Server) {
			t.Helper()
			plan := server.PlanDelete(nameless(org))
			require.Len(t, plan.Diagnostics.Warnings(), 1)
			left, diagnostics := server.ApplyResource(plan)
			require.NoError(t, diagnostics.Err())
			require.Len(t, diagnostics.Warnings(), 1)
			assert.Nil(t, left)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				org := simulated.Virtual(t)
				id := stranger(t, org)
				do(t, org, acctest.PacedServer(t, org, acctest.Impatient))
				assert.Equal(t, id, org.Simulator.GroupID("Platform"))
				assert.Len(t, org.Simulator.Members(id), 2)
				assert.Zero(t, org.Simulator.Requests()[deleteOperation])
			})
		})
	}
}

// Where nobody has the name, there is nothing to say.
func TestGroupResourceStateWithoutIDIsCreatedAnew(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		server := acctest.PacedServer(t, org, acctest.Impatient)
		gone, diagnostics := server.ReadResource(nameless(org))
		assert.Empty(t, diagnostics)
		assert.Nil(t, gone)
		state, diagnostics := server.ApplyResource(server.PlanUpdate(nameless(org), map[string]any{"name": "Platform"}))
		assert.Empty(t, diagnostics)
		assert.Equal(t, org.Simulator.GroupID("Platform"), state.Values["id"])
	})
}

func TestGroupResourceStateWithoutIDStaysWhereNothingCanBeLookedUp(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		org.Simulator.Inject(simulator.Fault{Operation: searchOperation, Status: 403, Count: -1})
		_, diagnostics := acctest.PacedServer(t, org, acctest.Impatient).ReadResource(nameless(org))
		require.ErrorContains(t, diagnostics.Err(), "Cannot tell whether a group has the name")
	})
}
