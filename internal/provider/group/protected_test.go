// SPDX-License-Identifier: MPL-2.0

package group_test

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

const nobodysID = "712020:00000000-0000-4000-9000-999999999999"

// protecting is a provider that protects accounts.
func protecting(t *testing.T, org *simulated.Organization, accountIDs ...any) *protocol.Server {
	t.Helper()
	return acctest.Server(t, org, map[string]any{"protected_account_ids": accountIDs})
}

// Whatever is read first says which protected IDs belong to nobody, and nothing that is read later says it again.
func TestAProtectedIDOfNobodyIsAWarning(t *testing.T) {
	t.Parallel()
	says := "A protected account does not exist: protected_account_ids of the provider block lists " + nobodysID
	for name := range held(simulated.Start(t)) {
		if strings.HasPrefix(name, "a role") { // which takes nobody out of anything
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			things := held(org)
			server := protecting(t, org, org.Simulator.AccountID(chen), nobodysID)
			_, diagnostics := server.ReadResource(things[name].state)
			require.NoError(t, diagnostics.Err())
			require.Len(t, diagnostics.Warnings(), 1)
			assert.Contains(t, diagnostics.Warnings()[0], says)
			for _, other := range things {
				_, diagnostics = server.ReadResource(other.state)
				assert.Empty(t, diagnostics)
			}
			_, diagnostics = protecting(t, org, org.Simulator.AccountID(chen)).ReadResource(things[name].state)
			assert.Empty(t, diagnostics, "an account that exists is no news")
		})
	}
}

// That it cannot be told whether they exist is not silence.
func TestProtectedAccountsThatCannotBeLookedUp(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	org.Simulator.Inject(simulator.Fault{Operation: searchUsersOperation, Status: 403, Count: -1})
	_, diagnostics := protecting(t, org, org.Simulator.AccountID(chen)).ReadResource(groupState(org, "engineering", nil))
	require.NoError(t, diagnostics.Err())
	require.Len(t, diagnostics.Warnings(), 1)
	assert.Contains(t, diagnostics.Warnings()[0], "Cannot tell whether the protected accounts exist")
}

// However a search looks away, no plan that would remove a protected member passes, and nothing is done in an apply.
func TestASearchThatLooksAwayRemovesNoProtectedMember(t *testing.T) {
	t.Parallel()
	empty, partial := simulator.Fault{Empty: true}, simulator.Fault{Partial: true}
	always := func(fault simulator.Fault) simulator.Fault { fault.Count = -1; return fault }
	pace := acctest.Impatient
	pace.Claims, pace.Visible = time.Millisecond, 20*time.Millisecond
	faults := map[string][]simulator.Fault{
		"always empty": {always(empty)}, "always partial": {always(partial)},
		"partial twice": {partial, partial}, "empty twice": {empty, empty}, "empty and partial": {empty, partial, empty}, "partial and empty": {partial, empty, partial},
	}
	for n := range 6 { // one answer of some is empty
		faults[fmt.Sprintf("empty after %d", n)] = []simulator.Fault{{Empty: true, Skip: n}}
		faults[fmt.Sprintf("partial after %d", n)] = []simulator.Fault{{Partial: true, Skip: n}}
		faults[fmt.Sprintf("empty from %d", n)] = []simulator.Fault{{Empty: true, Skip: n, Count: -1}}
		faults[fmt.Sprintf("partial from %d", n)] = []simulator.Fault{{Partial: true, Skip: n, Count: -1}}
	}
	for name, injected := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				org := simulated.Virtual(t)
				group, id := org.Simulator.GroupID("engineering"), org.Simulator.AccountID(chen)
				byEmail := membersOf(org, group, chen, dana, gus)
				for what, plan := range map[string]func(server *protocol.Server) *protocol.Plan{
					"a deletion of the group": func(s *protocol.Server) *protocol.Plan { return s.PlanDelete(groupState(org, "engineering", nil)) },
					"an end of the members":   func(s *protocol.Server) *protocol.Plan { return s.PlanDelete(byEmail) },
					"an end of the IDs": func(s *protocol.Server) *protocol.Plan {
						return s.PlanDelete(membersOf(org, group, accounts(org, chen, dana, gus)...))
					},
					"an end of the membership": func(s *protocol.Server) *protocol.Plan { return s.PlanDelete(membership(org, group, id, chen)) },
					"a shorter list": func(s *protocol.Server) *protocol.Plan {
						return s.PlanUpdate(byEmail, map[string]any{"group_id": group, "emails": []any{dana, gus}})
					},
					"a shorter list in IDs": func(s *protocol.Server) *protocol.Plan {
						return s.PlanUpdate(byEmail, map[string]any{"group_id": group, "account_ids": []any{org.Simulator.AccountID(dana), org.Simulator.AccountID(gus)}})
					},
					"a move of another account": func(s *protocol.Server) *protocol.Plan {
						return s.PlanUpdate(membership(org, group, id, chen), map[string]any{"group_id": group, "account_id": org.Simulator.AccountID(emil)})
					},
				} {
					org.Simulator.ClearFaults()
					server := acctest.PacedServer(t, org, pace, id)
					blind := acctest.PacedServer(t, org, pace)
					unprotected := plan(blind) // as if the configuration protected nobody when it was planned
					require.NoError(t, unprotected.Diagnostics.Err(), what)
					for _, fault := range injected {
						fault.Operation = searchUsersOperation
						org.Simulator.Inject(fault)
					}
					assert.Regexp(t, "(A|a) protected account (is in the group|would be removed)", plan(server).Diagnostics.Err(), "%s is planned", what)

					org.Simulator.ClearFaults()
					for _, fault := range injected {
						fault.Operation = searchUsersOperation
						org.Simulator.Inject(fault)
					}
					if unprotected.Action != protocol.Replace {
						_, _ = acctest.PacedServer(t, org, pace, id).ApplyResource(unprotected)
					}
					require.Contains(t, org.Simulator.Members("engineering"), id, "%s removes it", what)
					require.NotEmpty(t, org.Simulator.GroupID("engineering"))
				}
			})
		})
	}
}
