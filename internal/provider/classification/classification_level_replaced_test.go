// SPDX-License-Identifier: MPL-2.0

package classification_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// level is a resource for a level.
func level(address, name string) lifecycle.Resource {
	return lifecycle.Resource{Address: address, Type: levelType, Values: named(name)}
}

// terraformOver is a Terraform whose state has the given levels.
func terraformOver(t *testing.T, org *simulated.Organization, seed uint64, has ...lifecycle.Resource) *lifecycle.Terraform {
	t.Helper()
	server := acctest.PacedServer(t, org, acctest.Impatient)
	terraform := &lifecycle.Terraform{
		Start: func(context.Context) *protocol.Server {
			server.Walk()
			return server
		},
		Parallelism: 10, Random: rand.New(rand.NewPCG(seed, seed)), State: lifecycle.State{},
	}
	if len(has) > 0 {
		require.NoError(t, run(t, terraform, has))
	}
	return terraform
}

// run plans and applies.
func run(t *testing.T, terraform *lifecycle.Terraform, configuration []lifecycle.Resource, replace ...string) error {
	t.Helper()
	plan, diagnostics := terraform.Plan(t.Context(), configuration, replace...)
	if err := diagnostics.Err(); err != nil {
		return err
	}
	return terraform.Apply(t.Context(), plan).Err()
}

// settled runs until the plan is empty, which may take one more run.
func settled(t *testing.T, terraform *lifecycle.Terraform, configuration []lifecycle.Resource, replace ...string) {
	t.Helper()
	if err := run(t, terraform, configuration, replace...); err != nil {
		require.NoError(t, run(t, terraform, configuration), "after: %s", err)
	}
	known := slices.Clone(configuration)
	for i := range known {
		known[i].Unknown = nil
	}
	plan, diagnostics := terraform.Plan(t.Context(), known)
	require.NoError(t, diagnostics.Err())
	require.True(t, plan.Empty(), "%v", plan.Actions())
}

// A replaced level is never archived, in whatever order and with whatever is unknown, and no second one is created.
func TestAReplacedLevelStays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		resource lifecycle.Resource
		tainted  bool
		replace  bool
	}{
		"replaced":                   {resource: level("this", "Secret"), replace: true},
		"replaced, the name unknown": {resource: lifecycle.Resource{Address: "this", Type: levelType, Values: named("Secret"), Unknown: []string{"name"}}, replace: true},
		"tainted":                    {resource: level("this", "Secret"), tainted: true},
		"another address":            {resource: level("that", "Secret")},
	} {
		for seed := range uint64(4) {
			t.Run(fmt.Sprintf("%s %d", name, seed), func(t *testing.T) {
				t.Parallel()
				org := with(t, "Public")
				terraform := terraformOver(t, org, seed, level("this", "Secret"))
				id := idOf(org, "Secret")
				org.Simulator.ResetRequests()
				if test.tainted {
					current := terraform.State["this"].Current
					terraform.State["this"].Current = &lifecycle.Object{State: current.State, Tainted: true}
				}
				var replace []string
				if test.replace {
					replace = []string{"this"}
				}
				settled(t, terraform, []lifecycle.Resource{test.resource}, replace...)
				assert.Equal(t, id, idOf(org, "Secret"))
				assert.Equal(t, []string{"Public:PUBLISHED", "Secret:PUBLISHED"}, statuses(org))
				assert.Empty(t, writes(org))
			})
		}
	}
}

// A replacement with a new name gives it to the level.
func TestAReplacedLevelGetsItsNewName(t *testing.T) {
	t.Parallel()
	org := with(t)
	terraform := terraformOver(t, org, 1, level("this", "Secret"))
	id := idOf(org, "Secret")
	settled(t, terraform, []lifecycle.Resource{level("this", "Confidential")}, "this")
	assert.Equal(t, id, idOf(org, "Confidential"))
	assert.Equal(t, []string{"Confidential:PUBLISHED"}, statuses(org))
}

// With create_before_destroy, the name is taken by the level itself. The apply fails before it changes anything, and without it, all is well.
func TestAReplacementThatIsCreatedFirst(t *testing.T) {
	t.Parallel()
	org := with(t)
	terraform := terraformOver(t, org, 1, level("this", "Secret"))
	id := idOf(org, "Secret")
	org.Simulator.ResetRequests()
	first := lifecycle.Resource{Address: "this", Type: levelType, Values: named("Secret"), CreateBeforeDestroy: true}
	for range 2 {
		require.ErrorContains(t, run(t, terraform, []lifecycle.Resource{first}, "this"), "If this apply replaces that level, create_before_destroy is the cause")
		require.NotNil(t, terraform.State["this"].Current)
	}
	settled(t, terraform, []lifecycle.Resource{level("this", "Secret")}, "this")
	assert.Equal(t, id, idOf(org, "Secret"))
	assert.Empty(t, writes(org))
}

// The replacement of a level whose creation stopped continues with it.
func TestACreationThatStoppedContinues(t *testing.T) {
	t.Parallel()
	org := with(t)
	configuration := []lifecycle.Resource{level("this", "Secret")}
	terraform := terraformOver(t, org, 1)
	org.Simulator.Inject(simulator.Fault{Operation: publishOperation, Status: 403})
	require.ErrorContains(t, run(t, terraform, configuration), "but it is not as it is to be")
	require.True(t, terraform.State["this"].Current.Tainted)
	settled(t, terraform, configuration)
	assert.Equal(t, []string{"Secret:PUBLISHED"}, statuses(org))
	assert.Equal(t, map[string]int{createOperation: 1, publishOperation: 2}, writes(org))
}

// A level that one resource gives up and another one imports is not archived.
func TestALevelThatAnotherResourceHoldsStays(t *testing.T) {
	t.Parallel()
	org := with(t, "Secret")
	server := acctest.Server(t, org, nil)
	gone, kept := imported(t, server, tag("Secret")), imported(t, server, tag("Secret"))
	require.NoError(t, server.PlanWalked(levelType, kept, named("Secret")).Diagnostics.Err())
	plan := server.PlanWalked(levelType, gone, nil)
	assert.Empty(t, plan.Diagnostics)
	_, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Empty(t, writes(org))
}
