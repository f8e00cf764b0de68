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

func imported(t *testing.T, server *protocol.Server, typeName, id string) *protocol.State {
	t.Helper()
	state, diagnostics := server.ImportByID(typeName, id)
	require.NoError(t, diagnostics.Err())
	require.NotNil(t, state)
	return state
}

// otherDirectory is where a replacement moves a group.
const otherDirectory = "00000000-0000-4000-a000-00000000d1d1"

func TestGroupResourcePlanSaysWhatGoes(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	engineering := imported(t, server, "atlassian_group", "name:engineering")
	org.Simulator.ResetRequests()

	gone := server.PlanDelete(engineering)
	require.NoError(t, gone.Diagnostics.Err())
	require.Len(t, gone.Diagnostics.Warnings(), 1)
	assert.Contains(t, gone.Diagnostics.Warnings()[0], "The group's members and roles go with it")
	assert.Contains(t, gone.Diagnostics.Warnings()[0], "has 3 members and roles on 1 app or site")
	assert.NotContains(t, gone.Diagnostics.Warnings()[0], "new ID")

	moved := server.PlanUpdate(engineering, map[string]any{"name": "engineering", "description": "Everyone who ships", "directory_id": otherDirectory})
	require.NoError(t, moved.Diagnostics.Err())
	assert.Equal(t, protocol.Replace, moved.Action)
	assert.Equal(t, []string{`AttributeName("directory_id")`}, moved.RequiresReplace)
	require.Len(t, moved.Diagnostics.Warnings(), 1)
	assert.Contains(t, moved.Diagnostics.Warnings()[0], "3 members")
	assert.Contains(t, moved.Diagnostics.Warnings()[0], "a new group, with a new ID")
	assert.Equal(t, map[string]int{
		"POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/search": 1, "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/count": 1,
	}, org.Simulator.Requests(), "who the organization admins are; the refresh has read the counts already")

	// -replace changes nothing about the values: Terraform plans the group as it is, and then one in its place.
	config := map[string]any{"name": "engineering", "description": "Everyone who ships"}
	replaced := server.PlanReplacement(server.PlanUpdate(engineering, config))
	require.NoError(t, replaced.Diagnostics.Err())
	require.Len(t, replaced.Diagnostics.Warnings(), 1, "the group that has the name is its own")
	assert.Contains(t, replaced.Diagnostics.Warnings()[0], "3 members")
	assert.Empty(t, server.PlanReplacement(moved).Diagnostics, "that was said already")

	same := server.PlanUpdate(engineering, map[string]any{"name": "Engineering", "description": "Everyone who ships"})
	assert.Equal(t, protocol.NoOp, same.Action)
	assert.Empty(t, same.Diagnostics)
}

func TestGroupResourcePlanIsSilentAboutAnEmptyGroup(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	_, err := org.Simulator.CreateGroup(simulator.Group{Name: "empty"})
	require.NoError(t, err)
	server := acctest.Server(t, org, nil)
	empty := imported(t, server, "atlassian_group", "name:empty")
	assert.Empty(t, server.PlanDelete(empty).Diagnostics)
	assert.Empty(t, server.PlanUpdate(empty, map[string]any{"name": "empty", "directory_id": otherDirectory}).Diagnostics)
}

func TestGroupResourcePlanOfAnUnchangedGroupAsksNothing(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id := org.Simulator.GroupID("engineering")
	state := groupState(org, "engineering", map[string]any{"id": id, "description": "Everyone who ships"})
	server := acctest.Server(t, org, map[string]any{"protected_account_ids": []any{org.Simulator.AccountID("chen.li@acme.example")}})
	config := map[string]any{"name": "engineering", "description": "Everyone who ships"}
	assert.Equal(t, protocol.NoOp, server.PlanUpdate(state, config).Action)
	config["deletion_protection"] = true
	plan := server.PlanUpdate(state, config)
	assert.Equal(t, protocol.Update, plan.Action)
	updated, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, true, updated.Values["deletion_protection"])
	assert.Equal(t, groupIdentity(org, id), updated.Identity)
	assert.Zero(t, org.Requests())
}

func TestGroupResourcePlanRefuses(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	chen, dana := org.Simulator.AccountID("chen.li@acme.example"), org.Simulator.AccountID("dana.novak@acme.example")
	ivan := org.Simulator.AccountID("kofi.mensah@acme.example")
	for name, test := range map[string]struct {
		group     string
		protected []any
		says      []string
		silentOn  string
	}{
		"synced":        {group: "idp-employees", says: []string{"The group is synced from an identity provider", "in the identity provider", `managed_by is "external"`, "removed block"}},
		"default group": {group: "jira-users", says: []string{"Atlassian does not allow the deletion of the group", "default role of an app", "removed block"}},
		"admin group":   {group: "org-admins", says: []string{"Atlassian does not allow the deletion of the group", "admin access"}},
		"protected member": {
			group: "engineering", protected: []any{chen, ivan},
			says: []string{"A protected account is in the group", chen, "protected_account_ids of the provider block"}, silentOn: ivan,
		},
		"nobody's protected": {group: "contractors", protected: []any{chen, dana}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := acctest.Server(t, org, map[string]any{"protected_account_ids": test.protected})
			state := imported(t, server, "atlassian_group", "name:"+test.group)
			for _, plan := range []*protocol.Plan{server.PlanDelete(state), server.PlanUpdate(state, map[string]any{"name": test.group, "directory_id": otherDirectory})} {
				if test.says == nil {
					assert.NoError(t, plan.Diagnostics.Err())
					continue
				}
				require.Len(t, plan.Diagnostics.Errors(), 1)
				for _, said := range test.says {
					assert.Contains(t, plan.Diagnostics.Errors()[0], said)
				}
				if test.silentOn != "" {
					assert.NotContains(t, plan.Diagnostics.Errors()[0], test.silentOn)
				}
				assert.Empty(t, plan.Diagnostics.Warnings(), "a refused plan loses nothing")
			}
		})
	}
}

