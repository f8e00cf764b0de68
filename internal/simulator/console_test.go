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

	for _, lie := range []string{"html", "empty", "partial"} {
		b.ClearFaults()

		fault := object{"operation": searchGroups, lie: true, "count": 1}
		assert.Equal(t, http.StatusNoContent, b.control("POST", "faults", fault).status)

		listed, err := json.Marshal([]object{fault})
		require.NoError(t, err)
		assert.JSONEq(t, string(listed), b.control("GET", "faults", nil).raw)
	}

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

func TestControlAuthenticationPolicies(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	const policies = "authentication-policies"

	made := b.control("POST", policies, object{"name": "a/b", "members": []string{emil}, "settings": object{"user_api_tokens": "blocked"}})
	require.Equal(t, http.StatusCreated, made.status, made.raw)
	assert.Equal(t, b.AuthenticationPolicyID("a/b"), made.body["id"])
	assert.Equal(t, b.AuthenticationPolicyID("a/b"), b.AuthenticationPolicyOf(emil))
	assert.Equal(t, http.StatusBadRequest, b.control("POST", policies, object{"name": "A/B"}).status)
	assert.Equal(t, http.StatusBadRequest, b.control("POST", policies, object{"name": "x", "two_step": true}).status)

	change := object{
		"name": "People", "default": true, "single_sign_on": "saml", "two_step_verification": "required", "minimum_password_strength": "fair",
		"password_expiry_days": 1, "idle_session_minutes": 2, "user_api_tokens": "allowed", "third_party_login": "blocked",
	}
	assert.Equal(t, http.StatusNoContent, b.control("PATCH", policies+"/a%2Fb", change).status)
	assert.Equal(t, simulator.AuthenticationSettings{
		SingleSignOn: "saml", TwoStepVerification: "required", MinimumPasswordStrength: "fair", PasswordExpiryDays: 1, IdleSessionMinutes: 2,
		UserAPITokens: "allowed", ThirdPartyLogin: "blocked",
	}, b.policy("People").Settings)
	assert.True(t, b.policy("People").Default)
	assert.Equal(t, http.StatusBadRequest, b.control("PATCH", policies+"/People", object{"mfa": true}).status)
	assert.Equal(t, http.StatusNotFound, b.control("PATCH", policies+"/nothing", object{}).status)

	assert.Equal(t, http.StatusNoContent, b.control("PUT", policies+"/Staff/members/"+emil, nil).status)
	assert.Equal(t, b.AuthenticationPolicyID("Staff"), b.AuthenticationPolicyOf(emil))
	assert.Equal(t, http.StatusBadRequest, b.control("PUT", policies+"/Staff/members/"+lena, nil).status)
	assert.Equal(t, http.StatusNotFound, b.control("PUT", policies+"/Staff/members/nobody", nil).status)

	assert.Equal(t, http.StatusBadRequest, b.control("DELETE", policies+"/People", nil).status, "the default")
	assert.Equal(t, http.StatusNoContent, b.control("DELETE", policies+"/"+b.AuthenticationPolicyID("Staff"), nil).status)
	assert.Equal(t, http.StatusNotFound, b.control("DELETE", policies+"/Staff", nil).status)
	assert.Equal(t, b.AuthenticationPolicyID("People"), b.AuthenticationPolicyOf(emil))
}

func TestControlMoveFailures(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	failure := object{"status": 409, "title": "Conflict", "detail": "Not now."}
	assert.Equal(t, http.StatusNoContent, b.control("PUT", "users/"+emil+"/move-failure", failure).status)
	assert.Equal(t, "Not now.", b.ok("GET", b.move("Staff", emil), nil).at("failureReasons", 0, "details", "detail"))

	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "users/"+emil+"/move-failure", nil).status)
	assert.Equal(t, [3]int{0, 1, 0}, b.counts(b.move("Staff", emil)))

	assert.Equal(t, http.StatusBadRequest, b.control("PUT", "users/"+emil+"/move-failure", object{"status": 200}).status)
	assert.Equal(t, http.StatusBadRequest, b.control("PUT", "users/"+emil+"/move-failure", object{"code": 409}).status)
	assert.Equal(t, http.StatusNotFound, b.control("PUT", "users/nobody/move-failure", failure).status)
	assert.Equal(t, http.StatusNotFound, b.control("DELETE", "users/nobody/move-failure", nil).status)
}

func TestControlEvents(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	event := object{"id": "e1", "time": "2025-12-24T18:00:00Z", "action": simulator.ActionPolicyUpdated, "policy": "Staff", "actor": emil}
	assert.Equal(t, http.StatusNoContent, b.control("POST", "events", event).status)

	got := b.ok("GET", "{v1}/events", nil)
	assert.Equal(t, []string{"e1"}, got.column("id"))
	assert.Equal(t, "2025-12-24T18:00:00.000Z", got.at("data", 0, "attributes", "time"))
	assert.Equal(t, emil, got.at("data", 0, "attributes", "actor", "email"))
	assert.Equal(t, b.AuthenticationPolicyID("Staff"), got.at("data", 0, "attributes", "context", 0, "id"))

	assert.Equal(t, http.StatusBadRequest, b.control("POST", "events", event).status, "it is there already")
	assert.Equal(t, http.StatusBadRequest, b.control("POST", "events", object{"action": "x", "when": "now"}).status)
	assert.Equal(t, http.StatusNotFound, b.control("POST", "events", object{"action": "x", "policy": "nothing"}).status)
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
