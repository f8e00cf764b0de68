// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const updateOperation = "PATCH /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}"

// allowed is the provider block that lets groups be renamed.
var allowed = map[string]any{"experimental": []any{"group_update"}}

// renamable is the small company at an Atlassian that renames groups in the form that the provider sends.
func renamable() simulated.Option {
	start := simulator.SmallCompany()
	start.GroupUpdate = true
	return simulated.WithStart(start)
}

// A group that the provider does not rename keeps its name, its ID and its members; once a person has renamed it, nothing is left to do.
func TestGroupResourceRenameByAPerson(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, renamable())
	state := acctest.Server(t, org, nil).Converge(t, "atlassian_group", map[string]any{"name": "Old"})
	id := org.Simulator.GroupID("Old")
	require.NoError(t, org.Simulator.AddMember(id, chen))
	server := acctest.Server(t, org, nil)
	plan := server.PlanUpdate(state, map[string]any{"name": "New"})
	assert.Equal(t, protocol.Update, plan.Action)
	state, diagnostics := server.ApplyResource(plan)
	said(t, diagnostics, `Cannot change the group: Atlassian shows name "Old" for group `+id+`, and the configuration has "New". `+
		"Atlassian has had an operation to change that since November 2026, but its form could not be checked. So the provider does not send it unless you allow it. "+
		"Unless the plan replaces the group, apply fails for the group and leaves it as it is. Apply makes all changes that do not depend on the group. Choose one:\n\n"+
		`- If Atlassian is right, write its value into the configuration: name = "Old".
- If the configuration is right, change the group in Atlassian Administration. Terraform knows it by its ID, so the next plan is empty.
- To create a new group in its place, plan with -replace. The new one has another ID, and starts without members and roles.
- To let apply send the operation in its most likely form, set experimental = ["group_update"] in the provider block. (at AttributeName("name"))`)
	assert.Equal(t, id, org.Simulator.GroupID("Old"))

	require.NoError(t, org.Simulator.UpdateGroup("Old", simulator.GroupChange{Name: new("New")}))
	server = acctest.Server(t, org, nil)
	state, diagnostics = server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, protocol.NoOp, server.PlanUpdate(state, map[string]any{"name": "New"}).Action)
	assert.Equal(t, id, org.Simulator.GroupID("New"))
	assert.Len(t, org.Simulator.Members(id), 1)

	require.NoError(t, org.Simulator.UpdateGroup("New", simulator.GroupChange{Description: new("By hand")}))
	server = acctest.Server(t, org, allowed)
	state, diagnostics = server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	server.ConvergeFrom(t, state, map[string]any{"name": "Newer"})
	assert.Equal(t, id, org.Simulator.GroupID("Newer"))
	assert.Zero(t, org.Simulator.Requests()[deleteOperation])
}

func TestGroupResourceRenamePlan(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, renamable())
	server := acctest.Server(t, org, nil)
	engineering := imported(t, server, "atlassian_group", "name:engineering")
	org.Simulator.ResetRequests()

	for name, test := range map[string]struct {
		config map[string]any
		says   []string
	}{
		"name": {
			map[string]any{"name": "builders", "description": "Everyone who ships"},
			[]string{`Atlassian shows name "engineering" for group `, `the configuration has "builders"`, `If Atlassian is right, write its value into the configuration: name = "engineering".`, "-replace", `AttributeName("name")`},
		},
		"description": {
			map[string]any{"name": "engineering"},
			[]string{`Atlassian shows description "Everyone who ships" for group `, `the configuration has none`, `AttributeName("description")`},
		},
		"unknown name": {
			map[string]any{"name": protocol.Unknown, "description": "Everyone who ships"},
			[]string{"the configuration has a value that is known after apply"},
		},
		"both": {
			map[string]any{"name": "a", "description": "b"},
			[]string{`write its value into the configuration: name = "engineering", description = "Everyone who ships".`},
		},
	} {
		plan := server.PlanUpdate(engineering, test.config)
		require.NoError(t, plan.Diagnostics.Err(), name)
		assert.Equal(t, protocol.Update, plan.Action, name)
		assert.Equal(t, engineering.Values["id"], plan.Planned["id"], name)
		require.Len(t, plan.Diagnostics.Warnings(), 1, name)
		for _, said := range test.says {
			assert.Contains(t, plan.Diagnostics.Warnings()[0], said, name)
		}
	}
	assert.Zero(t, org.Requests())

	same := server.PlanUpdate(engineering, map[string]any{"name": "Engineering", "description": "Everyone who ships"})
	assert.Equal(t, protocol.NoOp, same.Action, "case does not matter")
	assert.Empty(t, same.Diagnostics)

	left, diagnostics := server.ApplyResource(server.PlanUpdate(engineering, map[string]any{"name": "builders"}))
	require.Len(t, diagnostics.Errors(), 1)
	assert.Contains(t, diagnostics.Errors()[0], "Cannot change the group")
	assert.Equal(t, engineering.Values, left.Values, "the state is as it was")
	assert.Zero(t, org.Simulator.Requests()[updateOperation])
}

