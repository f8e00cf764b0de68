// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
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
