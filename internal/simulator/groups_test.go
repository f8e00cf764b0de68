// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestCreateGroup(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	created := b.do("POST", "{dir}/groups", object{"name": "Platform Team", "description": "Runs it"})
	assert.Equal(t, http.StatusCreated, created.status)
	assert.Empty(t, created.raw, "Atlassian answers without a body")
	assert.Empty(t, created.header.Get("Location"))

	found := b.ok("POST", "{dir}/groups/search", object{"groupNames": []string{"platform team"}})
	require.Equal(t, []string{"Platform Team"}, found.column("name"))
	assert.Equal(t, object{
		"id": b.GroupID("Platform Team"), "name": "Platform Team", "description": "Runs it", "directoryId": b.DirectoryID,
		"managedBy": "admins", "externalSynced": false,
		"managementAccess": object{"readable": true, "modifiable": true, "deletable": true},
	}, found.at("data", 0))

	for _, name := range []string{"Platform Team", "PLATFORM TEAM"} {
		conflict := b.do("POST", "{dir}/groups", object{"name": name})
		assert.Equal(t, http.StatusConflict, conflict.status)
		assert.Empty(t, conflict.raw)
	}

	assert.Empty(t, b.ok("POST", "{dir}/groups/search", object{"groupNames": []string{"platform"}}).column("name"), "only whole names")

	for _, name := range []string{"", " ", strings.Repeat("x", 256)} {
		assert.Equal(t, http.StatusBadRequest, b.do("POST", "{dir}/groups", object{"name": name}).status)
	}
}

func TestGetGroup(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	id := b.GroupID("engineering")
	for _, directory := range []string{"{dir}", "{all}"} {
		got := b.ok("GET", directory+"/groups/"+id, nil)
		assert.Equal(t, id, got.at("data", "id"))
		assert.Equal(t, "Everyone who ships", got.at("data", "description"))
		assert.Equal(t, object{"users": 3.0, "resources": 1.0}, got.at("data", "counts"))
	}

	synced := b.ok("GET", "{dir}/groups/"+b.GroupID("idp-employees"), nil)
	assert.Equal(t, true, synced.at("data", "externalSynced"))
	assert.Equal(t, "external", synced.at("data", "managedBy"))
	assert.Equal(t, object{"readable": true, "modifiable": false, "deletable": false}, synced.at("data", "managementAccess"))

	for _, unknown := range []string{"11111111-2222-4333-8444-555555555555", "engineering", "ari:cloud:identity::group%2F" + id} {
		got := b.do("GET", "{dir}/groups/"+unknown, nil)
		assert.Equal(t, http.StatusNotFound, got.status)
		assert.Equal(t, "ADMIN-404-10", got.at("errors", 0, "code"))
	}

	missing := b.do("GET", "{v2}/directories/11111111-2222-4333-8444-555555555555/groups/"+id, nil)
	assert.Equal(t, http.StatusNotFound, missing.status)
}

func TestDeleteGroup(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	id := b.GroupID("engineering")

	got := b.do("DELETE", "{dir}/groups/"+id, nil)
	assert.Equal(t, http.StatusNoContent, got.status)
	assert.Empty(t, got.raw)
	assert.Equal(t, http.StatusNotFound, b.do("DELETE", "{dir}/groups/"+id, nil).status)
	assert.Equal(t, http.StatusNotFound, b.do("GET", "{dir}/groups/"+id, nil).status)
	assert.Empty(t, b.ok("POST", "{dir}/users/search", object{"groupIds": []string{id}}).column("email"))
	assert.NotContains(t, b.ok("POST", "{dir}/groups/search", object{"accountIds": []string{b.AccountID("chen.li@acme.example")}}).column("name"), "engineering")

	assert.Equal(t, http.StatusCreated, b.do("POST", "{dir}/groups", object{"name": "engineering"}).status)
	assert.NotEqual(t, id, b.GroupID("engineering"), "a group made again is another group")
	assert.Empty(t, b.Members("engineering"))
	assert.Empty(t, b.Roles("engineering"))

	for _, name := range []string{"idp-employees", "jira-users", "org-admins"} {
		got := b.do("DELETE", "{dir}/groups/"+b.GroupID(name), nil)
		assert.Equal(t, http.StatusForbidden, got.status, name)
		assert.Empty(t, got.raw)
		assert.NotEmpty(t, b.GroupID(name))
	}
}

func TestGroupThatGrantsAdminAccessCannotBeDeleted(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	group := "{dir}/groups/" + b.GroupID("contractors")
	role := object{"resourceId": jiraSite, "roleId": "atlassian/admin"}

	require.Equal(t, http.StatusOK, b.do("POST", group+"/role-assignments/assign", role).status)
	assert.Equal(t, http.StatusForbidden, b.do("DELETE", group, nil).status)
	require.Equal(t, http.StatusNoContent, b.do("POST", group+"/role-assignments/revoke", role).status)
	assert.Equal(t, http.StatusNoContent, b.do("DELETE", group, nil).status)
}

