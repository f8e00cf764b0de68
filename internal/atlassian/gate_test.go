// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func TestSlowingDown(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		// headers makes the headers when the answer is sent.
		headers func(now time.Time) []string
		// shortest and longest bound the time between the first try and the second.
		shortest, longest time.Duration
	}{
		"a reset date with seconds": {func(now time.Time) []string {
			return []string{"X-RateLimit-Reset", now.Add(40 * time.Second).UTC().Format(time.RFC3339)}
		}, 39 * time.Second, 45 * time.Second},
		"a reset date without seconds": {func(now time.Time) []string {
			return []string{"X-RateLimit-Reset", now.Add(2 * time.Minute).UTC().Format("2006-01-02T15:04Z")}
		}, time.Minute, 125 * time.Second},
		"a reset date that has passed": {func(now time.Time) []string {
			return []string{"X-RateLimit-Reset", now.UTC().Format("2006-01-02T15:04Z")}
		}, 300 * time.Millisecond, 2 * time.Second},
		"Retry-After in seconds": {func(time.Time) []string { return []string{"Retry-After", "7"} }, 7 * time.Second, 8 * time.Second},
		"Retry-After as a date": {func(now time.Time) []string {
			return []string{"Retry-After", now.Add(20 * time.Second).UTC().Format(http.TimeFormat)}
		}, 19 * time.Second, 23 * time.Second},
		"the longer of both": {func(now time.Time) []string {
			return []string{"Retry-After", "3", "X-RateLimit-Reset", now.Add(30 * time.Second).UTC().Format(time.RFC3339)}
		}, 29 * time.Second, 34 * time.Second},
		"no word about it": {func(time.Time) []string { return nil }, 300 * time.Millisecond, 2 * time.Second},
		"nonsense":         {func(time.Time) []string { return []string{"X-RateLimit-Reset", "soon", "Retry-After", "later"} }, 300 * time.Millisecond, 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answers: []answerFunc{
					func(req *http.Request) (*http.Response, error) { return status(429, "", c.headers(time.Now())...)(req) },
					status(204, ""),
				}}
				require.NoError(t, addMember(t.Context(), newClient(t, w)))
				pause := w.sent()[1].at.Sub(w.sent()[0].at)
				require.GreaterOrEqual(t, pause, c.shortest)
				require.LessOrEqual(t, pause, c.longest)
			})
		})
	}
}

func TestOneSlowDownParksEverybody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answers: []answerFunc{status(429, "", "Retry-After", "30"), status(200, `{"data":{}}`)}}
		client := newClient(t, w)
		twin := newClient(t, w) // another client with the same credential
		start := time.Now()
		var wg sync.WaitGroup
		wg.Go(func() { _ = read(t.Context(), client) })
		synctest.Wait()
		for range 20 {
			wg.Go(func() { _ = read(t.Context(), client) })
			wg.Go(func() { _ = read(t.Context(), twin) })
		}
		wg.Wait()
		require.Len(t, w.sent(), 42)
		moments := make(map[time.Time]bool)
		for _, s := range w.sent()[1:] {
			moments[s.at] = true
			require.GreaterOrEqual(t, s.at.Sub(start), 30*time.Second)
			require.LessOrEqual(t, s.at.Sub(start), 32*time.Second)
		}
		require.Greater(t, len(moments), 5, "they do not come back all at once")
	})
}

func TestAPauseBeyondTheDeadlineFailsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answers: []answerFunc{status(429, "", "Retry-After", "90", "Atl-Traceid", "r1")}}
		client := newClient(t, w)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		err := addMember(ctx, client)
		require.True(t, atlassian.IsRateLimited(err))
		require.False(t, atlassian.IsOutcomeUnknown(err))
		require.ErrorContains(t, err, "1m30s")
		require.ErrorContains(t, err, "(request r1)")
		require.Zero(t, time.Since(start))
	})
	synctest.Test(t, func(t *testing.T) { // a later call fails in the same way, without a request
		w := &wire{answers: []answerFunc{status(429, "", "Retry-After", "90"), status(204, "")}}
		client := newClient(t, w)
		go func() { _ = addMember(t.Context(), client) }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		err := addMember(ctx, client)
		require.True(t, atlassian.IsRateLimited(err))
		require.ErrorContains(t, err, "asked for a pause")
		require.Len(t, w.sent(), 1)
		time.Sleep(2 * time.Minute) //nolint:forbidigo // the bubble has its own clock; the first call ends in this time
	})
}

func TestAPauseBeyondTheCapFailsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answers: []answerFunc{status(429, "", "Retry-After", "3600")}}
		start := time.Now()
		err := addMember(t.Context(), newClient(t, w))
		require.True(t, atlassian.IsRateLimited(err))
		require.ErrorContains(t, err, "1h0m0s")
		require.Zero(t, time.Since(start))
	})
}

func TestTheCapIsConfigured(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answers: []answerFunc{status(429, "", "Retry-After", "20"), status(201, "")}}
		ten := func(c *atlassian.Config) { c.MaxRateLimitWait = 10 * time.Second }
		start := time.Now()
		err := create(t.Context(), newClient(t, w, ten))
		require.True(t, atlassian.IsRateLimited(err))
		require.ErrorContains(t, err, "20s")
		require.NoError(t, create(t.Context(), newClient(t, w, ten)), "a pause that nobody waits for parks nobody")
		require.Zero(t, time.Since(start))
	})
}

// A call without time to wait closes the gate for the other calls.
func TestWhoGivesUpParksTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answers: []answerFunc{status(429, "", "Retry-After", "90"), status(201, "")}}
		client := newClient(t, w)
		hurried, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		require.True(t, atlassian.IsRateLimited(create(hurried, client)))
		require.Zero(t, time.Since(start))
		require.NoError(t, create(t.Context(), client))
		require.Len(t, w.sent(), 2)
		require.GreaterOrEqual(t, w.sent()[1].at.Sub(start), 90*time.Second)
	})
}

// The spread after a pause does not delay a request beyond its own deadline.
func TestASpreadEndsAtTheDeadline(t *testing.T) {
	t.Parallel()
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			w := &wire{answers: []answerFunc{status(429, "", "Retry-After", "30"), status(201, "")}}
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second+time.Millisecond)
			defer cancel()
			require.NoError(t, create(ctx, newClient(t, w)))
		})
	}
}

func TestSlowingDownForEverEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answers: []answerFunc{status(429, "")}}
		start := time.Now()
		err := addMember(t.Context(), newClient(t, w))
		require.True(t, atlassian.IsRateLimited(err))
		require.LessOrEqual(t, time.Since(start), 15*time.Minute)
		require.Less(t, len(w.sent()), 100, "the pauses grow")
	})
}
