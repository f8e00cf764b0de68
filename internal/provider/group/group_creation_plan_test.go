// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestGroupResourceTakenNameThroughTheCLI(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep() // the test framework plans without a refresh
	w.Write("main.tf", `resource "atlassian_group" "first" { name = "First" }`)
	w.MustRun("apply", "-auto-approve")
	w.Write("this.tf", `
resource "atlassian_group" "this" {
  name       = "Engineering"
  depends_on = [atlassian_group.first]
}
`)
	plan := w.Run("plan", "-no-color")
	assert.Equal(t, 1, plan.ExitCode)
	assert.Regexp(t, `(?s)Error: It exists already.*import \{\s+to = atlassian_group\.engineering # or this resource's own address\s+id = "`+
		org.Credentials.DirectoryID+"/"+org.Simulator.GroupID("engineering")+`"`, plan.Output)

	// A group that is replaced meets nobody but itself.
	w.Write("this.tf", "")
	w.MustRun("taint", "atlassian_group.first")
	w.MustRun("apply", "-auto-approve")
	w.MustRun("apply", "-auto-approve", "-replace=atlassian_group.first")
	assert.Equal(t, 1, named(org, "First"))
}

func TestGroupResourceTakenName(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	taken := map[string]any{"name": "Engineering"}
	t.Run("a run that knows nothing warns", func(t *testing.T) {
		t.Parallel()
		plan := acctest.Server(t, org, nil).PlanCreate("atlassian_group", taken)
		require.NoError(t, plan.Diagnostics.Err())
		require.Len(t, plan.Diagnostics.Warnings(), 1)
		assert.Contains(t, plan.Diagnostics.Warnings()[0], "It exists already")
		assert.Contains(t, plan.Diagnostics.Warnings()[0], org.Simulator.GroupID("engineering"))
	})
	t.Run("a run that refreshes refuses", func(t *testing.T) {
		t.Parallel()
		server := acctest.Server(t, org, nil)
		imported(t, server, "atlassian_group", "name:contractors")
		plan := server.PlanCreate("atlassian_group", taken)
		require.Len(t, plan.Diagnostics.Errors(), 1)
		assert.Contains(t, plan.Diagnostics.Errors()[0], "It exists already")
		assert.Contains(t, plan.Diagnostics.Errors()[0], "to = atlassian_group.engineering #")
	})
	t.Run("a group of this configuration is no other", func(t *testing.T) {
		t.Parallel()
		server := acctest.Server(t, org, nil)
		imported(t, server, "atlassian_group", "name:engineering") // as the refresh of a tainted one does
		assert.Empty(t, server.PlanCreate("atlassian_group", taken).Diagnostics)
	})
	t.Run("a failing check is no refusal", func(t *testing.T) {
		t.Parallel()
		org := simulated.Start(t)
		org.Simulator.Inject(simulator.Fault{Operation: searchOperation, Status: 403, Count: -1})
		assert.Empty(t, acctest.Server(t, org, nil).PlanCreate("atlassian_group", taken).Diagnostics)
	})
	t.Run("an unknown name is not looked for", func(t *testing.T) {
		t.Parallel()
		assert.Empty(t, acctest.Server(t, org, nil).PlanCreate("atlassian_group", map[string]any{"name": protocol.Unknown}).Diagnostics)
	})
}

// Names travel in batches, and only what exists is looked at more closely.
func TestGroupResourcePlannedNamesTravelTogether(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, map[string]any{"directory_id": org.Credentials.DirectoryID})
	org.Simulator.ResetRequests()
	acctest.TenAtOnce(60, func(i int) {
		assert.Empty(t, server.PlanCreate("atlassian_group", map[string]any{"name": simulated.GroupName(i + 1)}).Diagnostics)
	})
	assert.LessOrEqual(t, org.Requests(), 10, "%v", org.Simulator.Requests())
}

// With create_before_destroy, the new group meets the old one. What the plan cannot know, the apply must say, without harm.
func TestGroupResourceCreateBeforeDestroyThroughTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := func(trigger, more string) string {
		return acctest.Config(org, `
resource "terraform_data" "trigger" { input = "`+trigger+`" }
resource "atlassian_group" "this" {
  name = "Platform"
  lifecycle {
    replace_triggered_by = [terraform_data.trigger]
    `+more+`
  }
}
`)
	}
	const before = "create_before_destroy = true"
	cause := regexp.MustCompile(`(?s)It exists already.*create_before_destroy\s+is\s+the\s+cause.*Remove\s+create_before_destroy`)
	var id string
	kept := func() {
		assert.Equal(t, id, org.Simulator.GroupID("Platform"))
		assert.Len(t, org.Simulator.Members(id), 1)
		assert.Zero(t, org.Simulator.Requests()[deleteOperation])
	}
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config("one", before),
			Check: func(*terraform.State) error {
				id = org.Simulator.GroupID("Platform")
				return org.Simulator.AddMember(id, "chen.li@acme.example")
			},
		},
		{Config: config("two", before), ExpectError: cause},
		{Config: config("two", before), PreConfig: kept, ConfigPlanChecks: action(plancheck.ResourceActionNoop)}, // it is no leftover that is destroyed now
		{Config: config("two", before), PreConfig: kept, Taint: []string{thisGroup}, ExpectError: cause},
		{
			Config: config("two", ""), PreConfig: kept, ConfigPlanChecks: action(plancheck.ResourceActionReplace),
			Check: func(*terraform.State) error {
				assert.NotEqual(t, id, org.Simulator.GroupID("Platform"))
				return nil
			},
		},
	}})
}

// A group that is replaced is protected in the plan already, whatever replaces it.
func TestGroupResourceReplacementIsRefusedInThePlan(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	config := map[string]any{"name": "engineering", "description": "Everyone who ships", "deletion_protection": true}
	state := groupState(org, "engineering", map[string]any{"description": "Everyone who ships", "deletion_protection": true})
	plan := server.PlanReplacement(server.PlanUpdate(state, config))
	require.Len(t, plan.Diagnostics.Errors(), 1)
	assert.Contains(t, plan.Diagnostics.Errors()[0], "The group is protected from deletion")
	assert.Contains(t, plan.Diagnostics.Errors()[0], `would replace group "engineering"`)
}

// Somebody deletes the group between the answer to its creation and the moment that its ID is known.
func TestGroupResourceDeletedWhileItIsCreatedIsSaid(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t, simulated.WithLag(500*time.Millisecond))
		done := make(chan struct{})
		go func() {
			defer close(done)
			assert.Eventually(t, func() bool { return org.Simulator.DeleteGroup("Platform") == nil }, time.Minute, time.Millisecond)
		}()
		server := acctest.PacedServer(t, org, acctest.Impatient)
		state, diagnostics := server.ApplyResource(server.PlanCreate("atlassian_group", map[string]any{"name": "Platform"}))
		<-done
		require.NoError(t, diagnostics.Err())
		require.Len(t, diagnostics.Warnings(), 1)
		assert.Contains(t, diagnostics.Warnings()[0], "Somebody deleted the group while it was being created")
		assert.Equal(t, org.Simulator.GroupID("Platform"), state.Values["id"])
		assert.Equal(t, 1, named(org, "Platform"))
	})
}
