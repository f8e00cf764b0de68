// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// draft is the body of a write of a data security policy.
func draft(id, name, coverage string, rule object) object {
	policy := object{"type": "policy", "attributes": object{
		"type": "data-security", "name": name, "status": "draft", "rule": rule, "metadata": object{"policyCoverageLevel": coverage, "description": "d"},
	}}
	if id != "" {
		policy["id"] = id
	}

	return object{"data": policy}
}

func effect(effect string) object { return object{"effect": effect} }

// publishing is the small company, which serves the unverified operations.
func publishing() simulator.Organization {
	org := simulator.SmallCompany()
	org.DataSecurityPublish = true

	return org
}

func TestDataSecurityDraftsLiveAndDie(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	made := b.do("POST", dataSecurity, draft("", "No export", "ORG", object{"export": effect("block"), "publicLinks": effect("block")}))
	require.Equal(t, http.StatusAccepted, made.status, made.raw)
	assert.Equal(t, "draft", made.at("data", "attributes", "status"))
	assert.Equal(t, false, made.at("data", "attributes", "metadata", "hasHadCoverage"))

	id, _ := made.at("data", "id").(string)
	assert.Equal(t, made.at("data"), b.ok("GET", dataSecurity+"/"+id, nil).at("data"))

	changed := b.do("PUT", dataSecurity+"/"+id, draft(id, "No export at all", "ORG", object{"export": effect("block")}))
	require.Equal(t, http.StatusAccepted, changed.status, changed.raw)
	assert.Equal(t, object{"export": object{"effect": "block"}}, b.ok("GET", dataSecurity+"/"+id, nil).at("data", "attributes", "rule"))

	assert.Equal(t, http.StatusAccepted, b.do("DELETE", "{control}/policies/"+id, nil).status)
	assert.Equal(t, "deleted", b.ok("GET", dataSecurity+"/"+id, nil).at("data", "attributes", "status"), "it can still be read")
	assert.Equal(t, http.StatusNotFound, b.do("DELETE", "{control}/policies/"+id, nil).status)
	assert.Equal(t, http.StatusNotFound, b.do("PUT", dataSecurity+"/"+id, draft(id, "No export", "ORG", object{"export": effect("block")})).status)
}

// The rules of Atlassian's guide. Each refusal is a 400 with ADMIN-400-24.
func TestDataSecurityDraftsThatAreRefused(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: publishing()})
	drafted := func(name, coverage string, rule object) reply {
		return b.do("POST", dataSecurity, draft("", name, coverage, rule))
	}
	refuses := func(words string, answer reply) {
		t.Helper()
		require.Equal(t, http.StatusBadRequest, answer.status, answer.raw)
		assert.Equal(t, "ADMIN-400-24", answer.at("errors", 0, "code"))
		assert.Contains(t, answer.raw, words)
	}
	app := func(effect, subject string) object {
		return object{"appAccess": object{"effect": effect, "subjectId": subject}}
	}

	refuses("does not contain the rule being overridden", drafted("Spaces", "CONTAINER", object{"export": effect("allow")}))
	require.Equal(t, http.StatusAccepted, drafted("All", "ORG", object{"export": effect("block"), "appAccess": object{"effect": "block", "subjectId": "all_apps"}}).status)
	require.Equal(t, http.StatusAccepted, drafted("Spaces", "CONTAINER", object{"export": effect("allow")}).status)
	refuses("Redundant draft override rule found", drafted("Other spaces", "CONTAINER", object{"export": effect("allow")}))
	require.Equal(t, http.StatusAccepted, drafted("Sites", "WORKSPACE", object{"export": effect("allow")}).status)
	refuses("exactly one rule", drafted("Two", "WORKSPACE", object{"export": effect("allow"), "publicLinks": effect("allow")}))
	refuses("exactly one rule", drafted("None", "WORKSPACE", object{}))
	refuses("name is missing", drafted(" ", "ORG", object{"export": effect("block")}))

	refuses("supports the coverages ORG and CONTAINER", drafted("Apps", "WORKSPACE", app("allow", "all_apps")))
	refuses("does not contain the rule", drafted("Apps", "CONTAINER", app("allow", "ari:cloud:ecosystem::app/1")))
	require.Equal(t, http.StatusAccepted, drafted("Apps", "CONTAINER", app("allow", "all_apps")).status)
}

