// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// A user who mistyped the base URL, or forgot the proxy, must see where the request went.
func TestAFailedConnectionNamesThePlace(t *testing.T) {
	t.Parallel()
	var tries atomic.Int64
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	base := "http://" + listener.Addr().String()
	require.NoError(t, listener.Close())
	for _, call := range []func(context.Context, *atlassian.Client) error{read, create} {
		err := call(t.Context(), newRealClient(t, base+"/below", &tries))
		require.ErrorContains(t, err, base+" cannot be reached: dial tcp")
		var failed *atlassian.ConnectionError
		require.ErrorAs(t, err, &failed)
		require.Equal(t, base, failed.Place)
		require.True(t, failed.Unreached)
		require.False(t, failed.Untrusted)
		require.False(t, atlassian.IsOutcomeUnknown(err))
	}

	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)
	server.StartTLS()
	t.Cleanup(server.Close)
	var failed *atlassian.ConnectionError
	require.ErrorAs(t, read(t.Context(), newRealClient(t, server.URL, &tries)), &failed)
	require.Equal(t, server.URL, failed.Place)
	require.True(t, failed.Untrusted)

	w := &wire{answers: []answerFunc{broken}}
	err = call(t.Context(), newClient(t, w, fast, func(c *atlassian.Config) { c.MarketplaceURL = "https://marketplace.example" }), "getAddon")
	require.EqualError(t, err, "getAddon: the connection to https://marketplace.example failed: connection reset by peer")
	err = call(t.Context(), newClient(t, w, fast), "removeGroupMember")
	require.True(t, atlassian.IsOutcomeUnknown(err))
	require.ErrorAs(t, err, &failed)
	require.False(t, failed.Unreached)
}

// The error names the caller's deadline if the call reached Atlassian, and the place if it reached no server.
func TestADeadlineWithoutAConnection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		var failed *atlassian.ConnectionError
		err := read(ctx, newClient(t, &wire{answers: []answerFunc{undialed}}))
		require.ErrorAs(t, err, &failed)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorContains(t, err, "connection refused")

		ctx, cancel = context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		err = read(ctx, newClient(t, &wire{answers: []answerFunc{status(503, "")}}))
		require.NotErrorAs(t, err, &failed)

		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, cancel)
		err = read(ctx, newClient(t, &wire{answers: []answerFunc{undialed}}))
		require.ErrorIs(t, err, context.Canceled)
		require.NotErrorAs(t, err, &failed, "who stops a run knows why")
	})
}
