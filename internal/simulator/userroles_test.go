// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const organizationARI = "ari:cloud:platform::org/5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"

// userRole assigns a role to a person, or revokes it.
func (b *bench) userRole(verb, email, resource, role string) reply {
	b.t.Helper()

	return b.do("POST", "{v1}/users/"+b.AccountID(email)+"/roles/"+verb, object{"resource": resource, "role": role})
}

// orgAdmin makes a person an organization admin, or not one any more.
func (b *bench) orgAdmin(verb, email string) reply {
	b.t.Helper()

	return b.do("POST", "{v1}/users/"+b.AccountID(email)+"/role-assignments/"+verb, object{"role": "atlassian/org-admin"})
}

// held are the roles of a person: resource, role, methods.
func (b *bench) held(email, query string) []string {
	b.t.Helper()

	found := []string{}
	answer := b.ok("GET", "{dir}/users/"+b.AccountID(email)+"/role-assignments"+query, nil)

	for i, resource := range answer.column("resourceId") {
		roles, _ := answer.at("data", i, "roleAssignments").([]any)
		for _, role := range roles {
			role, _ := role.(object)
			found = append(found, fmt.Sprint(strings.Split(resource, ":")[2], " ", role["role"], " ", role["roleAssignmentMethods"]))
		}
	}

	return found
}

func (b *bench) holders(filter object) []string {
	b.t.Helper()

	return b.ok("POST", "{all}/users/search", filter).column("email")
}

func TestUserRoles(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	assert.Equal(t, []string{"jira-software atlassian/user [group_direct]"}, b.held(emil, ""))

	for range 2 {
		got := b.userRole("assign", emil, jiraSite, "atlassian/user")
		assert.Equal(t, http.StatusNoContent, got.status, got.raw)
		assert.Empty(t, got.raw)
	}

	require.Equal(t, http.StatusNoContent, b.userRole("assign", emil, confluenceSite, "atlassian/guest").status)
	assert.Equal(t, []string{"confluence atlassian/guest [direct]", "jira-software atlassian/user [direct group_direct]"}, b.held(emil, ""))
	assert.Equal(t, []any{object{
		"directoryId": b.DirectoryID, "resourceId": confluenceSite, "resourceOwner": "confluence", "roles": []any{"atlassian/guest"}, "userDirectoryStatus": "active",
		"roleAssignments": []any{object{"role": "atlassian/guest", "roleAssignmentMethods": []any{"direct"}}},
	}}, b.ok("GET", "{all}/users/"+b.AccountID(emil)+"/role-assignments?roleIds=atlassian/guest", nil).body["data"])

	for range 2 {
		assert.Equal(t, http.StatusNoContent, b.userRole("revoke", emil, jiraSite, "atlassian/user").status)
	}

	assert.Equal(t, []string{"jira-software atlassian/user [group_direct]"}, b.held(emil, "?resourceOwners=jira-software"), "the group's role stays")
	assert.Equal(t, []simulator.Role{{Resource: confluenceSite, Role: "atlassian/guest"}}, b.UserRoles(emil))
}

func TestUserRolesThatCannotBeAssigned(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	whole := "ari:cloud:platform::site/" + site

	for _, tt := range []struct {
		resource, role string
		status         int
		code           string
	}{
		{"acme.atlassian.net", "atlassian/user", http.StatusBadRequest, "ADMIN-UAM-400-1"},
		{"", "atlassian/user", http.StatusBadRequest, "ADMIN-UAM-400-1"},
		{jiraSite, "atlassian/site-admin", http.StatusBadRequest, "ADMIN-UAM-400-3"},
		{whole, "atlassian/user", http.StatusBadRequest, "ADMIN-UAM-400-3"},
		{organizationARI, "atlassian/admin", http.StatusBadRequest, "ADMIN-UAM-400-3"},
		{"ari:cloud:jira-software::site/other", "atlassian/user", http.StatusNotFound, "ADMIN-UAM-404-3"},
		{"ari:cloud:platform::site/other", "atlassian/site-admin", http.StatusNotFound, "ADMIN-UAM-404-3"},
	} {
		for _, verb := range []string{"assign", "revoke"} {
			got := b.userRole(verb, emil, tt.resource, tt.role)
			assert.Equal(t, tt.status, got.status, "%s %s on %s", verb, tt.role, tt.resource)
			assert.Equal(t, tt.code, got.at("errors", 0, "code"), "%s %s on %s", verb, tt.role, tt.resource)
		}
	}

	got := b.do("POST", "{v1}/users/nobody/roles/assign", object{"resource": jiraSite, "role": "atlassian/user"})
	assert.Equal(t, http.StatusNotFound, got.status)
	assert.Equal(t, "ADMIN-UAM-404-3", got.at("errors", 0, "code"))
	assert.Equal(t, http.StatusNotFound, b.do("GET", "{dir}/users/nobody/role-assignments", nil).status)

	require.NoError(t, b.SetSeats(jiraSite, 7))
	got = b.userRole("assign", "fatima.haddad@acme.example", jiraSite, "atlassian/user")
	assert.Equal(t, http.StatusConflict, got.status)
	assert.Equal(t, "ADMIN-UAM-409-3", got.at("errors", 0, "code"))
	assert.Equal(t, http.StatusNoContent, b.userRole("assign", "fatima.haddad@acme.example", jiraSite, "atlassian/customer").status, "it takes no seat")

	plain := strings.Replace(jiraSite, "jira-software", "jira", 1)
	require.Equal(t, http.StatusNoContent, b.userRole("assign", emil, plain, "atlassian/user").status)
	require.Equal(t, http.StatusNoContent, b.userRole("assign", emil, whole, "atlassian/site-admin").status)
	assert.Equal(t, []simulator.Role{{Resource: whole, Role: "atlassian/site-admin"}}, b.UserRoles(emil))
	assert.Nil(t, b.ok("GET", "{all}/users/"+b.AccountID(emil)+"/role-assignments?roleIds=atlassian/site-admin", nil).at("data", 0, "directoryId"))
}

