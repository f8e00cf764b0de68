// SPDX-License-Identifier: MPL-2.0

package unordered_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

func TestKeepOrder(t *testing.T) {
	t.Parallel()
	null, unknown := types.ListNull(types.StringType), types.ListUnknown(types.StringType)
	plain := func(elements ...any) basetypes.ListValue { return list(t, false, elements...).ListValue }
	for name, test := range map[string]struct {
		state, plan, want basetypes.ListValue
		foldCase          bool
	}{
		"other order":        {plain("a", "b"), plain("b", "a"), plain("a", "b"), false},
		"other case":         {plain("a", "b"), plain("B", "a"), plain("B", "a"), false},
		"other case, folded": {plain("a", "b"), plain("B", "a"), plain("a", "b"), true},
		"another element":    {plain("a", "b"), plain("c", "a"), plain("c", "a"), false},
		"unknown element":    {plain("a", "b"), plain(nil, "a"), plain(nil, "a"), false},
		"create":             {null, plain("b", "a"), plain("b", "a"), false},
		"unknown":            {plain("a"), unknown, unknown, false},
		"taken away":         {plain("a"), null, null, false},
		"emptied":            {plain("a"), plain(), plain(), false},
	} {
		modifier := unordered.KeepOrder(test.foldCase)
		resp := planmodifier.ListResponse{PlanValue: test.plan}
		modifier.PlanModifyList(t.Context(), planmodifier.ListRequest{StateValue: test.state, PlanValue: test.plan}, &resp)
		assert.True(t, test.want.Equal(resp.PlanValue), "%s: %s", name, resp.PlanValue)
		assert.False(t, resp.RequiresReplace)
		assert.NotEmpty(t, modifier.Description(t.Context()))
		assert.NotEmpty(t, modifier.MarkdownDescription(t.Context()))
	}
}

func TestNoDuplicates(t *testing.T) {
	t.Parallel()
	validate := func(foldCase bool, value basetypes.ListValue) diag.Diagnostics {
		v := unordered.NoDuplicates(foldCase)
		assert.NotEmpty(t, v.Description(t.Context()))
		assert.NotEmpty(t, v.MarkdownDescription(t.Context()))
		var resp validator.ListResponse
		v.ValidateList(t.Context(), validator.ListRequest{Path: path.Root("members"), ConfigValue: value}, &resp)
		return resp.Diagnostics
	}
	assert.Empty(t, validate(false, types.ListNull(types.StringType)))
	assert.Empty(t, validate(false, types.ListUnknown(types.StringType)))
	assert.Empty(t, validate(false, list(t, false, "a", "A", nil, nil).ListValue))

	diags := validate(true, list(t, true, "a", "b", "A", "a").ListValue)
	require.Len(t, diags, 2)
	at, ok := diags[0].(diag.DiagnosticWithPath)
	require.True(t, ok)
	assert.Equal(t, "members[2]", at.Path().String())
	assert.Equal(t, "Duplicate element", at.Summary())
	assert.Contains(t, at.Detail(), `"A" is at positions 0 and 2.`)
	assert.Contains(t, at.Detail(), `It is "a" at position 0`)
	assert.Contains(t, at.Detail(), "distinct([for e in LIST : lower(e)])", "distinct() alone tells these two apart")
	assert.Contains(t, diags[1].Detail(), `"a" is at positions 0 and 3.`)
	assert.NotContains(t, diags[1].Detail(), "lower(")

	diags = validate(false, types.ListValueMust(types.StringType, []attr.Value{types.StringNull()}))
	require.Len(t, diags, 1)
	assert.Equal(t, "Missing value", diags[0].Summary())
}

// Every way through the package has to stay linear: a pairwise one takes minutes for this many.
func TestManyElements(t *testing.T) {
	t.Parallel()
	const n = 100_000
	elements, reversed := make([]string, n), make([]string, n)
	for i := range n {
		elements[i], reversed[n-1-i] = fmt.Sprint("Element", i), fmt.Sprint("element", i)
	}
	a, b := unordered.FromStrings(elements, true), unordered.FromStrings(reversed, true)
	semantic, _ := a.ListSemanticEquals(t.Context(), b)
	assert.True(t, semantic)
	assert.Equal(t, elements, unordered.Arrange(elements, reversed, true))
	missing, foreign := unordered.Difference(elements, reversed[:n-1], true)
	assert.Equal(t, []string{"Element0"}, missing)
	assert.Empty(t, foreign)
	resp := planmodifier.ListResponse{PlanValue: b.ListValue}
	unordered.KeepOrder(true).PlanModifyList(t.Context(), planmodifier.ListRequest{StateValue: a.ListValue, PlanValue: b.ListValue}, &resp)
	assert.True(t, resp.PlanValue.Equal(a.ListValue))
	var validated validator.ListResponse
	unordered.NoDuplicates(true).ValidateList(t.Context(), validator.ListRequest{ConfigValue: a.ListValue}, &validated)
	assert.Empty(t, validated.Diagnostics)
}
