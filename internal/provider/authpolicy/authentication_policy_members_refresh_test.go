// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// Terraform plans the end of the list before it refreshes it. If nothing else was refreshed, the refresh refuses the end.
func TestTheEndOfMembersIsRefusedBeforeAnythingIsRefreshed(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"policy_id": glass, "emails": []any{emil}, "fallback_policy_id": everyone})
	protecting := acctest.Server(t, org, map[string]any{"protected_account_ids": anys(accounts(org, emil))})
	require.NoError(t, protecting.PlanResource(membersType, state, nil).Diagnostics.Err(), "it may be an apply")
	_, diagnostics := protecting.ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "A protected account would be moved")
}

// The deletion moves whom the plan shows. The refresh names those who joined an exclusive policy since.
func TestTheRefreshNamesWhomAPlannedEndLeaves(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := map[string]any{"policy_id": glass, "emails": []any{emil}, "exclusive": true, "fallback_policy_id": everyone}
	state := acctest.Server(t, org, nil).Converge(t, membersType, config)
	says := func(server *protocol.Server) string {
		_, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		return strings.Join(diagnostics.Warnings(), "\n")
	}
	ending := acctest.Server(t, org, nil)
	require.NoError(t, ending.PlanResource(membersType, state, nil).Diagnostics.Err())
	assert.Empty(t, says(ending), "nobody has joined")

	require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(glass, org.Simulator.AccountID(gus)))
	ending = acctest.Server(t, org, nil)
	end := ending.PlanResource(membersType, state, nil)
	require.NoError(t, end.Diagnostics.Err())
	assert.Contains(t, says(ending), "Members who joined will stay: The list of the members of authentication policy "+glass)
	assert.Contains(t, says(ending), "1 member joined elsewhere since the last apply, and will stay: "+gus)
	assert.NotContains(t, says(acctest.Server(t, org, nil)), "will stay", "no end is planned")

	_, diagnostics := acctest.Server(t, org, nil).ApplyResource(end)
	require.NoError(t, diagnostics.Err())
	inPolicy(t, org, everyone, emil)
	inPolicy(t, org, glass, gus)
}
