// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// member adds a person to a group by the API.
func (b *bench) member(group, email string) reply {
	b.t.Helper()

	return b.do("POST", "{dir}/groups/"+b.GroupID(group)+"/memberships", object{"accountId": b.AccountID(email)})
}

// leave removes a person from a group by the API.
func (b *bench) leave(group, email string) reply {
	b.t.Helper()

	return b.do("DELETE", "{dir}/groups/"+b.GroupID(group)+"/memberships/"+b.AccountID(email), nil)
}

// found lists who the search finds in a group.
func (b *bench) found(group string) []string {
	b.t.Helper()

	return b.ok("POST", "{dir}/users/search", object{"groupIds": []string{b.GroupID(group)}}).column("email")
}

func TestMembership(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	got := b.member("contractors", emil)
	assert.Equal(t, http.StatusNoContent, got.status)
	assert.Empty(t, got.raw)
	assert.Contains(t, b.found("contractors"), emil)

	again := b.member("contractors", emil)
	assert.Equal(t, http.StatusConflict, again.status)
	assert.Empty(t, again.raw, "the reason of the conflict is not told")

	assert.Equal(t, http.StatusNoContent, b.leave("contractors", emil).status)
	assert.NotContains(t, b.found("contractors"), emil)
	assert.Equal(t, http.StatusNotFound, b.leave("contractors", emil).status)
}

func TestMembershipOfUnknown(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	id := b.GroupID("contractors")

	for _, path := range []string{"{dir}/groups/11111111-2222-4333-8444-555555555555/memberships", "{dir}/groups/" + id + "/memberships"} {
		got := b.do("POST", path, object{"accountId": "nobody"})
		assert.Equal(t, http.StatusNotFound, got.status)
		assert.Empty(t, got.raw)
	}

	byEmail := b.do("POST", "{dir}/groups/"+id+"/memberships", object{"accountId": emil})
	assert.Equal(t, http.StatusNotFound, byEmail.status, "an email address is no account ID")
	assert.Equal(t, http.StatusNotFound, b.do("DELETE", "{dir}/groups/"+id+"/memberships/nobody", nil).status)
}

func TestSyncedGroupRefusesMembers(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	assert.Equal(t, http.StatusForbidden, b.member("idp-employees", emil).status)
	assert.Equal(t, http.StatusForbidden, b.leave("idp-employees", "hana.sato@acme.dev").status)
	assert.Len(t, b.Members("idp-employees"), 2)

	require.NoError(t, b.AddMember("idp-employees", emil), "the identity provider may")
	assert.Len(t, b.found("idp-employees"), 3)
}

func TestSeats(t *testing.T) {
	t.Parallel()

	org := simulator.SmallCompany()
	org.Seats = map[string]int{jiraSite: 8}

	b := start(t, simulator.Options{Organization: org})

	// Seven people have Jira through jira-users and engineering.
	assert.Equal(t, http.StatusNoContent, b.member("jira-users", "fatima.haddad@acme.example").status)

	full := b.member("jira-users", "milo.rossi@contractor.example")
	assert.Equal(t, http.StatusConflict, full.status)
	assert.Empty(t, full.raw, "it looks like a membership that exists already")
	assert.NotContains(t, b.found("jira-users"), "milo.rossi@contractor.example")

	assert.Equal(t, http.StatusNoContent, b.member("engineering", emil).status, "who has a seat needs no second one")
	assert.Equal(t, http.StatusNoContent, b.member("jira-users", "julia.santos@acme.example").status, "who is suspended needs none")
	assert.Equal(t, http.StatusNoContent, b.member("contractors", emil).status, "a group without access takes none")

	role := object{"resourceId": jiraSite, "roleId": "atlassian/user"}
	assign := func(group string) int {
		return b.do("POST", "{dir}/groups/"+b.GroupID(group)+"/role-assignments/assign", role).status
	}
	assert.Equal(t, http.StatusConflict, assign("contractors"), "the group has members without a seat")
	assert.Equal(t, http.StatusOK, assign("engineering"), "the group has the role already")

	require.NoError(t, b.SetSeats(jiraSite, 1))
	assert.Equal(t, http.StatusNoContent, b.member("engineering", ada).status, "a limit lowered later takes no seat away")
	require.NoError(t, b.SetSeats(jiraSite, -1))
	assert.Equal(t, http.StatusOK, assign("contractors"))
	assert.Equal(t, http.StatusNoContent, b.member("jira-users", "milo.rossi@contractor.example").status)
}
