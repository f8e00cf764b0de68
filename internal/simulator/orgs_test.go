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

func TestOrganization(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	got := b.ok("GET", "{v1}", nil)
	assert.Equal(t, b.OrganizationID, got.at("data", "id"))
	assert.Equal(t, "orgs", got.at("data", "type"))
	assert.Equal(t, "Acme", got.at("data", "attributes", "name"))
	assert.Equal(t, b.server.URL+b.path("{v1}"), got.at("data", "links", "self"))
	assert.Equal(t, b.server.URL+b.path("{v1}/domains"), got.at("data", "relationships", "domains", "links", "related"))
	assert.Len(t, got.header.Get("atl-traceid"), 32)

	assert.Equal(t, []string{b.OrganizationID}, b.ok("GET", "/admin/v1/orgs", nil).column("id"))
}

func TestScopedKeyFindsNoOrganizations(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: simulator.Organization{APIKey: simulator.APIKey{Scopes: []string{"read:orgs:admin"}}}})

	assert.Equal(t, []any{}, b.ok("GET", "/admin/v1/orgs", nil).body["data"])
	assert.Equal(t, b.OrganizationID, b.ok("GET", "{v1}", nil).at("data", "id"))
}

// served lists every operation with a request that is as documented.
func served(b *bench) []struct{ method, path, family, scope, body string } {
	group := "{dir}/groups/" + b.GroupID("engineering")
	user := b.AccountID(emil)
	staff := b.AuthenticationPolicyID("Staff")

	// A key that must not move anybody has no task either; no test asks for more then.
	task, _ := b.do("POST", "{control}/auth-policy/"+staff+"/add-users", object{"users": []string{ada}}).body["taskId"].(string)
	if task == "" {
		task = "none"
	}

	return []struct{ method, path, family, scope, body string }{
		{"GET", "/admin/v1/orgs", "v1", "", ""},
		{"GET", "{v1}", "v1", "read:orgs:admin", ""},
		{"GET", "{v1}/domains", "domains", "read:domains:admin", ""},
		{"GET", "{v1}/domains/" + b.DomainID("acme.dev"), "domains", "read:domains:admin", ""},
		{"GET", "{v1}/users", "v1", "read:accounts:admin", ""},
		{"GET", "{v2}/directories", "v2", "read:directories:admin", ""},
		{"POST", "{v2}/workspaces", "workspaces", "read:workspaces:admin", "{}"},
		{"GET", "{dir}/groups/count", "v2", "", ""},
		{"GET", "{dir}/groups/stats", "v2", "", ""},
		{"POST", "{dir}/groups/search", "v2", "", ""},
		{"POST", "{dir}/groups", "bare", "", `{"name":"new"}`},
		{"GET", group, "v2", "", ""},
		{"POST", group + "/memberships", "bare", "", `{"accountId":"` + user + `"}`},
		{"DELETE", group + "/memberships/" + user, "bare", "", ""},
		{"GET", group + "/role-assignments", "v2", "read:groups:admin", ""},
		{"POST", group + "/role-assignments/assign", "bare", "", `{"resourceId":"` + confluenceSite + `","roleId":"atlassian/user"}`},
		{"POST", group + "/role-assignments/revoke", "bare", "", `{"resourceId":"` + confluenceSite + `","roleId":"atlassian/user"}`},
		{"DELETE", group, "bare", "", ""},
		{"POST", "{dir}/users/search", "v2", "", `{}`},
		{"GET", "{dir}/users/count", "v2", "", ""},
		{"GET", "{dir}/users/" + user, "v2", "", ""},
		{"GET", "{v1}/event-actions", "v1", "read:events:admin", ""},
		{"GET", "{v1}/events", "v1", "read:events:admin", ""},
		{"POST", "{control}/auth-policy/" + staff + "/add-users", "control", "write:policies:admin", `{"users":["` + emil + `"]}`},
		{"GET", "{control}/auth-policy/task/" + task, "control", "write:policies:admin", ""},
		{"POST", "{control}/users/auth-policies/bulk-fetch", "control", "", `{"accountIds":["` + user + `"]}`},
		{"GET", "/users/" + user + "/manage", "manage", "", ""},
		{"POST", "/graphql", "gateway", "", `{"query":"{ecosystem{appsInstalledInContexts(contextIds:[]){totalCount}}}"}`},
		{"POST", "/graphql", "gateway", "", `{"query":"{ecosystem{userInstallationRules(cloudId:\"` + site + `\"){rule}}}"}`},
		{"POST", "/graphql", "gateway", "", `{"query":"mutation{ecosystem{updateUserInstallationRules(input:{cloudId:\"` + site + `\",rule:deny}){success}}}"}`},
		{"POST", "/graphql", "gateway", "", `{"query":"mutation{uninstallApp(input:{appId:\"x\",environmentKey:\"production\"}){success}}"}`},
		{"POST", "/graphql", "gateway", "", `{"query":"{appInstallationTask(id:\"x\"){state}}"}`},
	}
}

