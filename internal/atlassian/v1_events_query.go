// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

var getEvents = documented(Operation{ID: "getEvents", Method: http.MethodGet, Path: v1 + "/events", Scope: "read:events:admin", Source: eventsPage})

// Events lists the events of the audit log that match. Their order is not documented. Atlassian takes 10 of these requests a
// minute.
//
// GET /admin/v1/orgs/{orgId}/events, pages of up to 500
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-events/
func (c *Client) Events(ctx context.Context, organizationID string, filter EventFilter) iter.Seq2[Event, error] {
	query, err := filter.query()
	first := request{operation: getEvents, elements: []string{organizationID}, query: query, refusal: err}
	// Only the v2 lists document that a cursor replaces the filters, so the filters are sent again.
	return pagesOf(ctx, c, first, alsoByCursor(first), wireEvent.event, func(e Event) string { return e.ID })
}

// query are the parameters of a filter. Lists are one parameter with commas, so a value with a comma would be two.
func (f EventFilter) query() (url.Values, error) {
	query := within(f.From, f.To)
	for name, value := range map[string]string{"action": f.Action, "q": f.Query} {
		if value != "" {
			query.Set(name, value)
		}
	}
	for name, values := range map[string][]string{"actor": f.ActorIDs, "ip": f.IPs, "product": f.Products} {
		if at := slices.IndexFunc(values, func(value string) bool { return value == "" || strings.Contains(value, ",") }); at >= 0 {
			return nil, fmt.Errorf("%s cannot be a value of %s, which is a list with commas", Quoted(values[at]), name)
		}
		if len(values) > 0 {
			query.Set(name, strings.Join(values, ","))
		}
	}
	if len(f.Places) > 0 {
		places, err := json.Marshal(f.Places)
		if err != nil {
			return nil, fmt.Errorf("encoding places: %w", err)
		}
		query.Set("location", string(places))
	}
	return query, nil
}

// within are the parameters of a window, with the largest pages.
func within(from, to time.Time) url.Values {
	query := url.Values{"limit": {strconv.Itoa(eventsPerPage)}}
	for name, at := range map[string]time.Time{"from": from, "to": to} {
		if !at.IsZero() {
			query.Set(name, strconv.FormatInt(at.UnixMilli(), 10))
		}
	}
	return query
}

// alsoByCursor makes the requests for the further pages of a list whose cursor replaces no filter.
func alsoByCursor(first request) func(string) request {
	return func(cursor string) request {
		next := first
		next.query = maps.Clone(first.query)
		next.query.Set("cursor", cursor)
		return next
	}
}

var pollEvents = documented(Operation{ID: "pollEvents", Method: http.MethodGet, Path: v1 + "/events-stream", Scope: "read:events:admin", Source: eventsPage})

// EventsStream lists all events of a window, in the order in which the log has processed them. Its requests have no limit of their own.
// Unverified: whether the window is about when the events happened, as documented, or when they were processed.
//
// The last page has a cursor as well, for polling. So the list ends with a page that has neither events nor another cursor. Unverified:
// that the cursor of such a page stays the same. A second page in a row without events is the end, too.
//
// GET /admin/v1/orgs/{orgId}/events-stream, pages of up to 500
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-events/
func (c *Client) EventsStream(ctx context.Context, organizationID string, from, to time.Time) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		next := request{operation: pollEvents, elements: []string{organizationID}, query: within(from, to)}
		next.query.Set("sortOrder", "asc")
		further := alsoByCursor(next)
		var trail pageTrail
		tally := newTally(nil)
		for asked, idle := "", 0; ; {
			var answer page[wireEvent]
			if err := c.do(ctx, next, &answer); err != nil {
				yield(Event{}, err)
				return
			}
			tally.addPage(len(answer.Data.items), answer.MinItems)
			idle++
			for _, item := range answer.Data.items {
				idle = 0
				trail.note(item.ID)
				if !yield(item.event(), nil) {
					return
				}
			}
			cursor, err := cursorOf(answer.Links.Next)
			ended := cursor == "" || idle > 0 && cursor == asked || idle > 1
			switch {
			case err != nil:
			case ended:
				err = tally.mismatch()
			default:
				err = trail.follow(cursor)
			}
			if err != nil {
				yield(Event{}, fmt.Errorf("%s: %w", pollEvents.ID, err))
				return
			}
			if ended {
				return
			}
			next, asked = further(cursor), cursor
		}
	}
}
