// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// The last requests say what was asked and how it was answered: by an operation,
// by a fault, by the gateway, or not at all.
func TestLastRequests(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := startAllowing(t, simulator.Options{Now: now.Now})
	domains, operation := b.path("{v1}/domains"), "GET /admin/v1/orgs/{orgId}/domains"

	b.do("GET", "{v1}/domains?cursor=none", nil)
	b.do("GET", "/nowhere", nil)
	b.Inject(simulator.Fault{Status: http.StatusServiceUnavailable})
	b.do("GET", "{v1}/domains", nil)
	b.Inject(simulator.Fault{LoseAnswer: true, Count: -1})
	_, err := b.try("DELETE", "{dir}/groups/"+b.GroupID("contractors")+"/memberships/"+b.AccountID(lena), nil)
	require.Error(t, err)
	b.control("GET", "requests", nil)

	newest := b.LastRequests()
	require.Len(t, newest, 4, "what is below /_simulator/ is no request to the APIs")
	assert.Equal(t, simulator.Request{Number: 1, At: now.Now(), Method: "GET", Path: domains + "?cursor=none", Operation: operation, Status: http.StatusBadRequest}, newest[3])
	assert.Equal(t, simulator.Request{Number: 2, At: now.Now(), Method: "GET", Path: "/nowhere", Status: http.StatusNotFound}, newest[2])
	assert.Equal(t, simulator.Request{Number: 3, At: now.Now(), Method: "GET", Path: domains, Operation: operation, Status: http.StatusServiceUnavailable}, newest[1])
	assert.Zero(t, newest[0].Status)
	assert.Equal(t, "DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/memberships/{accountId}", newest[0].Operation)

	b.ResetRequests()
	assert.Empty(t, b.LastRequests())
	assert.Contains(t, b.Operations(), operation)
}

// A client in a loop, with whatever paths, makes the simulator keep little.
func TestLastRequestsAreFew(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})

	for i := range 205 {
		b.do("GET", "/"+strconv.Itoa(i)+strings.Repeat("x", 10_000), nil)
	}

	long := strings.Repeat("X", 10_000)
	b.do(long, "/", nil)

	newest := b.LastRequests()
	require.Len(t, newest, 200)
	assert.Equal(t, 206, newest[0].Number)
	assert.True(t, strings.HasPrefix(newest[1].Path, "/204x"), newest[1].Path)
	assert.Equal(t, 7, newest[199].Number)

	for _, asked := range newest {
		assert.Less(t, len(asked.Path), 400)
		assert.Less(t, len(asked.Method), 400)
	}

	violations := b.Violations()
	require.Len(t, violations, 206)

	for _, violation := range violations {
		assert.Less(t, len(violation), 1100)
	}
}
