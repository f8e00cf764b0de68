// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"context"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// terraformOver is a Terraform over an organization.
func terraformOver(t *testing.T, org *simulated.Organization, parallelism int, seed uint64) *lifecycle.Terraform {
	t.Helper()
	server := acctest.PacedServer(t, org, acctest.Impatient)
	return &lifecycle.Terraform{
		Start: func(context.Context) *protocol.Server {
			server.Walk()
			return server
		},
		Parallelism: parallelism, Random: rand.New(rand.NewPCG(seed, seed)), State: lifecycle.State{},
	}
}

func list(address, policyID string, words map[string]any) lifecycle.Resource {
	values := map[string]any{"policy_id": policyID, "fallback_policy_id": everyone}
	maps.Copy(values, words)
	return lifecycle.Resource{Address: address, Type: membersType, Values: values}
}

func emails(words ...string) map[string]any { return map[string]any{"emails": anys(words)} }

// Two lists exchange somebody. A person who stays in the policy is not moved, and a person who goes to another policy goes there directly. The
// apply knows nothing of what comes later, so it goes one by one, in several orders.
func TestWhomAnotherListTakesOverIsNotMovedAway(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after []lifecycle.Resource
		actions       map[string]protocol.Action
		staff, moved  []string
	}{
		"a new list of the same policy": {
			[]lifecycle.Resource{list("a", staff, emails(ada, emil))},
			[]lifecycle.Resource{list("a", staff, emails(ada)), list("b", staff, emails(emil))},
			map[string]protocol.Action{"a": protocol.Replace, "b": protocol.Create},
			[]string{ada, emil},
			nil,
		},
		"and somebody who leaves": {
			[]lifecycle.Resource{list("a", staff, emails(ada, emil, fatima))},
			[]lifecycle.Resource{list("a", staff, emails(ada)), list("b", staff, emails(emil))},
			map[string]protocol.Action{"a": protocol.Replace, "b": protocol.Create},
			[]string{ada, emil},
			[]string{fatima},
		},
		"two lists exchange people": {
			[]lifecycle.Resource{list("a", staff, emails(ada, emil)), list("b", staff, emails(fatima))},
			[]lifecycle.Resource{list("a", staff, emails(ada, fatima)), list("b", staff, emails(emil))},
			map[string]protocol.Action{"a": protocol.Replace, "b": protocol.Replace},
			[]string{ada, emil, fatima},
			nil,
		},
		"a list that moves on leaves somebody": {
			[]lifecycle.Resource{list("a", staff, emails(ada, emil))},
			[]lifecycle.Resource{list("a", glass, emails(ada)), list("b", staff, emails(emil))},
			map[string]protocol.Action{"a": protocol.Replace, "b": protocol.Create},
			[]string{emil},
			[]string{ada},
		},
		"the same person by another word": {
			[]lifecycle.Resource{list("a", staff, emails(ada, emil))},
			[]lifecycle.Resource{list("a", staff, map[string]any{"emails": []any{ada}, "account_ids": []any{protocol.Unknown}})},
			map[string]protocol.Action{"a": protocol.Update},
			[]string{ada, emil},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				for seed := range uint64(4) {
					org := simulated.Virtual(t)
					for i := range test.after { // the account ID of emil
						if _, is := test.after[i].Values["account_ids"]; is {
							test.after[i].Values["account_ids"] = anys(accounts(org, emil))
						}
					}
					terraform := terraformOver(t, org, 10, seed)
					plan, diagnostics := terraform.Plan(t.Context(), test.before)
					require.NoError(t, diagnostics.Err())
					require.NoError(t, terraform.Apply(t.Context(), plan).Err())

					org.Simulator.ResetRequests()
					plan, diagnostics = terraform.Plan(t.Context(), test.after)
					require.NoError(t, diagnostics.Err())
					assert.Equal(t, test.actions, plan.Actions())
					terraform.Parallelism = 1
					require.NoError(t, terraform.Apply(t.Context(), plan).Err())
					inPolicy(t, org, staff, test.staff...)
					assert.Equal(t, len(test.moved), org.Simulator.Requests()[moveOperation], "moves")
					plan, diagnostics = terraform.Plan(t.Context(), test.after)
					require.NoError(t, diagnostics.Err())
					assert.True(t, plan.Empty(), "%v", plan.Actions())
				}
			})
		})
	}
}

