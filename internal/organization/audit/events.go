// SPDX-License-Identifier: MPL-2.0

package audit

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/ids"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Place is a city by which events can be found.
type Place = atlassian.EventPlace

// Search says which events are wanted. An event must match all fields that are not empty, and one of each list.
type Search struct {
	// From and To bound when the events happened, to the millisecond. Both are included.
	From, To time.Time
	// Actions are IDs of actions that the log lists.
	Actions []string
	// ActorIDs, IPs, Products, Places and Query are left to Atlassian.
	ActorIDs, IPs, Products []string
	Places                  []Place
	Query                   string
	// Max is how many events are read at most, in each of the reads that the search takes.
	Max int
}

// MaxActionQueries is how many actions are asked for one by one, which takes a request for each, of which Atlassian takes 10 a minute.
// For more of them, all events of the window are read.
const MaxActionQueries = 10

// TooManyEventsError says that a search would take more events than the caller wants to read. Part of them would look like all of them.
type TooManyEventsError struct {
	// Max is how many the caller wants to read.
	Max int
	// From and To are the window.
	From, To time.Time
	// Reached is when the last event happened that was read. It is zero where the order says nothing.
	Reached time.Time
}

// Error says how many events there are at least.
func (e *TooManyEventsError) Error() string {
	text := fmt.Sprintf("the audit log has more than %d events from %s to %s that match", e.Max, e.From.UTC().Format(time.RFC3339), e.To.UTC().Format(time.RFC3339))
	if !e.Reached.IsZero() {
		text += fmt.Sprintf("; the first %d reach until about %s", e.Max, e.Reached.UTC().Format(time.RFC3339))
	}
	return text
}

// UnknownActionError says that the log lists no such action. A query for it would find nothing, as if nothing had happened.
type UnknownActionError struct {
	// Action is what was asked for.
	Action string
	// Like are the IDs of actions with that name, or with an ID of another case.
	Like []string
}

// Error says what there is.
func (e *UnknownActionError) Error() string {
	text := fmt.Sprintf("the audit log lists no action %q", e.Action)
	if len(e.Like) > 0 {
		text += fmt.Sprintf(", but %q", e.Like)
	}
	return text
}

// UnaskedEventError says that Atlassian answered a query for one action with an event of another one.
type UnaskedEventError struct {
	// Asked is the action of the query, and Action that of the event.
	Asked, Action string
}

// Error says that the answer says nothing.
func (e *UnaskedEventError) Error() string {
	return fmt.Sprintf("Atlassian answered a query for events of the action %q with one of %q, so it is not known which events there are: try again, and report it if that does not help", e.Asked, e.Action)
}

// errEmptyEvent is about an answer that may well be no list of events.
var errEmptyEvent = errors.New("Atlassian answered with an event that says neither its action nor its time, so it is not known what has happened: try again, and report it if that does not help") //nolint:staticcheck // the name of a company

// errNoNames is about an answer that may well be a list of something else. Single actions may have no name.
var errNoNames = errors.New("none of the actions that Atlassian lists for the audit log has a name or a group, so the list is not understood; the form of Atlassian's answer may have changed: please report it")

// Actions lists the kinds of events that the log knows, with one read for the run.
func (a *Audit) Actions(ctx context.Context) ([]EventAction, error) {
	return a.actions.Get(ctx, func(ctx context.Context) ([]EventAction, error) {
		all, err := a.client.EventActions(ctx, a.id)
		named := func(action EventAction) bool { return action.Name != "" || len(action.Groups) > 0 }
		if err == nil && len(all) > 0 && !slices.ContainsFunc(all, named) {
			err = errNoNames
		}
		return all, err
	})
}

// Now is the moment at which the run first asked for it. Windows that end with it are the same for all who ask, so that they share a
// read.
func (a *Audit) Now() time.Time {
	a.now.Do(func() { a.began = time.Now().UTC().Truncate(time.Millisecond) })
	return a.began
}

// Events lists the events of a search, oldest first, without duplicates. Reads are shared by all of the run who ask for the same.
//
// A search by nothing but the window takes the stream, whose requests are not limited to 10 a minute. So does a search by more than
// [MaxActionQueries] actions, and one by actions alone where the run has read the window already: the action of an event is in the
// answer, so that picking it here finds the same. What else Atlassian filters by is not in the answer, or not in a form that is certain
// to be compared alike.
func (a *Audit) Events(ctx context.Context, search Search) ([]Event, error) {
	if err := a.checkActions(ctx, search.Actions); err != nil {
		return nil, err
	}
	events, err := a.found(ctx, search)
	if err != nil {
		return nil, err
	}
	var found []Event
	seen := make(map[string][]Event, len(events))
	for _, event := range events {
		// What differs is another event, whatever its ID.
		same := func(other Event) bool { return event.ID != "" && reflect.DeepEqual(event, other) }
		if !search.fits(event) || slices.ContainsFunc(seen[event.ID], same) {
			continue
		}
		seen[event.ID] = append(seen[event.ID], event)
		found = append(found, event)
	}
	if len(found) > search.Max {
		return nil, &TooManyEventsError{Max: search.Max, From: search.From, To: search.To}
	}
	return inOrder(found), nil
}

