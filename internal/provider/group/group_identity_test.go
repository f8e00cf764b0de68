// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

func TestGroupResourceIdentity(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]protocol.Option{"new Terraform": nil, "Terraform without identity": {protocol.WithoutIdentity()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			server := acctest.Server(t, org, nil, options...)
			state := server.Converge(t, "atlassian_group", map[string]any{"name": "Platform"})
			if options == nil {
				assert.Equal(t, groupIdentity(org, org.Simulator.GroupID("Platform")), state.Identity)
			}
			state = server.ConvergeFrom(t, state, map[string]any{"name": "Platform", "deletion_protection": true})
			if options == nil {
				assert.Equal(t, groupIdentity(org, org.Simulator.GroupID("Platform")), state.Identity)
			}
			require.NoError(t, org.Simulator.DeleteGroup("Platform"))
			gone, diagnostics := acctest.Server(t, org, nil, options...).ReadResource(state)
			assert.NoError(t, diagnostics.Err())
			assert.Nil(t, gone)
		})
	}
}

func TestGroupResourceImportByIdentity(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id := org.Simulator.GroupID("engineering")
	server := acctest.Server(t, org, nil)
	for _, identity := range []map[string]any{
		{"group_id": id},
		{"group_id": id, "directory_id": org.Credentials.DirectoryID},
		groupIdentity(org, id),
	} {
		state, diagnostics := server.ImportByIdentity("atlassian_group", identity)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, map[string]any{
			"id": id, "directory_id": org.Credentials.DirectoryID, "name": "engineering", "description": "Everyone who ships",
			"deletion_protection": false, "managed_by": "admins", "external_synced": false, "timeouts": nil,
		}, state.Values)
		assert.Equal(t, groupIdentity(org, id), state.Identity)
		assert.Equal(t, protocol.NoOp, server.PlanUpdate(state, map[string]any{"name": "Engineering", "description": "Everyone who ships"}).Action)
	}
	_, diagnostics := server.ImportByIdentity("atlassian_group", map[string]any{"organization_id": "elsewhere", "group_id": id})
	assert.ErrorContains(t, diagnostics.Err(), "Another organization")
	_, diagnostics = server.ImportByIdentity("atlassian_group", map[string]any{"group_id": "00000000-0000-4000-8000-00000000dead"})
	assert.ErrorContains(t, diagnostics.Err(), "non-existent")
}

func TestGroupResourceImportByName(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	id := org.Simulator.GroupID("engineering")
	for _, importID := range []string{id, org.Credentials.DirectoryID + "/" + id, "name:ENGINEERING", org.Credentials.DirectoryID + "/name:engineering"} {
		state := imported(t, server, "atlassian_group", importID)
		assert.Equal(t, id, state.Values["id"], importID)
		assert.Equal(t, "engineering", state.Values["name"], "Atlassian's spelling: there is no other yet")
		assert.Equal(t, groupIdentity(org, id), state.Identity)
	}
}
