// SPDX-License-Identifier: MPL-2.0

package rpc

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// Resources wraps resources so that a panic in the middle of an apply loses no object. The server recovers every panic too, but it knows only
// the state from before the call: an object that the call has created would have none.
func Resources(all []func() resource.Resource) []func() resource.Resource {
	wrapped := make([]func() resource.Resource, len(all))
	for i, fresh := range all {
		wrapped[i] = func() resource.Resource {
			one := fresh()
			if inner, ok := one.(complete); ok {
				return &Resource{complete: inner}
			}
			return one // a test over all resources fails then
		}
	}
	return wrapped
}

// complete is what every resource of this provider has.
type complete interface {
	resource.ResourceWithConfigure
	resource.ResourceWithIdentity
	resource.ResourceWithImportState
	base.Paged
}

var (
	_ complete                              = (*Resource)(nil)
	_ resource.ResourceWithConfigValidators = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan       = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig   = (*Resource)(nil)
)

// Resource is a resource with every optional method that a resource of this provider has. A method that the inner resource does not have
// does nothing.
type Resource struct {
	complete

	organization *organization.Organization // nil before Configure
}

// Inner is the resource that is wrapped.
func (r *Resource) Inner() resource.Resource { return r.complete }

// untracked follows a panic that has come before the state had the object.
const untracked = "The state does not contain this object yet. If Atlassian created it before the provider failed, the next apply says that it exists already, or Atlassian Administration shows it: import it then."

// Create creates the object. After a panic, the state keeps what Create has saved.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	defer func() {
		bug := base.Bug("Create", recover())
		switch {
		case bug == nil:
		case resp.State.Raw.IsNull():
			resp.Diagnostics.Append(diag.NewErrorDiagnostic(bug.Summary(), bug.Detail()+"\n\n"+untracked))
		default:
			resp.Diagnostics.Append(bug)
		}
	}()
	r.complete.Create(ctx, req, resp)
	if !resp.State.Raw.IsNull() {
		resp.Diagnostics.Append(r.own(ctx, resp.Private)...)
	}
}

// Update changes the object. After a panic, the state is that from before, or what Update has saved since.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	defer recovering(&resp.Diagnostics, "Update")
	if resp.Diagnostics.Append(r.foreign(ctx, req.Private)...); resp.Diagnostics.HasError() {
		return
	}
	r.complete.Update(ctx, req, resp)
	if !resp.State.Raw.IsNull() {
		resp.Diagnostics.Append(r.own(ctx, resp.Private)...)
	}
}

// Delete destroys the object. After a panic, the state keeps it.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	defer recovering(&resp.Diagnostics, "Delete")
	if resp.Diagnostics.Append(r.foreign(ctx, req.Private)...); resp.Diagnostics.HasError() {
		return
	}
	r.complete.Delete(ctx, req, resp)
}

// recovering adds the diagnostic of a panic. Defer it itself: only then it recovers.
func recovering(diags *diag.Diagnostics, doing string) {
	if bug := base.Bug(doing, recover()); bug != nil {
		diags.Append(bug)
	}
}

// ConfigValidators returns the validators of the resource.
func (r *Resource) ConfigValidators(ctx context.Context) []resource.ConfigValidator {
	if inner, ok := r.complete.(resource.ResourceWithConfigValidators); ok {
		return inner.ConfigValidators(ctx)
	}
	return nil
}

// ModifyPlan plans the resource, unless it is of another organization.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !req.State.Raw.IsNull() {
		if resp.Diagnostics.Append(r.foreign(ctx, req.Private)...); resp.Diagnostics.HasError() {
			return
		}
	}
	if inner, ok := r.complete.(resource.ResourceWithModifyPlan); ok {
		inner.ModifyPlan(ctx, req, resp)
	}
}

// ValidateConfig validates the configuration.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	if inner, ok := r.complete.(resource.ResourceWithValidateConfig); ok {
		inner.ValidateConfig(ctx, req, resp)
	}
}
