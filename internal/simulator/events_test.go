// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestEventActions(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	got := b.ok("GET", "{v1}/event-actions", nil)

	groups := map[string]int{}
	for _, group := range got.column("attributes", "groupDisplayName") {
		groups[group]++
	}

	assert.Equal(t, map[string]int{"Groups": 7, "Users": 8, "Domains": 3, "Authentication policies": 5, "App actions": 3}, groups)
	assert.Subset(t, got.column("id"), []string{
		simulator.ActionPolicyCreated, simulator.ActionPolicyUpdated, simulator.ActionPolicyDeleted, simulator.ActionPolicyMadeDefault,
		simulator.ActionPolicyMemberMoved, simulator.ActionGroupCreated, simulator.ActionGroupDeleted, simulator.ActionDomainAdded,
		simulator.ActionDomainChanged, simulator.ActionDomainRemoved, simulator.ActionAppInstalled, simulator.ActionAppUpdated,
		simulator.ActionAppUninstalled,
	})
	assert.NotContains(t, got.column("attributes", "displayName"), "")
}

func TestEventTellsWhoDidWhat(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := start(t, simulator.Options{Now: now.Now})
	staff := b.AuthenticationPolicyID("Staff")

	require.NoError(t, b.SetAuthenticationSettings("Staff", simulator.AuthenticationSettingsChange{TwoStepVerification: new("optional")}))

	got := b.ok("GET", "{v1}/events", nil)
	event, _ := got.at("data", 0).(map[string]any)
	id, _ := event["id"].(string)
	assert.Equal(t, object{
		"id": id, "type": "events", "links": object{"self": b.server.URL + b.path("{v1}/events/") + id},
		"attributes": object{
			"time": "2026-01-01T10:02:20.000Z", "action": simulator.ActionPolicyUpdated,
			"actor":     object{"id": b.AccountID(ada), "name": "Ada Okafor", "email": ada},
			"context":   []any{object{"id": staff, "type": "authentication-policy", "attributes": object{"name": "Staff"}}},
			"container": []any{object{"id": b.OrganizationID, "type": "organization", "attributes": object{"name": "Acme"}}},
		},
	}, event)
	assert.Equal(t, object{"page_size": 1.0}, got.body["meta"])
	assert.Equal(t, object{"self": b.server.URL + b.path("{v1}/events")}, got.body["links"])

	now.advance(time.Second)
	b.move("Staff", emil)

	moved := b.ok("GET", "{v1}/events", nil)
	assert.Equal(t, simulator.ActionPolicyMemberMoved, moved.at("data", 0, "attributes", "action"), "the newest first")
	assert.Equal(t, "2026-01-01T10:02:21.000Z", moved.at("data", 0, "attributes", "time"))
	assert.Equal(t, "API key", moved.at("data", 0, "attributes", "actor", "name"))
	assert.Equal(t, staff, moved.at("data", 0, "attributes", "context", 0, "id"))
	assert.Equal(t, b.AccountID(emil), moved.at("data", 0, "attributes", "context", 1, "id"))
}

func TestEventsOfGroupsAndDomains(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	_, err := b.CreateGroup(simulator.Group{Name: "a"})
	require.NoError(t, err)
	require.NoError(t, b.DeleteGroup("a"))
	require.Equal(t, http.StatusCreated, b.do("POST", "{dir}/groups", object{"name": "b"}).status)
	require.Equal(t, http.StatusNoContent, b.do("DELETE", "{dir}/groups/"+b.GroupID("b"), nil).status)
	require.NoError(t, b.AddDomain("new.example", "", ""))
	require.NoError(t, b.SetDomainClaim("new.example", "missing_token"))
	require.NoError(t, b.SetDomainClaim("new.example", "missing_token"))
	require.NoError(t, b.RemoveDomain("new.example"))
	b.control("PUT", "domains/more.example", object{})

	assert.Equal(t, []string{
		simulator.ActionDomainAdded, simulator.ActionDomainRemoved, simulator.ActionDomainChanged, simulator.ActionDomainAdded,
		simulator.ActionGroupDeleted, simulator.ActionGroupCreated, simulator.ActionGroupDeleted, simulator.ActionGroupCreated,
	}, b.actions())

	got := b.ok("GET", "{v1}/events", nil)
	assert.Equal(t, "missing_token", got.at("data", 2, "attributes", "context", 0, "attributes", "claimStatus"))
	assert.Equal(t, "API key", got.at("data", 4, "attributes", "actor", "name"))
	assert.Equal(t, "Ada Okafor", got.at("data", 7, "attributes", "actor", "name"))
}

