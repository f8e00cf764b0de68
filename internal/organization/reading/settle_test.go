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

var errLost = errors.New("the answer was lost")

func TestSettleSendsAgainOnlyWhatWasLost(t *testing.T) {
	t.Parallel()
	sending := reading.Sending{Tries: 3, Lost: func(err error) bool { return errors.Is(err, errLost) }}
	for name, test := range map[string]struct {
		answers     []error
		arrives     int // with which look it shows; 0 is never
		sent, looks int
		ends        error
	}{
		"answered":           {[]error{nil}, 0, 1, 0, nil},
		"refused":            {[]error{errRefused}, 0, 1, 0, errRefused},
		"lost and arrived":   {[]error{errLost}, 1, 1, 1, nil},
		"lost and answered":  {[]error{errLost, nil}, 0, 2, 1, nil},
		"lost and refused":   {[]error{errLost, errRefused}, 0, 2, 1, errRefused},
		"lost every time":    {[]error{errLost, errLost, errLost}, 0, 3, 3, errLost},
		"arrived at the end": {[]error{errLost, errLost, errLost}, 3, 3, 3, nil},
	} {
		sent, looks := 0, 0
		err := reading.Settle(t.Context(), sending, func(context.Context) error {
			sent++
			return test.answers[sent-1]
		}, func(context.Context) bool {
			looks++
			return looks == test.arrives
		})
		require.ErrorIs(t, err, test.ends, name)
		require.Equal(t, test.sent, sent, name)
		require.Equal(t, test.looks, looks, name)
	}
}

func TestSettlePausesBetweenTriesAndEndsWithItsContext(t *testing.T) {
	t.Parallel()
	sending := reading.Sending{
		Tries: 3, Lost: func(err error) bool { return errors.Is(err, errLost) },
		Pauses: reading.Pauses{Min: time.Second, Max: time.Minute, Linear: true},
	}
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		require.ErrorIs(t, reading.Settle(t.Context(), sending, func(context.Context) error { return errLost }, nil), errLost)
		require.InDelta(t, 3.4, time.Since(start).Seconds(), 0.4)

		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		sent := 0
		require.ErrorIs(t, reading.Settle(ctx, sending, func(context.Context) error { sent++; return errLost }, nil), errLost)
		require.Equal(t, 2, sent)
	})
}

func TestHalvingDividesWhatWasRefusedForItsSize(t *testing.T) {
	t.Parallel()
	keys := []int{1, 2, 3, 4, 5, 6, 7, 8, 9}
	for name, test := range map[string]struct {
		most  int
		asked [][]int
		ends  error
	}{
		"all at once": {9, [][]int{keys}, nil},
		"halves":      {5, [][]int{keys, keys[:4], keys[4:]}, nil},
		"quarters":    {4, [][]int{keys, keys[:4], keys[4:], keys[4:6], keys[6:]}, nil},
		"none":        {0, [][]int{keys, keys[:4], keys[:2]}, errRefused},
	} {
		var asked [][]int
		err := reading.Halving(keys, 2, func(some []int) ([]int, error) {
			asked = append(asked, some)
			if len(some) > test.most {
				return some, errRefused
			}
			return nil, nil
		})
		require.ErrorIs(t, err, test.ends, name)
		require.Equal(t, test.asked, asked, name)
	}
	asked := 0
	require.ErrorIs(t, reading.Halving(keys, 2, func([]int) ([]int, error) { asked++; return nil, errBroken }), errBroken)
	require.Equal(t, 1, asked)
}