// public is what needs no credentials, and must not be sent any.
var public = []struct{ method, path, family, scope, body string }{
	{"GET", "/rest/2/addons/com.orbit.boards", "marketplace", "", ""},
	{"GET", "/rest/2/addons/com.orbit.boards/versions", "marketplace", "", ""},
	{"GET", "/rest/2/addons/com.orbit.boards/privacy-and-security", "marketplace", "", ""},
}

func body(text string) any {
	if text == "" {
		return nil
	}

	return text
}

func TestEveryOperationAnswers(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	all := append(served(b), public...)
	for _, o := range all {
		got := b.do(o.method, o.path, body(o.body))
		assert.Less(t, got.status, 300, "%s %s: %s", o.method, o.path, got.raw)
		assert.NotEmpty(t, got.header.Get("atl-traceid"))
	}

	assert.Len(t, b.Requests(), len(all))
	assert.Equal(t, 1, b.Requests()["DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/memberships/{accountId}"])
	b.ResetRequests()
	assert.Empty(t, b.Requests())
}

// assertFamily checks the form of an error body.
func assertFamily(t *testing.T, family string, got reply) {
	t.Helper()

	proxied := got.status == http.StatusUnauthorized || got.status == http.StatusTooManyRequests

	refused := got.status == http.StatusForbidden || got.status == http.StatusNotFound

	switch {
	case family == "bare" || family == "control" && proxied:
		assert.Empty(t, got.raw)
		assert.Empty(t, got.header.Get("Content-Type"))
	case family == "marketplace":
		assert.NotEmpty(t, got.at("errors", 0, "message"))
		assert.Len(t, got.at("errors", 0), 1)
	case family == "manage":
		assert.NotEmpty(t, got.body["key"])
		assert.NotContains(t, got.body, "message")
	case family == "v2" || !proxied && family == "v1" || !proxied && family == "domains" && got.status != http.StatusForbidden || family == "control" && !refused:
		assert.Equal(t, got.at("errors", 0, "status"), itoa(got.status))
		assert.Contains(t, got.at("errors", 0, "code"), "ADMIN-")
		assert.NotEmpty(t, got.at("errors", 0, "id"))
		assert.NotEmpty(t, got.at("errors", 0, "title"))
		assert.NotEmpty(t, got.at("errors", 0, "detail"))
	case proxied || family == "control" || family == "gateway":
		assert.InDelta(t, got.status, got.body["code"], 0)
		assert.NotEmpty(t, got.body["message"])
		assert.Len(t, got.body, 2)
	case family == "workspaces":
		assert.Contains(t, got.body["code"], "ADMIN-")
		assert.Equal(t, itoa(got.status), got.body["status"])
	default:
		for _, field := range []string{"timestamp", "status", "error", "message", "path", "requestId"} {
			assert.NotEmpty(t, got.body[field], field)
		}
	}
}

func TestWithoutTheKeyNothingIsServed(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	for _, o := range served(b) {
		for _, credentials := range []string{"", "Bearer wrong", "Basic " + b.APIKey, "Bearer", b.APIKey} {
			got := b.do(o.method, o.path, body(o.body), func(r *http.Request) { r.Header.Set("Authorization", credentials) })
			require.Equal(t, http.StatusUnauthorized, got.status, "%s %s with %q", o.method, o.path, credentials)
			assertFamily(t, o.family, got)
		}
	}
}

