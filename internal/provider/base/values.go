// SPDX-License-Identifier: MPL-2.0

package base

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// StringOrNull turns a text that Atlassian leaves out or empty into null: Terraform tells "" and absent apart,
// Atlassian does not.
func StringOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

// Strings turns framework values into plain ones; null and unknown elements are left out.
func Strings(values []types.String) []string {
	plain := make([]string, 0, len(values))
	for _, v := range values {
		if !v.IsNull() && !v.IsUnknown() {
			plain = append(plain, v.ValueString())
		}
	}
	return plain
}

// StringList turns texts into a known list in the same order, empty where there are none.
func StringList(texts []string) types.List {
	values := make([]attr.Value, len(texts))
	for i, text := range texts {
		values[i] = types.StringValue(text)
	}
	return types.ListValueMust(types.StringType, values)
}
