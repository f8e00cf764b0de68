// SPDX-License-Identifier: MPL-2.0

package reading_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

var (
	errRefused = errors.New("refused")
	errBroken  = errors.New("broken")
)

var seconds = reading.Polling{
	Pauses: reading.Pauses{Min: time.Second, Max: 4 * time.Second},
	Final:  func(err error) bool { return errors.Is(err, errRefused) },
}

// looking looks as often as there are errors; then it is over.
func looking(looks *int, errs ...error) reading.Look {
	return func(context.Context) (bool, string, error) {
		*looks++
		if *looks > len(errs) {
			return true, "", nil
		}
		return false, "", errs[*looks-1]
	}
}

func TestUntilHasOneOpinionOnErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		errs  []error
		looks int
		ends  error
	}{
		"over at once":                 {nil, 1, nil},
		"not yet":                      {[]error{nil, nil, nil}, 4, nil},
		"a refusal":                    {[]error{nil, errRefused, nil}, 2, errRefused},
		"four failures in a row":       {[]error{errBroken, errBroken, errBroken, errBroken}, 5, nil},
		"five failures in a row":       {[]error{errBroken, errBroken, errBroken, errBroken, errBroken}, 5, errBroken},
		"failures with a look between": {[]error{errBroken, errBroken, errBroken, nil, errBroken, errBroken}, 7, nil},
	} {
		synctest.Test(t, func(t *testing.T) {
			looks := 0
			err := reading.Until(t.Context(), seconds, looking(&looks, test.errs...))
			require.ErrorIs(t, err, test.ends, name)
			require.Equal(t, test.looks, looks, name)
		})
	}
}

func TestUntilEndsWithItsContextAndTellsWhatItSaw(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		err := reading.Until(ctx, seconds, func(context.Context) (bool, string, error) { return false, "3 are in progress", nil })
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.EqualError(t, err, "context deadline exceeded, and at last: 3 are in progress")

		ctx, cancel = context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		err = reading.Until(ctx, seconds, func(context.Context) (bool, string, error) { return false, "", nil })
		require.EqualError(t, err, "context deadline exceeded")
	})
}

func TestALookAfterTheLimitEndsUntil(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limited := seconds
		limited.Limit = 20 * time.Second
		start := time.Now()
		err := reading.Until(t.Context(), limited, func(context.Context) (bool, string, error) { return false, "", nil })
		require.ErrorIs(t, err, reading.ErrNotYet)
		require.InDelta(t, 22, time.Since(start).Seconds(), 3)

		looks := 0
		require.NoError(t, reading.Until(t.Context(), limited, func(context.Context) (bool, string, error) {
			if looks++; looks > 1 {
				<-time.After(time.Minute) // held up, and then good news
			}
			return looks > 1, "", nil
		}))
	})
}

func TestPausesGrow(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		polling reading.Polling
		waits   []float64 // the middle of each
	}{
		"growing": {reading.Polling{}, []float64{0, 1, 1.6, 2.56, 4, 4}},
		"linear":  {reading.Polling{Pauses: reading.Pauses{Linear: true}}, []float64{0, 1.125, 2.25, 3.375, 4.5, 4.5}},
		"delayed": {reading.Polling{Delayed: true}, []float64{1, 1.6, 2.56, 4, 4}},
	} {
		synctest.Test(t, func(t *testing.T) {
			test.polling.Min, test.polling.Max = time.Second, 4*time.Second
			last, looks := time.Now(), 0
			require.NoError(t, reading.Until(t.Context(), test.polling, func(context.Context) (bool, string, error) {
				require.InEpsilon(t, 1+test.waits[looks], 1+time.Since(last).Seconds(), 0.2, name)
				last = time.Now()
				looks++
				return looks == len(test.waits), "", nil
			}))
		})
	}
}
