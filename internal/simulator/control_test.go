// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// control sends a control request, which needs no credentials.
func (b *bench) control(method, path string, body any) reply {
	b.t.Helper()

	return b.do(method, "/_simulator/"+path, body, func(r *http.Request) { r.Header.Del("Authorization") })
}

func TestControlRequests(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	b.ok("GET", "{v1}/domains", nil)
	b.ok("GET", "{v1}/domains", nil)

	got := b.control("GET", "requests", nil)
	assert.Equal(t, object{"GET /admin/v1/orgs/{orgId}/domains": 2.0}, got.body, "control requests are not counted")

	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "requests", nil).status)
	assert.JSONEq(t, `{}`, b.control("GET", "requests", nil).raw)
}

func TestControlViolations(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})
	assert.JSONEq(t, `[]`, b.control("GET", "violations", nil).raw)

	b.do("GET", "/nowhere", nil)
	assert.JSONEq(t, `["GET /nowhere: there is no such route"]`, b.control("GET", "violations", nil).raw)
	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "violations", nil).status)
	assert.Empty(t, b.Violations())
}

func TestControlFaults(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	fault := object{"operation": searchGroups, "status": 429, "reset": "none", "retry_after": "2s", "delay": "1ms", "skip": 1, "count": 2}
	assert.Equal(t, http.StatusNoContent, b.control("POST", "faults", fault).status)

	listed, err := json.Marshal([]object{fault})
	require.NoError(t, err)
	assert.JSONEq(t, string(listed), b.control("GET", "faults", nil).raw)

	b.ok("POST", "{dir}/groups/search", nil)

	got := b.do("POST", "{dir}/groups/search", nil)
	assert.Equal(t, http.StatusTooManyRequests, got.status)
	assert.Equal(t, "2", got.header.Get("Retry-After"))

	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "faults", nil).status)
	assert.JSONEq(t, `[]`, b.control("GET", "faults", nil).raw)

	for _, wrong := range []any{object{"operation": "x", "drop": true}, object{"delay": "soon"}, object{"retries": 5}, `{`} {
		got := b.control("POST", "faults", wrong)
		assert.Equal(t, http.StatusBadRequest, got.status)
		assert.NotEmpty(t, got.body["error"])
	}
}

func TestControlDomains(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	assert.Equal(t, http.StatusNoContent, b.control("PUT", "domains/new.example", object{"claim_type": "http", "claim_status": "unverified"}).status)
	assert.Equal(t, http.StatusNoContent, b.control("PUT", "domains/acme.dev", object{"claim_status": "missing_token"}).status)
	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "domains/acme.example", nil).status)
	assert.Equal(t, http.StatusNotFound, b.control("DELETE", "domains/acme.example", nil).status)

	bad := b.control("PUT", "domains/acme.dev", object{"claim_status": "fine"})
	assert.Equal(t, http.StatusBadRequest, bad.status)
	assert.Contains(t, bad.body["error"], "missing_token")

	list := b.ok("GET", "{v1}/domains", nil)
	assert.Equal(t, []string{"acme.dev", "acme-labs.example", "new.example"}, list.column("attributes", "name"))
	assert.Equal(t, []string{"missing_token", "unverified", "unverified"}, list.column("attributes", "claim", "status"))
	assert.Equal(t, []string{"http", "dns", "http"}, list.column("attributes", "claim", "type"))
}

func TestControlUsers(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	made := b.control("POST", "users", object{"email": "nina@acme.example", "name": "Nina"})
	assert.Equal(t, http.StatusCreated, made.status)
	assert.Equal(t, b.AccountID("nina@acme.example"), made.body["account_id"])

	taken := b.control("POST", "users", object{"email": "NINA@acme.example"})
	assert.Equal(t, http.StatusBadRequest, taken.status)
	assert.Contains(t, taken.body["error"], "already")

	assert.Equal(t, http.StatusNoContent, b.control("PATCH", "users/nina@acme.example", object{"status": "suspended", "mfa": true, "claim_status": "managed"}).status)

	user := b.ok("GET", "{dir}/users/"+url.PathEscape(b.AccountID("nina@acme.example")), nil)
	assert.Equal(t, "suspended", user.at("data", "status"))
	assert.Equal(t, true, user.at("data", "mfaEnabled"))

	assert.Equal(t, http.StatusBadRequest, b.control("PATCH", "users/nina@acme.example", object{"status": "asleep"}).status)
	assert.Equal(t, http.StatusBadRequest, b.control("PATCH", "users/nina@acme.example", object{"claim_status": "x"}).status)
	assert.Equal(t, http.StatusNotFound, b.control("PATCH", "users/nobody", object{}).status)

	id := b.AccountID(lena)
	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "users/"+lena, nil).status)
	assert.Equal(t, http.StatusNotFound, b.control("DELETE", "users/"+id, nil).status)
	assert.NotContains(t, b.found("contractors"), lena)
	assert.NotContains(t, b.Members("jira-users"), id)
}

