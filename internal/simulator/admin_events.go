// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// eventsPerMinute is what Atlassian documents for "Query audit log events".
const eventsPerMinute = 10

// eventParameters: unlike other lists, those of the log stand in one parameter
// with commas.
var eventParameters = []parameter{
	{name: "cursor"},
	{name: "q"},
	{name: "from"},
	{name: "to"},
	{name: "action"},
	{name: "actor", kind: kindTexts, commas: true},
	{name: "ip", kind: kindTexts, commas: true},
	{name: "product", kind: kindTexts, commas: true, enum: []string{"bitbucket", "confluence", "guard_detect", "jira", "loom"}},
	{name: "location"},
	{name: "limit", kind: kindNumber, maximum: 500},
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
	Links      wireSelf            `json:"links"`
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
	wirePage[wireEvent]
	Meta struct {
		Next     string `json:"next,omitempty"`
		PageSize int    `json:"page_size"`
	} `json:"meta"`
}

// eventOperations are the operations about the audit log.
func eventOperations(w *World) []*operation {
	return []*operation{
		{
			method: "GET", path: pathOrg + "/event-actions",
			scope:  "read:events:admin",
			serve:  within(w, (*call).listEventActions, knownOrg),
			family: familyV1, codes: codesV1,
			lists: true, live: liveEach(liveEventAction),
		},
		{
			method: "GET", path: pathOrg + "/events",
			scope: "read:events:admin",
			query: eventParameters, serve: within(w, (*call).listEvents, unnamedOrg(codeInvalidSyntax, "Bad request")),
			family: familyV1, codes: map[int]string{http.StatusBadRequest: codeInvalidSyntax, http.StatusNotFound: codeUnknownOrg},
			perMinute: eventsPerMinute, lists: true, live: liveEvents,
		},
	}
}

func (c *call) listEventActions() answer {
	listed := append(recordedActions(), c.state.actions...)
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

	return succeed(wireData[[]wireEventAction]{found})
}

// eventFilter selects events. All that is given must fit; within one list, one entry must.
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

// listEvents gives the log, the newest event first. Unverified: that order.
func (c *call) listEvents() answer {
	for _, name := range []string{"from", "to"} {
		if !c.has(name) {
			continue
		}

		if _, err := milliseconds(c.text(name)); err != nil {
			problem := name + " must be a time in milliseconds since 1970"
			c.violate(problem)

			return fail(http.StatusBadRequest, codeInvalidTime, "Invalid time date", problem)
		}
	}

	if c.has("location") && !validLocation(c.text("location")) {
		problem := "location must be a list of objects with city and countryName"
		c.violate(problem)

		return fail(http.StatusBadRequest, codeInvalidSyntax, "Bad request", problem)
	}

	at, err := c.page(30)
	if err != nil {
		return c.invalidCursor()
	}

	filter, err := newEventFilter(at.Query)
	if err != nil {
		return c.invalidCursor()
	}

	page, next := c.eventsBefore(at, filter)

	var form wireEventPage

	form.Data = []wireEvent{}
	for _, e := range page {
		form.Data = append(form.Data, c.wireEvent(e))
	}

	form.Links = c.addressLinks(at, next)
	form.Meta.PageSize = len(page)

	if next != "" {
		form.Meta.Next = at.next(next).String()
	}

	return succeed(form)
}

// milliseconds reads a time as the log wants it.
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

func newEventFilter(given values) (eventFilter, error) {
	filter, err := decode[eventFilter](given)
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

// eventsBefore cuts a page: the events before the last one of the page before.
func (c *call) eventsBefore(at cursor, filter eventFilter) (page []*event, next string) {
	end := len(c.state.events)
	if at.After != "" {
		end, _ = slices.BinarySearchFunc(c.state.events, at.After, compareEvent)
	}

	for _, e := range slices.Backward(c.state.events[:end]) {
		if !filter.match(e) {
			continue
		}

		if len(page) == at.Limit {
			return page, page[len(page)-1].key
		}

		page = append(page, e)
	}

	return page, ""
}

func (f eventFilter) match(e *event) bool {
	// The events of the simulator come from nowhere, and from no app.
	if f.IP != nil || f.Product != nil || f.Location != "" {
		return false
	}

	if at := e.time.UnixMilli(); at < f.after || at > f.before {
		return false
	}

	if f.Action != "" && f.Action != e.action || f.Actor != nil && !slices.Contains(f.Actor, e.actor.id) {
		return false
	}

	return containsFold(e.action, f.Q) || slices.ContainsFunc(e.context, func(o eventObject) bool { return containsFold(o.id, f.Q) })
}

func (c *call) wireEvent(e *event) wireEvent {
	form := wireEvent{
		ID: e.id, Type: "events",
		Attributes: wireEventAttributes{
			Time: e.time.UTC().Format("2006-01-02T15:04:05.000Z"), Action: e.action,
			Actor:   wireActor{ID: e.actor.id, Name: e.actor.name, Email: e.actor.email},
			Context: []wireEventObject{},
			// Unverified: the type.
			Container: []wireEventObject{{c.state.id, "organization", map[string]string{"name": c.state.name}}},
		},
		Links: wireSelf{c.address(pathOrgs + "/" + c.state.id + "/events/" + e.id)},
	}

	for _, object := range e.context {
		form.Attributes.Context = append(form.Attributes.Context, wireEventObject{object.id, object.kind, object.attributes})
	}

	return form
}
