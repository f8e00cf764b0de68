// SPDX-License-Identifier: MPL-2.0

package apiaccess_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	revokeKey   = "atlassian_revoke_api_key"
	revokeToken = "atlassian_revoke_user_api_token"

	opRevoke = "PATCH /admin/api-access/v1/orgs/{orgId}/api-keys/revoke/{apiKeyId}"
	opDelete = "DELETE /users/{account_id}/manage/api-tokens/{tokenId}"
)

func keyIDs(org *simulated.Organization) (ids []string) {
	for _, key := range org.Simulator.Organization().OtherAPIKeys {
		ids = append(ids, key.ID)
	}
	return ids
}

// refused plans and invokes an action, and requires the same error of both.
func refused(t *testing.T, org *simulated.Organization, provider map[string]any, action string, config map[string]any, want string) {
	t.Helper()
	diagnostics := acctest.Server(t, org, provider).PlanAction(action, config)
	require.ErrorContains(t, diagnostics.Err(), want)
	_, diagnostics = acctest.Server(t, org, provider).InvokeAction(action, config)
	require.ErrorContains(t, diagnostics.Err(), want)
	assert.Zero(t, org.Simulator.Requests()[opRevoke]+org.Simulator.Requests()[opDelete], "nothing is revoked")
}

func TestRevokeAPIKey(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(company()))
	config := map[string]any{"api_key_id": "over"}
	diagnostics := acctest.Server(t, org, nil).PlanAction(revokeKey, config)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []string{`An API key will be revoked: Invoking the action revokes API key over ("Laptop"), created by ` + emil +
		`, without a known use. Everything that uses it stops working. You cannot undo this. (at AttributeName("api_key_id"))`}, diagnostics.Warnings())
	progress, diagnostics := acctest.Server(t, org, nil).InvokeAction(revokeKey, config)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []string{`Revoking API key over ("Laptop"), created by ` + emil + `, without a known use`, "Revoked API key over"}, progress)
	assert.Equal(t, []string{"reader"}, keyIDs(org))
	_, diagnostics = acctest.Server(t, org, nil).InvokeAction(revokeKey, map[string]any{"api_key_id": "reader"})
	require.NoError(t, diagnostics.Err(), "a key with scopes that cannot revoke one is not the provider's own")
	assert.Empty(t, keyIDs(org))
}

func TestRevokeAPIKeyRefusals(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(company()))
	refused(t, org, nil, revokeKey, map[string]any{"api_key_id": "own"},
		`The provider runs with this API key: The provider itself runs with API key own ("pipeline"). Either no other can be the provider's own, or provider_api_key_id names this one. `+
			`Without it, no later request of the provider would work. Create another API key in Atlassian Administration under Organization settings > API keys, and use it for the provider. Then revoke this one.`)
	refused(t, org, nil, revokeKey, map[string]any{"api_key_id": "own", "provider_api_key_id": "reader"},
		"provider_api_key_id is reader. That cannot be the one that the provider runs with: Atlassian does not list it here, it has expired, or its scopes cannot revoke keys.")
	refused(t, org, nil, revokeKey, map[string]any{"api_key_id": "nothing"},
		"There is no such API key: API key nothing does not exist; the data source atlassian_api_keys lists the API keys. If it was revoked already, remove the action.")
	refused(t, org, map[string]any{"protected_account_ids": []any{org.Simulator.AccountID(hana)}}, revokeKey, map[string]any{"api_key_id": "reader"},
		"The API key of a protected account would be revoked: The person of this API key is in protected_account_ids of the provider block.")
	nameless := org.Edited(t, "/api-keys", func(body any) any {
		if page, ok := body.(map[string]any); ok {
			for _, one := range page["data"].([]any) {
				one.(map[string]any)["createdBy"] = nil
			}
		}
		return body
	})
	refused(t, nameless, map[string]any{"protected_account_ids": []any{org.Simulator.AccountID(hana)}}, revokeKey, map[string]any{"api_key_id": "reader"},
		"The API key of a protected account may be revoked: Atlassian does not say who created the key, and protected_account_ids of the provider block may list that account. Nothing is revoked. "+
			"Check in Atlassian Administration under Organization settings > API keys who created it. If it may be revoked, revoke it there.")
	for _, id := range []string{"", "a/b", "..", "a b"} {
		_, diagnostics := acctest.Server(t, org, nil).InvokeAction(revokeKey, map[string]any{"api_key_id": id})
		require.Error(t, diagnostics.Err(), "%q", id)
	}
	require.NoError(t, org.Simulator.CreateAPIKey(simulator.APIKey{ID: "second", Label: "second"}))
	for _, id := range []string{"own", "second"} {
		refused(t, org, nil, revokeKey, map[string]any{"api_key_id": id}, "The provider may run with this API key: The provider itself may run with API key "+id)
		refused(t, org, nil, revokeKey, map[string]any{"api_key_id": id}, "The candidates are: own, second. Set provider_api_key_id to the ID of the one that the provider runs with")
	}
	_, diagnostics := acctest.Server(t, org, nil).InvokeAction(revokeKey, map[string]any{"api_key_id": "second", "provider_api_key_id": "own"})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []string{"over", "reader"}, keyIDs(org))
}

func TestRevokeAPIKeyWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	t.Run("a check that cannot be made is no refusal, and revokes nothing", func(t *testing.T) {
		t.Parallel()
		org := simulated.Start(t, simulated.WithStart(company()))
		org.Simulator.Inject(simulator.Fault{Operation: opKeys, Status: 403, Count: -1})
		require.NoError(t, acctest.Server(t, org, nil).PlanAction(revokeKey, map[string]any{"api_key_id": "over"}).Err())
		_, diagnostics := acctest.Server(t, org, nil).InvokeAction(revokeKey, map[string]any{"api_key_id": "over"})
		require.ErrorContains(t, diagnostics.Err(), "Cannot revoke the API key: The provider cannot tell which API key it runs with")
		assert.Zero(t, org.Simulator.Requests()[opRevoke])
	})
	t.Run("the wrong key was named", func(t *testing.T) {
		t.Parallel()
		start := company()
		start.OtherAPIKeys = append(start.OtherAPIKeys, simulator.APIKey{ID: "second"})
		org := simulated.Start(t, simulated.WithStart(start))
		_, diagnostics := acctest.Server(t, org, nil).InvokeAction(revokeKey, map[string]any{"api_key_id": "own", "provider_api_key_id": "second"})
		require.ErrorContains(t, diagnostics.Err(), "Atlassian no longer accepts the provider's API key: ")
		require.ErrorContains(t, diagnostics.Err(), "Create a new API key in Atlassian Administration under Organization settings > API keys, and use it for the provider.")
	})
	t.Run("refused", func(t *testing.T) {
		t.Parallel()
		org := simulated.Start(t, simulated.WithStart(company()))
		org.Simulator.Inject(simulator.Fault{Operation: opRevoke, Status: 403})
		_, diagnostics := acctest.Server(t, org, nil).InvokeAction(revokeKey, map[string]any{"api_key_id": "over"})
		require.ErrorContains(t, diagnostics.Err(), "Cannot revoke the API key: ")
		require.ErrorContains(t, diagnostics.Err(), "delete:keys:admin")
	})
}

func TestRevokeUserAPIToken(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(company()))
	config := map[string]any{"account": hana, "api_token_id": "t2"}
	diagnostics := acctest.Server(t, org, nil).PlanAction(revokeToken, config)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []string{`An API token will be revoked: Invoking the action revokes API token t2 ("script") of ` + hana +
		`, without a known use. Every script that uses it stops working. You cannot undo this. (at AttributeName("api_token_id"))`}, diagnostics.Warnings())
	progress, diagnostics := acctest.Server(t, org, nil).InvokeAction(revokeToken, config)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "Revoked API token t2", progress[1])
	assert.Len(t, org.Simulator.Organization().APITokens, 1)
	_, diagnostics = acctest.Server(t, org, nil).InvokeAction(revokeToken, config)
	require.ErrorContains(t, diagnostics.Err(), "There is no such API token: API token t2 of account ")
	_, diagnostics = acctest.Server(t, org, nil).InvokeAction(revokeToken, map[string]any{"account": org.Simulator.AccountID(emil), "api_token_id": "t1", "provider_api_token_id": "own-token"})
	require.NoError(t, diagnostics.Err())
	assert.Empty(t, org.Simulator.Organization().APITokens)
	assert.Equal(t, 2, org.Simulator.Requests()[opDelete])
}

func TestRevokeUserAPITokenRefusals(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(company()))
	for _, account := range []string{emil, org.Simulator.AccountID(emil)} {
		for _, id := range []string{"own-token", "t1"} {
			refused(t, org, nil, revokeToken, map[string]any{"account": account, "api_token_id": id}, "The provider may run with this API token: ")
			refused(t, org, nil, revokeToken, map[string]any{"account": account, "api_token_id": id}, "The candidates are: own-token, t1.")
		}
	}
	refused(t, org, nil, revokeToken, map[string]any{"account": emil, "api_token_id": "own-token", "provider_api_token_id": "own-token"}, "The provider runs with this API token: ")
	refused(t, org, nil, revokeToken, map[string]any{"account": "nobody@acme.example", "api_token_id": "t2"}, "An account with the address nobody@acme.example does not exist; check the spelling")
	refused(t, org, nil, revokeToken, map[string]any{"account": hana, "api_token_id": "t1"}, "There is no such API token: ")
	refused(t, org, map[string]any{"protected_account_ids": []any{org.Simulator.AccountID(hana)}}, revokeToken, map[string]any{"account": hana, "api_token_id": "t2"},
		"The API token of a protected account would be revoked: ")
	for _, id := range []string{"", " ", ".", "..", "a/b"} {
		_, diagnostics := acctest.Server(t, org, nil).InvokeAction(revokeToken, map[string]any{"account": hana, "api_token_id": id})
		require.Error(t, diagnostics.Err(), "%q", id)
	}
	assert.Zero(t, org.Simulator.Requests()[opDelete])
	assert.Len(t, org.Simulator.Organization().APITokens, 2)

	start := company()
	start.APIKey.Scopes = []string{"read:accounts:admin", "read:tokens:admin"}
	scoped := simulated.Start(t, simulated.WithStart(start))
	_, diagnostics := acctest.Server(t, scoped, nil).InvokeAction(revokeToken, map[string]any{"account": scoped.Simulator.AccountID(hana), "api_token_id": "t2"})
	require.ErrorContains(t, diagnostics.Err(), "Use a key without scopes")
}
