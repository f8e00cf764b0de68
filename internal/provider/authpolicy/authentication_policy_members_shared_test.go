// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// Somebody else in an exclusive policy who has the address of a listed person is somebody else. Atlassian moves accounts by address, so
// the provider moves neither.
func TestMembersOfAnExclusivePolicyOfOneAddress(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	const membersType = "atlassian_authentication_policy_members"
	config := func(emails ...string) map[string]any {
		return map[string]any{"policy_id": staff, "emails": anys(emails), "exclusive": true, "fallback_policy_id": everyone}
	}
	state := acctest.Server(t, org, nil).Converge(t, membersType, config(ada, bruno, chen, dana))
	id := org.Simulator.AccountID(dana)
	shared := org.Edited(t, "", func(body any) any { return withAddress(body, id, strings.ToUpper(ada)) })
	server := acctest.Server(t, shared, nil)
	state.Values["emails"] = anys([]string{ada, bruno, chen})
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.ElementsMatch(t, []any{ada, bruno, chen, id}, read.Values["emails"])
	plan := server.PlanUpdate(read, config(ada, bruno, chen))
	require.ErrorContains(t, plan.Diagnostics.Err(), "Several accounts have this address")
	require.ErrorContains(t, plan.Diagnostics.Err(), id)
	inPolicy(t, org, staff, ada, bruno, chen, dana)
}

// withAddress changes the address of an account wherever an answer has it.
func withAddress(body any, accountID, email string) any {
	switch body := body.(type) {
	case []any:
		for _, element := range body {
			withAddress(element, accountID, email)
		}
	case map[string]any:
		if body["accountId"] == accountID || body["account_id"] == accountID {
			for _, name := range []string{"email", "emailAddress"} {
				if _, ok := body[name]; ok {
					body[name] = email
				}
			}
		}
		for _, value := range body {
			withAddress(value, accountID, email)
		}
	}
	return body
}
