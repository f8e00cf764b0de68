// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestAPIKeys(t *testing.T) {
	t.Parallel()

	company := simulator.SmallCompany()
	company.APIKey.Label = "pipeline"
	company.OtherAPIKeys = []simulator.APIKey{
		{Label: "laptop", CreatedBy: company.Users[1].Email, Scopes: []string{"read:keys:admin"}, ExpiresAt: time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)},
	}
	b := start(t, simulator.Options{Organization: company})
	path := "/admin/api-access/v1/orgs/" + b.Simulator.Credentials().OrganizationID + "/api-keys"

	found := b.ok("GET", path+"?q=LAPTOP", nil)
	require.Equal(t, []string{"laptop"}, found.column("label"))
	assert.Equal(t, company.Users[1].Email, found.at("data", 0, "createdBy", "email"))
	assert.Equal(t, "2027-01-02T03:04:05Z", found.at("data", 0, "expiresAt"))

	first := b.ok("GET", path+"?pageSize=1", nil)
	cursor, _ := first.at("links", "next").(string)
	second := b.ok("GET", path+"?pageSize=1&cursor="+url.QueryEscape(cursor), nil)
	assert.ElementsMatch(t, []string{"pipeline", "laptop"}, append(first.column("label"), second.column("label")...))
	assert.Nil(t, second.at("links", "next"))

	described := b.Organization()
	assert.Equal(t, "pipeline", described.APIKey.Label)
	require.Len(t, described.OtherAPIKeys, 1)
	assert.Empty(t, described.APIKey.CreatedBy)

	require.NoError(t, b.CreateAPIKey(simulator.APIKey{Label: "new"}))
	require.Error(t, b.CreateAPIKey(simulator.APIKey{Label: "new"}), "its ID is taken")
	require.Error(t, b.CreateAPIKey(simulator.APIKey{Label: "newer", CreatedBy: "nobody"}))
	require.Error(t, b.CreateAPIKey(simulator.APIKey{Label: "newest", Value: "x"}))
	assert.Len(t, b.ok("GET", path, nil).column("label"), 3)
}
