// SPDX-License-Identifier: MPL-2.0

package unordered

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Each is the validator that requires a form of every element. Hint says what to do about another element.
func Each(form *regexp.Regexp, demand, hint string) validator.List {
	return EachChecked(demand, func(element string) error {
		if form.MatchString(element) {
			return nil
		}
		return fmt.Errorf("%q is not %s. %s", element, demand, hint)
	})
}

// EachChecked is the validator that checks every element. Check returns what is wrong with an element and what to do about it.
// The validator checks the whole list at once, because one validator for each of thousands of elements would cost more than the
// rest of a plan.
func EachChecked(demand string, check func(element string) error) validator.List {
	return each{demand, check}
}

type each struct {
	demand string
	check  func(string) error
}

// Description says what the validator requires.
func (v each) Description(context.Context) string { return "every element must be " + v.demand }

// MarkdownDescription says what the validator requires.
func (v each) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateList reports the elements of a wrong form.
func (v each) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	for i, e := range req.ConfigValue.Elements() {
		text, ok := e.(types.String)
		if !ok || text.IsNull() || text.IsUnknown() {
			continue
		}
		if err := v.check(text.ValueString()); err != nil {
			resp.Diagnostics.AddAttributeError(req.Path.AtListIndex(i), "Invalid element", err.Error())
		}
	}
}
