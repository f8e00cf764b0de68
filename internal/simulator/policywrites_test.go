// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// policyBody is the body of a request that creates or replaces a policy.
func policyBody(kind, name string, in []string, resources ...object) object {
	attributes := object{"type": kind, "name": name, "status": "enabled", "rule": object{"in": in}, "resources": resources}
	if resources == nil {
		attributes["resources"] = []object{}
	}

	return object{"data": object{"type": "policy", "attributes": attributes}}
}

// applied are the statuses of the resources of a policy, by ID.
func applied(b *bench, policyID string) map[string]string {
	b.t.Helper()

	found := map[string]string{}
	resources, _ := b.ok("GET", "{v1}/policies/"+policyID, nil).at("data", "attributes", "resources").([]any)

	for _, resource := range resources {
		resource, _ := resource.(object)
		id, _ := resource["id"].(string)
		found[id], _ = resource["applicationStatus"].(string)
	}

	return found
}

func createPolicy(b *bench, body object) string {
	b.t.Helper()

	made := b.do("POST", "{v1}/policies", body)
	require.Equal(b.t, http.StatusAccepted, made.status, made.raw)

	id, _ := made.at("data", "id").(string)
	require.NotEmpty(b.t, id)

	return id
}

// stopped is a clock that a test sets.
type stopped struct{ now time.Time }

func (s *stopped) pass(d time.Duration) { s.now = s.now.Add(d) }

const policyLag = 10 * time.Second

func startSlowly(t *testing.T) (*bench, *stopped) {
	t.Helper()

	clock := &stopped{now: time.Date(2026, time.November, 28, 12, 0, 0, 0, time.UTC)}

	return start(t, simulator.Options{Lag: policyLag, Now: func() time.Time { return clock.now }}), clock
}

// A write is acknowledged at once, shown later and applied later still.
func TestPoliciesAreAppliedLater(t *testing.T) {
	t.Parallel()

	b, clock := startSlowly(t)

	made := b.do("POST", "{v1}/policies", policyBody("ip-allowlist", "Office", []string{"192.0.2.0/24", "2001:db8::1"}, object{"id": jiraSite}))
	require.Equal(t, http.StatusAccepted, made.status, made.raw)
	assert.Equal(t, "applying", made.at("data", "attributes", "resources", 0, "applicationStatus"))

	id, _ := made.at("data", "id").(string)
	assert.Equal(t, http.StatusNotFound, b.do("GET", "{v1}/policies/"+id, nil).status, "reads lag")
	clock.pass(policyLag / 2)
	assert.Equal(t, map[string]string{jiraSite: "applying"}, applied(b, id))
	clock.pass(policyLag / 2)
	assert.Equal(t, map[string]string{jiraSite: "applied"}, applied(b, id))

	put := b.do("PUT", "{v1}/policies/"+id, policyBody("ip-allowlist", "Offices", []string{"192.0.2.0/25"}, object{"id": jiraSite}))
	require.Equal(t, http.StatusAccepted, put.status, put.raw)
	assert.Equal(t, "Office", b.ok("GET", "{v1}/policies/"+id, nil).at("data", "attributes", "name"), "what was there before")
	clock.pass(policyLag / 2)
	assert.Equal(t, "Offices", b.ok("GET", "{v1}/policies/"+id, nil).at("data", "attributes", "name"))
	assert.Equal(t, map[string]string{jiraSite: "applying"}, applied(b, id), "the new addresses have to be applied")
	clock.pass(policyLag)

	require.Equal(t, http.StatusAccepted, b.do("POST", "{v1}/policies/"+id+"/resources", object{"id": confluenceSite}).status)
	require.Equal(t, http.StatusNoContent, b.do("DELETE", "{v1}/policies/"+id+"/resources/"+url.PathEscape(jiraSite), nil).status)
	clock.pass(policyLag / 2)
	assert.Equal(t, map[string]string{jiraSite: "removing", confluenceSite: "applying"}, applied(b, id))
	clock.pass(policyLag)
	assert.Equal(t, map[string]string{confluenceSite: "applied"}, applied(b, id))

	require.Equal(t, http.StatusAccepted, b.do("DELETE", "{v1}/policies/"+id, nil).status)
	assert.Equal(t, http.StatusNotFound, b.do("DELETE", "{v1}/policies/"+id, nil).status, "a write knows better than a read")
	assert.Equal(t, map[string]string{confluenceSite: "applied"}, applied(b, id))
	clock.pass(policyLag / 2)
	assert.Equal(t, map[string]string{confluenceSite: "removing"}, applied(b, id))
	clock.pass(policyLag / 2)
	assert.Equal(t, http.StatusNotFound, b.do("GET", "{v1}/policies/"+id, nil).status)
	assert.Len(t, b.Organization().OrganizationPolicies, 1)
}

