// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// What somebody changes shows in the next plan, and the apply mends it.
func TestIPAllowlistDrift(t *testing.T) {
	t.Parallel()
	config := allowing("resource_ids", list(confluence, jira), "allow_mobile_bypass", true)
	for name, test := range map[string]struct {
		change    func(*simulator.OrganizationPolicy)
		attribute string
		shows     any
	}{
		"another name":         {func(p *simulator.OrganizationPolicy) { p.Name = "Open" }, "name", "Open"},
		"turned off":           {func(p *simulator.OrganizationPolicy) { p.Status = simulator.PolicyDisabled }, "enabled", false},
		"one address more":     {func(p *simulator.OrganizationPolicy) { p.In = append(p.In, "0.0.0.0/0") }, "addresses", list("192.0.2.0/24", "2001:db8::1", "0.0.0.0/0")},
		"one address less":     {func(p *simulator.OrganizationPolicy) { p.In = p.In[1:] }, "addresses", list("2001:db8::1")},
		"no mobile bypass":     {func(p *simulator.OrganizationPolicy) { p.AllowMobileBypass = new(false) }, "allow_mobile_bypass", false},
		"a product taken away": {func(p *simulator.OrganizationPolicy) { p.Resources = p.Resources[:1] }, "resources", list(confluence)},
		"applied nowhere":      {func(p *simulator.OrganizationPolicy) { p.Resources = nil }, "resources", list()},
		"failed": {
			func(p *simulator.OrganizationPolicy) { p.Resources[1].ApplicationStatus = simulator.ResourceFailed },
			"not_applied",
			[]any{map[string]any{"resource_id": jira, "status": "failed"}},
		},
		"being removed": {
			func(p *simulator.OrganizationPolicy) { p.Resources[1].ApplicationStatus = simulator.ResourceRemoving },
			"resources", list(confluence),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			state := acctest.Server(t, org, nil).Converge(t, allowlistType, config)
			behind(t, org, test.change)
			server := acctest.Server(t, org, nil)
			read, diagnostics := server.ReadResource(state)
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, test.shows, read.Values[test.attribute])
			plan := server.PlanUpdate(read, config)
			require.NoError(t, plan.Diagnostics.Err())
			require.Equal(t, protocol.Update, plan.Action)
			require.Empty(t, plan.RequiresReplace)
			after := acctest.Server(t, org, nil).ConvergeFrom(t, read, config)
			assert.Equal(t, state.Values, after.Values)
			holds(t, org, "enabled", []string{"192.0.2.0/24", "2001:db8::1"}, jira, confluence)
		})
	}
}

// Somebody adds a product: it is shown, and the plan says what it opens.
func TestIPAllowlistWithAProductMore(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, allowlistType, allowing())
	behind(t, org, func(p *simulator.OrganizationPolicy) {
		p.Resources = append(p.Resources, simulator.PolicyResource{ID: jira})
	})
	server := acctest.Server(t, org, nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, list(confluence, jira), read.Values["resources"])
	plan := server.PlanUpdate(read, allowing())
	assert.Equal(t, []string{"Products become reachable from every address: The plan takes products out of IP allowlist \"Office\". " +
		"Unless another IP allowlist restricts them, people can then reach these from every address:\n- " + jira}, plan.Diagnostics.Warnings())
	acctest.Server(t, org, nil).ConvergeFrom(t, read, allowing())
	holds(t, org, "enabled", []string{"192.0.2.0/24", "2001:db8::1"}, confluence)
}

// What Atlassian is still doing is no drift.
func TestIPAllowlistThatIsBeingApplied(t *testing.T) {
	t.Parallel()
	for _, status := range []string{simulator.ResourceApplying, simulator.ResourceValidating, simulator.ResourceScheduled} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t, simulated.AllowViolations())
			state := acctest.Server(t, org, nil).Converge(t, allowlistType, allowing())
			behind(t, org, func(p *simulator.OrganizationPolicy) { p.Resources[0].ApplicationStatus = status })
			server := acctest.Server(t, org, nil)
			read, diagnostics := server.ReadResource(state)
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, state.Values, read.Values)
			plan := server.PlanUpdate(read, allowing())
			assert.Equal(t, protocol.NoOp, plan.Action)
			assert.Empty(t, plan.Diagnostics)
		})
	}
}

// attributesOf are the attributes of a policy in an answer, whether it is one policy or a list.
func attributesOf(body any, change func(attributes map[string]any)) any {
	whole, _ := body.(map[string]any)
	all, is := whole["data"].([]any)
	if !is {
		all = []any{whole["data"]}
	}
	for _, one := range all {
		policy, _ := one.(map[string]any)
		if attributes, _ := policy["attributes"].(map[string]any); attributes["type"] == simulator.PolicyIPAllowlist {
			change(attributes)
		}
	}
	return body
}

