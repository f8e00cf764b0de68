// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// newRealClient uses sockets, and counts its tries.
func newRealClient(t *testing.T, base string, tries *atomic.Int64) *atlassian.Client {
	t.Helper()
	client, err := atlassian.New(atlassian.Config{
		BaseURL: base, APIKey: key, MaxRetries: 2, RetryWaitMin: time.Millisecond, RetryWaitMax: time.Millisecond,
		Log: func(context.Context, slog.Level, string, map[string]any) { tries.Add(1) },
	})
	require.NoError(t, err)
	return client
}

// A write that must be sent once is tried again as long as nothing was sent.
func TestNoConnectionMeansNothingHappened(t *testing.T) {
	t.Parallel()
	listen := func(t *testing.T) net.Listener {
		t.Helper()
		listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		require.NoError(t, err)
		return listener
	}
	t.Run("nobody listens", func(t *testing.T) {
		t.Parallel()
		listener := listen(t)
		require.NoError(t, listener.Close())
		var tries atomic.Int64
		err := create(t.Context(), newRealClient(t, "http://"+listener.Addr().String(), &tries))
		require.Error(t, err)
		require.False(t, atlassian.IsOutcomeUnknown(err), "%v", err)
		require.EqualValues(t, 3, tries.Load())
	})
	t.Run("the handshake breaks", func(t *testing.T) {
		t.Parallel()
		listener := listen(t)
		var done sync.WaitGroup
		done.Go(func() {
			for {
				connection, err := listener.Accept()
				if err != nil {
					return
				}
				_ = connection.Close()
			}
		})
		t.Cleanup(func() { _ = listener.Close(); done.Wait() })
		var tries atomic.Int64
		err := create(t.Context(), newRealClient(t, "https://"+listener.Addr().String(), &tries))
		require.Error(t, err)
		require.False(t, atlassian.IsOutcomeUnknown(err), "%v", err)
		require.EqualValues(t, 3, tries.Load())
	})
	t.Run("the certificate is not trusted", func(t *testing.T) {
		t.Parallel()
		server := httptest.NewUnstartedServer(http.NotFoundHandler())
		server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)
		server.StartTLS()
		t.Cleanup(server.Close)
		var tries atomic.Int64
		err := create(t.Context(), newRealClient(t, server.URL, &tries))
		require.ErrorContains(t, err, "certificate")
		require.False(t, atlassian.IsOutcomeUnknown(err), "%v", err)
		require.EqualValues(t, 1, tries.Load(), "the next try would meet the same one")
	})
}

func TestALostAnswerOverASocket(t *testing.T) {
	t.Parallel()
	var arrived, tries atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		arrived.Add(1)
		panic(http.ErrAbortHandler)
	}))
	t.Cleanup(server.Close)
	client := newRealClient(t, server.URL, &tries)
	require.True(t, atlassian.IsOutcomeUnknown(create(t.Context(), client)))
	require.EqualValues(t, 1, arrived.Load())
	require.True(t, atlassian.IsOutcomeUnknown(idempotent(t.Context(), client)))
	require.EqualValues(t, 4, arrived.Load())
}

func TestARedirectGetsNoRequest(t *testing.T) {
	t.Parallel()
	var strayed, tries atomic.Int64
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strayed.Add(1) }))
	t.Cleanup(elsewhere.Close)
	server := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	t.Cleanup(server.Close)
	client := newRealClient(t, server.URL, &tries)
	for _, call := range []func(context.Context, *atlassian.Client) error{read, create} {
		err := call(t.Context(), client)
		require.ErrorContains(t, err, "307")
		require.ErrorContains(t, err, "is not followed")
		require.False(t, atlassian.IsOutcomeUnknown(err))
	}
	require.Zero(t, strayed.Load())
}

// The client keeps as many connections as there are requests at a time, so that a busy run does not dial all the time.
func TestConnectionsAreKept(t *testing.T) {
	t.Parallel()
	const parallel, rounds = 32, 5
	var opened, tries atomic.Int64
	together := make(chan struct{}) // answers a round when all of its requests have arrived
	var waiting atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if waiting.Add(1)%parallel == 0 {
			for range parallel - 1 {
				together <- struct{}{}
			}
		} else {
			<-together
		}
		_, _ = w.Write([]byte(`{"data":{}}`))
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	client := newRealClient(t, server.URL, &tries)
	for range rounds {
		var round sync.WaitGroup
		for range parallel {
			round.Go(func() { _ = read(t.Context(), client) })
		}
		round.Wait()
	}
	require.EqualValues(t, parallel*rounds, tries.Load())
	require.Less(t, opened.Load(), int64(2*parallel), "without keeping them there would be %d", parallel*rounds)
}
