// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// The plan of a tainted list that is exclusive, as after a creation that failed in part, says that nobody else is moved. So the end of the
// object that it replaces, which a refresh has let list them, moves nobody else.
func TestReplacedExclusiveListMovesWhomItsPlanNames(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		for _, tainted := range []bool{true, false} {
			org := simulated.Virtual(t)
			terraform := terraformOver(t, org, 10, 1)
			run := func(replace ...string) (warnings string) {
				exclusive := []lifecycle.Resource{list("a", glass, map[string]any{"emails": []any{ada}, "exclusive": true})}
				plan, diagnostics := terraform.Plan(t.Context(), exclusive, replace...)
				require.NoError(t, diagnostics.Err())
				require.NoError(t, terraform.Apply(t.Context(), plan).Err())
				return strings.Join(diagnostics.Warnings(), "\n")
			}
			run()
			require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(glass, emil))
			if terraform.State["a"].Current.Tainted = tainted; tainted {
				assert.Contains(t, run(), "emil.sorensen@acme.example. This resource moves none of them in this apply.")
			} else {
				run("a")
			}
			inPolicy(t, org, glass, ada, emil)
			run()
			inPolicy(t, org, glass, ada)
			inPolicy(t, org, everyone, emil)
		}
	})
}
