// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"net/http"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

const (
	pathAccess = "/admin/api-access/v1/orgs/{orgId}"
	pathKeys   = pathAccess + "/api-keys"
	pathTokens = pathAccess + "/api-tokens"
)

// Operations is the table of the API Access API. It has no service accounts,
// because Atlassian did not serve their operations in 2026, and no OAuth clients.
func Operations(w *world.World) []*wire.Operation {
	operations := []*wire.Operation{
		{
			Method: http.MethodGet, Path: pathKeys, Scope: "read:keys:admin",
			Query: slices.Concat(keyFilters, pageParameters), Serve: within(w, (*call).listKeys),
			Lists: true, Live: wire.LivePage(liveKey),
		},
		{
			Method: http.MethodGet, Path: pathKeys + "/count", Scope: "read:keys:admin",
			Query: keyFilters, Serve: within(w, (*call).countKeys),
		},
		{
			Method: http.MethodPatch, Path: pathKeys + "/revoke/{apiKeyId}", Scope: "delete:keys:admin",
			Change: true, Serve: within(w, (*call).revokeKey),
		},
		{
			Method: http.MethodGet, Path: pathTokens, Scope: "read:tokens:admin",
			Query: slices.Concat(tokenFilters, pageParameters), Serve: within(w, (*call).listTokens),
			Lists: true, Live: wire.LivePage(liveToken),
		},
		{
			Method: http.MethodDelete, Path: pathTokens, Scope: "delete:tokens:admin",
			Change: true, Serve: within(w, (*call).revokeAllTokens),
		},
		{
			Method: http.MethodGet, Path: pathTokens + "/count", Scope: "read:tokens:admin",
			Query: tokenFilters, Serve: within(w, (*call).countTokens),
		},
	}

	for _, o := range operations {
		o.Family = wire.FamilyAccess
	}

	return operations
}
