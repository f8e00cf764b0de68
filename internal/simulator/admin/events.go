// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

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
	{Name: "product", Kind: wire.KindStrings, Commas: true, Enum: []string{"bitbucket", "confluence", "guard_detect", "jira", "loom"}},
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
	Links      wire.SelfLink       `json:"links"`
}

type wireEventAttributes struct {
	Time      string            `json:"time"`
	Action    string            `json:"action"`
	Actor     wireActor         `json:"actor"`
	Context   []wireEventObject `json:"context"`
	Container []wireEventObject `json:"container"`
}

type wireActor struct {
	ID    string `json:"id"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
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
}

// listEvents gives the log, the newest event first. Unverified: the order.
func (c *call) listEvents() wire.Answer {
	for _, name := range []string{"from", "to"} {
		if !c.Has(name) {
			continue
		}

		if _, err := milliseconds(c.Text(name)); err != nil {
			problem := name + " must be a time in milliseconds since 1970"
			c.Violate(problem)

			return wire.Fail(http.StatusBadRequest, wire.CodeInvalidTime, "Invalid time date", problem)
		}
	}

	if c.Has("location") && !validLocation(c.Text("location")) {
		problem := "location must be a list of objects with city and countryName"
		c.Violate(problem)

		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidSyntax, "Bad request", problem)
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

	var form wireEventPage

	form.Data = []wireEvent{}
	for _, e := range page {
		form.Data = append(form.Data, c.wireEvent(e))
	}

	form.Links = c.AddressLinks(at, next)
	form.Meta.PageSize = len(page)

	if next != "" {
		form.Meta.Next = at.Next(next).String()
	}

	return wire.OK(form)
}

// milliseconds reads a time in milliseconds since 1970.
func milliseconds(text string) (int64, error) {
	number, err := strconv.ParseUint(text, 10, 63)

	return int64(number), err
}

func validLocation(text string) bool {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()

	var places []struct {
		City        string `json:"city"`
		CountryName string `json:"countryName"`
	}

	return decoder.Decode(&places) == nil
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
		filter.before, err = milliseconds(filter.To)
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
		if !filter.match(e) {
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
	// The events of the simulator have no place and no app.
	if f.IP != nil || f.Product != nil || f.Location != "" {
		return false
	}

	if at := e.Time.UnixMilli(); at < f.after || at > f.before {
		return false
	}

	if f.Action != "" && f.Action != e.Action || f.Actor != nil && !slices.Contains(f.Actor, e.Actor.ID) {
		return false
	}

	return wire.ContainsFold(e.Action, f.Q) || slices.ContainsFunc(e.Context, func(o world.EventObject) bool { return wire.ContainsFold(o.ID, f.Q) })
}

func (c *call) wireEvent(e *world.LogEntry) wireEvent {
	form := wireEvent{
		ID: e.ID, Type: "events",
		Attributes: wireEventAttributes{
			Time: e.Time.UTC().Format("2006-01-02T15:04:05.000Z"), Action: e.Action,
			Actor:   wireActor{ID: e.Actor.ID, Name: e.Actor.Name, Email: e.Actor.Email},
			Context: []wireEventObject{},
			// Unverified: the type.
			Container: []wireEventObject{{c.state.ID, "organization", map[string]string{"name": c.state.Name}}},
		},
		Links: wire.SelfLink{Self: c.Address(pathOrgs + "/" + c.state.ID + "/events/" + e.ID)},
	}

	for _, object := range e.Context {
		form.Attributes.Context = append(form.Attributes.Context, wireEventObject{object.ID, object.Kind, object.Attributes})
	}

	return form
}
