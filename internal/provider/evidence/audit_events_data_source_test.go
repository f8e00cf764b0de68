// SPDX-License-Identifier: MPL-2.0

package evidence_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	eventsType  = "atlassian_audit_events"
	actionsList = "GET /admin/v1/orgs/{orgId}/event-actions"
	eventsQuery = "GET /admin/v1/orgs/{orgId}/events"
	eventStream = "GET /admin/v1/orgs/{orgId}/events-stream"
	eventFormat = "2006-01-02T15:04:05.999Z07:00"
)

// recorded is an organization in which some things have happened, the first of them at the time that it returns.
func recorded(t *testing.T, options ...simulated.Option) (*simulated.Organization, time.Time) {
	t.Helper()
	org := simulated.Start(t, options...)
	began := time.Now().UTC().Add(-72 * time.Hour).Truncate(time.Second)
	for i, event := range []simulator.Event{
		{
			ID: "e0", Action: simulator.ActionPolicyUpdated, Policy: "Staff", Product: "jira", Message: "Of a Tuesday",
			Location: simulator.EventLocation{IP: "203.0.113.7", City: "Austin", Country: "United States", Region: "Texas"},
		},
		{ID: "e1", Action: simulator.ActionUserInvited, Actor: "robot"},
		{ID: "e2", Action: "forgotten", Actor: "robot"},
		{ID: "e3", Action: simulator.ActionUserInvited},
	} {
		event.Time = began.Add(time.Duration(i) * time.Hour)
		require.NoError(t, org.Simulator.RecordEvent(event))
	}
	return org, began
}

// eventIDs are those of an answer, in its order.
func eventIDs(answer map[string]any) []string {
	all := []string{}
	for _, one := range answer["events"].([]any) {
		all = append(all, one.(map[string]any)["id"].(string))
	}
	return all
}

func TestAuditEvents(t *testing.T) {
	t.Parallel()
	org, began := recorded(t)
	server := acctest.Server(t, org, nil)
	at := func(hours int) string { return began.Add(time.Duration(hours) * time.Hour).Format(time.RFC3339) }
	for _, test := range []struct {
		config map[string]any
		want   []string
		cost   map[string]int
	}{
		{map[string]any{"last_days": 7}, []string{"e0", "e1", "e2", "e3"}, map[string]int{eventStream: 2, actionsList: 1}},
		{map[string]any{"last_days": 7}, []string{"e0", "e1", "e2", "e3"}, map[string]int{}},
		{map[string]any{"last_days": 7, "actions": []any{simulator.ActionUserInvited}}, []string{"e1", "e3"}, map[string]int{}},
		{map[string]any{"last_days": 8, "actions": []any{simulator.ActionUserInvited, simulator.ActionPolicyUpdated}}, []string{"e0", "e1", "e3"}, map[string]int{eventsQuery: 2}},
		{map[string]any{"from": at(1), "to": at(2)}, []string{"e1", "e2"}, map[string]int{eventStream: 2}},
		{map[string]any{"last_days": 1, "to": at(1)}, []string{"e0", "e1"}, map[string]int{eventStream: 2}},
		{map[string]any{"from": began.In(time.FixedZone("", 3600)).Format(time.RFC3339), "actors": []any{"robot"}}, []string{"e1", "e2"}, map[string]int{eventsQuery: 1}},
		{map[string]any{"from": at(0), "products": []any{"jira"}}, []string{"e0"}, map[string]int{eventsQuery: 1}},
		{map[string]any{"from": at(0), "ip_addresses": []any{"203.0.113.7", "2001:db8::1"}}, []string{"e0"}, map[string]int{eventsQuery: 1}},
		{map[string]any{"from": at(0), "search_term": "tuesday"}, []string{"e0"}, map[string]int{eventsQuery: 1}},
		{map[string]any{"from": at(0), "locations": []any{map[string]any{"city": "Austin", "country": "United States"}}}, []string{"e0"}, map[string]int{eventsQuery: 1}},
		{map[string]any{"from": at(0), "to": at(3), "max_events": 4}, []string{"e0", "e1", "e2", "e3"}, map[string]int{eventStream: 2}},
	} {
		org.Simulator.ResetRequests()
		answer, diagnostics := server.ReadDataSource(eventsType, test.config)
		require.NoError(t, diagnostics.Err(), test.config)
		assert.Equal(t, test.want, eventIDs(answer), test.config)
		assert.Equal(t, test.cost, org.Simulator.Requests(), test.config)
		assert.Empty(t, diagnostics.Warnings(), test.config)
	}
}

