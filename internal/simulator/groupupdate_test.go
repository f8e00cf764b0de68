// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestGroupUpdate(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{GroupUpdate: true})
	id := b.GroupID("engineering")
	members, roles := b.Members("engineering"), b.Roles("engineering")

	renamed := b.do("PATCH", "{dir}/groups/"+id, object{"name": "A builders", "description": "Everyone who builds"})
	assert.Equal(t, http.StatusNoContent, renamed.status)
	assert.Empty(t, renamed.raw)

	got := b.ok("GET", "{dir}/groups/"+id, nil)
	assert.Equal(t, "A builders", got.at("data", "name"))
	assert.Equal(t, "Everyone who builds", got.at("data", "description"))
	assert.Equal(t, members, b.Members(id))
	assert.Equal(t, roles, b.Roles(id))
	assert.Empty(t, b.GroupID("engineering"))
	assert.Equal(t, "A builders", b.ok("POST", "{dir}/groups/search", nil).at("data", 0, "name"), "it sorts by its new name")
	assert.Contains(t, b.ok("POST", "{dir}/groups/search", object{"accountIds": []string{b.AccountID("chen.li@acme.example")}}).column("name"), "A builders")
	assert.Contains(t, b.logged(), simulator.ActionGroupUpdated)

	assert.Equal(t, http.StatusNoContent, b.do("PATCH", "{dir}/groups/"+id, object{"description": ""}).status)
	got = b.ok("GET", "{dir}/groups/"+id, nil)
	assert.Equal(t, "A builders", got.at("data", "name"), "what is left out stays")
	assert.Empty(t, got.at("data", "description"))

	assert.Equal(t, http.StatusNoContent, b.do("PATCH", "{dir}/groups/"+id, object{"name": "A BUILDERS"}).status, "its own name is not taken")
	assert.Equal(t, http.StatusCreated, b.do("POST", "{dir}/groups", object{"name": "engineering"}).status, "the old name is free")
	assert.NotEqual(t, id, b.GroupID("engineering"))
	assert.Equal(t, http.StatusNoContent, b.do("DELETE", "{dir}/groups/"+id, nil).status)
	assert.NotContains(t, b.ok("POST", "{dir}/groups/search", object{"accountIds": []string{b.AccountID("chen.li@acme.example")}}).column("name"), "A BUILDERS")
}

func TestGroupUpdateIsRefused(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{GroupUpdate: true})
	engineering := "{dir}/groups/" + b.GroupID("engineering")

	for name, test := range map[string]struct {
		path   string
		body   object
		status int
	}{
		"taken name":   {engineering, object{"name": "Contractors"}, http.StatusConflict},
		"blank name":   {engineering, object{"name": " "}, http.StatusBadRequest},
		"long name":    {engineering, object{"name": strings.Repeat("x", 256)}, http.StatusBadRequest},
		"nothing":      {engineering, object{}, http.StatusBadRequest},
		"synced group": {"{dir}/groups/" + b.GroupID("idp-employees"), object{"name": "x"}, http.StatusForbidden},
		"no group":     {"{dir}/groups/11111111-2222-4333-8444-555555555555", object{"name": "x"}, http.StatusNotFound},
	} {
		assert.Equal(t, test.status, b.do("PATCH", test.path, test.body).status, name)
	}

	assert.NotEmpty(t, b.GroupID("engineering"))
}

// Nobody could read what the operation looks like, so it is there on request only.
func TestGroupUpdateIsSwitchedOff(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})
	got := b.do("PATCH", "{dir}/groups/"+b.GroupID("engineering"), object{"name": "builders"})
	assert.Equal(t, http.StatusNotFound, got.status)
	assert.Equal(t, "Request failed to match any route", got.body["message"])
	assert.NotEmpty(t, b.GroupID("engineering"))
	assert.Contains(t, strings.Join(b.Violations(), "\n"), "there is no such route")

	described := simulator.SmallCompany()
	described.GroupUpdate = true
	b = start(t, simulator.Options{Organization: described})
	assert.Equal(t, http.StatusNoContent, b.do("PATCH", "{dir}/groups/"+b.GroupID("engineering"), object{"name": "builders"}).status)
}

func TestGroupUpdateLags(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := start(t, simulator.Options{GroupUpdate: true, Lag: 2 * time.Second, Now: now.Now})
	id := b.GroupID("engineering")
	search := func(name string) []string {
		return b.ok("POST", "{dir}/groups/search", object{"groupNames": []string{name}}).column("name")
	}

	require.Equal(t, http.StatusNoContent, b.do("PATCH", "{dir}/groups/"+id, object{"name": "builders"}).status)
	assert.Equal(t, []string{"engineering"}, search("engineering"))
	assert.Empty(t, search("builders"))
	assert.Equal(t, "builders", b.ok("GET", "{dir}/groups/"+id, nil).at("data", "name"), "the group itself does not lag")

	now.advance(2 * time.Second)
	assert.Empty(t, search("engineering"))
	assert.Equal(t, []string{"builders"}, search("builders"))
	assert.Len(t, b.ok("POST", "{dir}/users/search", object{"groupIds": []string{id}}).column("email"), 3)
}

// What a person does in the console is seen at once, and synced groups follow their identity provider.
func TestGroupRenamedInTheConsole(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Lag: time.Hour})
	id := b.GroupID("idp-employees")
	assert.Equal(t, http.StatusNoContent, b.do("PATCH", "/_simulator/groups/idp-employees", object{"name": "employees", "description": "From Okta"}).status)
	assert.Equal(t, id, b.GroupID("employees"))
	assert.Equal(t, []string{"employees"}, b.ok("POST", "{dir}/groups/search", object{"groupNames": []string{"employees"}}).column("name"))
	assert.Equal(t, []string{"From Okta"}, b.ok("POST", "{dir}/groups/search", object{"groupNames": []string{"employees"}}).column("description"))

	for group, change := range map[string]object{"employees": {"name": "Engineering"}, id: {"name": ""}, "org-admins": {}} {
		assert.Equal(t, http.StatusBadRequest, b.do("PATCH", "/_simulator/groups/"+group, change).status)
	}

	assert.Equal(t, http.StatusNotFound, b.do("PATCH", "/_simulator/groups/nothing", object{"name": "x"}).status)
}

// logged are the actions of the audit log.
func (b *bench) logged() []string {
	b.t.Helper()

	return b.ok("GET", "{v1}/events", nil).column("attributes", "action")
}