// fits reports whether an event is one of the window and of the actions. Of an event that does not say its time or its action it is not
// known that it is not.
func (s Search) fits(event Event) bool {
	if !event.Time.IsZero() && (event.Time.Before(s.From) || event.Time.Truncate(time.Millisecond).After(s.To)) {
		return false
	}
	return len(s.Actions) == 0 || event.Action == "" || slices.Contains(s.Actions, event.Action)
}

func (a *Audit) checkActions(ctx context.Context, wanted []string) error {
	if len(wanted) == 0 {
		return nil
	}
	all, err := a.Actions(ctx)
	if err != nil {
		return err
	}
	for _, id := range wanted {
		if slices.ContainsFunc(all, func(action EventAction) bool { return action.ID == id }) {
			continue
		}
		unknown := &UnknownActionError{Action: id}
		for _, action := range all {
			if ids.Normalize(action.ID) == ids.Normalize(id) || action.Name != "" && strings.EqualFold(action.Name, id) {
				unknown.Like = append(unknown.Like, action.ID)
			}
		}
		return unknown
	}
	return nil
}

// found reads what may be in a search, in the cheapest way.
func (a *Audit) found(ctx context.Context, search Search) ([]Event, error) {
	if !search.byOthers() {
		if len(search.Actions) == 0 || len(search.Actions) > MaxActionQueries {
			return a.streamed(ctx, search)
		}
		if known, ok := a.streams.Get(search.window()).Known(); ok {
			return known, nil
		}
	}
	actions := search.Actions
	if len(actions) == 0 {
		actions = []string{""}
	}
	var events []Event
	for _, action := range actions { // one after the other, because Atlassian takes few of them
		found, err := a.queried(ctx, search, action)
		if err != nil {
			return nil, err
		}
		events = append(events, found...)
	}
	return events, nil
}

// byOthers reports whether Atlassian has to filter by what the answer does not say.
func (s Search) byOthers() bool {
	return s.Query != "" || len(s.ActorIDs)+len(s.IPs)+len(s.Products)+len(s.Places) > 0
}

// window identifies the window and its bound.
func (s Search) window() string {
	return fmt.Sprintf("%d %d %d", s.From.UnixMilli(), s.To.UnixMilli(), s.Max)
}

// streamed reads all events of a window. What is asked for reaches as far beyond its end as events may be late, because the stream may
// be bounded by when they were processed.
func (a *Audit) streamed(ctx context.Context, search Search) ([]Event, error) {
	return a.streams.Get(search.window()).Get(ctx, func(ctx context.Context) ([]Event, error) {
		until := search.To.Add(a.logged)
		if now := a.Now(); until.After(now) { // what is processed from now on could make the list longer for ever
			until = slices.MaxFunc([]time.Time{now, search.To}, time.Time.Compare)
		}
		return search.bounded(a.client.EventsStream(ctx, a.id, search.From, until), true)
	})
}

// queried asks Atlassian for the events of one action, or of all.
func (a *Audit) queried(ctx context.Context, search Search, action string) ([]Event, error) {
	filter := atlassian.EventFilter{
		From: search.From, To: search.To, Action: action, Query: search.Query,
		ActorIDs: sorted(search.ActorIDs), IPs: sorted(search.IPs), Products: sorted(search.Products),
		Places: slices.SortedFunc(slices.Values(search.Places), func(a, b Place) int {
			return cmp.Or(cmp.Compare(a.City, b.City), cmp.Compare(a.CountryName, b.CountryName))
		}),
	}
	key, err := json.Marshal([]any{filter, search.Max})
	if err != nil {
		return nil, fmt.Errorf("naming a search: %w", err)
	}
	return a.queries.Get(string(key)).Get(ctx, func(ctx context.Context) ([]Event, error) {
		found, err := search.bounded(a.client.Events(ctx, a.id, filter), false)
		if err != nil || action == "" {
			return found, err
		}
		// An event that does not say its action may be one of it.
		if at := slices.IndexFunc(found, func(e Event) bool { return e.Action != "" && e.Action != action }); at >= 0 {
			return nil, &UnaskedEventError{Asked: action, Action: found[at].Action}
		}
		return found, nil
	})
}

func sorted(texts []string) []string { return slices.Sorted(slices.Values(texts)) }

// bounded collects events of the window up to the bound. Where the oldest come first, the error says how far they reach.
func (s Search) bounded(events iter.Seq2[Event, error], oldestFirst bool) ([]Event, error) {
	var reached time.Time
	all, err := reading.Collect(func(yield func(Event, error) bool) {
		count := 0
		for event, err := range events {
			if err == nil && event.Action == "" && event.Time.IsZero() {
				err = errEmptyEvent
			}
			if err == nil && (Search{From: s.From, To: s.To}).fits(event) {
				if count == s.Max {
					yield(event, &TooManyEventsError{Max: s.Max, From: s.From, To: s.To, Reached: reached})
					return
				}
				count++
				if oldestFirst {
					reached = event.Time
				}
			}
			if !yield(event, err) {
				return
			}
		}
	})
	return all, err
}