func TestWhatAnEventSays(t *testing.T) {
	t.Parallel()
	org, began := recorded(t, simulated.AsDocumented())
	require.NoError(t, org.Simulator.AddMember("contractors", "emil.sorensen@acme.example"))
	answer, diagnostics := acctest.Server(t, org, nil).ReadDataSource(eventsType, map[string]any{"last_days": 7})
	require.NoError(t, diagnostics.Err())
	events := answer["events"].([]any)
	ada := map[string]any{
		"id": org.Simulator.AccountID("ada.okafor@acme.example"), "name": "Ada Okafor", "email": "ada.okafor@acme.example",
		"auth_type": nil, "token_id": nil, "token_label": nil, "app_id": nil, "on_behalf_of": nil,
	}
	assert.Equal(t, map[string]any{
		"id": "e0", "time": began.Format(time.RFC3339), "action": simulator.ActionPolicyUpdated, "action_name": "Updated authentication policy", "actor": ada,
		"context": []any{map[string]any{
			"id": org.Simulator.AuthenticationPolicyID("Staff"), "type": "authentication-policy", "name": "Staff", "attributes": `{"name":"Staff"}`,
		}},
		"container": []any{map[string]any{"id": org.Credentials.OrganizationID, "type": "organization", "name": "Acme", "attributes": `{"name":"Acme"}`}},
		"location":  map[string]any{"ip_address": "203.0.113.7", "city": "Austin", "region": "Texas", "country": "United States"},
		"message":   "Of a Tuesday",
	}, events[0])
	forgotten := events[2].(map[string]any)
	assert.Nil(t, forgotten["action_name"], "the log lists no such action")
	assert.Equal(t, map[string]any{
		"id": "robot", "name": nil, "email": nil, "auth_type": nil, "token_id": nil, "token_label": nil, "app_id": nil, "on_behalf_of": nil,
	}, forgotten["actor"])
	assert.Equal(t, []any{}, forgotten["context"])
	assert.Nil(t, forgotten["location"])
	assert.Nil(t, forgotten["message"])
	assert.Len(t, events[4].(map[string]any)["context"], 2, "a group, and who came into it")
}

// The list says in which time nothing is missing.
func TestCompleteness(t *testing.T) {
	t.Parallel()
	org, _ := recorded(t)
	server := acctest.Server(t, org, nil)
	now := time.Now()
	days := func(n int) string { return now.Add(-time.Duration(n) * 24 * time.Hour).UTC().Format(time.RFC3339) }
	read := func(config map[string]any) (answer map[string]any, warnings []string) {
		answer, diagnostics := server.ReadDataSource(eventsType, config)
		require.NoError(t, diagnostics.Err())
		return answer, diagnostics.Warnings()
	}
	near := func(answer map[string]any, name string, daysAgo int) {
		t.Helper()
		got, err := time.Parse(eventFormat, answer[name].(string))
		require.NoError(t, err)
		assert.WithinDuration(t, now.Add(-time.Duration(daysAgo)*24*time.Hour), got, time.Minute, name)
	}

	answer, warnings := read(map[string]any{"last_days": 30})
	assert.Empty(t, warnings)
	for name, want := range map[string]int{"window_from": 30, "window_to": 0, "complete_from": 30, "complete_until": 1} {
		near(answer, name, want)
	}
	answer, warnings = read(map[string]any{"from": days(40), "to": days(3)})
	assert.Empty(t, warnings)
	assert.Equal(t, []any{days(40), days(3), days(40), days(3)}, []any{answer["window_from"], answer["window_to"], answer["complete_from"], answer["complete_until"]})

	answer, warnings = read(map[string]any{"last_days": 181})
	near(answer, "complete_from", 180)
	require.Len(t, warnings, 1)
	assert.Regexp(t, `^The window begins before the audit log does: It begins at \S+\. Atlassian keeps the events of 180 days, since \S+: earlier ones are missing, whatever has happened\. The attribute complete_from says it, too\. \(at AttributeName\("last_days"\)\)$`, warnings[0])
	_, warnings = read(map[string]any{"from": days(200)})
	require.Len(t, warnings, 1)
	assert.Contains(t, warnings[0], `(at AttributeName("from"))`)
	_, warnings = read(map[string]any{"last_days": 180})
	assert.Empty(t, warnings)

	answer, _ = read(map[string]any{"from": now.Add(-time.Hour).UTC().Format(time.RFC3339)})
	assert.Nil(t, answer["complete_from"], "all of it may still be late")
	assert.Nil(t, answer["complete_until"])
}

