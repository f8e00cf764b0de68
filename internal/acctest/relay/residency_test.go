// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const residency = "atlassian_data_residency_policy"

func residencyChecks() []check {
	const software = "ari:cloud:jira-software::site/" + site
	config := always(map[string]any{
		"name": "Europe", "region": "EU", "resource_ids": []any{software},
		"migration_window": map[string]any{"start": "2099-12-05T22:00:00Z", "end": "2099-12-06T06:00:00Z"},
	})
	changes := func(change func(*simulator.OrganizationPolicy)) func(*world) error {
		return func(w *world) error {
			for _, policy := range w.org.Simulator.Organization().OrganizationPolicies {
				if policy.Name == "Europe" {
					change(&policy)
					return w.org.Simulator.PutOrganizationPolicy(policy)
				}
			}
			return errors.New("there is no policy Europe")
		}
	}
	return []check{
		{of: residency, finds: "another region", start: company(), prepare: drifting(residency, config, changes(func(p *simulator.OrganizationPolicy) { p.In = []string{"US"} }))},
		{of: residency, finds: "turned off", start: company(), prepare: drifting(residency, config, changes(func(p *simulator.OrganizationPolicy) { p.Status = simulator.PolicyDisabled }))},
		{of: residency, finds: "a product more", start: company(), prepare: drifting(residency, config, changes(func(p *simulator.OrganizationPolicy) {
			p.Resources = append(p.Resources, simulator.PolicyResource{ID: confluence})
		}))},
		{of: residency, finds: "a product less", start: company(), prepare: drifting(residency, config, changes(func(p *simulator.OrganizationPolicy) { p.Resources = nil }))},
		{of: residency, finds: "a move that failed", start: company(), prepare: drifting(residency, config, changes(func(p *simulator.OrganizationPolicy) {
			p.Resources[0].ApplicationStatus = simulator.ResourceFailed
		}))},
		{of: residency, finds: "another window", start: company(), prepare: func(t *testing.T, w *world) look {
			t.Helper()
			written := config(w)
			state := converged(t, w, residency, written)
			require.NoError(t, changes(func(p *simulator.OrganizationPolicy) { p.Resources[0].MigrationEnd = "2099-12-09T06:00:00Z" })(w))
			return warningOrElse(state, refreshing(state, written))
		}},
	}
}

// warningOrElse is a look that is not silent if the refresh warns: a window that is not told is not known to be another one.
func warningOrElse(state *protocol.State, next look) look {
	return func(server *protocol.Server) verdict {
		_, diagnostics := server.ReadResource(state)
		found := next(server)
		found.warned = len(diagnostics.Warnings()) > 0
		return found
	}
}
