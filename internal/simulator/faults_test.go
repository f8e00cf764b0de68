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

const (
	searchGroups = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/search"
	createGroup  = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups"
)

func TestFaultWithStatus(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	for _, o := range append(served(b), public...) {
		for _, status := range []int{http.StatusTooManyRequests, http.StatusForbidden, http.StatusServiceUnavailable} {
			b.Inject(simulator.Fault{Status: status})

			got := b.do(o.method, o.path, body(o.body))
			require.Equal(t, status, got.status)
			assertFamily(t, o.family, got)
			assert.NotEmpty(t, got.header.Get("atl-traceid"))
		}
	}

	assert.Equal(t, 3, b.Requests()[createGroup], "what failed is counted, too")
	assert.Empty(t, b.GroupID("new"), "but did not happen")
	assert.Equal(t, http.StatusCreated, b.do("POST", "{dir}/groups", object{"name": "new"}).status)
}

func TestFaultOfOneOperation(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	b.Inject(simulator.Fault{Operation: searchGroups, Status: http.StatusServiceUnavailable, Skip: 1, Count: 2})

	var statuses []int

	for range 4 {
		b.ok("GET", "{dir}/groups/count", nil)
		statuses = append(statuses, b.do("POST", "{dir}/groups/search", nil).status)
	}

	assert.Equal(t, []int{200, 503, 503, 200}, statuses)
	assert.Empty(t, b.Faults())
}

func TestFaultsHappenInOrder(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	b.Inject(simulator.Fault{Status: http.StatusBadGateway})
	b.Inject(simulator.Fault{Status: http.StatusServiceUnavailable, Count: -1})

	assert.Equal(t, http.StatusBadGateway, b.do("GET", "{v1}", nil).status)

	for range 3 {
		assert.Equal(t, http.StatusServiceUnavailable, b.do("GET", "{v1}", nil).status)
	}

	b.ClearFaults()
	assert.Equal(t, http.StatusOK, b.do("GET", "{v1}", nil).status)
}

func TestDroppedRequestDoesNotHappen(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	b.Inject(simulator.Fault{Operation: createGroup, Drop: true})

	_, err := b.try("POST", "{dir}/groups", object{"name": "new"})
	require.Error(t, err)
	assert.Empty(t, b.GroupID("new"))
	assert.Equal(t, 1, b.Requests()[createGroup])
}

func TestLostAnswerHappens(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	b.Inject(simulator.Fault{Operation: createGroup, LoseAnswer: true})

	_, err := b.try("POST", "{dir}/groups", object{"name": "new"})
	require.Error(t, err)
	assert.NotEmpty(t, b.GroupID("new"))
	assert.Equal(t, 1, b.Requests()[createGroup])
}

func TestDelay(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Latency: time.Millisecond})
	b.Inject(simulator.Fault{Delay: 30 * time.Millisecond})

	before := time.Now()
	assert.Equal(t, http.StatusOK, b.do("GET", "{v1}", nil).status)
	assert.GreaterOrEqual(t, time.Since(before), 31*time.Millisecond)
}

func TestRateLimitHeadersOfAFault(t *testing.T) {
	t.Parallel()

	now := newClock() // 10:02:20
	b := start(t, simulator.Options{Now: now.Now})

	reset := func(fault simulator.Fault) http.Header {
		fault.Status = http.StatusTooManyRequests
		b.Inject(fault)

		return b.do("POST", "{dir}/groups/search", nil).header
	}

	minute := reset(simulator.Fault{ResetIn: 90 * time.Second})
	assert.Equal(t, "2026-01-01T10:03Z", minute.Get("X-RateLimit-Reset"))
	assert.Equal(t, "0", minute.Get("X-RateLimit-Remaining"))
	assert.NotEmpty(t, minute.Get("X-RateLimit-Limit"))
	assert.Empty(t, minute.Get("Retry-After"))

	assert.Equal(t, "2026-01-01T10:02Z", reset(simulator.Fault{ResetIn: time.Second}).Get("X-RateLimit-Reset"), "cut off, not rounded")
	assert.Equal(t, "2026-01-01T10:03:50Z", reset(simulator.Fault{ResetIn: 90 * time.Second, Reset: simulator.ResetSecond}).Get("X-RateLimit-Reset"))

	none := reset(simulator.Fault{Reset: simulator.ResetNone, RetryAfter: 1500 * time.Millisecond})
	assert.Empty(t, none.Get("X-RateLimit-Reset"))
	assert.Equal(t, "2", none.Get("Retry-After"))
}

func TestImpossibleFaults(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	for _, fault := range []simulator.Fault{
		{Operation: "GET /nowhere", Drop: true},
		{Status: 200},
		{Status: 503, Drop: true},
		{LoseAnswer: true, Drop: true},
		{Status: 429, Reset: "hour"},
		{Delay: -1},
		{Skip: -1},
		{HTML: true, Status: 503},
		{HTML: true, LoseAnswer: true},
		{Operation: searchGroups, Empty: true, Partial: true},
		{Operation: searchGroups, Empty: true, HTML: true},
	} {
		assert.Panics(t, func() { b.Inject(fault) }, "%+v", fault)
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()

	for precision, want := range map[simulator.ResetPrecision]string{
		"":                    "2026-01-01T10:03Z",
		simulator.ResetMinute: "2026-01-01T10:03Z",
		simulator.ResetSecond: "2026-01-01T10:03:00Z",
		simulator.ResetNone:   "",
	} {
		now := newClock()
		b := start(t, simulator.Options{RateLimit: 3, RateLimitReset: precision, Now: now.Now})

		for left := range 3 {
			got := b.do("GET", "{v1}", nil)
			require.Equal(t, http.StatusOK, got.status)

			if want != "" {
				assert.Equal(t, itoa(2-left), got.header.Get("X-RateLimit-Remaining"))
				assert.Equal(t, want, got.header.Get("X-RateLimit-Reset"))
			}
		}

		refused := b.do("POST", "{dir}/groups", object{"name": "new"})
		require.Equal(t, http.StatusTooManyRequests, refused.status)
		assert.Empty(t, refused.raw)
		assert.Empty(t, b.GroupID("new"))
		assert.Equal(t, want, refused.header.Get("X-RateLimit-Reset"))

		if want != "" {
			assert.Equal(t, "3", refused.header.Get("X-RateLimit-Limit"))
			assert.Equal(t, "0", refused.header.Get("X-RateLimit-Remaining"))
		}

		assertFamily(t, "v1", b.do("GET", "{v1}", nil))
		assertFamily(t, "v2", b.do("POST", "{dir}/groups/search", nil))

		now.advance(40 * time.Second) // 10:03:00
		assert.Equal(t, http.StatusCreated, b.do("POST", "{dir}/groups", object{"name": "new"}).status)
	}
}
