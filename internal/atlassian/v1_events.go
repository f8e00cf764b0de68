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

// eventsPerPage is the maximum page size of the audit log.
const eventsPerPage = 500

// EventAction is a kind of event in the audit log.
type EventAction struct {
	// ID is the name of the action in an event.
	ID string
	// Name and Group are the texts that the console shows. Each may be empty. Commas separate several groups.
	Name, Group string
}

// Event is an entry of the audit log.
type Event struct {
	// ID is opaque.
	ID string
	// Time is when it happened. The log may show the event only minutes later.
	Time time.Time
	// Action is the ID of an [EventAction].
	Action string
	// ActorID, ActorName and ActorEmail identify the actor. Each may be empty.
	ActorID, ActorName, ActorEmail string
	// Objects are the things that the event is about, and their containers.
	Objects []EventObject
	// Mentions is everything else that the event says about itself and its objects, as in the answer. Its form is not documented.
	Mentions string
}

// EventObject is a thing that an event is about.
type EventObject struct {
	// ID may be an ARI.
	ID string
	// Type and Name may be empty.
	Type, Name string
}

// EventFilter selects events. Empty fields do not filter.
type EventFilter struct {
	// From and To bound when the events happened, to the millisecond.
	From, To time.Time
	// Action is the ID of one [EventAction].
	Action string
}

var getEventActions = documented(Operation{
	ID: "getEventActions", Method: http.MethodGet, Path: v1 + "/event-actions", Scope: "read:events:admin", Source: eventsPage,
})

// EventActions lists the kinds of events of the audit log. No list of their IDs and names is documented, so they must be read.
//
// GET /admin/v1/orgs/{orgId}/event-actions
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-events/
func (c *Client) EventActions(ctx context.Context, organizationID string) ([]EventAction, error) {
	var all page[wireEventAction] // there is only one page
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
		DisplayName looseString `json:"displayName"`
		// Unverified: which of the two an answer has, or both. The first one is documented. The second one is in live answers.
		GroupDisplayName  looseNames `json:"groupDisplayName"`
		GroupDisplayNames looseNames `json:"groupDisplayNames"`
	} `json:"attributes"`
}

// complete refuses an action without an ID, because a query by that ID would return all events.
func (w *wireEventAction) complete() error {
	if w.ID == "" {
		return errors.New("an action has no ID")
	}
	return nil
}

// group returns the names of all groups, without duplicates.
func (w *wireEventAction) group() string {
	var names []string
	for _, name := range slices.Concat(w.Attributes.GroupDisplayName, w.Attributes.GroupDisplayNames) {
		if name != "" && !slices.Contains(names, string(name)) {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, ", ")
}

// looseNames accepts a list of names, or a single name. Other forms are empty.
type looseNames []looseString

// UnmarshalJSON never fails.
func (n *looseNames) UnmarshalJSON(data []byte) error {
	var names []looseString
	if json.Unmarshal(data, &names) == nil {
		*n = names
		return nil
	}
	var name looseString
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
			ID    looseString `json:"id"`
			Name  looseString `json:"name"`
			Email looseString `json:"email"`
		} `json:"actor"`
		Context   []wireEventObject `json:"context"`
		Container []wireEventObject `json:"container"`
	} `json:"attributes"`
	Message json.RawMessage `json:"message"`
}

// complete refuses an event without any content, such as null. Any single one of these fields may be missing.
func (w *wireEvent) complete() error {
	if w.ID == "" && w.Attributes.Action == "" && w.Attributes.Time.IsZero() {
		return errors.New("an event has no ID, no action and no time")
	}
	return nil
}

type wireEventObject struct {
	ID         looseString     `json:"id"`
	Type       looseString     `json:"type"`
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
				Name looseString `json:"name"`
			}
			if len(o.Attributes) > 0 {
				_ = json.Unmarshal(o.Attributes, &named) // attributes may be any object, and have no name in another form
			}
			event.Objects = append(event.Objects, EventObject{ID: string(o.ID), Type: string(o.Type), Name: string(named.Name)})
			mentions = append(mentions, string(o.Attributes))
		}
	}
	event.Mentions = strings.TrimSpace(strings.Join(mentions, " "))
	return event
}

var getEvents = documented(Operation{ID: "getEvents", Method: http.MethodGet, Path: v1 + "/events", Scope: "read:events:admin", Source: eventsPage})

// Events lists the events of the audit log that match. Their order is not documented. Atlassian takes 10 of these requests a
// minute.
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
	// Only the v2 lists document that a cursor replaces the filters, so the filters are sent again.
	further := func(cursor string) request {
		next := first
		next.query = maps.Clone(query)
		next.query.Set("cursor", cursor)
		return next
	}
	return pagesOf(ctx, c, first, further, wireEvent.event, func(e Event) string { return e.ID })
}
