// SPDX-License-Identifier: MPL-2.0

package role_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestGroupRoleAssignmentList(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, map[string]any{"directory_id": org.Credentials.DirectoryID})
	found, diagnostics := server.ListResource(roleType, map[string]any{"group_id": org.Simulator.GroupID("engineering")}, protocol.ListOptions{IncludeResource: true})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []protocol.Listed{{
		DisplayName: "engineering: atlassian/user on " + jiraARI,
		Identity:    roleIdentity(org, "engineering", jiraARI, userRole),
		Resource:    roleState(org, "engineering", jiraARI, userRole).Values,
	}}, found)

	_, diagnostics = server.ListResource(roleType, map[string]any{"group_id": "00000000-0000-4000-8000-00000000dead"}, protocol.ListOptions{})
	assert.ErrorContains(t, diagnostics.Err(), "does not exist")
}

// Of a whole directory only the groups that have a role are asked for it, and only as long as somebody wants more.
func TestGroupRoleAssignmentListIsLazy(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	for limit, want := range map[int64]map[string]int{
		100: {searchOperation: 1, rolesOperation: 4},
		2:   {searchOperation: 1, rolesOperation: 2},
	} {
		server := acctest.Server(t, org, map[string]any{"directory_id": org.Credentials.DirectoryID})
		org.Simulator.ResetRequests()
		found, diagnostics := server.ListResource(roleType, nil, protocol.ListOptions{Limit: limit})
		require.NoError(t, diagnostics.Err())
		assert.Len(t, found, int(min(limit, 4)))
		assert.Equal(t, want, org.Simulator.Requests())
	}

	server := acctest.Server(t, org, map[string]any{"directory_id": org.Credentials.DirectoryID})
	org.Simulator.Inject(simulator.Fault{Operation: rolesOperation, Skip: 1, Status: 403})
	found, diagnostics := server.ListResource(roleType, nil, protocol.ListOptions{})
	assert.Len(t, found, 1)
	assert.ErrorContains(t, diagnostics.Err(), `Cannot list the roles of groups: Reading the roles of group "`)
}
