// SPDX-License-Identifier: MPL-2.0

// Package audit reads the audit log of an organization: its events, and which of them show changes of authentication policies.
package audit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/ids"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// EventAction is a kind of event that the audit log knows.
type EventAction = atlassian.EventAction

// Event is an entry of the audit log.
type Event = atlassian.Event

// Object is a thing that an event is about.
type Object = atlassian.EventObject

// Kept is how far back the audit log reaches, as Atlassian's support pages say.
const Kept = 180 * 24 * time.Hour

// Audit is the audit log of the organization.
type Audit struct {
	client *atlassian.Client
	id     string
	logged time.Duration

	actions reading.Shared[[]EventAction]
	// streams are all events of a window, and queries those that Atlassian has filtered: see [Audit.Events].
	streams, queries *reading.Registry[*reading.Shared[[]Event]]
	// began is what Now says.
	now   sync.Once
	began time.Time

	// policyEvents are the events since some time, and perhaps earlier ones. Callers that ask at the same time share one read.
	policyEvents *reading.Collector[time.Time, []Event]

	mu    sync.Mutex
	since time.Time // since when events are known; zero where none are
	known []Event
	// vanished are events of actions that the log does not list any more, by action.
	vanished map[string]knownEvents
}

// knownEvents are all events since a time.
type knownEvents struct {
	since  time.Time
	events []Event
}

// New makes the audit log of a run over an organization. Company is how long a look-up waits for others to share its request, and
// logged how much later than it happened an event may show up. It sends no request.
func New(client *atlassian.Client, organizationID string, company, logged time.Duration) *Audit {
	reads := func() *reading.Registry[*reading.Shared[[]Event]] {
		return reading.NewRegistry(func(string) *reading.Shared[[]Event] { return new(reading.Shared[[]Event]) })
	}
	a := &Audit{client: client, id: organizationID, logged: logged, vanished: make(map[string]knownEvents), streams: reads(), queries: reads()}
	a.policyEvents = reading.NewCollector(0, company, func(ctx context.Context, times []time.Time) (map[time.Time][]Event, error) {
		events, err := a.readPolicyEvents(ctx, slices.MinFunc(times, time.Time.Compare))
		all := make(map[time.Time][]Event, len(times))
		for _, since := range times {
			all[since] = events // each caller picks what is of its time
		}
		return all, err
	})
	return a
}

// PolicyActions lists the kinds of events that report a change to the settings of authentication policies. There is no
// documented list of them, so it finds them by their names: see [isPolicyChange]. An action without a name and a group may be about
// policies, too, so it is among them: see [SaysNothing]. An empty result is an error, because then no change could ever be seen.
func (a *Audit) PolicyActions(ctx context.Context) ([]EventAction, error) {
	all, err := a.Actions(ctx)
	if err != nil {
		return nil, err
	}
	var found []EventAction
	var silent []string
	for _, action := range all {
		switch {
		case SaysNothing(action):
			silent = append(silent, action.ID)
			fallthrough
		case isPolicyChange(action):
			found = append(found, action)
		}
	}
	if len(silent) > maxSilent {
		return nil, &SilentActionsError{Silent: silent, All: len(all)}
	}
	if len(found) == 0 {
		return nil, &meaning.NotFoundError{
			What: "an action of the audit log about authentication policies",
			Hint: fmt.Sprintf("so a change of a policy would go unseen: Atlassian lists %d actions, and none of them has an ID, a name or a group that speaks of authentication policies. "+
				"The audit log needs Atlassian Guard Standard", len(all)),
		}
	}
	slices.SortStableFunc(found, func(a, b EventAction) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(found, func(a, b EventAction) bool { return a.ID == b.ID }), nil // each takes a request
}

var (
	ofPolicies = regexp.MustCompile(`\bauth(entication)? polic(y|ies)\b`)
	ofMembers  = regexp.MustCompile(`\b(members?|users?|accounts?)\b`)
	ofMoves    = regexp.MustCompile(`\b(add(ed)?|moved?|remov(e|ed)|assign(ed)?|unassigned|joined|left)\b`)
	ofSettings = regexp.MustCompile(`\b(settings?|tokens?|login|password|session|verification|sso|saml|sign on|require[ds]?|enforced?)\b`)
)

// maxSilent is how many actions without a name and a group are watched at most. Each takes a request in every run, and Atlassian
// allows 10 a minute. More of them are a sign that the provider does not understand the list.
const maxSilent = 10

// SilentActionsError says that too many actions of the audit log have neither a name nor a group, so that it is not known which are
// about authentication policies.
type SilentActionsError struct {
	// Silent are the IDs of those actions.
	Silent []string
	// All is how many actions there are.
	All int
}

// Error says that no change could be seen.
func (e *SilentActionsError) Error() string {
	return fmt.Sprintf("%d of the %d actions that Atlassian lists for the audit log have neither a name nor a group, such as %q, so it is not known which are about authentication policies, "+
		"and a change of a policy would go unseen; the form of Atlassian's answer may have changed: please report it", len(e.Silent), e.All, e.Silent[0])
}

// SaysNothing reports whether an action does not say what it is about: neither its name nor its groups have a readable word, and its
// ID does not speak of policies.
func SaysNothing(action EventAction) bool {
	return words(append([]string{action.Name}, action.Groups...)...) == "" && !ofPolicies.MatchString(words(action.ID))
}

// words returns texts in lower case, without everything but letters and numbers.
func words(texts ...string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(strings.Join(texts, " | ")), isNoneOfWords), " ")
}