// at is that many milliseconds after the clock of the tests begins.
func at(milliseconds int) time.Time {
	return newClock().Now().Add(time.Duration(milliseconds) * time.Millisecond)
}

func TestEventsAreFiltered(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	for i, event := range []simulator.Event{
		{
			ID: "first", Action: simulator.ActionPolicyUpdated, Policy: "Staff", Product: "jira", Message: "Of a Tuesday",
			Location: simulator.EventLocation{IP: "203.0.113.7", City: "Austin", Country: "United States", Region: "Texas"},
		},
		{ID: "second", Action: simulator.ActionPolicyDeleted, Policy: b.AuthenticationPolicyID("Break glass"), Actor: emil},
		{ID: "third", Action: "something_else", Actor: "a-machine"},
	} {
		event.Time = at(i)
		require.NoError(t, b.RecordEvent(event))
	}

	ms := func(milliseconds int) string { return strconv.FormatInt(at(milliseconds).UnixMilli(), 10) }

	for _, tt := range []struct {
		query string
		want  []string
	}{
		{"", []string{"third", "second", "first"}},
		{"?action=" + simulator.ActionPolicyDeleted, []string{"second"}},
		{"?action=auth_policy", nil},
		{"?from=" + ms(1), []string{"third", "second"}},
		{"?to=" + ms(1), []string{"second", "first"}},
		{"?from=" + ms(1) + "&to=" + ms(1), []string{"second"}},
		{"?from=0&to=0", nil},
		{"?q=AUTH_policy", []string{"second", "first"}},
		{"?q=" + strings.ToUpper(b.AuthenticationPolicyID("Staff"))[4:20], []string{"first"}},
		{"?actor=a-machine", []string{"third"}},
		{"?actor=a-machine," + url.QueryEscape(b.AccountID(emil)), []string{"third", "second"}},
		{"?actor=" + url.QueryEscape(b.AccountID(ada)) + "&action=" + simulator.ActionPolicyDeleted, nil},
		{"?ip=127.0.0.1,127.0.0.2", nil},
		{"?ip=127.0.0.1,203.0.113.7", []string{"first"}},
		{"?product=jira,confluence", []string{"first"}},
		{"?product=loom", nil},
		{"?location=" + url.QueryEscape(`[{"city":"Paris","countryName":"France"},{"city":"Austin","countryName":"United States"}]`), []string{"first"}},
		{"?location=" + url.QueryEscape(`[{"city":"Austin","countryName":"Canada"}]`), nil},
		{"?q=tuesday", []string{"first"}},
		{"?q=break+glass", []string{"second"}},
		{"?q=okafor", []string{"first"}},
		{"?limit=2", []string{"third", "second"}},
	} {
		got := b.ok("GET", "{v1}/events"+tt.query, nil)
		assert.ElementsMatch(t, tt.want, got.column("id"), tt.query)
		assert.InDelta(t, len(tt.want), got.at("meta", "page_size"), 0, tt.query)
	}
}

func TestPagesOfEvents(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	for i := range 65 {
		// Several at a time, and not in the order of time.
		require.NoError(t, b.RecordEvent(simulator.Event{ID: fmt.Sprintf("e%02d", i), Action: "x", Time: at((64 - i) / 3)}))
	}

	everything := b.ok("GET", "{v1}/events?limit=500", nil).column("id")
	require.Len(t, everything, 65)
	assert.Equal(t, "e01", everything[0], "the newest, and of those the last one that was recorded")

	// By address.
	address := "{v1}/events?action=x&q=x"

	var found []string

	for pages := 0; address != ""; pages++ {
		require.Less(t, pages, 3)

		got := b.ok("GET", address, nil)
		found = append(found, got.column("id")...)

		// Does not shift the pages to come.
		require.NoError(t, b.RecordEvent(simulator.Event{Action: "x", Time: at(1000)}))

		address, _ = got.at("links", "next").(string)
		next, more := got.at("meta", "next").(string)
		assert.Equal(t, address != "", more)

		if more {
			assert.InDelta(t, 30, got.at("meta", "page_size"), 0)
			assert.Equal(t, b.server.URL+b.path("{v1}/events?cursor=")+url.QueryEscape(next), address)
		}
	}

	assert.Equal(t, everything, found)

	// By cursor.
	first := b.ok("GET", "{v1}/events?limit=40&to="+strconv.FormatInt(at(500).UnixMilli(), 10), nil)
	next, _ := first.at("meta", "next").(string)
	second := b.ok("GET", "{v1}/events?cursor="+url.QueryEscape(next), nil)
	assert.Equal(t, everything, append(first.column("id"), second.column("id")...))
	assert.Equal(t, object{"page_size": 25.0}, second.body["meta"])
	assert.Nil(t, second.at("links", "next"))
}

