// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// However the search of accounts looks away, a policy that becomes exclusive loses no protected member, in a plan or an apply.
func TestAnExclusivePolicyKeepsItsProtectedMembers(t *testing.T) {
	t.Parallel()
	faults := map[string][]simulator.Fault{"empty twice": {{Empty: true}, {Empty: true}}, "partial twice": {{Partial: true}, {Partial: true}}}
	for n := range 4 {
		faults[fmt.Sprintf("empty after %d", n)] = []simulator.Fault{{Empty: true, Skip: n}}
		faults[fmt.Sprintf("partial after %d", n)] = []simulator.Fault{{Partial: true, Skip: n}}
		faults[fmt.Sprintf("empty from %d", n)] = []simulator.Fault{{Empty: true, Skip: n, Count: -1}}
		faults[fmt.Sprintf("partial from %d", n)] = []simulator.Fault{{Partial: true, Skip: n, Count: -1}}
	}
	pace := acctest.Impatient
	pace.Claims, pace.Visible = time.Millisecond, 20*time.Millisecond
	shared := map[string]any{"policy_id": staff, "emails": []any{bruno}, "exclusive": false, "fallback_policy_id": everyone}
	exclusive := map[string]any{"policy_id": staff, "emails": []any{bruno}, "exclusive": true, "fallback_policy_id": everyone}
	for name, injected := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				org := simulated.Virtual(t)
				id := org.Simulator.AccountID(ada)
				state := acctest.PacedServer(t, org, pace).Converge(t, membersType, shared)
				blind := acctest.PacedServer(t, org, pace).PlanUpdate(state, exclusive)
				require.NoError(t, blind.Diagnostics.Err())
				inject := func() {
					org.Simulator.ClearFaults()
					for _, fault := range injected {
						fault.Operation = searchOperation
						org.Simulator.Inject(fault)
					}
				}
				inject()
				server := acctest.PacedServer(t, org, pace, id)
				plan := server.PlanUpdate(state, exclusive)
				if err := plan.Diagnostics.Err(); err != nil {
					require.ErrorContains(t, err, "A protected account would be moved")
				} else { // the search never shows all accounts
					assert.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "Cannot tell who else is in the policy")
					_, _ = server.ApplyResource(plan)
				}
				inject()
				_, _ = acctest.PacedServer(t, org, pace, id).ApplyResource(blind)
				inPolicy(t, org, staff, ada)
			})
		})
	}
}

// A refresh of a policy says which protected IDs belong to nobody.
func TestAProtectedIDOfNobodyIsAWarning(t *testing.T) {
	t.Parallel()
	const nobodysID = "712020:00000000-0000-4000-9000-999999999999"
	org := simulated.Start(t)
	server := acctest.Server(t, org, map[string]any{"protected_account_ids": []any{nobodysID, org.Simulator.AccountID(ada)}})
	state := &protocol.State{TypeName: membersType, Identity: identity(org, staff), Values: map[string]any{"policy_id": staff, "account_ids": anys(accounts(org, ada)), "exclusive": false}}
	_, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	require.Len(t, diagnostics.Warnings(), 1)
	assert.Contains(t, diagnostics.Warnings()[0], "A protected account does not exist: protected_account_ids of the provider block lists "+nobodysID)
	_, diagnostics = server.ReadResource(state)
	assert.Empty(t, diagnostics)
}

// Atlassian moves accounts by their addresses. An answer that gives somebody the address of a protected account moves neither.
func TestNobodyIsMovedByTheAddressOfAProtectedAccount(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id := org.Simulator.AccountID(gus)
	confused := org.Edited(t, "/bulk-fetch", of(id, saysOf("email", strings.ToUpper(fatima))))
	server := acctest.Server(t, confused, map[string]any{"protected_account_ids": anys(accounts(org, fatima))})
	plan := server.PlanCreate(membersType, map[string]any{"policy_id": staff, "account_ids": []any{id}})
	require.NoError(t, plan.Diagnostics.Err())
	_, diagnostics := server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "Atlassian gives it the address of account "+org.Simulator.AccountID(fatima)+", which is protected by protected_account_ids")
	inPolicy(t, org, everyone, gus, fatima)
	server = acctest.Server(t, confused, nil)
	_, diagnostics = server.ApplyResource(server.PlanCreate(membersType, map[string]any{"policy_id": staff, "account_ids": anys(accounts(org, gus, fatima))}))
	require.ErrorContains(t, diagnostics.Err(), "Atlassian gives the same address of several accounts")
	inPolicy(t, org, everyone, gus, fatima)
	assert.Zero(t, org.Simulator.Requests()[moveOperation])
}
