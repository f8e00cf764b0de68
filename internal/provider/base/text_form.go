// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// TextForm is the validator of a string that a function checks.
type TextForm struct {
	// Demand says what is accepted, such as "must be a version such as 2.1.0".
	Demand string
	// Check is the error about a text that is not accepted.
	Check func(string) error
}

// Description says what is accepted.
func (v TextForm) Description(context.Context) string { return v.Demand }

// MarkdownDescription says what is accepted.
func (v TextForm) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString refuses what the function refuses.
func (v TextForm) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := v.Check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", fmt.Sprintf("The value %s: %s.", v.Demand, err))
	}
}
