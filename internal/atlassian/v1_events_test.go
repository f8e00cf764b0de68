// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"net/http"
	"net/url"
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
	require.Equal(t, []atlassian.EventAction{{ID: "a", Name: "A", Group: "G"}}, actions)
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
			Objects:  []atlassian.EventObject{{ID: "p1", Type: "policy", Name: "Staff"}, {ID: "p2"}, {ID: "org"}},
			Mentions: `{"name":"Staff"} ["of another form"]`,
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
