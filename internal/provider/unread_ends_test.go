// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// lookingEnds are the types whose plan of an end depends on what Atlassian has, with what their configuration has in addition.
var lookingEnds = map[string]map[string]any{
	"atlassian_classification_level": nil, "atlassian_data_residency_policy": nil, "atlassian_data_security_policy": nil,
	"atlassian_group": nil, "atlassian_ip_allowlist": nil,
	"atlassian_user": {"status": "suspended"}, // who is restored by now loses access
}

// A plan of an end that cannot look at the object goes by the state, and says so. With -refresh=false, nothing else would.
func TestAnEndThatIsPlannedWithoutALookSaysSo(t *testing.T) {
	t.Parallel()
	const unread = "The end is planned without a look at Atlassian: This plan ends "
	for name := range inOrder(withdrawnLives) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := withdrawing(t)
			config := maps.Clone(withdrawnLives[name](org))
			maps.Copy(config, lookingEnds[name])
			state := anew(t, org).Converge(t, name, config)
			said := func() string {
				plan := anew(t, org).PlanWalked(name, state, nil)
				require.NoError(t, plan.Diagnostics.Err())
				return strings.Join(plan.Diagnostics.Warnings(), "\n")
			}
			assert.NotContains(t, said(), unread)
			org.Simulator.Inject(simulator.Fault{Status: http.StatusInternalServerError, Count: -1})
			_, looks := lookingEnds[name]
			assert.Equal(t, looks, strings.Contains(said(), unread), said())
		})
	}
}
