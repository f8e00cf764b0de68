// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// An apply ends a deposed draft, but no policy that somebody has published since the state was written: what it blocks would be open.
func TestADeposedPolicyThatWasPublishedStays(t *testing.T) {
	t.Parallel()
	const typeName = "atlassian_data_security_policy"
	for status, stays := range map[string]bool{simulator.DataSecurityDraft: false, simulator.DataSecurityActive: true} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			state := acctest.Server(t, org, nil).Converge(t, typeName, map[string]any{"name": "Release", "coverage": "ORG", "rules": map[string]any{"export": "block"}})
			require.Equal(t, "draft", state.Values["status"])
			at := func() int {
				for i, policy := range org.Simulator.Organization().DataSecurityPolicies {
					if policy.ID == state.Values["id"] && policy.Status != simulator.DataSecurityDeleted {
						return i
					}
				}
				return -1
			}
			policy := org.Simulator.Organization().DataSecurityPolicies[at()]
			policy.Status = status
			require.NoError(t, org.Simulator.PutDataSecurityPolicy(policy))

			applying := acctest.Server(t, org, nil) // which plans the end in the same walk, and refreshes nothing
			plan := applying.PlanWalked(typeName, state, nil)
			require.NoError(t, plan.Diagnostics.Err())
			_, diagnostics := applying.ApplyWalked(plan)
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, stays, at() >= 0)
			assert.Equal(t, stays, strings.Contains(strings.Join(diagnostics.Warnings(), "\n"), "stays as it is"))
		})
	}
}
