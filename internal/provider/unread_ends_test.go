// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// lookingEnds are the types whose plan of an end depends on what Atlassian has.
var lookingEnds = []string{
	"atlassian_classification_level", "atlassian_data_residency_policy", "atlassian_data_security_policy", "atlassian_group", "atlassian_ip_allowlist",
	// Somebody may have another address by now, or another status.
	"atlassian_group_membership", "atlassian_organization_admin", "atlassian_user", "atlassian_user_role_assignment",
}

// A plan of an end that cannot look at the object goes by the state, and says so. With -refresh=false, nothing else would.
func TestAnEndThatIsPlannedWithoutALookSaysSo(t *testing.T) {
	t.Parallel()
	const unread = "The end is planned without a look at Atlassian: This plan ends "
	for name := range inOrder(withdrawnLives) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := withdrawing(t)
			state := anew(t, org).Converge(t, name, withdrawnLives[name](org))
			said := func() string {
				plan := anew(t, org).PlanWalked(name, state, nil)
				require.NoError(t, plan.Diagnostics.Err())
				return strings.Join(plan.Diagnostics.Warnings(), "\n")
			}
			assert.NotContains(t, said(), unread)
			org.Simulator.Inject(simulator.Fault{Status: http.StatusInternalServerError, Count: -1})
			assert.Equal(t, slices.Contains(lookingEnds, name), strings.Contains(said(), unread), said())
		})
	}
}
