// SPDX-License-Identifier: MPL-2.0

package rpc

import (
	"context"
	"iter"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// broken is a provider of which every RPC panics.
type broken struct{ protocol }

// Every RPC that there is answers a panic with a diagnostic that says where it was, and in which RPC.
func TestEveryRPCRecovers(t *testing.T) {
	t.Parallel()
	guarded := reflect.ValueOf(&server{inner: &broken{}})
	rpcs := reflect.TypeFor[protocol]()
	require.Greater(t, rpcs.NumMethod(), 25)
	for method := range rpcs.Methods() {
		answers := guarded.MethodByName(method.Name).Call([]reflect.Value{reflect.ValueOf(context.Background()), reflect.New(method.Type.In(1).Elem())})
		require.True(t, answers[1].IsNil(), method.Name)
		require.False(t, answers[0].IsNil(), method.Name)
		said := texts(t, method.Name, answers[0].Elem())
		require.Len(t, said, 1, method.Name)
		for _, part := range []string{"The provider has failed", "nil pointer", "internal/provider/rpc.", method.Name, "report it"} {
			assert.Contains(t, said[0], part, method.Name)
		}
	}
}

// texts are what an answer complains of.
func texts(t *testing.T, name string, answered reflect.Value) []string {
	t.Helper()
	var found []string
	switch answer := answered.Interface().(type) {
	case tfprotov6.StopProviderResponse:
		return []string{answer.Error}
	case tfprotov6.CallFunctionResponse:
		return []string{answer.Error.Text}
	case tfprotov6.ListResourceServerStream:
		for result := range answer.Results {
			found = append(found, said(result.Diagnostics)...)
		}
		return found
	case tfprotov6.InvokeActionServerStream:
		for event := range answer.Events {
			if completed, ok := event.Type.(tfprotov6.CompletedInvokeActionEventType); ok {
				found = append(found, said(completed.Diagnostics)...)
			}
		}
		return found
	}
	field := answered.FieldByName("Diagnostics")
	require.True(t, field.IsValid(), name)
	all, ok := reflect.TypeAssert[[]*tfprotov6.Diagnostic](field)
	require.True(t, ok, name)
	return said(all)
}

func said(all []*tfprotov6.Diagnostic) []string {
	var found []string
	for _, one := range all {
		found = append(found, one.Summary+"\n"+one.Detail)
	}
	return found
}

// What was there before a failure stays.
func TestAPanicKeepsTheState(t *testing.T) {
	t.Parallel()
	state := &tfprotov6.DynamicValue{JSON: []byte(`{}`)}
	guarded := &server{inner: &broken{}}
	read, err := guarded.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: "a_type", CurrentState: state, Private: []byte("p")})
	require.NoError(t, err)
	require.Same(t, state, read.NewState)
	require.Equal(t, []byte("p"), read.Private)
	require.Contains(t, read.Diagnostics[0].Detail, "ReadResource of a_type")
	applied, err := guarded.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{PriorState: state})
	require.NoError(t, err)
	require.Same(t, state, applied.NewState)
}

func TestAStreamThatPanicsEndsWithTheDiagnostic(t *testing.T) {
	t.Parallel()
	results := func(push func(int) bool) {
		if push(1) {
			panic("a value that nobody may see")
		}
	}
	stream := func(all iter.Seq[int]) iter.Seq[int] {
		return streamed("ListResource", all, func(found diagnostics) int { assert.NotContains(t, found[0].Detail, "nobody may see"); return -1 }, func(one int) int { return one })
	}
	var taken []int
	for one := range stream(results) {
		taken = append(taken, one)
	}
	require.Equal(t, []int{1, -1}, taken)
	for range stream(results) {
		break // a stream that is not read to its end panics no more
	}
	assert.PanicsWithValue(t, "mine", func() {
		for range stream(results) {
			panic("mine")
		}
	}, "who takes the stream keeps what it does itself")
}
