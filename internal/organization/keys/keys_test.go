// SPDX-License-Identifier: MPL-2.0

package keys_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/keys"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Operations, as the simulator counts them.
const (
	opKeys    = "GET /admin/api-access/v1/orgs/{orgId}/api-keys"
	opCount   = opKeys + "/count"
	opRevoke  = "PATCH /admin/api-access/v1/orgs/{orgId}/api-keys/revoke/{apiKeyId}"
	opTokens  = "GET /admin/api-access/v1/orgs/{orgId}/api-tokens"
	opTokensN = opTokens + "/count"
	opManaged = "GET /users/{account_id}/manage/api-tokens"
	opDelete  = "DELETE /users/{account_id}/manage/api-tokens/{tokenId}"

	emil = "emil.sorensen@acme.example"
	hana = "hana.sato@acme.dev"
)

// company is the small company with a key that has expired, one that can read people only, and tokens of two people.
func company() simulator.Organization {
	start := simulator.SmallCompany()
	start.APIKey = simulator.APIKey{ID: "own", Label: "pipeline"}
	start.OtherAPIKeys = []simulator.APIKey{
		{ID: "over", Label: "Laptop", CreatedBy: emil, ExpiresAt: time.Now().AddDate(0, -1, 0)},
		{ID: "reader", Label: "audit", CreatedBy: hana, Scopes: []string{"read:accounts:admin"}},
	}
	start.UserAPIToken = simulator.UserAPIToken{Email: emil, ID: "own-token", Label: "terraform"}
	start.APITokens = []simulator.APIToken{
		{ID: "t1", User: emil, Label: "backup"},
		{ID: "t2", User: hana, Label: "script", LastActiveAt: time.Now().AddDate(0, 0, -1)},
	}
	return start
}

func run(t *testing.T, on *simulated.Organization, change ...func(*organization.Settings)) *organization.Organization {
	t.Helper()
	settings := organization.Settings{
		OrganizationID: on.Credentials.OrganizationID, BaseURL: on.URL, Transport: on.Transport, APIKey: on.Credentials.APIKey, UserAgent: "test", RequestTimeout: 20 * time.Second,
		UserEmail: on.Credentials.UserEmail, UserAPIToken: on.Credentials.UserAPIToken,
		Pace: organization.Pace{Company: 2 * time.Millisecond, PollMin: 5 * time.Millisecond, PollMax: 20 * time.Millisecond, Visible: 100 * time.Millisecond},
	}
	for _, c := range change {
		c(&settings)
	}
	o, err := organization.New(settings)
	require.NoError(t, err)
	return o
}

func ids(found []keys.APIKey) (ids []string) {
	for _, key := range found {
		ids = append(ids, key.ID)
	}
	return ids
}

func tokenIDs(found []keys.APIToken) (ids []string) {
	for _, token := range found {
		ids = append(ids, token.ID)
	}
	return ids
}

func TestOneReadAndOneCountServeTheRun(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		o := run(t, on)
		var callers sync.WaitGroup
		for range 20 {
			callers.Go(func() {
				found, err := o.Keys.APIKeys(t.Context())
				assert.NoError(t, err)
				assert.Equal(t, []string{"reader", "over", "own"}, ids(found), "in the order of the labels, in any case")
				tokens, err := o.Keys.APITokens(t.Context())
				assert.NoError(t, err)
				assert.Equal(t, []string{"t1", "own-token", "t2"}, tokenIDs(tokens), "in the order of addresses and labels")
				_, err = o.People.Spared(t.Context(), organization.LossOfAccess, "712020:somebody")
				assert.NoError(t, err, "it reads the keys, too")
			})
		}
		callers.Wait()
		requests := on.Simulator.Requests()
		assert.Equal(t, []int{1, 1, 1, 1}, []int{requests[opKeys], requests[opCount], requests[opTokens], requests[opTokensN]})
	})
}

func TestManyTokensTakeAPageForAHundred(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := company()
		for range 250 {
			start.APITokens = append(start.APITokens, simulator.APIToken{User: hana})
		}
		on := simulated.Virtual(t, simulated.WithStart(start))
		found, err := run(t, on).Keys.APITokens(t.Context())
		require.NoError(t, err)
		assert.Len(t, found, 253)
		assert.Equal(t, 3, on.Simulator.Requests()[opTokens])
	})
}

