// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
	"net/url"
	"strings"
)

const (
	pathOrgs      = "/admin/v1/orgs"
	pathOrg       = pathOrgs + "/{orgId}"
	pathOrgV2     = "/admin/v2/orgs/{orgId}"
	pathDirectory = pathOrgV2 + "/directories/{directoryId}"
	pathGroups    = pathDirectory + "/groups"
	pathGroup     = pathGroups + "/{groupId}"
	pathUsers     = pathDirectory + "/users"
	pathEvents    = pathOrg + "/events"
	pathControls  = "/admin/control/v1/orgs"
	pathControl   = pathControls + "/{orgId}"
)

// cursorOnly is the one parameter of the v1 lists.
var cursorOnly = []parameter{{name: "cursor"}}

// operations lists what is served. Where two paths match, the first one wins,
// so that …/groups/count is not the group named "count".
//
// The lists of users and groups by GET are missing on purpose: Atlassian has
// deprecated them in favor of the searches.
func operations() []*operation {
	return []*operation{
		{method: "GET", path: pathOrgs, family: familyV1, query: cursorOnly, serve: (*call).listOrganizations},
		{method: "GET", path: pathOrg, scope: "read:orgs:admin", family: familyV1, serve: (*call).getOrganization},
		{method: "GET", path: pathOrg + "/domains", scope: "read:domains:admin", family: familyDomains, query: cursorOnly, serve: (*call).listDomains},
		{method: "GET", path: pathOrg + "/domains/{domainId}", scope: "read:domains:admin", family: familyDomains, serve: (*call).getDomain},
		{method: "GET", path: pathOrg + "/users", scope: "read:accounts:admin", family: familyV1, query: cursorOnly, serve: (*call).listManagedAccounts},

		{method: "GET", path: pathOrgV2 + "/directories", scope: "read:directories:admin", family: familyV2, query: directoryParameters, serve: (*call).listDirectories},
		{method: "POST", path: pathOrgV2 + "/workspaces", scope: "read:workspaces:admin", family: familyWorkspaces, body: workspaceFields, serve: (*call).queryWorkspaces},

		{method: "GET", path: pathGroups + "/count", family: familyV2, query: groupCountParameters, serve: (*call).countGroups},
		{method: "GET", path: pathGroups + "/stats", family: familyV2, serve: (*call).groupStats},
		{method: "POST", path: pathGroups + "/search", family: familyV2, body: groupSearchFields, serve: (*call).searchGroups},
		{method: "POST", path: pathGroups, family: familyBare, change: true, body: newGroupFields, serve: (*call).createGroup},
		{method: "GET", path: pathGroup, family: familyV2, serve: (*call).getGroup},
		{method: "PATCH", path: pathGroup, family: familyBare, change: true, body: groupUpdateFields, serve: (*call).updateGroup},
		{method: "DELETE", path: pathGroup, family: familyBare, change: true, serve: (*call).deleteGroup},
		{method: "POST", path: pathGroup + "/memberships", family: familyBare, change: true, body: membershipFields, serve: (*call).addMember},
		{method: "DELETE", path: pathGroup + "/memberships/{accountId}", family: familyBare, change: true, serve: (*call).removeMember},
		{method: "GET", path: pathGroup + "/role-assignments", scope: "read:groups:admin", family: familyV2, query: roleParameters, serve: (*call).listGroupRoles},
		{method: "POST", path: pathGroup + "/role-assignments/assign", family: familyBare, change: true, body: roleFields, serve: (*call).assignRole},
		{method: "POST", path: pathGroup + "/role-assignments/revoke", family: familyBare, change: true, body: roleFields, serve: (*call).revokeRole},

		{method: "POST", path: pathUsers + "/search", family: familyV2, body: userSearchFields, serve: (*call).searchUsers},
		{method: "GET", path: pathUsers + "/count", family: familyV2, query: userCountParameters, serve: (*call).countUsers},
		{method: "GET", path: pathUsers + "/{userId}", family: familyV2, serve: (*call).getUser},

		{method: "GET", path: pathOrg + "/event-actions", scope: "read:events:admin", family: familyV1, serve: (*call).listEventActions},
		{method: "GET", path: pathEvents, scope: "read:events:admin", family: familyV1, query: eventParameters, serve: (*call).listEvents},

		{method: "POST", path: pathControl + "/auth-policy/{policyId}/add-users", scope: "write:policies:admin", family: familyControl, change: true, body: addUsersFields, serve: (*call).addUsers},
		// Not a mistake: reading a task needs the scope to write.
		{method: "GET", path: pathControl + "/auth-policy/task/{taskId}", scope: "write:policies:admin", family: familyControl, serve: (*call).getMoveTask},
		{method: "POST", path: pathControl + "/users/auth-policies/bulk-fetch", family: familyControl, body: bulkFetchFields, serve: (*call).bulkFetchPolicies},

		{method: "GET", path: "/users/{account_id}/manage", family: familyManage, unscoped: true, query: manageParameters, serve: (*call).getManage},

		{method: "POST", path: pathGraphQL, field: "ecosystem.appsInstalledInContexts", access: accessPerson, body: graphQLFields, serve: (*call).graphQL},
		{method: "POST", path: pathGraphQL, field: "ecosystem.userInstallationRules", access: accessPerson, body: graphQLFields, serve: (*call).graphQL},
		{method: "POST", path: pathGraphQL, field: "ecosystem.updateUserInstallationRules", access: accessPerson, change: true, body: graphQLFields, serve: (*call).graphQL},
		{method: "POST", path: pathGraphQL, field: "uninstallApp", access: accessPerson, change: true, body: graphQLFields, serve: (*call).graphQL},
		{method: "POST", path: pathGraphQL, field: "appInstallationTask", access: accessPerson, body: graphQLFields, serve: (*call).graphQL},

		{method: "GET", path: pathAddon, access: accessPublic, family: familyMarketplace, serve: (*call).getAddon},
		{method: "GET", path: pathAddon + "/versions", access: accessPublic, family: familyMarketplace, query: addonVersionParameters, serve: (*call).listAddonVersions},
		{method: "GET", path: pathAddon + "/privacy-and-security", access: accessPublic, family: familyMarketplace, serve: (*call).getPrivacyAndSecurity},
	}
}

