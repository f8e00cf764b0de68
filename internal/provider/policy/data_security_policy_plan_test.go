// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// secured is a configuration of a data security policy.
func secured(name, coverage string, rules map[string]any, more ...string) map[string]any {
	config := map[string]any{"name": name, "coverage": coverage, "rules": rules}
	for i := 0; i+1 < len(more); i += 2 {
		config[more[i]] = more[i+1]
	}
	return config
}

func exports(effect string) map[string]any { return map[string]any{"export": effect} }

// What Atlassian would refuse is refused in the plan, and says what to do.
func TestDataSecurityPolicyPlanRefuses(t *testing.T) {
	t.Parallel()
	apps := map[string]any{"app_access": map[string]any{"effect": "block", "subject_id": "all_apps"}}
	covering := secured("A", "WORKSPACE", exports("allow"))
	covering["resource_ids"] = list(jira)
	whole := secured("A", "ORG", exports("block"))
	whole["resource_ids"] = list(jira)
	for name, test := range map[string]struct {
		config map[string]any
		says   string
	}{
		"no rule":             {secured("A", "ORG", map[string]any{}), "The policy has no rule"},
		"several rules":       {secured("A", "CONTAINER", map[string]any{"export": "block", "public_links": "block"}), "The policy has several rules"},
		"apps on sites":       {secured("A", "WORKSPACE", apps), "The coverage does not allow the rule"},
		"apps":                {secured("A", "ORG", apps), "The rule about apps is experimental"},
		"resources":           {covering, "What a policy covers is experimental"},
		"resources of all":    {whole, "The policy covers the whole organization"},
		"nothing to override": {secured("A", "WORKSPACE", map[string]any{"anonymous_access": "block"}), "Neither Atlassian nor this configuration has such a policy"},
		"a second draft":      {secured("A", "WORKSPACE", exports("block")), "There is a draft for the same rule"},
		"a second one":        {secured("All", "ORG", exports("block")), "It exists already"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := simulator.SmallCompany()
			start.DataSecurityPolicies = []simulator.DataSecurityPolicy{
				{ID: "1", Name: "All", Rules: map[string]string{"export": "block"}},
				{ID: "2", Name: "Sites", Status: simulator.DataSecurityDraft, Coverage: "WORKSPACE", Rules: map[string]string{"export": "allow"}},
			}
			org := simulated.Start(t, simulated.WithStart(start))
			state := acctest.Server(t, org, nil).Converge(t, dataSecurityType, secured("Mine", "ORG", map[string]any{"public_links": "block"}))
			server := acctest.Server(t, org, nil)
			_, diags := server.ReadResource(state) // a plan refreshes
			require.NoError(t, diags.Err())
			require.ErrorContains(t, server.PlanCreate(dataSecurityType, test.config).Diagnostics.Err(), test.says)
		})
	}
}

// What becomes possible is said, and so is what is not in force.
func TestDataSecurityPolicyPlanSaysWhatItOpens(t *testing.T) {
	t.Parallel()
	org := publishing(t)
	experimental := map[string]any{"experimental": []any{"data_security_publish"}}
	both := map[string]any{"export": "block", "public_links": "block"}
	state := acctest.Server(t, org, experimental).Converge(t, dataSecurityType, secured("All", "ORG", both))

	warns := func(config map[string]any) string {
		server := acctest.Server(t, org, experimental)
		var plan *protocol.Plan
		if config == nil {
			plan = server.PlanDelete(state)
		} else {
			plan = server.PlanUpdate(state, config)
		}
		require.NoError(t, plan.Diagnostics.Err())
		return strings.Join(plan.Diagnostics.Warnings(), "\n")
	}
	gone := warns(nil)
	assert.Contains(t, gone, "The policy blocks nothing any more")
	assert.Contains(t, gone, "- people can export pages\n- people can share content by public links")
	assert.Contains(t, warns(secured("All", "ORG", exports("block"))), "The policy blocks less: The plan changes what data security policy \"All\" blocks. Afterwards, where no other policy blocks it:\n\n- people can share")
	assert.Empty(t, warns(secured("Every one", "ORG", both)))

	draft := acctest.Server(t, org, nil).PlanCreate(dataSecurityType, secured("Other", "ORG", map[string]any{"anonymous_access": "block"}))
	require.NoError(t, draft.Diagnostics.Err())
	require.Len(t, draft.Diagnostics.Warnings(), 1)
	assert.Contains(t, draft.Diagnostics.Warnings()[0], "A person must publish it in Atlassian Administration")
}

