// SPDX-License-Identifier: MPL-2.0

package unordered

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Each is the validator that demands a form of every element; hint says what to do about one that has another. It looks
// at the whole list at once: a validator for each of thousands of elements would cost more than all else in a plan.
func Each(form *regexp.Regexp, demand, hint string) validator.List { return each{form, demand, hint} }

type each struct {
	form         *regexp.Regexp
	demand, hint string
}

// Description says what the validator demands.
func (v each) Description(context.Context) string { return "every element must be " + v.demand }

// MarkdownDescription says what the validator demands.
func (v each) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateList reports the elements of a wrong form.
func (v each) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	for i, e := range req.ConfigValue.Elements() {
		if text, ok := e.(types.String); ok && !text.IsNull() && !text.IsUnknown() && !v.form.MatchString(text.ValueString()) {
			resp.Diagnostics.AddAttributeError(req.Path.AtListIndex(i), "Invalid element", fmt.Sprintf("%q is not %s. %s", text.ValueString(), v.demand, v.hint))
		}
	}
}