func TestUserRoleEnums(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})

	assert.Equal(t, http.StatusBadRequest, b.userRole("assign", emil, jiraSite, "atlassian/ai-access").status)
	assert.Equal(t, http.StatusBadRequest, b.do("POST", "{v1}/users/"+b.AccountID(emil)+"/role-assignments/assign", object{"role": "atlassian/admin"}).status)
	assert.Len(t, b.Violations(), 2)
}

func TestDirectRolesTakeSeats(t *testing.T) {
	t.Parallel()

	const fatima = "fatima.haddad@acme.example"

	b := start(t, simulator.Options{})
	require.NoError(t, b.SetSeats(jiraSite, 8))
	require.Equal(t, http.StatusNoContent, b.userRole("assign", fatima, jiraSite, "atlassian/user").status)
	assert.Equal(t, http.StatusConflict, b.userRole("assign", "milo.rossi@contractor.example", jiraSite, "atlassian/user").status)
	assert.Equal(t, http.StatusConflict, b.member("jira-users", "milo.rossi@contractor.example").status)
	assert.Equal(t, http.StatusNoContent, b.member("jira-users", fatima).status, "she has a seat")

	suspended := "suspended"
	require.NoError(t, b.ChangeUser(emil, simulator.UserChange{Status: &suspended}))
	assert.Equal(t, http.StatusNoContent, b.userRole("assign", "milo.rossi@contractor.example", jiraSite, "atlassian/user").status, "a suspended person has no seat")
	assert.NotEmpty(t, b.held(emil, ""), "but keeps the roles")
}

func TestOrganizationAdmins(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	admins := object{"roleIds": []string{"atlassian/org-admin"}}

	assert.Equal(t, []string{ada, "bruno.keller@acme.example"}, b.holders(admins))

	for range 2 {
		got := b.orgAdmin("assign", emil)
		assert.Equal(t, http.StatusNoContent, got.status, got.raw)
		assert.Empty(t, got.raw)
	}

	require.Equal(t, http.StatusNoContent, b.userRole("assign", "chen.li@acme.example", "", "atlassian/org-admin").status, "no resource is needed")
	require.Equal(t, http.StatusNoContent, b.orgAdmin("assign", ada).status)

	assert.Equal(t, []string{ada, "bruno.keller@acme.example", "chen.li@acme.example", emil}, b.holders(admins))
	assert.InDelta(t, 4, b.ok("GET", "{all}/users/count?roleIds=atlassian/org-admin", nil).body["count"], 0)
	assert.Equal(t, []any{"atlassian/org-admin"}, b.ok("POST", "{all}/users/search", object{"emails": []string{emil}, "expand": []string{"platformRoles"}}).at("data", 0, "platformRoles"))
	assert.Equal(t, []string{
		"confluence atlassian/admin [inferred]", "jira-servicedesk atlassian/admin [inferred]",
		"jira-software atlassian/admin [inferred]", "jira-software atlassian/user [group_direct]",
		"platform atlassian/org-admin [direct]",
	}, b.held(emil, ""))
	assert.Equal(t, []string{"platform atlassian/org-admin [direct group_direct]"}, b.held(ada, "?roleIds=atlassian/org-admin"))

	assert.Equal(t, http.StatusNoContent, b.orgAdmin("revoke", "bruno.keller@acme.example").status)
	assert.Equal(t, http.StatusNoContent, b.orgAdmin("revoke", emil).status)
	assert.Equal(t, []string{ada, "bruno.keller@acme.example", "chen.li@acme.example"}, b.holders(admins), "an admin by a group stays one")
}

func TestOrganizationAdminsSinceUnits(t *testing.T) {
	t.Parallel()

	organization := simulator.SmallCompany()
	organization.Units = true
	organization.Users[0].Roles = nil
	organization.Users[4].Roles = []simulator.Role{{Resource: organizationARI, Role: "atlassian/org-admin"}}
	b := start(t, simulator.Options{Organization: organization})

	assert.Equal(t, []string{emil}, b.holders(object{"roleIds": []string{"atlassian/org-admin"}}), "the group makes none")
	assert.Equal(t, organization.Users[4].Roles, b.Organization().Users[4].Roles)
}

