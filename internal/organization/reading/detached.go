// SPDX-License-Identifier: MPL-2.0

package reading

import "context"

// Whole is the key under which a context that empties itself at the end of its call has the context that it stands for.
type Whole struct{}

// detached is a context for work that others share: the end of the caller's context does not end it. It keeps the values, so that Terraform's
// log has the requests that come after the call that has begun the work.
func detached(ctx context.Context) context.Context {
	whole, ok := ctx.Value(Whole{}).(context.Context)
	if !ok {
		return context.WithoutCancel(ctx)
	}
	return kept{context.WithoutCancel(ctx), context.WithoutCancel(whole)}
}

// kept is a context with the values of another one beside its own.
type kept struct {
	context.Context

	whole context.Context
}

// Value is one of its own, or else of the other.
func (k kept) Value(key any) any {
	if value := k.Context.Value(key); value != nil {
		return value
	}
	return k.whole.Value(key)
}
