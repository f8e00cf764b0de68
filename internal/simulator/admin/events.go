// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// eventsPerMinute is the limit that Atlassian documents for "Query audit log
// events".
const eventsPerMinute = 10

// eventParameters are the parameters of "Query audit log events". Unlike other
// operations, it takes lists as one parameter with commas.
var eventParameters = []wire.Parameter{
	{Name: "cursor"},
	{Name: "q"},
	{Name: "from"},
	{Name: "to"},
	{Name: "action"},
	{Name: "actor", Kind: wire.KindStrings, Commas: true},
	{Name: "ip", Kind: wire.KindStrings, Commas: true},
	{Name: "product", Kind: wire.KindStrings, Commas: true, Enum: world.EventProducts},
	{Name: "location"},
	{Name: "limit", Kind: wire.KindNumber, Max: 500},
}

type wireEventAction struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Attributes struct {
		DisplayName       string   `json:"displayName"`
		GroupDisplayName  string   `json:"groupDisplayName,omitempty"`
		GroupDisplayNames []string `json:"groupDisplayNames,omitempty"`
	} `json:"attributes"`
}

type wireEvent struct {
	ID         string              `json:"id"`
	Type       string              `json:"type"`
	Attributes wireEventAttributes `json:"attributes"`
	Message    *wireEventMessage   `json:"message,omitempty"`
	Links      wire.SelfLink       `json:"links"`
}

// wireEventMessage is what an event says in words. Unverified: the format.
type wireEventMessage struct {
	Content string `json:"content"`
	Format  string `json:"format"`
}

type wireEventAttributes struct {
	Time        string             `json:"time"`
	ProcessedAt string             `json:"processedAt,omitempty"` // in the stream
	Action      string             `json:"action"`
	Actor       wireActor          `json:"actor"`
	Context     []wireEventObject  `json:"context"`
	Container   []wireEventObject  `json:"container"`
	Location    *wireEventLocation `json:"location,omitempty"`
}

type wireEventLocation struct {
	IP          string `json:"ip,omitempty"`
	City        string `json:"city,omitempty"`
	CountryName string `json:"countryName,omitempty"`
	RegionName  string `json:"regionName,omitempty"`
}

type wireActor struct {
	ID    string         `json:"id"`
	Name  string         `json:"name,omitempty"`
	Email string         `json:"email,omitempty"`
	Auth  *wireActorAuth `json:"auth,omitempty"`
}

type wireActorAuth struct {
	AuthType   string `json:"authType"`
	TokenLabel string `json:"tokenLabel,omitempty"`
}

type wireEventObject struct {
	ID         string            `json:"id"`
	Type       string            `json:"type"`
	Attributes map[string]string `json:"attributes"`
}

type wireEventPage struct {
	wire.Page[wireEvent]
	Meta struct {
		Next     string `json:"next,omitempty"`
		PageSize int    `json:"page_size"`
	} `json:"meta"`
}

// eventOperations are the operations about the audit log.
func eventOperations(w *world.World) []*wire.Operation {
	return []*wire.Operation{
		{
			Method: "GET", Path: pathOrg + "/event-actions",
			Scope:  "read:events:admin",
			Serve:  within(w, (*call).listEventActions, knownOrg),
			Family: wire.FamilyV1, Codes: codesV1,
			Lists: true, Live: wire.LiveEach(liveEventAction),
		},
		{
			Method: "GET", Path: pathOrg + "/events",
			Scope: "read:events:admin",
			Query: eventParameters, Serve: within(w, (*call).listEvents, undocumentedOrg(wire.CodeInvalidSyntax, "Bad request")),
			Family: wire.FamilyV1, Codes: map[int]string{http.StatusBadRequest: wire.CodeInvalidSyntax, http.StatusNotFound: wire.CodeUnknownOrg},
			PerMinute: eventsPerMinute, Lists: true, Live: liveEvents,
		},
		{
			Method: "GET", Path: pathOrg + "/events-stream",
			Scope: "read:events:admin",
			Query: streamParameters, Serve: within(w, (*call).streamEvents, undocumentedOrg(wire.CodeInvalidSyntax, "Bad request")),
			Family: wire.FamilyV1, Codes: map[int]string{http.StatusBadRequest: wire.CodeInvalidSyntax, http.StatusNotFound: wire.CodeUnknownOrg},
			Lists: true, Live: liveEvents,
		},
	}
}

