// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestUserList(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	start.Users = append(start.Users, simulator.User{Name: "Robot"})
	org := simulated.Start(t, simulated.WithStart(start), simulated.AsDocumented())
	listed, diagnostics := acctest.Server(t, org, nil).ListResource("atlassian_user", nil, protocol.ListOptions{IncludeResource: true, Limit: 100})
	require.NoError(t, diagnostics.Err())
	require.Len(t, listed, 12, "without the app, and without the deactivated account, which no configuration can describe")
	assert.Equal(t, "Ada Okafor (ada.okafor@acme.example)", listed[0].DisplayName)
	assert.Equal(t, identity(org, ada), listed[0].Identity)
	assert.Equal(t, "active", listed[0].Resource["status"])
	assert.Equal(t, "suspended", listed[9].Resource["status"])
	assert.Equal(t, 1, org.Requests()-org.Simulator.Requests()["GET /admin/v2/orgs/{orgId}/directories"])
}

// People whose status an answer leaves out are listed: the list lacks nobody without a word.
func TestUserListWithoutStatuses(t *testing.T) {
	t.Parallel()
	for _, missing := range [][]string{{"status"}, {"status", "accountStatus", "membershipStatus"}} {
		start := simulated.Start(t, simulated.AsDocumented())
		org := start.Edited(t, "/users/search", func(body any) any {
			page, _ := body.(map[string]any)
			users, _ := page["data"].([]any)
			for _, one := range users {
				for _, name := range missing {
					delete(one.(map[string]any), name)
				}
			}
			return body
		})
		listed, diagnostics := acctest.Server(t, org, nil).ListResource("atlassian_user", nil, protocol.ListOptions{IncludeResource: true, Limit: 100})
		require.NoError(t, diagnostics.Err())
		// The deactivated account is among them: what is left of its answer does not say that it is.
		require.Len(t, listed, 13)
		if len(missing) == 1 {
			assert.Equal(t, "suspended", listed[9].Resource["status"])
		} else {
			assert.Nil(t, listed[9].Resource["status"])
		}
	}
}
