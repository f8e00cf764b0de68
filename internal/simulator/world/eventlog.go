// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// eventState is the audit log.
type eventState struct {
	Events  []*LogEntry   // by key
	logged  int           // how many events there have been
	Actions []EventAction // listed beside those that are recorded
}

var eventPart = part{
	seed:     (*State).seedEventActions,
	describe: func(s *State, org *Organization) { org.EventActions = slices.Clone(s.Actions) },
}

func (s *State) seedEventActions(org Organization) error {
	seen := map[string]bool{}
	for _, action := range eventActions {
		seen[action.id] = true
	}

	for i, action := range org.EventActions {
		if action.ID == "" {
			return fmt.Errorf("event_actions[%d]: id is missing", i)
		}

		if seen[action.ID] {
			return fmt.Errorf("event_actions[%d]: id: there is an action %q already", i, action.ID)
		}

		seen[action.ID] = true
		s.Actions = append(s.Actions, action)
	}

	return nil
}

// RecordedActions are the kinds of events that every organization has.
func RecordedActions() []EventAction {
	actions := make([]EventAction, len(eventActions))
	for i, action := range eventActions {
		actions[i] = EventAction{ID: action.id, Name: action.name, Groups: []string{action.group}}
	}

	return actions
}

// Event is an entry of the audit log for [World.RecordEvent].
type Event struct {
	// ID of the event; derived if it is empty.
	ID string `json:"id"`
	// Time of the event. Zero means now.
	Time time.Time `json:"time"`
	// Action is the ID of an event action, listed or not.
	Action string `json:"action"`
	// Policy that the event is about, by ID or name. Empty means none.
	Policy string `json:"policy"`
	// Actor by account ID or email address. Empty means the first admin. A
	// value that names no user is the ID of an actor from elsewhere.
	Actor string `json:"actor"`
}

// LogEntry is an entry of the audit log.
type LogEntry struct {
	Key     string // sorts by time
	ID      string
	Time    time.Time
	Action  string
	Actor   Actor
	Context []EventObject
}

// Actor is the person or the key that did something.
type Actor struct{ ID, Name, Email string }

// EventObject is an object that an event is about.
type EventObject struct {
	ID, Kind   string
	Attributes map[string]string
}

// policyObject describes a policy. Unverified: its type.
func policyObject(p *Policy) EventObject {
	return EventObject{p.ID, "authentication-policy", map[string]string{"name": p.name}}
}

func userObject(a *Account) EventObject {
	attributes := map[string]string{"name": a.Name}
	if a.Email != "" {
		attributes["email"] = a.Email
	}

	return EventObject{a.ID, "user", attributes}
}

// appObject describes an app in one place. Unverified: its type and attributes.
func appObject(a *KnownApp, i *AppInstallation) EventObject {
	return EventObject{a.ID, "app", map[string]string{"name": a.Name, "context": i.Context, "version": i.Version}}
}

// adminActor is the actor of everything that is done in the console: the first
// admin.
func (s *State) adminActor() Actor {
	if admin := s.firstAdmin(); admin != nil {
		return userActor(admin)
	}

	return Actor{ID: Derive(s.ID, "admin"), Name: "Admin", Email: s.UserToken.Email}
}

func userActor(a *Account) Actor { return Actor{a.ID, a.Name, a.Email} }

// KeyActor is the actor of everything that is done by the API. Unverified: how
// Atlassian names the organization's API key in the log.
func (s *State) KeyActor() Actor {
	return Actor{ID: Derive(s.ID, "api-key"), Name: "API key"}
}

// LogEvent adds an event to the log.
func (s *State) LogEvent(now time.Time, action string, by Actor, context ...EventObject) {
	s.insertEvent(&LogEntry{Time: now, Action: action, Actor: by, Context: context})
}

// insertEvent adds an event and keeps the log sorted by time, because events do
// not always arrive in that order.
func (s *State) insertEvent(e *LogEntry) {
	s.logged++
	e.ID = cmp.Or(e.ID, Derive(s.ID, "event", strconv.Itoa(s.logged)))
	// Events of one millisecond are equally old, because answers show
	// milliseconds.
	e.Key = fmt.Sprintf("%015d-%s", e.Time.UnixMilli(), SequenceKey(s.logged))

	at, _ := slices.BinarySearchFunc(s.Events, e.Key, CompareEvent)
	s.Events = slices.Insert(s.Events, at, e)
}

// CompareEvent compares the place of an event in the log with a key.
func CompareEvent(e *LogEntry, key string) int { return cmp.Compare(e.Key, key) }

