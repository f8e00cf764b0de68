// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// Atlassian accepts a creation, and makes something else of it. The apply says so, and keeps the policy.
func TestPoliciesThatAreNotCreatedAsPlanned(t *testing.T) {
	t.Parallel()
	guarded := allowing("must_allow", list("2001:db8::1"))
	atlantis := europe([]any{jiraARI}, nil)
	for name, test := range map[string]struct {
		typeName string
		config   map[string]any
		change   func(attributes map[string]any)
		says     string
	}{
		"off":             {allowlistType, guarded, func(a map[string]any) { a["status"] = "disabled" }, "\n- enabled: Atlassian says that the policy is disabled"},
		"no status":       {allowlistType, guarded, func(a map[string]any) { a["status"] = nil }, "\n- enabled: Atlassian does not tell whether the policy is enabled"},
		"another name":    {allowlistType, guarded, func(a map[string]any) { a["name"] = "Open" }, "\n- name: \"Open\""},
		"an address less": {allowlistType, guarded, func(a map[string]any) { a["rule"] = map[string]any{"in": []any{"192.0.2.0/24"}} }, "\n- addresses: Atlassian lacks 2001:db8::1\n- must_allow: 2001:db8::1 may be shut out now"},
		"an address more": {allowlistType, guarded, func(a map[string]any) {
			a["rule"] = map[string]any{"in": []any{"192.0.2.0/24", "2001:DB8::1/128", "0.0.0.0/0"}}
		}, "\n- addresses: Atlassian has 0.0.0.0/0 besides"},
		"no rule":         {allowlistType, guarded, func(a map[string]any) { a["rule"] = nil }, "\n- addresses: Atlassian does not tell them"},
		"elsewhere":       {residencyType, atlantis, func(a map[string]any) { a["rule"] = map[string]any{"in": []any{"US"}} }, "\n- region: Atlassian has US"},
		"everywhere":      {residencyType, atlantis, func(a map[string]any) { a["rule"] = map[string]any{"in": []any{}} }, "\n- region: Atlassian has none"},
		"a region unsaid": {residencyType, atlantis, func(a map[string]any) { a["rule"] = nil }, "\n- region: Atlassian does not tell it"},
		"residency off":   {residencyType, atlantis, func(a map[string]any) { a["status"] = "DISABLED" }, "\n- enabled: Atlassian says that the policy is DISABLED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			edited := org.Edited(t, "/policies/", func(body any) any {
				whole, _ := body.(map[string]any)
				policy, _ := whole["data"].(map[string]any)
				attributes, _ := policy["attributes"].(map[string]any)
				test.change(attributes)
				return body
			})
			server := acctest.Server(t, edited, nil)
			plan := server.PlanCreate(test.typeName, test.config)
			require.NoError(t, plan.Diagnostics.Err())
			state, diagnostics := server.ApplyResource(plan)
			require.NoError(t, diagnostics.Err())
			require.NotNil(t, state)
			require.Len(t, diagnostics.Warnings(), 1)
			assert.Contains(t, diagnostics.Warnings()[0], "Atlassian has not created the policy as planned: ")
			assert.Contains(t, diagnostics.Warnings()[0], test.says+"\n\n")
			assert.Equal(t, test.config["name"], state.Values["name"])
		})
	}
}
