// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Two lists of members change places: the one that leaves a group must not take away whom the other one lists there.
func TestTwoListsOfMembersChangePlaces(t *testing.T) {
	t.Parallel()
	for name, atOnce := range map[string]bool{"one after the other": false, "at once": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			here, there := org.Simulator.GroupID("engineering"), org.Simulator.GroupID("contractors")
			first, second := []any{ada, bruno, chen}, []any{ada, lena, dana}
			config := func(group string, list []any) map[string]any {
				return map[string]any{"group_id": group, "emails": list}
			}
			before := acctest.Server(t, org, nil)
			one, other := before.Converge(t, membersType, config(here, first)), before.Converge(t, membersType, config(there, second))

			server := acctest.Server(t, org, nil)
			plans := []*protocol.Plan{server.PlanUpdate(one, config(there, first)), server.PlanUpdate(other, config(here, second))}
			var running sync.WaitGroup
			for _, plan := range plans {
				require.NoError(t, plan.Diagnostics.Err())
				apply := func() {
					_, diagnostics := server.ApplyResource(plan)
					assert.NoError(t, diagnostics.Err())
				}
				if atOnce {
					running.Go(apply)
				} else {
					apply()
				}
			}
			running.Wait()
			assert.ElementsMatch(t, accounts(org, ada, bruno, chen), org.Simulator.Members(there))
			assert.ElementsMatch(t, accounts(org, ada, lena, dana), org.Simulator.Members(here))
		})
	}
}

// One resource takes away what another one gives again, and Terraform applies both at once. The removal is on its way when the other
// one starts: it must not find the thing still there, do nothing, and lose it.
func TestWhatIsOnItsWayOutIsGivenAgain(t *testing.T) {
	t.Parallel()
	role := func(group, name string) map[string]any {
		return map[string]any{"group_id": group, "resource_id": confluenceARI, "role": name}
	}
	for name, test := range map[string]struct {
		typeName, open, removes string
		gives, takes            func(group string) map[string]any
		has                     func(s *simulator.Simulator) bool
	}{
		"a membership": {
			"atlassian_group_membership", "email", removeMemberOperation,
			func(group string) map[string]any { return map[string]any{"group_id": group, "email": gus} },
			func(group string) map[string]any { return map[string]any{"group_id": group, "email": emil} },
			func(s *simulator.Simulator) bool { return slices.Contains(s.Members("contractors"), s.AccountID(gus)) },
		},
		"a role": {
			"atlassian_group_role_assignment", "role", revokeOperation,
			func(group string) map[string]any { return role(group, "atlassian/user") },
			func(group string) map[string]any { return role(group, "atlassian/guest") },
			func(s *simulator.Simulator) bool {
				return slices.ContainsFunc(s.Roles("contractors"), func(r simulator.Role) bool { return r.Resource == confluenceARI && r.Role == "atlassian/user" })
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			group := org.Simulator.GroupID("contractors")
			state := acctest.Server(t, org, nil).Converge(t, test.typeName, test.gives(group))
			require.True(t, test.has(org.Simulator))

			server := acctest.Server(t, org, nil)
			plan := server.PlanUpdate(state, test.takes(group))
			require.NoError(t, plan.Diagnostics.Err())
			open := test.gives(group)
			open[test.open] = protocol.Unknown // so that only the apply knows what is given
			created := server.PlanCreate(test.typeName, open)
			require.NoError(t, created.Diagnostics.Err())
			org.Simulator.Inject(simulator.Fault{Operation: test.removes, Delay: 500 * time.Millisecond})
			var running sync.WaitGroup
			running.Go(func() {
				_, diagnostics := server.ApplyResource(plan)
				assert.NoError(t, diagnostics.Err())
			})
			require.Eventually(t, func() bool { return org.Simulator.Requests()[test.removes] == 1 }, 20*time.Second, 5*time.Millisecond)
			_, diagnostics := server.ApplyKnown(created, test.gives(group))
			require.NoError(t, diagnostics.Err())
			running.Wait()
			assert.True(t, test.has(org.Simulator), "what a resource of the configuration holds is there in the end")
		})
	}
}