func TestScopes(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: simulator.Organization{APIKey: simulator.APIKey{Scopes: []string{"read:keys:admin"}}}})

	for i, o := range served(b) {
		got := b.do(o.method, o.path, body(o.body))

		if o.family == "manage" {
			assert.Equal(t, http.StatusForbidden, got.status, "no scope opens it")
			assert.Equal(t, "forbidden.insufficientScope", got.body["key"])
			assert.Contains(t, got.at("context", "acceptableScopes"), "manage:org")

			continue
		}

		if o.scope == "" {
			assert.Less(t, got.status, 300, "%s %s documents no scope: %s", o.method, o.path, got.raw)

			continue
		}

		require.Equal(t, http.StatusForbidden, got.status, "%s %s needs %s", o.method, o.path, o.scope)
		assertFamily(t, o.family, got)

		allowed := start(t, simulator.Options{Organization: simulator.Organization{APIKey: simulator.APIKey{Scopes: []string{o.scope}}}})
		again := served(allowed)[i]
		assert.Less(t, allowed.do(again.method, again.path, body(again.body)).status, 300, "%s %s with %s", o.method, o.path, o.scope)
	}
}

func TestScopedKeyMayRefuseWrites(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: simulator.Organization{APIKey: simulator.APIKey{
		Scopes: []string{"read:groups:admin"}, RefuseUnscopedWrites: true,
	}}})

	for _, o := range served(b) {
		if o.family == "bare" {
			got := b.do(o.method, o.path, body(o.body))
			require.Equal(t, http.StatusForbidden, got.status, "%s %s", o.method, o.path)
			assertFamily(t, o.family, got)
		}
	}

	b.ok("POST", "{dir}/groups/search", nil)
	b.ok("POST", "{control}/users/auth-policies/bulk-fetch", object{"accountIds": []string{b.AccountID(emil)}})
}

func TestScopedKeyThatRefusesWritesMovesUsers(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: simulator.Organization{APIKey: simulator.APIKey{
		Scopes: []string{"write:policies:admin"}, RefuseUnscopedWrites: true,
	}}})

	task := b.move("Staff", emil)
	assert.InDelta(t, 1, b.ok("GET", task, nil).body["successCount"], 0)
}

func TestAnotherOrganization(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	for _, o := range served(b) {
		if !strings.Contains(b.path(o.path), b.OrganizationID) {
			continue
		}

		got := b.do(o.method, strings.ReplaceAll(b.path(o.path), b.OrganizationID, "11111111-2222-4333-8444-555555555555"), body(o.body))

		want := http.StatusNotFound

		switch {
		case o.family == "domains":
			want = http.StatusForbidden
		case o.path == "{v2}/directories", o.path == "{v1}/events":
			want = http.StatusBadRequest
		}

		assert.Equal(t, want, got.status, "%s %s: %s", o.method, o.path, got.raw)
		assertFamily(t, o.family, got)
	}
}

func TestDirectories(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: simulator.Organization{
		Name:        "Two",
		Directories: []simulator.Directory{{Name: "Primary"}, {Name: "Secondary"}, {Name: "Third"}},
		Users:       []simulator.User{{Email: "a@two.example", Directories: []string{"Secondary"}}},
	}})

	assert.Equal(t, []string{"Primary", "Secondary", "Third"}, b.ok("GET", "{v2}/directories", nil).column("name"))
	assert.Equal(t, []string{"Secondary"}, b.ok("GET", "{v2}/directories?searchTerm=COND", nil).column("name"))
	assert.Equal(t, []string{"Secondary"}, b.ok("GET", "{v2}/directories?accountId="+b.AccountID("a@two.example"), nil).column("name"))
	assert.Empty(t, b.ok("GET", "{v2}/directories?accountId=nobody", nil).column("name"))
	assert.Equal(t, []string{"Primary"}, b.ok("GET", "{v2}/directories?directoryIds=x&directoryIds="+b.DirectoryID, nil).column("name"))
	assert.Equal(t, []string{b.DirectoryID}, b.ok("GET", "{v2}/directories?limit=1", nil).column("directoryId"))

	assert.Equal(t, []string{"Primary", "Secondary", "Third"}, b.collect("GET", "{v2}/directories?limit=2", nil, 2, "name"))
}
