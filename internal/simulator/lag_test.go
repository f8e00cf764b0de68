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

func startLagging(t *testing.T) (*bench, *clock) {
	t.Helper()

	now := newClock()

	return start(t, simulator.Options{Lag: 2 * time.Second, Now: now.Now}), now
}

func TestGroupLags(t *testing.T) {
	t.Parallel()

	b, now := startLagging(t)
	search := func() []string {
		return b.ok("POST", "{dir}/groups/search", object{"groupNames": []string{"new"}}).column("name")
	}

	require.Equal(t, http.StatusCreated, b.do("POST", "{dir}/groups", object{"name": "new"}).status)
	assert.Empty(t, search())
	assert.Equal(t, http.StatusConflict, b.do("POST", "{dir}/groups", object{"name": "NEW"}).status, "the conflict does not lag")
	assert.Equal(t, http.StatusOK, b.do("GET", "{dir}/groups/"+b.GroupID("new"), nil).status, "nor does the group itself")
	assert.InDelta(t, 6, b.ok("GET", "{dir}/groups/count", nil).body["count"], 0)

	now.advance(2*time.Second - time.Millisecond)
	assert.Empty(t, search())

	now.advance(time.Millisecond)
	assert.Equal(t, []string{"new"}, search())
	assert.InDelta(t, 7, b.ok("GET", "{dir}/groups/count", nil).body["count"], 0)

	id := b.GroupID("new")
	require.Equal(t, http.StatusNoContent, b.do("DELETE", "{dir}/groups/"+id, nil).status)
	assert.Equal(t, []string{"new"}, search(), "the search still shows what is gone")
	assert.Equal(t, http.StatusNotFound, b.do("GET", "{dir}/groups/"+id, nil).status)

	now.advance(2 * time.Second)
	assert.Empty(t, search())
}

func TestMembershipLags(t *testing.T) {
	t.Parallel()

	b, now := startLagging(t)

	require.Equal(t, http.StatusNoContent, b.member("contractors", emil).status)
	assert.NotContains(t, b.found("contractors"), emil)
	assert.Equal(t, http.StatusConflict, b.member("contractors", emil).status)
	assert.InDelta(t, 3, b.ok("GET", "{dir}/groups/"+b.GroupID("contractors"), nil).at("data", "counts", "users"), 0)

	now.advance(time.Second)
	require.Equal(t, http.StatusNoContent, b.leave("contractors", lena).status)

	now.advance(time.Second)
	assert.Contains(t, b.found("contractors"), emil)
	assert.Contains(t, b.found("contractors"), lena)

	now.advance(time.Second)
	assert.NotContains(t, b.found("contractors"), lena)
}

func TestRoleLags(t *testing.T) {
	t.Parallel()

	b, now := startLagging(t)

	require.Equal(t, http.StatusOK, b.role("assign", jiraSite, "atlassian/user").status)
	assert.Empty(t, b.roles("contractors", "").column("resourceId"))
	now.advance(2 * time.Second)
	assert.Equal(t, []string{jiraSite}, b.roles("contractors", "").column("resourceId"))

	require.Equal(t, http.StatusNoContent, b.role("revoke", jiraSite, "atlassian/user").status)
	assert.Equal(t, []string{jiraSite}, b.roles("contractors", "").column("resourceId"))
	now.advance(2 * time.Second)
	assert.Empty(t, b.roles("contractors", "").column("resourceId"))
}

func TestRolesOfAGroupThatTheIndexLacks(t *testing.T) {
	t.Parallel()

	b, _ := startLagging(t)

	require.Equal(t, http.StatusCreated, b.do("POST", "{dir}/groups", object{"name": "new"}).status)
	assert.Equal(t, []any{}, b.roles("new", "").body["data"])
}

func TestConsoleDoesNotLag(t *testing.T) {
	t.Parallel()

	b, now := startLagging(t)

	require.Equal(t, http.StatusNoContent, b.member("contractors", emil).status)
	require.NoError(t, b.RemoveMember("contractors", emil))
	assert.NotContains(t, b.found("contractors"), emil)

	now.advance(time.Minute)
	assert.NotContains(t, b.found("contractors"), emil, "what was on its way does not come back")

	require.NoError(t, b.AddMember("contractors", emil))
	assert.Contains(t, b.found("contractors"), emil)

	require.NoError(t, b.RemoveUser(emil))
	assert.NotContains(t, b.found("contractors"), emil)
}
