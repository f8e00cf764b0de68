// SPDX-License-Identifier: MPL-2.0

package classification_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// Somebody has renamed a level, and its resource has another address without a moved block. Terraform deletes the object at the former address
// from a state that has the name of old. The level is not archived, whichever of its names the configuration has.
func TestALevelThatWasRenamedIsTakenOver(t *testing.T) {
	t.Parallel()
	for _, configured := range []string{"Old", "New"} {
		t.Run(configured, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(4) {
				org := simulated.Start(t)
				terraform := terraformOver(t, org, seed, level("a", "Old"))
				var id string
				for _, one := range org.Simulator.Organization().ClassificationLevels {
					if one.Name == "Old" {
						id, one.Name = one.ID, "New"
						require.NoError(t, org.Simulator.PutClassificationLevel(one))
					}
				}
				require.NotEmpty(t, id)
				count := len(org.Simulator.Organization().ClassificationLevels)
				require.NoError(t, run(t, terraform, []lifecycle.Resource{level("b", configured)}))
				levels := org.Simulator.Organization().ClassificationLevels
				if configured == "New" { // nothing has the name of old, so a creation that comes first makes a level of its own
					assert.Equal(t, id, terraform.State["b"].Current.Values["id"])
					assert.Len(t, levels, count)
				}
				for _, one := range levels {
					assert.NotEqual(t, "ARCHIVED", one.Status, one.Name)
				}
			}
		})
	}
}
