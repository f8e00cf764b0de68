// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// listings are the filters that a list resource cannot do without; the others are listed whole.
func listings(org *simulated.Organization) map[string]map[string]any {
	return map[string]map[string]any{
		"atlassian_group_membership": {"group_id": org.Simulator.GroupID("engineering")},
	}
}

// TestGeneratedConfiguration goes the way of `terraform query` for every list resource: what is listed becomes
// configuration, the import block with its identity finds it, and the plan has nothing to do.
func TestGeneratedConfiguration(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(importable()))
	for typeName := range acctest.Server(t, org, nil).Schemas().ListResourceSchemas {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			server := acctest.Server(t, org, nil)
			filters := listings(org)[typeName]
			if filters == nil {
				filters = map[string]any{}
			}
			listed, diagnostics := server.ListResource(typeName, filters, protocol.ListOptions{IncludeResource: true})
			require.NoError(t, diagnostics.Err())
			require.NotEmpty(t, listed)
			for _, one := range listed {
				config, diagnostics := server.GenerateConfig(typeName, one.Resource)
				require.NoError(t, diagnostics.Err())
				require.NoError(t, server.ValidateResourceConfig(typeName, config).Err(), "%s: %v", one.DisplayName, config)
				imported, diagnostics := server.ImportByIdentity(typeName, one.Identity)
				require.NoError(t, diagnostics.Err())
				if one.Resource["status"] == "unverified" { // a domain that is not verified is drift, as it should be
					continue
				}
				plan := server.PlanUpdate(imported, config)
				require.NoError(t, plan.Diagnostics.Err())
				assert.Equal(t, protocol.NoOp, plan.Action, "%s: %v\n%v", one.DisplayName, imported.Values, plan.Planned)
			}
		})
	}
}
