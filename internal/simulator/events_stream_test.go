// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestTheLogLags(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := start(t, simulator.Options{EventLag: time.Minute, Now: now.Now})

	happened := now.Now()
	require.NoError(t, b.SetAuthenticationSettings("Staff", simulator.AuthenticationSettingsChange{TwoStepVerification: new("optional")}))

	now.advance(time.Minute - time.Millisecond)
	assert.Empty(t, b.actions())
	assert.Empty(t, b.ok("GET", "{v1}/events-stream", nil).column("id"))

	now.advance(time.Millisecond)
	assert.Equal(t, []string{simulator.ActionPolicyUpdated}, b.actions())

	got := b.ok("GET", "{v1}/events-stream?from="+strconv.FormatInt(happened.UnixMilli(), 10)+"&to="+strconv.FormatInt(happened.UnixMilli(), 10), nil)
	assert.Equal(t, "2026-01-01T10:02:20.000Z", got.at("data", 0, "attributes", "time"))
	assert.Equal(t, "2026-01-01T10:03:20.000Z", got.at("data", 0, "attributes", "processedAt"))
}

// stream reads the stream to its end, which is a page without events.
func (b *bench) stream(query string) (found []string, cursor string, pages int) {
	b.t.Helper()

	for next := query; ; pages++ {
		require.Less(b.t, pages, 10)

		got := b.ok("GET", "{v1}/events-stream?"+next, nil)
		ids := got.column("id")
		cursor, _ = got.at("meta", "next").(string)
		require.NotEmpty(b.t, cursor, "also the last page has one")
		assert.Equal(b.t, b.server.URL+b.path("{v1}/events-stream?cursor=")+url.QueryEscape(cursor), got.at("links", "next"))

		if len(ids) == 0 {
			return found, cursor, pages + 1
		}

		found = append(found, ids...)
		next = "cursor=" + url.QueryEscape(cursor)
	}
}

func TestStreamOfEvents(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := start(t, simulator.Options{Now: now.Now})

	// Processed in another order than they happened.
	want := map[string][]string{"asc": nil, "desc": nil}

	for i := range 5 {
		id := fmt.Sprintf("e%d", i)
		require.NoError(t, b.RecordEvent(simulator.Event{ID: id, Action: "x", Time: at(-1000 - i), ProcessedAt: at(i)}))

		want["asc"] = append(want["asc"], id)
		want["desc"] = append([]string{id}, want["desc"]...)
	}

	now.advance(time.Second)

	for order, ids := range want {
		found, _, pages := b.stream("limit=2&sortOrder=" + order)
		assert.Equal(t, ids, found, order)
		assert.Equal(t, 4, pages, order)
	}

	assert.Equal(t, object{"page_size": 5.0, "next": b.ok("GET", "{v1}/events-stream", nil).at("meta", "next")}, b.ok("GET", "{v1}/events-stream", nil).body["meta"])

	// Bounded by when they happened.
	ms := strconv.FormatInt(at(-1002).UnixMilli(), 10)
	found, _, _ := b.stream("to=" + ms)
	assert.Equal(t, []string{"e2", "e3", "e4"}, found)
	found, _, _ = b.stream("from=" + ms)
	assert.Equal(t, []string{"e0", "e1", "e2"}, found)
	found, _, _ = b.stream("from=" + ms + "&to=" + ms)
	assert.Equal(t, []string{"e2"}, found)

	// The cursor of the end finds what comes later, and nothing twice.
	_, cursor, _ := b.stream("limit=2")
	require.NoError(t, b.RecordEvent(simulator.Event{ID: "late", Action: "x", Time: at(-2000)}))
	found, again, pages := b.stream("cursor=" + url.QueryEscape(cursor))
	assert.Equal(t, []string{"late"}, found)
	assert.Equal(t, 2, pages)
	assert.NotEqual(t, cursor, again)
	assert.Equal(t, again, b.ok("GET", "{v1}/events-stream?cursor="+url.QueryEscape(again), nil).at("meta", "next"), "there is nothing new")

	// So does that of an empty stream.
	empty := start(t, simulator.Options{Now: now.Now})
	_, cursor, _ = empty.stream("sortOrder=asc")
	require.NoError(t, empty.RecordEvent(simulator.Event{ID: "first", Action: "x"}))
	found, _, _ = empty.stream("cursor=" + url.QueryEscape(cursor))
	assert.Equal(t, []string{"first"}, found)
}

