// SPDX-License-Identifier: MPL-2.0

package keys_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/keys"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func labels(on *simulated.Organization) (found []string) {
	for _, key := range on.Simulator.Organization().OtherAPIKeys {
		found = append(found, key.ID)
	}
	return found
}

func TestRevokeAPIKey(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		o := run(t, on)
		require.NoError(t, o.Keys.RevokeAPIKey(t.Context(), "over", ""))
		assert.Equal(t, []string{"reader"}, labels(on))
		found, err := o.Keys.APIKeys(t.Context())
		require.NoError(t, err)
		assert.Equal(t, []string{"reader", "own"}, ids(found), "the run knows what it has revoked")
		require.NoError(t, o.Keys.RevokeAPIKey(t.Context(), "reader", ""), "a key that cannot revoke one is not the provider's own")
		requests := on.Simulator.Requests()
		assert.Equal(t, []int{3, 1, 2}, []int{requests[opKeys], requests[opCount], requests[opRevoke]})
	})
}

// refusedKey tries to revoke a key, and returns the refusal. No request revokes anything.
func refusedKey(t *testing.T, on *simulated.Organization, id, named string) *keys.OwnError {
	t.Helper()
	err := run(t, on).Keys.RevokeAPIKey(t.Context(), id, named)
	var own *keys.OwnError
	require.ErrorAs(t, err, &own)
	assert.Zero(t, on.Simulator.Requests()[opRevoke])
	return own
}

func TestTheProvidersOwnKeyIsNeverRevoked(t *testing.T) {
	t.Parallel()
	t.Run("the only one that can be it", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			on := simulated.Virtual(t, simulated.WithStart(company()))
			assert.Equal(t, &keys.OwnError{What: "API key", ID: "own", Label: "pipeline", Certain: true, Candidates: []string{"own"}}, refusedKey(t, on, "own", ""))
			assert.True(t, refusedKey(t, on, "own", "own").Certain)
			refused := refusedKey(t, on, "own", "reader")
			assert.True(t, refused.Certain)
			assert.Equal(t, "reader", refused.Named, "what the user says is wrong")
		})
	})
	t.Run("one of several", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			start := company()
			start.OtherAPIKeys = append(start.OtherAPIKeys, simulator.APIKey{ID: "second"})
			on := simulated.Virtual(t, simulated.WithStart(start))
			for _, id := range []string{"own", "second"} {
				refused := refusedKey(t, on, id, "")
				assert.False(t, refused.Certain)
				assert.Equal(t, []string{"own", "second"}, refused.Candidates)
			}
			assert.True(t, refusedKey(t, on, "own", "own").Certain)
			require.NoError(t, run(t, on).Keys.RevokeAPIKey(t.Context(), "second", "own"))
		})
	})
	t.Run("a list that may lack it", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			on := simulated.Virtual(t, simulated.WithStart(company()))
			on.Simulator.Inject(simulator.Fault{Operation: opKeys, Partial: true, Count: -1})
			require.ErrorContains(t, run(t, on).Keys.RevokeAPIKey(t.Context(), "over", ""), "the provider cannot tell which API key it runs with")
			assert.Zero(t, on.Simulator.Requests()[opRevoke])
		})
	})
	t.Run("known after the fact", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			start := company()
			start.OtherAPIKeys = append(start.OtherAPIKeys, simulator.APIKey{ID: "second"})
			on := simulated.Virtual(t, simulated.WithStart(start))
			err := run(t, on).Keys.RevokeAPIKey(t.Context(), "own", "second")
			var revoked *keys.OwnRevokedError
			require.ErrorAs(t, err, &revoked, "the user named the wrong key")
			assert.ErrorContains(t, err, "no longer accepts the API key of the provider")
		})
	})
}

func TestRefusedKeys(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		_, err := run(t, on).Keys.KeyToRevoke(t.Context(), "nothing", "")
		require.True(t, meaning.IsNotFound(err))
		protecting := func(s *organization.Settings) { s.ProtectedAccountIDs = []string{on.Simulator.AccountID(hana)} }
		require.ErrorIs(t, run(t, on, protecting).Keys.RevokeAPIKey(t.Context(), "reader", ""), keys.ErrProtected)
		require.NoError(t, run(t, on, protecting).Keys.RevokeAPIKey(t.Context(), "over", ""))
		assert.Equal(t, []string{"reader"}, labels(on))
	})
}

// A creator whom the list names by no ID is looked up by address, and one who cannot be found may be protected.
func TestAKeyWhoseCreatorHasNoID(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		protecting := func(s *organization.Settings) { s.ProtectedAccountIDs = []string{on.Simulator.AccountID(hana)} }
		by := func(creator any) *simulated.Organization {
			return on.Edited(t, "/api-keys", func(body any) any {
				if page, ok := body.(map[string]any); ok {
					for _, one := range page["data"].([]any) {
						if key := one.(map[string]any); key["id"] == "reader" {
							key["createdBy"] = creator
						}
					}
				}
				return body
			})
		}
		for name, test := range map[string]struct {
			creator any
			want    error
		}{
			"an address that is protected": {map[string]any{"email": hana}, keys.ErrProtected},
			"an address that is not":       {map[string]any{"email": emil}, nil},
			"an address of nobody":         {map[string]any{"email": "gone@acme.example"}, keys.ErrCreatorUnknown},
			"a name alone":                 {map[string]any{"name": "Hana Sato"}, keys.ErrCreatorUnknown},
			"nobody":                       {nil, keys.ErrCreatorUnknown},
		} {
			_, err := run(t, by(test.creator), protecting).Keys.KeyToRevoke(t.Context(), "reader", "")
			require.ErrorIs(t, err, test.want, name)
			_, err = run(t, by(test.creator)).Keys.KeyToRevoke(t.Context(), "reader", "")
			require.NoError(t, err, "%s, and nobody is protected", name)
		}
	})
}