// A late event is not in the list, and the list says that it may come.
func TestLateEvents(t *testing.T) {
	t.Parallel()
	now := time.Now()
	org := simulated.Start(t, simulated.WithEventLag(time.Hour), simulated.WithClock(func() time.Time { return now }))
	require.NoError(t, org.Simulator.AddMember("contractors", "emil.sorensen@acme.example"))
	read := func() (ids []string, completeUntil string) {
		answer, diagnostics := acctest.Server(t, org, nil).ReadDataSource(eventsType, map[string]any{"last_days": 7})
		require.NoError(t, diagnostics.Err())
		return eventIDs(answer), answer["complete_until"].(string)
	}
	ids, until := read()
	assert.Empty(t, ids)
	complete, err := time.Parse(eventFormat, until)
	require.NoError(t, err)
	assert.True(t, complete.Before(now))
	now = now.Add(time.Hour)
	ids, _ = read()
	assert.Len(t, ids, 1)
}

func TestWindowsOfAuditEventsThatAreRefused(t *testing.T) {
	t.Parallel()
	org, began := recorded(t)
	server := acctest.Server(t, org, nil)
	for _, test := range []struct {
		config map[string]any
		want   string
	}{
		{map[string]any{"from": "2026-11-02T00:00:00Z", "to": "2026-11-01T00:00:00Z"}, `^The window ends before it begins: It begins at 2026-11-02T00:00:00Z and ends at 2026-11-01T00:00:00Z\. \(at AttributeName\("from"\)\)$`},
		{map[string]any{"from": "2999-01-01T00:00:00Z", "to": "2999-01-02T00:00:00Z"}, `^The window is in the future: It begins at 2999-01-01T00:00:00Z, and now is \S+: nothing can be found in it\. \(at AttributeName\("from"\)\)$`},
		{map[string]any{"from": "2020-01-01T00:00:00Z", "to": "2020-04-01T00:00:00Z"}, `^The window is older than the audit log: It ends at 2020-04-01T00:00:00Z\. Atlassian keeps the events of 180 days, since \S+: nothing can be found in it, whatever has happened\. \(at AttributeName\("to"\)\)$`},
		{map[string]any{"last_days": 7, "actions": []any{"User_Invited"}}, `^There is no such action: The audit log lists no action "User_Invited", but \["user_invited"\]\. A query for it finds nothing, as if nothing had happened\. ` +
			`The data source atlassian_audit_event_actions lists all actions\. Atlassian may have renamed or removed it\. \(at AttributeName\("actions"\)\)$`},
		{map[string]any{"from": began.Format(time.RFC3339), "max_events": 3}, `^There are too many events: The audit log has more than 3 events from \S+ to \S+ that match; the first 3 reach until about ` +
			regexp.QuoteMeta(began.Add(2*time.Hour).Format(time.RFC3339)) + `, and max_events is 3\. Part of them would look like all of them\. Make the window shorter with from, last_days and to, ` +
			`ask for less with actions, actors, products, ip_addresses, locations or search_term, or raise max_events: every 500 events take a request, and Atlassian takes 10 requests a minute for events that it filters\. \(at AttributeName\("max_events"\)\)$`},
		{map[string]any{}, `from`},
		{map[string]any{"last_days": 7, "from": "2026-11-02T00:00:00Z"}, `from`},
		{map[string]any{"from": "yesterday"}, `from must be a time in RFC 3339 format`},
		{map[string]any{"last_days": 0}, `last_days`},
		{map[string]any{"last_days": 7, "max_events": 0}, `max_events`},
		{map[string]any{"last_days": 7, "actors": []any{"a,b"}}, `must be the ID of an actor`},
		{map[string]any{"last_days": 7, "actors": []any{}}, `actors`},
		{map[string]any{"last_days": 7, "ip_addresses": []any{"203.0.113.0/24"}}, `must be an IP address`},
		{map[string]any{"last_days": 7, "search_term": ""}, `search_term`},
	} {
		_, diagnostics := server.ReadDataSource(eventsType, test.config)
		require.NotEmpty(t, diagnostics.Errors(), test.config)
		assert.Regexp(t, test.want, diagnostics.Errors()[0], test.config)
	}
}

func TestProductsThatAreNotDocumented(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.AllowViolations())
	_, diagnostics := acctest.Server(t, org, nil).ReadDataSource(eventsType, map[string]any{"last_days": 7, "products": []any{"jra"}})
	require.Equal(t, []string{`The product is not documented: Atlassian documents bitbucket, confluence, guard_detect, jira, loom, and not jra. If it is misspelt, the list may be empty although there are events. (at AttributeName("products"))`},
		diagnostics.Warnings())
	require.ErrorContains(t, diagnostics.Err(), "Cannot read the audit log", "Atlassian refuses it")
}

// Nothing that cannot be read counts as a time in which nothing has happened.
func TestAuditEventsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for operation, config := range map[string]map[string]any{
		actionsList: {"last_days": 7},
		eventStream: {"last_days": 7},
		eventsQuery: {"last_days": 7, "search_term": "x"},
	} {
		org, _ := recorded(t)
		org.Simulator.Inject(simulator.Fault{Operation: operation, Status: http.StatusForbidden, Count: -1})
		_, diagnostics := acctest.Server(t, org, nil).ReadDataSource(eventsType, config)
		require.ErrorContains(t, diagnostics.Err(), "audit log", operation)
		assert.Contains(t, diagnostics.Errors()[0], "read:events:admin", operation)
	}
}

