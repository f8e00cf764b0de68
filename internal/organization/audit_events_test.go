// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	listActions = "GET /admin/v1/orgs/{orgId}/event-actions"
	queryEvents = "GET /admin/v1/orgs/{orgId}/events"
	pollStream  = "GET /admin/v1/orgs/{orgId}/events-stream"
)

// logged is an organization with events, of which each happened a minute after the one before, and their window.
func logged(t *testing.T, actions ...string) (*simulated.Organization, audit.Search) {
	t.Helper()
	on := simulated.Virtual(t)
	from := time.Now().UTC().Add(-48 * time.Hour).Truncate(time.Minute)
	for i, action := range actions {
		require.NoError(t, on.Simulator.RecordEvent(simulator.Event{ID: fmt.Sprintf("e%d", i), Action: action, Time: from.Add(time.Duration(i) * time.Minute)}))
	}
	return on, audit.Search{From: from, To: from.Add(time.Duration(max(1, len(actions)-1)) * time.Minute), Max: 100}
}

func found(t *testing.T, o *organization.Organization, search audit.Search) []string {
	t.Helper()
	events, err := o.Audit.Events(t.Context(), search)
	require.NoError(t, err)
	ids := []string{}
	for _, event := range events {
		ids = append(ids, event.ID)
	}
	return ids
}

const (
	invited   = simulator.ActionUserInvited
	suspended = simulator.ActionUserSuspended
	removed   = simulator.ActionUserRemoved
)

// Equal windows are one read, the cheaper one.
func TestEventsAreReadOnce(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on, window := logged(t, invited, suspended, invited, removed)
		o := run(t, on)

		for range 2 {
			assert.Equal(t, []string{"e0", "e1", "e2", "e3"}, found(t, o, window))
		}
		assert.Equal(t, map[string]int{pollStream: 2}, on.Simulator.Requests(), "one page, and one without events")

		ofActions := window
		ofActions.Actions = []string{suspended, invited}
		assert.Equal(t, []string{"e0", "e1", "e2"}, found(t, o, ofActions))
		assert.Equal(t, map[string]int{pollStream: 2, listActions: 1}, on.Simulator.Requests(), "the window is known")

		// Another run asks for the actions one by one, and shares them among searches.
		on.Simulator.ResetRequests()
		o = run(t, on)
		assert.Equal(t, []string{"e0", "e1", "e2"}, found(t, o, ofActions))
		ofActions.Actions = []string{removed, suspended}
		assert.Equal(t, []string{"e1", "e3"}, found(t, o, ofActions))
		assert.Equal(t, map[string]int{queryEvents: 3, listActions: 1}, on.Simulator.Requests())
	})
}

// What Atlassian has to filter by is always asked for, also where the window is known.
func TestEventsThatAtlassianFilters(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on, window := logged(t)
		for i, event := range []simulator.Event{
			{Action: invited, Actor: "robot", Product: "jira", Location: simulator.EventLocation{IP: "203.0.113.7", City: "Austin", Country: "United States"}},
			{Action: suspended, Actor: "robot", Message: "Of a Tuesday"},
			{Action: suspended, Actor: "person"},
		} {
			event.ID, event.Time = fmt.Sprintf("e%d", i), window.From.Add(time.Duration(i)*time.Second)
			require.NoError(t, on.Simulator.RecordEvent(event))
		}
		o := run(t, on)
		require.Equal(t, []string{"e0", "e1", "e2"}, found(t, o, window))
		for _, test := range []struct {
			change func(*audit.Search)
			want   []string
			times  int
		}{
			{func(s *audit.Search) { s.ActorIDs = []string{"robot"} }, []string{"e0", "e1"}, 1},
			{func(s *audit.Search) { s.ActorIDs, s.Actions = []string{"robot", "person"}, []string{suspended} }, []string{"e1", "e2"}, 1},
			{func(s *audit.Search) {
				s.ActorIDs, s.Actions = []string{"person", "robot"}, []string{suspended, invited}
			}, []string{"e0", "e1", "e2"}, 1}, // one is known
			{func(s *audit.Search) { s.Products = []string{"jira", "loom"} }, []string{"e0"}, 1},
			{func(s *audit.Search) { s.IPs = []string{"203.0.113.7"} }, []string{"e0"}, 1},
			{func(s *audit.Search) { s.Places = []audit.Place{{City: "Austin", CountryName: "United States"}} }, []string{"e0"}, 1},
			{func(s *audit.Search) { s.Query = "tuesday" }, []string{"e1"}, 1},
			{func(s *audit.Search) { s.Query = "tuesday" }, []string{"e1"}, 0},
			{func(s *audit.Search) { s.Query, s.Max = "tuesday", 7 }, []string{"e1"}, 1},
		} {
			search := window
			test.change(&search)
			on.Simulator.ResetRequests()
			assert.Equal(t, test.want, found(t, o, search), "%+v", search)
			assert.Equal(t, test.times, on.Simulator.Requests()[queryEvents], "%+v", search)
			assert.Zero(t, on.Simulator.Requests()[pollStream])
		}
	})
}

