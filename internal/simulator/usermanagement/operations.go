// SPDX-License-Identifier: MPL-2.0

// Package usermanagement serves the User management API of a simulated organization.
package usermanagement

import (
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

const pathManage = "/users/{account_id}/manage"

// Operations is the table of the User management API. It takes keys without
// scopes only, and manages accounts of claimed domains only.
func Operations(w *world.World) []*wire.Operation {
	operations := []*wire.Operation{
		{
			Method: http.MethodGet, Path: pathManage,
			Query: manageParameters, Serve: within(w, (*call).getManage),
			Live: liveManage,
		},
		{
			Method: http.MethodGet, Path: pathManage + "/profile",
			Serve: within(w, (*call).getProfile),
			Live:  liveProfile,
		},
		{
			Method: http.MethodPatch, Path: pathManage + "/profile",
			Change: true,
			Body:   profileFields, Serve: within(w, (*call).updateProfile),
			Live: liveProfile,
		},
		{
			Method: http.MethodPut, Path: pathManage + "/email",
			Change: true,
			Body:   []wire.Parameter{{Name: "email", Required: true}}, Serve: within(w, (*call).setEmail),
		},
		{
			Method: http.MethodPost, Path: pathManage + "/lifecycle/disable",
			Change: true,
			Body:   []wire.Parameter{{Name: "message"}}, Serve: within(w, (*call).disable),
		},
		{
			Method: http.MethodPost, Path: pathManage + "/lifecycle/enable",
			Change: true,
			Serve:  within(w, (*call).enable),
		},
		{
			Method: http.MethodPost, Path: pathManage + "/lifecycle/delete",
			Change: true,
			Serve:  within(w, (*call).deleteAccount),
		},
		{
			Method: http.MethodPost, Path: pathManage + "/lifecycle/cancel-delete",
			Change: true,
			Serve:  within(w, (*call).cancelDelete),
		},
		{
			Method: http.MethodGet, Path: pathManage + "/api-tokens",
			Serve: within(w, (*call).listTokens),
			Lists: true, Live: liveTokens,
		},
		{
			Method: http.MethodDelete, Path: pathManage + "/api-tokens/{tokenId}",
			Change: true,
			Serve:  within(w, (*call).deleteToken),
		},
	}

	for _, o := range operations {
		o.Unscoped, o.Family = true, wire.FamilyManage
	}

	return operations
}
