// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
)

const (
	dataSecurityList = "GET /admin/control/v2/orgs/{orgId}/policies"
	withdrawnPath    = "/_simulator/withdrawn-operations"
)

// One operation is withdrawn, in the midst of a run, and all others are still served.
func TestOperationsCanBeWithdrawn(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: withSettings()})
	before := b.ok("GET", dataSecurity, nil).raw

	for as, want := range map[wire.Withdrawal]struct {
		status int
		says   string
	}{
		"":                      {http.StatusNotFound, "Request failed to match any route"},
		wire.WithdrawnRoute:     {http.StatusNotFound, "Request failed to match any route"},
		wire.WithdrawnGone:      {http.StatusGone, "has been disabled"},
		wire.WithdrawnMethod:    {http.StatusMethodNotAllowed, ""},
		wire.WithdrawnForbidden: {http.StatusForbidden, "has been disabled"},
		wire.WithdrawnPage:      {http.StatusNotFound, "<title>Page not found</title>"},
		wire.WithdrawnMissing:   {http.StatusNotFound, `"message":"Not found"`},
	} {
		require.NoError(t, b.Withdraw(dataSecurityList, as))

		given := b.do("GET", dataSecurity, nil)
		assert.Equal(t, want.status, given.status, as)
		assert.Contains(t, given.raw, want.says, as)
		assert.Equal(t, http.StatusOK, b.do("GET", dataSecurity+"/2", nil).status)
	}

	b.Reinstate(dataSecurityList)
	assert.Equal(t, before, b.ok("GET", dataSecurity, nil).raw)
}

func TestOperationsAreWithdrawnInTheConsole(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: withSettings()})

	assert.Equal(t, http.StatusNoContent, b.do("PUT", withdrawnPath, object{"operation": dataSecurityList, "as": "gone"}).status)
	assert.Equal(t, map[string]any{dataSecurityList: "gone"}, b.do("GET", withdrawnPath, nil).body)
	assert.Equal(t, http.StatusGone, b.do("GET", dataSecurity, nil).status)
	assert.Equal(t, http.StatusNoContent, b.do("DELETE", withdrawnPath, nil).status)
	assert.Equal(t, http.StatusOK, b.do("GET", dataSecurity, nil).status)

	for says, wanted := range map[string]object{
		`operation \"GET nowhere\" is not served`: {"operation": "GET nowhere"},
		`is no way to withdraw an operation`:      {"operation": dataSecurityList, "as": "teapot"},
	} {
		refused := b.do("PUT", withdrawnPath, wanted)
		assert.Equal(t, http.StatusBadRequest, refused.status)
		assert.Contains(t, refused.raw, says)
	}
}
