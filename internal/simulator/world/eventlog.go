// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// eventState is the audit log.
type eventState struct {
	Events []*LogEntry // by key
	Stream []*LogEntry // by stream key
	logged int         // how many events there have been

	Actions []EventAction // listed beside those that are recorded

	eventLag time.Duration // how much later than it happened the log shows an event
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
	// ProcessedAt is when the log begins to show the event. Zero means the lag
	// of the log after now.
	ProcessedAt time.Time `json:"processed_at"`
	// Product is one of [EventProducts]. Empty means none, as for what is done in
	// Atlassian Administration. No answer shows it.
	Product string `json:"product"`
	// Location is where the actor was. The zero value means that the log does not
	// say it.
	Location EventLocation `json:"location"`
	// Message is what the log says in words. It may be empty.
	Message string `json:"message"`
}

// EventLocation is where the actor of an event was.
type EventLocation struct {
	IP      string `json:"ip"`
	City    string `json:"city"`
	Country string `json:"country"`
	Region  string `json:"region"`
}

// EventProducts are the products by which the log can be filtered.
var EventProducts = []string{"bitbucket", "confluence", "guard_detect", "jira", "loom"}

// LogEntry is an entry of the audit log.
type LogEntry struct {
	Key       string // sorts by time
	StreamKey string // sorts by the time of processing
	ID        string
	Time      time.Time
	Processed time.Time // from then on the log shows the event
	Action    string
	Actor     Actor
	Context   []EventObject
	Product   string
	Location  EventLocation
	Message   string
}

// Actor is the person or the key that did something. Auth is how a program
// signed in. It is empty for a person.
type Actor struct{ ID, Name, Email, Auth string }

// EventObject is an object that an event is about.
type EventObject struct {
	ID, Kind   string
	Attributes map[string]string
}

// policyObject describes a policy. Unverified: its type.
func policyObject(p *Policy) EventObject {
	return EventObject{p.ID, "authentication-policy", map[string]string{"name": p.name}}
}

// UserObject describes a person in the audit log.
func UserObject(a *Account) EventObject {
	attributes := map[string]string{"name": a.Name}
	if a.Email != "" {
		attributes["email"] = a.Email
	}

	return EventObject{a.ID, "user", attributes}
}

