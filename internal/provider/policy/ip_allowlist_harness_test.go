// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	allowlistType = "atlassian_ip_allowlist"
	jira          = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	confluence    = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"

	getPolicy       = "GET /admin/v1/orgs/{orgId}/policies/{policyId}"
	createPolicy    = "POST /admin/v1/orgs/{orgId}/policies"
	updatePolicy    = "PUT /admin/v1/orgs/{orgId}/policies/{policyId}"
	deletePolicy    = "DELETE /admin/v1/orgs/{orgId}/policies/{policyId}"
	addResource     = "POST /admin/v1/orgs/{orgId}/policies/{policyId}/resources"
	removeResource  = "DELETE /admin/v1/orgs/{orgId}/policies/{policyId}/resources/{resourceId}"
	queryWorkspaces = "POST /admin/v2/orgs/{orgId}/workspaces"
)

// allowing is a configuration of an allowlist for Confluence, with changes. A nil takes an attribute away.
func allowing(changes ...any) map[string]any {
	config := map[string]any{"name": "Office", "addresses": []any{"192.0.2.0/24", "2001:db8::1"}, "resource_ids": []any{confluence}}
	for pair := range slices.Chunk(changes, 2) {
		name, _ := pair[0].(string)
		config[name] = pair[1]
		if pair[1] == nil {
			delete(config, name)
		}
	}
	return config
}

func list(texts ...string) []any {
	values := make([]any, len(texts))
	for i, text := range texts {
		values[i] = text
	}
	return values
}

// allowlists are the IP allowlists that there are.
func allowlists(org *simulated.Organization) []simulator.OrganizationPolicy {
	return slices.DeleteFunc(org.Simulator.Organization().OrganizationPolicies, func(p simulator.OrganizationPolicy) bool { return p.Type != simulator.PolicyIPAllowlist })
}

// only is the one IP allowlist that there is.
func only(t *testing.T, org *simulated.Organization) simulator.OrganizationPolicy {
	t.Helper()
	found := allowlists(org)
	require.Len(t, found, 1)
	return found[0]
}

// resourcesOf are the ARIs of the resources of a policy, sorted.
func resourcesOf(policy simulator.OrganizationPolicy) []string {
	var ids []string
	for _, resource := range policy.Resources {
		ids = append(ids, resource.ID)
	}
	return slices.Sorted(slices.Values(ids))
}

// behind changes the one IP allowlist behind Terraform's back.
func behind(t *testing.T, org *simulated.Organization, change func(*simulator.OrganizationPolicy)) {
	t.Helper()
	policy := only(t, org)
	change(&policy)
	require.NoError(t, org.Simulator.PutOrganizationPolicy(policy))
}

// holds checks what the one allowlist says.
func holds(t *testing.T, org *simulated.Organization, status string, in []string, resources ...string) {
	t.Helper()
	policy := only(t, org)
	assert.Equal(t, status, policy.Status)
	assert.Equal(t, in, policy.In)
	assert.Equal(t, slices.Sorted(slices.Values(resources)), resourcesOf(policy))
}