// Data moves when it is scheduled to, and until then nothing is applied.
func TestDataMovesInItsWindow(t *testing.T) {
	t.Parallel()

	b, clock := startSlowly(t)
	meta := object{"migrationStartDateTime": "2026-11-29T00:00:00Z", "migrationEndDataTime": "2026-11-30T00:00:00Z", "scheduledDate": "2026-11-29"}
	id := createPolicy(b, policyBody("data-residency", "Tokyo", []string{"jp"}, object{"id": jiraSite, "meta": meta, "links": object{"ticket": "T-1"}}))

	clock.pass(time.Hour)
	assert.Equal(t, map[string]string{jiraSite: "scheduled"}, applied(b, id))
	assert.Equal(t, any(meta), b.ok("GET", "{v1}/policies/"+id, nil).at("data", "attributes", "resources", 0, "meta"))
	assert.Equal(t, "T-1", b.ok("GET", "{v1}/policies/"+id, nil).at("data", "attributes", "resources", 0, "links", "ticket"))
	clock.pass(12 * time.Hour)
	assert.Equal(t, map[string]string{jiraSite: "applying"}, applied(b, id))
	clock.pass(24 * time.Hour)
	assert.Equal(t, map[string]string{jiraSite: "applied"}, applied(b, id))

	one := "{v1}/policies/" + id + "/resources/" + url.PathEscape(jiraSite)
	require.Equal(t, http.StatusAccepted, b.do("PUT", one, object{"meta": object{"scheduledDate": "2027-01-01"}}).status)
	clock.pass(time.Hour)
	assert.Equal(t, map[string]string{jiraSite: "scheduled"}, applied(b, id))
}

// A write about a resource may fail, or never end.
func TestPoliciesThatCannotBeApplied(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	require.NoError(t, b.EndPolicyResource(jiraSite, simulator.ResourceFailed))
	require.NoError(t, b.EndPolicyResource(confluenceSite, simulator.ResourceApplying))
	require.Error(t, b.EndPolicyResource(confluenceSite, "maybe"))

	id := createPolicy(b, policyBody("ip-allowlist", "Office", []string{"192.0.2.1"}, object{"id": jiraSite}, object{"id": confluenceSite}))
	assert.Equal(t, map[string]string{jiraSite: "failed", confluenceSite: "applying"}, applied(b, id))

	require.NoError(t, b.EndPolicyResource(jiraSite, ""))
	require.Equal(t, http.StatusAccepted, b.do("PUT", "{v1}/policies/"+id+"/resources/"+url.PathEscape(jiraSite), object{}).status)
	require.Equal(t, http.StatusNoContent, b.do("DELETE", "{v1}/policies/"+id+"/resources/"+url.PathEscape(confluenceSite), nil).status)
	assert.Equal(t, map[string]string{jiraSite: "applied", confluenceSite: "removing"}, applied(b, id))

	require.Equal(t, http.StatusAccepted, b.do("POST", "{v1}/policies/"+id+"/resources", object{"id": "ari:cloud:jira-software::site/nowhere"}).status)
	assert.Equal(t, "failed", applied(b, id)["ari:cloud:jira-software::site/nowhere"], "no 400 is documented")
}

