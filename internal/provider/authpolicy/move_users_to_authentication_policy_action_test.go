// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestMoveUsers(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := map[string]any{"policy_id": staff, "emails": []any{ada, emil}, "account_ids": anys(accounts(org, gus))}
	progress, diagnostics := acctest.Server(t, org, nil).InvokeAction("atlassian_move_users_to_authentication_policy", config)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []string{"2 people are to be moved into policy " + staff + ", 1 of 3 in it already", "2 of 2 done", "2 people were moved, 0 failed"}, progress)
	inPolicy(t, org, staff, ada, emil, gus)

	// Again: nothing to do.
	org.Simulator.ResetRequests()
	progress, diagnostics = acctest.Server(t, org, nil).InvokeAction("atlassian_move_users_to_authentication_policy", config)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "0 people are to be moved into policy "+staff+", 3 of 3 in it already", progress[0])
	assert.Zero(t, org.Simulator.Requests()[moveOperation])
}

func TestMoveUsersShowsItsProgress(t *testing.T) {
	t.Parallel()
	const people = 950
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Users: people})))
	progress, diagnostics := acctest.Server(t, org, nil).InvokeAction("atlassian_move_users_to_authentication_policy",
		map[string]any{"policy_id": simulated.PolicyID, "account_ids": each(1, people, simulated.AccountID)})
	require.NoError(t, diagnostics.Err())
	assert.Greater(t, len(progress), 5)
	assert.Contains(t, progress, "950 of 950 done")
	assert.Equal(t, "950 people were moved, 0 failed", progress[len(progress)-1])
	assert.Len(t, org.Simulator.AuthenticationPolicyMembers(simulated.PolicyID), people)
}

func TestMoveUsersIsRefused(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.FailMoves(emil, &simulator.MoveFailure{Status: 400, Title: "Bad request"}))
	for name, test := range map[string]struct {
		config map[string]any
		want   []string
	}{
		"nobody":    {map[string]any{}, []string{"Missing account_ids or emails"}},
		"unknown":   {map[string]any{"emails": []any{ada, "nobody@acme.example"}}, []string{"People without an account"}},
		"unmanaged": {map[string]any{"emails": []any{lena}}, []string{"Accounts that are not managed"}},
		"protected": {map[string]any{"emails": []any{fatima}}, []string{"A protected account would be moved"}},
		"twice":     {map[string]any{"emails": []any{gus}, "account_ids": anys(accounts(org, gus))}, []string{"An account is listed twice"}},
		"failed":    {map[string]any{"emails": []any{emil}}, []string{"1 of 1 people could not be moved", emil + ": Bad request", "run the action again"}},
	} {
		config := map[string]any{"policy_id": staff}
		maps.Copy(config, test.config)
		server := acctest.Server(t, org, map[string]any{"protected_account_ids": anys(accounts(org, fatima))})
		_, diagnostics := server.InvokeAction("atlassian_move_users_to_authentication_policy", config)
		require.Error(t, diagnostics.Err(), name)
		for _, want := range test.want {
			require.ErrorContains(t, diagnostics.Err(), want, name)
		}
	}
	inPolicy(t, org, everyone, gus, fatima, emil)

	_, diagnostics := acctest.Server(t, org, nil).InvokeAction("atlassian_move_users_to_authentication_policy",
		map[string]any{"policy_id": "00000000-0000-4000-8000-00000000dead", "emails": []any{ada}})
	require.ErrorContains(t, diagnostics.Err(), "Check that the policy's ID is right")
}
