// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Policies that are deleted are left out, although they can be read.
func TestListDataSecurityPolicies(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	start.DataSecurityPolicies = []simulator.DataSecurityPolicy{
		{ID: "1", Name: "All", Rules: map[string]string{"export": "block"}},
		{ID: "2", Name: "Old", Status: simulator.DataSecurityDeleted, Rules: map[string]string{"export": "allow"}},
	}
	org := simulated.Start(t, simulated.WithStart(start))
	found, diagnostics := acctest.Server(t, org, nil).ListResource("atlassian_data_security_policy", nil, protocol.ListOptions{IncludeResource: true})
	require.NoError(t, diagnostics.Err())
	require.Len(t, found, 1)
	assert.Equal(t, "All", found[0].DisplayName)
	assert.Equal(t, map[string]any{"organization_id": org.Credentials.OrganizationID, "policy_id": "1"}, found[0].Identity)
	assert.Equal(t, true, found[0].Resource["published"])
	assert.Equal(t, 1, org.Simulator.Requests()["GET /admin/control/v2/orgs/{orgId}/policies"])
}