// RoleObject describes a role on a resource. Unverified: its type and attributes.
func RoleObject(r Role) EventObject {
	return EventObject{r.Resource, "resource", map[string]string{"role": r.Role}}
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

func userActor(a *Account) Actor { return Actor{ID: a.ID, Name: a.Name, Email: a.Email} }

// KeyActor is the actor of everything that is done by the API. Unverified: how
// Atlassian names the organization's API key in the log.
func (s *State) KeyActor() Actor {
	return Actor{ID: Derive(s.ID, "api-key"), Name: "API key", Auth: "api-token"}
}

// LogEvent adds an event to the log, which shows it after its lag.
func (s *State) LogEvent(now time.Time, action string, by Actor, context ...EventObject) {
	s.insertEvent(&LogEntry{Time: now, Processed: now.Add(s.eventLag), Action: action, Actor: by, Context: context})
}

// insertEvent adds an event and keeps the log sorted by time, and the stream by
// the time of processing, because events do not always arrive in either order.
func (s *State) insertEvent(e *LogEntry) {
	s.logged++
	e.ID = cmp.Or(e.ID, Derive(s.ID, "event", strconv.Itoa(s.logged)))
	// Events of one millisecond are equally old, because answers show
	// milliseconds.
	e.Key = fmt.Sprintf("%015d-%s", e.Time.UnixMilli(), SequenceKey(s.logged))

	e.StreamKey = fmt.Sprintf("%015d-%s", e.Processed.UnixMilli(), SequenceKey(s.logged))

	at, _ := slices.BinarySearchFunc(s.Events, e.Key, CompareEvent)
	s.Events = slices.Insert(s.Events, at, e)

	at, _ = slices.BinarySearchFunc(s.Stream, e.StreamKey, CompareStream)
	s.Stream = slices.Insert(s.Stream, at, e)
}

// CompareEvent compares the place of an event in the log with a key.
func CompareEvent(e *LogEntry, key string) int { return cmp.Compare(e.Key, key) }

// CompareStream compares the place of an event in the stream with a key.
func CompareStream(e *LogEntry, key string) int { return cmp.Compare(e.StreamKey, key) }

// SequenceKey is a text that sorts as the number does.
func SequenceKey(sequence int) string { return fmt.Sprintf("%09d", sequence) }

// LagEvents makes the log show events to come so much later than they happen.
func (w *World) LagEvents(lag time.Duration) {
	_, leave := w.enter()
	defer leave()

	w.state.eventLag = lag
}

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

	if given.Product != "" && !slices.Contains(EventProducts, given.Product) {
		return fmt.Errorf("product: %q is none of %s", given.Product, strings.Join(EventProducts, ", "))
	}

	recorded := &LogEntry{
		ID: given.ID, Time: given.Time, Processed: given.ProcessedAt, Action: given.Action, Actor: w.state.adminActor(),
		Product: given.Product, Location: given.Location, Message: given.Message,
	}

	if given.Time.IsZero() {
		recorded.Time = now
	}

	if given.ProcessedAt.IsZero() {
		recorded.Processed = now.Add(w.state.eventLag)
	}

	if given.Policy != "" {
		policy, ok := w.state.Policy(given.Policy)
		if !ok {
			return fmt.Errorf("authentication policy %q: %w", given.Policy, ErrNotFound)
		}

		recorded.Context = []EventObject{policyObject(policy)}
	}

	if given.Actor != "" {
		recorded.Actor = Actor{ID: given.Actor}
		if account, ok := w.state.Account(given.Actor); ok {
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
	ActionMemberAdded       = "group_member_added"
	ActionMemberRemoved     = "group_member_removed"
	ActionGroupRoleAssigned = "group_role_assigned"
	ActionGroupRoleRevoked  = "group_role_revoked"
	ActionUserInvited       = "user_invited"
	ActionUserSuspended     = "user_suspended"
	ActionUserRestored      = "user_restored"
	ActionUserRemoved       = "user_removed"
	ActionUserDeactivated   = "user_deactivated"
	ActionUserActivated     = "user_activated"
	ActionUserRoleAssigned  = "user_role_assigned"
	ActionUserRoleRevoked   = "user_role_revoked"
	ActionDomainAdded       = "domain_added"
	ActionDomainChanged     = "domain_claim_changed"
	ActionDomainRemoved     = "domain_removed"
	ActionAppInstalled      = "app_installed"
	ActionAppUpdated        = "app_updated"
	ActionAppUninstalled    = "app_uninstalled"
)

// eventAction is a kind of event.
type eventAction struct{ id, name, group string }

// eventActions are all kinds of events.
var eventActions = []eventAction{
	{ActionGroupCreated, "Created group", "Groups"},
	{ActionGroupUpdated, "Updated group", "Groups"},
	{ActionGroupDeleted, "Deleted group", "Groups"},
	{ActionMemberAdded, "Added user to group", "Groups"},
	{ActionMemberRemoved, "Removed user from group", "Groups"},
	{ActionGroupRoleAssigned, "Granted role to group", "Groups"},
	{ActionGroupRoleRevoked, "Revoked role from group", "Groups"},
	{ActionUserInvited, "Invited user", "Users"},
	{ActionUserSuspended, "Suspended user", "Users"},
	{ActionUserRestored, "Restored user", "Users"},
	{ActionUserRemoved, "Removed user", "Users"},
	{ActionUserDeactivated, "Deactivated managed account", "Users"},
	{ActionUserActivated, "Activated managed account", "Users"},
	{ActionUserRoleAssigned, "Granted role to user", "Users"},
	{ActionUserRoleRevoked, "Revoked role from user", "Users"},
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
