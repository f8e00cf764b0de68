// SPDX-License-Identifier: MPL-2.0

package rpc

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// ListResource lists resources. Most of the work happens while the caller takes the results.
func (s *server) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	name := "ListResource of " + req.TypeName
	failed := func(found diagnostics) tfprotov6.ListResourceResult {
		return tfprotov6.ListResourceResult{Diagnostics: found}
	}
	stream, err := guarded(ctx, name, s.inner.ListResource, req, func(found diagnostics) *tfprotov6.ListResourceServerStream {
		return &tfprotov6.ListResourceServerStream{Results: only(failed(found))}
	})
	if err != nil || stream == nil || stream.Results == nil {
		return stream, err
	}
	stream.Results = streamed(name, stream.Results, failed, printableResult)
	return stream, nil
}

// InvokeAction invokes an action. The framework does so in a goroutine of its own, where [Actions] recovers a panic.
func (s *server) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	name := "InvokeAction of " + req.ActionType
	failed := func(found diagnostics) tfprotov6.InvokeActionEvent {
		return tfprotov6.InvokeActionEvent{Type: tfprotov6.CompletedInvokeActionEventType{Diagnostics: found}}
	}
	stream, err := guarded(ctx, name, s.inner.InvokeAction, req, func(found diagnostics) *tfprotov6.InvokeActionServerStream {
		return &tfprotov6.InvokeActionServerStream{Events: only(failed(found))}
	})
	if err != nil || stream == nil || stream.Events == nil {
		return stream, err
	}
	stream.Events = streamed(name, stream.Events, failed, printableEvent)
	return stream, nil
}

// only is a stream with one value.
func only[V any](one V) iter.Seq[V] {
	return func(push func(V) bool) { push(one) }
}

// streamed passes a stream on. If producing the next value panics, the last value is the diagnostic of that. It does not recover
// a panic of the consumer.
func streamed[V any](name string, all iter.Seq[V], failed func(diagnostics) V, printable func(V) V) iter.Seq[V] {
	return func(push func(V) bool) {
		taking, over := false, false
		defer func() {
			value := recover()
			if value != nil && taking {
				panic(value)
			}
			if found := recovered(name, value); found != nil && !over {
				push(failed(diagnostics{found}))
			}
		}()
		all(func(one V) bool {
			taking = true
			more := push(printable(one))
			taking, over = false, !more
			return more
		})
	}
}
