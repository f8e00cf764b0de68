// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// A resource has changed its address without a moved block. Terraform plans the creation and the end in any order, and it plans the end before
// it refreshes anything: whichever comes second is refused.
func TestAPolicyIsNotDeletedAndMadeAgain(t *testing.T) {
	t.Parallel()
	for typeName, config := range map[string]map[string]any{
		"atlassian_ip_allowlist":          {"name": "Office", "addresses": []any{"192.0.2.0/24"}, "resource_ids": []any{confluence}},
		"atlassian_data_residency_policy": {"name": "Europe", "region": "EU", "resource_ids": []any{confluence}},
	} {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			state := acctest.Server(t, org, nil).Converge(t, typeName, config)

			server := acctest.Server(t, org, nil)
			require.NoError(t, server.PlanCreate(typeName, config).Diagnostics.Err(), "nothing says yet that this is no apply")
			require.ErrorContains(t, server.PlanResource(typeName, state, nil).Diagnostics.Err(), "would be deleted and made again")

			server = acctest.Server(t, org, nil)
			require.NoError(t, server.PlanResource(typeName, state, nil).Diagnostics.Err())
			require.ErrorContains(t, server.PlanCreate(typeName, config).Diagnostics.Err(), "would be deleted and made again")

			// Somebody has renamed the policy, and the configuration still has the name of old.
			for _, policy := range org.Simulator.Organization().OrganizationPolicies {
				if policy.ID == state.Values["id"] {
					policy.Name = "Renamed"
					require.NoError(t, org.Simulator.PutOrganizationPolicy(policy))
				}
			}
			server = acctest.Server(t, org, nil)
			require.NoError(t, server.PlanCreate(typeName, config).Diagnostics.Err())
			require.ErrorContains(t, server.PlanResource(typeName, state, nil).Diagnostics.Err(), "would be deleted and made again")
		})
	}
}