// Where Terraform plans one resource at a time, it may plan the departure before the list that takes over. The plan is refused then, and
// nobody is moved. In the other order it is as good as any.
func TestADepartureThatKnewTooLateIsRefused(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		terraform := terraformOver(t, org, 1, 3)
		plan, diagnostics := terraform.Plan(t.Context(), []lifecycle.Resource{list("a", staff, emails(ada, emil))})
		require.NoError(t, diagnostics.Err())
		require.NoError(t, terraform.Apply(t.Context(), plan).Err())
		refused, planned := 0, 0
		for range 12 {
			plan, diagnostics = terraform.Plan(t.Context(), []lifecycle.Resource{list("a", staff, emails(ada)), list("b", staff, emails(emil))})
			if err := diagnostics.Err(); err != nil {
				require.ErrorContains(t, err, "Access would be lost for a moment")
				require.ErrorContains(t, err, emil)
				refused++
				continue
			}
			assert.Equal(t, protocol.Replace, plan.Actions()["a"])
			planned++
		}
		assert.NotZero(t, refused)
		assert.NotZero(t, planned)
		// To another policy, either order will do.
		for range 6 {
			_, diagnostics = terraform.Plan(t.Context(), []lifecycle.Resource{list("a", staff, emails(ada)), list("b", glass, emails(emil))})
			require.NoError(t, diagnostics.Err())
		}
	})
}

// A replacement sends people where an update would: to the fallback policy of the plan.
func TestAReplacementUsesTheFallbackPolicyOfThePlan(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		terraform := terraformOver(t, org, 10, 1)
		plan, diagnostics := terraform.Plan(t.Context(), []lifecycle.Resource{list("a", staff, emails(ada, emil, fatima))})
		require.NoError(t, diagnostics.Err())
		require.NoError(t, terraform.Apply(t.Context(), plan).Err())
		other := list("a", staff, emails(ada))
		other.Values["fallback_policy_id"] = glass
		after := []lifecycle.Resource{other, list("b", staff, emails(emil))}
		plan, diagnostics = terraform.Plan(t.Context(), after)
		require.NoError(t, diagnostics.Err())
		require.Equal(t, protocol.Replace, plan.Actions()["a"])
		require.NoError(t, terraform.Apply(t.Context(), plan).Err())
		inPolicy(t, org, staff, ada, emil)
		inPolicy(t, org, glass, fatima)
	})
}

// The deletion of a deposed object is planned in the apply, with the limit of the state. It moves nobody, so the limit must not stop it:
// the object would stay deposed, and every later plan would fail.
func TestALimitDoesNotStopADeposedObject(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		terraform := terraformOver(t, org, 10, 1)
		limited := func(limit int, who string) []lifecycle.Resource {
			one := list("a", staff, emails(who))
			one.Values["max_removals"], one.CreateBeforeDestroy = limit, true
			return []lifecycle.Resource{one}
		}
		plan, diagnostics := terraform.Plan(t.Context(), limited(0, emil))
		require.NoError(t, diagnostics.Err())
		require.NoError(t, terraform.Apply(t.Context(), plan).Err())
		plan, diagnostics = terraform.Plan(t.Context(), limited(1, fatima), "a")
		require.NoError(t, diagnostics.Err())
		require.Equal(t, protocol.Replace, plan.Actions()["a"])
		diagnostics = terraform.Apply(t.Context(), plan)
		require.NoError(t, diagnostics.Err())
		assert.Contains(t, strings.Join(diagnostics.Warnings(), "\n"), "The people in policy "+staff+" stay in it")
		inPolicy(t, org, staff, emil, fatima)
		plan, diagnostics = terraform.Plan(t.Context(), limited(1, fatima))
		require.NoError(t, diagnostics.Err())
		assert.True(t, plan.Empty())
	})
}

// One list gives up a person, and another list of the same policy takes the person over. The move to the fallback policy is on its way
// when the other one starts: it must not find the person still there, do nothing, and lose the person.
func TestAPersonOnTheWayToTheFallbackPolicyIsListedAgain(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := func(emails ...any) map[string]any {
		return map[string]any{"policy_id": staff, "fallback_policy_id": glass, "emails": emails}
	}
	state := acctest.Server(t, org, nil).Converge(t, membersType, config(emil, fatima))

	server := acctest.Server(t, org, nil)
	plan := server.PlanUpdate(state, config(fatima))
	require.NoError(t, plan.Diagnostics.Err())
	created := server.PlanCreate(membersType, config(protocol.Unknown)) // so that only the apply knows who is listed
	require.NoError(t, created.Diagnostics.Err())
	org.Simulator.ResetRequests()
	org.Simulator.Inject(simulator.Fault{Operation: moveOperation, Delay: 500 * time.Millisecond})
	var running sync.WaitGroup
	running.Go(func() {
		_, diagnostics := server.ApplyResource(plan)
		assert.NoError(t, diagnostics.Err())
	})
	require.Eventually(t, func() bool { return org.Simulator.Requests()[moveOperation] == 1 }, 20*time.Second, 5*time.Millisecond)
	_, diagnostics := server.ApplyKnown(created, config(emil))
	require.NoError(t, diagnostics.Err())
	running.Wait()
	inPolicy(t, org, staff, emil, fatima)
}
