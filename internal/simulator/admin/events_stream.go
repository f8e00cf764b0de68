// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"net/url"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// streamParameters are the parameters of "Poll audit log events".
var streamParameters = []wire.Parameter{
	{Name: "cursor"},
	{Name: "from"},
	{Name: "to"},
	{Name: "limit", Kind: wire.KindNumber, Max: 500},
	{Name: "sortOrder", Enum: []string{"asc", "desc"}},
}

// streamEvents gives the events in the order in which they were processed. It
// has no limit of its own. The last page has a cursor, too, with which a client
// polls for what comes later. The order stays in the cursor. Unverified: that
// from and to are about the time of the event, as their descriptions say, and
// that a page without events gives the cursor with which it was asked for.
func (c *call) streamEvents() wire.Answer {
	if refusal := c.wrongTime(); refusal != nil {
		return *refusal
	}

	at, err := c.Page(200)
	if err != nil {
		return c.InvalidCursor()
	}

	filter, err := newEventFilter(at.Query)
	if err != nil {
		return c.InvalidCursor()
	}

	order, err := wire.Decode[struct {
		SortOrder string `json:"sortOrder"`
	}](at.Query)
	if err != nil {
		return c.InvalidCursor()
	}

	page := c.streamAfter(at, filter, order.SortOrder == "desc")
	last := at.After

	if len(page) > 0 {
		last = page[len(page)-1].StreamKey
	}

	form := c.eventPage(page, at, last, func(e *world.LogEntry) wireEvent {
		shown := c.wireEvent(e)
		shown.Attributes.ProcessedAt = eventTime(e.Processed)

		return shown
	})

	// Also the first page, if it has no events.
	form.Meta.Next = at.Next(last).String()
	form.Links.Next = c.Address(c.Request.URL.Path) + "?cursor=" + url.QueryEscape(form.Meta.Next)

	return wire.OK(form)
}

// streamAfter returns a page: the events behind the last one of the page before.
func (c *call) streamAfter(at wire.Cursor, filter eventFilter, newestFirst bool) []*world.LogEntry {
	events := c.state.Stream
	from, to := 0, len(events)

	if at.After != "" {
		place, found := slices.BinarySearchFunc(events, at.After, world.CompareStream)
		if newestFirst {
			to = place
		} else if from = place; found {
			from++
		}
	}

	order := slices.Values(events[from:to])
	if newestFirst {
		order = func(yield func(*world.LogEntry) bool) {
			for _, e := range slices.Backward(events[from:to]) {
				if !yield(e) {
					return
				}
			}
		}
	}

	var page []*world.LogEntry

	for e := range order {
		if len(page) == at.Limit {
			break
		}

		if !e.Processed.After(c.now) && filter.match(e) {
			page = append(page, e)
		}
	}

	return page
}
