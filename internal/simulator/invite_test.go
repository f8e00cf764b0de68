// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const nora = "nora.lind@partner.example"

func onJira(role string) object { return object{"resource": jiraSite, "role": role} }

// An invitation makes an account, adds it to the directories of the groups and
// apps, and gives what it says.
func TestInvite(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	contractors := b.GroupID("contractors")

	got := b.ok("POST", "{v2}/users/invite", object{
		"emails": []string{nora, "Ada.Okafor@acme.example"}, "additionalGroups": []string{contractors}, "permissionRules": []object{onJira("atlassian/user")},
		"sendNotification": true, "notificationText": "Welcome",
	})
	assert.Equal(t, []string{nora, "Ada.Okafor@acme.example"}, got.column("email"))
	assert.Equal(t, []string{b.AccountID(nora), b.AccountID(ada)}, got.column("id"), "who is there already gets the rest")
	assert.Equal(t, object{
		"groupAssignmentResult": []any{object{"group": contractors, "status": "INVITED", "statusReason": nil}},
		"roleAssignmentResult":  []any{object{"resource": jiraSite, "role": "atlassian/user", "status": "INVITED", "statusReason": nil}},
	}, got.at("data", 0, "results", 0))

	found := b.ok("POST", "{dir}/users/search", object{"groupIds": []string{contractors}, "expand": []string{"productAccess"}})
	assert.Equal(t, []string{ada, lena, "milo.rossi@contractor.example", nora}, found.column("email"))
	assert.Equal(t, "active", found.at("data", 3, "status"))
	assert.Equal(t, "unmanaged", found.at("data", 3, "claimStatus"))
	assert.Equal(t, []simulator.Role{{Resource: jiraSite, Role: "atlassian/user"}}, b.UserRoles(nora))
	assert.Equal(t, map[string]int{nora: 1, ada: 1}, b.TimesInvited())
	assert.Equal(t, "Welcome", b.Invitations()[0].NotificationText)
}

// Where seats are short, or a group takes no members, the rest is given.
func TestInvitePartially(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	require.NoError(t, b.LimitSeats(map[string]*int{jiraSite: new(7)}))

	synced := b.GroupID("idp-employees")
	got := b.do("POST", "{v2}/users/invite", object{
		"emails": []string{nora, ada, "kofi.mensah@acme.example"}, "additionalGroups": []string{b.GroupID("contractors"), synced}, "permissionRules": []object{onJira("atlassian/user")},
	})
	require.Equal(t, http.StatusPartialContent, got.status)

	status := func(person int, list string, at int) any {
		return got.at("data", person, "results", 0, list, at, "status")
	}
	assert.Equal(t, []any{"INVITED", "ERROR", "ERROR"}, []any{status(0, "groupAssignmentResult", 0), status(0, "groupAssignmentResult", 1), status(0, "roleAssignmentResult", 0)})
	assert.Contains(t, got.at("data", 0, "results", 0, "roleAssignmentResult", 0, "statusReason"), "user limit")
	assert.Contains(t, got.at("data", 0, "results", 0, "groupAssignmentResult", 1, "statusReason"), "synced")
	assert.Equal(t, "INVITED", status(1, "roleAssignmentResult", 0), "Ada has a seat")
	assert.Equal(t, "ERROR", status(2, "groupAssignmentResult", 0), "Kofi is deactivated")
	assert.Empty(t, b.UserRoles(nora))
	assert.Equal(t, "active", b.UserStatus(nora))

	// Nothing was given, so nobody was added.
	got = b.do("POST", "{v2}/users/invite", object{"emails": []string{"new@partner.example"}, "additionalGroups": []string{synced}})
	require.Equal(t, http.StatusPartialContent, got.status)
	assert.NotContains(t, got.at("data", 0), "id")
	assert.Empty(t, b.AccountID("new@partner.example"))

	got = b.do("POST", "{v2}/users/invite", object{"emails": []string{"new@partner.example"}, "permissionRules": []object{onJira("atlassian/user")}})
	assert.Equal(t, http.StatusConflict, got.status)
	assert.Equal(t, "ADMIN-UAM-409-3", got.at("errors", 0, "code"))
}

