// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Planned is what Terraform asks a resource to plan, decoded into its model.
type Planned[M any] struct {
	// Prior is the state; nil where the plan creates the object.
	Prior *M
	// Planned is the proposed new state; nil where the plan destroys the object.
	Planned *M
	// Config is the configuration; nil where the plan destroys the object.
	Config *M
}

// PlanOf decodes what Terraform asks a resource to plan, and checks the IDs of the configuration. It returns false if there is
// nothing to plan, or after an error, which the response has then. So no plan uses a state that did not decode.
func PlanOf[M any](ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) (p Planned[M], ok bool) {
	resp.Diagnostics.Append(CheckIDs(req.Config)...)
	if !req.State.Raw.IsNull() {
		p.Prior = new(M)
		resp.Diagnostics.Append(Get(ctx, req.State, p.Prior)...)
	}
	if !req.Plan.Raw.IsNull() {
		p.Planned, p.Config = new(M), new(M)
		resp.Diagnostics.Append(Get(ctx, req.Plan, p.Planned)...)
		if !req.Config.Raw.IsNull() {
			resp.Diagnostics.Append(Get(ctx, req.Config, p.Config)...)
		}
	}
	return p, !resp.Diagnostics.HasError() && (p.Prior != nil || p.Planned != nil)
}

// Creates reports whether the plan creates the object.
func (p Planned[M]) Creates() bool { return p.Prior == nil }

// Destroys reports whether the plan destroys the object.
func (p Planned[M]) Destroys() bool { return p.Planned == nil }

// Updates reports whether the plan changes the object, or leaves it as it is.
func (p Planned[M]) Updates() bool { return p.Prior != nil && p.Planned != nil }
