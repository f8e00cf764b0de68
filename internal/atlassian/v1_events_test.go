// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func TestEventActions(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(http.StatusOK, `{"data":[{"id":"a","type":"event-action","attributes":{"displayName":"A","groupDisplayName":"G"}}]}`)}}
	actions, err := newClient(t, w).EventActions(t.Context(), "o")
	require.NoError(t, err)
	require.Equal(t, []atlassian.EventAction{{ID: "a", Name: "A", Groups: []string{"G"}}}, actions)
}

func TestEventsArePagedWithTheirFilter(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{
		status(http.StatusOK, `{"data":[{"id":"1","attributes":{"time":"2026-11-26T06:00:00.5Z","action":"a","actor":{"id":"me","name":"Me","email":"me@x.example"},
			"context":[{"id":"p1","type":"policy","attributes":{"name":"Staff"}},{"id":"p2","attributes":["of another form"]}],"container":[{"id":"org"}]}}],
			"links":{"next":"https://elsewhere.example/admin/v1/orgs/o/events?cursor=c1"},"meta":{"next":"c1"}}`),
		status(http.StatusOK, `{"data":[{"id":"2","attributes":{"time":"2026-11-25T06:00:00Z","action":"a","actor":{"id":"me"},"context":[]}}],"links":{}}`),
	}}
	from := time.UnixMilli(1_800_000_000_123)
	var events []atlassian.Event
	for event, err := range newClient(t, w).Events(t.Context(), "o", atlassian.EventFilter{From: from, To: from.Add(time.Hour), Action: "a"}) {
		require.NoError(t, err)
		events = append(events, event)
	}
	require.Equal(t, []atlassian.Event{
		{
			ID: "1", Time: time.Date(2026, 11, 26, 6, 0, 0, 500_000_000, time.UTC), Action: "a", ActorID: "me", ActorName: "Me", ActorEmail: "me@x.example",
			Context:   []atlassian.EventObject{{ID: "p1", Type: "policy", Name: "Staff", Attributes: `{"name":"Staff"}`}, {ID: "p2", Attributes: `["of another form"]`}},
			Container: []atlassian.EventObject{{ID: "org"}},
			Mentions:  `{"name":"Staff"} ["of another form"]`,
		},
		{ID: "2", Time: time.Date(2026, 11, 25, 6, 0, 0, 0, time.UTC), Action: "a", ActorID: "me"},
	}, events)
	asked := func(n int) url.Values {
		target, err := url.Parse(w.sent()[n].url)
		require.NoError(t, err)
		return target.Query()
	}
	want := url.Values{"limit": {"500"}, "from": {"1800000000123"}, "to": {"1800003600123"}, "action": {"a"}}
	require.Equal(t, want, asked(0))
	want.Set("cursor", "c1")
	require.Equal(t, want, asked(1))
}

func TestEventsTakeEveryFilter(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(http.StatusOK, `{"data":[]}`)}}
	require.NoError(t, drain(newClient(t, w).Events(t.Context(), "o", atlassian.EventFilter{
		Query: "two words", ActorIDs: []string{"a", "712020:b"}, IPs: []string{"203.0.113.7", "2001:db8::1"}, Products: []string{"jira"},
		Places: []atlassian.EventPlace{{City: "Austin", CountryName: "United States"}},
	})))
	target, err := url.Parse(w.sent()[0].url)
	require.NoError(t, err)
	require.Equal(t, url.Values{
		"limit": {"500"}, "q": {"two words"}, "actor": {"a,712020:b"}, "ip": {"203.0.113.7,2001:db8::1"}, "product": {"jira"},
		"location": {`[{"city":"Austin","countryName":"United States"}]`},
	}, target.Query())

	for _, filter := range []atlassian.EventFilter{{ActorIDs: []string{"a,b"}}, {IPs: []string{""}}, {Products: []string{"jira", ","}}} {
		w := &wire{}
		require.ErrorContains(t, drain(newClient(t, w).Events(t.Context(), "o", filter)), "which is a list with commas")
		require.Empty(t, w.sent())
	}
}