// The list of policies may leave out the mobile bypass, and its drift shows all the same. Where nothing says it, a warning does.
func TestIPAllowlistWhoseListLeavesOutTheBypass(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := allowing("allow_mobile_bypass", false)
	state := acctest.Server(t, org, nil).Converge(t, allowlistType, config)
	behind(t, org, func(p *simulator.OrganizationPolicy) { p.AllowMobileBypass = new(true) })
	leavesOut := func(lists, policies bool) *simulated.Organization {
		return org.Edited(t, "/policies", func(body any) any {
			whole, _ := body.(map[string]any)
			if _, list := whole["data"].([]any); list && lists || !list && policies {
				attributesOf(body, func(a map[string]any) {
					rule, _ := a["rule"].(map[string]any)
					delete(rule, "allowMobileBypass")
				})
			}
			return body
		})
	}
	org.Simulator.ResetRequests()
	read, diagnostics := acctest.Server(t, leavesOut(true, false), nil).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, true, read.Values["allow_mobile_bypass"])
	assert.Equal(t, map[string]int{listPolicies: 1, getPolicy: 1}, org.Simulator.Requests())
	assert.Empty(t, diagnostics.Warnings())

	read, diagnostics = acctest.Server(t, leavesOut(true, true), nil).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, false, read.Values["allow_mobile_bypass"])
	require.Len(t, diagnostics.Warnings(), 1)
	assert.Contains(t, diagnostics.Warnings()[0], "It is not known whether the mobile bypass is set")
}

// What an answer does not say is never taken for none.
func TestIPAllowlistOfWhichAnAnswerSaysTooLittle(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change  func(attributes map[string]any)
		refused string // empty where the rest is enough
		warns   string
	}{
		"no resources":        {func(a map[string]any) { a["resources"] = nil }, "It is not known what the policy applies to", ""},
		"nothing of them":     {func(a map[string]any) { delete(a, "resources") }, "It is not known what the policy applies to", ""},
		"resources of a kind": {func(a map[string]any) { a["resources"] = map[string]any{} }, "It is not known what the policy applies to", ""},
		"no rule":             {func(a map[string]any) { a["rule"] = nil }, "It is not known which addresses the IP allowlist lets in", ""},
		"a rule of a kind":    {func(a map[string]any) { a["rule"] = []any{} }, "It is not known which addresses the IP allowlist lets in", ""},
		"addresses of a kind": {func(a map[string]any) { a["rule"] = map[string]any{"in": []any{nil}} }, "It is not known which addresses the IP allowlist lets in", ""},
		"no status":           {func(a map[string]any) { a["status"] = nil }, "It is not known whether the IP allowlist is enabled", ""},
		"no name":             {func(a map[string]any) { a["name"] = nil }, "The name of the IP allowlist is not known", ""},
		"in capitals":         {func(a map[string]any) { a["status"] = "ENABLED" }, "", ""},
		"a status of a kind":  {func(a map[string]any) { a["status"] = "paused" }, "", "Atlassian says that the status of policy"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			state := acctest.Server(t, org, nil).Converge(t, allowlistType, allowing())
			edited := org.Edited(t, "/policies", func(body any) any { return attributesOf(body, test.change) })
			server := acctest.Server(t, edited, nil)
			read, diagnostics := server.ReadResource(state)
			switch {
			case test.refused != "":
				require.Len(t, diagnostics.Errors(), 1)
				assert.Contains(t, diagnostics.Errors()[0], test.refused)
			case test.warns != "":
				require.NoError(t, diagnostics.Err())
				require.Len(t, diagnostics.Warnings(), 1)
				assert.Contains(t, diagnostics.Warnings()[0], test.warns)
				assert.Equal(t, protocol.Update, server.PlanUpdate(read, allowing()).Action, "it is a finding")
			default:
				require.NoError(t, diagnostics.Err())
				assert.Empty(t, diagnostics)
				assert.Equal(t, state.Values, read.Values)
			}
		})
	}
}

func TestIPAllowlistThatIsAnotherPolicy(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	residency := org.Simulator.Organization().OrganizationPolicies[0]
	require.Equal(t, simulator.PolicyDataResidency, residency.Type)
	_, diagnostics := acctest.Server(t, org, nil).ImportByID(allowlistType, residency.ID)
	require.Len(t, diagnostics.Errors(), 1)
	assert.True(t, strings.HasPrefix(diagnostics.Errors()[0], "The policy is no IP allowlist: Atlassian says that policy "+residency.ID+` ("Default data residency") has the type data-residency.`), diagnostics.Errors()[0])

	_, diagnostics = acctest.Server(t, org, nil).ImportByID(allowlistType, "nowhere")
	assert.ErrorContains(t, diagnostics.Err(), "nowhere")
}
