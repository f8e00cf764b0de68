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

// texts is a list of so many different texts.
func texts(count int) []string {
	list := make([]string, count)
	for i := range list {
		list[i] = fmt.Sprintf("text-%d", i)
	}

	return list
}

func repeated(name string, count int) string {
	return "?" + name + "=" + strings.Join(texts(count), "&"+name+"=")
}

func TestWhatIsNotDocumentedIsRefused(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})

	const groups, users = "{dir}/groups/search", "{dir}/users/search"

	tests := []struct {
		method, path, family string
		body                 any
		violation            string
	}{
		{"POST", groups, "v2", object{"name": "x"}, "name is unknown"},
		{"POST", groups, "v2", object{"GroupIds": texts(1)}, "GroupIds is unknown"},
		{"POST", groups, "v2", object{"groupIds": texts(11)}, "groupIds must hold at most 10, not 11"},
		{"POST", groups, "v2", object{"groupIds": texts(0)}, "groupIds must not be empty"},
		{"POST", groups, "v2", object{"groupIds": "x"}, "groupIds must be a list of texts"},
		{"POST", groups, "v2", object{"groupIds": []any{"x", nil}}, "groupIds must be a list of texts"},
		{"POST", groups, "v2", object{"groupIds": nil}, "groupIds must not be null"},
		{"POST", groups, "v2", object{"groupIds": []string{"x", "x"}}, `groupIds must not hold "x" twice`},
		{"POST", groups, "v2", object{"accountIds": texts(11)}, "accountIds must hold at most 10"},
		{"POST", groups, "v2", object{"directoryIds": texts(11)}, "directoryIds must hold at most 10"},
		{"POST", groups, "v2", object{"groupNames": texts(101)}, "groupNames must hold at most 100, not 101"},
		{"POST", groups, "v2", object{"resourceIds": texts(21)}, "resourceIds must hold at most 20, not 21"},
		{"POST", groups, "v2", object{"resourceOwners": texts(11)}, "resourceOwners must hold at most 10"},
		{"POST", groups, "v2", object{"roleIds": texts(11)}, "roleIds must hold at most 10"},
		{"POST", groups, "v2", object{"expand": []string{"counts.members"}}, `"counts.members" is none of counts.resources, counts.users`},
		{"POST", groups, "v2", object{"expand": []string{}}, "expand must not be empty"},
		{"POST", groups, "v2", object{"limit": 0}, "limit must be from 1 to 100, not 0"},
		{"POST", groups, "v2", object{"limit": 101}, "limit must be from 1 to 100, not 101"},
		{"POST", groups, "v2", object{"limit": "5"}, "limit must be a whole number"},
		{"POST", groups, "v2", object{"limit": 1.5}, "limit must be a whole number"},
		{"POST", groups, "v2", object{"searchTerm": 5}, "searchTerm must be a text"},
		{"POST", groups, "v2", object{"groupNames": texts(1), "searchTerm": "x"}, "groupNames and searchTerm exclude each other"},
		{"POST", groups, "v2", object{"groupNames": texts(1), "groupIds": texts(1)}, "groupNames and groupIds exclude each other"},
		{"POST", groups, "v2", object{"sortBy": []object{{"field": "name", "direction": "asc"}, {"field": "name", "direction": "desc"}}}, "sortBy must hold at most 1, not 2"},
		{"POST", groups, "v2", object{"sortBy": []object{{"field": "id", "direction": "asc"}}}, "sortBy must hold exactly a field (name)"},
		{"POST", groups, "v2", object{"sortBy": []object{{"field": "name"}}}, "sortBy must hold exactly"},
		{"POST", groups, "v2", `[]`, "the body is not a JSON object"},
		{"POST", groups, "v2", `null`, "the body is not a JSON object"},
		{"POST", groups, "v2", `{"limit":`, "the body is not a JSON object"},
		{"POST", groups + "?limit=5", "v2", nil, "limit is unknown"},

		{"POST", users, "v2", object{"email": "x"}, "email is unknown"},
		{"POST", users, "v2", object{"emails": texts(101)}, "emails must hold at most 100, not 101"},
		{"POST", users, "v2", object{"emails": []string{"a@b", "a@b"}}, `emails must not hold "a@b" twice`},
		{"POST", users, "v2", object{"emails": texts(1), "searchTerm": "x"}, "emails and searchTerm exclude each other"},
		{"POST", users, "v2", object{"accountIds": texts(11)}, "accountIds must hold at most 10"},
		{"POST", users, "v2", object{"groupIds": texts(11)}, "groupIds must hold at most 10"},
		{"POST", users, "v2", object{"groupIds": []string{}}, "groupIds must not be empty"},
		{"POST", users, "v2", object{"emailDomains": texts(11)}, "emailDomains must hold at most 10"},
		{"POST", users, "v2", object{"resourceIds": texts(21)}, "resourceIds must hold at most 20"},
		{"POST", users, "v2", object{"roleIds": []string{"atlassian/viewer"}}, `"atlassian/viewer" is none of`},
		{"POST", users, "v2", object{"claimStatus": "claimed"}, `"claimed" is none of managed, unmanaged`},
		{"POST", users, "v2", object{"status": []string{"gone"}}, `"gone" is none of active`},
		{"POST", users, "v2", object{"status": []string{"active", "suspended", "not_invited", "deactivated", "for_deletion"}}, "status must hold at most 4, not 5"},
		{"POST", users, "v2", object{"accountStatus": []string{"suspended"}}, `"suspended" is none of active, inactive, closed`},
		{"POST", users, "v2", object{"membershipStatus": []string{"x"}}, `"x" is none of active, suspended, no_membership`},
		{"POST", users, "v2", object{"mfaEnabled": "true"}, "mfaEnabled must be true or false"},
		{"POST", users, "v2", object{"limit": 101}, "limit must be from 1 to 100"},
		{"POST", users, "v2", object{"expand": []string{"groups", "groups"}}, `expand must not hold "groups" twice`},
		{"POST", users, "v2", object{"expand": []string{"members"}}, `"members" is none of platformRoles`},
		{"POST", users, "v2", object{"sortBy": []object{{"field": "name", "direction": "asc"}}}, "sortBy must hold exactly a field (nick_name)"},

		{"GET", "{dir}/users/count" + repeated("accountIds", 11), "v2", nil, "accountIds must hold at most 10"},
		{"GET", "{dir}/users/count?emails=a@b", "v2", nil, "emails is unknown"},
		{"GET", "{dir}/users/count?mfaEnabled=yes", "v2", nil, "mfaEnabled must be true or false"},
		{"GET", "{dir}/users/count?claimStatus=managed&claimStatus=unmanaged", "v2", nil, "claimStatus is given more than once"},
		{"GET", "{dir}/groups/count" + repeated("groupIds", 11), "v2", nil, "groupIds must hold at most 10"},
		{"GET", "{dir}/groups/count?roleIds=atlassian/king", "v2", nil, `"atlassian/king" is none of`},
		{"GET", "{dir}/groups/count?groupNames=x", "v2", nil, "groupNames is unknown"},
		{"GET", "{v2}/directories?limit=101", "v2", nil, "limit must be from 1 to 100"},
		{"GET", "{v2}/directories?limit=ten", "v2", nil, "limit must be a whole number"},
		{"GET", "{v2}/directories?name=x", "v2", nil, "name is unknown"},
		{"GET", "{dir}/groups/{group}/role-assignments?limit=0", "v2", nil, "limit must be from 1 to 100"},
		{"GET", "{dir}/groups/{group}/role-assignments" + repeated("resourceIds", 21), "v2", nil, "resourceIds must hold at most 20"},
		{"GET", "{dir}/groups/{group}?expand=counts.users", "v2", nil, "expand is unknown"},
		{"GET", "{dir}/groups/stats?limit=5", "v2", nil, "limit is unknown"},
		{"GET", "{dir}/groups/count", "v2", object{}, "takes no body"},

		{"GET", "{v1}/domains?limit=5", "domains", nil, "limit is unknown"},
		{"GET", "{v1}/users?limit=5", "v1", nil, "limit is unknown"},
		{"GET", "/admin/v1/orgs?limit=5", "v1", nil, "limit is unknown"},
		{"GET", "{v1}?expand=x", "v1", nil, "expand is unknown"},

		{"POST", "{v2}/workspaces", "workspaces", object{"limit": 1001}, "limit must be from 1 to 1000, not 1001"},
		{"POST", "{v2}/workspaces", "workspaces", object{"filter": "x"}, "filter is unknown"},
		{"POST", "{v2}/workspaces", "workspaces", object{"cursor": "x", "limit": 5}, "next to a cursor no other property may be present"},
		{"POST", "{v2}/workspaces", "workspaces", object{"query": object{"name": "x"}}, "query must hold exactly one of"},
		{"POST", "{v2}/workspaces", "workspaces", object{"sort": []object{{"field": "x", "order": "asc"}}}, "sort must name a field"},

		{"GET", "{v1}/event-actions?limit=5", "v1", nil, "limit is unknown"},
		{"GET", "{v1}/events?sortOrder=asc", "v1", nil, "sortOrder is unknown"},
		{"GET", "{v1}/events?limit=501", "v1", nil, "limit must be from 1 to 500, not 501"},
		{"GET", "{v1}/events?limit=0", "v1", nil, "limit must be from 1 to 500"},
		{"GET", "{v1}/events?actor=a&actor=b", "v1", nil, "actor is given more than once"},
		{"GET", "{v1}/events?product=jira,trello", "v1", nil, `"trello" is none of bitbucket`},
		{"GET", "{v1}/events?location=Austin", "v1", nil, "location must be a list"},
		{"GET", "{v1}/events?location=" + url.QueryEscape(`[{"town":"Austin"}]`), "v1", nil, "location must be a list"},
		{"GET", "{v1}/events?cursor=x", "v1", nil, "the cursor was not given by this operation"},
		{"GET", "{v1}/events", "v1", object{}, "takes no body"},

		{"POST", "{control}/auth-policy/{policy}/add-users", "control", object{}, "users is required"},
		{"POST", "{control}/auth-policy/{policy}/add-users", "control", object{"users": []string{}}, "users must not be empty"},
		{"POST", "{control}/auth-policy/{policy}/add-users", "control", object{"users": []any{5}}, "users must be a list of texts"},
		{"POST", "{control}/auth-policy/{policy}/add-users", "control", object{"userIds": texts(1)}, "userIds is unknown"},
		{"POST", "{control}/auth-policy/{policy}/add-users", "control", object{"users": []string{ada, "712020:ada"}}, `users: "712020:ada" is not an email address`},
		{"POST", "{control}/users/auth-policies/bulk-fetch", "control", object{}, "accountIds is required"},
		{"POST", "{control}/users/auth-policies/bulk-fetch", "control", object{"accountIds": texts(0)}, "accountIds must not be empty"},
		{"POST", "{control}/users/auth-policies/bulk-fetch", "control", object{"accountIds": texts(101)}, "accountIds must hold at most 100, not 101"},
		{"POST", "{control}/users/auth-policies/bulk-fetch", "control", object{"accountIds": texts(1), "emails": texts(1)}, "emails is unknown"},
		{"GET", "{control}/auth-policy/task/x?wait=true", "control", nil, "wait is unknown"},
		{"GET", "/users/x/manage?privileges=email", "manage", nil, `"email" is none of profile`},
		{"GET", "/users/x/manage?privilege=profile", "manage", nil, "privilege is unknown"},

		{"POST", "{dir}/groups", "bare", object{}, "name is required"},
		{"POST", "{dir}/groups", "bare", nil, "name is required"},
		{"POST", "{dir}/groups", "bare", object{"name": 5}, "name must be a text"},
		{"POST", "{dir}/groups", "bare", object{"name": "x", "owner": "y"}, "owner is unknown"},
		{"POST", "{dir}/groups", "bare", object{"name": "x", "description": nil}, "description must not be null"},
		{"POST", "{dir}/groups/{group}/memberships", "bare", object{"accountIds": texts(1)}, "accountId is required"},
		{"DELETE", "{dir}/groups/{group}", "bare", object{"force": true}, "takes no body"},
		{"DELETE", "{dir}/groups/{group}?force=true", "bare", nil, "force is unknown"},
		{"POST", "{dir}/groups/{group}/role-assignments/assign", "bare", object{"resource": "x", "role": "y"}, "resourceId is required"},
		{"POST", "{dir}/groups/{group}/role-assignments/revoke", "bare", object{"resourceId": "x"}, "roleId is required"},
	}

	for _, tt := range tests {
		path := strings.NewReplacer("{group}", b.GroupID("engineering"), "{policy}", b.AuthenticationPolicyID("Staff")).Replace(tt.path)

		got := b.do(tt.method, path, tt.body)
		require.Equal(t, http.StatusBadRequest, got.status, "%s %s %v: %s", tt.method, path, tt.body, got.raw)
		assertFamily(t, tt.family, got)

		violations := strings.Join(b.Violations(), "\n")
		assert.Contains(t, violations, tt.violation)
		assert.Contains(t, violations, tt.method+" /", "a violation names its operation")
		b.ResetViolations()
	}
}