// It is not known whether an update removes what it leaves out.
func TestUpdatesMayRemoveResources(t *testing.T) {
	t.Parallel()

	for _, keeps := range []bool{false, true} {
		b := start(t, simulator.Options{})
		b.SetPolicyHabits(simulator.PolicyHabits{KeepsResources: keeps, IgnoresMobileBypass: keeps, ListsNoResources: keeps})

		id := createPolicy(b, policyBody("ip-allowlist", "Office", []string{"192.0.2.1"}, object{"id": jiraSite}))
		body := policyBody("ip-allowlist", "Office", []string{"192.0.2.1"}, object{"id": confluenceSite})
		attributes, _ := body["data"].(object)["attributes"].(object)
		attributes["rule"] = object{"in": []string{"192.0.2.1"}, "allowMobileBypass": true}
		require.Equal(t, http.StatusAccepted, b.do("PUT", "{v1}/policies/"+id, body).status)

		want := map[string]string{confluenceSite: "applied"}
		if keeps {
			want[jiraSite] = "applied"
		}

		assert.Equal(t, want, applied(b, id))

		read := b.ok("GET", "{v1}/policies/"+id, nil)
		list := b.ok("GET", "{v1}/policies?type=ip-allowlist", nil)

		if keeps {
			assert.Equal(t, any(object{"in": []any{"192.0.2.1"}}), read.at("data", "attributes", "rule"))
			assert.Nil(t, list.at("data", 0, "attributes", "resources"))
		} else {
			assert.Equal(t, any(object{"in": []any{"192.0.2.1"}, "allowMobileBypass": true}), read.at("data", "attributes", "rule"))
			assert.NotNil(t, list.at("data", 0, "attributes", "resources"))
		}
	}
}

func TestPoliciesThatAtlassianRefuses(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	id := createPolicy(b, policyBody("ip-allowlist", "Office", []string{"192.0.2.1"}, object{"id": jiraSite}))

	for problem, body := range map[string]object{
		"neither an address": policyBody("ip-allowlist", "A", []string{"192.0.2.1/24"}),
		"is empty":           policyBody("ip-allowlist", "A", []string{}),
		"rule.in":            policyBody("data-residency", "A", []string{"mars"}),
		"there is no":        policyBody("ip-allowlist", "A", []string{"192.0.2.1"}, object{"id": "ari:cloud:jira-software::site/nowhere"}),
		"is there twice":     policyBody("ip-allowlist", "A", []string{"192.0.2.1"}, object{"id": jiraSite}, object{"id": jiraSite}),
	} {
		refused := b.do("POST", "{v1}/policies", body)
		assert.Equal(t, http.StatusBadRequest, refused.status, problem)
		assert.Equal(t, "ADMIN-400-4", refused.at("errors", 0, "code"), problem)
		assert.Contains(t, refused.raw, problem)
	}

	assert.Contains(t, b.do("PUT", "{v1}/policies/"+id, policyBody("data-residency", "Office", []string{"jp"})).raw, "cannot change")

	for _, gone := range [][2]string{{"PUT", "9"}, {"DELETE", "9"}, {"POST", "9/resources"}, {"PUT", "9/resources/x"}, {"DELETE", "9/resources/x"}} {
		body := map[string]any{"PUT9": policyBody("ip-allowlist", "Office", []string{"192.0.2.1"}), "POST9/resources": object{"id": jiraSite}, "PUT9/resources/x": object{}}[gone[0]+gone[1]]
		unknown := b.do(gone[0], "{v1}/policies/"+gone[1], body)
		assert.Equal(t, http.StatusNotFound, unknown.status, gone)
		assert.Equal(t, "ADMIN-404-5", unknown.at("errors", 0, "code"), gone)
	}

	for _, method := range []string{"PUT", "DELETE"} {
		var body any
		if method == "PUT" {
			body = object{}
		}

		unknown := b.do(method, "{v1}/policies/"+id+"/resources/"+url.PathEscape(confluenceSite), body)
		assert.Equal(t, http.StatusNotFound, unknown.status)
		assert.Equal(t, "ADMIN-404-6", unknown.at("errors", 0, "code"))
	}
}