// What a policy covers, and what is not known yet, opens as much as what it says.
func TestDataSecurityPolicyPlanSaysWhereItOpens(t *testing.T) {
	t.Parallel()
	org := publishing(t)
	experimental := map[string]any{"experimental": []any{"data_security_publish"}}
	acctest.Server(t, org, experimental).Converge(t, dataSecurityType, secured("All", "ORG", map[string]any{"export": "block", "public_links": "block"}))
	covers := func(name, coverage string, rules map[string]any, ids ...string) map[string]any {
		config := secured(name, coverage, rules)
		if len(ids) > 0 {
			config["resource_ids"] = list(ids...)
		}
		return config
	}
	links := map[string]any{"public_links": "block"}
	blocking := acctest.Server(t, org, experimental).Converge(t, dataSecurityType, covers("Blocking", "WORKSPACE", exports("block"), jira, confluence))
	allowing := acctest.Server(t, org, experimental).Converge(t, dataSecurityType, covers("Allowing", "CONTAINER", map[string]any{"public_links": "allow"}, jira))
	const less, more, exporting, sharing = "The policy blocks less", "The policy allows more", "- people can export pages", "- people can share content by public links"
	for name, test := range map[string]struct {
		of     *protocol.State
		config map[string]any
		says   []string
	}{
		"the same":                  {blocking, covers("Blocking", "WORKSPACE", exports("block"), confluence, jira), nil},
		"covers less":               {blocking, covers("Blocking", "WORKSPACE", exports("block"), jira), []string{less, exporting}},
		"covers more":               {blocking, covers("Blocking", "WORKSPACE", exports("block"), jira, confluence, "ari:cloud:jira::site/1"), nil},
		"says no more what":         {blocking, covers("Blocking", "WORKSPACE", exports("block")), nil},
		"another part":              {blocking, covers("Blocking", "CONTAINER", exports("block"), jira, confluence), []string{less, exporting}},
		"an effect that is unknown": {blocking, covers("Blocking", "WORKSPACE", map[string]any{"export": protocol.Unknown}, jira, confluence), []string{less, exporting}},
		"another rule":              {blocking, covers("Blocking", "WORKSPACE", links, jira, confluence), []string{less, exporting}},
		"allows":                    {blocking, covers("Blocking", "WORKSPACE", exports("allow"), jira, confluence), []string{less, more, exporting}},
		"allows at one more":        {allowing, covers("Allowing", "CONTAINER", map[string]any{"public_links": "allow"}, jira, confluence), []string{more, sharing}},
		"allows what it did":        {allowing, covers("Allows", "CONTAINER", map[string]any{"public_links": "allow"}, jira), nil},
		"a new one":                 {nil, covers("New", "CLASSIFICATION", exports("allow"), jira), []string{more, exporting}},
	} {
		var plan *protocol.Plan
		if server := acctest.Server(t, org, experimental); test.of != nil {
			plan = server.PlanUpdate(test.of, test.config)
		} else {
			plan = server.PlanCreate(dataSecurityType, test.config)
		}
		require.NoError(t, plan.Diagnostics.Err(), name)
		said := strings.Join(plan.Diagnostics.Warnings(), "\n")
		for _, words := range test.says {
			assert.Contains(t, said, words, name)
		}
		for _, words := range []string{less, more} {
			assert.Equal(t, slices.Contains(test.says, words), strings.Contains(said, words), "%s: %s", name, said)
		}
	}
}

// Two resources for one rule of the organization are an error, and so are two drafts that Atlassian would not take.
func TestDataSecurityPoliciesThatExcludeEachOther(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	require.NoError(t, server.PlanCreate(dataSecurityType, secured("One", "ORG", exports("block"))).Diagnostics.Err())
	require.ErrorContains(t, server.PlanCreate(dataSecurityType, secured("Two", "ORG", exports("allow"))).Diagnostics.Err(), "Two resources claim the same thing")
	require.NoError(t, server.PlanCreate(dataSecurityType, secured("Part", "WORKSPACE", exports("allow"))).Diagnostics.Err(), "the other one is planned")
	require.ErrorContains(t, server.PlanCreate(dataSecurityType, secured("Another part", "WORKSPACE", exports("allow"))).Diagnostics.Err(), "Two resources claim the same thing")
}

// A replacement changes the policy in place, so that a published one stays in force. One that makes the new policy first leaves the old one.
func TestDataSecurityPolicyIsReplacedInPlace(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	workspace := cli.New(t, org).Keep()
	write := func(more string) {
		workspace.Write("main.tf", `
resource "atlassian_data_security_policy" "this" {
  name     = "All"
  coverage = "ORG"
  rules    = { export = "block" }
  `+more+`
}
`)
	}
	write("")
	workspace.MustRun("apply", "-auto-approve")
	published := securing(org)[0]
	published.Status = simulator.DataSecurityActive
	require.NoError(t, org.Simulator.PutDataSecurityPolicy(published))
	workspace.MustRun("apply", "-auto-approve", "-replace=atlassian_data_security_policy.this")
	assert.Equal(t, []simulator.DataSecurityPolicy{published}, securing(org))
	workspace.MustRun("taint", "atlassian_data_security_policy.this")
	workspace.MustRun("apply", "-auto-approve")
	assert.Equal(t, []simulator.DataSecurityPolicy{published}, securing(org))

	write("lifecycle {\n    create_before_destroy = true\n  }")
	workspace.MustRun("apply", "-auto-approve", "-replace=atlassian_data_security_policy.this")
	assert.Contains(t, securing(org), published)
}
