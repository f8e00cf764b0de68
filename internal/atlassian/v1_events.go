// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"
)

const eventsPage = organizationPages + "api-group-events/"

// eventsPerPage is the maximum page size of the audit log.
const eventsPerPage = 500

// EventAction is a kind of event in the audit log.
type EventAction struct {
	// ID is the name of the action in an event.
	ID string
	// Name is the text that the console shows. It may be empty.
	Name string
	// Groups are the names of the groups that the console files the action under. There may be none.
	Groups []string
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
	// Means is how the actor came to act. It is the zero value for a person who has signed in.
	Means EventMeans
	// Context are the things that the event is about, and Container is where the actor did it.
	Context, Container []EventObject
	// Location is where the actor was. Each of its fields may be empty.
	Location EventLocation
	// Message is what the event says in words. It may be empty, or encrypted.
	Message string
	// Mentions is everything else that the event says about itself and its objects, as in the answer. Its form is not documented.
	Mentions string
}

// Objects are the things that the event is about, and their containers.
func (e Event) Objects() []EventObject { return slices.Concat(e.Context, e.Container) }

// EventMeans is how an actor came to act: by which token and app, and for whom. Each field may be empty.
type EventMeans struct {
	// AuthType is the kind of the token, such as api-token. TokenID and TokenLabel identify it.
	AuthType, TokenID, TokenLabel string
	// AppID is the app that triggered the action.
	AppID string
	// OnBehalfOfID, OnBehalfOfName and OnBehalfOfEmail identify the person that the actor acted for.
	OnBehalfOfID, OnBehalfOfName, OnBehalfOfEmail string
}

// EventLocation is where the actor of an event was, by the IP address.
type EventLocation struct{ IP, City, Region, Country string }

// EventObject is a thing that an event is about.
type EventObject struct {
	// ID may be an ARI.
	ID string
	// Type and Name may be empty.
	Type, Name string
	// Attributes is what the event says about the object, as JSON. It is empty if the event says nothing.
	Attributes string
}

// EventFilter selects events. An event must match all fields that are not empty, and one of each list.
type EventFilter struct {
	// From and To bound when the events happened, to the millisecond.
	From, To time.Time
	// Action is the ID of one [EventAction].
	Action string
	// Query is a term to search for.
	Query string
	// ActorIDs are account IDs. IPs are addresses, and Products such words as jira. None may have a comma.
	ActorIDs, IPs, Products []string
	// Places are where the actors were.
	Places []EventPlace
}

// EventPlace is a city by which events can be found.
type EventPlace struct {
	City        string `json:"city"`
	CountryName string `json:"countryName"`
}

var getEventActions = documented(Operation{
	ID: "getEventActions", Method: http.MethodGet, Path: v1 + "/event-actions", Scope: "read:events:admin", Source: eventsPage,
})

// EventActions lists the kinds of events of the audit log. No list of their IDs and names is documented, so they must be read.
//
// GET /admin/v1/orgs/{orgId}/event-actions
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-events/
func (c *Client) EventActions(ctx context.Context, organizationID string) ([]EventAction, error) {
	var all eventActions
	if err := c.do(ctx, request{operation: getEventActions, elements: []string{organizationID}}, &all); err != nil {
		return nil, err
	}
	actions := make([]EventAction, len(all.Data.items))
	for i, w := range all.Data.items {
		actions[i] = EventAction{ID: w.ID, Name: string(w.Attributes.DisplayName), Groups: w.groups()}
	}
	return actions, nil
}

// eventActions is the list of all kinds of events: Atlassian documents no pages of it.
type eventActions struct{ page[wireEventAction] }

// complete refuses a list that says that there is more, because Atlassian documents no way to read the rest: events of a kind that is not on
// the list would pass for none.
func (e *eventActions) complete() error {
	if listed := len(e.Data.items); e.Links.Next != "" || e.MinItems > listed || e.Total != nil && *e.Total > listed {
		return errors.New("it is a part of the kinds of events only, and Atlassian documents no way to read the rest")
	}
	return e.page.complete()
}

type wireEventAction struct {
	ID         string      `json:"id"`
	Type       looseString `json:"type"`
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
	if w.Type == "events" { // as every event has it; the type of an action is not documented
		return errors.New("it has an event instead of an action")
	}
	return nil
}

// groups returns the names of all groups, without duplicates.
func (w *wireEventAction) groups() []string {
	var names []string
	for _, name := range slices.Concat(w.Attributes.GroupDisplayName, w.Attributes.GroupDisplayNames) {
		if name != "" && !slices.Contains(names, string(name)) {
			names = append(names, string(name))
		}
	}
	return names
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
