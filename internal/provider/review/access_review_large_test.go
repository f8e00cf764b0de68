// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// crowded is an organization of many people with a group, an app and an authentication policy, every second of whom was active lately.
func crowded(people int) simulated.Option {
	start := simulated.Large(simulated.Size{Members: people, PolicyMembers: people / 2})
	start.ID = "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
	start.Workspaces = []simulator.Workspace{{ID: confluence, Name: "large", Type: "confluence", TypeKey: "confluence"}}
	start.Groups[0].Roles = []simulator.Role{{Resource: confluence, Role: "atlassian/user"}}
	for i := range start.Users {
		if start.Users[i].MFA = i%3 > 0; i%2 == 0 {
			start.Users[i].LastActive = map[string]time.Time{confluence: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
		}
	}
	start.Users[0].Roles = []simulator.Role{{Resource: "ari:cloud:platform::org/" + start.ID, Role: "atlassian/org-admin"}}
	return simulated.WithStart(start)
}

// The people take one request for every hundred, and everything else that is not asked for by include four.
func TestAReviewOfTenThousandPeople(t *testing.T) {
	t.Parallel()
	people := thorough.Part(10_000, 500)
	org := simulated.Start(t, crowded(people))
	got, diagnostics := acctest.Server(t, org, nil).ReadDataSource(reviewType, map[string]any{"as_of": asOf})
	require.NoError(t, diagnostics.Err())
	require.Len(t, got["people"], people)
	counts := got["counts"].(map[string]any)
	assert.EqualValues(t, people/2, counts["dormant"])
	assert.EqualValues(t, 1, counts["organization_admins"])
	requests := org.Simulator.Requests()
	assert.Equal(t, map[string]int{opSearchUsers: people/100 + 1, opCountUsers: 2, opDomains: 1}, requests)
	assert.LessOrEqual(t, org.Requests(), (people+99)/100+10, "as the page says")

	org.Simulator.ResetRequests()
	_, diagnostics = acctest.Server(t, org, nil).ReadDataSource(reviewType, map[string]any{"include": []any{"authentication_policies"}})
	require.NoError(t, diagnostics.Err())
	requests[opBulkFetch] = people / 100
	assert.Equal(t, requests, org.Simulator.Requests())
}

// Ten times as many people take ten times as much memory, from the request to the state.
func TestMemoryOfLargeReviews(t *testing.T) { //nolint:paralleltest // it counts what is allocated
	few, many := allocations(t, 300), allocations(t, 3_000)
	assert.InDelta(t, 10, many/few, 1, "%.0f and %.0f allocations", few, many)
}

// allocations is how often memory is allocated for a review of so many people, in the provider and in the simulator.
func allocations(t testing.TB, people int) float64 {
	t.Helper()
	server := acctest.Server(t, simulated.Start(t, crowded(people)), nil)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, diagnostics := server.ReadDataSource(reviewType, map[string]any{"as_of": asOf})
	runtime.ReadMemStats(&after)
	require.NoError(t, diagnostics.Err())
	require.Len(t, got["people"], people)
	return float64(after.Mallocs - before.Mallocs)
}