func TestGroupResourceRenameOfASyncedGroupIsRefused(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, renamable())
	for _, settings := range []map[string]any{nil, allowed} {
		server := acctest.Server(t, org, settings)
		plan := server.PlanUpdate(imported(t, server, "atlassian_group", "name:idp-employees"), map[string]any{"name": "employees"})
		require.Len(t, plan.Diagnostics.Errors(), 1)
		assert.Contains(t, plan.Diagnostics.Errors()[0], "The group is synced from an identity provider")
		assert.Contains(t, plan.Diagnostics.Errors()[0], `name = "idp-employees"`)
	}
}

func TestGroupResourceRename(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, renamable())
	server := acctest.Server(t, org, allowed)
	engineering := imported(t, server, "atlassian_group", "name:engineering")
	members := org.Simulator.Members("engineering")

	plan := server.PlanUpdate(engineering, map[string]any{"name": "builders", "deletion_protection": true})
	assert.Empty(t, plan.Diagnostics)
	renamed := server.ConvergeFrom(t, engineering, map[string]any{"name": "builders", "deletion_protection": true})
	assert.Equal(t, engineering.Values["id"], renamed.Values["id"])
	assert.Equal(t, engineering.Identity, renamed.Identity)
	assert.Equal(t, "builders", renamed.Values["name"])
	assert.Nil(t, renamed.Values["description"])
	assert.Equal(t, true, renamed.Values["deletion_protection"])
	assert.Equal(t, members, org.Simulator.Members("builders"))
	assert.Equal(t, 1, org.Simulator.Requests()[updateOperation])

	server.ConvergeFrom(t, renamed, map[string]any{"name": "builders", "description": "Ships"})
	assert.Equal(t, 2, org.Simulator.Requests()[updateOperation])
}

// A plan changes what it shows. What somebody changes before it is applied stays, and the next plan shows it.
func TestGroupResourceRenameChangesOnlyWhatThePlanShows(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		to     map[string]any
		meddle simulator.GroupChange
		is     string
	}{
		"name":        {map[string]any{"name": "t2", "description": "d"}, simulator.GroupChange{Description: new("console")}, "t2, console"},
		"description": {map[string]any{"name": "t1", "description": "e"}, simulator.GroupChange{Name: new("console")}, "console, e"},
	} {
		org := simulated.Start(t, renamable())
		server := acctest.Server(t, org, allowed)
		state := server.Converge(t, "atlassian_group", map[string]any{"name": "t1", "description": "d"})
		plan := acctest.Server(t, org, allowed).PlanUpdate(state, c.to)
		require.NoError(t, plan.Diagnostics.Err(), name)
		require.NoError(t, org.Simulator.UpdateGroup("t1", c.meddle), name)
		state, diagnostics := acctest.Server(t, org, allowed).ApplyResource(plan)
		require.NoError(t, diagnostics.Err(), name)
		assert.Equal(t, c.to["name"], state.Values["name"], name)
		assert.Equal(t, c.to["description"], state.Values["description"], name)

		server = acctest.Server(t, org, allowed)
		state, diagnostics = server.ReadResource(state)
		require.NoError(t, diagnostics.Err(), name)
		assert.Equal(t, c.is, state.Values["name"].(string)+", "+state.Values["description"].(string), name)
		assert.Equal(t, protocol.Update, server.PlanUpdate(state, c.to).Action, name)
	}
}

func TestGroupResourceRenameToATakenName(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, renamable())
	server := acctest.Server(t, org, allowed)
	engineering := imported(t, server, "atlassian_group", "name:engineering")
	config := map[string]any{"name": "Contractors", "description": "Everyone who ships"}
	plan := server.PlanUpdate(engineering, config)
	require.Len(t, plan.Diagnostics.Errors(), 1)
	assert.Contains(t, plan.Diagnostics.Errors()[0], "Another group has the name")
	assert.Contains(t, plan.Diagnostics.Errors()[0], org.Simulator.GroupID("contractors"))

	server.Walk()
	imported(t, server, "atlassian_group", "name:contractors") // one of this configuration may give it up in the same apply
	assert.Empty(t, server.PlanUpdate(engineering, config).Diagnostics)
}

func TestGroupResourceRenameThatAtlassianDoesNotKnow(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]int{"nobody at the URL": 0, "no such method": 405, "no such thing": 404} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			option := renamable()
			if status == 0 {
				option = simulated.AllowViolations()
			}
			org := simulated.Start(t, option)
			if status != 0 {
				org.Simulator.Inject(simulator.Fault{Operation: updateOperation, Status: status})
			}
			server := acctest.Server(t, org, allowed)
			engineering := imported(t, server, "atlassian_group", "name:engineering")
			left, diagnostics := server.ApplyResource(server.PlanUpdate(engineering, map[string]any{"name": "builders"}))
			require.Len(t, diagnostics.Errors(), 1)
			for _, said := range []string{"Cannot change the group", "a guess", "nothing was changed", `Take "group_update" out of experimental`, "Atlassian Administration", "-replace"} {
				assert.Contains(t, diagnostics.Errors()[0], said)
			}
			assert.Equal(t, engineering.Values, left.Values)
			assert.NotEmpty(t, org.Simulator.GroupID("engineering"))
		})
	}
}
