// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestDeactivateAndActivateAccounts(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	list := []any{emil, org.Simulator.AccountID(gus), kofi}
	for range 2 { // it is idempotent
		org.Simulator.ResetRequests()
		progress, diagnostics := newRun(t, org).InvokeAction("atlassian_deactivate_account", map[string]any{"accounts": list, "message": "Call the service desk"})
		require.NoError(t, diagnostics.Err())
		assert.Contains(t, progress, "3 of 3 accounts done")
		if sent := accountWrites(org); len(sent) > 0 {
			assert.Equal(t, map[string]int{opDisable: 2}, sent)
			assert.Equal(t, "2 accounts were deactivated, 1 already, 0 failed", progress[len(progress)-1])
		} else {
			assert.Equal(t, "0 accounts were deactivated, 3 already, 0 failed", progress[len(progress)-1])
		}
	}
	assert.Equal(t, "Call the service desk", org.Simulator.DeactivationMessage(emil))
	require.NoError(t, org.Simulator.ScheduleDeletion(gus))

	org.Simulator.ResetRequests()
	_, diagnostics := newRun(t, org).InvokeAction("atlassian_activate_account", map[string]any{"accounts": list})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, map[string]int{opEnable: 2, opCancelDelete: 1}, accountWrites(org))
}

func TestDeactivateAccountsIsRefused(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, map[string]any{"protected_account_ids": []any{org.Simulator.AccountID(fatima)}})
	for want, list := range map[string][]any{
		"A protected account would lose access": {emil, fatima},
		"Addresses without an account: The organization has no account for nobody@acme.example. Check the spelling. Nothing is changed.": {emil, "nobody@acme.example"},
		"An account is listed twice": {emil, org.Simulator.AccountID(emil)},
		"is not an e-mail address":   {"@"},
	} {
		_, diagnostics := server.InvokeAction("atlassian_deactivate_account", map[string]any{"accounts": list})
		require.ErrorContains(t, diagnostics.Err(), want)
	}
	assert.Empty(t, accountWrites(org))
}

// One account that cannot be changed does not keep the others from it, and all failures are one error.
func TestDeactivateAccountsReportsFailuresTogether(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	_, diagnostics := newRun(t, org).InvokeAction("atlassian_deactivate_account", map[string]any{"accounts": []any{emil, hana, lena}})
	require.Len(t, diagnostics.Errors(), 1)
	require.ErrorContains(t, diagnostics.Err(), "Not every account was deactivated: 2 of 3 accounts could not be deactivated")
	require.ErrorContains(t, diagnostics.Err(), "This means: the identity provider manages it, and syncs the account by SCIM")
	require.ErrorContains(t, diagnostics.Err(), "does not manage account")
	assert.Equal(t, 2, accountWrites(org)[opDisable], "of Emil, and of Hana, which was refused")

	start := simulator.SmallCompany()
	start.APIKey.Scopes = []string{"read:accounts:admin"}
	org = simulated.Start(t, simulated.WithStart(start))
	_, diagnostics = newRun(t, org).InvokeAction("atlassian_deactivate_account", map[string]any{"accounts": []any{emil, gus}})
	require.Len(t, diagnostics.Errors(), 2)
	require.ErrorContains(t, diagnostics.Err(), "refuses every API key that has scopes")
	require.ErrorContains(t, diagnostics.Err(), emil+": the API key has scopes")
}