// Atlassian takes 10 queries a minute. The eleventh waits for the next minute, and nothing is lost.
func TestAuditEventsBeyondTheLimit(t *testing.T) {
	t.Parallel()
	org, _ := recorded(t)
	server := acctest.Server(t, org, nil)
	org.Simulator.Inject(simulator.Fault{Operation: eventsQuery, Status: http.StatusTooManyRequests, Reset: simulator.ResetNone, Count: 1, Skip: 1})
	answer, diagnostics := server.ReadDataSource(eventsType, map[string]any{"last_days": 7, "actions": []any{simulator.ActionUserInvited, simulator.ActionPolicyUpdated}})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []string{"e0", "e1", "e3"}, eventIDs(answer))
	assert.Equal(t, 3, org.Simulator.Requests()[eventsQuery])
}

func TestAuditEventActions(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	start.EventActions = []simulator.EventAction{{ID: "a_nameless"}, {ID: "b_filed", Name: "Filed", Groups: []string{"Security", "Billing"}}}
	org := simulated.Start(t, simulated.WithStart(start))
	server := acctest.Server(t, org, nil)
	answer, diagnostics := server.ReadDataSource("atlassian_audit_event_actions", map[string]any{})
	require.NoError(t, diagnostics.Err())
	actions := map[string]any{}
	before := ""
	for _, one := range answer["actions"].([]any) {
		action := one.(map[string]any)
		assert.Less(t, before, action["id"])
		before = action["id"].(string)
		actions[before] = one
	}
	assert.Equal(t, map[string]any{"id": "a_nameless", "name": nil, "groups": []any{}}, actions["a_nameless"])
	assert.Equal(t, map[string]any{"id": "b_filed", "name": "Filed", "groups": []any{"Billing", "Security"}}, actions["b_filed"])
	assert.Equal(t, map[string]any{"id": simulator.ActionUserInvited, "name": "Invited user", "groups": []any{"Users"}}, actions[simulator.ActionUserInvited])
	_, diagnostics = server.ReadDataSource(eventsType, map[string]any{"last_days": 1})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, 1, org.Simulator.Requests()[actionsList], "one read of the list serves the whole run")

	none := simulated.Start(t).Edited(t, "/event-actions", func(body any) any {
		body.(map[string]any)["data"] = []any{}
		return body
	})
	_, diagnostics = acctest.Server(t, none, nil).ReadDataSource("atlassian_audit_event_actions", map[string]any{})
	require.ErrorContains(t, diagnostics.Err(), "Atlassian lists no action, so it is not known which there are")
}

func TestOrganization(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	for range 2 {
		answer, diagnostics := server.ReadDataSource("atlassian_organization", map[string]any{})
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, map[string]any{"id": org.Credentials.OrganizationID, "name": "Acme"}, answer)
	}
	assert.Equal(t, 1, org.Requests(), "one read serves the whole run")

	another := simulated.Start(t, simulated.AllowViolations()).Edited(t, org.Credentials.OrganizationID, func(body any) any {
		body.(map[string]any)["data"].(map[string]any)["id"] = "another"
		return body
	})
	_, diagnostics := acctest.Server(t, another, nil).ReadDataSource("atlassian_organization", map[string]any{})
	require.ErrorContains(t, diagnostics.Err(), fmt.Sprintf("Asked for the organization %s, Atlassian has answered with another.", org.Credentials.OrganizationID))

	org.Simulator.Inject(simulator.Fault{Operation: "GET /admin/v1/orgs/{orgId}", Status: http.StatusForbidden, Count: -1})
	_, diagnostics = acctest.Server(t, org, nil).ReadDataSource("atlassian_organization", map[string]any{})
	require.ErrorContains(t, diagnostics.Err(), "Cannot read the organization")
}

func TestAuditEventsFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org, _ := recorded(t)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: acctest.Config(org, `
data "atlassian_organization" "this" {}

data "atlassian_audit_event_actions" "all" {}

data "atlassian_audit_events" "invitations" {
  last_days = 7
  actions   = [for action in data.atlassian_audit_event_actions.all.actions : action.id if action.name == "Invited user"]
}

output "invited" {
  value = "${data.atlassian_organization.this.name}: ${join(",", [for event in data.atlassian_audit_events.invitations.events : "${event.id} by ${event.actor.id}" if event.actor.id == "robot"])}"
}`),
		Check: resource.TestCheckOutput("invited", "Acme: e1 by robot"),
	}}})
}
