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

// A suspended person keeps groups and roles, and frees the seat.
func TestSuspend(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	user := "{dir}/users/" + b.AccountID(emil)
	require.NoError(t, b.LimitSeats(map[string]*int{jiraSite: new(7)}))

	assert.Equal(t, http.StatusConflict, b.member("engineering", "fatima.haddad@acme.example").status, "no seat")

	suspended := b.do("POST", user+"/suspend", nil)
	assert.Equal(t, http.StatusNoContent, suspended.status)
	assert.Empty(t, suspended.raw)
	assert.Equal(t, "suspended", b.ok("GET", user, nil).at("data", "status"))
	assert.Equal(t, http.StatusBadRequest, b.do("POST", user+"/suspend", nil).status, "suspended already")
	assert.Contains(t, b.ok("POST", "{dir}/users/search", object{"groupIds": []string{b.GroupID("jira-users")}}).column("email"), emil)

	assert.Equal(t, http.StatusNoContent, b.member("engineering", "fatima.haddad@acme.example").status, "Emil's seat")

	assert.Equal(t, http.StatusNoContent, b.do("POST", user+"/restore", nil).status, "beyond the limit")
	assert.Equal(t, http.StatusBadRequest, b.do("POST", user+"/restore", nil).status, "restored already")
	assert.Equal(t, "active", b.UserStatus(emil))
	assert.Equal(t, []simulator.AccessChange{
		{AccountID: b.AccountID(emil), Directory: b.DirectoryID, Change: "suspend"}, {AccountID: b.AccountID(emil), Directory: b.DirectoryID, Change: "restore"},
	}, b.AccessChanges())

	assert.Equal(t, http.StatusNotFound, b.do("POST", "{dir}/users/nobody/suspend", nil).status)
}

// Suspension is of one directory. The status says so only if it is of all.
func TestSuspendInOneDirectory(t *testing.T) {
	t.Parallel()

	org := simulator.SmallCompany()
	org.Directories = append(org.Directories, simulator.Directory{Name: "Second"})
	org.Users[0].Directories = []string{"Acme", "Second"}
	b := start(t, simulator.Options{Organization: org})
	second := "{v2}/directories/" + b.Organization().Directories[1].ID + "/users/" + b.AccountID(ada)

	assert.Equal(t, http.StatusNoContent, b.do("POST", second+"/suspend", nil).status)
	assert.Equal(t, "active", b.ok("GET", second, nil).at("data", "membershipStatus"))
	assert.Equal(t, http.StatusNoContent, b.control("PUT", "users/"+ada+"/directories/Acme/suspension", nil).status)
	assert.Equal(t, "suspended", b.ok("GET", second, nil).at("data", "membershipStatus"))
	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "users/"+ada+"/directories/Acme/suspension", nil).status)
	assert.Equal(t, "active", b.UserStatus(ada))
	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "users/"+ada+"/directories/Acme", nil).status)
	assert.Equal(t, "suspended", b.UserStatus(ada), "in all that are left")
	assert.Equal(t, http.StatusNotFound, b.control("DELETE", "users/"+ada+"/directories/Acme", nil).status)
}

// A removal is queued. It takes groups and roles, and the person has to be
// invited again.
func TestRemoveUser(t *testing.T) {
	t.Parallel()

	clock := newClock()
	b := start(t, simulator.Options{Lag: time.Minute, Now: clock.Now})
	require.NoError(t, b.GiveUserRole(emil, jiraSite, "atlassian/admin"))

	user := "{dir}/users/" + b.AccountID(emil)
	assert.Equal(t, http.StatusNoContent, b.do("DELETE", user, nil).status)
	assert.Equal(t, "active", b.ok("GET", user, nil).at("data", "status"), "queued")

	clock.advance(time.Minute)
	assert.Equal(t, http.StatusNotFound, b.do("GET", user, nil).status)
	assert.Equal(t, http.StatusNotFound, b.do("DELETE", user, nil).status)
	assert.Equal(t, "not_invited", b.ok("POST", "{all}/users/search", object{"emails": []string{emil}}).at("data", 0, "status"), "managed accounts stay known")
	assert.Empty(t, b.UserRoles(emil))

	b.ok("POST", "{v2}/users/invite", object{"emails": []string{emil}, "additionalGroups": []string{b.GroupID("contractors")}})
	clock.advance(time.Minute)
	found := b.ok("POST", "{dir}/users/search", object{"emails": []string{emil}, "expand": []string{"groups"}})
	assert.Equal(t, b.AccountID(emil), found.at("data", 0, "accountId"))
	assert.Equal(t, "contractors", found.at("data", 0, "groups", 0, "name"))
	assert.Nil(t, found.at("data", 0, "groups", 1))
}
