// SPDX-License-Identifier: MPL-2.0

package rpc

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// Actions wraps actions so that their invocation recovers a panic. The framework invokes an action in a goroutine of its own,
// where the server cannot recover it.
func Actions(all []func() action.Action) []func() action.Action {
	wrapped := make([]func() action.Action, len(all))
	for i, fresh := range all {
		wrapped[i] = func() action.Action { return &Action{fresh()} }
	}
	return wrapped
}

var (
	_ action.ActionWithConfigure        = (*Action)(nil)
	_ action.ActionWithConfigValidators = (*Action)(nil)
	_ action.ActionWithModifyPlan       = (*Action)(nil)
	_ action.ActionWithValidateConfig   = (*Action)(nil)
	_ base.Paged                        = (*Action)(nil)
)

// Action is an action with every optional method. A method that the inner action does not have does nothing.
type Action struct{ action.Action }

// Invoke invokes the action. A panic becomes a diagnostic.
func (a *Action) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	defer recovering(&resp.Diagnostics, "InvokeAction")
	a.Action.Invoke(ctx, req, resp)
}

// Page returns the page of the action.
func (a *Action) Page() base.Page {
	if inner, ok := a.Action.(base.Paged); ok {
		return inner.Page()
	}
	return base.Page{}
}

// Configure configures the action.
func (a *Action) Configure(ctx context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	if inner, ok := a.Action.(action.ActionWithConfigure); ok {
		inner.Configure(ctx, req, resp)
	}
}

// ConfigValidators returns the validators of the action.
func (a *Action) ConfigValidators(ctx context.Context) []action.ConfigValidator {
	if inner, ok := a.Action.(action.ActionWithConfigValidators); ok {
		return inner.ConfigValidators(ctx)
	}
	return nil
}

// ModifyPlan plans the action.
func (a *Action) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	if inner, ok := a.Action.(action.ActionWithModifyPlan); ok {
		inner.ModifyPlan(ctx, req, resp)
	}
}

// ValidateConfig validates the action.
func (a *Action) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	if inner, ok := a.Action.(action.ActionWithValidateConfig); ok {
		inner.ValidateConfig(ctx, req, resp)
	}
}
