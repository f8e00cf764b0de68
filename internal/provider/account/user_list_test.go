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