func TestAListThatLacksWhatIsCounted(t *testing.T) {
	t.Parallel()
	t.Run("once, and a second look shows it", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			on := simulated.Virtual(t, simulated.WithStart(company()))
			on.Simulator.Inject(simulator.Fault{Operation: opKeys, Partial: true})
			found, err := run(t, on).Keys.APIKeys(t.Context())
			require.NoError(t, err)
			assert.Len(t, found, 3)
			assert.Equal(t, []int{2, 2}, []int{on.Simulator.Requests()[opKeys], on.Simulator.Requests()[opCount]})
		})
	})
	t.Run("and a second look lacks it as well", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			on := simulated.Virtual(t, simulated.WithStart(company()))
			on.Simulator.Inject(simulator.Fault{Operation: opTokens, Empty: true, Count: -1})
			_, err := run(t, on).Keys.APITokens(t.Context())
			var incomplete *keys.IncompleteError
			require.ErrorAs(t, err, &incomplete)
			assert.Equal(t, keys.IncompleteError{What: "API tokens", Listed: 0, Counted: 3}, *incomplete)
			assert.ErrorContains(t, err, "Atlassian counts 3 API tokens, but lists 0 of them")
		})
	})
	t.Run("a count that is refused proves and refutes nothing", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			on := simulated.Virtual(t, simulated.WithStart(company()))
			on.Simulator.Inject(simulator.Fault{Operation: opCount, Status: 404})
			found, err := run(t, on).Keys.APIKeys(t.Context())
			require.NoError(t, err)
			assert.Len(t, found, 3)
		})
	})
	t.Run("a count that is put off is an error, and is tried again", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			on := simulated.Virtual(t, simulated.WithStart(company()))
			on.Simulator.Inject(simulator.Fault{Operation: opCount, Status: 500})
			o := run(t, on)
			_, err := o.Keys.APIKeys(t.Context())
			require.Error(t, err)
			_, err = o.Keys.APIKeys(t.Context())
			require.NoError(t, err)
		})
	})
	t.Run("a list that is refused is an error, never none", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			on := simulated.Virtual(t, simulated.WithStart(company()))
			on.Simulator.Inject(simulator.Fault{Operation: opKeys, Status: 403, Count: -1})
			_, err := run(t, on).Keys.APIKeys(t.Context())
			assert.Equal(t, meaning.ScopeMissing, meaning.Why(err).Meaning)
		})
	})
}

func TestATimeThatIsNone(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		edited := on.Edited(t, "/api-tokens", func(body any) any {
			if page, ok := body.(map[string]any); ok {
				page["data"].([]any)[0].(map[string]any)["lastActiveAt"] = "yesterday"
			}
			return body
		})
		_, err := run(t, edited).Keys.APITokens(t.Context())
		require.ErrorContains(t, err, `was last active at "yesterday", which is not a time`)
	})
}

func TestAKeyWithoutItsFields(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		edited := on.Edited(t, "/api-keys", func(body any) any {
			if page, ok := body.(map[string]any); ok {
				page["data"] = []any{map[string]any{"id": "k", "label": nil, "scopes": nil, "createdBy": nil, "more": 1}, map[string]any{"id": "l", "label": "a", "scopes": []any{}, "expiresAt": "2027-01-02"}}
			}
			return body
		})
		found, err := run(t, edited).Keys.APIKeys(t.Context())
		require.ErrorContains(t, err, "Atlassian counts 3 API keys, but lists 2")
		assert.Empty(t, found)
		listed, err := run(t, edited).Keys.ListedAPIKeys(t.Context())
		require.NoError(t, err)
		assert.Equal(t, []keys.APIKey{{ID: "k"}, {ID: "l", Label: "a", Scopes: []string{}, ExpiresAt: time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC)}}, listed)
	})
}

func newClient(t *testing.T, on *simulated.Organization) *atlassian.Client {
	t.Helper()
	client, err := atlassian.New(atlassian.Config{BaseURL: on.URL, Transport: on.Transport, APIKey: on.Credentials.APIKey, UserAgent: "test"})
	require.NoError(t, err)
	return client
}
