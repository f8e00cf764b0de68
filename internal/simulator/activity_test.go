// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestLastActivity(t *testing.T) {
	t.Parallel()

	org := simulator.SmallCompany()
	at := time.Date(2026, 3, 1, 8, 0, 0, 5000, time.UTC)
	org.Users[0].LastActive = map[string]time.Time{jiraSite: at}

	b := start(t, simulator.Options{Organization: org})
	access := func() any {
		return b.ok("POST", "{all}/users/search", object{"emails": []string{ada}, "expand": []string{"productAccess"}}).at("data", 0, "productAccess")
	}
	assert.Equal(t, []any{
		object{"id": jiraSite, "key": "jira-software", "lastActiveTimestamp": "2026-03-01T08:00:00.000005Z"},
		object{"id": confluenceSite, "key": "confluence"},
	}, access(), "never active is absent")
	assert.Equal(t, org.Users[0].LastActive, b.Organization().Users[0].LastActive, "the description has it")

	got := b.do("PUT", "/_simulator/users/"+ada+"/last-active", object{"resource": confluenceSite, "at": "2026-04-01T08:00:00Z"})
	assert.Equal(t, http.StatusNoContent, got.status)
	require.NoError(t, b.SetActivity(ada, simulator.Activity{Resource: jiraSite}))
	assert.Equal(t, []any{
		object{"id": jiraSite, "key": "jira-software"},
		object{"id": confluenceSite, "key": "confluence", "lastActiveTimestamp": "2026-04-01T08:00:00Z"},
	}, access())

	require.ErrorContains(t, b.SetActivity(ada, simulator.Activity{Resource: "elsewhere", At: &at}), "not the ID of a workspace")
	require.ErrorIs(t, b.SetActivity("nobody", simulator.Activity{Resource: jiraSite, At: &at}), simulator.ErrNotFound)
	_, err := b.AddUser(simulator.User{Email: "x@acme.example", LastActive: map[string]time.Time{"elsewhere": at}})
	require.ErrorContains(t, err, "not the ID of a workspace")

	org.Users[0].LastActive = map[string]time.Time{"elsewhere": at}
	_, err = simulator.New(simulator.Options{Organization: org})
	require.ErrorContains(t, err, `users[0]: last_active: "elsewhere" is not the ID of a workspace`)
}

// The documents describe the search term of the search and that of the count
// differently.
func TestCountBySearchTerm(t *testing.T) {
	t.Parallel()

	org := simulator.SmallCompany()
	org.Users[0].Nickname = "Countess"
	b := start(t, simulator.Options{Organization: org})

	count := func(term string) any { return b.ok("GET", "{all}/users/count?searchTerm="+term, nil).body["count"] }
	assert.InDelta(t, 1, count("countess"), 0)
	assert.InDelta(t, 1, count("okafor"), 0, "the address has it")
	assert.InDelta(t, 0, count("ada%20okafor"), 0, "the name is not looked at")
	assert.Equal(t, []string{ada}, b.ok("POST", "{all}/users/search", object{"searchTerm": "ada okafor"}).column("email"))
}
