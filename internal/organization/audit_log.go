// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// EventAction is a kind of event that the audit log knows.
type EventAction = atlassian.EventAction

// Event is an entry of the audit log.
type Event = atlassian.Event

// AuditLogKept is how far back the audit log reaches, as Atlassian's support pages say.
const AuditLogKept = 180 * 24 * time.Hour

// Audit is the audit log of the organization.
type Audit struct {
	*run

	actions reading.Shared[[]EventAction]
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

func newAudit(r *run) *Audit {
	a := &Audit{run: r, vanished: make(map[string]knownEvents)}
	a.policyEvents = reading.NewCollector(0, r.pace.Company, func(ctx context.Context, times []time.Time) (map[time.Time][]Event, error) {
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
	all, err := a.actions.Get(ctx, func(ctx context.Context) ([]EventAction, error) { return a.client.EventActions(ctx, a.id) })
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
		return nil, &NotFoundError{
			What: "an action of the audit log about authentication policies",
			Hint: fmt.Sprintf("so a change of a policy would go unseen: Atlassian lists %d actions, and none of them has an ID, a name or a group that speaks of authentication policies. "+
				"The audit log needs Atlassian Guard Standard", len(all)),
		}
	}
	slices.SortStableFunc(found, func(a, b EventAction) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(found, func(a, b EventAction) bool { return a.ID == b.ID }), nil // each takes a request
}

var (
	ofPolicies  = regexp.MustCompile(`\bauth(entication)? polic(y|ies)\b`)
	ofMembers   = regexp.MustCompile(`\b(members?|users?|accounts?)\b`)
	ofMoves     = regexp.MustCompile(`\b(add(ed)?|moved?|remov(e|ed)|assign(ed)?|unassigned|joined|left)\b`)
	ofSettings  = regexp.MustCompile(`\b(settings?|tokens?|login|password|session|verification|sso|saml|sign on|require[ds]?|enforced?)\b`)
	noneOfWords = regexp.MustCompile(`[^a-z0-9]+`)
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
	return words(action.Name, action.Group) == "" && !ofPolicies.MatchString(words(action.ID))
}

// words returns texts in lower case, without everything but letters and numbers.
func words(texts ...string) string {
	return strings.TrimSpace(noneOfWords.ReplaceAllString(strings.ToLower(strings.Join(texts, " | ")), " "))
}

// isPolicyChange reports, by its names, whether an action is a change to an authentication policy's settings. What Atlassian
// calls these actions is unverified. Who is in a policy is not a setting; an action that may be either counts as one,
// because a false alarm does less harm than silence.
func isPolicyChange(action EventAction) bool {
	if !ofPolicies.MatchString(words(action.ID, action.Name, action.Group)) {
		return false
	}
	own := words(action.ID, action.Name)
	return !ofMembers.MatchString(own) || !ofMoves.MatchString(own) || ofSettings.MatchString(own) || ofDeletions.MatchString(own)
}

// LoggedWithin is how much later than it happened an event may show up in the audit log.
func (a *Audit) LoggedWithin() time.Duration { return a.pace.Logged }