// Many actions are picked from the stream, because a request for each would take minutes.
func TestEventsOfManyActions(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on, window := logged(t, invited, simulator.ActionDomainAdded, removed)
		window.Actions = []string{
			invited, suspended, removed, simulator.ActionUserRestored, simulator.ActionUserActivated, simulator.ActionUserDeactivated, simulator.ActionGroupCreated,
			simulator.ActionGroupDeleted, simulator.ActionGroupUpdated, simulator.ActionMemberAdded, simulator.ActionMemberRemoved,
		}
		require.Len(t, window.Actions, audit.MaxActionQueries+1)
		assert.Equal(t, []string{"e0", "e2"}, found(t, run(t, on), window))
		assert.Equal(t, map[string]int{pollStream: 2, listActions: 1}, on.Simulator.Requests())

		on.Simulator.ResetRequests()
		window.Actions = window.Actions[1:]
		assert.Equal(t, []string{"e2"}, found(t, run(t, on), window))
		assert.Equal(t, map[string]int{queryEvents: 10, listActions: 1}, on.Simulator.Requests())
	})
}

// Part of a list is an error, and never a list.
func TestTooManyEvents(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on, window := logged(t, invited, suspended, invited, invited)
		for _, test := range []struct {
			most    int
			actions []string
			fails   bool
			reached string
		}{
			{most: 4},
			{most: 3, fails: true, reached: "; the first 3 reach until about " + window.From.Add(2*time.Minute).Format(time.RFC3339)},
			{most: 3, actions: []string{invited}},
			{most: 2, actions: []string{invited}, fails: true},
			{most: 3, actions: []string{invited, suspended}, fails: true}, // together
		} {
			search := window
			search.Max, search.Actions = test.most, test.actions
			_, err := run(t, on).Audit.Events(t.Context(), search)
			if !test.fails {
				require.NoError(t, err)
				continue
			}
			require.EqualError(t, err, fmt.Sprintf("the audit log has more than %d events from %s to %s that match%s",
				test.most, window.From.Format(time.RFC3339), window.To.Format(time.RFC3339), test.reached))
			var many *audit.TooManyEventsError
			require.ErrorAs(t, err, &many)
		}
	})
}

// An action that the log does not list would find nothing, as if nothing had happened.
func TestEventsOfAnUnknownAction(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on, window := logged(t)
		for action, want := range map[string]string{
			"nonsense":      `the audit log lists no action "nonsense"`,
			"USER_INVITED":  `the audit log lists no action "USER_INVITED", but ["user_invited"]`,
			"invited user":  `the audit log lists no action "invited user", but ["user_invited"]`,
			"user-invited_": `the audit log lists no action "user-invited_"`,
		} {
			window.Actions = []string{invited, action}
			_, err := run(t, on).Audit.Events(t.Context(), window)
			require.EqualError(t, err, want)
		}
		assert.Zero(t, on.Simulator.Requests()[queryEvents])
	})
}

// The stream may be bounded by when events were processed. So it is asked for what may still be late, and its answer is cut to the window.
func TestEventsThatWereLate(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on, window := logged(t, invited)
		for id, at := range map[string]time.Duration{"before": -time.Millisecond, "first": 0, "last": time.Minute, "after": time.Minute + time.Millisecond} {
			require.NoError(t, on.Simulator.RecordEvent(simulator.Event{ID: id, Action: invited, Time: window.From.Add(at), ProcessedAt: window.To.Add(time.Hour)}))
		}
		// Of one time, by their IDs.
		assert.Equal(t, []string{"e0", "first", "last"}, found(t, run(t, on), window))
	})
}

// The addresses of recent events are one read for all who ask for as many days.
func TestRecentAddresses(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		now := time.Now().UTC()
		for i, at := range []simulator.EventLocation{{IP: "192.0.2.1"}, {IP: "2001:db8::1"}, {}, {IP: "192.0.2.1"}, {IP: "198.51.100.7"}} {
			require.NoError(t, on.Simulator.RecordEvent(simulator.Event{
				ID: fmt.Sprintf("e%d", i), Action: invited, Time: now.Add(-time.Duration(i+1) * 20 * time.Hour), Location: at,
			}))
		}
		o := run(t, on)
		for range 2 {
			recent, err := o.Audit.RecentAddresses(t.Context(), 4)
			require.NoError(t, err)
			assert.Equal(t, 96*time.Hour, recent.To.Sub(recent.From))
			var seen []string
			for _, one := range recent.Addresses {
				seen = append(seen, fmt.Sprint(one.Address, " ", one.Events))
			}
			assert.Equal(t, []string{"192.0.2.1/32 2", "2001:db8::1/128 1"}, seen, "the last event is older")
			assert.Equal(t, 1, recent.Unsaid)
		}
		assert.Equal(t, map[string]int{pollStream: 2}, on.Simulator.Requests())
	})
}
