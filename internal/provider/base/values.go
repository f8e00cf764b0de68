// SPDX-License-Identifier: MPL-2.0

package base

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// StringOrNull turns an empty string into null: Atlassian does not distinguish an empty string from a missing one, and Terraform
// does.
func StringOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

// Strings converts framework values, without null and unknown ones.
func Strings(values []types.String) []string {
	plain := make([]string, 0, len(values))
	for _, v := range values {
		if !v.IsNull() && !v.IsUnknown() {
			plain = append(plain, v.ValueString())
		}
	}
	return plain
}

// StringList converts strings into a known list in the same order. It is empty if there are none.
func StringList(texts []string) types.List {
	values := make([]attr.Value, len(texts))
	for i, text := range texts {
		values[i] = types.StringValue(text)
	}
	return types.ListValueMust(types.StringType, values)
}
