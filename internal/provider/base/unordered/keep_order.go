// SPDX-License-Identifier: MPL-2.0

package unordered

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// KeepOrder is the plan modifier that plans the prior value if the configuration changes only the order (or, with foldCase, the
// case) of the elements.
func KeepOrder(foldCase bool) planmodifier.List { return byCase(foldCase).KeepOrder() }

type keepOrder struct{ key *Key }

// Description says what the modifier does.
func (keepOrder) Description(context.Context) string { return "The order does not matter." }

// MarkdownDescription says what the modifier does.
func (m keepOrder) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyList plans the prior value if it has the same elements.
func (m keepOrder) PlanModifyList(_ context.Context, req planmodifier.ListRequest, resp *planmodifier.ListResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	if sameElements(req.StateValue, req.PlanValue, m.key.of) {
		resp.PlanValue = req.StateValue
	}
}
