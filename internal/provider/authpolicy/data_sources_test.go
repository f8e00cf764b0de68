// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"net/http"
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const policiesType = "atlassian_authentication_policies"

func TestPolicies(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	hasTwoStep(t, org, chen, false)
	found, diagnostics := acctest.Server(t, org, nil).ReadDataSource(policiesType, nil)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, map[string]any{
		"managed_accounts": int64(11), // contractors are not
		"policies": []any{
			map[string]any{ // one is suspended, one deactivated, and nobody in Break glass
				"id": everyone, "members": int64(7), "active_members": int64(5),
				"with_two_step_verification": int64(3), "without_two_step_verification": int64(2), "two_step_unknown": int64(0), "two_step_coverage": int64(60),
			},
			map[string]any{
				"id": staff, "members": int64(4), "active_members": int64(4),
				"with_two_step_verification": int64(3), "without_two_step_verification": int64(1), "two_step_unknown": int64(0), "two_step_coverage": int64(75),
			},
		},
	}, found)

	// Nobody is active in it: that is no coverage at all, neither 0 nor 100.
	for _, person := range []string{ada, bruno, chen, dana} {
		require.NoError(t, org.Simulator.ChangeUser(person, simulator.UserChange{Status: new("suspended")}))
	}
	require.NoError(t, org.Simulator.ChangeUser(emil, simulator.UserChange{ClaimStatus: new("unmanaged")}))
	found, diagnostics = acctest.Server(t, org, nil).ReadDataSource(policiesType, nil)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, int64(10), found["managed_accounts"])
	policies := found["policies"].([]any)
	assert.Equal(t, map[string]any{
		"id": staff, "members": int64(4), "active_members": int64(0),
		"with_two_step_verification": int64(0), "without_two_step_verification": int64(0), "two_step_unknown": int64(0), "two_step_coverage": nil,
	}, policies[1])
	assert.Equal(t, int64(75), policies[0].(map[string]any)["two_step_coverage"])

	require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(glass, fatima))
	found, diagnostics = acctest.Server(t, org, nil).ReadDataSource(policiesType, nil)
	require.NoError(t, diagnostics.Err())
	assert.Len(t, found["policies"], 3)
}

func TestPolicyMembers(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	hasTwoStep(t, org, chen, false)
	require.NoError(t, org.Simulator.ChangeUser(dana, simulator.UserChange{Status: new("deactivated")}))
	server := acctest.Server(t, org, nil)
	found, diagnostics := server.ReadDataSource(membersType, map[string]any{"policy_id": staff})
	require.NoError(t, diagnostics.Err())
	ids := slices.Sorted(slices.Values(accounts(org, ada, bruno, chen, dana)))
	assert.Equal(t, anys(ids), found["account_ids"])
	members := found["members"].([]any)
	require.Len(t, members, 4)
	for i, member := range members {
		assert.Equal(t, ids[i], member.(map[string]any)["account_id"])
	}
	assert.Equal(t, map[string]any{
		"account_id": org.Simulator.AccountID(chen), "email": chen, "name": "Chen Li", "status": "active", "claim_status": "managed", "mfa_enabled": false,
	}, members[slices.Index(ids, org.Simulator.AccountID(chen))])
	assert.Equal(t, "deactivated", members[slices.Index(ids, org.Simulator.AccountID(dana))].(map[string]any)["status"])

	for _, policy := range []string{glass, "00000000-0000-4000-8000-00000000dead"} { // nobody is in the one, and there is no other
		found, diagnostics = server.ReadDataSource(membersType, map[string]any{"policy_id": policy})
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, map[string]any{"policy_id": policy, "account_ids": []any{}, "members": []any{}}, found)
	}
	assert.Equal(t, []int{1, 1, 1, 0}, asked(org, searchOperation, fetchOperation, countOperation), "one walk serves all")
	_, diagnostics = server.ReadDataSource(membersType, map[string]any{"policy_id": "Our staff"})
	require.ErrorContains(t, diagnostics.Err(), "must be the ID of an authentication policy")
}

func TestPoliciesRequests(t *testing.T) {
	t.Parallel()
	const users, members = 350, 120
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Users: users, PolicyMembers: members})))
	server := acctest.Server(t, org, nil)
	found, diagnostics := server.ReadDataSource(policiesType, nil)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, int64(users), found["managed_accounts"])
	counts := map[string]any{}
	for _, policy := range found["policies"].([]any) {
		one := policy.(map[string]any)
		counts[one["id"].(string)] = one["members"]
		assert.Equal(t, int64(0), one["two_step_coverage"])
	}
	assert.Equal(t, map[string]any{simulated.PolicyID: int64(members), simulated.DefaultPolicyID: int64(users - members)}, counts)
	listed, diagnostics := server.ReadDataSource(membersType, map[string]any{"policy_id": simulated.PolicyID})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, each(1, members, simulated.AccountID), listed["account_ids"])
	assert.Equal(t, []int{4, 4, 1, 0}, asked(org, searchOperation, fetchOperation, countOperation), "one of each for every 100 accounts, and one count, for both")
}

// What cannot be read is an error, and never an empty list.
func TestPoliciesUnreadable(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{searchOperation, fetchOperation} {
		org := simulated.Start(t)
		org.Simulator.Inject(simulator.Fault{Operation: operation, Status: http.StatusForbidden, Count: -1})
		server := acctest.Server(t, org, nil)
		_, diagnostics := server.ReadDataSource(policiesType, nil)
		require.ErrorContains(t, diagnostics.Err(), "Cannot find the authentication policies: Atlassian refused")
		_, diagnostics = server.ReadDataSource(membersType, map[string]any{"policy_id": staff})
		require.ErrorContains(t, diagnostics.Err(), "Cannot find out who is in the authentication policy: Atlassian refused")
		require.ErrorContains(t, diagnostics.Err(), `AttributeName("policy_id")`)
	}
}

func TestPoliciesFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := acctest.Config(org, `
data "atlassian_authentication_policies" "all" {}

data "atlassian_authentication_policy_members" "staff" {
  policy_id = data.atlassian_authentication_policies.all.policies[1].id

  lifecycle {
    postcondition {
      condition     = alltrue(self.members[*].mfa_enabled)
      error_message = "Somebody in Staff has no two-step verification."
    }
  }
}

output "coverage" {
  value = join(" ", [for p in data.atlassian_authentication_policies.all.policies : format("%.1f", p.two_step_coverage)])
}

output "members" {
  value = length(data.atlassian_authentication_policy_members.staff.account_ids)
}
`)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config, Check: resource.ComposeTestCheckFunc(resource.TestCheckOutput("coverage", "60.0 100.0"), resource.TestCheckOutput("members", "4"))},
		{
			PreConfig:   func() { assert.NoError(t, org.Simulator.ChangeUser(dana, simulator.UserChange{MFA: new(false)})) },
			Config:      config,
			ExpectError: regexp.MustCompile(`Somebody\s+in\s+Staff\s+has\s+no\s+two-step\s+verification`),
		},
	}})
}