func TestControlGroups(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	made := b.control("POST", "groups", object{"name": "a/b", "synced": true, "members": []string{ada}})
	require.Equal(t, http.StatusCreated, made.status, made.raw)
	assert.Equal(t, b.GroupID("a/b"), made.body["id"])

	assert.Equal(t, http.StatusNoContent, b.control("PUT", "groups/a%2Fb/members/"+emil, nil).status)
	assert.Equal(t, []string{ada, emil}, b.found("a/b"))
	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "groups/"+b.GroupID("a/b")+"/members/"+b.AccountID(ada), nil).status)
	assert.Equal(t, []string{emil}, b.found("a/b"))
	assert.Equal(t, http.StatusNotFound, b.control("DELETE", "groups/a%2Fb/members/"+ada, nil).status)
	assert.Equal(t, http.StatusBadRequest, b.control("PUT", "groups/a%2Fb/members/nobody", nil).status)
	assert.Equal(t, http.StatusNotFound, b.control("PUT", "groups/nothing/members/"+ada, nil).status)

	role := object{"resource": jiraSite, "role": "atlassian/user"}
	assert.Equal(t, http.StatusNoContent, b.control("PUT", "groups/a%2Fb/roles", role).status)
	assert.Equal(t, []string{jiraSite}, b.roles("a/b", "").column("resourceId"))
	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "groups/a%2Fb/roles", role).status)
	assert.Equal(t, http.StatusNotFound, b.control("DELETE", "groups/a%2Fb/roles", role).status)
	assert.Equal(t, http.StatusBadRequest, b.control("PUT", "groups/a%2Fb/roles", object{"resource": "x", "role": "y"}).status)

	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "groups/a%2Fb", nil).status)
	assert.Equal(t, http.StatusNotFound, b.control("DELETE", "groups/a%2Fb", nil).status)
	assert.Equal(t, http.StatusBadRequest, b.control("POST", "groups", object{"name": "x", "owner": "y"}).status)
}

func TestControlSeats(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	assert.Equal(t, http.StatusNoContent, b.control("POST", "seats", object{jiraSite: 7}).status)
	assert.Equal(t, http.StatusConflict, b.member("jira-users", "milo.rossi@contractor.example").status)
	assert.Equal(t, http.StatusNoContent, b.control("POST", "seats", object{jiraSite: nil}).status)
	assert.Equal(t, http.StatusNoContent, b.member("jira-users", "milo.rossi@contractor.example").status)
	assert.Equal(t, http.StatusBadRequest, b.control("POST", "seats", object{"x": 1}).status)
	assert.Equal(t, http.StatusBadRequest, b.control("POST", "seats", object{jiraSite: -1}).status)
}

func TestControlOrganization(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	require.Equal(t, http.StatusNoContent, b.member("contractors", emil).status)

	dump := b.control("GET", "organization", nil).raw

	loaded, err := simulator.Load(strings.NewReader(dump))
	require.NoError(t, err)

	again := start(t, simulator.Options{Organization: loaded})
	assert.Equal(t, b.Organization(), again.Organization())
	assert.Contains(t, again.found("contractors"), emil)
}

func TestControlErrors(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	unknown := b.control("GET", "nothing", nil)
	assert.Equal(t, http.StatusNotFound, unknown.status)
	assert.Contains(t, unknown.body["error"], "GET /_simulator/nothing")

	plain := b.do("POST", "/_simulator/users", `{"email":"x@y"}`, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") })
	assert.Equal(t, http.StatusBadRequest, plain.status)
	assert.Contains(t, plain.body["error"], "application/json")
}
