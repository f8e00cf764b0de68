// SPDX-License-Identifier: MPL-2.0

package rpc_test

import (
	"context"
	"runtime"
	"testing"
	"time"
	"weak"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/rpc"
)

// request is what the context of a call holds, as that of gRPC holds the request.
type request [100_000]byte

type requestKey struct{}

// What a call's context holds is free after the call, although the framework keeps a child of the context.
func TestNothingIsKeptOfACall(t *testing.T) {
	t.Parallel()
	server := rpc.NewServer(faulty{})
	held := call(t, server)
	runtime.GC()
	isFree := held.Value() == nil // not the value itself, which would be the message
	require.True(t, isFree, "the request of a call that has ended is still in memory")

	stopped, err := server.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{})
	require.NoError(t, err)
	require.Empty(t, stopped.Error)
}

func call(t *testing.T, server tfprotov6.ProviderServer) weak.Pointer[request] {
	t.Helper()
	one := new(request)
	ctx, cancel := context.WithCancel(context.WithValue(context.Background(), requestKey{}, one))
	defer cancel() // as gRPC does
	_, err := server.GetMetadata(ctx, &tfprotov6.GetMetadataRequest{})
	require.NoError(t, err)
	return weak.Make(one)
}

// The context of a call is a whole one while the call lasts: it has the values, the deadline and the end of the caller's.
func TestALentContextIsTheCallers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		end  func(cancel context.CancelFunc, server tfprotov6.ProviderServer)
		want error
	}{
		"the caller ends":    {func(cancel context.CancelFunc, _ tfprotov6.ProviderServer) { cancel() }, context.Canceled},
		"Terraform stops it": {func(_ context.CancelFunc, server tfprotov6.ProviderServer) { stop(t, server) }, context.Canceled},
		"nobody ends it":     {func(context.CancelFunc, tfprotov6.ProviderServer) {}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			deadline := time.Now().Add(time.Hour)
			ctx, cancel := context.WithDeadline(context.WithValue(t.Context(), requestKey{}, "r"), deadline)
			defer cancel()
			var server tfprotov6.ProviderServer
			var kept context.Context
			server = rpc.NewServer(&asking{read: func(ctx context.Context) {
				kept = ctx //nolint:fatcontext // to look at it after the call
				got, has := ctx.Deadline()
				assert.True(t, has)
				assert.Equal(t, deadline, got)
				assert.Equal(t, "r", ctx.Value(requestKey{}))
				require.NoError(t, ctx.Err())
				test.end(cancel, server)
				if test.want != nil {
					<-ctx.Done()
				}
				assert.Equal(t, test.want, ctx.Err())
			}})
			_, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
			require.NoError(t, err)
			require.NotNil(t, kept)
			require.ErrorIs(t, kept.Err(), context.Canceled, "a call that has ended can do nothing more")
			assert.Nil(t, kept.Value(requestKey{}))
		})
	}
}

// A read that several calls share keeps the values of the call that has begun it, such as Terraform's log, and not its end.
func TestASharedReadKeepsTheValuesOfItsCall(t *testing.T) {
	t.Parallel()
	type result = map[string]any
	for name, sharing := range map[string]func(read func(context.Context) any) (get func(context.Context) (any, error)){
		"a shared answer": func(read func(context.Context) any) func(context.Context) (any, error) {
			var shared reading.Shared[any]
			return func(ctx context.Context) (any, error) {
				return shared.Get(ctx, func(ctx context.Context) (any, error) { return read(ctx), nil })
			}
		},
		"a batch": func(read func(context.Context) any) func(context.Context) (any, error) {
			batches := reading.NewCollector(0, 0, func(ctx context.Context, _ []string) (result, error) { return result{"key": read(ctx)}, nil })
			return func(ctx context.Context) (any, error) {
				value, _, err := batches.Get(ctx, "key")
				return value, err
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ended := make(chan struct{})
			get := sharing(func(ctx context.Context) any {
				<-ended
				assert.NoError(t, ctx.Err())
				return []any{ctx.Value(requestKey{}), ctx.Value(ownKey{})}
			})
			server := rpc.NewServer(&asking{read: func(ctx context.Context) {
				impatient, cancel := context.WithCancel(context.WithValue(ctx, ownKey{}, "own"))
				cancel()
				_, err := get(impatient)
				assert.ErrorIs(t, err, context.Canceled)
			}})
			ctx, cancel := context.WithCancel(context.WithValue(t.Context(), requestKey{}, "call"))
			_, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
			require.NoError(t, err)
			cancel()
			close(ended)
			got, err := get(t.Context())
			require.NoError(t, err)
			assert.Equal(t, []any{"call", "own"}, got)
		})
	}
}

type ownKey struct{}

func stop(t *testing.T, server tfprotov6.ProviderServer) {
	t.Helper()
	_, err := server.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{})
	assert.NoError(t, err)
}

// asking is a provider that looks at the context with which it is asked for its schema.
type asking struct {
	faulty

	read func(context.Context)
}

func (a *asking) Schema(ctx context.Context, _ provider.SchemaRequest, _ *provider.SchemaResponse) {
	a.read(ctx)
}
