// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// eventState is the audit log.
type eventState struct {
	events  []*event      // by key
	logged  int           // how many events there have been
	actions []EventAction // listed beside those that are recorded
}

var eventPart = part{
	seed:     (*state).seedEventActions,
	describe: func(s *state, org *Organization) { org.EventActions = slices.Clone(s.actions) },
}

func (s *state) seedEventActions(org Organization) error {
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
		s.actions = append(s.actions, action)
	}

	return nil
}

// recordedActions are the kinds of events that every organization has.
func recordedActions() []EventAction {
	actions := make([]EventAction, len(eventActions))
	for i, action := range eventActions {
		actions[i] = EventAction{ID: action.id, Name: action.name, Groups: []string{action.group}}
	}

	return actions
}

// Event is an entry of the audit log for [Simulator.RecordEvent].
type Event struct {
	// ID of the event; derived where it is empty.
	ID string `json:"id"`
	// Time of the event: now where it is zero.
	Time time.Time `json:"time"`
	// Action is the ID of an event action, listed or not.
	Action string `json:"action"`
	// Policy, by ID or name, that the event is about; empty: none.
	Policy string `json:"policy"`
	// Actor, by account ID or email address: the first admin where it is empty.
	// What names no user is taken for the ID of an actor from elsewhere.
	Actor string `json:"actor"`
}

// event is an entry of the audit log.
type event struct {
	key     string // sorts by time
	id      string
	time    time.Time
	action  string
	actor   actor
	context []eventObject
}

// actor is who did something.
type actor struct{ id, name, email string }

// eventObject is what something was done to.
type eventObject struct {
	id, kind   string
	attributes map[string]string
}

// policyObject describes a policy. Unverified: its type.
func policyObject(p *authenticationPolicy) eventObject {
	return eventObject{p.id, "authentication-policy", map[string]string{"name": p.name}}
}

func userObject(a *account) eventObject {
	attributes := map[string]string{"name": a.name}
	if a.email != "" {
		attributes["email"] = a.email
	}

	return eventObject{a.id, "user", attributes}
}

// appObject describes an app in one place. Unverified: its type and attributes.
func appObject(a *app, i *AppInstallation) eventObject {
	return eventObject{a.id, "app", map[string]string{"name": a.name, "context": i.Context, "version": i.Version}}
}

// adminActor stands behind all that is done in the console: the first admin.
func (s *state) adminActor() actor {
	if admin := s.firstAdmin(); admin != nil {
		return userActor(admin)
	}

	return actor{id: derive(s.id, "admin"), name: "Admin", email: s.userToken.Email}
}

func userActor(a *account) actor { return actor{a.id, a.name, a.email} }

// keyActor stands behind what is done by the API. Unverified: how Atlassian
// names the organization's API key there.
func (s *state) keyActor() actor {
	return actor{id: derive(s.id, "api-key"), name: "API key"}
}

// record puts an event into the log.
func (s *state) record(now time.Time, action string, by actor, context ...eventObject) {
	s.insertEvent(&event{time: now, action: action, actor: by, context: context})
}

// insertEvent keeps the log sorted by time, whatever the order in which events come.
func (s *state) insertEvent(e *event) {
	s.logged++
	e.id = cmp.Or(e.id, derive(s.id, "event", strconv.Itoa(s.logged)))
	// Events are as old as their millisecond, because that is what is told of them.
	e.key = fmt.Sprintf("%015d-%s", e.time.UnixMilli(), sequenceKey(s.logged))

	at, _ := slices.BinarySearchFunc(s.events, e.key, compareEvent)
	s.events = slices.Insert(s.events, at, e)
}

func compareEvent(e *event, key string) int { return cmp.Compare(e.key, key) }

// sequenceKey sorts as the number does.
func sequenceKey(sequence int) string { return fmt.Sprintf("%09d", sequence) }

// RecordEvent puts an event into the audit log, also one of another time.
func (w *World) RecordEvent(given Event) error {
	now, leave := w.enter()
	defer leave()

	if given.Action == "" {
		return fmt.Errorf("action is missing; %s is one", ActionPolicyUpdated)
	}

	if !given.Time.IsZero() && given.Time.UnixMilli() < 0 {
		return fmt.Errorf("time: %s is before 1970, where the times of the audit log begin", given.Time)
	}

	if slices.ContainsFunc(w.state.events, func(e *event) bool { return e.id == given.ID }) {
		return fmt.Errorf("id: there is an event %q already", given.ID)
	}

	recorded := &event{id: given.ID, time: given.Time, action: given.Action, actor: w.state.adminActor()}
	if given.Time.IsZero() {
		recorded.time = now
	}

	if given.Policy != "" {
		policy, ok := w.state.policy(given.Policy)
		if !ok {
			return fmt.Errorf("authentication policy %q: %w", given.Policy, ErrNotFound)
		}

		recorded.context = []eventObject{policyObject(policy)}
	}

	if given.Actor != "" {
		recorded.actor = actor{id: given.Actor}
		if account, ok := w.state.account(given.Actor); ok {
			recorded.actor = userActor(account)
		}
	}

	w.state.insertEvent(recorded)

	return nil
}

// firstAdmin is an organization admin, or anyone; nil where there is nobody.
func (s *state) firstAdmin() *account {
	for _, group := range s.truth.sorted {
		if group.grantsAdmin() && len(group.members) > 0 {
			return group.members[0]
		}
	}

	if len(s.accounts) > 0 {
		return s.accounts[0]
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