func isNoneOfWords(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }

// isPolicyChange reports, by its names, whether an action is a change to an authentication policy's settings. What Atlassian
// calls these actions is unverified. Who is in a policy is not a setting; an action that may be either counts as one,
// because a false alarm does less harm than silence.
func isPolicyChange(action EventAction) bool {
	if !ofPolicies.MatchString(words(append([]string{action.ID, action.Name}, action.Groups...)...)) {
		return false
	}
	own := words(action.ID, action.Name)
	return !ofMembers.MatchString(own) || !ofMoves.MatchString(own) || ofSettings.MatchString(own) || ofDeletions.MatchString(own)
}

// LoggedWithin is how much later than it happened an event may show up in the audit log.
func (a *Audit) LoggedWithin() time.Duration { return a.logged }

// Unseen is since when events may have happened that somebody who looked at a time could not see, because the log shows them late.
// It is never further back than the log reaches: there is nothing, and asking for it may be refused.
func (a *Audit) Unseen(looked, now time.Time) time.Time {
	if looked.After(now) {
		looked = now
	}
	since := looked.Add(-a.logged)
	if kept := now.Add(-Kept); since.Before(kept) {
		return kept
	}
	return since
}

// PolicyChanges lists the events since a time that report a change to a policy's settings, oldest first. Events that name
// no policy count for every policy. Reads are shared, one for each action, since Atlassian takes few of them a minute. Watched are
// actions that counted earlier: one that the log no longer lists as such is asked for all the same.
func (a *Audit) PolicyChanges(ctx context.Context, policyID string, since time.Time, watched ...string) ([]Event, error) {
	if since.IsZero() {
		return nil, errors.New("it is not known since when changes are to be looked for")
	}
	hour := since.UTC().Truncate(time.Hour) // so that callers with about the same time share a read
	events, _, err := a.policyEvents.Get(ctx, hour)
	if err != nil {
		return nil, err
	}
	late, err := a.vanishedEvents(ctx, watched, hour)
	if err != nil {
		return nil, err
	}
	if len(late) > 0 {
		events = inOrder(slices.Concat(events, late))
	}
	var found []Event
	for _, event := range events {
		if concerns(event, policyID, a.id) && (event.Time.IsZero() || !event.Time.Before(since)) {
			found = append(found, event)
		}
	}
	return found, nil
}

// VanishedActions lists those of some actions that the audit log no longer lists as actions about the settings of policies.
func (a *Audit) VanishedActions(ctx context.Context, watched []string) ([]string, error) {
	if len(watched) == 0 {
		return nil, nil
	}
	actions, err := a.PolicyActions(ctx)
	if err != nil {
		return nil, err
	}
	var vanished []string
	for _, id := range watched {
		if !slices.ContainsFunc(actions, func(a EventAction) bool { return a.ID == id }) {
			vanished = append(vanished, id)
		}
	}
	return vanished, nil
}