func TestTheStreamHasNoLimitOfItsOwn(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{RateLimit: 100, Now: newClock().Now})
	for i := range 12 {
		assert.Equal(t, strconv.Itoa(99-i), b.ok("GET", "{v1}/events-stream", nil).header.Get("X-RateLimit-Remaining"))
	}
}

func TestTheStreamIsStrict(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})

	for query, code := range map[string]string{
		"limit=501": "ADMIN-400-19", "sortOrder=up": "ADMIN-400-19", "action=x": "ADMIN-400-19", "q=x": "ADMIN-400-19",
		"from=yesterday": "ADMIN-400-3", "cursor=x": "ADMIN-400-1",
	} {
		got := b.do("GET", "{v1}/events-stream?"+query, nil)
		assert.Equal(t, http.StatusBadRequest, got.status, query)
		assert.Equal(t, code, got.at("errors", 0, "code"), query)
	}

	next, _ := b.ok("GET", "{v1}/events-stream", nil).at("meta", "next").(string)
	assert.Equal(t, "ADMIN-400-1", b.do("GET", "{v1}/events?cursor="+url.QueryEscape(next), nil).at("errors", 0, "code"), "the cursor of another list")
}

func TestEventsOfPeople(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	require.Equal(t, http.StatusNoContent, b.member("contractors", emil).status)
	require.Equal(t, http.StatusNoContent, b.leave("contractors", emil).status)
	require.Equal(t, http.StatusConflict, b.member("contractors", lena).status, "what fails is not told")
	require.NoError(t, b.AddMember("contractors", emil))
	require.NoError(t, b.RemoveMember("contractors", emil))
	require.NoError(t, b.Suspend(emil, b.DirectoryID))
	require.NoError(t, b.Restore(emil, b.DirectoryID))
	require.NoError(t, b.AssignRole("contractors", jiraSite, "atlassian/user"))
	require.NoError(t, b.RevokeRole("contractors", jiraSite, "atlassian/user"))
	require.NoError(t, b.GiveUserRole(emil, jiraSite, "atlassian/user"))
	require.NoError(t, b.TakeUserRole(emil, jiraSite, "atlassian/user"))
	require.Equal(t, http.StatusNoContent, b.do("POST", "{dir}/users/"+b.AccountID(emil)+"/suspend", nil).status)
	require.Equal(t, http.StatusNoContent, b.do("POST", "{dir}/users/"+b.AccountID(emil)+"/restore", nil).status)
	require.Equal(t, http.StatusNoContent, b.do("DELETE", "{dir}/users/"+b.AccountID(emil), nil).status)

	assert.Equal(t, []string{
		simulator.ActionUserRemoved, simulator.ActionUserRestored, simulator.ActionUserSuspended,
		simulator.ActionUserRoleRevoked, simulator.ActionUserRoleAssigned, simulator.ActionGroupRoleRevoked, simulator.ActionGroupRoleAssigned,
		simulator.ActionUserRestored, simulator.ActionUserSuspended,
		simulator.ActionMemberRemoved, simulator.ActionMemberAdded, simulator.ActionMemberRemoved, simulator.ActionMemberAdded,
	}, b.actions())

	got := b.ok("GET", "{v1}/events?action="+simulator.ActionMemberAdded, nil)
	assert.Equal(t, ada, got.at("data", 0, "attributes", "actor", "email"))
	assert.Equal(t, object{"authType": "api-token", "tokenLabel": "API key"}, got.at("data", 1, "attributes", "actor", "auth"))
	assert.Equal(t, b.GroupID("contractors"), got.at("data", 1, "attributes", "context", 0, "id"))
	assert.Equal(t, b.AccountID(emil), got.at("data", 1, "attributes", "context", 1, "id"))
}