// A person must have one role that matches both filters.
func TestUsersByRoleAndResource(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	require.Equal(t, http.StatusNoContent, b.userRole("assign", "milo.rossi@contractor.example", confluenceSite, "atlassian/guest").status)

	assert.Equal(t, []string{"milo.rossi@contractor.example"}, b.holders(object{"roleIds": []string{"atlassian/guest"}}))
	assert.Contains(t, b.holders(object{"resourceIds": []string{confluenceSite}}), "milo.rossi@contractor.example")
	assert.NotContains(t, b.holders(object{"resourceIds": []string{confluenceSite}, "roleIds": []string{"atlassian/user"}}), "milo.rossi@contractor.example")
	assert.NotContains(t, b.holders(object{"resourceIds": []string{jiraSite}, "roleIds": []string{"atlassian/guest"}}), "milo.rossi@contractor.example")
	assert.Equal(t, confluenceSite, b.ok("POST", "{all}/users/search", object{"emails": []string{"milo.rossi@contractor.example"}, "expand": []string{"productAccess"}}).at("data", 0, "productAccess", 0, "id"))
}

func TestUserRolesLag(t *testing.T) {
	t.Parallel()

	b, now := startLagging(t)
	require.Equal(t, http.StatusNoContent, b.userRole("assign", emil, confluenceSite, "atlassian/user").status)
	require.Equal(t, http.StatusNoContent, b.orgAdmin("assign", emil).status)
	assert.Len(t, b.held(emil, ""), 1)
	assert.Len(t, b.UserRoles(emil), 2)

	now.advance(2 * time.Second)
	assert.Len(t, b.held(emil, "?roleIds=atlassian/user&roleIds=atlassian/org-admin"), 3)
}

func TestUserRolesInPages(t *testing.T) {
	t.Parallel()

	org := simulator.Organization{Name: "Many", Users: []simulator.User{{Email: "a@b.example"}}}
	for i := range 45 {
		id := fmt.Sprintf("ari:cloud:confluence::site/%03d", i)
		org.Workspaces = append(org.Workspaces, simulator.Workspace{ID: id, Name: "w"})
		org.Users[0].Roles = append(org.Users[0].Roles, simulator.Role{Resource: id, Role: "atlassian/user"})
	}

	b := start(t, simulator.Options{Organization: org})
	path := "{dir}/users/" + b.AccountID("a@b.example") + "/role-assignments"

	assert.Len(t, b.collect("GET", b.path(path), nil, 3, "resourceId"), 45)
	assert.Len(t, b.collect("GET", b.path(path)+"?limit=100", nil, 1, "resourceId"), 45)
}

func TestConsoleChangesUserRoles(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	path := "/_simulator/users/" + emil + "/roles"

	require.Equal(t, http.StatusNoContent, b.do("PUT", path, object{"resource": confluenceSite, "role": "atlassian/user"}).status)
	require.Equal(t, http.StatusNoContent, b.do("PUT", path, object{"role": "atlassian/org-admin"}).status)
	assert.Equal(t, []simulator.Role{{Resource: confluenceSite, Role: "atlassian/user"}, {Resource: organizationARI, Role: "atlassian/org-admin"}}, b.UserRoles(emil))
	require.Equal(t, http.StatusNoContent, b.do("DELETE", path, object{"role": "atlassian/org-admin"}).status)
	assert.Equal(t, http.StatusNotFound, b.do("DELETE", path, object{"role": "atlassian/org-admin"}).status)
	assert.Equal(t, http.StatusBadRequest, b.do("PUT", path, object{"resource": "ari:cloud:x::site/y", "role": "atlassian/user"}).status)

	require.NoError(t, b.RemoveUser(emil))
	assert.Empty(t, b.UserRoles(emil))

	_, err := b.AddUser(simulator.User{Email: "new@acme.example", Roles: []simulator.Role{{Resource: jiraSite, Role: "nobody"}}})
	require.ErrorContains(t, err, "roles: role")

	_, err = b.AddUser(simulator.User{Email: "new@acme.example", Roles: []simulator.Role{{Resource: jiraSite, Role: "atlassian/user"}}})
	require.NoError(t, err)
	assert.Len(t, b.UserRoles("new@acme.example"), 1)
}

func TestLiveUserRoles(t *testing.T) {
	t.Parallel()

	b := live(t)
	entry := b.ok("GET", "{dir}/users/"+b.AccountID(emil)+"/role-assignments", nil).at("data", 0)
	assert.Equal(t, object{
		"directoryId": nil, "userDirectoryStatus": nil, "resourceId": jiraSite, "resourceOwner": "jira-software",
		"roleAssignments": []any{object{"role": "atlassian/user", "roleAssignmentMethods": []any{"group_direct"}}},
	}, entry)
}