func TestUnknownRoutes(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})

	for _, tt := range []struct{ method, path string }{
		{"GET", "/"},
		{"GET", "/admin/v2/orgs"},
		{"GET", "{dir}/groups"}, // deprecated in favor of the search
		{"GET", "{dir}/users"},  // likewise
		{"PUT", "{dir}/groups/{group}"},
		{"PATCH", "{dir}/groups/{group}"},
		{"GET", "{dir}/groups/{group}/memberships"},
		{"GET", "{v2}/domains"},
		{"GET", "{v1}/domains/"},
		{"GET", "//admin/v1/orgs"},
		{"GET", "/admin/v1/orgs/"},
		{"GET", "/admin/v1/../v1/orgs"},
		{"POST", "{v1}/domains"},
		{"GET", "{v1}/policies/authentication/x"}, // authentication policies are elsewhere
		{"GET", "{control}/auth-policy"},          // policies can be neither listed nor read
		{"GET", "{control}/auth-policy/x"},
		{"POST", "{control}/auth-policy/x/remove-users"},
		{"GET", "/users/x"},
	} {
		path := b.path(strings.ReplaceAll(tt.path, "{group}", b.GroupID("engineering")))

		got := b.do(tt.method, path, nil)
		require.Equal(t, http.StatusNotFound, got.status, "%s %s", tt.method, path)
		assert.Equal(t, object{"code": 404.0, "message": "Request failed to match any route"}, got.body)
		assert.Equal(t, []string{tt.method + " " + path + ": there is no such route"}, b.Violations())
		b.ResetViolations()
	}

	assert.Empty(t, b.Requests())
}

func TestBodies(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})

	plain := func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }
	got := b.do("POST", "{dir}/users/search", object{}, plain)
	assert.Equal(t, http.StatusUnsupportedMediaType, got.status)
	assert.Contains(t, b.Violations()[0], "not application/json")
	b.ResetViolations()

	charset := func(r *http.Request) { r.Header.Set("Content-Type", "application/json; charset=utf-8") }
	assert.Equal(t, http.StatusOK, b.do("POST", "{dir}/users/search", object{}, charset).status)
	assert.Equal(t, http.StatusOK, b.do("POST", "{dir}/users/search", nil).status, "the body is optional")
	assert.Empty(t, b.Violations())

	large := object{"searchTerm": strings.Repeat("x", 1<<20)}
	assert.Equal(t, http.StatusRequestEntityTooLarge, b.do("POST", "{dir}/users/search", large).status)
	assert.Contains(t, b.Violations()[0], "larger than")
}

func TestViolationsAreBounded(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})
	for range 1100 {
		b.do("GET", "/nowhere", nil)
	}

	assert.Len(t, b.Violations(), 1000)
}