// The forms in which an event may say more of itself, and those that are not understood.
func TestWhatAnEventSays(t *testing.T) {
	t.Parallel()
	for event, want := range map[string]atlassian.Event{
		`"message":{"content":"Did it","format":"simple"}`: {Message: "Did it", Mentions: `{"content":"Did it","format":"simple"}`},
		`"message":"Did it"`: {Message: "Did it", Mentions: `"Did it"`},
		`"message":null`:     {Mentions: "null"},
		`"attributes":{"location":{"ip":"203.0.113.7","city":"Austin","regionName":"Texas","countryName":"United States","geo":"x"}}`: {
			Location: atlassian.EventLocation{IP: "203.0.113.7", City: "Austin", Region: "Texas", Country: "United States"},
		},
		`"attributes":{"location":null,"actor":null,"context":null,"container":null}`:                  {},
		`"attributes":{"location":"Austin","actor":{"id":"me","app":"x","auth":[],"onBehalfOf":null}}`: {ActorID: "me"},
		`"attributes":{"actor":{"id":"me","app":{"id":"app"},"auth":{"authType":"api-token","tokenId":"t","tokenLabel":"CI"},"onBehalfOf":{"id":"b","name":"B","email":"b@x.example"}}}`: {
			ActorID: "me", Means: atlassian.EventMeans{
				AuthType: "api-token", TokenID: "t", TokenLabel: "CI", AppID: "app", OnBehalfOfID: "b", OnBehalfOfName: "B", OnBehalfOfEmail: "b@x.example",
			},
		},
		`"attributes":{"context":[{"id":"x","attributes":{"b":12345678901234567890,"a":"<"}},{"id":"y","attributes":{}},{"id":"z","attributes":null}]}`: {
			Context: []atlassian.EventObject{{ID: "x", Attributes: `{"a":"<","b":12345678901234567890}`}, {ID: "y"}, {ID: "z"}}, Mentions: `{"b":12345678901234567890,"a":"<"} {} null`,
		},
	} {
		w := &wire{answers: []answerFunc{status(http.StatusOK, `{"data":[{"id":"e",`+event+`}]}`)}}
		want.ID = "e"
		for got, err := range newClient(t, w).Events(t.Context(), "o", atlassian.EventFilter{}) {
			require.NoError(t, err, event)
			require.Equal(t, want, got, event)
		}
	}
}

// The stream ends where Atlassian has no more to say: without a cursor, with a page that brings nothing and the same cursor, or with two
// pages that bring nothing.
func TestEventsStream(t *testing.T) {
	t.Parallel()
	page := func(cursor string, ids ...string) string {
		var events []string
		for _, id := range ids {
			events = append(events, `{"id":"`+id+`","attributes":{"time":"2026-11-26T06:00:00Z","processedAt":"2026-11-26T06:01:00Z","action":"a"}}`)
		}
		return `{"data":[` + strings.Join(events, ",") + `],"meta":{"next":` + cursor + `,"count":` + strconv.Itoa(len(ids)) + `}}`
	}
	for name, test := range map[string]struct {
		pages []string
		want  []string
		fails string
	}{
		"the same cursor":                   {pages: []string{page(`"c1"`, "1", "2"), page(`"c2"`, "3"), page(`"c2"`)}, want: []string{"1", "2", "3"}},
		"no cursor":                         {pages: []string{page(`"c1"`, "1"), page("null", "2")}, want: []string{"1", "2"}},
		"other cursors":                     {pages: []string{page(`"c1"`, "1"), page(`"c2"`), page(`"c3"`)}, want: []string{"1"}},
		"a gap":                             {pages: []string{page(`"c1"`, "1"), page(`"c2"`), page(`"c3"`, "2"), page(`"c3"`)}, want: []string{"1", "2"}},
		"nothing":                           {pages: []string{page(`"c1"`), page(`"c1"`)}},
		"nothing at all":                    {pages: []string{page("null")}},
		"an old cursor":                     {pages: []string{page(`"c1"`, "1"), page(`"c1"`, "2")}, want: []string{"1", "2"}, fails: "pollEvents: Atlassian sent the same page cursor twice"},
		"fewer than it counts":              {pages: []string{`{"data":[],"meta":{"count":1}}`}, fails: "but its answer holds"},
		"a null instead of a list":          {pages: []string{page(`"c1"`, "1"), `{"data":null}`}, want: []string{"1"}, fails: "it has no data"},
		"a link that is no cursor":          {pages: []string{`{"data":[],"links":{"next":"https://elsewhere.example/"}}`}, fails: "a URL without a cursor"},
		"an event without any content":      {pages: []string{`{"data":[{}]}`}, fails: "no ID, no action and no time"},
		"a page that Atlassian cannot give": {pages: []string{page(`"c1"`, "1")}, want: []string{"1"}, fails: "refused pollEvents"},
	} {
		w := &wire{}
		for _, body := range test.pages {
			w.answers = append(w.answers, status(http.StatusOK, body))
		}
		if name == "a page that Atlassian cannot give" {
			w.answers = append(w.answers, status(http.StatusInternalServerError, ``))
		}
		var found []string
		var failed error
		from := time.UnixMilli(1_800_000_000_123)
		for event, err := range newClient(t, w).EventsStream(t.Context(), "o", from, from.Add(time.Hour)) {
			if failed = err; err == nil {
				found = append(found, event.ID)
			}
		}
		require.Equal(t, test.want, found, name)
		if test.fails == "" {
			require.NoError(t, failed, name)
			require.Len(t, w.sent(), len(test.pages), name)
		} else {
			require.ErrorContains(t, failed, test.fails, name)
		}
		target, err := url.Parse(w.sent()[len(w.sent())-1].url)
		require.NoError(t, err)
		want := url.Values{"limit": {"500"}, "sortOrder": {"asc"}, "from": {"1800000000123"}, "to": {"1800003600123"}}
		if len(w.sent()) > 1 {
			want.Set("cursor", target.Query().Get("cursor"))
			require.NotEmpty(t, target.Query().Get("cursor"), name)
		}
		require.Equal(t, want, target.Query(), name)
	}
}
