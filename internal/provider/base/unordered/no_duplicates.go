// SPDX-License-Identifier: MPL-2.0

package unordered

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// NoDuplicates is the validator that refuses an element that the list has twice.
func NoDuplicates(foldCase bool) validator.List { return byCase(foldCase).NoDuplicates() }

type noDuplicates struct{ key *Key }

// Description says what the validator requires.
func (noDuplicates) Description(context.Context) string { return "every element must stand only once" }

// MarkdownDescription says what the validator requires.
func (v noDuplicates) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateList reports each repeated element.
func (v noDuplicates) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	first := make(map[string]int)
	elements := req.ConfigValue.Elements()
	for i, e := range elements {
		text, ok := e.(types.String)
		if !ok || text.IsUnknown() {
			continue
		}
		if text.IsNull() {
			resp.Diagnostics.AddAttributeError(req.Path.AtListIndex(i), "Missing value", fmt.Sprintf("Element %d is null. Leave it out, or give it a value.", i))
			continue
		}
		k := v.key.of(text.ValueString())
		if before, twice := first[k]; twice {
			resp.Diagnostics.AddAttributeError(req.Path.AtListIndex(i), "Duplicate element", v.describeDuplicate(text.ValueString(), elements, before, i))
			continue
		}
		first[k] = i
	}
}

// describeDuplicate says where an element is listed twice, and how to remove one. distinct() alone keeps spellings that differ in case.
func (v noDuplicates) describeDuplicate(element string, elements []attr.Value, before, after int) string {
	where := fmt.Sprintf("%q is at positions %d and %d. ", element, before, after)
	if other, ok := elements[before].(types.String); ok && other.ValueString() != element {
		return where + fmt.Sprintf("It is %q at position %d, but %s", other.ValueString(), before, v.key.advice)
	}
	return where + "The order does not matter here. Remove one of them, or wrap the expression in distinct()."
}
