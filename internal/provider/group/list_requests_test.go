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

// What was listed a moment ago exists: a list asks for what is in it, and not whether it is there.
func TestListsAskForNothingTwice(t *testing.T) {
	t.Parallel()
	const groups = 30
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Members: 5, Groups: groups})))
	for _, one := range []struct {
		typeName string
		config   map[string]any
		results  int
		want     map[string]int
	}{
		{"atlassian_group", nil, groups + 1, map[string]int{searchOperation: 1}},
		{"atlassian_group_members", nil, groups + 1, map[string]int{searchOperation: 1, searchUsersOperation: groups + 1}},
		{"atlassian_group_membership", map[string]any{"group_id": simulated.CrowdID}, 5, map[string]int{searchUsersOperation: 1}},
		{roleType, nil, 0, map[string]int{searchOperation: 1}},
	} {
		server := acctest.Server(t, org, map[string]any{"directory_id": org.Credentials.DirectoryID})
		org.Simulator.ResetRequests()
		found, diagnostics := server.ListResource(one.typeName, one.config, protocol.ListOptions{IncludeResource: true, Limit: 1000})
		require.NoError(t, diagnostics.Err())
		assert.Len(t, found, one.results, one.typeName)
		assert.Equal(t, one.want, org.Simulator.Requests(), one.typeName)
	}
}
