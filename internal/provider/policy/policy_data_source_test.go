// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// number is a number with all its digits.
func number(digits string) json.Number { return json.Number(digits) }

func TestPolicy(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(policed()), simulated.AsDocumented())
	server := acctest.Server(t, org, nil)
	for _, config := range []map[string]any{{"id": atOffice}, {"type": "ip-allowlist", "name": "Office"}} {
		answer, diagnostics := server.ReadDataSource(policyType, config)
		require.NoError(t, diagnostics.Err(), config)
		assert.Equal(t, atOffice, answer["id"])
		assert.Equal(t, "Office", answer["name"])
		assert.Equal(t, "ip-allowlist", answer["type"])
		assert.Equal(t, "enabled", answer["status"])
		assert.Len(t, answer["resources"], 2)
	}
	answer, diagnostics := server.ReadDataSource(policyType, map[string]any{"type": "IP-allowlist", "name": "Office"})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{atOffice, "IP-allowlist"}, []any{answer["id"], answer["type"]}, "case does not matter in a type")
	assert.Equal(t, map[string]int{listPolicies: 1}, org.Simulator.Requests(), "the list says all of it")
}

// What the list does not say is read of the policy itself, and what the list says stays.
func TestPolicyThatTheListHidesPartOf(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(policed()), simulated.AsDocumented())
	calls := 0
	partly := org.Edited(t, "/policies", func(body any) any {
		calls++
		if list, ok := body.(map[string]any)["data"].([]any); ok {
			for _, one := range list {
				attributes := one.(map[string]any)["attributes"].(map[string]any)
				attributes["rule"], attributes["resources"], attributes["status"] = nil, nil, "enabled, as the list says"
			}
		}
		return body
	})
	answer, diagnostics := acctest.Server(t, partly, nil).ReadDataSource(policyType, map[string]any{"id": atOffice})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, 2, calls)
	assert.Equal(t, "enabled, as the list says", answer["status"])
	assert.Len(t, answer["resources"], 2)
	assert.Len(t, answer["in"], 2)

	org.Simulator.Inject(simulator.Fault{Operation: readPolicy, Status: http.StatusNotFound, Count: -1})
	_, diagnostics = acctest.Server(t, partly, nil).ReadDataSource(policyType, map[string]any{"id": atOffice})
	require.ErrorContains(t, diagnostics.Err(), `Cannot find the policy: Reading policy "Office", which the list of policies has: Atlassian refused getPolicyById`)
}

func TestPolicyThatThereIsNot(t *testing.T) {
	t.Parallel()
	twin := simulator.OrganizationPolicy{ID: "a2", Name: "Twin", Type: simulator.PolicyIPAllowlist, In: []string{"192.0.2.7"}}
	org := simulated.Start(t, simulated.WithStart(policed()), simulated.AsDocumented())
	require.NoError(t, org.Simulator.PutOrganizationPolicy(twin))
	twins := org.Edited(t, "/policies", func(body any) any {
		page := body.(map[string]any)
		page["data"] = append(page["data"].([]any), map[string]any{"id": "a3", "type": "policy", "attributes": map[string]any{"type": "ip-allowlist", "name": "Twin"}})
		return body
	})
	server := acctest.Server(t, twins, nil)
	const there = `"No export" (data-security, ` + noExport + `), "Office" (ip-allowlist, ` + atOffice + `), "Twin" (ip-allowlist, a2), "Twin" (ip-allowlist, a3)`
	for want, config := range map[string]map[string]any{
		`Cannot find the policy: Policy nowhere does not exist; the organization lists "EU" (data-residency, ` + eu + `), ` + there + `. (at AttributeName("id"))`: {"id": "nowhere"},
		`Cannot find the policy: A policy of the type data-residency with the name "Office" does not exist; the organization lists "EU" (data-residency, ` + eu + `). (at AttributeName("name"))`: {
			"type": "data-residency", "name": "Office",
		},
		`Cannot find the policy: A policy of the type hipaa with the name "Office" does not exist; the organization lists "EU" (data-residency, ` + eu + `), ` + there + `. (at AttributeName("name"))`: {
			"type": "hipaa", "name": "Office",
		},
		`Cannot find the policy: 2 policies of the type ip-allowlist are named "Twin", so one must be chosen by its ID: a2, a3. (at AttributeName("name"))`: {"type": "ip-allowlist", "name": "Twin"},
	} {
		_, diagnostics := server.ReadDataSource(policyType, config)
		require.Equal(t, []string{want}, diagnostics.Errors())
	}
}

func TestPolicyNeedsOneWayToFindIt(t *testing.T) {
	t.Parallel()
	server := acctest.Server(t, simulated.Start(t), nil)
	for _, c := range []struct {
		config map[string]any
		says   string
	}{
		{map[string]any{}, "No attribute specified when one (and only one) of"},
		{map[string]any{"name": "Office"}, `Attribute "type" must be specified when "name" is specified`},
		{map[string]any{"type": "ip-allowlist"}, "No attribute specified when one (and only one) of"},
		{map[string]any{"id": atOffice, "name": "Office", "type": "ip-allowlist"}, "2 attributes specified when one (and only one) of"},
		{map[string]any{"id": atOffice, "type": "ip-allowlist"}, `Attribute "type" cannot be specified when "id" is specified`},
		{map[string]any{"id": "a/b"}, "id must be the ID of a policy of the organization, and \"a/b\" is not. The data source atlassian_policies lists them."},
	} {
		_, diagnostics := server.ReadDataSource(policyType, c.config)
		assert.ErrorContains(t, diagnostics.Err(), c.says, c.config)
	}
}

// A long list of policies does not fill the terminal.
func TestPolicyAmongMany(t *testing.T) {
	t.Parallel()
	start := policed()
	for n := range 30 {
		start.OrganizationPolicies = append(start.OrganizationPolicies, simulator.OrganizationPolicy{Name: fmt.Sprintf("Site %02d", n), Type: simulator.PolicyIPAllowlist})
	}
	org := simulated.Start(t, simulated.WithStart(start), simulated.AsDocumented())
	_, diagnostics := acctest.Server(t, org, nil).ReadDataSource(policyType, map[string]any{"id": "nowhere"})
	require.ErrorContains(t, diagnostics.Err(), " and 13 more. (at")
}