// SequenceKey is a text that sorts as the number does.
func SequenceKey(sequence int) string { return fmt.Sprintf("%09d", sequence) }

// RecordEvent adds an event to the audit log. Its time may be another than now.
func (w *World) RecordEvent(given Event) error {
	now, leave := w.enter()
	defer leave()

	if given.Action == "" {
		return fmt.Errorf("action is missing; %s is one", ActionPolicyUpdated)
	}

	if !given.Time.IsZero() && given.Time.UnixMilli() < 0 {
		return fmt.Errorf("time: %s is before 1970, where the times of the audit log begin", given.Time)
	}

	if slices.ContainsFunc(w.state.Events, func(e *LogEntry) bool { return e.ID == given.ID }) {
		return fmt.Errorf("id: there is an event %q already", given.ID)
	}

	recorded := &LogEntry{ID: given.ID, Time: given.Time, Action: given.Action, Actor: w.state.adminActor()}
	if given.Time.IsZero() {
		recorded.Time = now
	}

	if given.Policy != "" {
		policy, ok := w.state.policy(given.Policy)
		if !ok {
			return fmt.Errorf("authentication policy %q: %w", given.Policy, ErrNotFound)
		}

		recorded.Context = []EventObject{policyObject(policy)}
	}

	if given.Actor != "" {
		recorded.Actor = Actor{ID: given.Actor}
		if account, ok := w.state.account(given.Actor); ok {
			recorded.Actor = userActor(account)
		}
	}

	w.state.insertEvent(recorded)

	return nil
}

// firstAdmin is an organization admin, or else any account. It is nil if there
// are no accounts.
func (s *State) firstAdmin() *Account {
	for _, group := range s.Truth.Sorted {
		if group.GrantsAdmin() && len(group.Members) > 0 {
			return group.Members[0]
		}
	}

	for _, account := range s.Accounts {
		if slices.Contains(s.Truth.Direct[account], s.OrgAdmin()) {
			return account
		}
	}

	if len(s.Accounts) > 0 {
		return s.Accounts[0]
	}

	return nil
}

// Actions of the audit log that the simulator records. Unverified, like all IDs
// and names of actions here: Atlassian documents none, and clients must find
// them by "Get list of event actions".
const (
	ActionPolicyCreated     = "auth_policy_created"
	ActionPolicyUpdated     = "auth_policy_updated"
	ActionPolicyDeleted     = "auth_policy_deleted"
	ActionPolicyMadeDefault = "auth_policy_made_default"
	ActionPolicyMemberMoved = "auth_policy_member_moved"
	ActionGroupCreated      = "group_created"
	ActionGroupUpdated      = "group_updated"
	ActionGroupDeleted      = "group_deleted"
	ActionDomainAdded       = "domain_added"
	ActionDomainChanged     = "domain_claim_changed"
	ActionDomainRemoved     = "domain_removed"
	ActionAppInstalled      = "app_installed"
	ActionAppUpdated        = "app_updated"
	ActionAppUninstalled    = "app_uninstalled"
)

// eventAction is a kind of event.
type eventAction struct{ id, name, group string }

// eventActions are all kinds of events. Some are listed, but never recorded.
var eventActions = []eventAction{
	{ActionGroupCreated, "Created group", "Groups"},
	{ActionGroupUpdated, "Updated group", "Groups"},
	{ActionGroupDeleted, "Deleted group", "Groups"},
	{"group_member_added", "Added user to group", "Groups"},
	{"group_member_removed", "Removed user from group", "Groups"},
	{"user_invited", "Invited user", "Users"},
	{"user_suspended", "Suspended user", "Users"},
	{"user_deactivated", "Deactivated managed account", "Users"},
	{ActionDomainAdded, "Added domain", "Domains"},
	{ActionDomainChanged, "Changed claim of domain", "Domains"},
	{ActionDomainRemoved, "Removed domain", "Domains"},
	{ActionPolicyCreated, "Created authentication policy", "Authentication policies"},
	{ActionPolicyUpdated, "Updated authentication policy", "Authentication policies"},
	{ActionPolicyDeleted, "Deleted authentication policy", "Authentication policies"},
	{ActionPolicyMadeDefault, "Made authentication policy the default", "Authentication policies"},
	{ActionPolicyMemberMoved, "Moved member to authentication policy", "Authentication policies"},
	{ActionAppInstalled, "App successful installation", "App actions"},
	{ActionAppUpdated, "App update success", "App actions"},
	{ActionAppUninstalled, "App successful uninstallation", "App actions"},
}
