// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// relationsOf are the arguments of each type that holds a relation of a group.
func relationsOf(group string) map[string]map[string]any {
	return map[string]map[string]any{
		"atlassian_group_membership": {"group_id": group, "account_id": simulated.AccountID(1)},
		membersType:                  {"group_id": group, "account_ids": []any{simulated.AccountID(1), simulated.AccountID(2)}},
		"atlassian_group_role_assignment": {
			"group_id": group, "resource_id": "ari:cloud:confluence::site/" + simulated.CloudID(1), "role": "atlassian/user",
		},
	}
}

// terraformOver is a Terraform over an organization with two empty groups and two people.
func terraformOver(t *testing.T, parallelism int, seed uint64) (*simulated.Organization, *lifecycle.Terraform) {
	t.Helper()
	start := simulated.Large(simulated.Size{Users: 2, Groups: 2})
	start.Workspaces = []simulator.Workspace{
		{ID: "ari:cloud:confluence::site/" + simulated.CloudID(1), Name: "wiki", Type: "confluence", HostURL: "https://site-1.atlassian.net/wiki"},
	}
	org := simulated.Virtual(t, simulated.WithStart(start))
	server := acctest.PacedServer(t, org, acctest.Impatient)
	return org, &lifecycle.Terraform{
		Start: func(context.Context) *protocol.Server {
			server.Walk()
			return server
		},
		Parallelism: parallelism, Random: rand.New(rand.NewPCG(seed, seed)), State: lifecycle.State{},
	}
}

func removals(org *simulated.Organization) int {
	return org.Simulator.Requests()[removeMemberOperation] + org.Simulator.Requests()[revokeOperation]
}

// One resource moves to another group, and a new one takes over what it had. Nothing tells an update what its plan has seen, so
// it is a replacement, whose deletion is told. Nobody leaves for a moment, in whatever order Terraform goes.
func TestWhatIsTakenOverIsNotTakenAway(t *testing.T) {
	t.Parallel()
	for typeName := range relationsOf("") {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				org, terraform := terraformOver(t, 10, 1)
				here, there := relationsOf(simulated.GroupID(1))[typeName], relationsOf(simulated.GroupID(2))[typeName]
				one := lifecycle.Resource{Address: "one", Type: typeName, Values: here}
				plan, diagnostics := terraform.Plan(t.Context(), []lifecycle.Resource{one})
				require.NoError(t, diagnostics.Err())
				require.NoError(t, terraform.Apply(t.Context(), plan).Err())

				one.Values = there
				configuration := []lifecycle.Resource{one, {Address: "other", Type: typeName, Values: here}}
				org.Simulator.ResetRequests()
				plan, diagnostics = terraform.Plan(t.Context(), configuration)
				require.NoError(t, diagnostics.Err())
				assert.Equal(t, map[string]protocol.Action{"one": protocol.Replace, "other": protocol.Create}, plan.Actions())
				terraform.Parallelism = 1 // the hardest: what is applied first knows of nothing that comes later
				require.NoError(t, terraform.Apply(t.Context(), plan).Err())
				assert.Zero(t, removals(org))
				plan, diagnostics = terraform.Plan(t.Context(), configuration)
				require.NoError(t, diagnostics.Err())
				assert.True(t, plan.Empty(), "%v", plan.Actions())
			})
		})
	}
}

// Where the end is planned before the resource that takes over, because Terraform plans one resource at a time, the plan is
// refused. In the other order it is as good as any.
func TestAPlanThatKnewTooLateIsRefused(t *testing.T) {
	t.Parallel()
	for typeName := range relationsOf("") {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				org, terraform := terraformOver(t, 1, 7)
				values := relationsOf(simulated.GroupID(1))[typeName]
				refused, went := 0, 0
				for address := range strings.SplitSeq("abcdefgh", "") {
					plan, diagnostics := terraform.Plan(t.Context(), []lifecycle.Resource{{Address: address, Type: typeName, Values: values}})
					if err := diagnostics.Err(); err != nil {
						require.ErrorContains(t, err, "Access would be lost for a moment")
						require.ErrorContains(t, err, "-parallelism")
						refused++
						continue
					}
					went++
					require.NoError(t, terraform.Apply(t.Context(), plan).Err())
				}
				assert.Zero(t, removals(org))
				assert.NotZero(t, refused)
				assert.Greater(t, went, 1)
			})
		})
	}
}
