// SPDX-License-Identifier: MPL-2.0

package rpc

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// lent is the context of one call, for the time of the call. The framework keeps a child of the context of every call until Terraform stops
// the provider. With the context itself, it would keep the whole request: a tenth of a megabyte for each resource of a plan.
type lent struct {
	inner atomic.Pointer[context.Context]
}

// lend returns a context to hand on, until [lent.takeBack]. Cancel the context before that, so that the framework's child no longer waits
// for it.
func lend(ctx context.Context) *lent {
	handed := new(lent)
	handed.inner.Store(&ctx)
	return handed
}

func (l *lent) takeBack() { l.inner.Store(&over) }

// Deadline is that of the call.
func (l *lent) Deadline() (time.Time, bool) { return (*l.inner.Load()).Deadline() }

// Done is closed when the call is cancelled or has ended.
func (l *lent) Done() <-chan struct{} { return (*l.inner.Load()).Done() }

// Err says why [lent.Done] is closed.
func (l *lent) Err() error { return (*l.inner.Load()).Err() }

// Value is one of the call, while it lasts. A read that serves other calls as well takes the whole context, and lets go of it at its end.
func (l *lent) Value(key any) any {
	inner := *l.inner.Load()
	if key == (reading.Whole{}) {
		return inner
	}
	return inner.Value(key)
}

// ended is what a context is after its call: a call that has ended can do nothing more.
type ended struct{ done chan struct{} }

var over context.Context = func() ended {
	done := make(chan struct{})
	close(done)
	return ended{done}
}()

func (ended) Deadline() (deadline time.Time, ok bool) { return time.Time{}, false }
func (e ended) Done() <-chan struct{}                 { return e.done }
func (ended) Err() error                              { return context.Canceled }
func (ended) Value(any) any                           { return nil }
