// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// traps are resources by which the protected account would lose something. Each must fail in the plan.
func (d *draft) traps() []item {
	protected := simulated.Email(theProtected)
	return []item{
		resource("atlassian_user", "trap", map[string]any{"email": protected, "status": "suspended"}),
		resource("atlassian_managed_account", "trap", map[string]any{"email": protected, "active": false}),
		resource("atlassian_authentication_policy_members", "trap", map[string]any{
			"policy_id": policyID(attestedPolicy), "fallback_policy_id": simulated.DefaultPolicyID, "account_ids": []any{simulated.AccountID(theProtected)},
		}),
		resource("atlassian_group_members", "trap", map[string]any{
			"group_id": simulated.GroupID(untouched), "account_ids": []any{simulated.AccountID(theOutsider)},
		}),
	}
}

// traps plans one of them beside the configuration, which must be refused.
func (c *chaos) traps(next configuration) {
	if !c.draft.chance(30) {
		return
	}
	trap := pick(c.draft, c.draft.traps()...)
	_, diagnostics := c.plan(append(slices.Clip(next), trap))
	c.tally.traps.Add(1)
	if err := diagnostics.Err(); err == nil || !strings.Contains(strings.ToLower(err.Error()), "protected") {
		c.failed("%s was not refused: %v", &trap, err)
	}
	c.look("after a plan that was refused")
}