func (c *call) listEventActions() wire.Answer {
	listed := append(world.RecordedActions(), c.state.Actions...)
	found := make([]wireEventAction, len(listed))

	for i, action := range listed {
		// Unverified: the type.
		found[i].ID, found[i].Type = action.ID, "event-actions"
		found[i].Attributes.DisplayName = action.Name

		if len(action.Groups) == 1 {
			found[i].Attributes.GroupDisplayName = action.Groups[0]
		} else {
			found[i].Attributes.GroupDisplayNames = action.Groups
		}
	}

	return wire.OK(wire.Data[[]wireEventAction]{Data: found})
}

// eventFilter selects events. An event must match all filters. It matches a
// list if it matches one entry.
type eventFilter struct {
	Q        string   `json:"q"`
	From     string   `json:"from"`
	To       string   `json:"to"`
	Action   string   `json:"action"`
	Actor    []string `json:"actor"`
	IP       []string `json:"ip"`
	Product  []string `json:"product"`
	Location string   `json:"location"`

	after, before int64 // From and To, both included
	places        []eventPlace
}

// eventPlace is a place by which events can be found.
type eventPlace struct {
	City        string `json:"city"`
	CountryName string `json:"countryName"`
}

// listEvents gives the log, the newest event first. Unverified: the order.
func (c *call) listEvents() wire.Answer {
	if refusal := c.wrongTime(); refusal != nil {
		return *refusal
	}

	if c.Has("location") {
		if _, err := eventPlaces(c.Text("location")); err != nil {
			problem := "location must be a list of objects with city and countryName"
			c.Violate(problem)

			return wire.Fail(http.StatusBadRequest, wire.CodeInvalidSyntax, "Bad request", problem)
		}
	}

	at, err := c.Page(30)
	if err != nil {
		return c.InvalidCursor()
	}

	filter, err := newEventFilter(at.Query)
	if err != nil {
		return c.InvalidCursor()
	}

	page, next := c.eventsBefore(at, filter)

	return wire.OK(c.eventPage(page, at, next, c.wireEvent))
}

// eventPage is a page in the form that the log and the stream share.
func (c *call) eventPage(page []*world.LogEntry, at wire.Cursor, next string, show func(*world.LogEntry) wireEvent) wireEventPage {
	var form wireEventPage

	form.Data = []wireEvent{}
	for _, e := range page {
		form.Data = append(form.Data, show(e))
	}

	form.Links = c.AddressLinks(at, next)
	form.Meta.PageSize = len(page)

	if next != "" {
		form.Meta.Next = at.Next(next).String()
	}

	return form
}

// wrongTime refuses bounds that are no times.
func (c *call) wrongTime() *wire.Answer {
	for _, name := range []string{"from", "to"} {
		if !c.Has(name) {
			continue
		}

		if _, err := milliseconds(c.Text(name)); err != nil {
			problem := name + " must be a time in milliseconds since 1970"
			c.Violate(problem)

			return new(wire.Fail(http.StatusBadRequest, wire.CodeInvalidTime, "Invalid time date", problem))
		}
	}

	return nil
}

// milliseconds reads a time in milliseconds since 1970.
func milliseconds(text string) (int64, error) {
	number, err := strconv.ParseUint(text, 10, 63)

	return int64(number), err
}

// eventPlaces reads the filter by places.
func eventPlaces(text string) ([]eventPlace, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()

	var places []eventPlace
	if err := decoder.Decode(&places); err != nil {
		return nil, fmt.Errorf("location: %w", err)
	}

	return places, nil
}

