// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// Terraform first plans to destroy an object that is no longer in the configuration, and refreshes it afterwards. If it has refreshed nothing
// else, the plan cannot be refused, because an apply plans to destroy a deposed object in the same way. The refresh refuses then.
func TestARefusedEndIsRefusedBeforeAnythingIsRefreshed(t *testing.T) {
	t.Parallel()
	for _, typeName := range []string{"atlassian_group_membership", "atlassian_group_members", "atlassian_group_role_assignment", "atlassian_user", "atlassian_organization_admin"} {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			take := takes[typeName]
			org, group := wardens(t, take.direct)
			server := acctest.Server(t, org, nil)
			state, diagnostics := server.ImportByID(typeName, take.id(group, org.Simulator.AccountID(sparedPerson)))
			require.NoError(t, diagnostics.Err())
			state, diagnostics = server.ReadResource(state)
			require.NoError(t, diagnostics.Err())

			protecting := acctest.Server(t, org, facts["protected"].block(org))
			require.NoError(t, protecting.PlanResource(typeName, state, nil).Diagnostics.Err(), "it may be an apply")
			read, diagnostics := protecting.ReadResource(state)
			require.ErrorContains(t, diagnostics.Err(), facts["protected"].says)
			assert.NotNil(t, read)

			again := acctest.Server(t, org, nil)
			require.NoError(t, again.PlanResource(typeName, state, nil).Diagnostics.Err())
			_, diagnostics = again.ReadResource(state)
			require.NoError(t, diagnostics.Err(), "nothing speaks against it")
		})
	}
}

// The same with the real Terraform: the configuration has nothing else to refresh.
func TestAPlanRefusesTheOnlyEnd(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", fmt.Sprintf("resource \"atlassian_group_membership\" \"ada\" {\n  group_id = %q\n  email    = %q\n}\n", org.Simulator.GroupID("contractors"), sparedPerson))
	w.MustRun("apply", "-auto-approve", "-no-color")
	w.Write("main.tf", fmt.Sprintf("provider \"atlassian\" {\n  protected_account_ids = [%q]\n}\n", org.Simulator.AccountID(sparedPerson)))
	planned := w.Run("plan", "-no-color")
	assert.Equal(t, 1, planned.ExitCode, planned.Output)
	assert.Contains(t, planned.Output, "A protected account would be removed")
}

// The refresh comes too late for the plan of an end. So the deletion removes whom the plan shows, and nobody who was added elsewhere since
// the last apply. What internal/acctest/lifecycle does is the same.
func TestAnEndRemovesWhomThePlanShows(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id, group := org.Simulator.AccountID, org.Simulator.GroupID("contractors")
	w := cli.New(t, org).Keep()
	w.Write("main.tf", fmt.Sprintf("resource \"atlassian_group_members\" \"all\" {\n  group_id    = %q\n  account_ids = [%q]\n}\n", group, id(sparedPerson)))
	w.MustRun("apply", "-auto-approve", "-no-color")
	w.Write("main.tf", "")
	const stays = "Members who joined will stay"
	shows := func(plan, person string) bool { return strings.Contains(plan, `- "`+id(person)+`",`) }

	require.NoError(t, org.Simulator.AddMember(group, otherAdmin))
	w.MustRun("apply", "-refresh-only", "-auto-approve", "-no-color")
	plan := w.MustRun("plan", "-no-color").Output
	assert.True(t, shows(plan, sparedPerson))
	assert.True(t, shows(plan, otherAdmin), "the way out that the warning names")
	assert.NotContains(t, plan, stays)

	const newcomer = "chen.li@acme.example"
	require.NoError(t, org.Simulator.AddMember(group, newcomer))
	plan = w.MustRun("plan", "-no-color", "-out=plan").Output
	w.MustRun("apply", "-no-color", "plan")
	if shows(plan, newcomer) { // other versions of the CLI refresh first
		assert.Empty(t, org.Simulator.Members(group))
		return
	}
	assert.Equal(t, []string{id(newcomer)}, org.Simulator.Members(group))
	assert.Contains(t, plan, stays)
}
