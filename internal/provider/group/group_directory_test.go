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

// A directory that is not known in the plan deletes no group, whatever it turns out to be.
func TestADirectoryThatIsNotKnownReplacesNoGroup(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	state := server.Converge(t, "atlassian_group", map[string]any{"name": "Platform"})
	require.NoError(t, org.Simulator.AddMember("Platform", "ada.okafor@acme.example"))
	config := func(directory any) map[string]any {
		return map[string]any{"name": "Platform", "directory_id": directory}
	}
	plan := func() *protocol.Plan {
		t.Helper()
		server.Walk()
		found, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		return server.PlanUpdate(found, config(protocol.Unknown))
	}
	for _, directory := range []string{org.Credentials.DirectoryID, "another-directory"} {
		unknown := plan()
		require.NoError(t, unknown.Diagnostics.Err())
		assert.Equal(t, protocol.Update, unknown.Action)
		assert.Empty(t, unknown.RequiresReplace)
		left, diagnostics := server.ApplyKnown(unknown, config(directory))
		require.NotNil(t, left)
		if directory == org.Credentials.DirectoryID {
			assert.NoError(t, diagnostics.Err())
		} else {
			assert.ErrorContains(t, diagnostics.Err(), "The group would move to another directory")
			assert.ErrorContains(t, diagnostics.Err(), "nothing was changed")
		}
	}
	assert.Len(t, org.Simulator.Members("Platform"), 1)
	assert.Zero(t, org.Simulator.Requests()[deleteOperation])
}