// route leads requests of one method and form of path to their handler.
type route struct {
	method   string
	segments []string
	serve    http.HandlerFunc
}

// router compares paths literally: no cleaning, no redirect and no other
// spelling, because Atlassian's gateway promises none either.
type router []route

func (s *Simulator) routes() http.Handler {
	var routes router

	for _, o := range operations() {
		if o.method == http.MethodPatch && o.path == pathGroup && !s.state.groupUpdate {
			continue
		}

		serve := func(w http.ResponseWriter, r *http.Request) { s.atlassian(o, w, r) }
		if o.path == pathGraphQL {
			serve = s.gateway
		}

		routes = append(routes, newRoute(o.method, o.path, serve))
	}

	for _, c := range s.controls() {
		routes = append(routes, newRoute(c.method, c.path, c.serve))
	}

	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if serve := routes.find(r); serve != nil {
			serve(w, r)

			return
		}

		s.unmatched(w, r)
	})
}

func newRoute(method, path string, serve http.HandlerFunc) route {
	return route{method: method, segments: strings.Split(path, "/"), serve: serve}
}

// find looks for the route of a request, and notes the path parameters.
func (routes router) find(r *http.Request) http.HandlerFunc {
	segments := strings.Split(r.URL.EscapedPath(), "/")

	for _, candidate := range routes {
		if parameters, ok := candidate.match(r.Method, segments); ok {
			for name, value := range parameters {
				r.SetPathValue(name, value)
			}

			return candidate.serve
		}
	}

	return nil
}

func (rt route) match(method string, segments []string) (map[string]string, bool) {
	if method != rt.method || len(segments) != len(rt.segments) {
		return nil, false
	}

	parameters := map[string]string{}

	for i, pattern := range rt.segments {
		if !strings.HasPrefix(pattern, "{") {
			if segments[i] != pattern {
				return nil, false
			}

			continue
		}

		value, err := url.PathUnescape(segments[i])
		if err != nil || value == "" {
			return nil, false
		}

		parameters[strings.Trim(pattern, "{}")] = value
	}

	return parameters, true
}

// unmatched answers as Atlassian's gateway does where it knows no route.
func (s *Simulator) unmatched(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, controlPrefix) {
		writeControlError(w, http.StatusNotFound, "the control surface has no "+r.Method+" "+r.URL.Path)

		return
	}

	s.violate("%s %s: there is no such route", r.Method, r.URL.EscapedPath())
	w.Header().Set(traceHeader, s.newTrace())
	writeJSON(w, http.StatusNotFound, wireProxyError{Code: http.StatusNotFound, Message: "Request failed to match any route"})
}
