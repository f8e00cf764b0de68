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

// lend returns a context to hand on, and what takes it back.
func lend(ctx context.Context) (handed *lent, takeBack func()) {
	ctx, cancel := context.WithCancel(ctx)
	handed = new(lent)
	handed.inner.Store(&ctx)
	return handed, func() {
		cancel() // first, so that the framework's child no longer waits for it
		handed.inner.Store(&over)
	}
}

// over is what a context is after its call: a call that has ended can do nothing more.
var over = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

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