func newEventFilter(given wire.Values) (eventFilter, error) {
	filter, err := wire.Decode[eventFilter](given)
	if err != nil {
		return filter, err
	}

	filter.before = math.MaxInt64

	if filter.From != "" {
		if filter.after, err = milliseconds(filter.From); err != nil {
			return filter, err
		}
	}

	if filter.To != "" {
		if filter.before, err = milliseconds(filter.To); err != nil {
			return filter, err
		}
	}

	if filter.Location != "" {
		filter.places, err = eventPlaces(filter.Location)
	}

	return filter, err
}

// eventsBefore returns a page: the events before the last one of the page
// before.
func (c *call) eventsBefore(at wire.Cursor, filter eventFilter) (page []*world.LogEntry, next string) {
	end := len(c.state.Events)
	if at.After != "" {
		end, _ = slices.BinarySearchFunc(c.state.Events, at.After, world.CompareEvent)
	}

	for _, e := range slices.Backward(c.state.Events[:end]) {
		if e.Processed.After(c.now) || !filter.match(e) {
			continue
		}

		if len(page) == at.Limit {
			return page, page[len(page)-1].Key
		}

		page = append(page, e)
	}

	return page, ""
}

func (f eventFilter) match(e *world.LogEntry) bool {
	if at := e.Time.UnixMilli(); at < f.after || at > f.before {
		return false
	}

	among := func(wanted []string, value string) bool { return wanted == nil || slices.Contains(wanted, value) }

	if f.Action != "" && f.Action != e.Action || !among(f.Actor, e.Actor.ID) || !among(f.IP, e.Location.IP) || !among(f.Product, e.Product) {
		return false
	}

	if f.Location != "" && !slices.Contains(f.places, eventPlace{e.Location.City, e.Location.Country}) {
		return false
	}

	return f.says(e)
}

// says reports whether an event has the searched words. Unverified: where
// Atlassian searches them.
func (f eventFilter) says(e *world.LogEntry) bool {
	for _, text := range []string{e.Action, e.Actor.ID, e.Actor.Name, e.Actor.Email, e.Message} {
		if wire.ContainsFold(text, f.Q) {
			return true
		}
	}

	for _, object := range e.Context {
		if wire.ContainsFold(object.ID, f.Q) {
			return true
		}

		for _, text := range object.Attributes {
			if wire.ContainsFold(text, f.Q) {
				return true
			}
		}
	}

	return false
}

func (c *call) wireEvent(e *world.LogEntry) wireEvent {
	form := wireEvent{
		ID: e.ID, Type: "events",
		Attributes: wireEventAttributes{
			Time: eventTime(e.Time), Action: e.Action,
			Actor:   wireActor{ID: e.Actor.ID, Name: e.Actor.Name, Email: e.Actor.Email},
			Context: []wireEventObject{},
			// Unverified: the type.
			Container: []wireEventObject{{c.state.ID, "organization", map[string]string{"name": c.state.Name}}},
		},
		Links: wire.SelfLink{Self: c.Address(pathOrgs + "/" + c.state.ID + "/events/" + e.ID)},
	}

	if e.Actor.Auth != "" {
		form.Attributes.Actor.Auth = &wireActorAuth{AuthType: e.Actor.Auth, TokenLabel: e.Actor.Name}
	}

	if at := e.Location; at != (world.EventLocation{}) {
		form.Attributes.Location = &wireEventLocation{IP: at.IP, City: at.City, CountryName: at.Country, RegionName: at.Region}
	}

	if e.Message != "" {
		form.Message = &wireEventMessage{Content: e.Message, Format: "simple"}
	}

	for _, object := range e.Context {
		form.Attributes.Context = append(form.Attributes.Context, wireEventObject{object.ID, object.Kind, object.Attributes})
	}

	return form
}

func eventTime(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }
