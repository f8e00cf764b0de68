// SPDX-License-Identifier: MPL-2.0

package reading

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// errFinal is an error that the next look would meet as well.
var errFinal = errors.New("refused")

func isFinal(err error) bool { return errors.Is(err, errFinal) }

func TestWatchSharesItsReads(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reads := 0
		ready := time.Now().Add(20 * time.Second)
		w := NewWatch(Pauses{Min: time.Second, Max: 5 * time.Second}, isFinal, func(_ context.Context, keys []string) (map[string]int, error) {
			reads++
			if time.Now().Before(ready) {
				return nil, nil
			}
			found := make(map[string]int)
			for i, key := range keys {
				found[key] = i
			}
			return found, nil
		})
		var wg sync.WaitGroup
		for _, key := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
			wg.Go(func() {
				_, err := w.Wait(t.Context(), key, func(_ int, found bool) (bool, error) { return found, nil })
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.Less(t, reads, 12, "eight waiters share one loop whose pauses grow")
		require.Greater(t, reads, 3)
	})
}

func TestWatchEndsWithTheCallersContextAndTellsWhatItSaw(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := NewWatch(Pauses{Min: time.Second, Max: time.Second}, isFinal, func(context.Context, []string) (map[string]string, error) {
			return map[string]string{"a": "pending"}, nil
		})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		seen, err := w.Wait(ctx, "a", func(state string, _ bool) (bool, error) { return state == "done", nil })
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, "pending", seen)
		require.Equal(t, 10*time.Second, time.Since(start))
	})
}

func TestALimitEndsAWaitOnlyWithAnAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// The second read is held up, as by a rate limit, for longer than the limit; it then has good news.
		reads := 0
		w := NewWatch(Pauses{Min: time.Second, Max: time.Second}, isFinal, func(context.Context, []string) (map[string]bool, error) {
			if reads++; reads > 1 {
				<-time.After(time.Minute)
			}
			return map[string]bool{"a": reads > 1}, nil
		})
		done := func(is, _ bool) (bool, error) { return is, nil }
		is, err := w.WaitAtMost(t.Context(), 20*time.Second, "a", done)
		require.NoError(t, err)
		require.True(t, is)
	})
	synctest.Test(t, func(t *testing.T) {
		w := NewWatch(Pauses{Min: time.Second, Max: time.Second}, isFinal, func(context.Context, []string) (map[string]string, error) {
			return map[string]string{"a": "pending"}, nil
		})
		start := time.Now()
		seen, err := w.WaitAtMost(t.Context(), 20*time.Second, "a", func(state string, _ bool) (bool, error) { return state == "done", nil })
		require.ErrorIs(t, err, ErrNotYet)
		require.Equal(t, "pending", seen)
		require.InDelta(t, 20, time.Since(start).Seconds(), 2)
	})
}

func TestWatchHandsFailuresToThoseWhoWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		broken, reads := errors.New("broken"), 0
		w := NewWatch(Pauses{Min: time.Second, Max: time.Second}, isFinal, func(context.Context, []string) (map[string]string, error) {
			reads++
			return nil, broken
		})
		_, err := w.Wait(t.Context(), "a", func(string, bool) (bool, error) { return true, nil })
		require.ErrorIs(t, err, broken)
		require.Equal(t, maxFailures, reads, "a failure that may pass is given a few chances")

		reads = 0
		w = NewWatch(Pauses{Min: time.Second, Max: time.Second}, isFinal, func(context.Context, []string) (map[string]string, error) {
			if reads++; reads < maxFailures {
				return nil, broken
			}
			return map[string]string{"a": "there"}, nil
		})
		there, err := w.Wait(t.Context(), "a", func(_ string, found bool) (bool, error) { return found, nil })
		require.NoError(t, err)
		require.Equal(t, "there", there)

		reads = 0
		w = NewWatch(Pauses{Min: time.Second, Max: time.Second}, isFinal, func(context.Context, []string) (map[string]string, error) {
			reads++
			return nil, errFinal
		})
		_, err = w.Wait(t.Context(), "a", func(string, bool) (bool, error) { return true, nil })
		require.Error(t, err)
		require.Equal(t, 1, reads, "a refusal has none")

		refused := errors.New("refused")
		w = NewWatch(Pauses{Min: time.Second, Max: time.Second}, isFinal, func(context.Context, []string) (map[string]string, error) { return nil, nil })
		_, err = w.Wait(t.Context(), "a", func(string, bool) (bool, error) { return false, refused })
		require.ErrorIs(t, err, refused)
	})
}

func TestWatchServesLatecomersSoon(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := NewWatch(Pauses{Min: time.Minute, Max: time.Minute}, isFinal, func(_ context.Context, keys []string) (map[string]bool, error) {
			found := make(map[string]bool)
			for _, key := range keys {
				found[key] = key == "late"
			}
			return found, nil
		})
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			_, err := w.Wait(ctx, "never", func(v, _ bool) (bool, error) { return v, nil })
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
		time.Sleep(time.Second) //nolint:forbidigo // of the bubble's clock
		start := time.Now()
		_, err := w.Wait(t.Context(), "late", func(v, _ bool) (bool, error) { return v, nil })
		require.NoError(t, err)
		require.Less(t, time.Since(start), time.Second)
		cancel()
		wg.Wait()
	})
}

// Ten calls write for a different time each, and then look for what they have written: one read serves all of them.
func TestReadsAreHeldForThoseWhoAreOnTheirWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reads := 0
		w := NewWatch(Pauses{Min: time.Second, Max: time.Second}, isFinal, func(_ context.Context, keys []int) (map[int]int, error) {
			reads++
			found := make(map[int]int)
			for _, key := range keys {
				found[key] = key
			}
			return found, nil
		})
		var wg sync.WaitGroup
		for i := range 10 {
			arrived := w.Expect()
			wg.Go(func() {
				<-time.After(time.Duration(i) * 100 * time.Millisecond)
				arrived()
				arrived()
				_, err := w.Wait(t.Context(), i, func(_ int, found bool) (bool, error) { return found, nil })
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.Equal(t, 1, reads)

		// One that is held up does not hold up the others for long.
		defer w.Expect()()
		start := time.Now()
		_, err := w.Wait(t.Context(), 1, func(_ int, found bool) (bool, error) { return found, nil })
		require.NoError(t, err)
		require.Equal(t, heldAtMost, time.Since(start))
	})
}

// A call that joins finds out at once what is already so, and does not make the loop read as often as at its beginning.
func TestWhoJoinsDoesNotShortenThePauses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reads := 0
		w := NewWatch(Pauses{Min: time.Second, Max: time.Minute}, isFinal, func(context.Context, []int) (map[int]int, error) {
			reads++
			return nil, nil
		})
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Second)
		defer cancel()
		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				<-time.After(time.Duration(i) * 10 * time.Second)
				_, err := w.Wait(ctx, i, func(_ int, found bool) (bool, error) { return found, nil })
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.Less(t, reads, 10+12, "ten that join, and pauses that grow to a minute")
	})
}
