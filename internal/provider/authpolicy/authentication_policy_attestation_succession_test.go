// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func attestationAt(address string, config map[string]any) []lifecycle.Resource {
	return []lifecycle.Resource{{Address: address, Type: attestationType, Values: config}}
}

// Neither is the end of an attestation an answer where another one for the same policy comes: after a new name, another key of for_each,
// or a taint.
func TestAttestationIsNotRenewedUnderAnotherName(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		for seed := range uint64(4) {
			for _, parallelism := range []int{1, 10} {
				org := simulated.Virtual(t)
				terraform := terraformOver(t, org, parallelism, seed)
				config := reviewed(attested(), "first look")
				plan, diagnostics := terraform.Plan(t.Context(), attestationAt("a", config))
				require.NoError(t, diagnostics.Err())
				require.NoError(t, terraform.Apply(t.Context(), plan).Err())
				sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})

				_, diagnostics = terraform.Plan(t.Context(), attestationAt("b", config))
				require.ErrorContains(t, diagnostics.Err(), "No person has answered for the changes")
				require.ErrorContains(t, diagnostics.Err(), "write a new text in review")
				require.ErrorContains(t, diagnostics.Err(), "write a moved block")
				before := maps.Clone(terraform.State)
				terraform.State["a"] = &lifecycle.Instance{Current: &lifecycle.Object{State: before["a"].Current.State, Tainted: true}}
				_, diagnostics = terraform.Plan(t.Context(), attestationAt("a", config))
				require.ErrorContains(t, diagnostics.Err(), "No person has answered for the changes")
				terraform.State = before

				// A second attestation beside the first clears nothing.
				_, diagnostics = terraform.Plan(t.Context(), append(attestationAt("a", config), attestationAt("b", config)...))
				require.NoError(t, diagnostics.Err())
				// One of another policy does not either.
				_, diagnostics = terraform.Plan(t.Context(), attestationAt("b", attested(map[string]any{"policy_id": everyone, "settings": settings("user_api_tokens", "allowed")})))
				require.NoError(t, diagnostics.Err())

				answered := attestationAt("b", reviewed(attested(), "second look"))
				plan, diagnostics = terraform.Plan(t.Context(), answered)
				require.NoError(t, diagnostics.Err())
				require.NoError(t, terraform.Apply(t.Context(), plan).Err())
				plan, diagnostics = terraform.Plan(t.Context(), answered)
				require.NoError(t, diagnostics.Err())
				assert.True(t, plan.Empty())
			}
		}
	})
}

// Terraform may plan the end of a resource before it refreshes it.
func TestAttestationThatIsRefreshedAfterItsEndIsPlanned(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := attest(t, org, attested())
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
	server := acctest.Server(t, org, nil)
	require.NoError(t, server.PlanWalked(attestationType, state, nil).Diagnostics.Err())
	require.NoError(t, server.PlanWalked(attestationType, nil, attested()).Diagnostics.Err())
	_, diagnostics := server.ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "No person has answered for the changes")
}