// A check that cannot be made is no refusal: the apply will tell. The plan of an end says that it could not look.
func TestGroupResourcePlanSurvivesAFailedCheck(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := groupState(org, "engineering", nil)
	org.Simulator.Inject(simulator.Fault{Status: 403, Count: -1})
	server := acctest.Server(t, org, map[string]any{"max_retries": 0, "protected_account_ids": []any{org.Simulator.AccountID("chen.li@acme.example")}})
	end := server.PlanDelete(state).Diagnostics
	require.NoError(t, end.Err())
	require.Len(t, end.Warnings(), 1)
	assert.Contains(t, end.Warnings()[0], `The end is planned without a look at Atlassian: This plan ends group "engineering", which cannot be read now.`)
	plan := server.PlanCreate("atlassian_group", map[string]any{"name": "new"})
	assert.Empty(t, plan.Diagnostics)
	assert.Equal(t, protocol.Unknown, plan.Planned["directory_id"])
}

func TestGroupResourceProtectedMemberHoldsWithoutAPlan(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := groupState(org, "engineering", nil)
	plan := acctest.Server(t, org, nil).PlanDelete(state)
	server := acctest.Server(t, org, map[string]any{"protected_account_ids": []any{org.Simulator.AccountID("chen.li@acme.example")}})
	left, diagnostics := server.ApplyResource(plan)
	require.Error(t, diagnostics.Err())
	assert.Contains(t, diagnostics.Errors()[0], "A protected account is in the group")
	assert.NotNil(t, left)
	assert.Zero(t, org.Simulator.Requests()[deleteOperation])
}

func TestGroupResourceDirectory(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	other := simulator.Directory{ID: otherDirectory, Name: "Second"}
	start.Directories = append(start.Directories, other)
	org := simulated.Start(t, simulated.WithStart(start))

	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate("atlassian_group", map[string]any{"name": "new"})
	require.Len(t, plan.Diagnostics.Errors(), 1, "an ambiguous directory is refused by the plan")
	assert.Contains(t, plan.Diagnostics.Errors()[0], "Cannot tell which directory is meant")
	assert.Contains(t, plan.Diagnostics.Errors()[0], other.ID)
	assert.Contains(t, plan.Diagnostics.Errors()[0], "directory_id")

	named := server.Converge(t, "atlassian_group", map[string]any{"name": "new", "directory_id": other.ID})
	assert.Equal(t, other.ID, named.Identity["directory_id"])

	configured := acctest.Server(t, org, map[string]any{"directory_id": other.ID})
	planned := configured.PlanCreate("atlassian_group", map[string]any{"name": "newer"})
	assert.Equal(t, other.ID, planned.Planned["directory_id"], "the plan shows the provider's directory")
	converged := configured.Converge(t, "atlassian_group", map[string]any{"name": "newer"})

	// A change of the provider's default does not move what exists; a change of the attribute does.
	elsewhere := acctest.Server(t, org, map[string]any{"directory_id": org.Credentials.DirectoryID})
	assert.Equal(t, protocol.NoOp, elsewhere.PlanUpdate(converged, map[string]any{"name": "newer"}).Action)
	moved := elsewhere.PlanUpdate(converged, map[string]any{"name": "newer", "directory_id": org.Credentials.DirectoryID})
	assert.Equal(t, protocol.Replace, moved.Action)

	later := elsewhere.PlanCreate("atlassian_group", map[string]any{"name": "x", "directory_id": protocol.Unknown})
	assert.Equal(t, protocol.Unknown, later.Planned["directory_id"])
}

// A group was renamed in Atlassian, and its resource has another address with the new name. If Terraform plans the creation first, and refreshes
// nothing before, only the plan of the end can tell.
func TestGroupEndUnderANameThatTheStateDoesNotHave(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	const groupType = "atlassian_group"
	state := acctest.Server(t, org, nil).Converge(t, groupType, map[string]any{"name": "Platform"})
	require.NoError(t, org.Simulator.UpdateGroup("Platform", simulator.GroupChange{Name: new("Foundations")}))
	server := acctest.Server(t, org, nil)
	require.NoError(t, server.PlanWalked(groupType, nil, map[string]any{"name": "Foundations"}).Diagnostics.Err(), "it may be an apply")
	require.ErrorContains(t, server.PlanWalked(groupType, state, nil).Diagnostics.Err(),
		`The group would be deleted and made again: The plan deletes group "Foundations" (`+state.Values["id"].(string)+`)`)
}