func TestSearchGroups(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	chen, adaID := b.AccountID("chen.li@acme.example"), b.AccountID(ada)

	tests := []struct {
		name   string
		search object
		want   []string
	}{
		{"all", object{}, []string{"confluence-users", "contractors", "engineering", "idp-employees", "jira-users", "org-admins"}},
		{"by ID", object{"groupIds": []string{b.GroupID("engineering"), b.GroupID("contractors"), "unknown"}}, []string{"contractors", "engineering"}},
		{"by name", object{"groupNames": []string{"ENGINEERING", "contractors", "unknown"}}, []string{"contractors", "engineering"}},
		{"one name twice", object{"groupNames": []string{"ENGINEERING", "engineering"}}, []string{"engineering"}},
		{"by term", object{"searchTerm": "USERS"}, []string{"confluence-users", "jira-users"}},
		{"by member", object{"accountIds": []string{chen}}, []string{"confluence-users", "engineering", "jira-users"}},
		{"by members", object{"accountIds": []string{chen, adaID}}, []string{"confluence-users", "engineering", "jira-users", "org-admins"}},
		{"by member and ID", object{"accountIds": []string{adaID}, "groupIds": []string{b.GroupID("engineering"), b.GroupID("org-admins")}}, []string{"org-admins"}},
		{"by member and name", object{"accountIds": []string{adaID}, "groupNames": []string{"engineering", "org-admins"}}, []string{"org-admins"}},
		{"by resource", object{"resourceIds": []string{jiraSite}}, []string{"engineering", "jira-users"}},
		{"by owner", object{"resourceOwners": []string{"confluence"}}, []string{"confluence-users"}},
		{"by role", object{"roleIds": []string{"atlassian/org-admin"}}, []string{"org-admins"}},
		{"by role and resource", object{"roleIds": []string{"atlassian/org-admin"}, "resourceIds": []string{jiraSite}}, []string{}},
		{"by directory", object{"directoryIds": []string{b.DirectoryID}, "searchTerm": "org"}, []string{"org-admins"}},
		{"by other directory", object{"directoryIds": []string{"other"}}, []string{}},
	}

	for _, tt := range tests {
		assert.Equal(t, tt.want, b.ok("POST", "{dir}/groups/search", tt.search).column("name"), tt.name)
		assert.Equal(t, tt.want, b.ok("POST", "{all}/groups/search", tt.search).column("name"), tt.name)
	}
}

func TestExpandGroups(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	search := func(expand ...string) any {
		return b.ok("POST", "{dir}/groups/search", object{"groupNames": []string{"engineering"}, "expand": expand}).at("data", 0, "counts")
	}

	assert.Equal(t, object{"users": 3.0}, search("counts.users"))
	assert.Equal(t, object{"resources": 1.0}, search("counts.resources"))
	assert.Equal(t, object{"users": 3.0, "resources": 1.0}, search("counts.users", "counts.resources"))
}

func TestCountGroups(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	count := func(query string) any { return b.ok("GET", "{dir}/groups/count"+query, nil).body["count"] }
	assert.InDelta(t, 6, count(""), 0)
	assert.InDelta(t, 2, count("?searchTerm=users"), 0)
	assert.InDelta(t, 1, count("?groupIds="+b.GroupID("engineering")+"&groupIds=other"), 0)
	assert.InDelta(t, 1, count("?roleIds=atlassian%2Forg-admin"), 0)

	stats := b.ok("GET", "{all}/groups/stats", nil)
	assert.Equal(t, object{"all": 6.0, "managed": 5.0, "synced": 1.0}, stats.at("totals"))
	assert.Equal(t, object{"count": 6.0, "type": "GROUP"}, stats.at("types", 0))
}

func TestSeveralDirectories(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{Organization: simulator.Organization{
		Name:        "Two",
		Directories: []simulator.Directory{{Name: "One"}, {Name: "Two"}},
		Users:       []simulator.User{{Email: "a@x.example"}, {Email: "b@x.example", Directories: []string{"Two"}}},
		Groups: []simulator.Group{
			{Name: "team", Members: []string{"a@x.example"}},
			{Name: "Team", Directory: "Two", Members: []string{"b@x.example"}},
		},
	}})

	other := "{v2}/directories/" + b.Organization().Directories[1].ID

	assert.Equal(t, []string{"team"}, b.ok("POST", "{dir}/groups/search", object{"groupNames": []string{"TEAM"}}).column("name"))
	assert.Equal(t, []string{"Team"}, b.ok("POST", other+"/groups/search", object{"groupNames": []string{"TEAM"}}).column("name"))
	assert.Len(t, b.ok("POST", "{all}/groups/search", object{"groupNames": []string{"TEAM"}}).column("name"), 2)
	assert.Equal(t, []string{"b@x.example"}, b.ok("POST", other+"/users/search", nil).column("email"))

	id := b.GroupID("team")
	assert.Equal(t, http.StatusNotFound, b.do("GET", other+"/groups/"+id, nil).status)
	assert.Equal(t, http.StatusNotFound, b.do("POST", "{dir}/groups/"+id+"/memberships", object{"accountId": b.AccountID("b@x.example")}).status,
		"the user must be in the directory of the group")
	assert.Empty(t, b.Violations())

	for _, write := range []struct {
		method, path string
		body         any
	}{
		{"POST", "{all}/groups", object{"name": "x"}},
		{"DELETE", "{all}/groups/" + id, nil},
		{"POST", "{all}/groups/" + id + "/memberships", object{"accountId": b.AccountID("a@x.example")}},
		{"DELETE", "{all}/groups/" + id + "/memberships/" + b.AccountID("a@x.example"), nil},
		{"POST", "{all}/groups/" + id + "/role-assignments/assign", object{"resourceId": jiraSite, "roleId": "atlassian/user"}},
	} {
		got := b.do(write.method, write.path, write.body)
		assert.Equal(t, http.StatusNotFound, got.status, "%s %s", write.method, write.path)
		assert.Contains(t, strings.Join(b.Violations(), "\n"), "- stands for all directories in reads and searches only")
		b.ResetViolations()
	}
}
