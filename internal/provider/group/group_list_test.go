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

func TestGroupList(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	found, diagnostics := server.ListResource("atlassian_group", map[string]any{"search_term": "engineering"}, protocol.ListOptions{IncludeResource: true})
	require.NoError(t, diagnostics.Err())
	id := org.Simulator.GroupID("engineering")
	assert.Equal(t, []protocol.Listed{{
		DisplayName: "engineering",
		Identity:    groupIdentity(org, id),
		Resource: map[string]any{
			"id": id, "directory_id": org.Credentials.DirectoryID, "name": "engineering", "description": "Everyone who ships",
			"deletion_protection": false, "managed_by": "admins", "external_synced": false, "timeouts": nil,
		},
	}}, found)

	all, diagnostics := server.ListResource("atlassian_group", nil, protocol.ListOptions{})
	require.NoError(t, diagnostics.Err())
	assert.Len(t, all, 6)
	assert.Nil(t, all[0].Resource["id"], "not asked for")

	_, diagnostics = server.ListResource("atlassian_group", map[string]any{"directory_id": "-"}, protocol.ListOptions{})
	assert.ErrorContains(t, diagnostics.Err(), "directory_id")
}

func TestGroupListIsLazy(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Groups: 350})))
	server := acctest.Server(t, org, map[string]any{"directory_id": org.Credentials.DirectoryID})
	for limit, pages := range map[int64]int{1: 1, 100: 1, 101: 2, 1000: 4} {
		org.Simulator.ResetRequests()
		found, diagnostics := server.ListResource("atlassian_group", nil, protocol.ListOptions{Limit: limit})
		require.NoError(t, diagnostics.Err())
		assert.Len(t, found, int(min(limit, 350)))
		assert.Equal(t, map[string]int{searchOperation: pages}, org.Simulator.Requests(), "limit %d", limit)
	}

	org.Simulator.Inject(simulator.Fault{Operation: searchOperation, Skip: 2, Status: 403})
	found, diagnostics := server.ListResource("atlassian_group", nil, protocol.ListOptions{Limit: 1000})
	assert.Len(t, found, 200, "what came before the error stays")
	require.Len(t, diagnostics.Errors(), 1)
	assert.Contains(t, diagnostics.Errors()[0], "Cannot list the groups")
}

func TestGroupListWithoutADirectory(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	start.Directories = append(start.Directories, simulator.Directory{Name: "Second"})
	org := simulated.Start(t, simulated.WithStart(start))
	server := acctest.Server(t, org, nil)
	for _, typeName := range []string{"atlassian_group", roleType} {
		_, diagnostics := server.ListResource(typeName, nil, protocol.ListOptions{})
		assert.ErrorContains(t, diagnostics.Err(), "Cannot tell which directory is meant", typeName)
		found, diagnostics := server.ListResource(typeName, map[string]any{"directory_id": start.Directories[0].ID}, protocol.ListOptions{})
		require.NoError(t, diagnostics.Err())
		assert.NotEmpty(t, found)
	}
}
