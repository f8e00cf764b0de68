// SPDX-License-Identifier: MPL-2.0

// Package admin serves the organizations API, v1 and v2, of a simulated
// organization: https://developer.atlassian.com/cloud/admin/organization/rest/.
package admin

import (
	"net/http"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

const (
	pathOrgs      = "/admin/v1/orgs"
	pathOrg       = pathOrgs + "/{orgId}"
	pathOrgV2     = "/admin/v2/orgs/{orgId}"
	pathDirectory = pathOrgV2 + "/directories/{directoryId}"
	pathGroups    = pathDirectory + "/groups"
	pathGroup     = pathGroups + "/{groupId}"
	pathUsers     = pathDirectory + "/users"
)

// cursorOnly is the only parameter of the v1 lists.
var cursorOnly = []wire.Parameter{{Name: "cursor"}}

// codesV1 are the error codes of most operations of v1.
var codesV1 = map[int]string{http.StatusBadRequest: wire.CodeInvalidCursor, http.StatusNotFound: wire.CodeUnknownOrg}

// Operations is the table of the organizations API: one function for each
// subject.
//
// The lists of users and groups by GET are missing on purpose: Atlassian has
// deprecated them in favor of the searches.
func Operations(w *world.World) []*wire.Operation {
	return slices.Concat(
		organizationOperations(w), domainOperations(w), directoryOperations(w), workspaceOperations(w),
		groupOperations(w), membershipOperations(w), roleOperations(w), userOperations(w), userRoleOperations(w), inviteOperations(w), accessOperations(w), eventOperations(w), policyOperations(w),
	)
}
