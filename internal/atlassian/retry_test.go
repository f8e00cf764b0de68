// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

type answerFunc = func(*http.Request) (*http.Response, error)

func undialed(*http.Request) (*http.Response, error) {
	return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
}

// fast makes a client wait for one millisecond between its tries.
func fast(c *atlassian.Config) { c.RetryWaitMin, c.RetryWaitMax = time.Millisecond, time.Millisecond }

// The kinds of operation.
var (
	read       = func(ctx context.Context, c *atlassian.Client) error { _, err := c.Organization(ctx, "o"); return err }
	searchPOST = func(ctx context.Context, c *atlassian.Client) error {
		for _, err := range c.SearchGroups(ctx, "o", "d", atlassian.GroupSearch{}) {
			return err
		}
		return nil
	}
	idempotent = func(ctx context.Context, c *atlassian.Client) error { return c.DeleteGroup(ctx, "o", "d", "g") }
	upsert     = func(ctx context.Context, c *atlassian.Client) error {
		return c.AssignGroupRole(ctx, "o", "d", "g", "r", "atlassian/user")
	}
	create = func(ctx context.Context, c *atlassian.Client) error {
		return c.CreateGroup(ctx, "o", "d", atlassian.NewGroup{Name: "g"})
	}
	revoke = func(ctx context.Context, c *atlassian.Client) error {
		return c.RevokeGroupRole(ctx, "o", "d", "g", "r", "atlassian/user")
	}
	addMember = func(ctx context.Context, c *atlassian.Client) error { return c.AddGroupMember(ctx, "o", "d", "g", "a") }
)

func TestWhatIsTriedAgain(t *testing.T) {
	t.Parallel()
	ok := status(200, `{"data":[]}`)
	okObject := status(200, `{"data":{}}`)
	for name, c := range map[string]struct {
		call    func(context.Context, *atlassian.Client) error
		answers []answerFunc
		tries   int
		unknown bool // the outcome is unknown in the end
		fails   bool
	}{
		"read after 503":                 {read, []answerFunc{status(503, ""), okObject}, 2, false, false},
		"read after a broken connection": {read, []answerFunc{broken, okObject}, 2, false, false},
		"read after a torn body":         {read, []answerFunc{tornBody, okObject}, 2, false, false},
		"read after silence":             {read, []answerFunc{silent, okObject}, 2, false, false},
		"read after 500":                 {read, []answerFunc{status(500, ""), okObject}, 1, false, true},
		"read, always 502":               {read, []answerFunc{status(502, "")}, 4, false, true},
		"search after 504":               {searchPOST, []answerFunc{status(504, ""), ok}, 2, false, false},
		"search after a broken one":      {searchPOST, []answerFunc{broken, ok}, 2, false, false},
		"delete after 503":               {idempotent, []answerFunc{status(503, ""), status(204, "")}, 2, false, false},
		"delete, lost, then gone":        {idempotent, []answerFunc{broken, status(404, "")}, 2, false, false},
		"delete of what is not there":    {idempotent, []answerFunc{status(404, "")}, 1, false, true},
		"delete, lost, then no route":    {idempotent, []answerFunc{broken, status(404, "<html>")}, 2, true, true},
		"delete, lost, then refused":     {idempotent, []answerFunc{broken, status(403, "")}, 2, false, true},
		"revoke, lost, then not found":   {revoke, []answerFunc{broken, status(404, "")}, 2, false, true},
		"add after a broken one":         {addMember, []answerFunc{broken, status(204, "")}, 1, true, true},
		"search, never reached":          {searchPOST, []answerFunc{undialed, ok}, 2, false, false},
		"search after 500":               {searchPOST, []answerFunc{status(500, "")}, 1, false, true},
		"delete after 500":               {idempotent, []answerFunc{status(500, "")}, 1, false, true},
		"upsert after 429":               {upsert, []answerFunc{status(429, ""), status(200, "")}, 2, false, false},
		"delete, never reached":          {idempotent, []answerFunc{undialed, status(404, "")}, 2, false, true},
		"delete, always broken":          {idempotent, []answerFunc{broken}, 4, true, true},
		"upsert after 502":               {upsert, []answerFunc{status(502, ""), status(200, "")}, 2, false, false},
		"create after 503":               {create, []answerFunc{status(503, ""), status(201, "")}, 1, true, true},
		"create after a broken one":      {create, []answerFunc{broken, status(201, "")}, 1, true, true},
		"create after silence":           {create, []answerFunc{silent, status(201, "")}, 1, true, true},
		"create, never reached":          {create, []answerFunc{undialed, status(201, "")}, 2, false, false},
		"create, never reached at all":   {create, []answerFunc{undialed}, 4, false, true},
		"create after 409":               {create, []answerFunc{status(409, "")}, 1, false, true},
		"create after 429":               {create, []answerFunc{status(429, ""), status(201, "")}, 2, false, false},
		"add after 429, many times":      {addMember, []answerFunc{status(429, ""), status(429, ""), status(429, ""), status(429, ""), status(429, ""), status(204, "")}, 6, false, false},
		"read, 429s among 502s":          {read, []answerFunc{status(429, ""), status(502, ""), status(429, ""), status(502, ""), status(429, ""), status(502, ""), status(429, ""), okObject}, 8, false, false},
		"read, 502s among 429s":          {read, []answerFunc{status(502, ""), status(429, ""), status(502, ""), status(429, ""), status(502, ""), status(429, ""), status(502, ""), okObject}, 7, false, true},
		"add after 504":                  {addMember, []answerFunc{status(504, "")}, 1, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answers: c.answers}
				err := c.call(t.Context(), newClient(t, w))
				require.Equal(t, c.fails, err != nil, "%v", err)
				require.Equal(t, c.unknown, atlassian.IsOutcomeUnknown(err), "%v", err)
				require.Len(t, w.sent(), c.tries)
				for _, s := range w.sent() {
					require.Equal(t, w.sent()[0].body, s.body, "every try sends the whole body")
				}
			})
		})
	}
}

func TestNothingIsTriedAfterTheContextEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := &wire{answers: []answerFunc{func(*http.Request) (*http.Response, error) {
			cancel()
			return nil, errors.New("reset")
		}}}
		err := create(ctx, newClient(t, w))
		require.Error(t, err)
		require.True(t, atlassian.IsOutcomeUnknown(err), "it was sent: %v", err)
		require.Len(t, w.sent(), 1)

		require.ErrorIs(t, create(ctx, newClient(t, w)), context.Canceled)
		require.Len(t, w.sent(), 1)
	})
}

func TestATryTakesNoLongerThanItMay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		err := read(t.Context(), newClient(t, &wire{answers: []answerFunc{silent}}, func(c *atlassian.Config) {
			c.MaxRetries, c.RequestTimeout = 0, 7*time.Second
		}))
		require.ErrorContains(t, err, "getOrgById: the connection to https://host-")
		require.ErrorContains(t, err, ".example failed: no answer within the time for one try (context deadline exceeded)")
		require.NotErrorIs(t, err, context.DeadlineExceeded, "it is not the caller's own deadline")
		require.Equal(t, 7*time.Second, time.Since(start))
	})
}

func TestAGatewayMayAskForAPause(t *testing.T) {
	t.Parallel()
	for asked, want := range map[string]time.Duration{"": 500 * time.Millisecond, "7": 7 * time.Second, "3600": 20 * time.Second, "0": 500 * time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			w := &wire{answers: []answerFunc{status(503, "", "Retry-After", asked), status(200, `{"data":{}}`)}}
			start := time.Now()
			require.NoError(t, read(t.Context(), atlassian.WithoutJitter(newClient(t, w))))
			require.Equal(t, want, time.Since(start), asked)
		})
	}
}

// A 429 is no failure, so it is tried again even if nothing else is.
func TestWithoutRetries(t *testing.T) {
	t.Parallel()
	for code, tries := range map[int]int{429: 3, 502: 1} {
		synctest.Test(t, func(t *testing.T) {
			w := &wire{answers: []answerFunc{status(code, ""), status(code, ""), status(200, `{"data":{}}`)}}
			err := read(t.Context(), newClient(t, w, func(c *atlassian.Config) { c.MaxRetries = 0 }))
			require.Equal(t, tries == 1, err != nil, "%v", err)
			require.Len(t, w.sent(), tries)
		})
	}
}

func TestPausesGrow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answers: []answerFunc{status(503, "")}}
		require.Error(t, read(t.Context(), newClient(t, w, func(c *atlassian.Config) { c.MaxRetries = 8 })))
		var last time.Duration
		for i, s := range w.sent()[1:] {
			pause := s.at.Sub(w.sent()[i].at)
			require.LessOrEqual(t, pause, 20*time.Second)
			require.GreaterOrEqual(t, pause, last*3/4-time.Millisecond)
			last = max(last, pause)
		}
		require.Greater(t, last, 10*time.Second)
	})
}
