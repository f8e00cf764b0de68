// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Managed accounts of apps are in a policy like all others, and each is known by its ID.
func TestPoliciesOfAccountsWithoutAnAddress(t *testing.T) {
	t.Parallel()
	apps := []string{"712020:app-1", "712020:app-2", "712020:app-3"}
	start := simulator.SmallCompany()
	for i := range start.AuthenticationPolicies {
		if start.AuthenticationPolicies[i].ID == staff {
			start.AuthenticationPolicies[i].Members = append(start.AuthenticationPolicies[i].Members, apps...)
		}
	}
	for _, id := range apps {
		start.Users = append(start.Users, simulator.User{AccountID: id, Name: "Robot", ClaimStatus: "managed"})
	}
	for name, form := range map[string]simulated.Option{"documented": simulated.AsDocumented(), "live": simulated.WithLiveForms()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t, simulated.WithStart(start), form)
			server := acctest.Server(t, org, nil)
			plan := server.PlanCreate(attestationType, attested())
			require.Len(t, plan.Diagnostics.Warnings(), 1)
			for _, id := range apps {
				assert.Contains(t, plan.Diagnostics.Warnings()[0], id, "who has no two-step verification")
			}
			attest(t, org, attested(map[string]any{"exempt_account_ids": anys(apps)}))

			found, diagnostics := acctest.Server(t, org, nil).ReadDataSource("atlassian_authentication_policy_members", map[string]any{"policy_id": staff})
			require.NoError(t, diagnostics.Err())
			assert.Len(t, found["members"], 7)

			state := acctest.Server(t, org, nil).Converge(t, "atlassian_authentication_policy_members", map[string]any{"policy_id": staff, "account_ids": anys(apps)})
			assert.Equal(t, anys(apps), state.Values["account_ids"])

			// They cannot be moved: Atlassian moves by address.
			server = acctest.Server(t, org, nil)
			moving := server.PlanCreate("atlassian_authentication_policy_members", map[string]any{"policy_id": glass, "account_ids": anys(apps[:2])})
			_, diagnostics = server.ApplyResource(moving)
			require.ErrorContains(t, diagnostics.Err(), "gives no address of the account")
		})
	}
}
