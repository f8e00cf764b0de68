// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// live serves the small company in live forms, with apps among its users.
func live(t *testing.T) *bench {
	t.Helper()

	organization := simulator.SmallCompany()
	for _, name := range []string{"Deploy", "Backup", "Chat"} {
		organization.Users = append(organization.Users, simulator.User{Name: name, ClaimStatus: "managed"})
	}

	return start(t, simulator.Options{Organization: organization, LiveForms: true})
}

func TestLivePagesHaveNullLinks(t *testing.T) {
	t.Parallel()

	b := live(t)

	for path, body := range map[string]any{
		"{v1}/domains": nil, "/admin/v1/orgs": nil, "{v1}/users": nil, "{v1}/events": nil, "{v2}/directories": nil,
		"{dir}/groups/" + b.GroupID("engineering") + "/role-assignments": nil,
		"{dir}/groups/search": object{}, "{dir}/users/search": object{}, "{v2}/workspaces": object{},
	} {
		method := "GET"
		if body != nil {
			method = "POST"
		}

		assert.Equal(t, object{"self": nil, "prev": nil, "next": nil}, b.ok(method, path, body).body["links"], path)
	}

	first := b.ok("POST", "{dir}/groups/search", object{"limit": 1})
	assert.Nil(t, first.at("links", "self"))
	assert.NotEmpty(t, first.at("links", "next"), "there is more")
}

func TestLiveUsers(t *testing.T) {
	t.Parallel()

	b := live(t)
	found := b.ok("POST", "{all}/users/search", object{"limit": 100, "expand": []string{"groups"}})

	forms := map[any]int{}

	for i := range found.column("accountId") {
		user, _ := found.at("data", i).(object)

		for _, field := range []string{"department", "organization", "location", "timeZone"} {
			value, has := user[field]
			assert.True(t, has && value == nil, field)
		}

		assert.Contains(t, user, "forDeletion")
		assert.Contains(t, user, "deactivatedOn")

		email, has := user["email"]

		switch {
		case user["accountType"] != "app":
			assert.NotEmpty(t, email)
		case has:
			forms[email]++
		default:
			forms["absent"]++
		}
	}

	assert.Equal(t, map[any]int{nil: 1, "": 1, "absent": 1}, forms, "the addresses of the apps")
	assert.Equal(t, object{"id": found.at("data", 0, "groups", 0, "id"), "name": nil, "description": nil}, found.at("data", 0, "groups", 0))

	one := b.ok("GET", "{dir}/users/"+b.AccountID(ada), nil)
	assert.Contains(t, one.at("data"), "department")
	assert.Nil(t, one.at("data", "department"))
}

func TestLiveEvents(t *testing.T) {
	t.Parallel()

	b := live(t)
	require.NoError(t, b.AddDomain("new.example", "", ""))

	got := b.ok("GET", "{v1}/events", nil)
	assert.Equal(t, object{
		"next": nil, "prev": nil, "current": nil, "total": nil, "count": 1.0, "start_index": 0.0, "end_index": 1.0, "page_size": 1.0,
	}, got.body["meta"])
	assert.NotEmpty(t, got.at("data", 0, "attributes", "actor", "picture"))
	assert.Nil(t, got.at("data", 0, "links"))
}

func TestLiveWorkspacesHaveNoPlan(t *testing.T) {
	t.Parallel()

	got := live(t).ok("POST", "{v2}/workspaces", object{})
	assert.Equal(t, object{"key": "confluence", "plan": nil, "planKey": nil}, got.at("data", 1, "relationships", "entitlement", 0, "attributes"))
}

// Every form of an action's groups is among those of an organization.
func TestLiveEventActions(t *testing.T) {
	t.Parallel()

	got := live(t).ok("GET", "{v1}/event-actions", nil)

	forms := map[string]int{}

	for i, id := range got.column("id") {
		attributes, _ := got.at("data", i, "attributes").(object)
		list, listed := attributes["groupDisplayNames"].([]any)
		_, has := attributes["groupDisplayName"]
		text, single := attributes["groupDisplayName"].(string)

		assert.True(t, listed || single, "%s has a group", id)

		switch {
		case listed && single:
			assert.Equal(t, []any{text}, list)
			forms["both"]++
		case listed && has:
			forms["list and null"]++
		case listed:
			forms["list"]++
		default:
			forms["single"]++
		}
	}

	assert.Len(t, forms, 4, "%v", forms)
}

// What is listed beside the recorded actions may have several groups, or say nothing of itself.
func TestListedEventActions(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: simulator.Organization{Name: "Actions", EventActions: []simulator.EventAction{
		{ID: "one", Name: "One", Groups: []string{"A"}}, {ID: "two", Groups: []string{"A", "B"}}, {ID: "none"},
	}}})

	got := b.ok("GET", "{v1}/event-actions", nil)
	last := len(got.column("id")) - 1

	assert.Equal(t, object{"displayName": "One", "groupDisplayName": "A"}, got.at("data", last-2, "attributes"))
	assert.Equal(t, object{"displayName": "", "groupDisplayNames": []any{"A", "B"}}, got.at("data", last-1, "attributes"))
	assert.Equal(t, object{"displayName": ""}, got.at("data", last, "attributes"))

	for _, wrong := range [][]simulator.EventAction{{{Name: "no ID"}}, {{ID: "a"}, {ID: "a"}}, {{ID: simulator.ActionPolicyUpdated}}} {
		_, err := simulator.New(simulator.Options{Organization: simulator.Organization{EventActions: wrong}})
		require.ErrorContains(t, err, "event_actions[")
	}
}