func TestWrongTimesOfEvents(t *testing.T) {
	t.Parallel()

	// As documented, although they are violations.
	b := serve(t, simulator.Options{}, func(h http.Handler) http.Handler { return contract.Watch(t, h, contract.Unrecorded()) })

	for _, query := range []string{"from=2026-01-01T00:00:00Z", "to=yesterday", "from=-1", "to=%2B1", "from=", "to=1.5", "from=99999999999999999999"} {
		got := b.do("GET", "{v1}/events?"+query, nil)
		require.Equal(t, http.StatusBadRequest, got.status, query)
		assert.Equal(t, "ADMIN-400-3", got.at("errors", 0, "code"))
		assert.Contains(t, strings.Join(b.Violations(), "\n"), "must be a time in milliseconds since 1970")
		b.ResetViolations()
	}
}

func TestCodesOfTheAuditLog(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})
	assert.Equal(t, "ADMIN-400-19", b.do("GET", "{v1}/events?limit=0", nil).at("errors", 0, "code"))
	assert.Equal(t, "ADMIN-400-19", b.do("GET", "{v1}/events?location=x", nil).at("errors", 0, "code"))
	assert.Equal(t, "ADMIN-400-1", b.do("GET", "{v1}/events?cursor=x", nil).at("errors", 0, "code"))
}

func TestTheAuditLogHasALimitOfItsOwn(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := start(t, simulator.Options{RateLimit: 100, RateLimitReset: simulator.ResetSecond, Now: now.Now})

	for i := range 10 {
		got := b.ok("GET", "{v1}/events", nil)
		assert.Equal(t, "10", got.header.Get("X-RateLimit-Limit"))
		assert.Equal(t, strconv.Itoa(9-i), got.header.Get("X-RateLimit-Remaining"))
	}

	got := b.do("GET", "{v1}/events", nil)
	assert.Equal(t, http.StatusTooManyRequests, got.status)
	assert.Equal(t, "0", got.header.Get("X-RateLimit-Remaining"))
	assert.Equal(t, "2026-01-01T10:03:00Z", got.header.Get("X-RateLimit-Reset"))
	assertFamily(t, "v1", got)

	assert.Equal(t, "88", b.ok("GET", "{v1}/event-actions", nil).header.Get("X-RateLimit-Remaining"), "the others go on")

	now.advance(40 * time.Second)
	b.ok("GET", "{v1}/events", nil)
}

func TestTheLimitOfAllIsOneOfTheAuditLogToo(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{RateLimit: 3, Now: newClock().Now})

	for i := range 3 {
		assert.Equal(t, strconv.Itoa(2-i), b.ok("GET", "{v1}/events", nil).header.Get("X-RateLimit-Remaining"))
	}

	assert.Equal(t, http.StatusTooManyRequests, b.do("GET", "{v1}/events", nil).status)
}

func TestWithoutALimitTheAuditLogHasNone(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Now: newClock().Now})
	for range 12 {
		assert.Empty(t, b.ok("GET", "{v1}/events", nil).header.Get("X-RateLimit-Limit"))
	}
}

func TestRecordEvent(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := start(t, simulator.Options{Now: now.Now})

	require.NoError(t, b.RecordEvent(simulator.Event{ID: "one", Action: "anything"}))
	got := b.ok("GET", "{v1}/events", nil)
	assert.Equal(t, "2026-01-01T10:02:20.000Z", got.at("data", 0, "attributes", "time"))
	assert.Equal(t, ada, got.at("data", 0, "attributes", "actor", "email"))
	assert.Equal(t, []any{}, got.at("data", 0, "attributes", "context"))

	require.ErrorContains(t, b.RecordEvent(simulator.Event{}), "action is missing")
	require.ErrorContains(t, b.RecordEvent(simulator.Event{ID: "one", Action: "x"}), `there is an event "one" already`)
	require.ErrorContains(t, b.RecordEvent(simulator.Event{Action: "x", Time: time.Unix(-1, 0)}), "before 1970")
	require.ErrorIs(t, b.RecordEvent(simulator.Event{Action: "x", Policy: "nothing"}), simulator.ErrNotFound)
	assert.Len(t, b.actions(), 1)

	empty := start(t, simulator.Options{Organization: simulator.Organization{Name: "Empty"}})
	require.NoError(t, empty.RecordEvent(simulator.Event{Action: "x"}))
	assert.Equal(t, empty.UserEmail, empty.ok("GET", "{v1}/events", nil).at("data", 0, "attributes", "actor", "email"))
}
