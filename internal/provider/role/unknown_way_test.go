// SPDX-License-Identifier: MPL-2.0

package role_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// inWays is the organization as Atlassian may show it: a person is an organization admin in other ways.
func inWays(t *testing.T, org *simulated.Organization, email string, ways ...any) *simulated.Organization {
	t.Helper()
	return org.Edited(t, "users/"+org.Simulator.AccountID(email)+"/role-assignments", func(body any) any {
		answer, _ := body.(map[string]any)
		assignments, _ := answer["data"].([]any)
		for _, assignment := range assignments {
			assignment, _ := assignment.(map[string]any)
			roles, _ := assignment["roleAssignments"].([]any)
			for _, role := range roles {
				if role, _ := role.(map[string]any); role["role"] == organizationAdminRole {
					role["roleAssignmentMethods"] = ways
				}
			}
		}
		return body
	})
}

// A way that is not documented may be the direct one, also beside one that is documented.
func TestOrganizationAdminsInAWayThatIsNotKnown(t *testing.T) {
	t.Parallel()
	org := withAdmins(t, chen, emil)
	id := org.Simulator.AccountID(emil)
	all := acctest.Server(t, org, nil).Converge(t, adminsType, list(chen, emil))
	one, diagnostics := acctest.Server(t, org, nil).ImportByID("atlassian_organization_admin", id)
	require.NoError(t, diagnostics.Err())
	for name, c := range map[string]struct {
		ways           []any
		known, present bool
	}{
		"alone":                {[]any{"something_new"}, false, false},
		"beside a group":       {[]any{"group_direct", "something_new"}, false, false},
		"beside another role":  {[]any{"inferred", "direct "}, false, false},
		"beside the direct":    {[]any{"direct", "something_new"}, true, true},
		"directly in capitals": {[]any{"DIRECT"}, true, true},
		"by a group":           {[]any{"group_direct", "inferred"}, true, false},
	} {
		shown := inWays(t, org, emil, c.ways...)
		read, diagnostics := acctest.Server(t, shown, nil).ReadResource(all)
		single, ofOne := acctest.Server(t, shown, nil).ReadResource(one)
		_, ofList := acctest.Server(t, shown, nil).ListResource("atlassian_organization_admin", map[string]any{}, protocol.ListOptions{Limit: 10})
		if !c.known {
			require.ErrorContains(t, diagnostics.Err(), "Cannot tell who is an organization admin directly", name)
			require.ErrorContains(t, ofOne.Err(), "Cannot tell whether the person has the role directly", name)
			require.ErrorContains(t, ofList.Err(), "a word that this version of the provider does not know", name)
			continue
		}
		require.NoError(t, diagnostics.Err(), name)
		require.NoError(t, ofOne.Err(), name)
		require.NoError(t, ofList.Err(), name)
		assert.Equal(t, c.present, len(read.Values["emails"].([]any)) == 2, name)
		assert.Equal(t, c.present, single != nil, name)
	}
}
