// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Nothing is written to a policy of another type, nor after an answer about another policy.
func TestPoliciesThatAreOthers(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(guarded()))
		o := run(t, on).OrganizationPolicies
		office, _, err := o.Namesake(t.Context(), orgpolicies.TypeIPAllowlist, "Office")
		require.NoError(t, err)
		residency := draft("Office")
		residency.Type = orgpolicies.TypeDataResidency
		_, err = o.Update(t.Context(), office.ID, residency)
		require.ErrorContains(t, err, "has the type ip-allowlist, and is no policy of the type data-residency")

		other := on.Edited(t, "/policies/", func(body any) any {
			whole, _ := body.(map[string]any)
			policy, _ := whole["data"].(map[string]any)
			policy["id"] = "another"
			return body
		})
		o = run(t, other).OrganizationPolicies
		for _, write := range []func() error{
			func() error { _, err := o.Update(t.Context(), office.ID, draft("New")); return err },
			func() error { _, err := o.SetResources(t.Context(), office.ID, nil); return err },
			func() error { _, err := o.KeepResources(t.Context(), office.ID, nil); return err },
			func() error { return o.Reschedule(t.Context(), office.ID, nil) },
		} {
			require.ErrorContains(t, write(), "has answered with another")
		}
		requests := on.Simulator.Requests()
		assert.Zero(t, requests[opUpdatePolicy]+requests[opRemoveFrom]+requests[opResendToPolicy])
	})
}

// What leaves a policy leaves it, and nothing is added.
func TestResourcesThatAreKept(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on).OrganizationPolicies
		created, err := o.Create(t.Context(), draft("Office", jiraARI, confluenceARI))
		require.NoError(t, err)
		third := simulator.SmallCompany().Workspaces[2].ID
		on.Simulator.ResetRequests()
		seen, err := o.KeepResources(t.Context(), created.ID, resourcesOf(confluenceARI, third))
		require.NoError(t, err)
		assert.Equal(t, []string{confluenceARI}, reach(seen))
		assert.Equal(t, 1, on.Simulator.Requests()[opRemoveFrom])
		assert.Zero(t, on.Simulator.Requests()[opAddToPolicy])
		_, err = o.KeepResources(t.Context(), created.ID, resourcesOf(confluenceARI))
		require.NoError(t, err)
		assert.Equal(t, 1, on.Simulator.Requests()[opRemoveFrom], "nothing else is there")
	})
}
