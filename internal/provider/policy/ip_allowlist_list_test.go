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

// withAllowlists is the small company with two IP allowlists, beside the data residency policy that every organization has.
func withAllowlists() simulator.Organization {
	start := simulator.SmallCompany()
	start.OrganizationPolicies = []simulator.OrganizationPolicy{
		{ID: "0ff1ce", Name: "Office", Type: simulator.PolicyIPAllowlist, In: []string{"203.0.113.1"}, Resources: []simulator.PolicyResource{{ID: confluence}}},
		{ID: "1ab", Name: "Lab", Type: simulator.PolicyIPAllowlist, Status: simulator.PolicyDisabled, In: []string{"2001:db8::/32"}},
	}
	return start
}

func TestListIPAllowlists(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(withAllowlists()))
	found, diagnostics := acctest.Server(t, org, nil).ListResource("atlassian_ip_allowlist", nil, protocol.ListOptions{})
	require.NoError(t, diagnostics.Err())
	require.Len(t, found, 2)
	assert.Equal(t, "Office", found[0].DisplayName)
	assert.Equal(t, map[string]any{"organization_id": org.Credentials.OrganizationID, "policy_id": "0ff1ce"}, found[0].Identity)
	assert.Equal(t, map[string]int{listPolicies: 1}, org.Simulator.Requests())

	found, diagnostics = acctest.Server(t, org, nil).ListResource("atlassian_ip_allowlist", nil, protocol.ListOptions{IncludeResource: true})
	require.NoError(t, diagnostics.Err())
	require.Len(t, found, 2)
	lab := found[1].Resource
	assert.Equal(t, []any{"Lab", false, list("2001:db8::/32"), list(), nil}, []any{lab["name"], lab["enabled"], lab["addresses"], lab["resources"], lab["resource_ids"]})
	assert.Equal(t, list(confluence), found[0].Resource["resource_ids"])
}
