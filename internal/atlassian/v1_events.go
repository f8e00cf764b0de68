// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const eventsPage = organizationPages + "api-group-events/"

// eventsPerPage is the most that a page of the audit log holds.
const eventsPerPage = 500

// EventAction is a kind of event that the audit log knows.
type EventAction struct {
	// ID is what an event calls its action.
	ID string
	// Name and Group are what the console shows; each may be empty. Several groups are separated by commas.
	Name, Group string
}

// Event is an entry of the audit log.
type Event struct {
	// ID is opaque.
	ID string
	// Time is when it happened; the log may show it only minutes later.
	Time time.Time
	// Action is the ID of an [EventAction].
	Action string
	// ActorID, ActorName and ActorEmail are who did it; each may be empty.
	ActorID, ActorName, ActorEmail string
	// Objects are what it was done to, and where.
	Objects []EventObject
	// Mentions is what else the event says of itself and of its objects, as it came: no form of it is documented.
	Mentions string
}

// EventObject is a thing that an event is about.
type EventObject struct {
	// ID may be an ARI.
	ID string
	// Type and Name may be empty.
	Type, Name string
}

// EventFilter selects events; empty fields do not filter.
type EventFilter struct {
	// From and To bound when the events happened, to the millisecond.
	From, To time.Time
	// Action is the ID of one [EventAction].
	Action string
}

var getEventActions = documented(Operation{
	ID: "getEventActions", Method: http.MethodGet, Path: v1 + "/event-actions", Scope: "read:events:admin", Source: eventsPage,
})

// EventActions lists the kinds of events of the audit log. Their IDs and names are discovered, since no list of them is
// documented.
//
// GET /admin/v1/orgs/{orgId}/event-actions
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-events/
func (c *Client) EventActions(ctx context.Context, organizationID string) ([]EventAction, error) {
	var all page[wireEventAction] // the only one
	if err := c.do(ctx, request{operation: getEventActions, elements: []string{organizationID}}, &all); err != nil {
		return nil, err
	}
	actions := make([]EventAction, len(all.Data.items))
	for i, w := range all.Data.items {
		actions[i] = EventAction{ID: w.ID, Name: string(w.Attributes.DisplayName), Group: w.group()}
	}
	return actions, nil
}

type wireEventAction struct {
	ID         string `json:"id"`
	Attributes struct {
		DisplayName looseText `json:"displayName"`
		// Unverified: which of the two an answer has, or both. The first one is documented, the second one was seen.
		GroupDisplayName  looseNames `json:"groupDisplayName"`
		GroupDisplayNames looseNames `json:"groupDisplayNames"`
	} `json:"attributes"`
}

// complete refuses an action without an ID: a query by it would ask for all events.
func (w *wireEventAction) complete() error {
	if w.ID == "" {
		return errors.New("an action has no ID")
	}
	return nil
}

// group returns the names of all groups, each once.
func (w *wireEventAction) group() string {
	var names []string
	for _, name := range slices.Concat(w.Attributes.GroupDisplayName, w.Attributes.GroupDisplayNames) {
		if name != "" && !slices.Contains(names, string(name)) {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, ", ")
}

// looseNames accepts a list of names, or one of them alone. What is not understood is empty.
type looseNames []looseText

// UnmarshalJSON never fails.
func (n *looseNames) UnmarshalJSON(data []byte) error {
	var names []looseText
	if json.Unmarshal(data, &names) == nil {
		*n = names
		return nil
	}
	var name looseText
	if json.Unmarshal(data, &name) == nil {
		*n = looseNames{name}
	}
	return nil
}

type wireEvent struct {
	ID         string `json:"id"`
	Attributes struct {
		Time   time.Time `json:"time"`
		Action string    `json:"action"`
		Actor  struct {
			ID    looseText `json:"id"`
			Name  looseText `json:"name"`
			Email looseText `json:"email"`
		} `json:"actor"`
		Context   []wireEventObject `json:"context"`
		Container []wireEventObject `json:"container"`
	} `json:"attributes"`
	Message json.RawMessage `json:"message"`
}

// complete refuses an event that says nothing of itself, such as null. Any one of these fields may be missing.
func (w *wireEvent) complete() error {
	if w.ID == "" && w.Attributes.Action == "" && w.Attributes.Time.IsZero() {
		return errors.New("an event has no ID, no action and no time")
	}
	return nil
}

type wireEventObject struct {
	ID         looseText       `json:"id"`
	Type       looseText       `json:"type"`
	Attributes json.RawMessage `json:"attributes"`
}

func (w wireEvent) event() Event {
	event := Event{
		ID: w.ID, Time: w.Attributes.Time, Action: w.Attributes.Action,
		ActorID: string(w.Attributes.Actor.ID), ActorName: string(w.Attributes.Actor.Name), ActorEmail: string(w.Attributes.Actor.Email),
	}
	mentions := []string{string(w.Message)}
	for _, objects := range [][]wireEventObject{w.Attributes.Context, w.Attributes.Container} {
		for _, o := range objects {
			var named struct {
				Name looseText `json:"name"`
			}
			if len(o.Attributes) > 0 {
				_ = json.Unmarshal(o.Attributes, &named) // attributes are any object: what is not understood has no name
			}
			event.Objects = append(event.Objects, EventObject{ID: string(o.ID), Type: string(o.Type), Name: string(named.Name)})
			mentions = append(mentions, string(o.Attributes))
		}
	}
	event.Mentions = strings.TrimSpace(strings.Join(mentions, " "))
	return event
}

var getEvents = documented(Operation{ID: "getEvents", Method: http.MethodGet, Path: v1 + "/events", Scope: "read:events:admin", Source: eventsPage})

// Events lists the events of the audit log that match. In which order is not documented. Atlassian takes 10 of these
// requests a minute.
//
// GET /admin/v1/orgs/{orgId}/events, pages of up to 500
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-events/
func (c *Client) Events(ctx context.Context, organizationID string, filter EventFilter) iter.Seq2[Event, error] {
	query := url.Values{"limit": {strconv.Itoa(eventsPerPage)}}
	for name, at := range map[string]time.Time{"from": filter.From, "to": filter.To} {
		if !at.IsZero() {
			query.Set(name, strconv.FormatInt(at.UnixMilli(), 10))
		}
	}
	if filter.Action != "" {
		query.Set("action", filter.Action)
	}
	first := request{operation: getEvents, elements: []string{organizationID}, query: query}
	// That a cursor makes the filters void is documented for the v2 lists only, so here they are said again.
	further := func(cursor string) request {
		next := first
		next.query = maps.Clone(query)
		next.query.Set("cursor", cursor)
		return next
	}
	return pagesOf(ctx, c, first, further, wireEvent.event, func(e Event) string { return e.ID })
}
