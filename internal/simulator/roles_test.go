// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// role assigns a role to the group of contractors, or revokes it.
func (b *bench) role(verb, resource, role string) reply {
	b.t.Helper()

	return b.do("POST", "{dir}/groups/"+b.GroupID("contractors")+"/role-assignments/"+verb, object{"resourceId": resource, "roleId": role})
}

func (b *bench) roles(group, query string) reply {
	b.t.Helper()

	return b.ok("GET", "{dir}/groups/"+b.GroupID(group)+"/role-assignments"+query, nil)
}

func TestGroupRoles(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	assert.Equal(t, []any{}, b.roles("contractors", "").body["data"])
	assert.Equal(t, []any{object{
		"resourceId": jiraSite, "resourceOwner": "jira-software", "roles": []any{"atlassian/user"}, "defaultRole": "atlassian/user",
	}}, b.roles("jira-users", "").body["data"])

	for range 2 {
		got := b.role("assign", confluenceSite, "atlassian/user")
		assert.Equal(t, http.StatusOK, got.status, "given again without complaint")
		assert.Empty(t, got.raw)
	}

	require.Equal(t, http.StatusOK, b.role("assign", confluenceSite, "atlassian/guest").status)
	require.Equal(t, http.StatusOK, b.role("assign", jiraSite, "atlassian/user").status)

	assert.Equal(t, []any{
		object{"resourceId": confluenceSite, "resourceOwner": "confluence", "roles": []any{"atlassian/guest", "atlassian/user"}, "defaultRole": nil},
		object{"resourceId": jiraSite, "resourceOwner": "jira-software", "roles": []any{"atlassian/user"}, "defaultRole": nil},
	}, b.roles("contractors", "").body["data"])

	assert.Equal(t, []string{jiraSite}, b.roles("contractors", "?resourceIds="+url.QueryEscape(jiraSite)).column("resourceId"))
	assert.Equal(t, []string{confluenceSite}, b.roles("contractors", "?resourceOwners=confluence").column("resourceId"))
	assert.Equal(t, []string{confluenceSite}, b.roles("contractors", "?roleIds=atlassian/guest").column("resourceId"))
	assert.Empty(t, b.roles("contractors", "?directoryIds=other").column("resourceId"))

	for range 2 {
		got := b.role("revoke", jiraSite, "atlassian/user")
		assert.Equal(t, http.StatusNoContent, got.status)
		assert.Empty(t, got.raw)
	}

	assert.Equal(t, []string{confluenceSite}, b.roles("contractors", "").column("resourceId"))
}

func TestRolesThatCannotBeAssigned(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	for _, tt := range []struct {
		resource, role string
		status         int
	}{
		{"acme.atlassian.net", "atlassian/user", http.StatusBadRequest},
		{"ari:cloud:jira-software::site", "atlassian/user", http.StatusBadRequest},
		{"ari:cloud:jira-software::site/other", "atlassian/user", http.StatusNotFound},
		{jiraSite, "user", http.StatusBadRequest},
		{jiraSite, "atlassian/org-admin", http.StatusBadRequest},
		{jiraSite, "", http.StatusBadRequest},
	} {
		for _, verb := range []string{"assign", "revoke"} {
			got := b.role(verb, tt.resource, tt.role)
			assert.Equal(t, tt.status, got.status, "%s %s on %s", verb, tt.role, tt.resource)
			assert.Empty(t, got.raw)
		}
	}
}

func TestPlainJiraIsAcceptedAndGrantsNothing(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	plain := strings.Replace(jiraSite, "jira-software", "jira", 1)
	assert.Equal(t, http.StatusOK, b.role("assign", plain, "atlassian/user").status)
	assert.Empty(t, b.roles("contractors", "").column("resourceId"))
	assert.Equal(t, http.StatusNoContent, b.role("revoke", plain, "atlassian/user").status)
}

func TestGroupRolesInPages(t *testing.T) {
	t.Parallel()

	org := simulator.Organization{Name: "Many", Groups: []simulator.Group{{Name: "all"}}}
	for i := range 45 {
		id := fmt.Sprintf("ari:cloud:confluence::site/%03d", i)
		org.Workspaces = append(org.Workspaces, simulator.Workspace{ID: id, Name: "w"})
		org.Groups[0].Roles = append(org.Groups[0].Roles, simulator.Role{Resource: id, Role: "atlassian/user"})
	}

	b := start(t, simulator.Options{Organization: org})
	path := "{dir}/groups/" + b.GroupID("all") + "/role-assignments"

	assert.Len(t, b.collect("GET", b.path(path), nil, 3, "resourceId"), 45)
	assert.Len(t, b.collect("GET", b.path(path)+"?limit=100", nil, 1, "resourceId"), 45)
}
