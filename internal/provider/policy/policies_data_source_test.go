// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	policiesType, policyType = "atlassian_policies", "atlassian_policy"
	readPolicy               = "GET /admin/v1/orgs/{orgId}/policies/{policyId}"
	atOffice, eu, noExport   = "00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000b1", "00000000-0000-4000-8000-0000000000c1"
)

// policed is the small company with a policy of each type that Atlassian documents, and nothing else of the kind.
func policed(more ...simulator.OrganizationPolicy) simulator.Organization {
	start := simulator.SmallCompany()
	start.OrganizationPolicies = append([]simulator.OrganizationPolicy{
		{
			ID: atOffice, Name: "Office", Type: simulator.PolicyIPAllowlist, In: []string{"192.0.2.0/24", "10.0.0.0/8"},
			Resources: []simulator.PolicyResource{{ID: start.Workspaces[1].ID, ApplicationStatus: "applying"}, {ID: start.Workspaces[0].ID}},
		},
		{ID: eu, Name: "EU", Type: simulator.PolicyDataResidency, Status: simulator.PolicyDisabled, In: []string{"EU"}},
	}, more...)
	start.DataSecurityPolicies = []simulator.DataSecurityPolicy{{ID: noExport, Name: "No export", Rules: map[string]string{"export": "block"}}}
	return start
}

// identified are the IDs of the policies in an answer, in its order.
func identified(answer map[string]any) []string {
	all := []string{}
	for _, one := range answer["policies"].([]any) {
		all = append(all, one.(map[string]any)["id"].(string))
	}
	return all
}

func TestPolicies(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(policed()), simulated.AsDocumented())
	server := acctest.Server(t, org, nil)
	for _, c := range []struct {
		config map[string]any
		want   []string
	}{
		{map[string]any{}, []string{eu, noExport, atOffice}},
		{map[string]any{"types": []any{"ip-allowlist"}}, []string{atOffice}},
		{map[string]any{"types": []any{"IP-Allowlist"}}, []string{atOffice}},
		{map[string]any{"types": []any{"data-residency", "hipaa"}}, []string{eu}},
		{map[string]any{"types": []any{"hipaa"}}, []string{}},
	} {
		answer, diagnostics := server.ReadDataSource(policiesType, c.config)
		require.NoError(t, diagnostics.Err(), c.config)
		assert.Equal(t, c.want, identified(answer), c.config)
	}
	assert.Equal(t, map[string]int{listPolicies: 1}, org.Simulator.Requests(), "one read of the list serves the whole run")
}

func TestWhatPoliciesSay(t *testing.T) {
	t.Parallel()
	start := policed()
	org := simulated.Start(t, simulated.WithStart(start), simulated.AsDocumented())
	answer, diagnostics := acctest.Server(t, org, nil).ReadDataSource(policiesType, map[string]any{})
	require.NoError(t, diagnostics.Err())
	all := answer["policies"].([]any)
	assert.Equal(t, map[string]any{
		"id": atOffice, "name": "Office", "type": "ip-allowlist", "status": "enabled", "in": []any{"10.0.0.0/8", "192.0.2.0/24"},
		"rule": `{"in":["192.0.2.0/24","10.0.0.0/8"]}`,
		"resources": []any{
			map[string]any{"id": start.Workspaces[1].ID, "status": "applying"}, map[string]any{"id": start.Workspaces[0].ID, "status": "applied"},
		},
	}, all[2])
	residency, security := all[0].(map[string]any), all[1].(map[string]any)
	assert.Equal(t, "disabled", residency["status"])
	assert.Equal(t, []any{}, residency["resources"], "it says that it applies to nothing")
	assert.Nil(t, security["resources"], "what is not said is null")
	assert.Nil(t, security["rule"])
	assert.Nil(t, security["in"])
}

// said makes the list and the policies themselves say something else of the policy.
func said(t *testing.T, org *simulated.Organization, id string, change func(attributes map[string]any)) *simulated.Organization {
	t.Helper()
	return org.Edited(t, "/policies", func(body any) any {
		policies := []any{body.(map[string]any)["data"]}
		if list, ok := policies[0].([]any); ok {
			policies = list
		}
		for _, one := range policies {
			if policy := one.(map[string]any); policy["id"] == id {
				change(policy["attributes"].(map[string]any))
			}
		}
		return body
	})
}

// Types, statuses and rules that no document has pass through, and what is null stays null.
func TestPoliciesThatOnlyLiveAnswersHave(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(policed()), simulated.WithLiveForms())
	for want, rule := range map[string]any{
		`[{"a":12345678901234567890.50,"b":"\u003cx\u003e"},null]`: []any{map[string]any{"b": "<x>", "a": number("12345678901234567890.50")}, nil},
		`{"consented":true,"scopeType":"org"}`:                     map[string]any{"scopeType": "org", "consented": true},
		`"off"`:                                                    "off",
	} {
		odd := said(t, org, eu, func(attributes map[string]any) {
			attributes["type"], attributes["status"], attributes["rule"], attributes["name"] = "hipaa", "PARTLY", rule, nil
			delete(attributes, "resources")
		})
		answer, diagnostics := acctest.Server(t, odd, nil).ReadDataSource(policiesType, map[string]any{"types": []any{"hipaa"}})
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, []any{map[string]any{
			"id": eu, "name": nil, "type": "hipaa", "status": "PARTLY", "in": nil, "rule": want, "resources": nil,
		}}, answer["policies"])
	}
	server := acctest.Server(t, org, nil)
	answer, diagnostics := server.ReadDataSource(policiesType, map[string]any{"types": []any{"generative-ai"}})
	require.NoError(t, diagnostics.Err())
	live := answer["policies"].([]any)
	require.Len(t, live, 1, "the simulator answers as others have seen it")
	assert.Equal(t, "[]", live[0].(map[string]any)["rule"])
	assert.Nil(t, live[0].(map[string]any)["status"], "no status is not disabled")
}

func TestPoliciesThatCannotBeListed(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	org.Simulator.Inject(simulator.Fault{Operation: listPolicies, Status: http.StatusForbidden, Count: -1})
	_, diagnostics := acctest.Server(t, org, nil).ReadDataSource(policiesType, map[string]any{})
	require.ErrorContains(t, diagnostics.Err(), "Cannot list the policies")
	untyped := said(t, simulated.Start(t, simulated.WithStart(policed())), eu, func(attributes map[string]any) { delete(attributes, "type") })
	_, diagnostics = acctest.Server(t, untyped, nil).ReadDataSource(policiesType, map[string]any{})
	require.ErrorContains(t, diagnostics.Err(), "policy "+eu+" has no type", "it could be of any")
}

func TestPoliciesThroughTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t, simulated.WithStart(policed()), simulated.AsDocumented())
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: acctest.Config(org, `
data "atlassian_policies" "all" {}

data "atlassian_policy" "atOffice" {
  type = "ip-allowlist"
  name = "Office"
}
`),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("data.atlassian_policies.all", tfjsonpath.New("policies"), knownvalue.ListSizeExact(3)),
			statecheck.ExpectKnownValue("data.atlassian_policy.atOffice", tfjsonpath.New("id"), knownvalue.StringExact(atOffice)),
			statecheck.ExpectKnownValue("data.atlassian_policy.atOffice", tfjsonpath.New("in"), knownvalue.ListSizeExact(2)),
		},
	}}})
}