// VanishedActionError says that Atlassian gives no events of an action that it no longer lists.
type VanishedActionError struct {
	// Action is the action's ID.
	Action string
	// Err is Atlassian's answer.
	Err error
}

// Error says what is not known.
func (e *VanishedActionError) Error() string {
	return fmt.Sprintf("the audit log no longer lists the watched action %q, and gives no events of it: %v", e.Action, e.Err)
}

// Unwrap returns Atlassian's answer.
func (e *VanishedActionError) Unwrap() error { return e.Err }

// vanishedEvents reads the events of watched actions that the log no longer lists, each once a run.
func (a *Audit) vanishedEvents(ctx context.Context, watched []string, since time.Time) ([]Event, error) {
	vanished, err := a.VanishedActions(ctx, watched)
	if err != nil || len(vanished) == 0 {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	var events []Event
	for _, action := range vanished {
		known, read := a.vanished[action]
		if !read || since.Before(known.since) {
			found, err := reading.Collect(a.client.Events(ctx, a.id, atlassian.EventFilter{From: since, Action: action}))
			if err != nil {
				return nil, &VanishedActionError{Action: action, Err: err}
			}
			known = knownEvents{since: since, events: found}
			a.vanished[action] = known
		}
		events = append(events, known.events...)
	}
	return events, nil
}

// readPolicyEvents reads all actions, unless the run has read as far back before.
func (a *Audit) readPolicyEvents(ctx context.Context, since time.Time) ([]Event, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.since.IsZero() && !since.Before(a.since) {
		return a.known, nil
	}
	actions, err := a.PolicyActions(ctx)
	if err != nil {
		return nil, err
	}
	var events []Event
	for _, action := range actions {
		found, err := reading.Collect(a.client.Events(ctx, a.id, atlassian.EventFilter{From: since, Action: action.ID}))
		if err != nil {
			return nil, err
		}
		events = append(events, found...)
	}
	a.since, a.known = since, inOrder(events)
	return events, nil
}

// inOrder sorts events, the oldest first.
func inOrder(events []Event) []Event {
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.ID, b.ID)) })
	return events
}

// concerns reports whether an event is about a policy. How an event names a policy is unverified: the policy's ID, anywhere in the ID of
// an object, is taken for granted. It may be about any policy unless every policy that it names is another one by a readable ID.
func concerns(event Event, policy, organization string) bool {
	if strings.Contains(ids.Normalize(event.Mentions), ids.Normalize(policy)) {
		return true // such as the policy in place of which another one becomes the default
	}
	another := false
	for _, object := range event.Objects() {
		switch {
		case names(object, policy):
			return true
		case !isPolicy(object): // its ID is that of something else, such as of a setting
		case !namesAnother(object, organization):
			return true // it names no policy, or in a form that is not understood
		default:
			another = true
		}
	}
	return !another
}

// isPolicy reports whether an object is a policy by the end of its type, such as authentication-policy or authPolicy.
func isPolicy(object atlassian.EventObject) bool {
	return strings.HasSuffix(words(object.Type), "policy")
}

// names reports whether an object has the ID of a policy anywhere in its own.
func names(object atlassian.EventObject, policy string) bool {
	return strings.Contains(ids.Normalize(object.ID), ids.Normalize(policy))
}

// namesAnother reports whether an object has the UUID of a policy other than the one that was looked for: at the end of its ID, because
// the UUIDs before it are of what the policy is in.
func namesAnother(object atlassian.EventObject, organization string) bool {
	last := object.ID[strings.LastIndexAny(object.ID, "/:")+1:]
	return ids.UUID.MatchString(last) && ids.Normalize(ids.UUID.FindString(last)) != ids.Normalize(organization)
}

var ofDeletions = regexp.MustCompile(`\bdelet(e|ed|es|ion)\b`)

// IsPolicyDeletion reports whether an event says that a policy was deleted: it names the policy, and its action speaks of a deletion of
// policies. What Atlassian calls the action is unverified.
func IsPolicyDeletion(event Event, actionName, policy string) bool {
	own := words(event.Action, actionName)
	if !ofDeletions.MatchString(own) || !ofPolicies.MatchString(own) || ofMembers.MatchString(own) || ofSettings.MatchString(own) {
		return false
	}
	return slices.ContainsFunc(event.Objects(), func(o atlassian.EventObject) bool { return names(o, policy) })
}
