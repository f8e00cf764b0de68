// SPDX-License-Identifier: MPL-2.0

package reading

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
	"pgregory.net/rapid"
)

// pageSize is how many things a page of the listing has.
const pageSize = 100

// server counts what a listing costs it.
type server struct {
	things  []string
	batches atomic.Int32
	pages   atomic.Int32
	counts  atomic.Int32
	fail    atomic.Bool
	slow    time.Duration // how long a count takes
}

func (s *server) lookup(capacity int) *Lookup[string] {
	self := func(v string) string { return v }
	l := &Listing[string]{
		Key: self,
		Pages: func(context.Context) iter.Seq2[string, error] {
			return func(yield func(string, error) bool) {
				for i, thing := range s.things {
					if i%pageSize == 0 {
						s.pages.Add(1)
					}
					if !yield(thing, nil) {
						return
					}
				}
				if len(s.things) == 0 {
					s.pages.Add(1)
				}
			}
		},
		Size: func(context.Context) (int, bool) {
			s.counts.Add(1)
			if s.slow > 0 {
				<-time.After(s.slow)
			}
			return len(s.things), true
		},
		PageSize: pageSize,
	}
	return NewLookup(l, capacity, time.Millisecond, self, func(_ context.Context, keys []string) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) {
			s.batches.Add(1)
			if s.fail.Load() {
				yield("", errors.New("out of order"))
				return
			}
			known := make(map[string]bool, len(s.things))
			for _, thing := range s.things {
				known[thing] = true
			}
			for _, key := range keys {
				if known[key] && !yield(key, nil) {
					return
				}
			}
		}
	})
}

func (s *server) total() int { return int(s.batches.Load() + s.pages.Load() + s.counts.Load()) }

func named(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("thing-%05d", i)
	}
	return names
}

func TestLookupsNeverCostMoreThanTwiceTheCheaperWay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := &server{things: named(rapid.IntRange(0, 1500).Draw(t, "things"))}
		asked := named(rapid.IntRange(1, 1500).Draw(t, "asked"))
		workers := rapid.SampledFrom([]int{1, 10, 1500}).Draw(t, "workers")
		look := s.lookup(10)

		var group errgroup.Group
		group.SetLimit(workers)
		if workers == 1 && len(asked) > 50 {
			asked = asked[:50] // one at a time waits for company that never comes
		}
		for i, key := range asked {
			group.Go(func() error {
				_, found, err := look.Get(t.Context(), key)
				if err == nil && found != (i < len(s.things)) {
					return fmt.Errorf("%s: found is %v", key, found)
				}
				return err
			})
		}
		require.NoError(t, group.Wait())

		listing := max(1, RequestsFor(len(s.things), pageSize))
		require.LessOrEqual(t, s.total(), 2*listing+1, "batches %d, pages %d, counts %d", s.batches.Load(), s.pages.Load(), s.counts.Load())
		require.LessOrEqual(t, int(s.pages.Load()), listing, "the listing is read once")
		require.LessOrEqual(t, int(s.counts.Load()), 1, "the count is read once")
	})
}

// findAll asks for keys one by one, so many at a time. Each must be there.
func findAll(ctx context.Context, look *Lookup[string], keys []string, atATime int) error {
	var group errgroup.Group
	group.SetLimit(atATime)
	for _, key := range keys {
		group.Go(func() error {
			_, found, err := look.Get(ctx, key)
			if err == nil && !found {
				return fmt.Errorf("%s was not found", key)
			}
			return err
		})
	}
	return group.Wait()
}

// Where most of a listing is expected to be asked for, ten at a time, it costs a tenth more and two requests. A wrong expectation has its bound.
func TestAnExpectedListingCostsATenthMore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5000).Draw(t, "things")
		asked := named(n)
		if !rapid.Bool().Draw(t, "all") {
			asked = asked[:rapid.IntRange(1, n).Draw(t, "asked")]
		}
		s := &server{things: named(n)}
		look := s.lookup(10)
		look.listing.Whole = true
		require.NoError(t, findAll(t.Context(), look, asked, 10))
		listing := RequestsFor(n, pageSize)
		cheaper := min(listing, RequestsFor(len(asked), 10))
		require.LessOrEqual(t, s.total(), 11*cheaper+2, "%d of %d: batches %d, pages %d, counts %d", len(asked), n, s.batches.Load(), s.pages.Load(), s.counts.Load())
		require.LessOrEqual(t, s.total(), listing+listing/tenth+2, "%d of %d: batches %d, pages %d, counts %d", len(asked), n, s.batches.Load(), s.pages.Load(), s.counts.Load())
	})
}

