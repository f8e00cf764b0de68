// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func TestAnAnswerThatComesAsTheContextEndsIsOne(t *testing.T) {
	t.Parallel()
	ending := func(cancel func(), answer answerFunc) answerFunc {
		return func(req *http.Request) (*http.Response, error) { cancel(); return answer(req) }
	}
	ctx, cancel := context.WithCancel(t.Context())
	require.NoError(t, create(ctx, newClient(t, &wire{answers: []answerFunc{ending(cancel, status(201, ""))}})))

	ctx, cancel = context.WithCancel(t.Context())
	err := create(ctx, newClient(t, &wire{answers: []answerFunc{ending(cancel, status(409, ""))}}))
	require.True(t, atlassian.IsConflict(err))
	require.False(t, atlassian.IsOutcomeUnknown(err))

	ctx, cancel = context.WithCancel(t.Context())
	w := &wire{answers: []answerFunc{ending(cancel, status(429, ""))}}
	err = create(ctx, newClient(t, w))
	require.True(t, atlassian.IsRateLimited(err))
	require.False(t, atlassian.IsOutcomeUnknown(err))
	require.Len(t, w.sent(), 1)

	ctx, cancel = context.WithCancel(t.Context())
	w = &wire{answers: []answerFunc{ending(cancel, status(503, ""))}}
	require.True(t, atlassian.IsOutcomeUnknown(idempotent(ctx, newClient(t, w))))
	require.Len(t, w.sent(), 1)
}

func TestAWriteThatWasSlowedDownDidNotHappen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, cancel)
		start := time.Now()
		err := create(ctx, newClient(t, &wire{answers: []answerFunc{status(429, "", "Retry-After", "30")}}))
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorContains(t, err, "status 429", "why it waited")
		require.False(t, atlassian.IsOutcomeUnknown(err), "%v", err)
		require.Equal(t, 5*time.Second, time.Since(start), "the wait ends with the context")
	})
}

// The outcome of a write with a lost answer stays unknown, for whatever reason the client does not try again.
func TestALostAnswerIsNotForgotten(t *testing.T) {
	t.Parallel()
	for name, second := range map[string]answerFunc{
		"slowed down for too long": status(429, "", "Retry-After", "3600"),
		"an unexpected error":      status(500, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				for _, first := range []answerFunc{broken, status(502, "")} {
					err := idempotent(t.Context(), newClient(t, &wire{answers: []answerFunc{first, second}}))
					require.True(t, atlassian.IsOutcomeUnknown(err), "%v", err)
				}
				for _, first := range []answerFunc{undialed, status(429, "", "Retry-After", "1")} {
					err := idempotent(t.Context(), newClient(t, &wire{answers: []answerFunc{first, second}}))
					require.Error(t, err)
					require.False(t, atlassian.IsOutcomeUnknown(err), "%v", err)
				}
				err := read(t.Context(), newClient(t, &wire{answers: []answerFunc{broken, second}}))
				require.Error(t, err)
				require.False(t, atlassian.IsOutcomeUnknown(err), "a read has no outcome")
			})
		})
	}
}

func TestTheUnknownOutcomeSaysWhatHappened(t *testing.T) {
	t.Parallel()
	err := create(t.Context(), newClient(t, &wire{answers: []answerFunc{broken}}, func(c *atlassian.Config) { c.BaseURL = "https://lost.example/path" }))
	require.EqualError(t, err, "it is not known whether createGroup took effect: createGroup: the connection to https://lost.example failed: connection reset by peer")
	var unknown *atlassian.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown)
	require.Equal(t, "createGroup", unknown.Operation.ID)

	err = create(t.Context(), newClient(t, &wire{answers: []answerFunc{status(504, "")}}))
	var refused *atlassian.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, 504, refused.Status)
}

// For a refusal and a write, the status is enough. Only the data of a read must be complete.
func TestABodyThatBreaksOff(t *testing.T) {
	t.Parallel()
	torn := func(code int) answerFunc {
		return func(req *http.Request) (*http.Response, error) {
			resp, err := tornBody(req)
			resp.StatusCode = code
			return resp, err
		}
	}
	w := &wire{answers: []answerFunc{torn(409)}}
	err := create(t.Context(), newClient(t, w))
	require.True(t, atlassian.IsConflict(err), "%v", err)
	require.False(t, atlassian.IsOutcomeUnknown(err))
	require.NoError(t, create(t.Context(), newClient(t, &wire{answers: []answerFunc{torn(201)}})))
	require.Len(t, w.sent(), 1)
}

func TestAContextThatEndsInAWaitSaysWhatItWaitedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		w := &wire{answers: []answerFunc{status(503, "")}}
		err := read(ctx, newClient(t, w))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorContains(t, err, "status 503")
		require.Len(t, w.sent(), 1)
	})
}
