// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Of a person in several directories who has no role in one, Atlassian does not say whether the access to it is suspended. A suspension is
// sent all the same, and nothing says that it is so already.
func TestUserWhoseStatusAtlassianDoesNotSay(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	start.Directories = append(start.Directories, simulator.Directory{Name: "Second"})
	at := slices.IndexFunc(start.Users, func(u simulator.User) bool { return u.Email == emil })
	start.Users[at].Directories = []string{"Acme", "Second"}
	begin := func() (*simulated.Organization, map[string]any) {
		org := simulated.Start(t, simulated.WithStart(start), simulated.AsDocumented())
		return org, map[string]any{"email": emil, "directory_id": org.Simulator.Organization().Directories[1].ID}
	}
	soon := organization.Pace{Visible: 50 * time.Millisecond}

	org, config := begin()
	config["status"] = "suspended"
	plan := acctest.Server(t, org, nil).PlanCreate(userType, config)
	require.NoError(t, plan.Diagnostics.Err())
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "Atlassian does not return whether the access is suspended. The apply suspends the access.")
	state, diagnostics := acctest.PacedServer(t, org, soon).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "suspended", state.Values["status"])
	assert.Equal(t, []string{"suspend"}, accessChanges(org), "taken over")
	protecting := map[string]any{"protected_account_ids": []any{org.Simulator.AccountID(emil)}}
	require.ErrorContains(t, acctest.Server(t, org, protecting).PlanCreate(userType, config).Diagnostics.Err(), "A protected account would lose access")

	org, config = begin()
	plan = acctest.Server(t, org, nil).PlanCreate(userType, config)
	state, diagnostics = acctest.PacedServer(t, org, soon).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Empty(t, accessChanges(org))
	require.Len(t, diagnostics.Warnings(), 2)
	assert.Contains(t, diagnostics.Warnings()[1], "Cannot tell whether the access is suspended")

	config["status"] = "suspended"
	server := acctest.PacedServer(t, org, soon)
	fresh, _ := server.ReadResource(state)
	state, diagnostics = server.ApplyResource(server.PlanUpdate(fresh, config))
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "suspended", state.Values["status"])
	assert.Equal(t, []string{"suspend"}, accessChanges(org))
}

// The apps of an invitation decide about the directory. A person who is looked for in another one is not found there, and stays tracked.
func TestUserInvitedIntoAnotherDirectory(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulator.SmallCompany()
		start.Directories = append(start.Directories, simulator.Directory{Name: "Second"})
		org := simulated.Virtual(t, simulated.WithStart(start))
		server := acctest.PacedServer(t, org, acctest.Impatient)
		state, diagnostics := server.ApplyResource(server.PlanCreate(userType, map[string]any{
			"email": nora, "directory_id": org.Simulator.Organization().Directories[1].ID, "roles": []any{map[string]any{"resource_id": jira, "role": "atlassian/user"}},
		}))
		require.ErrorContains(t, diagnostics.Err(), "The invitation is not visible yet")
		require.ErrorContains(t, diagnostics.Err(), "If they are those of another directory, write that one into directory_id.")
		assert.NotNil(t, state, "tracked")
	})
}