// If everything is asked for at once, the listing is all that it costs, but for a request to know that it is cheaper, and a first batch
// that has left before it was known that more is asked for.
func TestEverythingAtOnceCostsLittleMoreThanTheListing(t *testing.T) {
	t.Parallel()
	for _, n := range []int{100, 101, 250, 1000, 1001, 5000, 10_000} {
		most := RequestsFor(n, pageSize) + 2
		if n >= 1000 {
			require.LessOrEqual(t, 10*most, 12*RequestsFor(n, pageSize), "a fifth above the floor")
		}
		t.Run(fmt.Sprintf("one list of %d", n), func(t *testing.T) {
			t.Parallel()
			s := &server{things: named(n)}
			found, err := s.lookup(10).Many(t.Context(), named(n))
			require.NoError(t, err)
			require.Len(t, found, n)
			require.Less(t, s.total(), most, "batches %d, pages %d, counts %d", s.batches.Load(), s.pages.Load(), s.counts.Load())
		})
		t.Run(fmt.Sprintf("%d questions", n), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &server{things: named(n), slow: time.Millisecond}
				look := s.lookup(10)
				require.NoError(t, findAll(t.Context(), look, named(n), n))
				require.LessOrEqual(t, s.total(), most, "batches %d, pages %d, counts %d", s.batches.Load(), s.pages.Load(), s.counts.Load())
			})
		})
	}
}

// A long listing is not read for a few things, and counted only if they do not fit into one request.
func TestALongListingIsNotReadForAFewThings(t *testing.T) {
	t.Parallel()
	for asked, most := range map[int]int{1: 1, 10: 1, 11: 3, 100: 11, 490: 50} {
		s := &server{things: named(5000)}
		_, err := s.lookup(10).Many(t.Context(), named(asked))
		require.NoError(t, err)
		require.LessOrEqual(t, s.total(), most, "%d: batches %d, pages %d, counts %d", asked, s.batches.Load(), s.pages.Load(), s.counts.Load())
		require.Zero(t, s.pages.Load(), asked)
	}
}

func TestLookupAnswersWithOwnWritesFirst(t *testing.T) {
	t.Parallel()
	s := &server{things: named(3)}
	look := s.lookup(10)
	look.Wrote("thing-new")
	look.Removed("thing-00001")
	look.listing.Wrote("thing-new")
	look.listing.Removed("thing-00001")

	for key, want := range map[string]bool{"thing-00000": true, "thing-00001": false, "thing-new": true, "thing-none": false} {
		_, found, err := look.Get(t.Context(), key)
		require.NoError(t, err)
		require.Equal(t, want, found, key)
	}
	many, err := look.Many(t.Context(), []string{"thing-00000", "thing-00001", "thing-new", "thing-none"})
	require.NoError(t, err)
	require.Equal(t, map[string]string{"thing-00000": "thing-00000", "thing-new": "thing-new"}, many)

	all, err := look.listing.All(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"thing-00000", "thing-00002", "thing-new"}, all)
}

func TestLookupTriesAgainAfterAFailure(t *testing.T) {
	t.Parallel()
	s := &server{things: named(500)}
	look := s.lookup(10)
	s.fail.Store(true)
	_, _, err := look.Get(t.Context(), "thing-00000")
	require.ErrorContains(t, err, "out of order")
	_, err = look.Many(t.Context(), []string{"thing-00000", "thing-00001"})
	require.ErrorContains(t, err, "out of order")

	s.fail.Store(false)
	_, found, err := look.Get(t.Context(), "thing-00000")
	require.NoError(t, err)
	require.True(t, found)
}

func TestLookupWaitsNoLongerThanItsCaller(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	self := func(v string) string { return v }
	look := NewLookup(&Listing[string]{Key: self}, 10, time.Millisecond, self, func(context.Context, []string) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) { <-release; yield("a", nil) }
	})
	ctx, cancel := context.WithCancel(t.Context())
	patient := make(chan error, 1)
	go func() {
		_, _, err := look.Get(t.Context(), "a")
		patient <- err
	}()
	cancel()
	_, _, err := look.Get(ctx, "a")
	require.ErrorIs(t, err, context.Canceled)
	close(release)
	require.NoError(t, <-patient, "one caller's cancellation is not another's failure")
}

func TestSharedReadsOnce(t *testing.T) {
	t.Parallel()
	var s Shared[int]
	var reads atomic.Int32
	release := make(chan struct{})
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			value, err := s.Get(t.Context(), func(context.Context) (int, error) {
				reads.Add(1)
				<-release
				return 7, nil
			})
			if err != nil || value != 7 {
				t.Errorf("got %d, %v", value, err)
			}
		})
	}
	close(release)
	wg.Wait()
	require.Equal(t, int32(1), reads.Load())

	s.Put(8)
	value, err := s.Get(t.Context(), func(context.Context) (int, error) { return 9, nil })
	require.NoError(t, err)
	require.Equal(t, 8, value)
}

func TestSharedDoesNotKeepFailures(t *testing.T) {
	t.Parallel()
	var s Shared[int]
	_, err := s.Get(t.Context(), func(context.Context) (int, error) { return 0, errors.New("no") })
	require.Error(t, err)
	value, err := s.Get(t.Context(), func(context.Context) (int, error) { return 1, nil })
	require.NoError(t, err)
	require.Equal(t, 1, value)
}

// What has no key is found by none.
func TestThingsWithoutAKey(t *testing.T) {
	t.Parallel()
	index := IndexBy(func(v string) string { return v }, []string{"a", "", "b", ""})
	require.Equal(t, map[string]string{"a": "a", "b": "b"}, index)
	l := (&server{things: named(3)}).lookup(10)
	l.Wrote("")
	_, written := l.OwnWrite("")
	require.False(t, written)
}
