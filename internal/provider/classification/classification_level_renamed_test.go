// SPDX-License-Identifier: MPL-2.0

package classification_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// rename gives a level another name, as an admin does in the console.
func rename(t *testing.T, org *simulated.Organization, from, to string) (id string) {
	t.Helper()
	renamed := levelOf(org, from)
	renamed.Name = to
	require.NoError(t, org.Simulator.PutClassificationLevel(renamed))
	return renamed.ID
}

// Somebody has renamed a level, and its resource has another address without a moved block. Terraform deletes the object at the former address
// from a state that has the name of old. If the configuration has the new name, the level is taken over. If it has the name of old, a creation
// that comes first would make a second level, so the plan fails.
func TestALevelThatWasRenamedIsTakenOver(t *testing.T) {
	t.Parallel()
	for _, configured := range []string{"Old", "New"} {
		t.Run(configured, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(4) {
				org := simulated.Start(t)
				terraform := terraformOver(t, org, seed, level("a", "Old"))
				id := rename(t, org, "Old", "New")
				before := org.Simulator.Organization().ClassificationLevels
				err := run(t, terraform, []lifecycle.Resource{level("b", configured)})
				if configured == "New" {
					require.NoError(t, err)
					assert.Equal(t, id, terraform.State["b"].Current.Values["id"])
				} else {
					require.EqualError(t, err, "The level has another name in Atlassian: The plan ends the resource of classification level \"Old\" ("+id+"), which is named \"New\" in Atlassian by now. "+
						"Another resource of this configuration creates a level named \"Old\". If Terraform creates that one first, there are two levels, and no resource manages this one. Choose one:\n\n"+
						"- If the resource has only changed its address, write a moved block. The plan then gives the level its name again:\n\n"+
						"moved {\n  from = atlassian_classification_level.OLD_NAME\n  to   = atlassian_classification_level.NEW_NAME\n}\n\n"+
						"- To create a second level on purpose, first take this one out of the state, without a change in Atlassian:\n\n"+
						"removed {\n  from = atlassian_classification_level.OLD_NAME\n  lifecycle {\n    destroy = false\n  }\n}")
				}
				assert.Equal(t, before, org.Simulator.Organization().ClassificationLevels)
			}
		})
	}
}

// Somebody renames the level between the plan and the apply. A creation that comes first makes a second level, and the end of the first one
// says so.
func TestALevelThatIsRenamedAfterThePlan(t *testing.T) {
	t.Parallel()
	org := with(t, "Old")
	server := acctest.Server(t, org, nil)
	state := imported(t, server, tag("Old"))
	creation := server.PlanWalked(levelType, nil, named("Old"))
	require.NoError(t, creation.Diagnostics.Err())
	end := server.PlanWalked(levelType, state, nil)
	require.NoError(t, end.Diagnostics.Err())
	rename(t, org, "Old", "New")

	applying := acctest.Server(t, org, nil)
	made, diagnostics := applying.ApplyResource(creation)
	require.NoError(t, diagnostics.Err())
	_, diagnostics = applying.ApplyResource(end)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []string{"No resource manages the level any more: Classification level \"Old\" (" + tag("Old") + ") has the name \"New\" in Atlassian by now, " +
		"so the apply created another level of its former name (" + made.Values["id"].(string) + "). This one stays as it is. " +
		"To manage it, import it. If you no longer want it, archive it in Atlassian Administration."}, diagnostics.Warnings())
	for _, one := range org.Simulator.Organization().ClassificationLevels {
		assert.NotEqual(t, "ARCHIVED", one.Status, one.Name)
	}
}

// Somebody has moved the names of two levels on, or exchanged them, and their resources have other addresses. Each level goes to the resource
// that has its present name, in whatever order.
func TestLevelsThatWereRenamedInAChainAreTakenOver(t *testing.T) {
	t.Parallel()
	for name, last := range map[string]string{"moved on": "C", "exchanged": "A"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(10) {
				org := simulated.Start(t)
				terraform := terraformOver(t, org, seed, level("a", "A"), level("b", "B"))
				first, second := idOf(org, "A"), idOf(org, "B")
				rename(t, org, "B", "another name")
				rename(t, org, "A", "B")
				rename(t, org, "another name", last)
				before := org.Simulator.Organization().ClassificationLevels
				configuration := []lifecycle.Resource{level("c", "B"), level("d", last)}
				plan, diagnostics := terraform.Plan(t.Context(), configuration)
				require.NoError(t, diagnostics.Err())
				applied := terraform.Apply(t.Context(), plan)
				require.NoError(t, applied.Err())
				assert.NotContains(t, strings.Join(applied.Warnings(), "\n"), "No resource manages the level any more")
				assert.Equal(t, first, terraform.State["c"].Current.Values["id"])
				assert.Equal(t, second, terraform.State["d"].Current.Values["id"])
				assert.Equal(t, before, org.Simulator.Organization().ClassificationLevels)
				settled(t, terraform, configuration)
			}
		})
	}
}

// An archived level has nothing more to lose by its end, so nothing speaks against a new one of its former name.
func TestAnArchivedLevelThatWasRenamedEnds(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	terraform := terraformOver(t, org, 1, level("a", "Old"))
	archived := levelOf(org, "Old")
	archived.Name, archived.Status = "New", "ARCHIVED"
	require.NoError(t, org.Simulator.PutClassificationLevel(archived))
	settled(t, terraform, []lifecycle.Resource{level("b", "Old")})
}
