// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// Who was moved, and where to, is said with the drift, and that it may have been an automation rule.
func TestMembersSayWhoWasMoved(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	some := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"policy_id": staff, "account_ids": anys(accounts(org, ada, dana))})
	all := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{
		"policy_id": staff, "emails": []any{ada, bruno, chen, dana}, "exclusive": true, "fallback_policy_id": everyone,
	})
	for _, state := range []string{"calm", "moved"} {
		if state == "moved" {
			require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(everyone, dana))
			require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(staff, emil))
		}
		_, ofSome := acctest.Server(t, org, nil).ReadResource(some)
		_, ofAll := acctest.Server(t, org, nil).ReadResource(all)
		require.NoError(t, ofSome.Err())
		require.NoError(t, ofAll.Err())
		if state == "calm" {
			assert.Empty(t, append(ofSome, ofAll...))
			continue
		}
		require.Len(t, ofSome.Warnings(), 1)
		assert.Contains(t, ofSome.Warnings()[0], "People are in another authentication policy: 1 person of this resource is in another policy than "+staff+", where this resource keeps them:\n- "+org.Simulator.AccountID(dana)+", now in policy "+everyone)
		assert.Contains(t, ofSome.Warnings()[0], "an automation rule for authentication policies")
		assert.Contains(t, ofSome.Warnings()[0], `AttributeName("account_ids")`)
		require.Len(t, ofAll.Warnings(), 2)
		assert.Contains(t, ofAll.Warnings()[0], "- "+dana+" ("+org.Simulator.AccountID(dana)+"), now in policy "+everyone)
		assert.Contains(t, ofAll.Warnings()[1], "Other people are in the authentication policy: 1 person is in policy "+staff+" whom this resource does not list, although exclusive is true:\n- "+emil)
		assert.Contains(t, ofAll.Warnings()[1], "an automation rule for authentication policies")
	}
}