func TestDataSecurityPoliciesArePublishedRuleByRule(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: publishing()})

	create := func(name, coverage string, rule object) string {
		id, _ := b.do("POST", dataSecurity, draft("", name, coverage, rule)).at("data", "id").(string)

		return id
	}
	publish := func(rule string, ids ...string) int {
		var operations []object
		for _, id := range ids {
			operations = append(operations, object{"policyId": id, "action": "PUBLISH"})
		}

		return b.do("POST", dataSecurity+"/publishDraftPolicies", object{"ruleName": rule, "policyOperations": operations}).status
	}
	status := func(id string) any { return b.ok("GET", dataSecurity+"/"+id, nil).at("data", "attributes", "status") }

	all := create("All", "ORG", object{"export": effect("block"), "publicLinks": effect("block")})
	part := create("Part", "WORKSPACE", object{"export": effect("allow")})

	assert.Equal(t, http.StatusBadRequest, publish("export", part), "what it overrides is not published")
	assert.Equal(t, http.StatusBadRequest, publish("anonymousAccess", all), "it has no such rule")
	assert.Equal(t, http.StatusAccepted, publish("export", all, part))
	assert.Equal(t, "active", status(part))
	assert.Equal(t, "draft", status(all), "one of its rules is left")
	assert.Equal(t, http.StatusAccepted, publish("publicLinks", all))
	assert.Equal(t, "active", status(all))

	// A change makes it a draft again, and what was published stays in force.
	require.Equal(t, http.StatusAccepted, b.do("PUT", dataSecurity+"/"+all, draft(all, "All", "ORG", object{"export": effect("allow")})).status)
	assert.Equal(t, "draft", status(all))
	assert.Equal(t, map[string]string{"export": "block", "publicLinks": "block"}, b.Organization().DataSecurityPolicies[0].InForce)
	assert.Equal(t, http.StatusAccepted, publish("export", all))
	assert.Equal(t, "active", status(all))
	assert.Empty(t, b.Organization().DataSecurityPolicies[0].InForce)
}

func TestWhatADataSecurityPolicyCovers(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: publishing()})
	require.NoError(t, b.PutDataSecurityPolicy(simulator.DataSecurityPolicy{ID: "1", Name: "All", Rules: map[string]string{"export": "block"}}))
	require.NoError(t, b.PutDataSecurityPolicy(simulator.DataSecurityPolicy{ID: "2", Name: "Part", Coverage: "WORKSPACE", Rules: map[string]string{"export": "allow"}}))

	change := func(id string, body object) int { return b.do("POST", dataSecurity+"/"+id+"/resources", body).status }

	assert.Equal(t, http.StatusAccepted, change("2", object{"attach": []string{jiraSite, confluenceSite}}))
	assert.Equal(t, []string{confluenceSite, jiraSite}, b.ok("GET", dataSecurity+"/2/resources", nil).column("id"))
	assert.Equal(t, http.StatusAccepted, change("2", object{"attach": []string{jiraSite}, "detach": []string{confluenceSite}}))
	assert.Equal(t, []string{jiraSite}, b.ok("GET", dataSecurity+"/2/resources", nil).column("id"))
	assert.Equal(t, http.StatusBadRequest, change("2", object{"attach": []string{"ari:cloud:jira-software::site/other"}}))
	assert.Equal(t, http.StatusBadRequest, change("1", object{"attach": []string{jiraSite}}), "it covers everything")
	assert.Equal(t, http.StatusNotFound, change("9", object{"attach": []string{jiraSite}}))
	assert.Equal(t, http.StatusNotFound, b.do("GET", dataSecurity+"/9/resources", nil).status)
}

// Reads lag behind the writes, and so does a deletion.
func TestDataSecurityPoliciesLag(t *testing.T) {
	t.Parallel()

	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	b := start(t, simulator.Options{Lag: time.Second, Now: func() time.Time { return now }})

	id, _ := b.do("POST", dataSecurity, draft("", "No export", "ORG", object{"export": effect("block")})).at("data", "id").(string)
	assert.Equal(t, http.StatusNotFound, b.do("GET", dataSecurity+"/"+id, nil).status)

	now = now.Add(time.Second)
	require.Equal(t, http.StatusAccepted, b.do("PUT", dataSecurity+"/"+id, draft(id, "Export", "ORG", object{"export": effect("allow")})).status)
	assert.Equal(t, "No export", b.ok("GET", dataSecurity+"/"+id, nil).at("data", "attributes", "name"))

	now = now.Add(time.Second)
	assert.Equal(t, "Export", b.ok("GET", dataSecurity+"/"+id, nil).at("data", "attributes", "name"))
	require.Equal(t, http.StatusAccepted, b.do("DELETE", "{control}/policies/"+id, nil).status)
	assert.Equal(t, "draft", b.ok("GET", dataSecurity+"/"+id, nil).at("data", "attributes", "status"))
}

// A request that is wrong in itself is a violation, and so is one to an operation that is off.
func TestDataSecurityIsStrict(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})
	wrong := draft("", "A", "ORG", object{"export": effect("block")})
	require.IsType(t, object{}, wrong["data"])
	wrong["data"].(object)["extra"] = true

	for _, body := range []object{
		wrong,
		draft("1", "A", "ORG", object{"export": effect("block")}),
		draft("", "A", "ORG_WIDE", object{"export": effect("block")}),
		draft("", "A", "ORG", object{"export": effect("forbid")}),
		draft("", "A", "ORG", object{"import": effect("block")}),
		draft("", "A", "ORG", object{"export": object{"effect": "block", "subjectId": "all_apps"}}),
		draft("", "A", "ORG", object{"appAccess": effect("block")}),
		draft("", "A", "ORG", object{"appAccess": object{"effect": "block", "subjectId": "some"}}),
	} {
		before := len(b.Violations())
		assert.Equal(t, http.StatusBadRequest, b.do("POST", dataSecurity, body).status)
		assert.Len(t, b.Violations(), before+1, body)
	}

	before := len(b.Violations())
	assert.Equal(t, http.StatusNotFound, b.do("GET", dataSecurity+"/1/resources", nil).status)
	assert.Len(t, b.Violations(), before+1)
}