// What a body must not have, or leaves out although nobody knows what that does,
// breaks the rules.
func TestWritesOfPoliciesAreStrict(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})
	id := createPolicy(b, policyBody("ip-allowlist", "Office", []string{"192.0.2.1"}))
	attributes := func(change func(object)) object {
		body := policyBody("ip-allowlist", "Office", []string{"192.0.2.1"})
		inner, _ := body["data"].(object)["attributes"].(object)
		change(inner)

		return body
	}

	for _, broken := range []struct {
		method, path string
		body         any
	}{
		{"POST", "", object{}},
		{"POST", "", attributes(func(a object) { a["adminApproval"] = true })},
		{"POST", "", attributes(func(a object) { delete(a, "type") })},
		{"POST", "", attributes(func(a object) {
			a["resources"] = []object{{"id": jiraSite, "meta": object{"migrationEndDateTime": "2026-11-30T00:00:00Z"}}}
		})},
		{"PUT", "/" + id, attributes(func(a object) { delete(a, "resources") })},
		{"PUT", "/" + id, attributes(func(a object) { delete(a, "name") })},
		{"POST", "/" + id + "/resources", object{"meta": object{}}},
		{"POST", "/" + id + "/resources", object{"id": jiraSite, "applicationStatus": "applied"}},
		{"PUT", "/" + id + "/resources/x", object{"id": jiraSite}},
		{"PATCH", "/" + id, object{}},
	} {
		b.do(broken.method, "{v1}/policies"+broken.path, broken.body)
		assert.NotEmpty(t, b.Violations(), broken)
		b.ResetViolations()
	}
}

// The validation of a policy is asked for by a GET, and has a side effect.
func TestValidationIsRecorded(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: withSettings()})
	b.ok("GET", "{v1}/policies/1", nil)
	assert.Empty(t, b.ValidatedPolicies())
	assert.Equal(t, http.StatusAccepted, b.do("GET", "{v1}/policies/1/validate", nil).status)
	assert.Equal(t, []string{"1"}, b.ValidatedPolicies())
	assert.Equal(t, []any{"1"}, b.do("GET", "/_simulator/policy-validations", nil).list)
}

func TestConsoleChangesHowPoliciesAreApplied(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	assert.Equal(t, http.StatusNoContent, b.do("PUT", "/_simulator/policy-resource-outcomes", object{"resource": jiraSite, "status": "failed"}).status)
	assert.Equal(t, http.StatusBadRequest, b.do("PUT", "/_simulator/policy-resource-outcomes", object{"resource": jiraSite, "status": "maybe"}).status)
	assert.Equal(t, http.StatusNoContent, b.do("PUT", "/_simulator/policy-habits", object{"ignores_mobile_bypass": true}).status)
	assert.True(t, b.Organization().PolicyHabits.IgnoresMobileBypass)

	id := createPolicy(b, policyBody("ip-allowlist", "Office", []string{"192.0.2.1"}, object{"id": jiraSite}))
	assert.Equal(t, map[string]string{jiraSite: "failed"}, applied(b, id))
}

// Live answers spell the end of a move in two ways.
func TestLiveEndsOfMoves(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{LiveForms: true})
	meta := object{"migrationEndDataTime": "2026-11-30T00:00:00Z"}
	id := createPolicy(b, policyBody("data-residency", "Tokyo", []string{"jp"}, object{"id": jiraSite, "meta": meta}, object{"id": confluenceSite, "meta": meta}))
	read := b.ok("GET", "{v1}/policies/"+id, nil)
	assert.Equal(t, "2026-11-30T00:00:00Z", read.at("data", "attributes", "resources", 0, "meta", "migrationEndDateTime"))
	assert.Equal(t, "2026-11-30T00:00:00Z", read.at("data", "attributes", "resources", 1, "meta", "migrationEndDataTime"))
}