func TestAnswersThatAreLost(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		for name, fault := range map[string]simulator.Fault{
			"after it happened": {Operation: opRevoke, LoseAnswer: true}, "before it happened": {Operation: opRevoke, Drop: true}, "as a page": {Operation: opRevoke, HTML: true},
		} {
			on := simulated.Virtual(t, simulated.WithStart(company()))
			on.Simulator.Inject(fault)
			require.NoError(t, run(t, on).Keys.RevokeAPIKey(t.Context(), "over", ""), name)
			assert.Equal(t, []string{"reader"}, labels(on), name)
		}
	})
}

func TestARevocationThatTheListDoesNotShow(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		edited := on.Edited(t, "/api-keys", func(body any) any {
			if page, ok := body.(map[string]any); ok && len(page["data"].([]any)) == 2 {
				page["data"] = append(page["data"].([]any), map[string]any{"id": "over"})
			}
			return body
		})
		err := run(t, edited).Keys.RevokeAPIKey(t.Context(), "over", "")
		var invisible *meaning.NotVisibleError
		require.ErrorAs(t, err, &invisible)
		assert.Equal(t, []string{"reader"}, labels(on), "it is revoked")
	})
}

func TestRevokeAPIToken(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		o, ctx := run(t, on), t.Context()
		person := on.Simulator.AccountID(hana)
		require.NoError(t, o.Keys.RevokeAPIToken(ctx, person, hana, "t2", ""))
		tokens, err := o.Keys.TokensOf(ctx, person)
		require.NoError(t, err)
		assert.Empty(t, tokens)
		all, err := o.Keys.APITokens(ctx)
		require.NoError(t, err)
		assert.Equal(t, []string{"t1", "own-token"}, tokenIDs(all))
		require.True(t, meaning.IsNotFound(o.Keys.RevokeAPIToken(ctx, person, hana, "t2", "")), "it is gone")
		require.True(t, meaning.IsNotFound(o.Keys.RevokeAPIToken(ctx, person, hana, "t1", "")), "a token of another person")
		for _, id := range []string{"", " ", "."} {
			require.Error(t, o.Keys.RevokeAPIToken(ctx, person, hana, id, ""))
		}
		assert.Equal(t, 1, on.Simulator.Requests()[opDelete])
		protecting := func(s *organization.Settings) { s.ProtectedAccountIDs = []string{person} }
		require.ErrorIs(t, run(t, on, protecting).Keys.RevokeAPIToken(ctx, person, hana, "t2", ""), keys.ErrProtected)
	})
}

func TestTheProvidersOwnTokenIsNeverRevoked(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		person, ctx := on.Simulator.AccountID(emil), t.Context()
		for id, address := range map[string]string{"own-token": emil, "t1": ""} {
			err := run(t, on).Keys.RevokeAPIToken(ctx, person, address, id, "")
			var own *keys.OwnError
			require.ErrorAs(t, err, &own)
			assert.Equal(t, []string{"own-token", "t1"}, own.Candidates)
			assert.False(t, own.Certain)
		}
		assert.Zero(t, on.Simulator.Requests()[opDelete])
		require.NoError(t, run(t, on).Keys.RevokeAPIToken(ctx, person, emil, "t1", "own-token"), "the user says which is the provider's own")
		err := run(t, on).Keys.RevokeAPIToken(ctx, person, emil, "own-token", "")
		var own *keys.OwnError
		require.ErrorAs(t, err, &own)
		assert.True(t, own.Certain, "it is the only one that is left")
		without := func(s *organization.Settings) { s.UserAPIToken = "" }
		require.NoError(t, run(t, on, without).Keys.RevokeAPIToken(ctx, person, emil, "own-token", ""), "the provider runs with no token")
	})
}

// A person whose account the address does not tell may be anybody whose address is hidden, and nobody whose address is another one.
func TestAPersonWhoIsNotFound(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		person := on.Simulator.AccountID(hana)
		setup := keys.Setup{
			Client: newClient(t, on), OrganizationID: on.Credentials.OrganizationID, PersonEmail: "gone@acme.example", Visible: time.Second,
			Person: func(context.Context) (string, bool, error) { return "", false, nil }, Protected: func(string) bool { return false },
		}
		_, err := keys.New(setup).TokenToRevoke(t.Context(), person, "", "t2", "")
		var own *keys.OwnError
		require.ErrorAs(t, err, &own)
		_, err = keys.New(setup).TokenToRevoke(t.Context(), person, hana, "t2", "")
		require.NoError(t, err)
		setup.Person = func(context.Context) (string, bool, error) { return "", false, errors.New("no answer") }
		_, err = keys.New(setup).TokenToRevoke(t.Context(), person, hana, "t2", "")
		require.ErrorContains(t, err, "the provider cannot tell whether its API token belongs to that account: no answer")
	})
}