func TestInviteRefused(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	group := []string{b.GroupID("contractors")}

	tests := []struct {
		name   string
		body   object
		status int
		code   string
	}{
		{"to nothing", object{"emails": []string{nora}}, http.StatusBadRequest, "ADMIN-UAM-400-1"},
		{"no address", object{"emails": []string{"nora"}, "additionalGroups": group}, http.StatusBadRequest, "ADMIN-UAM-400-1"},
		{"unknown group", object{"emails": []string{nora}, "additionalGroups": []string{"x"}}, http.StatusNotFound, "ADMIN-UAM-404-3"},
		{"unknown resource", object{"emails": []string{nora}, "permissionRules": []object{{"resource": "ari:cloud:confluence::site/x", "role": "atlassian/user"}}}, http.StatusNotFound, "ADMIN-UAM-404-1"},
		{"a role of the organization", object{"emails": []string{nora}, "permissionRules": []object{onJira("atlassian/org-admin")}}, http.StatusBadRequest, "ADMIN-UAM-400-3"},
	}
	for _, test := range tests {
		got := b.do("POST", "{v2}/users/invite", test.body)
		assert.Equal(t, test.status, got.status, test.name)
		assert.Equal(t, test.code, got.at("errors", 0, "code"), test.name)
	}

	assert.Equal(t, http.StatusNoContent, b.control("PUT", "paid-plan", object{"paid": false}).status)
	got := b.do("POST", "{v2}/users/invite", object{"emails": []string{nora}, "additionalGroups": group})
	assert.Equal(t, http.StatusPaymentRequired, got.status)
	assert.Equal(t, "ADMIN-UAM-402-1", got.at("errors", 0, "code"))
	assert.True(t, b.Organization().Unpaid)

	assert.Equal(t, http.StatusNoContent, b.control("PUT", "paid-plan", object{"paid": true}).status)
	b.ok("POST", "{v2}/users/invite", object{"emails": []string{nora}, "additionalGroups": group})

	assert.Empty(t, b.Violations())
	assert.Equal(t, map[string]int{nora: 1}, b.TimesInvited())
}

func TestInviteTooMany(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})
	emails := make([]string, 26)

	for i := range emails {
		emails[i] = string(rune('a'+i)) + "@partner.example"
	}

	group := []string{b.GroupID("contractors")}
	assert.Equal(t, http.StatusBadRequest, b.do("POST", "{v2}/users/invite", object{"emails": emails, "additionalGroups": group}).status)
	assert.NotEmpty(t, b.Violations())
	b.ok("POST", "{v2}/users/invite", object{"emails": emails[1:], "additionalGroups": group})
}

// Searches show an invited person after the lag, in the directory of the app.
func TestInviteLater(t *testing.T) {
	t.Parallel()

	clock := newClock()
	org := simulator.SmallCompany()
	org.Directories = append(org.Directories, simulator.Directory{Name: "Second"})
	org.Workspaces[1].Directory = "Second"
	b := start(t, simulator.Options{Organization: org, Lag: time.Minute, Now: clock.Now})
	second := b.Organization().Directories[1].ID

	b.ok("POST", "{v2}/users/invite", object{"emails": []string{nora}, "permissionRules": []object{{"resource": org.Workspaces[1].ID, "role": "atlassian/user"}}})

	search := func(directory string) []string {
		return b.ok("POST", "{v2}/directories/"+directory+"/users/search", object{"emails": []string{nora}}).column("email")
	}
	assert.Empty(t, search("-"))
	clock.advance(time.Minute)
	assert.Equal(t, []string{nora}, search("-"))
	assert.Equal(t, []string{nora}, search(second))
	assert.Empty(t, search(b.DirectoryID))
}
