// SPDX-License-Identifier: MPL-2.0

package reading_test

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// shelf has the numbers below 1000, and notes what it was asked for.
type shelf struct {
	mu      sync.Mutex
	batches [][]string
	cut     int
	failing bool
}

func (s *shelf) fetch(ctx context.Context, keys []string) (map[string]int, error) {
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
		s.mu.Lock()
		defer s.mu.Unlock()
		s.cut++
		return nil, fmt.Errorf("asking: %w", ctx.Err())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.batches = append(s.batches, keys)
	if s.failing {
		return nil, errBroken
	}
	found := make(map[string]int, len(keys))
	for _, key := range keys {
		if n, err := strconv.Atoi(key); err == nil && n < 1000 {
			found[key] = n
		}
	}
	return found, nil
}

func (s *shelf) asked() [][]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.batches
}

func numbers(from, to int) []string {
	var all []string
	for n := from; n < to; n++ {
		all = append(all, strconv.Itoa(n))
	}
	return all
}

func TestALongListLeavesInFullBatches(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		c := reading.NewCollector(10, 25*time.Millisecond, s.fetch)
		start := time.Now()
		found, err := c.Many(t.Context(), append(numbers(0, 100), numbers(50, 100)...))
		require.NoError(t, err)
		assert.Len(t, found, 100)
		assert.Len(t, s.asked(), 10)
		assert.Equal(t, 2*time.Second, time.Since(start), "eight at a time, and none of them waits for company")

		found, err = c.Many(t.Context(), numbers(90, 125))
		require.NoError(t, err)
		assert.Len(t, found, 35)
		assert.Len(t, s.asked(), 13, "what is known is not asked for again")
	})
}

func TestListsThatOverlapShareTheirRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		c := reading.NewCollector(10, 25*time.Millisecond, s.fetch)
		var lists sync.WaitGroup
		for range 5 {
			lists.Go(func() {
				found, err := c.Many(t.Context(), numbers(0, 205))
				assert.NoError(t, err)
				assert.Len(t, found, 205)
			})
		}
		for n := range 5 {
			lists.Go(func() {
				_, found, err := c.Get(t.Context(), strconv.Itoa(n))
				assert.NoError(t, err)
				assert.True(t, found)
			})
		}
		lists.Wait()
		assert.LessOrEqual(t, len(s.asked()), 22)
		asked := make(map[string]int)
		for _, batch := range s.asked() {
			for _, key := range batch {
				asked[key]++
				assert.Equal(t, 1, asked[key], key)
			}
		}
	})
}

func TestACollectorKeepsNoFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{failing: true}
		c := reading.NewCollector(10, 25*time.Millisecond, s.fetch)
		_, err := c.Many(t.Context(), numbers(0, 25))
		require.ErrorIs(t, err, errBroken)
		assert.Len(t, s.asked(), 2, "what fills no batch waits for those that do")
		_, _, err = c.Get(t.Context(), "1")
		require.ErrorIs(t, err, errBroken)
		assert.Len(t, s.asked(), 3)

		s.failing = false
		_, found, err := c.Get(t.Context(), "1")
		require.NoError(t, err)
		assert.True(t, found)
		_, found, err = c.Get(t.Context(), "none")
		require.NoError(t, err)
		assert.False(t, found)
	})
}

// The full batches of a list belong to its caller: the context reaches the requests, so that they end with it, and can say why.
func TestALongListEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		c := reading.NewCollector(10, 25*time.Millisecond, s.fetch)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		_, err := c.Many(ctx, numbers(0, 400))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorContains(t, err, "asking: ")
		assert.Equal(t, 8, s.cut, "what has left")
		time.Sleep(time.Minute) //nolint:forbidigo // of the bubble's clock
		assert.Empty(t, s.asked(), "nothing leaves afterwards")
		assert.Equal(t, 8, s.cut)
		found, err := c.Many(t.Context(), numbers(0, 80))
		require.NoError(t, err)
		assert.Len(t, found, 80)
	})
}

// What fills no batch does not leave for a caller whose context ended in the meantime, even if the full batches came back.
func TestTheRestOfALongListDoesNotLeaveAfterItsCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s := &shelf{}
		c := reading.NewCollector(10, 25*time.Millisecond, func(asked context.Context, keys []string) (map[string]int, error) {
			found, err := s.fetch(asked, keys)
			cancel()
			return found, err
		})
		_, err := c.Many(ctx, numbers(0, 15))
		require.ErrorIs(t, err, context.Canceled)
		time.Sleep(time.Minute) //nolint:forbidigo // of the bubble's clock
		assert.Len(t, s.asked(), 1)
	})
}

// The end of one caller is not the end of others that wait for the same keys.
func TestOthersOutliveTheCallerOfALongList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		c := reading.NewCollector(10, 25*time.Millisecond, s.fetch)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		var all sync.WaitGroup
		all.Go(func() {
			_, err := c.Many(ctx, numbers(0, 40))
			assert.ErrorIs(t, err, context.DeadlineExceeded)
		})
		synctest.Wait() // its batches are under way
		all.Go(func() {
			found, err := c.Many(t.Context(), numbers(5, 45))
			assert.NoError(t, err)
			assert.Len(t, found, 40)
		})
		all.Go(func() {
			n, found, err := c.Get(t.Context(), "3")
			assert.NoError(t, err)
			assert.True(t, found)
			assert.Equal(t, 3, n)
		})
		all.Wait()
		assert.Equal(t, 4, s.cut)
	})
}

// A single question belongs to all who share it: it goes on without its first caller.
func TestASharedQuestionOutlivesItsFirstCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		c := reading.NewCollector(10, 25*time.Millisecond, s.fetch)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		_, _, err := c.Get(ctx, "1")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		_, found, err := c.Get(t.Context(), "1")
		require.NoError(t, err)
		assert.True(t, found)
		assert.Len(t, s.asked(), 1)
	})
}

// A batch waits for those who are on their way to it, for as long as it takes them to write something first.
func TestABatchWaitsForThoseWhoAreOnTheirWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var batches [][]int
		c := reading.NewCollector(100, time.Millisecond, func(_ context.Context, keys []int) (map[int]int, error) {
			batches = append(batches, keys)
			return nil, nil
		})
		var wg sync.WaitGroup
		for i := range 10 {
			arrived := c.Expect()
			wg.Go(func() {
				<-time.After(time.Duration(i) * 100 * time.Millisecond)
				arrived()
				if _, _, err := c.Get(t.Context(), i); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.Len(t, batches, 1)

		defer c.Expect()() // one that never comes
		_, _, err := c.Get(t.Context(), 11)
		require.NoError(t, err)
		require.Len(t, batches, 2)
	})
}
