// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"fmt"
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

const updateOperation = "PATCH /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}"

// allowed is the provider block that lets groups be renamed.
var allowed = map[string]any{"experimental": []any{"group_update"}}

// renamable is the small company at an Atlassian that renames groups in the form that the provider sends.
func renamable() simulated.Option {
	start := simulator.SmallCompany()
	start.GroupUpdate = true
	return simulated.WithStart(start)
}

func TestGroupResourceRenameThroughTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t, renamable())
	config := func(name string, provider ...string) string {
		return acctest.Config(org, fmt.Sprintf(`
resource "atlassian_group" "this" { name = %q }
resource "atlassian_group_membership" "chen" {
  group_id = atlassian_group.this.id
  email    = "chen.li@acme.example"
}
resource "atlassian_group" "other" { name = "Other %s" }
`, name, name), provider...)
	}
	var id string
	same := func(name string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			assert.Equal(t, id, org.Simulator.GroupID(name))
			assert.Len(t, org.Simulator.Members(id), 1)
			assert.Zero(t, org.Simulator.Requests()[deleteOperation])
			return nil
		}
	}
	update := action(plancheck.ResourceActionUpdate)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: acctest.Config(org, `resource "atlassian_group" "this" { name = "Old" }
resource "atlassian_group_membership" "chen" {
  group_id = atlassian_group.this.id
  email    = "chen.li@acme.example"
}`), Check: func(*terraform.State) error { id = org.Simulator.GroupID("Old"); return nil }},
		{Config: config("New"), ConfigPlanChecks: update, ExpectError: regexp.MustCompile(`(?s)Cannot change the group.*write\s+its\s+value\s+into.*name\s+=\s+"Old".*Atlassian\s+Administration.*-replace.*experimental\s+=\s+\["group_update"\]`)},
		{
			PreConfig: func() {
				assert.NotEmpty(t, org.Simulator.GroupID("Other New"), "the rest of the plan was applied")
				_ = same("Old")(nil)
				require.NoError(t, org.Simulator.UpdateGroup("Old", simulator.GroupChange{Name: new("New")}))
			},
			Config:           config("New"),
			ConfigPlanChecks: action(plancheck.ResourceActionNoop),
			Check:            same("New"),
		},
		{
			Config: acctest.Config(org, `resource "atlassian_group" "this" { name = "Newer" }`, `experimental = ["group_update"]`),
			PreConfig: func() {
				require.NoError(t, org.Simulator.UpdateGroup("New", simulator.GroupChange{Description: new("By hand")}))
			},
			ConfigPlanChecks: update,
			Check: func(*terraform.State) error {
				assert.Equal(t, id, org.Simulator.GroupID("Newer"))
				return nil
			},
		},
	}})
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
			[]string{`Atlassian shows name "engineering" for group `, `the configuration says "builders"`, `If Atlassian is right, write its value into the configuration: name = "engineering".`, "-replace", `AttributeName("name")`},
		},
		"description": {
			map[string]any{"name": "engineering"},
			[]string{`Atlassian shows description "Everyone who ships" for group `, `the configuration says none`, `AttributeName("description")`},
		},
		"unknown name": {
			map[string]any{"name": protocol.Unknown, "description": "Everyone who ships"},
			[]string{"the configuration says what is known after apply"},
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
	assert.Equal(t, protocol.NoOp, same.Action, "case carries no meaning")
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
